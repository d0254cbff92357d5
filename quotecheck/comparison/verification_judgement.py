"""What is said of a quote and the sentences of a transcript that it renders: label, spans, what was added."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.judgement import Verdict, divergence_parts, trimming
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Words
from quotecheck.records import Line, Place, Span

WEIGHTY = 2.0
"""Weight of a sentence, two content words, from which on it matters that the transcript lacks it."""

RENDERED = 0.34
"""A sentence of a quote is rendered from somewhere if at least this share of its weight is aligned. By hand."""

SHOWN = 80
"""Characters of the transcript or the quote that a reason repeats."""


Stretch = tuple[int, int, int]
"""A part of a transcript: a line's place, start and end in its text."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Sentences of a transcript put together as one text.

    ``parts`` are (line, start, end, where it stands in ``text``), in order; ``blocks`` says where in ``text`` each run
    of sentences begins that were said together.
    """

    text: str
    parts: tuple[tuple[int, int, int, int], ...]
    blocks: tuple[int, ...]


def extract(lines: Sequence[Line], blocks: Sequence[Sequence[Stretch]]) -> Extract:
    """Blocks of stretches as one text: a blank between two lines, an ellipsis between two blocks."""
    text = ""
    parts: list[tuple[int, int, int, int]] = []
    starts: list[int] = []
    for block in blocks:
        text += BETWEEN_BLOCKS if text else ""
        starts.append(len(text))
        for number, (line, start, end) in enumerate(_joined(lines, block)):
            text += " " if number else ""
            parts.append((line, start, end, len(text)))
            text += lines[line].text[start:end]
    return Extract(text, tuple(parts), tuple(starts))


BETWEEN_BLOCKS = " … "


def _joined(lines: Sequence[Line], block: Sequence[Stretch]) -> list[Stretch]:
    """The stretches of a block, those of one line with only blanks between them made one."""
    joined: list[Stretch] = []
    for line, start, end in block:
        if joined and joined[-1][0] == line and not lines[line].text[joined[-1][2] : start].strip():
            joined[-1] = (line, joined[-1][1], end)
        else:
            joined.append((line, start, end))
    return joined


def rendered(source: Extract, diff: Difference, lines: Sequence[Line]) -> Extract:
    """The source without the sentences at the ends of its blocks that the quote ``diff.b`` has nothing of.

    Nor does it have lines of somebody else that an ellipsis passes over: they are no words of the speaker's.
    """
    words = diff.a.words
    shared: dict[tuple[int, int], float] = defaultdict(float)  # by the quote's sentences and the transcript's
    for i, j in diff.links:
        shared[diff.b.words[j].sentence, words[i].sentence] += min(words[i].weight, diff.b.words[j].weight)
    # A sentence is not rendered by a stray "the", unless that is most of what a sentence of the quote says.
    kept = {said for (_, said), weight in shared.items() if weight >= 1}
    fullest: dict[int, tuple[float, int]] = {}
    for (quoted, said), weight in shared.items():
        fullest[quoted] = max(fullest.get(quoted, (0.0, 0)), (weight, said))
    kept |= {said for _, said in fullest.values()}
    others = _others_passed_over(source, diff, lines)
    starts = [word.start for word in words]
    blocks = []
    for begin, end in pairwise([*source.blocks, len(source.text) + len(BETWEEN_BLOCKS)]):
        here = range(bisect_left(starts, begin), bisect_left(starts, end))
        there = [place for place in here if words[place].sentence in kept]
        if there:
            last = words[there[-1]].sentence
            after = [place for place in here if words[place].sentence > last]
            if after and opens_a_condition(diff.a, after[0]):
                after = [place for place in after if words[place].sentence > words[after[0]].sentence]
            first = [place for place in here if words[place].sentence >= words[there[0]].sentence]
            lo = start_of(source.text, words[first[0]].start, begin)
            hi = start_of(source.text, words[after[0]].start, begin) if after else end - len(BETWEEN_BLOCKS)
            blocks.append([stretch for stretch in cut(source, lo, hi) if stretch[0] not in others])
    return extract(lines, blocks) if blocks else source


def _others_passed_over(source: Extract, diff: Difference, lines: Sequence[Line]) -> set[int]:
    """The lines of ``diff.a`` that an ellipsis passes over whole and that nobody says who says what is kept."""
    passed = {place for segment in passed_over(diff) for place in range(segment.a0, segment.a1)}
    starts = [offset for _, _, _, offset in source.parts]
    homes = [source.parts[bisect_right(starts, word.start) - 1][0] for word in diff.a.words]
    kept = {home for place, home in enumerate(homes) if place not in passed}
    speakers = {lines[home].speaker for home in kept}
    return {home for home in homes if home not in kept and lines[home].speaker not in speakers}


def start_of(text: str, start: int, floor: int) -> int:
    """Where a sentence begins whose first word is at ``start``: before the opening marks that touch it."""
    while start > floor and not text[start - 1].isspace():
        start -= 1
    return start


def cut(source: Extract, lo: int, hi: int) -> list[Stretch]:
    """The part of a source from ``lo`` to ``hi`` as stretches of its lines, blanks at their ends left out."""
    stretches = []
    for line, start, end, offset in source.parts:
        first, last = max(lo, offset), min(hi, offset + end - start)
        text = source.text[first:last]
        if text.strip():
            first, last = first + len(text) - len(text.lstrip()), last - len(text) + len(text.rstrip())
            stretches.append((line, first - offset + start, last - offset + start))
    return stretches


def opens_a_condition(words: Words, place: int) -> bool:
    """Whether a sentence opens at a place with a word that hangs it on the one before: *unless*, *except*."""
    lex = lexicon()
    if place >= len(words.words):
        return False
    form = words.words[place].form
    return form != "if" and (form in lex.condition or form in lex.exception)


def passed_over(diff: Difference) -> Iterator[Segment]:
    """The stretches of ``diff.a`` that the quote ``diff.b`` marks by an ellipsis between words of its own."""
    ellipses = frozenset(diff.b.ellipses)
    for segment in diff.segments:
        if segment.b0 == segment.b1 and 0 < segment.b0 < len(diff.b.words) and segment.b0 in ellipses:
            yield segment


def added(diff: Difference) -> list[str]:
    """Sentences of the quote ``diff.b`` of which the transcript's text has next to nothing.

    One that stands there word for word is there, though the alignment, which keeps the order, passed it by.
    """
    said = f" {' '.join(word.form for word in diff.a.words)} "
    told = []
    for places in absent(diff, WEIGHTY):
        forms = " ".join(diff.b.words[place].form for place in places)
        if f" {forms} " not in said:
            told.append(shown(diff.b, places[0], places[-1] + 1))
    return told


def absent(diff: Difference, least: float) -> list[list[int]]:
    """The words of each sentence of a quote ``diff.b`` of several that weighs ``least`` and is next to not aligned."""
    linked = {j for _, j in diff.links}
    sentences: dict[int, list[int]] = {}
    for place, word in enumerate(diff.b.words):
        if not word.bracketed:
            sentences.setdefault(word.sentence, []).append(place)
    found = []
    for places in sentences.values() if len(sentences) > 1 else ():
        total = sum(diff.b.words[place].weight for place in places)
        there = sum(diff.b.words[place].weight for place in places if place in linked)
        if total >= least and there < RENDERED * total:
            found.append(places)
    return found


def turned(verdict: Verdict, diff: Difference) -> Verdict:
    """The verdict for a quote whose ellipsis, cut or addition changes what was said: *altered*, and farther apart."""
    if verdict.label == "altered" and verdict.altered >= CONSTANTS["altered_by_trimming"]:
        return verdict
    altered = max(verdict.altered, CONSTANTS["altered_by_trimming"])
    parts = divergence_parts(verdict.similarity, altered, cut=trimming(diff) is not None)
    divergence = min(1.0, max(0.0, sum(part.amount for part in parts)))
    return replace(verdict, label="altered", altered=altered, divergence=divergence, parts=parts)


def left_out_sentences(diff: Difference) -> int:
    """How many whole sentences of ``diff.a`` between words that the quote has stand in it with no ellipsis for them."""
    said = {diff.a.words[i].sentence for i, _ in diff.links}
    if not said:
        return 0
    marked = {word.sentence for segment in passed_over(diff) for word in diff.a.words[segment.a0 : segment.a1]}
    between = {word.sentence for word in diff.a.words if min(said) < word.sentence < max(said)}
    return len(between - said - marked)


def places_of(diff: Difference, source: Extract, lines: Sequence[Line]) -> tuple[Place, ...]:
    """The spans of the transcript's lines that the quote ``diff.b`` renders; ``diff.a`` is of ``source``."""
    first, last = diff.region_a
    skipped = {place for segment in passed_over(diff) for place in range(segment.a0, segment.a1)}
    said = {diff.a.words[i].sentence for i, _ in diff.links}
    kept = [
        place
        for place in range(first, last)
        if place not in skipped and (not said or diff.a.words[place].sentence in said)
    ]
    spans: dict[int, list[list[int]]] = {}
    before = -2
    at = 0
    for place in kept:
        word = diff.a.words[place]
        while at + 1 < len(source.parts) and source.parts[at + 1][3] <= word.start:
            at += 1
        _, start, _, offset = source.parts[at]
        begin, end = word.start - offset + start, word.end - offset + start
        here = spans.setdefault(at, [])
        # Words that are idle speech are not among ``diff.a.words``, so that they stay inside a span.
        if here and place == before + 1:
            here[-1][1] = end
        else:
            here.append([begin, end])
        before = place
    return tuple(_place(lines[source.parts[at][0]], [Span(*span) for span in found]) for at, found in spans.items())


def _place(line: Line, spans: Sequence[Span]) -> Place:
    text = " … ".join(line.text[span.start : span.end] for span in spans)
    return Place(line.id, line.speaker, line.doc, tuple(spans), text, line.start)


def shown(words: Words, lo: int, hi: int) -> str:
    """The words ``lo`` to ``hi`` as they stand in the text, cut where that is long."""
    return cut_short(words.text[words.words[lo].start : words.words[hi - 1].end])


def cut_short(text: str) -> str:
    """Text of at most ``SHOWN`` characters, an ellipsis for the rest."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 2].rstrip()} …"
