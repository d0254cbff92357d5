"""What differs between two texts, place by place and typed, and counts of the changes that turn the sense.

Places come from the word alignment. Whether a word is missing is judged against the whole of the other text, so that
words which only moved, as between two translations, are no change of number, negation, name or modality.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Word, Words
from quotecheck.records import Change, ChangeKind, Span

NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
VAGUE_SHARE = 0.1
"""Two numbers of which one is approximate agree within this share of the larger: *about 600*, *more than 590*."""
VAGUE_REACH = 2
"""Words before a number in which *about*, *over*, *nearly* make it approximate."""


COMMON = 24
"""A letter pair that more words of a text than this have finds no look-alikes: the work stays linear in the length."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Counts of the differences that may turn the sense, over the part that both texts render.

    ``number`` and ``entity``: numbers and names of one text for which the other has a different one;
    ``number_lost``: numbers for which the other has none. ``negation``: by how many negating words the texts differ,
    words that deny by themselves making up for them. ``modality``: modal verbs of another strength; ``antonym``:
    words of one text for which the other has an opposite.
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
        antonym=min(found.opposed.inside(region)),
    )


def lost_numbers(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    """Which ``words`` are numbers that no number of the other text agrees with; a bare *one* or *first* is none."""
    there = _Numbers(others)
    return [
        word.value is not None
        and not (word.form.isalpha() and word.value < 2)
        and not there.agree(word.value, _vague(words, place))
        for place, word in enumerate(words)
    ]


class _Numbers:
    """The numbers of a text, kept so that those near a value are found without going through all."""

    def __init__(self, words: Sequence[Word]) -> None:
        numbers = [(word.value, place) for place, word in enumerate(words) if word.value is not None]
        # Not a number, as endless "trillion trillion ..." can come to be, agrees with nothing.
        self._all = sorted({value for value, _ in numbers if not math.isnan(value)})
        self._vague = sorted({value for value, place in numbers if not math.isnan(value) and _vague(words, place)})
        self._known = set(self._all)
        self._by_other_clock = {value + 12 for value in self._all if value + 12 <= 24}

    def agree(self, value: float, vague: bool) -> bool:
        """Whether a number of the text is this one, is about as large, or is the same hour by the other clock."""
        if value in self._known or value in self._by_other_clock or (value + 12 <= 24 and value + 12 in self._known):
            return True
        near = self._all if vague else self._vague
        place = bisect_left(near, value)
        return any(
            abs(value - other) <= VAGUE_SHARE * max(value, other) for other in near[max(0, place - 1) : place + 1]
        )


def _vague(words: Sequence[Word], place: int) -> bool:
    lex = lexicon()
    before = words[max(0, place - VAGUE_REACH) : place]
    return any(word.form in lex.vague for word in before) or any(
        word.form == "than" for word in words[max(0, place - 1) : place]
    )


def lost_names(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    """Which ``words`` are capitalised and have no kin, look-alike or initials in the other text."""
    there = _Forms(others)
    short = {run for run, _ in _initials(others)}
    spelled = {word.start for run, part in _initials(words) if run in there.forms for word in part}
    known: dict[str, bool] = {}
    lost = []
    for word in words:
        if not word.name or word.bracketed or word.form in short or word.start in spelled:
            lost.append(False)
            continue
        if word.form not in known:
            known[word.form] = there.like(word)
        lost.append(not known[word.form])
    return lost


class _Forms:
    """The words of a text, kept so that those like another are found without going through all."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.forms = {word.form for word in words}
        self._stems = {word.stem for word in words}
        self._starts = {form[:4] for form in self.forms if len(form) >= 4}
        self._pairs = [_pairs(form) for form in sorted(self.forms) if len(form) >= 4]
        self._having: dict[str, list[int]] = {}
        for place, pairs in enumerate(self._pairs):
            for pair in pairs:
                self._having.setdefault(pair, []).append(place)

    def like(self, word: Word) -> bool:
        """Whether a word of the text is of the same form, stem or first letters, or shares half its letter pairs."""
        if word.form in self.forms or word.stem in self._stems or word.form[:4] in self._starts:
            return True
        mine = _pairs(word.form)
        having = [self._having.get(pair, ()) for pair in mine]
        near = {place for places in having if len(places) <= COMMON for place in places}
        return any(
            2 * len(mine & other) >= 0.5 * (len(mine) + len(other)) for other in (self._pairs[place] for place in near)
        )


def _initials(words: Sequence[Word]) -> list[tuple[str, list[Word]]]:
    """Two to six names in a row, small words between them passed over, and their initials: *UN*."""
    runs: list[list[Word]] = [[]]
    for word in words:
        if word.name:
            runs[-1].append(word)
        elif word.weight >= 1:
            runs.append([])
    parts = [
        run[at : at + size] for run in runs for at in range(len(run)) for size in range(2, min(6, len(run) - at) + 1)
    ]
    return [("".join(word.form[0] for word in part), part) for part in parts]


def _pairs(form: str) -> frozenset[str]:
    return frozenset(form[place : place + 2] for place in range(len(form) - 1))


def _negation_gap(a: Sequence[Word], b: Sequence[Word]) -> int:
    """By how many negating words the texts differ once denials without a counterpart are set against them."""
    lex = lexicon()
    gap = sum(word.form in lex.negation for word in a) - sum(word.form in lex.negation for word in b)
    if gap < 0:
        a, b, gap = b, a, -gap
    # The side with fewer negations may deny in other words: "is not able" against "is unable".
    stems = {word.stem for word in a}
    forms = {word.form for word in a}
    denials = sum(
        1
        for word in b
        if word.form not in forms
        and (
            word.form in lex.denial
            or any(word.form.startswith(prefix) and word.stem[len(prefix) :] in stems for prefix in NEGATING_PREFIXES)
        )
    )
    return max(0, gap - denials)


def _class_gap(a: Sequence[Word], b: Sequence[Word], table: Mapping[str, str], ignore: str) -> int:
    count_a, count_b = _classes(a, table), _classes(b, table)
    kinds = (count_a.keys() | count_b.keys()) - {ignore}
    return sum(abs(count_a[kind] - count_b[kind]) for kind in kinds)


def opposed(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    """Which ``words`` have an opposite in the other text, each word of that pair being in one text alone."""
    mine = {word.stem for word in words}
    there = {word.stem for word in others}
    forms = {word.form for word in others if word.stem not in mine}
    stems = there - mine
    return [word.stem not in there and _opposite_in(word, forms, stems) for word in words]


def are_opposites(one: Word, other: Word) -> bool:
    """Whether two words mean the opposite of each other, or one is the other with a negating prefix."""
    return _opposite_in(one, {other.form}, {other.stem})


def _opposite_in(word: Word, forms: Set[str], stems: Set[str]) -> bool:
    """Whether the opposite of a word is among forms, or its stem with or without a negating prefix among stems."""
    if not forms.isdisjoint(lexicon().opposites.get(word.form, ())):
        return True
    stem = word.stem
    return any(
        (len(stem) >= 4 and prefix + stem in stems)
        or (stem.startswith(prefix) and len(stem) - len(prefix) >= 4 and stem[len(prefix) :] in stems)
        for prefix in NEGATING_PREFIXES
    )


def _swapped(diff: Difference) -> list[Segment]:
    """Segments whose words changed places: X against Y here, Y against X there."""
    keys: dict[tuple[frozenset[str], frozenset[str]], list[Segment]] = {}
    for segment in diff.segments:
        left, right = _content(diff.a.words[segment.a0 : segment.a1]), _content(diff.b.words[segment.b0 : segment.b1])
        if left and right and left != right:
            keys.setdefault((left, right), []).append(segment)
    return [segment for (left, right), found in keys.items() if (right, left) in keys for segment in found]


def _content(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in words if word.weight >= 1)


def find_changes(diff: Difference, found: Found | None = None) -> tuple[Change, ...]:
    """The differences of two texts in their order, each with its kind and its exact span in either text."""
    found = found or Found(diff)
    parts: list[tuple[ChangeKind, Segment]] = []
    for segment in diff.segments:
        kind = found.kind(segment)
        if parts and kind in ("wording", "omission") and parts[-1][0] in ("wording", "omission"):
            last = parts[-1][1]
            if last.a1 == segment.a0 and last.b1 == segment.b0:
                both = Segment(last.a0, segment.a1, last.b0, segment.b1)
                parts[-1] = (found.kind(both), both)
                continue
        parts.append((kind, segment))
    return tuple(_change(diff, kind, segment) for kind, segment in parts)


def _change(diff: Difference, kind: ChangeKind, segment: Segment) -> Change:
    a = _span(diff.a, segment.a0, segment.a1)
    b = _span(diff.b, segment.b0, segment.b1)
    return Change(kind, a, b, diff.a.text[a.start : a.end], diff.b.text[b.start : b.end])


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

    def anywhere(self) -> tuple[int, int]:
        """How many words are marked in the first text, and in the second."""
        return self._a[-1], self._b[-1]


class Found:
    """What either text has that the other lacks altogether; tells the kind of a segment.

    ``numbers``, ``names``: those without their like in the other text; ``opposed``: words whose opposite the other
    has; ``gone``: weighty words without kin; ``negated``: whether one text negates more; ``swapped``: segments whose
    words changed places.
    """

    def __init__(self, diff: Difference) -> None:
        a, b = diff.a.words, diff.b.words
        self.a, self.b = a, b
        self.numbers = Counted(lost_numbers(a, b), lost_numbers(b, a))
        self.names = Counted(lost_names(a, b), lost_names(b, a))
        self.opposed = Counted(opposed(a, b), opposed(b, a))
        self.gone = Counted(_gone(a, b), _gone(b, a))
        self.negated = _negation_gap(a, b) > 0
        self.swapped = frozenset(_swapped(diff))

    def kind(self, segment: Segment) -> ChangeKind:
        """What kind of change a segment is; takes no longer for a long one."""
        size_a, size_b = segment.a1 - segment.a0, segment.b1 - segment.b0
        has_a, has_b = self.numbers.inside(segment)
        any_a, any_b = self.numbers.anywhere()
        if (has_a and has_b) or (has_a and any_b and size_b) or (has_b and any_a and size_a):
            return "number"
        lex = lexicon()
        short = size_a + size_b <= SHORT_SEGMENT
        left, right = (self.a[segment.a0 : segment.a1], self.b[segment.b0 : segment.b1]) if short else ((), ())
        if self.negated and len({sum(word.form in lex.negation for word in words) for words in (left, right)}) > 1:
            return "negation"
        if segment in self.swapped:
            return "role"
        if any(self.opposed.inside(segment)):
            return "antonym"
        if all(self.names.inside(segment)):
            return "entity"
        if _classes(left, lex.modality) != _classes(right, lex.modality):
            return "modality"
        if _classes(left, lex.certainty) != _classes(right, lex.certainty):
            return "certainty"
        if not (size_a and size_b) and any(self.gone.inside(segment)):
            return "omission"
        return "wording"


SHORT_SEGMENT = 8
"""In a segment of more words than this a negation, a modal verb or a hedge is not what the difference is about."""


def _gone(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    stems = {word.stem for word in others}
    return [word.weight >= 1 and word.stem not in stems for word in words]


def _classes(words: Iterable[Word], table: Mapping[str, str]) -> Counter[str]:
    return Counter(table[word.form] for word in words if word.form in table)
