"""Which numbers of two texts agree: the same, about the same, or one of those that a word such as *hundreds* means.

Amounts that the texts have in other units are written alike before (sameamounts.py).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence, Set

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Word

VAGUE_SHARE = 0.1
"""Two numbers of which one is approximate agree within this share of the larger: *about 600*, *more than 590*."""
NEIGHBOURS = 16
"""Numbers of the other text on either side of a value that it is held against."""
VAGUE_REACH = 2
"""Words before a number in which *about*, *over*, *nearly* make it approximate."""


def lost_numbers(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    """Which ``words`` are numbers that no number of the other text agrees with; a bare *one* or *first* is none."""
    # "Hundreds" that both texts have stand for each other, and for no other number.
    own = {(word.value, word.most) for word in words if word.value != word.most}
    there = _Numbers(others, own)
    return [
        word.value is not None and word.most is not None and not small(word) and not there.agree(words, place)
        for place, word in enumerate(words)
    ]


def small(word: Word) -> bool:
    """A bare *one* or *first*, which says little."""
    return word.form.isalpha() and word.most is not None and word.most < 2


_OWN = frozenset("my your his her its our their".split())


class _Numbers:
    """The numbers of a text, kept so that those near a value are found without going through all."""

    def __init__(self, words: Sequence[Word], other_ranges: Set[tuple[float | None, float | None]]) -> None:
        exact: dict[float, set[str]] = {}
        ranges: set[tuple[float, float]] = set()
        self._ordinals: set[float] = set()
        self._owned: set[float] = set()
        self._labels: set[float] = set()
        for place, word in enumerate(words):
            # Not a number, as endless "trillion trillion ..." can come to be, agrees with nothing.
            if word.value is None or word.most is None or math.isnan(word.value):
                continue
            if word.ordinal:
                self._ordinals.add(word.value)
                if place and words[place - 1].form in _OWN:
                    self._owned.add(word.value)
                continue
            if word.most != word.value:
                ranges.add((word.value, word.most))
                continue
            exact.setdefault(word.value, set()).update(_vague(words, place))
            if not _counts(words, place):
                self._labels.add(word.value)
        self._all = sorted(exact)
        self._known = exact
        self._ranges = sorted(ranges - other_ranges)
        self._shared = ranges & other_ranges

    def agree(self, words: Sequence[Word], place: int) -> bool:
        """Whether a number of the text can be this one."""
        low, high = words[place].value, words[place].most
        assert low is not None and high is not None
        if words[place].ordinal:
            # "his tenth goal", "he shot ten goals"
            owned = place > 0 and words[place - 1].form in _OWN
            return low in self._ordinals or low in (self._known if owned else self._labels)
        if low in (self._owned if _counts(words, place) else self._ordinals):
            return True  # "round 4", "the fourth round"
        if (low in self._known and low == high) or (low, high) in self._shared:
            return True
        if any(low <= most and least <= high for least, most in self._ranges):
            return True
        if low != high:
            at = bisect_left(self._all, low)
            return at < len(self._all) and self._all[at] <= high
        vague = _vague(words, place)
        at = bisect_left(self._all, low)
        # "about 600" and "about 650" are two numbers; "about 600" and "more than 590" may be one.
        return any(
            abs(low - other) <= VAGUE_SHARE * max(low, other) and vague != self._known[other]
            for other in self._all[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
        )


def _counts(words: Sequence[Word], place: int) -> bool:
    """Whether a number says how many of what stands right behind it: *ten sheep*, but not *in round ten*."""
    after = words[place + 1] if place + 1 < len(words) else None
    return after is not None and after.weight >= 1 and after.value is None and after.sentence == words[place].sentence


def _vague(words: Sequence[Word], place: int) -> set[str]:
    """The words that make a number approximate."""
    lex = lexicon()
    before = words[max(0, place - VAGUE_REACH) : place]
    if place and words[place - 1].form == "than":
        return {before[0].form}
    return {word.form for word in before if word.form in lex.vague}


def measured(word: Word) -> str:
    """What a unit measures; empty for any other word, and so for *is*, of which *am* is a form, the hour or not."""
    return "" if word.stem == "be" and word.form != "am" else lexicon().units.get(word.stem, "")


def _measures(word: Word) -> set[str]:
    """The same for a word of more senses than one: *pounds* are a weight and a currency."""
    found = {measured(word)} | ({"money"} if word.form in lexicon().currency else set())
    return found - {""}


def other_unit(one: Sequence[Word], other: Sequence[Word]) -> tuple[int, int] | None:
    """Places of two units of which one stands for another: *dollars*, *euros*; *percent*, *percentage points*.

    The same two, whichever words are called ``one``.
    """
    if [word.form for word in other] < [word.form for word in one]:
        found = _other_unit(other, one)
        return found and (found[1], found[0])
    return _other_unit(one, other)


def _other_unit(one: Sequence[Word], other: Sequence[Word]) -> tuple[int, int] | None:
    there: dict[str, dict[str, int]] = {}
    for j, word in enumerate(other):
        for measure in _measures(word):
            there.setdefault(measure, {}).setdefault(word.stem, j)
    for i, word in enumerate(one):
        for measure in sorted(_measures(word)):
            for stem, j in list(there.get(measure, {}).items())[:2]:
                if not _one_unit(word.stem, stem) and (measure != "share" or _share(one) != _share(other)):
                    return i, j
    return None


def unit_changed(a: Sequence[Word], b: Sequence[Word], here: tuple[int, int], there: tuple[int, int]) -> bool:
    """Whether words ``here`` of one text have another unit than ``there`` of the other, for one number or rate."""
    found = other_unit(a[slice(*here)], b[slice(*there)])
    if found is None:
        return False
    units = here[0] + found[0], there[0] + found[1]
    i, j = number_beside(a, units[0]), number_beside(b, units[1])
    if i is None and j is None:  # "40 dollars an hour", "once a week"
        return all(at and words[at - 1].form in _PER for words, at in zip((a, b), units, strict=True))
    return i is not None and j is not None and a[i].value == b[j].value


_PER = frozenset("a an per each every".split())


def number_beside(words: Sequence[Word], at: int) -> int | None:
    """The place of the number that a unit counts by: *5 meters*, *5 percentage points*, *$5*."""
    for place in (at - 1, at + 1, at - 2):
        if 0 <= place < len(words) and words[place].value is not None:
            return place
    return None


def unit_of(word: Word) -> str:
    """One name for each unit: *pound* for *sterling* too."""
    return _SYNONYMS.get(word.stem, word.stem)


def _one_unit(stem: str, other: str) -> bool:
    """Whether two names are of one unit, as far as news tells it apart: *degrees* may be of any scale."""
    if _SYNONYMS.get(stem, stem) == _SYNONYMS.get(other, other):
        return True
    if "degre" in (stem, other):
        return stem in _SCALES or other in _SCALES
    return (stem in _HALVES) != (other in _HALVES)


_SYNONYMS = {
    "kilo": "kilogram", "tonn": "ton", "mm": "millimeter", "cm": "centimeter", "chf": "franc", "jpy": "yen",
    "sterl": "pound", "penny": "penc",
}  # fmt: skip
_SCALES = frozenset(("celsius", "fahrenheit", "kelvin"))
_HALVES = frozenset(("be", "pm"))
"""*A.m.* (which has the stem of *am*) and *p.m.*: of an hour, they are no unit in place of another one."""


def _share(words: Sequence[Word]) -> str:
    """Whether a share is told in percent, in percentage points, or in hundredths of these."""
    stems = {word.stem for word in words}
    return "basis" if "basis" in stems else "point" if "point" in stems else "percent"
