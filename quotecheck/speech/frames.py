"""Attribution within one sentence: a cue, the phrase that speaks, and the words that are attributed to it.

A *frame* is found from its cue outwards. Before the cue (or behind it, in "said Lee") stands the mention; the
content is what stands before the mention, behind the cue, or both where the cue interrupts it. The same procedure
serves direct, mixed and indirect speech; what kind it is follows from where the quotation marks are.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.speech import cues
from quotecheck.speech.content import behind_colon, left_content, quote_with_lead, right_content
from quotecheck.speech.extent import clause_begin, content_end, opens_adjunct, pieces, starts_sentence
from quotecheck.speech.frame import Frame, Range, is_helper
from quotecheck.speech.narration import DASHES, Narration, Token
from quotecheck.speech.phrases import is_break, looks_nominal, phrase_after, phrase_before
from quotecheck.speech.subjects import find_subject, inverted_mention, main_subject, reports_as_medium


def find_frames(sentence: Narration) -> list[Frame]:
    """The frames of one sentence, in the order of their cues."""
    tokens = sentence.tokens
    frames: list[Frame] = []
    for k, token in enumerate(tokens):
        if not token.is_word:
            continue
        low = token.lower
        frame: Frame | None = None
        if low == "according" and k + 1 < len(tokens) and tokens[k + 1].lower == "to":
            frame = _according(tokens, k, frames)
        elif low == "on" and k > 0 and tokens[k - 1].lower in ("went", "goes"):
            frame = _went_on(tokens, k)
        elif low == "words":
            frame = _in_words_of(tokens, k)
        elif low in cues.FORMS and (not token.is_capital or k == 0):
            frame = _verb_frame(tokens, k, frames)
        if frame is not None:
            frames.append(frame)
    frames.extend(_unlisted_verbs(tokens, frames))
    frames.extend(_bare_colons(tokens, frames))
    frames.extend(_signatures(tokens, frames))
    _hand_on(tokens, frames)
    kept = [frame for frame in frames if (frame.content and not _overlaps_itself(frame)) or frame.opens_next]
    return [frame for frame in kept if not _is_told(tokens, frame, kept)]


def _is_told(tokens: Sequence[Token], frame: Frame, frames: Sequence[Frame]) -> bool:
    """Whether a frame without quotes is a part of what another one says: "Lee said the city had confirmed …".

    What a medium tells of somebody's words stays that person's.
    """
    if any(tokens[i].region is not None for first, last in frame.content for i in range(first, last)):
        return False
    return not frame.opens_next and any(
        other is not frame
        and any(first <= frame.cue[0] < last for first, last in other.content)
        and not reports_as_medium(tokens, other)
        for other in frames
    )


def _overlaps_itself(frame: Frame) -> bool:
    """Whether the cue or the mention lies in the content, which no reading of a sentence gives."""
    own = [frame.cue, frame.mention or frame.cue]
    return any(a < end and begin < b for a, b in frame.content for begin, end in own)


_AFTER_PASSIVE = frozenset("about by of if whether what why how when".split())
_QUOTING = frozenset(("quoted", "quotes", "cited"))


def _according(tokens: Sequence[Token], k: int, frames: list[Frame]) -> Frame | None:
    mention = phrase_after(tokens, k + 2)
    if mention is not None:
        comma = next((i for i in range(*mention) if tokens[i].lower == ","), None)
        goes_on = mention[1] < len(tokens) and tokens[mention[1]].lower not in (".", ";", ")")
        relative = comma is not None and comma + 1 < len(tokens) and tokens[comma + 1].lower in ("who", "whose")
        if comma is not None and (goes_on or k == 0) and not relative:
            # an apposition runs to the end of the sentence; before more words the comma closes "according to Lee,"
            mention = (mention[0], comma)
    if mention is None:
        return None
    cue = (k, k + 2)
    after = mention[1]
    if tokens[k - 1].lower in (",", "—", "–"):
        # "…," Lee said, according to the agency: the agency passes Lee's words on
        for frame in reversed(frames):
            if frame.content and frame.via is None and k > frame.cue[0] and _is_plain(tokens, frame.cue[1], k):
                for sibling in frames:
                    if sibling.mention == frame.mention:
                        sibling.via = mention
                return None
    if k == 0 or tokens[k - 1].lower in cues.CONJUNCTIONS:
        comma = next((i for i in range(after, len(tokens)) if tokens[i].lower == "," or tokens[i].region), None)
        if comma is None:
            return None
        start = comma if tokens[comma].region is not None else comma + 1
        return Frame(cue, mention, pieces(tokens, [(start, content_end(tokens, start))]), pattern="according")
    start = 0
    end = k
    if tokens[end - 1].lower in (",", "—", "–"):
        end -= 1
    content = [(start, end)]
    if after + 1 < len(tokens) and tokens[after].lower == "," and tokens[after + 1].is_word:
        rest = (after + 1, content_end(tokens, after + 1))
        if not opens_adjunct(tokens, after + 1):
            content.append(rest)
    return Frame(cue, mention, pieces(tokens, content), pattern="according")


def _is_plain(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` holds at most an adverbial: no quote, no clause."""
    return all(t.region is None and t.lower not in cues.FINITE_VERBS and t.lower != "that" for t in tokens[first:last])


