"""How far the renderings of a statement reach: what only one outlet has of a shared sentence belongs to its rendering.

Clauses are matched with clauses. Judged by these alone, "we back the plan, unless it costs the poor" and "we back the
plan" would be the same words; so a rendering takes in what the other outlet left out of its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotecheck.comparison.differences import difference, shared_weight
from quotecheck.comparison.governing import has_condition
from quotecheck.comparison.turning import likeness
from quotecheck.comparison.units import Clause, Unit
from quotecheck.records import Kind

Part = tuple[int, int, int]
"""A quote's number, and the first and the last of its clauses that a rendering holds."""

FOUND = 0.8
"""A clause belongs to a rendering if this share of its words is in the other one, beyond those shared before."""


def extended(
    groups: Sequence[Sequence[Part]],
    clauses: Sequence[Sequence[Clause]],
    kinds: Sequence[Kind],
    articles: Sequence[str],
    unit: Callable[[int, int, int], Unit],
) -> list[list[Part]]:
    """Each group with its parts as far as they reach; groups that lie within another one are dropped.

    ``clauses``, ``kinds`` and ``articles`` are those of the quotes, by number; ``unit`` makes the unit of a part.
    """
    extent = _Extent(groups, clauses, kinds, articles, unit)
    grown = [extent.grow(group) for group in groups]
    whole = [extent.complete(group) for group in grown]
    holding: dict[int, list[int]] = {}  # quote -> the groups that have a part of it
    for place, group in enumerate(whole):
        for quote in sorted({part[0] for part in group}):
            holding.setdefault(quote, []).append(place)
    return [
        group for place, group in enumerate(whole) if not _within_another(place, holding[group[0][0]], whole, grown)
    ]


class _Extent:
    """Who renders which clause, and how far a part can be stretched."""

    def __init__(
        self,
        groups: Sequence[Sequence[Part]],
        clauses: Sequence[Sequence[Clause]],
        kinds: Sequence[Kind],
        articles: Sequence[str],
        unit: Callable[[int, int, int], Unit],
    ) -> None:
        self.clauses = clauses
        self.kinds = kinds
        self.articles = articles
        self.unit = unit
        self.rendered: dict[tuple[int, int], set[str]] = {}
        for group in groups:
            names = {articles[quote] for quote, _, _ in group}
            for quote, first, last in group:
                for place in range(first, last + 1):
                    self.rendered.setdefault((quote, place), set()).update(names)

    def grow(self, group: Sequence[Part]) -> list[Part]:
        """Take in clauses next to a part that no statement has and another part of the group holds."""
        parts = list(group)
        names = {self.articles[quote] for quote, _, _ in group}
        for at in range(len(parts)):
            for step in (-1, 1):
                while (wider := self._wider(parts, at, step)) is not None:
                    parts[at] = wider
                    self.rendered[wider[0], wider[1] if step < 0 else wider[2]] = set(names)
        return parts

    def _wider(self, parts: Sequence[Part], at: int, step: int) -> Part | None:
        quote, first, last = parts[at]
        place = first - 1 if step < 0 else last + 1
        if not 0 <= place < len(self.clauses[quote]) or (quote, place) in self.rendered:
            return None
        wider = (quote, min(first, place), max(last, place))
        held = any(self._holds(other, parts[at], wider, place) for other in parts if other != parts[at])
        return wider if held else None

    def _holds(self, other: Part, narrow: Part, wide: Part, place: int) -> bool:
        there = self.unit(*other).words
        weight = self.unit(narrow[0], place, place).words.weight
        gain = shared_weight(difference(self.unit(*wide).words, there)) - shared_weight(
            difference(self.unit(*narrow).words, there)
        )
        return 0 < FOUND * weight <= gain

    def complete(self, group: Sequence[Part]) -> list[Part]:
        """Stretch parts over what another outlet, whose words are nearly the same, left out of the sentence.

        In direct quotes over all of it; elsewhere, where some words are the reporter's, only for a condition.
        """
        parts = list(group)
        for at, part in enumerate(group):
            for other in group:
                if other == part:
                    continue
                wider = self._sentence(part, self.articles[other[0]])
                if wider == part or not (self.kinds[part[0]] == "direct" or self._conditioned(part, wider)):
                    continue
                if likeness(difference(self.unit(*part).words, self.unit(*other).words)) > 0:
                    parts[at] = (part[0], min(parts[at][1], wider[1]), max(parts[at][2], wider[2]))
        return parts

    def _conditioned(self, part: Part, wider: Part) -> bool:
        """Whether a condition or an exception is in the wider part and not in the narrower one."""
        return has_condition(self.unit(*wider).words.words) and not has_condition(self.unit(*part).words.words)

    def _sentence(self, part: Part, article: str) -> Part:
        """The part with the rest of its first and last sentence, as far as ``article`` renders none of it."""
        quote, first, last = part
        clauses = self.clauses[quote]

        def left_out(place: int, sentence: int) -> bool:
            return (
                0 <= place < len(clauses)
                and clauses[place].sentence == sentence
                and article not in self.rendered.get((quote, place), ())
            )

        while left_out(first - 1, clauses[first].sentence):
            first -= 1
        while left_out(last + 1, clauses[last].sentence):
            last += 1
        return quote, first, last


def _within_another(
    place: int, others: Sequence[int], whole: Sequence[Sequence[Part]], grown: Sequence[Sequence[Part]]
) -> bool:
    """Whether all parts of a group lie within those of another of ``others``, which is the longer or the earlier."""
    for other in others:
        group = whole[other]
        if other == place or not all(any(_inside(one, two) for two in group) for one in grown[place]):
            continue
        back = all(any(_inside(two, one) for one in whole[place]) for two in group)
        if not back or other < place:
            return True
    return False


def _inside(one: Part, other: Part) -> bool:
    return one[0] == other[0] and other[1] <= one[1] and one[2] <= other[2]
