"""Two texts as one row of word pieces, as the judge's network reads them: each piece marked with its text and its word.

The marks say what a reader who lays one text beside the other sees at once: whether the other text has the word too,
as often, in another form, or not at all, and whether it is a name, which the uncased word pieces no longer tell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from quotecheck.comparison.words import Word
from quotecheck.networks.runtime import well_formed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

HELD, COUNTED, KIN, ABSENT = range(4)
"""The other text has the word as often, more or less often, in another form (or no word stands there), not at all."""

NAME, SECOND, NONE = 4, 8, 16
"""Added to a mark for a name and in the second text; the mark of [CLS] and [SEP]."""

MARKS = 17


@dataclass(frozen=True, slots=True)
class Row:
    """Word pieces of two texts, [CLS] and [SEP] included: ids, marks (l,) int64, and where the pieces stand.

    ``starts`` and ``ends`` (l,) int64 are code points in the piece's own text; -1 for [CLS] and [SEP].
    """

    ids: NDArray[np.int64]
    marks: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """One text as word pieces: ids, code points, and the number of the word each is a part of, -1 for none."""

    ids: list[int]
    spans: list[tuple[int, int]]
    of: list[int]
    words: Sequence[Word]


def side(tokenizer: Tokenizer, text: str, words: Sequence[Word]) -> Side:
    """Cut a text into word pieces; ``words`` are its own, as read_words has them."""
    encoding = tokenizer.encode(well_formed(text), add_special_tokens=False)
    starts = [word.start for word in words]
    of = []
    for start, _ in encoding.offsets:
        at = bisect_right(starts, start) - 1
        of.append(at if at >= 0 and start < words[at].end else -1)
    return Side(encoding.ids, encoding.offsets, of, words)


def row(one: Side, two: Side, cls: int, sep: int) -> Row:
    """[CLS] one [SEP] two [SEP]."""
    ids = [cls, *one.ids, sep, *two.ids, sep]
    marks = [NONE, *_marks(one, two), NONE, *(mark + SECOND for mark in _marks(two, one)), NONE]
    spans = [(-1, -1), *one.spans, (-1, -1), *two.spans, (-1, -1)]
    places = np.array(spans, np.int64)
    return Row(np.array(ids, np.int64), np.array(marks, np.int64), places[:, 0], places[:, 1])


def _marks(mine: Side, other: Side) -> list[int]:
    here = Counter(word.form for word in mine.words)
    there = Counter(word.form for word in other.words)
    stems = {word.stem for word in other.words}
    values = {word.value for word in other.words if word.value is not None}

    def mark(word: Word) -> int:
        if word.form in there:
            state = HELD if there[word.form] == here[word.form] else COUNTED
        else:
            state = KIN if word.stem in stems or word.value in values else ABSENT
        return state + NAME * word.name

    by_word = [mark(word) for word in mine.words]
    return [by_word[number] if number >= 0 else HELD for number in mine.of]
