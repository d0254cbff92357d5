"""Who speaks: the noun phrase that a cue belongs to, before it, behind it, or shared with an earlier verb."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.speech import cues
from quotecheck.speech.frame import Frame, Range
from quotecheck.speech.narration import Token
from quotecheck.speech.phrases import looks_nominal, phrase_after, phrase_before

_BEFORE_SUBJECT = cues.PREPOSITIONS | cues.SUBORDINATORS | cues.ADVERBS | cues.TIME_WORDS


def main_subject(tokens: Sequence[Token], floor: int = 0) -> Range | None:
    """The noun phrase that a sentence (from ``floor`` on) is about: the one before its first verb."""
    start = floor
    first = tokens[floor].lower if floor < len(tokens) else ""
    if first in _BEFORE_SUBJECT or first.endswith(("ing", "ly")) or _is_passive(tokens, floor):
        comma = next((i for i in range(floor, min(len(tokens), floor + 25)) if tokens[i].lower == ","), None)
        if comma is not None and comma + 1 < len(tokens):
            start = comma + 1
    for i in range(start, min(len(tokens), start + 45)):
        token = tokens[i]
        if token.region is not None and not token.is_phrase:
            break
        low = token.lower
        if token.is_capital and i > floor and low not in cues.AUXILIARIES:
            continue
        verb = low in cues.FINITE_VERBS or (low in cues.FORMS and not (i > 0 and looks_nominal(tokens, i)))
        if verb or (low.endswith("ed") and i > start and tokens[i - 1].lower not in cues.DETERMINERS):
            last = i - 1
            if tokens[last].lower in ("who", "which", "whose") and last > start + 1 and tokens[last - 1].lower == ",":
                last -= 2  # the verb of a relative clause: the subject stands before its comma
            while (
                last > start
                and not tokens[last].is_capital
                and (tokens[last].lower in cues.ADVERBS or tokens[last].lower.endswith("ly"))
            ):
                last -= 1
            phrase = phrase_before(tokens, last, start) if last >= start else None
            if phrase is not None:
                return phrase
            if low not in cues.AUXILIARIES:
                break
    return phrase_after(tokens, start)


def _is_passive(tokens: Sequence[Token], i: int) -> bool:
    """Whether a participle opens the sentence, and another subject follows: "Asked about it, Lee said"."""
    participle = i + 1 < len(tokens) and (tokens[i].lower.endswith("ed") or tokens[i].lower == "told")
    return participle and tokens[i + 1].lower in cues.PREPOSITIONS | cues.SUBORDINATORS


def shared_subject(tokens: Sequence[Token], k: int, frames: Sequence[Frame]) -> Range | None:
    """Whose the verb at ``k`` is when it stands without a subject of its own ("…, adding", "and called")."""
    for frame in reversed(frames):
        if frame.mention is None:
            continue
        behind = [a for a, _ in frame.content if frame.cue[0] < a < k]
        if behind and reports_as_medium(tokens, frame):
            start = behind[0]
            inner = main_subject(tokens, start + (tokens[start].lower == "that"))
            if inner is not None:
                return inner
        return frame.mention
    return main_subject(tokens)


_MEDIA = frozenset(
    """
    agency agencies media newspaper newspapers news television tv radio broadcaster network channel outlet
    outlets times post journal tribune herald magazine press daily website reuters report reports
    """.split()
)


def reports_as_medium(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether a frame is an outlet or an agency reporting what somebody else says or does."""
    if frame.mention is None:
        return False
    words = tokens[frame.mention[0] : frame.mention[1]]
    if any(t.lower in _MEDIA for t in words):
        return True
    return all(t.text.isupper() for t in words if t.is_word) and any(len(t.text) > 2 for t in words)


def is_medium(words: str) -> bool:
    """Whether these words name an outlet or an agency: *state media*, *the HBC*."""
    names = words.split()
    if any(word.lower().strip("’'s,") in _MEDIA or word.lower() in _MEDIA for word in names):
        return True
    bare = [word for word in names if word.lower() not in ("the", "a", "an")]
    return bool(bare) and all(word.isupper() for word in bare) and any(len(word) > 2 for word in bare)


def inverted_mention(tokens: Sequence[Token], group: int, k: int, forms: frozenset[cues.Form]) -> Range | None:
    """The mention of "…," said Lee, where the verb follows the quote and the speaker the verb."""
    if group != k or not forms & {"past", "third"}:
        return None
    phrase = phrase_after(tokens, k + 1)
    if phrase is None:
        return None
    after = tokens[phrase[1]] if phrase[1] < len(tokens) else None
    if k == 0:
        return phrase if after is not None and after.lower in (":", ",") else None
    before = tokens[k - 1]
    quote_before = before.region is not None or (
        before.lower in (",", "—", "–") and k > 1 and tokens[k - 2].region is not None
    )
    if quote_before:
        return phrase
    if "tell" in cues.PATTERNS[tokens[k].lower] or phrase_before(tokens, k - 1) is not None:
        return None  # "its president, Ann Lee, told the paper": the subject stands before the cue
    if before.lower == "," and (after is None or after.lower in (".", ",")) and phrase[1] - phrase[0] <= 25:
        return phrase if not _has_finite(tokens, phrase[0], phrase[1]) else None
    return None


def _has_finite(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(t.lower in cues.FINITE_VERBS for t in tokens[first:last])


def find_subject(
    tokens: Sequence[Token], group: int, k: int, forms: frozenset[cues.Form], frames: Sequence[Frame]
) -> tuple[Range | None, bool]:
    """The mention of the verb at ``k`` and whether the verb shares it with an earlier one."""
    if group == 0:
        return None, False
    before = tokens[group - 1]
    low = before.lower
    participle = "ing" in forms and group == k
    if low in ("who", "which", "that"):
        return (group - 1, group), False
    if participle:
        if (
            low in (",", "and", "by", "in", "for", "while", "before", "after", "—", "–", "but", "or", "then")
            or before.region
        ):
            return shared_subject(tokens, k, frames), True
        phrase = phrase_before(tokens, group - 1) if low not in cues.PREPOSITIONS else None
        if phrase is not None:
            # "a film that ends with Lee saying": the name that the participle follows, not what leads up to it
            inner = [i for i in range(*phrase) if tokens[i].lower in ("with", "of", "by", "from")]
            if inner and inner[-1] + 1 < phrase[1] and tokens[phrase[1] - 1].is_capital:
                phrase = (inner[-1] + 1, phrase[1])
        return phrase, False
    if low in ("and", "but", "or", "then"):
        return shared_subject(tokens, k, frames), True
    if before.region is not None and not before.is_phrase:
        return None, False
    phrase = phrase_before(tokens, group - 1)
    if phrase is None and low == ",":
        return shared_subject(tokens, k, frames), True
    if phrase is not None and forms == {"base"} and not _plural(tokens, phrase):
        return None, False
    return phrase, False


def _plural(tokens: Sequence[Token], phrase: Range) -> bool:
    words = tokens[phrase[0] : phrase[1]]
    head = words[0].lower if len(words) == 1 else ""
    if head:
        return (
            head in ("they", "we", "i", "you", "who", "police") or head in cues.INDEFINITE or head.endswith(("s", "’"))
        )
    return any(
        t.lower.endswith("s") or t.lower in ("and", "people", "some", "many", "others", "most", "media", "police")
        for t in words
    )
