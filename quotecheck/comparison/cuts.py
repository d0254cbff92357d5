"""Clauses that one of two texts leaves out: conditions, exceptions, what is denied, asides."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.differing import Part, Places
from quotecheck.comparison.marks import Mark, openers_in
from quotecheck.comparison.words import Word, runs_on

CLAUSE = 3
"""Content words of a cut from which on it is a clause of its own, whatever hedges or negations it holds."""

_SINGLE = frozenset("not never no neither nor".split())
"""These open a clause only before two content words: *not* alone is a negation, *not the poor ones* a clause."""


class Cuts:
    """Finds the clauses that only one text has; ``marks`` are those of either text."""

    def __init__(self, diff: Difference, marks: tuple[Sequence[Mark], Sequence[Mark]], places: Places) -> None:
        self._sides = [
            _Side(words.words, words.text, own) for words, own in zip((diff.a, diff.b), marks, strict=True)
        ]  # fmt: skip
        self._places = places

    def alone(self, region: Segment) -> list[Part] | None:
        """The parts of a region that one text alone has, where it is a clause and no mere hedge or negation."""
        if region.a0 < region.a1 and region.b0 < region.b1:
            return None
        mine = region.b0 == region.b1
        side = self._sides[0 if mine else 1]
        lo, hi = (region.a0, region.a1) if mine else (region.b0, region.b1)
        return [_part(start, end, mine, region) for start, end in side.cut(lo, hi)] or None

    def replaced(self, region: Segment) -> list[Part]:
        """Conditions, exceptions and denied clauses that one text has where the other says something else."""
        found = (self._sides[0].opener(region.a0, region.a1), self._sides[1].opener(region.b0, region.b1))
        if (found[0] is None) == (found[1] is None):
            return []
        mine = found[0] is not None
        one, other = (self._sides[0], self._sides[1]) if mine else (self._sides[1], self._sides[0])
        start = found[0] if found[0] is not None else found[1]
        assert start is not None
        end = one.end_of_clause(start, region.a1 if mine else region.b1)
        if one.openers[start] in other.kinds or end - start < CLAUSE or not one.says_more(start + 1, end, other.stems):
            return []
        if mine:
            place = min(max(self._places.in_b(start, end), region.b0), region.b1)
            return [Part("omission", start, end, place, place)]
        place = min(max(self._places.in_a(start, end), region.a0), region.a1)
        return [Part("omission", place, place, start, end)]


class _Side:
    """One text, and where clauses open in it."""

    def __init__(self, words: Sequence[Word], text: str, marks: Sequence[Mark]) -> None:
        self._words = words
        self._text = text
        self._marked = {place for mark in marks for place in range(mark.lo, mark.hi)}
        self.openers = openers_in(words)
        self.kinds = set(self.openers.values())
        self.stems = {word.stem for word in words}

    def cut(self, lo: int, hi: int) -> list[tuple[int, int]]:
        """The words ``lo`` to ``hi`` as a clause that was cut out, and what was cut before it; empty if it is none."""
        unmarked = sum(place not in self._marked for place in range(lo, hi))
        if not unmarked:
            return []
        first = next((place for place in range(lo, hi) if self.openers.get(place, "time") != "time"), None)
        if first is None or not self._opens(first, hi):
            content = self._content(lo, hi)
            set_off = (lo in self.openers or self._pause(lo)) and self._pause(hi)
            clause = content >= CLAUSE or (set_off and (content >= 2 or (content and unmarked >= CLAUSE)))
            return [(lo, hi)] if clause else []
        # "on Monday, if the inspectors agree": what was cut before the clause is a cut of its own.
        if first > lo and (self._pause(first) or (lo not in self.openers and first - lo >= CLAUSE)):
            return [(lo, first), (first, hi)]
        return [(lo, hi)]

    def opener(self, lo: int, hi: int) -> int | None:
        """Where in ``lo`` to ``hi`` a condition, an exception or a denied clause opens."""
        for place in range(lo, hi):
            kind = self.openers.get(place, "time")
            if kind != "time" and (kind != "negation" or self._words[place].form not in _SINGLE):
                return place
        return None

    def end_of_clause(self, start: int, hi: int) -> int:
        """The place before ``hi`` at which the clause that opens at ``start`` ends: a pause, or a sentence's end."""
        end = start + 1
        while end < hi and not self._pause(end):
            end += 1
        return end

    def says_more(self, lo: int, hi: int, stems: set[str]) -> bool:
        """Whether some content word of ``lo`` to ``hi`` is of other stems than these."""
        return any(
            word.weight >= 1 and word.stem not in stems and place not in self._marked
            for place, word in enumerate(self._words[lo:hi], lo)
        )

    def _content(self, lo: int, hi: int) -> int:
        return sum(
            word.weight >= 1 for place, word in enumerate(self._words[lo:hi], lo) if place not in self._marked
        )  # fmt: skip

    def _opens(self, first: int, hi: int) -> bool:
        content = self._content(first, hi)
        if self.openers[first] == "negation" and self._words[first].form in _SINGLE:
            return content >= 2
        return content >= 1 or hi - first > CLAUSE

    def _pause(self, place: int) -> bool:
        """Whether the text begins or ends at a place, or a comma, a full stop or the like stands there."""
        if place in (0, len(self._words)):
            return True
        return not runs_on(self._text, self._words[place - 1], self._words[place])


def _part(start: int, end: int, mine: bool, region: Segment) -> Part:
    if mine:
        return Part("omission", start, end, region.b0, region.b0)
    return Part("omission", region.a0, region.a0, start, end)
