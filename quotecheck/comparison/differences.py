"""What two texts share and where they part: the segments between aligned words, and the region that both render."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.sameamounts import written_alike
from quotecheck.comparison.wordalignment import Link, align_words
from quotecheck.comparison.words import ACRONYMS, Word, Words


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
    a, b = _as_told(a, b), _as_told(b, a)
    swapped = (b.text, a.text) < (a.text, b.text)
    first, second = written_alike(*((b, a) if swapped else (a, b)))
    a, b = (second, first) if swapped else (first, second)
    # Ties between alignments fall one way, whichever text is called a.
    links = _contained(first.words, second.words) or align_words(first.words, second.words)
    links = _beside(first.words, second.words, links)
    if swapped:
        links = [(j, i) for i, j in links]
    equal = [(i, j) for i, j in links if not _differ(a.words[i], b.words[j])]
    segments = _one_money(a, b, links, _real(a.words, b.words, _segments(a.words, b.words, links)))
    region_a, region_b = _regions(a.words, b.words, links)
    return Difference(a, b, tuple(links), tuple(equal), tuple(segments), region_a, region_b)


def mirrored(diff: Difference) -> Difference:
    """The same with the texts called the other way round."""
    return Difference(
        a=diff.b,
        b=diff.a,
        links=tuple((j, i) for i, j in diff.links),
        equal=tuple((j, i) for i, j in diff.equal),
        segments=tuple(Segment(part.b0, part.b1, part.a0, part.a1) for part in diff.segments),
        region_a=diff.region_b,
        region_b=diff.region_a,
    )


def in_text_order(diff: Difference) -> Difference:
    """The same with the text called a that sorts first, for what must not depend on which text is called a."""
    return mirrored(diff) if diff.b.text < diff.a.text else diff


def _as_told(words: Words, others: Words) -> Words:
    """A text all in capitals with *US* read as the other text has it: as the country, or as a pronoun."""
    if not words.text.isupper() or others.text.isupper():
        return words
    told = {word.form for word in others.words}
    forms = {small: short for small, short in _SHORT_NAMES.items() if short in told and small not in told}
    if not any(word.form in forms for word in words.words):
        return words
    read = tuple(
        replace(word, form=forms[word.form], stem=forms[word.form], weight=1.0, name=True)
        if word.form in forms
        else word
        for word in words.words
    )
    return replace(words, words=read, weight=sum(word.weight for word in read))


_SHORT_NAMES = {short: form for short, form in ACRONYMS.items() if short != form}


def _one_money(a: Words, b: Words, links: Sequence[Link], segments: Sequence[Segment]) -> list[Segment]:
    """The segments without the sign and the word of one currency beside a number of both: *$5*, *five dollars*."""
    ends = {(part.a1, part.b1): place for place, part in enumerate(segments)}
    starts = {(part.a0, part.b0): place for place, part in enumerate(segments)}
    kept = list(segments)
    for i, j in links:
        before, after = ends.get((i, j)), starts.get((i + 1, j + 1))
        if before is None or after is None or a.words[i].value is None:
            continue
        first, second = kept[before], kept[after]
        if first.a0 < i and second.b1 > j + 1 and _sign_and_word(a, i - 1, b, j + 1):
            kept[before], kept[after] = replace(first, a1=i - 1), replace(second, b0=j + 2)
        elif first.b0 < j and second.a1 > i + 1 and _sign_and_word(b, j - 1, a, i + 1):
            kept[before], kept[after] = replace(first, b1=j - 1), replace(second, a0=i + 2)
    return [part for part in kept if part.a0 < part.a1 or part.b0 < part.b1]


def _sign_and_word(one: Words, sign: int, other: Words, word: int) -> bool:
    mark, name = one.words[sign], other.words[word]
    return (
        mark.stem == name.stem
        and mark.form in lexicon().currency
        and not one.text[mark.end - 1].isalpha()
        and other.text[name.start].isalpha()
    )


def _beside(a: Sequence[Word], b: Sequence[Word], links: list[Link]) -> list[Link]:
    """The links with small words moved to the shared words before them, where the same stands there unaligned.

    *left the mill without the miller* against *left the yard*: the first *the* answers, not the one that is as near
    to nothing shared.
    """
    moved = list(links)
    for at in range(1, len(moved)):
        (p, q), (i, j) = moved[at - 1], moved[at]
        follows = at + 1 < len(moved) and moved[at + 1] == (i + 1, j + 1)
        if follows or a[i].weight >= 1 or a[i].form != b[j].form:
            continue
        if j == q + 1 and i > p + 1 and a[p + 1].form == b[j].form:
            moved[at] = (p + 1, j)
        elif i == p + 1 and j > q + 1 and b[q + 1].form == a[i].form:
            moved[at] = (i, q + 1)
    return moved


def _contained(a: Sequence[Word], b: Sequence[Word]) -> list[Link]:
    """The links of a text that stands whole, word for word, in the other one, at the first such place; else none."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if not short or any(word.bracketed for word in long):
        return []
    # A form may hold a space, as that of a ligature does; never this sign.
    line = "".join(f"\0{word.form}" for word in long) + "\0"
    at = line.find("".join(f"\0{word.form}" for word in short) + "\0")
    if at < 0:
        return []
    first = line.count("\0", 0, at)
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
            if _differ(left, right) or left.contracted != right.contracted:
                segments.append(Segment(link_a, link_a + 1, link_b, link_b + 1))
        i, j = link_a + 1, link_b + 1
    return segments


def _differ(one: Word, other: Word) -> bool:
    return one.form != other.form or one.told != other.told


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
            return not _turns(left, right) and not _two_named(a, b, segment)
    if left and right and not any(word.contracted or word.told for word in (*left, *right)):
        return "".join(word.form for word in left) == "".join(word.form for word in right)
    return False


def _turns(*sides: Sequence[Word]) -> bool:
    """Whether what an outlet put in brackets denies, obliges or conditions: *I will [not] go*."""
    lex = lexicon()
    turning = (lex.negation, lex.modality, lex.condition, lex.exception)
    return any(word.bracketed and any(word.form in forms for forms in turning) for side in sides for word in side)


def _two_named(a: Sequence[Word], b: Sequence[Word], segment: Segment) -> bool:
    """Whether both texts have names in brackets there, and neither has those of the other: *[Smith]*, *[Jones]*."""
    names = [
        {word.stem for word in _bracket(words, lo, hi) if word.name}
        for words, lo, hi in ((a, segment.a0, segment.a1), (b, segment.b0, segment.b1))
    ]
    return all(names) and not (names[0] <= names[1] or names[1] <= names[0])


def _bracket(words: Sequence[Word], lo: int, hi: int) -> Sequence[Word]:
    """The bracketed words at a place, with those right beside them, up to a few."""
    first, last = lo, hi
    while first and words[first - 1].bracketed and lo - first < BRACKET:
        first -= 1
    while last < len(words) and words[last].bracketed and last - hi < BRACKET:
        last += 1
    return [word for word in words[first:last] if word.bracketed]


BRACKET = 8
"""Words of a bracket that are looked at to either side of a difference."""

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
        or other.stem in lex.opposites.get(one.stem, ())
    )


KIN_WEIGHT = 0.8
"""What an aligned pair of kin counts against a pair of equal words; set by hand."""
