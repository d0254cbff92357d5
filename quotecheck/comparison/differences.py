"""What two texts share and where they part: the segments between aligned words, and the region that both render."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.wordalignment import Link, align_words
from quotecheck.comparison.words import Word, Words


@dataclass(frozen=True, slots=True)
class Segment:
    """Word ranges that differ: ``a[a0:a1]`` stands against ``b[b0:b1]``; one of them may be empty."""

    a0: int
    a1: int
    b0: int
    b1: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts laid against each other.

    ``links`` are the aligned words, ``equal`` those with one normal form, ``segments`` what lies between the equal
    ones (contractions against full forms, brackets and compounds sorted out). ``region_a`` and ``region_b`` are the
    word ranges that both texts render: an end that only one text has is outside.
    """

    a: Words
    b: Words
    links: tuple[Link, ...]
    equal: tuple[Link, ...]
    segments: tuple[Segment, ...]
    region_a: tuple[int, int]
    region_b: tuple[int, int]


def difference(a: Words, b: Words) -> Difference:
    """Align two texts and collect where they differ; symmetric: swapping the texts swaps every side."""
    swapped = (b.text, a.text) < (a.text, b.text)
    first, second = (b, a) if swapped else (a, b)
    # Ties between alignments fall one way, whichever text is called a.
    links = _contained(first.words, second.words) or align_words(first.words, second.words)
    if swapped:
        links = [(j, i) for i, j in links]
    equal = [(i, j) for i, j in links if a.words[i].form == b.words[j].form]
    segments = _real(a.words, b.words, _segments(a.words, b.words, links))
    region_a, region_b = _regions(a.words, b.words, links)
    return Difference(a, b, tuple(links), tuple(equal), tuple(segments), region_a, region_b)


def _contained(a: Sequence[Word], b: Sequence[Word]) -> list[Link]:
    """The links of a text that stands whole, word for word, in the other one, at the first such place; else none."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if not short or any(word.bracketed for word in long):
        return []
    line = f" {' '.join(word.form for word in long)} "
    at = line.find(f" {' '.join(word.form for word in short)} ")
    if at < 0:
        return []
    first = line.count(" ", 0, at)
    pairs = [(place, first + place) for place in range(len(short))]
    return pairs if short is a else [(j, i) for i, j in pairs]


def _segments(a: Sequence[Word], b: Sequence[Word], links: Sequence[Link]) -> list[Segment]:
    """Gaps between links, and links between different words, each as a segment of its own."""
    segments: list[Segment] = []
    i = j = 0
    for link_a, link_b in [*links, (len(a), len(b))]:
        if link_a > i or link_b > j:
            segments.append(Segment(i, link_a, j, link_b))
        if link_a < len(a) and link_b < len(b):
            left, right = a[link_a], b[link_b]
            if left.form != right.form or left.contracted != right.contracted:
                segments.append(Segment(link_a, link_a + 1, link_b, link_b + 1))
        i, j = link_a + 1, link_b + 1
    return segments


def _real(a: Sequence[Word], b: Sequence[Word], segments: Sequence[Segment]) -> list[Segment]:
    """The segments that are a difference, each by itself and together with those it touches."""
    kept: list[Segment] = []
    run: list[Segment] = []
    for segment in [*segments, None]:
        if segment is not None and (not run or (run[-1].a1, run[-1].b1) == (segment.a0, segment.b0)):
            run.append(segment)
            continue
        if run and not _nothing(a, b, Segment(run[0].a0, run[-1].a1, run[0].b0, run[-1].b1)):
            kept += [one for one in run if not _nothing(a, b, one)]
        run = [segment] if segment is not None else []
    return kept


def _nothing(a: Sequence[Word], b: Sequence[Word], segment: Segment) -> bool:
    """Whether a segment is no difference: a bracketed clarification, or one compound written in two ways."""
    left, right = a[segment.a0 : segment.a1], b[segment.b0 : segment.b1]
    for one, other in ((left, right), (right, left)):
        if one and all(word.bracketed for word in one) and all(_pronoun(word) for word in other):
            return True
    if left and right and not any(word.contracted for word in (*left, *right)):
        return "".join(word.form for word in left) == "".join(word.form for word in right)
    return False


_PRONOUNS = frozenset("he she it they we i you him her them us me his its their this that these those who one".split())


def _pronoun(word: Word) -> bool:
    return word.bracketed or word.form in _PRONOUNS


def _regions(
    a: Sequence[Word], b: Sequence[Word], links: Sequence[Link]
) -> tuple[tuple[int, int], tuple[int, int]]:  # fmt: skip
    """The ranges that both texts render; an end that one text lacks altogether is left out of the other's."""
    solid = [place for place, (i, j) in enumerate(links) if min(a[i].weight, b[j].weight) >= 1]
    if not solid:
        return (0, len(a)), (0, len(b))
    # Small words belong to what is shared where they run on from a weighty one; a stray "the" does not.
    first, last = solid[0], solid[-1]
    while first and links[first - 1] == (links[first][0] - 1, links[first][1] - 1):
        first -= 1
    while last + 1 < len(links) and links[last + 1] == (links[last][0] + 1, links[last][1] + 1):
        last += 1
    (first_a, first_b), (last_a, last_b) = links[first], links[last]
    start_a, start_b = _edge(first_a, first_b)
    end_a, end_b = _edge(len(a) - 1 - last_a, len(b) - 1 - last_b)
    return (start_a, len(a) - end_a), (start_b, len(b) - end_b)


def _edge(extra_a: int, extra_b: int) -> tuple[int, int]:
    """How many words to leave out at an end where the texts have so many unaligned ones.

    If one text has few there (it begins or ends with what is shared), what the other has beyond as many is not shared.
    """
    room = min(extra_a, extra_b) * 2 + (min(extra_a, extra_b) > 0) * 2
    return max(0, extra_a - room), max(0, extra_b - room)


def shared_weight(diff: Difference) -> float:
    """Weight of what both texts have: whole for equal words, KIN for kin and look-alikes."""
    a, b = diff.a.words, diff.b.words
    total = 0.0
    for i, j in diff.links:
        if a[i].form == b[j].form:
            total += min(a[i].weight, b[j].weight)
        elif not _stands_in(a[i], b[j]):
            total += KIN_WEIGHT * min(a[i].weight, b[j].weight)
    return total


def _stands_in(one: Word, other: Word) -> bool:
    """Whether aligned words only take each other's place: a number, a modal verb or an opposite for another."""
    lex = lexicon()
    return (
        one.value is not None
        or other.value is not None
        or one.form in lex.modality
        or other.form in lex.modality
        or other.form in lex.opposites.get(one.form, ())
    )


KIN_WEIGHT = 0.8
"""What an aligned pair of kin counts against a pair of equal words; set by hand."""
