"""What differs between two texts, place by place and typed, and counts of the changes that turn the sense.

Places come from the word alignment. Whether a word is missing is judged against the whole of the other text, so that
words which only moved, as between two translations, are no change of number, negation, name or modality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Word, Words
from quotecheck.records import Change, ChangeKind, Span

NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
VAGUE_SHARE = 0.1
"""Two numbers of which one is approximate agree within this share of the larger: *about 600*, *more than 590*."""
VAGUE_REACH = 2
"""Words before a number in which *about*, *over*, *nearly* make it approximate."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Counts of the differences that may turn the sense, over the part that both texts render.

    ``number`` and ``entity``: numbers and names of one text for which the other has a different one;
    ``number_lost``, ``entity_lost``: those for which the other has none. ``negation``: by how many negating words the
    texts differ, words that deny by themselves making up for them. ``modality``: modal verbs of another strength;
    ``certainty``: hedges and affirmations without a counterpart; ``antonym``: opposites facing each other; ``role``:
    words that changed places.
    """

    number: int
    number_lost: int
    negation: int
    modality: int
    certainty: int
    entity: int
    entity_lost: int
    antonym: int
    role: int


def turns(diff: Difference) -> Turns:
    """Count the differences that may turn the sense; symmetric in the two texts."""
    a = diff.a.words[diff.region_a[0] : diff.region_a[1]]
    b = diff.b.words[diff.region_b[0] : diff.region_b[1]]
    numbers_a, numbers_b = lost_numbers(a, b, diff.b.words), lost_numbers(b, a, diff.a.words)
    names_a, names_b = lost_names(a, diff.b.words), lost_names(b, diff.a.words)
    return Turns(
        number=min(len(numbers_a), len(numbers_b)),
        number_lost=abs(len(numbers_a) - len(numbers_b)),
        negation=_negation_gap(a, b),
        modality=_class_gap(a, b, lexicon().modality, ignore=("conditional",)),
        certainty=_class_gap(a, b, lexicon().certainty),
        entity=min(len(names_a), len(names_b)),
        entity_lost=abs(len(names_a) - len(names_b)),
        antonym=len(opposites(a, b, diff.a, diff.b)),
        role=len(_swapped(diff)),
    )


def lost_numbers(words: Sequence[Word], others: Sequence[Word], all_others: Sequence[Word]) -> list[Word]:
    """The numbers among ``words`` that no number of the other text agrees with; a bare *one* or *first* is none."""
    there = [(word.value, _vague(all_others, place)) for place, word in enumerate(all_others) if word.value is not None]
    lost = []
    for place, word in enumerate(words):
        if word.value is None or (word.form.isalpha() and word.value < 2):
            continue
        vague = _vague(words, place)
        if not any(_agree(word.value, vague, value, other) for value, other in there if value is not None):
            lost.append(word)
    return lost


def _vague(words: Sequence[Word], place: int) -> bool:
    lex = lexicon()
    before = words[max(0, place - VAGUE_REACH) : place]
    return any(word.form in lex.vague for word in before) or any(
        word.form == "than" for word in words[max(0, place - 1) : place]
    )


def _agree(one: float, vague: bool, other: float, other_vague: bool) -> bool:
    if one == other:
        return True
    if (vague or other_vague) and abs(one - other) <= VAGUE_SHARE * max(abs(one), abs(other)):
        return True
    # The same day by two clocks: 19:45 is not parsed, but 7 pm and 19 h, 20 and '20 are.
    return one == other + 12 <= 24 or other == one + 12 <= 24


def lost_names(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """The capitalised words of one text that have no kin or look-alike in the other."""
    forms = {word.form for word in others}
    stems = {word.stem for word in others}
    long_forms = {form[:4] for form in forms if len(form) >= 4}
    pairs = [_pairs(form) for form in forms if len(form) >= 4]
    short = {run for run, _ in _initials(others)}
    spelled = {word.start for run, there in _initials(words) if run in forms for word in there}
    lost = []
    for word in words:
        if word.form in short or word.start in spelled:
            continue
        if not word.name or word.bracketed or word.form in forms or word.stem in stems or word.form[:4] in long_forms:
            continue
        mine = _pairs(word.form)
        if not any(2 * len(mine & other) >= 0.5 * (len(mine) + len(other)) for other in pairs):
            lost.append(word)
    return lost


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


def _class_gap(
    a: Sequence[Word], b: Sequence[Word], classes: dict[str, str] | object, ignore: tuple[str, ...] = ()
) -> int:  # fmt: skip
    table: dict[str, str] = classes  # type: ignore[assignment]
    count_a = Counter(table[word.form] for word in a if word.form in table)
    count_b = Counter(table[word.form] for word in b if word.form in table)
    kinds = (count_a.keys() | count_b.keys()) - set(ignore)
    return sum(abs(count_a[kind] - count_b[kind]) for kind in kinds)


def opposites(a: Sequence[Word], b: Sequence[Word], whole_a: Words, whole_b: Words) -> list[tuple[Word, Word]]:
    """Words that only one text has whose opposite only the other has."""
    lex = lexicon()
    stems_a = {word.stem for word in whole_a.words}
    stems_b = {word.stem for word in whole_b.words}
    only_b = {word.form: word for word in b if word.stem not in stems_a}
    by_stem = {word.stem: word for word in only_b.values()}
    found = []
    for word in a:
        if word.stem in stems_b:
            continue
        facing = [only_b[other] for other in sorted(lex.opposites.get(word.form, ())) if other in only_b]
        if not facing:
            facing = [other for stem, other in sorted(by_stem.items()) if _prefixed(word.stem, stem)]
        if facing:
            found.append((word, facing[0]))
    return found


def are_opposites(one: Word, other: Word) -> bool:
    """Whether two words mean the opposite of each other, or one is the other with a negating prefix."""
    return other.form in lexicon().opposites.get(one.form, ()) or _prefixed(one.stem, other.stem)


def _prefixed(one: str, other: str) -> bool:
    """Whether one stem is the other with a negating prefix: ``agree`` and ``disagree``."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return len(shorter) >= 4 and longer in {prefix + shorter for prefix in NEGATING_PREFIXES}


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


