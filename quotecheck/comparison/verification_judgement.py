"""What is said of a quote and the sentences of a transcript that it renders: label, spans, what an ellipsis hides."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.governing import governs, phrases_in
from quotecheck.comparison.judgement import Verdict, divergence_parts, trimming
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.verification_speech import read_speech
from quotecheck.comparison.words import Words
from quotecheck.records import Line, Place, Span

WEIGHTY = 2.0
"""Weight of a sentence, two content words, from which on it matters that the transcript lacks it."""

RENDERED = 0.34
"""A sentence of a quote is rendered from somewhere if at least this share of its weight is aligned. By hand."""

MOST_BETWEEN = 20_000
"""Characters that are read of what lies between two places."""

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
    """The source without the sentences at the ends of its blocks that the quote ``diff.b`` has nothing of."""
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
    blocks = []
    for begin, end in pairwise([*source.blocks, len(source.text) + len(BETWEEN_BLOCKS)]):
        here = [place for place, word in enumerate(words) if begin <= word.start < end]
        there = [place for place in here if words[place].sentence in kept]
        if there:
            last = words[there[-1]].sentence
            after = [place for place in here if words[place].sentence > last]
            if after and opens_a_condition(diff.a, after[0]):
                after = [place for place in after if words[place].sentence > words[after[0]].sentence]
            first = [place for place in here if words[place].sentence >= words[there[0]].sentence]
            lo = _start_of(source.text, words[first[0]].start, begin)
            hi = _start_of(source.text, words[after[0]].start, begin) if after else end - len(BETWEEN_BLOCKS)
            blocks.append(_cut(source, lo, hi))
    return extract(lines, blocks) if blocks else source


def _start_of(text: str, start: int, floor: int) -> int:
    """Where a sentence begins whose first word is at ``start``: before the opening marks that touch it."""
    while start > floor and not text[start - 1].isspace():
        start -= 1
    return start


def _cut(source: Extract, lo: int, hi: int) -> list[Stretch]:
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


def hidden(diff: Difference) -> list[str]:
    """What the quote passes over, or was cut off from, that turns what it keeps; as it stands in the transcript.

    Behind an ellipsis that is any negation, condition or exception, and any hedge that bears on the words kept; where
    the quote begins or ends, what governs its words.
    """
    marked = frozenset(passed_over(diff))

    def hides(segment: Segment) -> bool:
        at_edge = segment.b0 == segment.b1 and segment.b0 in (0, len(diff.b.words)) and segment.a0 < segment.a1
        if segment in marked and _turning(diff.a, segment.a0, segment.a1) is not None:
            return True
        return (segment in marked or at_edge) and governs(diff.a, segment.a0, segment.a1)

    return [_shown(diff.a, segment.a0, segment.a1) for segment in diff.segments if hides(segment)]


def hidden_between(diff: Difference, source: Extract, lines: Sequence[Line]) -> list[str]:
    """What an ellipsis passes over between two blocks, if that turns the sense: the first sentence that does.

    Only where the second block stands further on in the same document.
    """
    found: list[str] = []
    bounds = [*source.blocks, len(source.text) + 1]
    ranges: dict[int, tuple[int, int]] = {}  # the words of the quote that each block holds, first and last
    for i, j in diff.links:
        block = bisect_right(bounds, diff.a.words[i].start) - 1
        low, high = ranges.get(block, (j, j))
        ranges[block] = min(low, j), max(high, j)
    for one, other in pairwise(sorted(ranges)):
        marked = any(ranges[one][1] < place <= ranges[other][0] for place in diff.b.ellipses)
        before = [part for part in source.parts if bounds[one] <= part[3] < bounds[one + 1]][-1]
        after = next(part for part in source.parts if part[3] >= bounds[other])
        first, last = lines[before[0]], lines[after[0]]
        if not marked or first.doc != last.doc or (after[0], after[1]) < (before[0], before[2]):
            continue
        if before[0] == after[0]:
            texts = [first.text[before[2] : after[1]]]
        else:
            texts = [
                first.text[before[2] :],
                *(line.text for line in lines[before[0] + 1 : after[0]]),
                last.text[: after[1]],
            ]
        words = read_speech(" ".join(texts)[:MOST_BETWEEN])
        turning = _turning(words, 0, len(words.words))
        if turning is not None:
            sentence = words.words[turning].sentence
            places = [place for place, word in enumerate(words.words) if word.sentence == sentence]
            found.append(_shown(words, places[0], places[-1] + 1))
    return found


def _turning(words: Words, lo: int, hi: int) -> int | None:
    """The first of some words that negates, conditions or excepts, or hedges a sentence that is left out whole."""
    lex = lexicon()
    every = words.words
    around = {every[place].sentence for place in (lo - 1, hi) if 0 <= place < len(every)}
    for place in range(lo, hi):
        form = every[place].form
        if form in lex.negation or form in lex.condition or form in lex.exception:
            return place
        if lex.certainty.get(form) == "unsure" and every[place].sentence not in around:
            return place
    for place, kind in phrases_in(every, lo, hi):
        if kind in ("condition", "exception") or (kind == "hedge" and every[place].sentence not in around):
            return place
    return None


def added(diff: Difference) -> list[str]:
    """Sentences of the quote ``diff.b`` of which the transcript's text has next to nothing.

    One that stands there word for word is there, though the alignment, which keeps the order, passed it by.
    """
    said = f" {' '.join(word.form for word in diff.a.words)} "
    linked = {j for _, j in diff.links}
    sentences: dict[int, list[int]] = {}
    for place, word in enumerate(diff.b.words):
        if not word.bracketed:
            sentences.setdefault(word.sentence, []).append(place)
    told = []
    for places in sentences.values() if len(sentences) > 1 else ():
        total = sum(diff.b.words[place].weight for place in places)
        found = sum(diff.b.words[place].weight for place in places if place in linked)
        forms = " ".join(diff.b.words[place].form for place in places)
        if total >= WEIGHTY and found < RENDERED * total and f" {forms} " not in said:
            told.append(_shown(diff.b, places[0], places[-1] + 1))
    return told


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


def _shown(words: Words, lo: int, hi: int) -> str:
    text = words.text[words.words[lo].start : words.words[hi - 1].end]
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 2].rstrip()} …"
