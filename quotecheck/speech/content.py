"""What is said: the content of a cue, before it, behind it, or on both sides where the cue interrupts."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.speech import cues
from quotecheck.speech.extent import (
    clause_begin,
    content_end,
    has_verb,
    is_adjunct,
    is_clause,
    opens_adjunct,
    past_quote,
    pieces,
    skip_adverbial,
    starts_sentence,
)
from quotecheck.speech.frame import Frame, Range
from quotecheck.speech.narration import Token
from quotecheck.speech.phrases import phrase_after
from quotecheck.speech.terms import is_term

_ADVERBIAL = cues.PREPOSITIONS - {"like", "as"} | {"to"}
_TRAILING = cues.TIME_WORDS | cues.ADVERBS
_NEW_PHRASE = cues.DETERMINERS | cues.PRONOUNS


def left_content(tokens: Sequence[Token], start: int, k: int, mention: Range, inverted: bool) -> list[Range]:
    """Content before the mention (or before the cue of an inverted frame), with what follows an interruption."""
    behind = mention[1] if inverted else k + 1
    end = start
    if end > 0 and tokens[end - 1].lower in (",", "—", "–", "--", "-"):
        end -= 1
    if end == 0:
        return []
    as_cue = tokens[start - 1].lower == "as" and start > 1
    if as_cue:
        end = start - 1
        if tokens[end - 1].lower == ",":
            end -= 1
    last = tokens[end - 1]
    if last.region is not None and not _mid_clause(tokens, end - 1, start) and not _is_scene(tokens, end - 1):
        return [quote_with_lead(tokens, end), *_after_interruption(tokens, behind, quoted=True)]
    if end == start and not as_cue:
        return []
    begin = clause_begin(tokens, end)
    if end - begin < 2:
        return []
    rest = skip_adverbial(tokens, behind)
    closed = rest >= len(tokens) or tokens[rest].lower in (".", ";", ")", "—", "–", "?", "!")
    interrupted = not closed and tokens[rest].lower == ","
    if closed and (has_verb(tokens, begin, end) or any(t.region for t in tokens[begin:end])):
        return [(begin, end)]
    if interrupted:
        more = _after_interruption(tokens, rest, quoted=False)
        adjunct = is_adjunct(tokens, begin)
        if more and not (adjunct and tokens[more[0][0]].region is not None and starts_sentence(tokens[more[0][0]])):
            return [(begin, end), *more]
        if has_verb(tokens, begin, end) and not adjunct:
            return [(begin, end)]
    return []


def _is_scene(tokens: Sequence[Token], quote: int) -> bool:
    """A quoted name within a leading adverbial: Wednesday on “The Morning Show,” Lee said …"""
    return quote > 0 and len(tokens[quote].inner.split()) <= 5 and is_adjunct(tokens, clause_begin(tokens, quote + 1))


def _mid_clause(tokens: Sequence[Token], quote: int, start: int) -> bool:
    """A short quoted name right before the cue's subject belongs to it ("the “Today” host said")."""
    return start == quote + 1 and tokens[quote].is_phrase


def quote_with_lead(tokens: Sequence[Token], end: int) -> Range:
    """The quote that ends at ``end`` with the words before it that make one clause with it, and adjacent quotes."""
    begin = end - 1
    while begin > 0 and tokens[begin - 1].region is not None:
        begin -= 1
    if begin > 0 and tokens[begin - 1].is_word and not starts_sentence(tokens[begin]):
        return clause_begin(tokens, end), end
    return begin, end


def _after_interruption(tokens: Sequence[Token], behind: int, *, quoted: bool) -> list[Range]:
    """What goes on behind an interrupting cue: “…,” he said, “…” or "the plan, he said, is dead"."""
    i = skip_adverbial(tokens, behind)
    if i >= len(tokens):
        return []
    mark = tokens[i].lower
    if mark in (",", ";", "—", "–", "--", "-", ":", "."):
        i += 1
        if i >= len(tokens):
            return []
        following = tokens[i]
        if following.region is not None:
            return [(i, content_end(tokens, i))]
        if quoted or mark != ",":
            return []
        if opens_adjunct(tokens, i):
            return []
        return [(i, content_end(tokens, i))]
    if tokens[i].region is not None and quoted:
        return [(i, content_end(tokens, i))]
    return []