def _verb_frame(tokens: Sequence[Token], k: int, frames: list[Frame]) -> Frame | None:
    low = tokens[k].lower
    forms, patterns = cues.FORMS[low], cues.PATTERNS[low]
    if k > 0 and ((low in cues.NOUN_LIKE and looks_nominal(tokens, k)) or _is_modifier(tokens, k)):
        return None
    if low in _QUOTING and any(t.lower == "as" for t in tokens[k + 1 : k + 10]):
        return None  # "quoted Lee as saying": the participle makes the frame
    following = tokens[k + 1].lower if k + 1 < len(tokens) else ""
    if k > 0 and tokens[k - 1].lower == "," and "participle" in forms and following in _AFTER_PASSIVE:
        return None  # "Lee, asked about it, said": not Lee asks
    group = k
    helpers: set[str] = set()
    while group > 0 and is_helper(tokens[group - 1]):
        group -= 1
        helpers.add(tokens[group].lower)
    if helpers & cues.NEGATIONS or any(h.endswith(("n’t", "n't")) for h in helpers):
        return None
    mention: Range | None = None
    quoted_as = k >= 2 and tokens[k - 1].lower == "as" and tokens[k - 2].lower in ("quoted", "cited")
    if k >= 3 and tokens[k - 1].lower == "as" and not quoted_as and "ing" in forms:
        return _quoted_somebody(tokens, k)
    if quoted_as:
        group = k - 2
        while group > 0 and is_helper(tokens[group - 1]):
            group -= 1
    elif group > 0 and tokens[group - 1].lower == "to":
        if group >= 3 and tokens[group - 2].lower == "on" and tokens[group - 3].lower in ("went", "goes", "going"):
            group -= 3
        elif group >= 2 and tokens[group - 2].lower in ("continued", "continues", "began"):
            group -= 2
        else:
            return None
    elif (helpers & {"was", "were", "been", "be", "being", "is", "are"} and "ing" not in forms) or helpers & {
        "would",
        "could",
        "should",
        "might",
        "may",
        "must",
        "can",
    }:
        return None
    inverted = inverted_mention(tokens, group, k, forms)
    pattern = "after"
    if inverted is not None:
        mention, pattern = inverted, "inverted"
    else:
        mention, shared = find_subject(tokens, group, k, forms if group == k else forms - {"base"}, frames)
        pattern = "shared" if shared else "after"
    if mention is None:
        return None
    frame = Frame((group, k + 1), mention, pattern=pattern)
    speaks = (
        bool(patterns & {"say", "tell"})
        or tokens[mention[0] - 1].region is not None
        or tokens[group - 1].region is not None
    )
    if (
        (inverted is not None or pattern != "shared")
        and speaks
        and tokens[mention[0]].lower not in ("who", "which", "that")
    ):
        left = left_content(tokens, mention[0] if inverted is None else group, k, mention, inverted is not None)
        if left:
            frame.content = pieces(tokens, left)
            frame.pattern = "left-" + pattern
            return frame
    if inverted is not None:
        after = mention[1]
        if after < len(tokens) and tokens[after].lower == ":":
            behind_colon(tokens, frame, after)
            return frame
        return None
    right_content(tokens, k, frame, patterns, low)
    return frame if frame.content or frame.opens_next else None


