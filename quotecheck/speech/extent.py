"""How far content reaches: where a clause begins, where it ends, what stands between a cue and its content."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.speech import cues
from quotecheck.speech.frame import Range, is_helper
from quotecheck.speech.narration import Token
from quotecheck.speech.phrases import is_break, phrase_after

_SCENE = cues.SUBORDINATORS | cues.PREPOSITIONS | cues.TIME_WORDS | {"instead", "asked"}
_TIMES = cues.TIME_WORDS | cues.ADVERBS


def is_adjunct(tokens: Sequence[Token], i: int) -> bool:
    """Whether a clause that begins at ``i`` sets the scene ("Asked about it, …", "Instead of …") and is not said."""
    low = tokens[i].lower
    return low in _SCENE or low.endswith(("ing", "ed"))


def starts_sentence(token: Token) -> bool:
    words = token.inner
    return words[:1].isupper() and len(words.split()) > 3


def clause_begin(tokens: Sequence[Token], end: int) -> int:
    """Where the clause that ends at ``end`` begins: at the sentence's start, behind a conjunction or a colon."""
    begin = 0
    for i in range(end - 2, 0, -1):
        if tokens[i].lower in (";", ":") or (tokens[i].lower in (".",) and tokens[i + 1].is_capital):
            begin = i + 1
            break
    while begin < end - 1 and tokens[begin].lower in (
        "but",
        "and",
        "so",
        "yet",
        "still",
        ",",
        "also",
        "however",
        "meanwhile",
    ):
        begin += 1
    return begin


