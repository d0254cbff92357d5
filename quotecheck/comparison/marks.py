"""Where a text hedges, denies, obliges, bounds or conditions: the phrases of the lexicon that turn a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quotecheck.comparison.lexicon import Kind, Phrase, lexicon
from quotecheck.comparison.words import Word

NUMBER_REACH = 2
"""A bound such as *over* stands at most this many words before its number: *over the 40*, *over $ 40*."""

_BEFORE_NOUN = frozenset(
    "a an the his her their its my our your this that these those no any of free political in".split()
)
"""After these *will*, *need* and *might* are nouns."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words ``lo`` to ``hi`` of a text, what they do (``modality`` and so on), and of which class they are."""

    lo: int
    hi: int
    kind: str
    key: str


SHIFTED = {"can": "could", "will": "would", "shall": "would", "may": "might"}
"""Modal verbs one tense back, as indirect speech has them: *I can* is told as *that she could*."""


def marks_in(words: Sequence[Word], *, shift: bool = False) -> list[Mark]:
    """All marks of a text in their order, the longest phrase at each place; none overlap.

    With ``shift`` modal verbs by themselves are as they are told in indirect speech.
    """
    known = lexicon().marks
    found: list[Mark] = []
    at = 0
    while at < len(words):
        for phrase, (kind, key) in _phrases_at(words, at, known):
            if _applies(words, at, at + len(phrase), kind):
                told = shift and kind == "modality" and len(phrase) == 1 and SHIFTED.get(phrase[0])
                found.append(Mark(at, at + len(phrase), kind, lexicon().modality[told] if told else key))
                at += len(phrase) - 1
                break
        at += 1
    return found


def marks_between(marks: Sequence[Mark], ends: Sequence[int], lo: int, hi: int) -> list[Mark]:
    """The marks of a text that have a word in ``lo`` to ``hi``; ``ends`` is where each ends."""
    at = bisect_left(ends, lo + 1)
    found = []
    while at < len(marks) and marks[at].lo < hi:
        found.append(marks[at])
        at += 1
    return found


def _phrases_at(
    words: Sequence[Word], at: int, known: Mapping[str, Mapping[str, Sequence[tuple[Phrase, Kind]]]]
) -> Iterator[tuple[Phrase, Kind]]:
    """The phrases that stand at a place, the longest first."""
    begun = known.get(words[at].form)
    if begun is None:
        return
    if at + 1 < len(words):
        for entry in begun.get(words[at + 1].form, ()):
            end = at + len(entry[0])
            if end <= len(words) and all(words[at + k].form == entry[0][k] for k in range(2, end - at)):
                yield entry
    yield from begun.get("", ())


def _applies(words: Sequence[Word], lo: int, hi: int, kind: str) -> bool:
    if words[lo].name and hi == lo + 1:
        return False
    if kind == "bound":
        return any(word.value is not None for word in words[hi : hi + NUMBER_REACH])
    if kind == "modality" and hi == lo + 1 and lo:
        return words[lo - 1].form not in _BEFORE_NOUN
    return True


def openers_in(words: Sequence[Word]) -> dict[int, str]:
    """Word places at which a condition, an exception or what is denied may open, and which of these."""
    known = lexicon().clauses
    found: dict[int, str] = {}
    for at in range(len(words)):
        for _, (_, kind) in _phrases_at(words, at, known):
            found[at] = kind
            break
    return found