def find_changes(diff: Difference) -> tuple[Change, ...]:
    """The differences of two texts in their order, each with its kind and its exact span in either text."""
    lost = Found(diff)
    parts: list[tuple[ChangeKind, Segment]] = []
    for segment in diff.segments:
        kind = lost.kind(segment)
        if parts and kind in ("wording", "omission") and parts[-1][0] in ("wording", "omission"):
            last = parts[-1][1]
            if last.a1 == segment.a0 and last.b1 == segment.b0:
                both = Segment(last.a0, segment.a1, last.b0, segment.b1)
                parts[-1] = (lost.kind(both), both)
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


class Found:
    """What either text has that the other lacks altogether; tells the kind of a segment."""

    def __init__(self, diff: Difference) -> None:
        a, b = diff.a.words, diff.b.words
        self.a, self.b = a, b
        self.numbers_a = {word.start for word in lost_numbers(a, b, b)}
        self.numbers_b = {word.start for word in lost_numbers(b, a, a)}
        self.names_a = {word.start for word in lost_names(a, b)}
        self.names_b = {word.start for word in lost_names(b, a)}
        facing = opposites(a, b, diff.a, diff.b)
        self.opposed_a = {one.start for one, _ in facing}
        self.opposed_b = {other.start for _, other in facing}
        self.negated = _negation_gap(a, b) > 0
        self.swapped = set(_swapped(diff))
        self.stems_a = {word.stem for word in a}
        self.stems_b = {word.stem for word in b}

    def numbers(self, left: Sequence[Word], right: Sequence[Word]) -> tuple[bool, bool]:
        """Whether a number that the other text lacks is among words of the first text, and of the second."""
        return _starts(left, self.numbers_a), _starts(right, self.numbers_b)

    def names(self, left: Sequence[Word], right: Sequence[Word]) -> tuple[bool, bool]:
        """Whether a name that the other text lacks is among words of the first text, and of the second."""
        return _starts(left, self.names_a), _starts(right, self.names_b)

    def kind(self, segment: Segment) -> ChangeKind:
        left, right = self.a[segment.a0 : segment.a1], self.b[segment.b0 : segment.b1]
        lex = lexicon()
        has_a, has_b = _starts(left, self.numbers_a), _starts(right, self.numbers_b)
        if (has_a and has_b) or (has_a and self.numbers_b and right) or (has_b and self.numbers_a and left):
            return "number"
        negations = [sum(word.form in lex.negation for word in words) for words in (left, right)]
        short = len(left) + len(right) <= SHORT_SEGMENT
        if short and self.negated and negations[0] != negations[1]:
            return "negation"
        if segment in self.swapped:
            return "role"
        if _starts(left, self.opposed_a) or _starts(right, self.opposed_b):
            return "antonym"
        has_a, has_b = _starts(left, self.names_a), _starts(right, self.names_b)
        if has_a and has_b:
            return "entity"
        if short and _classes(left, lex.modality) != _classes(right, lex.modality):
            return "modality"
        if short and _classes(left, lex.certainty) != _classes(right, lex.certainty):
            return "certainty"
        if not left or not right:
            gone = any(word.weight >= 1 and word.stem not in self.stems_b for word in left) or any(
                word.weight >= 1 and word.stem not in self.stems_a for word in right
            )
            return "omission" if gone else "wording"
        return "wording"


SHORT_SEGMENT = 8
"""In a segment of more words than this a negation, a modal verb or a hedge is not what the difference is about."""


def _starts(words: Iterable[Word], starts: set[int]) -> bool:
    return any(word.start in starts for word in words)


def _classes(words: Iterable[Word], table: object) -> Counter[str]:
    known: dict[str, str] = table  # type: ignore[assignment]
    return Counter(known[word.form] for word in words if word.form in known)