def has_verb(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(
        t.lower in cues.FINITE_VERBS
        or (t.is_word and not t.is_capital and (t.lower.endswith("ed") or t.lower in cues.FORMS))
        or (t.is_word and not t.is_capital and t.lower.endswith("s") and i > first and len(t.lower) > 3)
        for i, t in enumerate(tokens[first:last], first)
    )


def opens_adjunct(tokens: Sequence[Token], i: int) -> bool:
    """Whether the words from ``i`` tell about the saying and are not said themselves (", citing …", ", who …")."""
    low = tokens[i].lower
    if low in (
        "who",
        "whose",
        "which",
        "where",
        "when",
        "while",
        "as",
        "according",
        "and",
        "but",
        "a",
        "an",
        "then",
        "though",
    ):
        return True
    if low.endswith("ing") and low not in ("nothing", "something", "anything", "everything", "during"):
        return True
    return low in (
        "citing",
        "referring",
        "pointing",
        "flanked",
        "in",
        "at",
        "on",
        "after",
        "before",
        "during",
        "with",
        "despite",
    )


def skip_adverbial(tokens: Sequence[Token], i: int) -> int:
    """Over what stands between a cue and the next mark: days, addressees, "in a statement"."""
    n = len(tokens)
    while i < n:
        token = tokens[i]
        if token.region is not None or not token.is_word:
            return i
        low = token.lower
        if low in _TIMES or low.endswith("ly"):
            i += 1
            continue
        if low in cues.ADVERBIAL_OPENERS or low in cues.PREPOSITIONS:
            j = i + 1
            while (
                j < n
                and j - i < 25
                and tokens[j].region is None
                and tokens[j].lower not in (",", ".", ";", ":", "—", "–", "that")
            ):
                j += 1
            if j < n and tokens[j].is_phrase:
                j += 1  # a name in marks within the adverbial ("on “Today”")
                while (
                    j < n and tokens[j].region is None and tokens[j].lower not in (",", ".", ";", ":", "—", "–", "that")
                ):
                    j += 1
            i = j
            continue
        return i
    return i


def is_clause(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A subject and a verb, as far as closed word classes tell: four words or more with a verb behind the first."""
    if last - first < 3:
        return False
    return has_verb(tokens, first + 1, last) or last - first >= 6


_COMPLEMENTS = frozenset(["of", "for", "to", "about", "against", "toward", "towards"])
"""Prepositions that tie what follows to the quoted noun: “grief” for the dead."""
_AFTER_QUOTE = (cues.PREPOSITIONS - _COMPLEMENTS) | cues.SUBORDINATORS | {","}
_NO_CUE = cues.NOUN_LIKE - {"calls", "calling"}


def past_quote(tokens: Sequence[Token], quotes: Sequence[int], end: int) -> int:
    last = quotes[0]
    for q in quotes[1:]:
        # "a “fraud” and a “failure”": further quotes go along while little stands between them
        if q - last <= 6:
            last = q
    following = tokens[last + 1].lower if last + 1 < end else ","
    if following in _AFTER_QUOTE or (is_break(tokens[last]) and following in ("and", "but")):
        return min(last + 1, end)
    return end


def content_end(tokens: Sequence[Token], first: int) -> int:
    """Where the content that begins at ``first`` ends: before the next cue that does not belong to it."""
    n = len(tokens)
    end = n
    while end > first + 1 and tokens[end - 1].lower in (".", "!", "?", ";"):
        end -= 1
    for i in range(first + 1, end):
        token = tokens[i]
        low = token.lower
        if low == ";":
            return i
        if token.region is not None and tokens[i - 1].lower in (":", "—", "–") and closing_cue(tokens, i + 1, n):
            return i - 1  # "… for 16 weeks: “I was cold,” she said.": the quote has its own cue
        if tokens[i - 1].region is not None and token.is_word and "ing" in cues.FORMS.get(low, ()):
            return i
        if low in (",", "—", "–") and i + 1 < end:
            following = tokens[i + 1]
            if low == "," and closing_cue(tokens, i + 1, n):
                return i
            if following.lower == "according":
                return i
            if following.lower in cues.FORMS and "ing" in cues.FORMS[following.lower] and not following.is_capital:
                return i
            if following.lower in ("citing", "referring", "alluding"):
                return i
            if following.lower in ("and", "but") and i + 2 < end and _coordinated_cue(tokens, i + 2):
                return i
            if (
                tokens[i - 1].region is not None
                and i + 3 < end
                and following.lower in ("he", "she", "they")
                and tokens[i + 2].lower in cues.FORMS
            ):
                return i
        if low in ("and", "but") and _coordinated_cue(tokens, i + 1):
            return i
    return end


def closing_cue(tokens: Sequence[Token], i: int, n: int) -> bool:
    """Whether the sentence closes with who says all this: "…, state media reports." """
    phrase = phrase_after(tokens, i)
    if phrase is None or phrase[1] - phrase[0] > 12 or any(t.lower == "," for t in tokens[phrase[0] : phrase[1]]):
        return False
    # the phrase may have taken the cue along where it reads like a noun ("state media reports")
    for k in range(phrase[0] + 1, min(phrase[1] + 3, n)):
        low = tokens[k].lower
        if low in cues.FORMS and "say" in cues.PATTERNS[low] and cues.FORMS[low] & {"past", "third", "base"}:
            rest = skip_adverbial(tokens, k + 1)
            return rest >= n or tokens[rest].lower == "."
    return False


def _coordinated_cue(tokens: Sequence[Token], i: int) -> bool:
    """Whether a second cue without a subject of its own begins at ``i`` ("and added", "but later said")."""
    while i < len(tokens) and is_helper(tokens[i]) and tokens[i].lower not in cues.AUXILIARIES:
        i += 1
    if i >= len(tokens) or tokens[i].is_capital:
        return False
    low = tokens[i].lower
    forms = cues.FORMS.get(low)
    return bool(forms and forms & {"past", "third", "ing"}) and low not in _NO_CUE


def pieces(tokens: Sequence[Token], ranges: Sequence[Range]) -> list[Range]:
    """The ranges without the marks at their edges; empty ones dropped."""
    kept = []
    for begin, end in ranges:
        first, last = begin, end
        while first < last and _is_edge(tokens[first], "(["):
            first += 1
        while last > first and _is_edge(tokens[last - 1], ")]"):
            last -= 1
        if first < last:
            kept.append((first, last))
    return kept


def _is_edge(token: Token, kept: str) -> bool:
    return token.region is None and is_break(token) and token.lower not in kept