_STEADY = frozenset("claims notes reports estimates claim".split())
"""Noun-like forms that behind a subject are verbs in the news."""


_PARTICLES = ("refer", "spoke", "speak")
"""Verbs whose particle is no part of what is said: referred to, spoke of."""


def right_content(tokens: Sequence[Token], k: int, frame: Frame, patterns: frozenset[cues.Pattern], low: str) -> None:
    """Content behind the cue, by what the verb takes; leaves the frame without content where there is none."""
    n = len(tokens)
    i = k + 1
    if i >= n:
        return
    end = content_end(tokens, i)
    quotes = [q for q in range(i, end) if tokens[q].region is not None]
    if "tell" in patterns or low in ("warned", "warns", "warn", "warning", "asked", "asks"):
        i = _skip_addressee(tokens, i, end, must="tell" in patterns)
        if i < end and tokens[i].lower in ("of", "about") and quotes:
            frame.content = pieces(tokens, [(i, past_quote(tokens, quotes, end))])
            frame.pattern = "name"
            return
    i = _skip_to_content(tokens, i, end)
    if i >= n:
        return
    token = tokens[i]
    if token.lower == ":":
        behind_colon(tokens, frame, i)
        return
    if token.lower == "," and i + 1 < n and tokens[i + 1].region is not None:
        i += 1
    elif token.lower in (",", ".", ";", ")", "—", "–", "?", "!", "--"):
        return
    token = tokens[i]
    explicit = token.lower == "that" or token.region is not None
    amount = (
        i + 1 < n
        and token.lower in ("about", "around", "over", "under", "between")
        and tokens[i + 1].text[:1].isdigit()
    )
    if "name" in patterns or "offer" in patterns:
        if "offer" in patterns and not (quotes and _names_speech(tokens, k + 1, quotes[0])):
            return
        if quotes and quotes[0] == k + 1 and is_term(tokens, quotes[0]):
            return
        if frame.mention is not None and frame.mention[0] > 0 and tokens[frame.mention[0] - 1].lower == "what":
            return
        if quotes and quotes[0] - k <= 25 and not ("say" in patterns and explicit):
            first = k + 1
            if tokens[first].lower in ("to", "of", "about") and low.startswith(_PARTICLES):
                first += 1
            elif low.startswith("sp") and tokens[first].region is None:
                return  # "speaks English": of the verbs with a particle, speak needs it
            if quotes[0] == k + 1 or tokens[k + 1].lower != "for" or "offer" in patterns:
                frame.content = pieces(tokens, [(first, past_quote(tokens, quotes, end))])
                frame.pattern = "name"
                return
        if "say" not in patterns and "commit" not in patterns:
            return
    if "commit" in patterns and not explicit:
        if token.lower != "to" and not quotes:
            return
        frame.content = pieces(tokens, [(i, past_quote(tokens, quotes, end) if quotes else end)])
        frame.pattern = "commit-" + frame.pattern
        return
    if "urge" in patterns:
        if not (quotes or any(t.lower == "to" for t in tokens[i : i + 12])):
            return
        frame.content = pieces(tokens, [(k + 1, end)])
        frame.pattern = "urge"
        return
    if low in cues.WEAK and not explicit and not quotes:
        return
    if not explicit and (token.lower in cues.AUXILIARIES or not (quotes or amount or is_clause(tokens, i, end))):
        return
    # "the state note fell": a form that is often a noun wants a pronoun or "that" to count as a verb
    noun = low in cues.NOUN_LIKE and low not in _STEADY and bool(cues.FORMS[low] & {"base", "third"})
    if noun and not explicit and frame.mention is not None and tokens[frame.mention[0]].lower not in cues.PRONOUNS:
        return
    adverbial = token.lower in _ADVERBIAL and not amount
    if adverbial and not (quotes and i == k + 1 and explicit):
        return
    frame.content = pieces(tokens, [(i, end)])
    frame.pattern = ("that-" if token.lower == "that" else "quote-" if token.region else "clause-") + frame.pattern


