"""One word in the place of another that is no opposite of it: *reduced*, *cut*, against *infections*, *deaths*.

Nothing but what words mean tells a synonym from another thing. WordNet knows of many words which are near in meaning,
and so that others are not; the network (judge.py) has its own opinion; the two are weighed together (judgement.py).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import Literal

from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.spelling import word_list
from quotecheck.comparison.words import Word

Kinship = Literal["unlike", "unknown", "akin"]
_ORDER: tuple[Kinship, ...] = ("unlike", "unknown", "akin")

PARTICLES = 2
"""Particles that a verb may have: *run out of*."""

LONGEST = 2
"""Content words on either side that may stand in the place of others; more are free wording. Set by hand."""


@lru_cache(maxsize=1)
def _near() -> dict[str, set[str]]:
    """Stem -> the stems near it in meaning, both ways."""
    table: dict[str, set[str]] = {}
    for line in word_list("wordnet_near.txt").partition("\n[near]\n")[2].splitlines():
        stem, _, others = line.partition(": ")
        for other in others.split():
            table.setdefault(stem, set()).add(other)
            table.setdefault(other, set()).add(stem)
    return table


def kinship(stem: str, other: str) -> Kinship:
    """Whether two stems share a sense or stand next to each other in WordNet; symmetric."""
    near = _near()
    if stem == other or other in near.get(stem, ()):
        return "akin"
    return "unlike" if stem in near and other in near else "unknown"


def least_alike(diff: Difference, segments: Iterable[Segment]) -> tuple[Kinship | None, list[Segment]]:
    """Of the ``segments`` in which content words stand for others that the other text lacks those least alike, and how
    near these are; None and none where nothing was replaced.

    Names and numbers are left out: they have their own rules.
    """
    found: dict[Kinship, list[Segment]] = {}
    stems_a, stems_b = ({word.stem for word in words.words} for words in (diff.a, diff.b))
    for segment in segments:
        left, right = diff.a.words[segment.a0 : segment.a1], diff.b.words[segment.b0 : segment.b1]
        if _replaced(left, stems_b) and _replaced(right, stems_a):
            found.setdefault(_nearest(left, right), []).append(segment)
    return next(((kind, found[kind]) for kind in _ORDER if kind in found), (None, []))


def _replaced(words: Sequence[Word], there: Container[str]) -> bool:
    """Whether there are content words, but no name and no number, and the other text lacks one."""
    said = [word for word in words if word.weight >= 1]
    if len(said) > LONGEST or any(word.name or word.value is not None for word in words):
        return False
    return not all(word.stem in there for word in said)


def _nearest(left: Sequence[Word], right: Sequence[Word]) -> Kinship:
    """How near the words of one side are to those of the other; far only of single words, as the list lacks too many
    phrases."""
    mine, other = _terms(left), _terms(right)
    kinds = {(one, two): kinship(one, two) for one in mine for two in other}
    kin = [pair for pair, kind in kinds.items() if kind == "akin"]
    if {one for one, _ in kin} == set(mine) and {two for _, two in kin} == set(other):
        return "akin"
    single = len(mine) == len(other) == 1 and _small(left) == _small(right)  # not "pays for", "meets"
    return "unlike" if single and "unlike" in kinds.values() else "unknown"


def _terms(words: Sequence[Word]) -> list[str]:
    """What the list may know of words: a verb with its particles (*put off*), else each content word."""
    said = [at for at, word in enumerate(words) if word.weight >= 1]
    for end in range(min(len(words), said[0] + PARTICLES + 1), said[0] + 1, -1):
        phrase = "_".join([words[said[0]].stem, *(word.form for word in words[said[0] + 1 : end])])
        if phrase in _near():
            return [phrase]
    return [words[at].stem for at in said]


def _small(words: Sequence[Word]) -> list[str]:
    return sorted(word.form for word in words if word.weight < 1 and word.form not in ("the", "a", "an"))
