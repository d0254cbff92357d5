"""Which words of two texts are a change of a kind: numbers, negations, modal verbs, hedges, names, opposites, cuts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quotecheck.comparison.cuts import Cuts
from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.differing import Part, Places
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.marks import Mark, marks_between, marks_in
from quotecheck.comparison.opposites import denies, opposites_of
from quotecheck.comparison.quantities import measured, number_beside, other_unit, small
from quotecheck.comparison.words import Word
from quotecheck.records import ChangeKind

UNIT = 3
"""*The last weeks* against *the last years*: units of time that no number stands by, in a place of few words."""

SLOT = 6
"""A modal verb or a hedge that is all that a text has in a place answers to at most this many words of the other."""

GOVERNED = 6
"""Words behind a negation or a modal verb among which the verb that it governs is looked for."""

_RAISING = frozenset("think believ expect want suppose seem appear feel plan intend say".split())
"""Verbs that may take the negation of what hangs on them: *I do not think he will*, *I think he will not*."""

_ARTICLES = frozenset("a an one no another single once".split())


Shifts = tuple[bool, bool]
"""Whether the other text can be indirect speech of a, and of b (pronouns.py)."""

Flags = tuple[list[bool], list[bool]]
"""For each word of either text whether it is one of a sort."""


class Turned:
    """Finds the typed parts of a difference, region by region. Regions are segments that do not touch."""

    def __init__(
        self, diff: Difference, regions: Sequence[Segment], numbers: Flags, names: Flags, shifts: Shifts
    ) -> None:
        self.a, self.b = diff.a.words, diff.b.words
        self.text_a, self.text_b = diff.a.text, diff.b.text
        self.regions = regions
        self.numbers = numbers
        self.names = names
        self.places = Places(diff)
        self.stems = {word.stem for word in self.a}, {word.stem for word in self.b}
        self.marks = marks_in(self.a, shift=shifts[0]), marks_in(self.b, shift=shifts[1])
        self.marked = [{place for mark in marks for place in range(mark.lo, mark.hi)} for marks in self.marks]
        self.cuts = Cuts(diff, self.marks, self.places)
        self.otherwise = [
            [[at for at, word in enumerate(words) if same(word)] for same in (_is_had, _is_half)]
            for words in (self.a, self.b)
        ]
        self.countable = _ARTICLES | lexicon().fractions.keys() | lexicon().several.keys()

    def parts(self) -> list[Part]:
        """The typed parts, in no order; some may overlap."""
        cuts = {region: cut for region in self.regions if (cut := self.cuts.alone(region))}
        rest = [region for region in self.regions if region not in cuts]
        found: list[Part] = []
        for region in rest:
            found += self._numbers(region)
            found += self._names(region)
            found += self._opposites(region)
        found += self._stray(rest, found)
        found += self._marked(rest)
        clauses = [part for region in rest for part in self.cuts.replaced(region)]
        cut_a = {at for part in clauses for at in range(part.a0, part.a1)}
        cut_b = {at for part in clauses for at in range(part.b0, part.b1)}
        # What stands within a clause that was cut went with it.
        kept = [
            part
            for part in found
            if cut_a.isdisjoint(range(part.a0, part.a1)) and cut_b.isdisjoint(range(part.b0, part.b1))
        ]
        return [part for cut in cuts.values() for part in cut] + clauses + kept

    # Numbers and names

    def _numbers(self, region: Segment) -> Iterator[Part]:
        a, b = self.a, self.b
        lost = [
            [at for at in range(lo, hi) if flags[at]]
            for flags, lo, hi in ((self.numbers[0], region.a0, region.a1), (self.numbers[1], region.b0, region.b1))
        ]
        known = [
            [at for at in range(lo, hi) if words[at].value is not None and not flags[at]]
            for words, flags, lo, hi in (
                (a, self.numbers[0], region.a0, region.a1), (b, self.numbers[1], region.b0, region.b1)
            )
        ]  # fmt: skip
        paired = min(len(lost[0]), len(lost[1]))
        for i, j in zip(lost[0], lost[1], strict=False):
            yield self._amount(region, i, j)
        for side in (0, 1):
            lo, hi, words = (region.b0, region.b1, b) if side == 0 else (region.a0, region.a1, a)
            others = known[1 - side] or [at for at in range(lo, hi) if words[at].form in self.countable]
            for i, j in zip(lost[side][paired:], others, strict=False):
                yield self._amount(region, i, j) if side == 0 else self._amount(region, j, i)
        if not lost[0] and not lost[1]:
            left, right = a[region.a0 : region.a1], b[region.b0 : region.b1]
            if any(small(word) for word in left) and any(small(word) for word in right):
                return
            units = other_unit(left, right)
            if units is not None:
                i, j = region.a0 + units[0], region.b0 + units[1]
                near = [number_beside(words, at) for words, at in ((a, i), (b, j))]
                if near[0] is None or near[1] is None:
                    if max(len(left), len(right)) <= UNIT and {measured(a[i]), measured(b[j])} & {"time", "money"}:
                        yield Part("number", i, i + 1, j, j + 1)
                elif a[near[0]].value == b[near[1]].value:  # where the numbers differ too, they tell
                    ends = [
                        self._end_of_unit(words, at, hi) for words, at, hi in ((a, i, region.a1), (b, j, region.b1))
                    ]
                    yield Part(
                        "number", min(i, near[0]), max(ends[0], near[0] + 1), min(j, near[1]), max(ends[1], near[1] + 1)
                    )

    def _end_of_unit(self, words: Sequence[Word], at: int, hi: int) -> int:
        """The place behind a unit of one word or more: *percentage points*."""
        end = at + 1
        while end < hi and measured(words[end]) == measured(words[at]):
            end += 1
        return end

    def _amount(self, region: Segment, i: int, j: int) -> Part:
        """Two numbers with the units beside them, where these differ too."""
        part = Part("number", i, i + 1, j, j + 1)
        units = other_unit(self.a[i + 1 : min(i + 2, region.a1)], self.b[j + 1 : min(j + 2, region.b1)])
        return replace(part, a1=i + 2, b1=j + 2) if units else part

    def _names(self, region: Segment) -> list[Part]:
        sides = [
            [at for at in range(lo, hi) if self._is_name(words, at, flags) and words[at].value is None]
            for words, lo, hi, flags in (
                (self.a, region.a0, region.a1, self.names[0]),
                (self.b, region.b0, region.b1, self.names[1]),
            )
        ]
        lost = [[at for at in side if flags[at]] for side, flags in zip(sides, self.names, strict=True)]
        if not all(sides) or not any(lost):
            if any(lost):
                return self._at_the_start(region, lost)
            return []
        # Of the names of a region only those runs count that hold a lost one, if any does.
        runs = [_with(_runs(all_), one) or _runs(all_) for one, all_ in zip(lost, sides, strict=True)]
        runs = [
            [(self._start_of_name(words, text, lo, run[0]), run[1]) for run in one]
            for one, words, text, lo in (
                (runs[0], self.a, self.text_a, region.a0), (runs[1], self.b, self.text_b, region.b0)
            )
        ]  # fmt: skip
        if len(runs[0]) == len(runs[1]):
            return [Part("entity", *one, *other) for one, other in zip(runs[0], runs[1], strict=True)]
        return [Part("entity", runs[0][0][0], runs[0][-1][1], runs[1][0][0], runs[1][-1][1])]

    def _start_of_name(self, words: Sequence[Word], text: str, lo: int, at: int) -> int:
        """Where a name begins whose first word opens its sentence, so that its capital tells nothing by itself."""
        first = at - 2 if at - 2 >= lo and words[at - 1].weight < 1 and words[at - 2].weight >= 1 else at - 1
        opens = first >= lo and words[first].weight >= 1 and text[words[first].start].isupper()
        return first if opens and not words[first].name else at

    def _is_name(self, words: Sequence[Word], at: int, lost: Sequence[bool]) -> bool:
        return words[at].name and (lost[at] or not words[at].bracketed)

    def _at_the_start(self, region: Segment, lost: list[list[int]]) -> list[Part]:
        """A name against a word that begins its sentence, so that its capital does not tell."""
        mine = bool(lost[0])
        words, text, lo, hi = (
            (self.b, self.text_b, region.b0, region.b1) if mine else (self.a, self.text_a, region.a0, region.a1)
        )
        own = _runs(lost[0] if mine else lost[1])
        if lo == hi or not text[words[lo].start].isupper() or words[lo].weight < 1:
            return []
        other = (lo, lo + 1)
        if len(own) != 1 or hi - lo > len(own[0]) + 1:
            return []
        return [Part("entity", *own[0], *other) if mine else Part("entity", *other, *own[0])]

    # Opposites

    def _opposites(self, region: Segment) -> Iterator[Part]:
        left: dict[str, int] = {}
        right: dict[str, int] = {}
        for words, lo, hi, first in ((self.a, region.a0, region.a1, left), (self.b, region.b0, region.b1, right)):
            for at in range(lo, hi):
                first.setdefault(words[at].stem, at)
        pairs = [
            (i, right[other])
            for stem, i in left.items()
            if stem not in right
            for other in opposites_of(stem) & right.keys()
            if other not in left and not (self.a[i].name and self.b[right[other]].name)
        ]
        used: set[int] = set()
        for i, j in sorted(pairs, key=lambda pair: pair[0] - region.a0 + pair[1] - region.b0):
            if i not in used and ~j not in used:
                used |= {i, ~j}
                yield Part("antonym", i, i + 1, j, j + 1)

    # What turned up or went in two regions

    def _stray(self, regions: Sequence[Segment], found: Sequence[Part]) -> list[Part]:
        """Numbers that each text lost in another region: as the alignment has them apart, each is told by itself."""
        taken = {at for part in found if part.kind == "number" for at in range(part.a0, part.a1)}
        taken_b = {at for part in found if part.kind == "number" for at in range(part.b0, part.b1)}
        left = [i for r in regions for i in range(r.a0, r.a1) if self.numbers[0][i] and i not in taken]
        right = [j for r in regions for j in range(r.b0, r.b1) if self.numbers[1][j] and j not in taken_b]
        if not left or not right:
            return []
        parts = [Part("number", i, i + 1, self.places.in_b(i, i + 1), self.places.in_b(i, i + 1)) for i in left]
        return parts + [Part("number", self.places.in_a(j, j + 1), self.places.in_a(j, j + 1), j, j + 1) for j in right]

    # Marks: negation, modality, certainty, bounds

    def _marked(self, regions: Sequence[Segment]) -> list[Part]:
        starts = [mark.hi for mark in self.marks[0]], [mark.hi for mark in self.marks[1]]
        sided: list[tuple[int, Mark, bool]] = []  # region, mark, whether of the first text
        for number, region in enumerate(regions):
            near = self._near(region, self.marks, starts)
            balance = Counter((mark.kind, _key(mark)) for mark in near[0])
            balance.subtract((mark.kind, _key(mark)) for mark in near[1])
            for side, own in enumerate(near):
                sign = 1 if side == 0 else -1
                # Of several alike the last ones are over.
                for mark in reversed(own):
                    if balance[mark.kind, _key(mark)] * sign > 0:
                        balance[mark.kind, _key(mark)] -= sign
                        sided.append((number, mark, side == 0))
        sided = [
            entry for entry in self._denied(self._moved(sided), regions) if not self._said_otherwise(regions, *entry)
        ]
        parts: list[Part] = []
        by_region: dict[tuple[int, str], tuple[list[Mark], list[Mark]]] = {}
        for number, mark, mine in sorted(sided, key=lambda one: (one[0], one[1].lo)):
            by_region.setdefault((number, mark.kind), ([], []))[0 if mine else 1].append(mark)
        for (number, kind), (mine_, yours) in by_region.items():
            parts += self._of_kind(regions[number], kind, mine_, yours)
        return parts

    def _moved(self, sided: list[tuple[int, Mark, bool]]) -> list[tuple[int, Mark, bool]]:
        """Without marks that one text has in one region and the other in another one: they only moved.

        Unless they govern other words, and both texts have both of these: *x will not rise and y will grow* against
        *x will rise and y will not grow*.
        """
        waiting: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        for at, (_, mark, mine) in enumerate(sided):
            waiting.setdefault((mark.kind, _key(mark)), ([], []))[0 if mine else 1].append(at)
        gone: set[int] = set()
        for mine_, yours in waiting.values():
            few, many = sorted((mine_, yours), key=len)
            free = list(many)
            for at in few:
                place = bisect_left([sided[other][0] for other in free], sided[at][0]) if len(free) < 64 else 0
                if len(mine_) == len(yours):
                    place = 0  # each with its like in order, whichever text is called a
                near = [k for k in (place - 1, place) if 0 <= k < len(free)]
                best = min(near, key=lambda k: abs(sided[free[k]][0] - sided[at][0]))
                other = free.pop(best)
                one, two = (sided[at][1], sided[other][1]) if sided[at][2] else (sided[other][1], sided[at][1])
                if not self._other_verb(one, two):
                    gone.update((at, other))
        return [entry for at, entry in enumerate(sided) if at not in gone]

    def _other_verb(self, one: Mark, other: Mark) -> bool:
        """Whether a negation or a modal verb stands before another word in either text, each of which both have."""
        if one.kind not in ("negation", "modality"):
            return False
        left, right = self._governed(self.a, one), self._governed(self.b, other)
        if left is None or right is None or left == right or {left, right} & _RAISING:
            return False
        return left in self.stems[1] and right in self.stems[0]

    def _governed(self, words: Sequence[Word], mark: Mark) -> str | None:
        """The stem of the weighty word that a mark stands before, in its sentence."""
        for word in words[mark.hi : mark.hi + GOVERNED]:
            if word.weight >= 1:
                return word.stem
        return None

    def _said_otherwise(self, regions: Sequence[Segment], number: int, mark: Mark, mine: bool) -> bool:
        """*He'd*, where the other text has *had*; *half*, where it has *50 percent*."""
        region = regions[number]
        word = self.a[mark.lo] if mine else self.b[mark.lo]
        lo, hi = (region.b0, region.b1) if mine else (region.a0, region.a1)
        had, halves = self.otherwise[1 if mine else 0]
        places = had if word.contracted and word.form == "would" else halves if word.form == "half" else []
        at = bisect_left(places, lo)
        return at < len(places) and places[at] < hi

    def _near(
        self, region: Segment, marks: tuple[list[Mark], list[Mark]], ends: tuple[list[int], list[int]]
    ) -> tuple[list[Mark], list[Mark]]:
        """The marks of either text in a region; a mark that reaches out of it takes the other text's along there."""
        a0, a1, b0, b1 = region.a0, region.a1, region.b0, region.b1
        for _ in range(2):
            own = marks_between(marks[0], ends[0], a0, a1), marks_between(marks[1], ends[1], b0, b1)
            before = max([0, *(a0 - mark.lo for mark in own[0]), *(b0 - mark.lo for mark in own[1])])
            after = max([0, *(mark.hi - a1 for mark in own[0]), *(mark.hi - b1 for mark in own[1])])
            if not before and not after:
                break
            a0, a1 = max(0, a0 - before), min(len(self.a), a1 + after)
            b0, b1 = max(0, b0 - before), min(len(self.b), b1 + after)
        return own

    def _denied(self, sided: list[tuple[int, Mark, bool]], regions: Sequence[Segment]) -> list[tuple[int, Mark, bool]]:
        """Without negations for which the other text denies in other words: *is not able*, *is unable*."""
        excused: set[tuple[int, Mark, bool]] = set()
        for mine in (True, False):
            over = [entry for entry in sided if entry[1].kind == "negation" and entry[2] == mine]
            if over:
                words, stems = (self.b, self.stems[0]) if mine else (self.a, self.stems[1])
                denials = sum(word.stem not in stems and denies(word, stems) for word in words)
                excused.update(over[len(over) - min(denials, len(over)) :])
        return [entry for entry in sided if entry not in excused]

    def _of_kind(self, region: Segment, kind: str, mine: list[Mark], yours: list[Mark]) -> Iterator[Part]:
        paired = min(len(mine), len(yours))
        for one, other in zip(mine, yours, strict=False):
            yield Part(self._kind(kind, one, other), one.lo, one.hi, other.lo, other.hi)
        for mark in mine[paired:]:
            if self._whole(region, mark, True):
                yield Part(
                    self._kind(kind, mark, None), min(mark.lo, region.a0), max(mark.hi, region.a1), region.b0, region.b1
                )
            else:
                place = min(max(self.places.in_b(mark.lo, mark.hi), region.b0), region.b1)
                yield Part(self._kind(kind, mark, None), mark.lo, mark.hi, place, place)
        for mark in yours[paired:]:
            if self._whole(region, mark, False):
                yield Part(
                    self._kind(kind, mark, None), region.a0, region.a1, min(mark.lo, region.b0), max(mark.hi, region.b1)
                )
            else:
                place = min(max(self.places.in_a(mark.lo, mark.hi), region.a0), region.a1)
                yield Part(self._kind(kind, mark, None), place, place, mark.lo, mark.hi)

    def _whole(self, region: Segment, mark: Mark, mine: bool) -> bool:
        """Whether a mark makes up a region, small words and one other aside, and answers to all there is on the other
        side: nothing, a few words, or the verb at the end (*balked at the chance to warn*, *warned*)."""
        words, lo, hi = (self.a, region.a0, region.a1) if mine else (self.b, region.b0, region.b1)
        others, first, last = (self.b, region.b0, region.b1) if mine else (self.a, region.a0, region.a1)
        if hi - lo > SLOT or last - first > SLOT:
            return False
        if mark.lo <= lo and hi <= mark.hi:
            return True
        if last - first == 1 and others[first].stem == words[hi - 1].stem:
            return True
        marked = self.marked[0 if mine else 1]
        return first == last and sum(words[at].weight >= 1 and at not in marked for at in range(lo, hi)) <= 1

    def _kind(self, kind: str, mark: Mark, other: Mark | None) -> ChangeKind:
        if kind == "bound":
            keys = {mark.key, other.key if other else "about"}
            return "certainty" if keys == {"about"} else "number"
        if kind == "negation":
            return "negation"
        return "modality" if kind == "modality" else "certainty"


def _is_had(word: Word) -> bool:
    return word.form == "had"


def _is_half(word: Word) -> bool:
    return word.value in (50.0, 0.5)


def _key(mark: Mark) -> str:
    return "" if mark.kind == "negation" else _SAME.get(mark.key, mark.key)


_SAME = {"just": "only", "over": "low"}
"""Classes that are told apart elsewhere, as the second sort says less, and count as one here."""


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Adjacent places as ranges; one small word may stand between two: *Bank of Orrin*."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place - runs[-1][1] <= 1:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _with(runs: Sequence[tuple[int, int]], places: Sequence[int]) -> list[tuple[int, int]]:
    known = set(places)
    return [run for run in runs if any(place in known for place in range(*run))]