def _quoted_somebody(tokens: Sequence[Token], k: int) -> Frame | None:
    """“…,” the agency quoted Lee as saying: Lee speaks, and the agency passes it on."""
    near = range(k - 2, max(-1, k - 12), -1)
    verb = next((i for i in near if tokens[i].lower in _QUOTING), None)
    if verb is None or verb == 0:
        return None
    if tokens[verb + 1].lower == "by":
        # "Lee was quoted by the agency as saying": the subject speaks
        first = verb
        while first > 0 and is_helper(tokens[first - 1]):
            first -= 1
        mention, via = phrase_before(tokens, first - 1), phrase_after(tokens[: k - 1], verb + 2)
    else:
        mention, via = phrase_after(tokens[: k - 1], verb + 1), phrase_before(tokens, verb - 1)
    if via is None or mention is None:
        return None
    frame = Frame((verb, k + 1), mention, via=via)
    left = left_content(tokens, min(via[0], mention[0]), k, via, inverted=False)
    if left:
        frame.content = pieces(tokens, left)
        frame.pattern = "left-after"
    else:
        right_content(tokens, k, frame, cues.PATTERNS[tokens[k].lower], tokens[k].lower)
    return frame


def _went_on(tokens: Sequence[Token], k: int) -> Frame | None:
    """“…,” she went on, “…”: a verb with a particle, which attributes only where a quote stands beside it."""
    mention = phrase_before(tokens, k - 2) if k >= 2 else None
    if mention is None:
        return None
    frame = Frame((k - 1, k + 1), mention)
    left = left_content(tokens, mention[0], k, mention, inverted=False)
    if left and any(tokens[i].region is not None for i in range(*left[0])):
        frame.content = pieces(tokens, left)
        frame.pattern = "left-after"
        return frame
    return None


def _in_words_of(tokens: Sequence[Token], k: int) -> Frame | None:
    """``in her words, “…”``, ``in the words of Lee, …``: the quotes of the sentence are what was said."""
    if k < 2 or tokens[k - 2].lower != "in":
        return None
    mention: Range | None
    if tokens[k - 1].lower in ("his", "her", "their"):
        mention = (k - 1, k)
    elif tokens[k - 1].lower == "the" and k + 2 < len(tokens) and tokens[k + 1].lower == "of":
        mention = phrase_after(tokens, k + 2)
    else:
        return None
    if mention is None or not any(t.region is not None for t in tokens):
        return None
    last = mention[1] if mention[0] > k else k + 1
    behind = (last, content_end(tokens, last))
    around = [(clause_begin(tokens, k - 2), k - 2), behind] if k > 2 else [behind]
    return Frame((k - 2, last), mention, pieces(tokens, around), pattern="name")


def _is_modifier(tokens: Sequence[Token], k: int) -> bool:
    """``the reported figures``: a participle behind a determiner or a possessive, before a noun."""
    return (
        tokens[k - 1].lower
        in ("’s", "'s", "the", "a", "an", "its", "their", "first", "second", "third", "last", "only")
        and k + 1 < len(tokens)
        and tokens[k + 1].is_word
    )