def _names_speech(tokens: Sequence[Token], first: int, quote: int) -> bool:
    """``offered condolences for “…”``, ``expressed “grief at …”``: a noun of speech before or at the quote's start."""
    words = [t.lower for t in tokens[first:quote]] + tokens[quote].inner.lower().split()[:3]
    return any(word in cues.SPEECH_NOUNS for word in words)


def _skip_addressee(tokens: Sequence[Token], i: int, end: int, *, must: bool) -> int:
    phrase = phrase_after(tokens, i)
    if phrase is None:
        return i
    stop = phrase[1]
    if (
        stop < len(tokens)
        and tokens[stop].lower == ","
        and stop + 1 < len(tokens)
        and tokens[stop + 1].region is not None
    ):
        return stop
    if stop < end and (tokens[stop].lower in ("that", ":", ",") or tokens[stop].region is not None):
        return stop
    if not must:
        return i
    if phrase[1] - phrase[0] == 1 or stop >= end:
        return stop
    # "told reporters the plan was dead": phrase_after may have run on into the clause; a name or one noun is enough
    first = phrase[0]
    if tokens[first].is_capital:
        while first < stop and tokens[first].is_capital:
            first += 1
        return first
    for j in range(first + 1, stop):
        if tokens[j].lower in _NEW_PHRASE or (
            tokens[j].is_capital and not tokens[j - 1].is_capital and tokens[j - 1].lower not in ("the", "a", "of")
        ):
            return j
    return stop


def _skip_to_content(tokens: Sequence[Token], i: int, end: int) -> int:
    """Over an adverbial that stands between the cue and its content ("said on Tuesday in Aville that …")."""
    n = len(tokens)
    if i + 2 < end and tokens[i].lower == "," and tokens[i + 1].lower in cues.ADVERBS and tokens[i + 2].lower == ",":
        i += 2 if tokens[i + 3 : i + 4] and tokens[i + 3].region is not None else 3
    while i < end and (tokens[i].lower in _TRAILING or tokens[i].lower.endswith("ly")) and tokens[i].is_word:
        if tokens[i].lower in ("all", "both", "each", "more", "first", "even", "only", "just") or (
            tokens[i].is_capital and tokens[i].lower == "may"
        ):
            break
        i += 1
    if i < end and tokens[i].lower in cues.ADVERBIAL_OPENERS and tokens[i].lower not in ("as", "again"):
        if (
            tokens[i].lower in ("on", "last", "this", "late", "early", "next", "in")
            and i + 1 < end
            and tokens[i + 1].lower in cues.TIME_WORDS
        ):
            return _skip_to_content(tokens, i + 2, end)
        j = i + 1
        while j < min(end + 1, n) and j - i < 22:
            token = tokens[j]
            if token.lower in ("that", ":") or (
                token.region is not None and (tokens[j - 1].lower == "," or starts_sentence(token))
            ):
                return j
            if token.lower == "," and j + 1 < n and tokens[j + 1].region is not None:
                return j
            if token.lower in cues.FINITE_VERBS or token.lower in (".", ";") or token.region is not None:
                break
            j += 1
        k = _simple_adverbial(tokens, i, end)
        if k is not None:
            return _skip_to_content(tokens, k, end)
    return i


def _simple_adverbial(tokens: Sequence[Token], i: int, end: int) -> int | None:
    """``in a statement``, ``at a rally in Aville``: a preposition, a determiner, up to two words, before a subject."""
    if tokens[i].lower not in ("in", "at", "during", "on", "after", "to") or i + 2 >= end:
        return None
    if tokens[i + 1].lower not in ("a", "an", "the", "his", "her", "their", "its"):
        return None
    for j in range(i + 3, min(i + 6, end)):
        low = tokens[j].lower
        if low in cues.PRONOUNS or low in ("the", "a", "an", "there", "that") or tokens[j].is_capital:
            return j
        if low in cues.PREPOSITIONS or low in cues.FINITE_VERBS or not tokens[j].is_word:
            return None
    return None


def behind_colon(tokens: Sequence[Token], frame: Frame, colon: int) -> None:
    start = colon + 1
    if start >= len(tokens):
        frame.opens_next = True
        frame.pattern = "colon"
        return
    frame.content = pieces(tokens, [(start, content_end(tokens, start))])
    frame.pattern = "colon"
