"""The sentences of a place that a quote renders: those alone, and in the order in which the quote has them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quotecheck.comparison.differences import Difference
from quotecheck.comparison.verification_judgement import (
    BETWEEN_BLOCKS,
    Extract,
    absent,
    cut,
    extract,
    rendered,
    start_of,
)
from quotecheck.comparison.verification_lookup import PIECES
from quotecheck.comparison.verification_speech import cleaned_difference, read_speech
from quotecheck.comparison.words import Words
from quotecheck.records import Line

STANDS = 0.5
"""Share of its weight that a sentence of a quote must have in a sentence of the transcript to stand there. By hand."""

WORTH_A_PLACE = 1.0
"""Weight from which on a sentence that is out of order is looked for: one word that is no small one."""


def narrowed(said: str, quoted: str) -> tuple[str, Difference]:
    """The sentences of ``said`` that the piece of a quote renders, and their difference.

    A piece is a sentence at most. Held against all that was said around it, it would be like only a part.
    """
    words = read_speech(quoted)
    diff = cleaned_difference(read_speech(said), words)
    line = Line("", said)
    text = rendered(extract([line], [[(0, 0, len(said))]]), diff, [line]).text
    return (said, diff) if text == said else (text, cleaned_difference(read_speech(text), words))


@dataclass(frozen=True, slots=True)
class _Home:
    """The sentences of a source, first and last, that one sentence of a quote renders, and the block they are in."""

    first: int
    last: int
    block: int


def in_quote_order(source: Extract, quoted: Words, lines: Sequence[Line]) -> Extract:
    """The source with sentences that the quote has the other way round made blocks of their own, in its order.

    An alignment keeps the order of both texts, so that of two sentences that changed places it finds one.
    """
    said = read_speech(source.text)
    diff = cleaned_difference(said, quoted)
    if not absent(diff, WORTH_A_PLACE):
        return source
    homes = _homes(source, said, diff)
    if not any(after.first < before.first for before, after in pairwise(homes)):
        return source
    runs: list[_Home] = []
    for home in homes:
        if runs and runs[-1].block == home.block and home.first >= runs[-1].first and home.last >= runs[-1].last:
            runs[-1] = _Home(runs[-1].first, home.last, home.block)
        else:
            runs.append(home)
    starts: dict[int, int] = {}
    for word in said.words:
        starts.setdefault(word.sentence, word.start)
    bounds = [*source.blocks, len(source.text) + len(BETWEEN_BLOCKS)]
    blocks = []
    for run in runs:
        end = bounds[run.block + 1] - len(BETWEEN_BLOCKS)
        last = min(end, starts.get(run.last + 1, end))
        lo, hi = (start_of(source.text, start, bounds[run.block]) for start in (starts[run.first], last))
        blocks.append(cut(source, lo, end if last == end else hi))
    return extract(lines, blocks)


def _homes(source: Extract, said: Words, diff: Difference) -> list[_Home]:
    """Where the sentences of the quote ``diff.b`` stand, in its order; those that stand nowhere are left out."""
    sentences: dict[int, list[int]] = {}
    for place, word in enumerate(diff.b.words):
        sentences.setdefault(word.sentence, []).append(place)
    linked: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for i, j in diff.links:
        linked[diff.b.words[j].sentence][diff.a.words[i].sentence] += diff.b.words[j].weight
    block_of = {word.sentence: bisect_right(source.blocks, word.start) - 1 for word in said.words}
    homes = []
    for number, (sentence, places) in enumerate(sentences.items()):
        words = diff.b.words[places[0] : places[-1] + 1]
        least = STANDS * sum(word.weight for word in words)
        held = linked[sentence]
        if sum(held.values()) < least and number < PIECES:  # what follows was not looked for either
            alone = cleaned_difference(said, read_speech(diff.b.text[words[0].start : words[-1].end]))
            held = defaultdict(float)
            for i, j in alone.links:
                held[alone.a.words[i].sentence] += alone.b.words[j].weight
        if not held or sum(held.values()) < least:
            continue
        fullest = max(held, key=lambda one: (held[one], -one))
        there = [one for one, weight in held.items() if weight >= WORTH_A_PLACE or one == fullest]
        there = [one for one in there if block_of[one] == block_of[fullest]]
        homes.append(_Home(min(there), max(there), block_of[fullest]))
    return homes