def _unlisted_verbs(tokens: Sequence[Token], frames: Sequence[Frame]) -> list[Frame]:
    """“…,” he bellowed: a quote that closes with a comma is speech whatever the verb that follows it."""
    claimed = {i for frame in frames for a, b in frame.content for i in range(a, b)}
    found = []
    for q, token in enumerate(tokens):
        if token.region is None or q in claimed or q + 1 >= len(tokens):
            continue
        inner = token.inner
        comma = inner.endswith((",", "?", "!", "—", "–", "-", "...", "…"))
        after = q + 1
        if tokens[after].lower in (",", "—", "–"):
            comma, after = True, after + 1
        if not comma or len(inner.split()) < 3:
            continue
        phrase = phrase_after(tokens, after)
        verb = None
        if phrase is not None:
            for i in range(phrase[0] + 1, min(phrase[1] + 3, len(tokens))):
                if (
                    tokens[i].lower.endswith("ed")
                    and not tokens[i].is_capital
                    and tokens[i - 1].lower not in cues.DETERMINERS
                ):
                    verb = i
                    break
        if verb is not None:
            mention = phrase_before(tokens, verb - 1, after)
            if mention is not None:
                found.append(Frame((verb, verb + 1), mention, [quote_with_lead(tokens, q + 1)], pattern="unlisted"))
                claimed.add(q)
    return found


def _is_said(token: Token) -> bool:
    """Whether a quote behind a colon is an utterance, however short, and no term."""
    inner = token.inner
    return inner[:1].isupper() and (starts_sentence(token) or inner[-1:] in (".", "!", "?", "…"))


def _bare_colons(tokens: Sequence[Token], frames: Sequence[Frame]) -> list[Frame]:
    """Lee was blunt: “…” — a colon attributes a quote to whom its sentence is about, or to the name before it."""
    claimed = {i for frame in frames for a, b in frame.content for i in range(a, b)}
    found = []
    for q in range(2, len(tokens)):
        if tokens[q].region is None or q in claimed or tokens[q - 1].lower != ":" or not _is_said(tokens[q]):
            continue
        label = phrase_before(tokens, q - 2) if not tokens[q - 2].lower.endswith("ed") else None
        dash = label is not None and (label[0] == 0 or is_break(tokens[label[0] - 1]))
        mention = label if dash else main_subject(tokens)
        if mention is not None and mention[1] <= q - 1:
            found.append(Frame((q - 1, q), mention, [(q, content_end(tokens, q))], pattern="bare-colon"))
    return found


def _signatures(tokens: Sequence[Token], frames: Sequence[Frame]) -> list[Frame]:
    """“We are closed.” — Ann Lee"""
    if frames or len(tokens) < 3 or tokens[0].region is None or tokens[1].lower not in DASHES:
        return []
    mention = phrase_after(tokens, 2)
    signed = mention is not None and all(not t.is_word for t in tokens[mention[1] :]) and tokens[2].is_capital
    return [Frame((1, 2), mention, [(0, 1)], pattern="signature")] if signed else []


def _hand_on(tokens: Sequence[Token], frames: list[Frame]) -> None:
    """Where an outlet reports that somebody says something, the outlet becomes the inner frame's ``via``.

    The outer frame keeps what stands before the inner one, so that no words in quotation marks have two speakers.
    """
    for outer in frames:
        if reports_as_medium(tokens, outer):
            outer.content = [kept for piece in outer.content for kept in _without_inner(tokens, piece, outer, frames)]


def _without_inner(tokens: Sequence[Token], piece: Range, outer: Frame, frames: Sequence[Frame]) -> list[Range]:
    first, last = piece
    inner = [
        frame
        for frame in frames
        if frame is not outer
        and (first <= frame.cue[0] < last or (frame.mention is not None and first <= frame.mention[0] < last))
        and any(tokens[i].region is not None for a, b in frame.content for i in range(a, b))
    ]
    if not inner:
        return [piece]
    for frame in inner:
        frame.via = frame.via or outer.mention
    cut = min(min(frame.cue[0], frame.content[0][0]) for frame in inner)
    while cut > first and (is_break(tokens[cut - 1]) or tokens[cut - 1].lower in cues.CONJUNCTIONS):
        cut -= 1
    # what is left must say something by itself: "that Kim hosted the families", not "that Kim"
    subjects = [frame.mention[1] for frame in inner if frame.mention is not None and frame.mention[0] >= first]
    if cut - first < 3 or any(cut <= end + 1 for end in subjects):
        return []
    return [(first, min(cut, last))]
