"""An article as the tagger reads it: word pieces with what the quotation marks and the rules know of each.

Training and running both start here, so that the network meets the same input in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from quotecheck.networks.runtime import well_formed
from quotecheck.records import Span
from quotecheck.speech.attribution import Attribution
from quotecheck.speech.quotation import QuotedRegion

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP = 101, 102
"""Ids of upstream's vocabulary: what opens a window, and what ends each paragraph in it."""

RULES = {"content": 1, "cue": 2, "mention": 3}
"""What the rules take a piece for; 0 is none of these."""

LONGEST = 256
"""Word pieces of a window, [CLS] and [SEP] counted in."""

MARKS = 2 * 3 * 4
"""Kinds of pieces: outside or inside quotation marks; lower case, capitalised, upper case; what the rules say."""

_PLAIN_MARKS = str.maketrans("“”„‟«»‹›「」『』‘’‚‛`", '""""""""""""' + "'''''")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The n word pieces of an article, each paragraph's in turn.

    ``ids`` (n,) int64; ``marks`` (n,) int64, the kind of each piece as a number below ``MARKS``; ``starts`` and
    ``ends`` (n,) int64, code points of the article; ``paragraphs`` (n,) int64, the number of the piece's paragraph.
    """

    ids: NDArray[np.int64]
    marks: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    paragraphs: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


def pieces_of(
    tokenizer: Tokenizer,
    text: str,
    paragraphs: Sequence[Span],
    regions: Sequence[QuotedRegion],
    attributions: Sequence[Attribution],
) -> Pieces:
    """Cut the paragraphs into word pieces; marks of any style count as straight ones."""
    plain = [*text]
    inside = np.zeros(len(text), np.int8)
    for region in regions:
        if region.depth == 0:
            inside[region.outer.start : region.outer.end] = 1
            for mark in (range(region.outer.start, region.inner.start), range(region.inner.end, region.outer.end)):
                for at in mark:
                    plain[at] = '"'
    roles = np.zeros(len(text), np.int8)
    for attribution in attributions:
        for span in attribution.content:
            roles[span.start : span.end] = RULES["content"]
    for attribution in attributions:
        if attribution.cue is not None:
            roles[attribution.cue.start : attribution.cue.end] = RULES["cue"]
        if attribution.mention is not None:
            roles[attribution.mention.start : attribution.mention.end] = RULES["mention"]
    read = well_formed("".join(plain)).translate(_PLAIN_MARKS)
    encodings = tokenizer.encode_batch([read[p.start : p.end] for p in paragraphs], add_special_tokens=False)
    ids, starts, ends, numbers, cases = [], [], [], [], []
    for number, (paragraph, encoding) in enumerate(zip(paragraphs, encodings, strict=True)):
        word_case: dict[int | None, int] = {}
        for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
            first = word_case.get(word)
            if first is None:
                first = word_case[word] = _case(text[paragraph.start + start : paragraph.start + end])
            starts.append(paragraph.start + start)
            ends.append(paragraph.start + end)
            cases.append(first)
        ids.extend(encoding.ids)
        numbers.extend([number] * len(encoding.ids))
    begin = np.array(starts, np.int64)
    marks = inside[begin].astype(np.int64) * 12 + np.array(cases, np.int64) * 4 + roles[begin]
    return Pieces(np.array(ids, np.int64), marks, begin, np.array(ends, np.int64), np.array(numbers, np.int64))


def _case(word: str) -> int:
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def windows(pieces: Pieces, longest: int, start: int = 0) -> Iterator[range]:
    """Cut the pieces from ``start`` on into stretches that, with [CLS] and a [SEP] a paragraph, fit ``longest``.

    Paragraphs stay whole and go together while they fit; one that is too long alone is cut at the ends of sentences.
    """
    bounds = np.flatnonzero(np.diff(pieces.paragraphs[start:], prepend=-1, append=-1)) + start
    begin, used = start, 1
    for at, until in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if used + until - at + 1 > longest and begin < at:
            yield range(begin, at)
            begin, used = at, 1
        while until - begin + 2 > longest:
            cut = _cut(pieces, begin, begin + longest - 2)
            yield range(begin, cut)
            begin, used = cut, 1
        used += until - max(begin, at) + 1
    if begin < len(pieces):
        yield range(begin, len(pieces))


_ENDS = frozenset((1012, 1029, 999))  # . ? !


def _cut(pieces: Pieces, begin: int, end: int) -> int:
    """Behind the last sentence that ends in the second half of the stretch, else before the last word there."""
    for at in range(end - 1, begin + (end - begin) // 2, -1):
        if int(pieces.ids[at - 1]) in _ENDS and pieces.starts[at] > pieces.ends[at - 1]:
            return at
    for at in range(end, begin + (end - begin) // 2, -1):
        if pieces.starts[at] > pieces.ends[at - 1]:
            return at
    return end


def rows(pieces: Pieces, window: range) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """What the network is given of a window, each (l,): ids, marks, and the piece there, -1 for [CLS] and [SEP]."""
    places = np.arange(window.start, window.stop)
    after = np.flatnonzero(np.diff(pieces.paragraphs[places], append=-1)) + 1
    places = np.concatenate([[-1], np.insert(places, after, -1)])
    ids = np.where(places < 0, SEP, pieces.ids[places])
    ids[0] = CLS
    return ids, np.where(places < 0, 0, pieces.marks[places]), places
