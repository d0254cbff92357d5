"""What differs between two texts, place by place and typed, and counts of the changes that turn the sense.

Places come from the word alignment. Whether a word is missing is judged against the whole of the other text, so that
words which only moved, as between two translations, are no change of number, negation, name or modality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.differing import Part, glued, in_order, joined, remaining
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.names import lost_names
from quotecheck.comparison.opposites import denies, negations, take_sides
from quotecheck.comparison.pronouns import shifts
from quotecheck.comparison.quantities import lost_numbers
from quotecheck.comparison.swaps import roles, swapped
from quotecheck.comparison.turned import Turned
from quotecheck.comparison.words import Word, Words
from quotecheck.records import Change, Span


@dataclass(frozen=True, slots=True)
class Turns:
    """Counts of the differences that may turn the sense, over the part that both texts render.

    ``number`` and ``entity``: numbers and names of one text for which the other has a different one;
    ``number_lost``: numbers for which the other has none. ``negation``: by how many negating words the texts differ,
    words that deny by themselves making up for them. ``modality``: modal verbs of another strength; ``antonym``:
    1 where the texts, as a whole, take opposite sides.
    """

    number: int
    number_lost: int
    negation: int
    modality: int
    entity: int
    antonym: int


def turns(diff: Difference, found: Found | None = None) -> Turns:
    """Count the differences that may turn the sense; symmetric in the two texts. ``found`` saves finding it anew."""
    found = found or Found(diff)
    region = Segment(*diff.region_a, *diff.region_b)
    a, b = diff.a.words[region.a0 : region.a1], diff.b.words[region.b0 : region.b1]
    numbers = found.numbers.inside(region)
    return Turns(
        number=min(numbers),
        number_lost=abs(numbers[0] - numbers[1]),
        negation=_negation_gap(a, b),
        modality=_class_gap(a, b, lexicon().modality, ignore="conditional"),
        entity=min(found.names.inside(region)),
        antonym=int(take_sides(diff.a.words, diff.b.words)),
    )


def _negation_gap(a: Sequence[Word], b: Sequence[Word]) -> int:
    """By how many negating words the texts differ once denials without a counterpart are set against them."""
    gap = negations(a) - negations(b)
    if gap < 0:
        a, b, gap = b, a, -gap
    # The side with fewer negations may deny in other words: "is not able" against "is unable".
    stems = {word.stem for word in a}
    denials = sum(word.stem not in stems and denies(word, stems) for word in b)
    return max(0, gap - denials)


def _class_gap(a: Sequence[Word], b: Sequence[Word], table: Mapping[str, str], ignore: str) -> int:
    count_a, count_b = _classes(a, table), _classes(b, table)
    kinds = (count_a.keys() | count_b.keys()) - {ignore}
    return sum(abs(count_a[kind] - count_b[kind]) for kind in kinds)


def find_changes(diff: Difference, found: Found | None = None) -> tuple[Change, ...]:
    """The differences of two texts in their order, each with its kind and its exact span in either text."""
    found = found or Found(diff)
    parts = found.parts()
    rest = [_untyped(diff, segment, found) for segment in remaining(joined(diff.segments), parts)]
    return tuple(_change(diff, part) for part in _tidied(diff, in_order([*parts, *rest])))


def _untyped(diff: Difference, rest: Segment, found: Found) -> Part:
    cut = not (rest.a0 < rest.a1 and rest.b0 < rest.b1) and any(found.gone.inside(rest))
    return Part("omission" if cut else "wording", rest.a0, rest.a1, rest.b0, rest.b1)


def _tidied(diff: Difference, parts: Sequence[Part]) -> list[Part]:
    """Small words, and another ending of the same verb, told with the turn that brings them about: *did not close*."""
    kept: list[Part] = []
    for part in parts:
        last = kept[-1] if kept else None
        if last is not None and (last.a1, last.b1) == (part.a0, part.b0):
            if _slight(diff, part) and last.kind != "wording":
                kept[-1] = Part(last.kind, last.a0, part.a1, last.b0, part.b1)
                continue
            if _slight(diff, last) and part.kind not in ("wording", "omission"):
                kept[-1] = Part(part.kind, last.a0, part.a1, last.b0, part.b1)
                continue
        kept.append(part)
    return kept


def _slight(diff: Difference, part: Part) -> bool:
    """Wording of small words alone, or of one word in two forms."""
    if part.kind != "wording":
        return False
    left, right = diff.a.words[part.a0 : part.a1], diff.b.words[part.b0 : part.b1]
    if all(word.weight < 1 for word in (*left, *right)):
        return len(left) <= SLIGHT and len(right) <= SLIGHT
    return len(left) == len(right) == 1 and left[0].stem == right[0].stem


SLIGHT = 2
"""Small words that are told with the turn beside them."""


def _change(diff: Difference, part: Part) -> Change:
    a = _span(diff.a, part.a0, part.a1)
    b = _span(diff.b, part.b0, part.b1)
    return Change(part.kind, a, b, diff.a.text[a.start : a.end], diff.b.text[b.start : b.end])


def _span(words: Words, first: int, last: int) -> Span:
    """Code points of the words first to last; where there are none, the place after the word before."""
    if first < last:
        return Span(words.words[first].start, words.words[last - 1].end)
    place = words.words[first - 1].end if first else 0
    return Span(place, place)


class Counted:
    """Marked words of two texts; how many are within a segment is known at once, however long it is."""

    def __init__(self, a: Iterable[bool], b: Iterable[bool]) -> None:
        self._a = list(accumulate(a, initial=0))
        self._b = list(accumulate(b, initial=0))

    def inside(self, segment: Segment) -> tuple[int, int]:
        """How many marked words of the first text, and of the second, are within the segment."""
        return self._a[segment.a1] - self._a[segment.a0], self._b[segment.b1] - self._b[segment.b0]


class Found:
    """What either text has that the other lacks altogether, and the typed parts of the difference.

    ``numbers``, ``names``: those without their like in the other text; ``gone``: weighty words without kin;
    ``negated``: whether one text negates more; ``swapped``: segments whose words changed places; ``shifts``: whether
    either text is told in the tense of indirect speech by the other.
    """

    def __init__(self, diff: Difference) -> None:
        a, b = diff.a.words, diff.b.words
        self._diff = diff
        self._parts: list[Part] | None = None
        self._numbers = lost_numbers(a, b), lost_numbers(b, a)
        self._names = lost_names(a, b), lost_names(b, a)
        self.numbers = Counted(*self._numbers)
        self.names = Counted(*self._names)
        self.gone = Counted(_gone(a, b), _gone(b, a))
        self.negated = _negation_gap(a, b) > 0
        self.swapped = frozenset(swapped(diff))
        self.shifts = shifts(diff)

    def parts(self) -> list[Part]:
        """The typed parts of the difference, in order, none overlapping."""
        if self._parts is None:
            self._parts = in_order([glued(self._diff, part) for part in self._typed()])
        return self._parts

    def _typed(self) -> list[Part]:
        if not self._diff.segments:
            return []
        regions = joined(self._diff.segments)
        traded = sorted(self.swapped, key=lambda one: (one.a0, one.b0))
        swaps = roles(self._diff, traded)
        others = Turned(self._diff, regions, self._numbers, self._names, self.shifts).parts()
        in_a = {at for swap in swaps for at in range(swap.a0, swap.a1)}
        in_b = {at for swap in swaps for at in range(swap.b0, swap.b1)}
        return swaps + [
            part
            for part in others
            if in_a.isdisjoint(range(part.a0, part.a1)) and in_b.isdisjoint(range(part.b0, part.b1))
        ]


def _gone(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    stems = {word.stem for word in others}
    return [word.weight >= 1 and word.stem not in stems for word in words]


def _classes(words: Iterable[Word], table: Mapping[str, str]) -> Counter[str]:
    return Counter(table[word.form] for word in words if word.form in table)
