"""Letter trigrams weighted by rarity: the lexical side of searching a corpus, in NumPy and an inverted index.

TF-IDF over character trigrams within word bounds (Cavnar & Trenkle, 1994; weights as in Salton & Buckley, 1988, with
logarithmic term frequency). Postings are stored by trigram, so that a query costs what its trigrams occur.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Wide = npt.NDArray[np.float64]

_BITS = 21
"""Bits of a code point: three make one int64 without collisions."""

_CHUNK = 4096
"""Texts whose trigrams are counted at once, to bound the memory of the raw trigrams."""

_LONGEST = 20_000
"""Characters of a text that are looked at; what makes a text findable stands well before."""


def trigrams(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """All trigrams of all texts as (text number, trigram code, count), sorted by text, then code."""
    rows: list[Ints] = []
    codes: list[Ints] = []
    counts: list[Ints] = []
    for first in range(0, len(texts), _CHUNK):
        for offset, text in enumerate(texts[first : first + _CHUNK]):
            found, number = np.unique(_codes(text), return_counts=True)
            rows.append(np.full(len(found), first + offset, np.int64))
            codes.append(found)
            counts.append(number.astype(np.int64))
    if not rows:
        empty = np.zeros(0, np.int64)
        return empty, empty, empty
    return np.concatenate(rows), np.concatenate(codes), np.concatenate(counts)


def _codes(text: str) -> Ints:
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace("’", "'")
    spaced = f" {' '.join(folded.split())} "
    points = np.frombuffer(spaced.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    if len(points) < 3:
        return np.zeros(0, np.int64)
    inside = points[1:-1] != ord(" ")  # a trigram with a space in its middle says which words are neighbours: left out
    packed: Ints = (points[:-2] << 2 * _BITS) | (points[1:-1] << _BITS) | points[2:]
    kept: Ints = packed[inside]
    return kept


class TrigramIndex:
    """A corpus by its trigrams."""

    def __init__(self, corpus: Sequence[str]) -> None:
        self.size = len(corpus)
        rows, codes, counts = trigrams(corpus)
        self._codes, inverse, df = np.unique(codes, return_inverse=True, return_counts=True)
        self._idf = np.log((1.0 + self.size) / (1.0 + df)) + 1.0
        weights = (1.0 + np.log(counts)) * self._idf[inverse]
        norms = np.sqrt(np.bincount(rows, weights=weights * weights, minlength=self.size))
        weights /= norms[rows]
        # Sorted by trigram; stable, so that each posting list stays in the order of the corpus.
        order = np.argsort(inverse, kind="stable")
        self._rows = rows[order]
        self._weights = weights[order].astype(np.float32)
        self._begin = np.concatenate(([0], np.cumsum(df)))

    def queries(self, texts: Sequence[str]) -> list[tuple[Ints, Wide]]:
        """For each text its known trigrams (numbers in this index) and their weights, of length 1 together."""
        rows, codes, counts = trigrams(texts)
        if not len(self._codes) or not len(codes):
            return [(np.zeros(0, np.int64), np.zeros(0)) for _ in texts]
        place = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        known = self._codes[place] == codes
        # A trigram that the corpus lacks cannot match, but makes the query longer: it weighs as the rarest.
        weights = (1.0 + np.log(counts)) * np.where(known, self._idf[place], np.log(1.0 + self.size) + 1.0)
        norms = np.sqrt(np.bincount(rows, weights=weights * weights, minlength=len(texts)))
        bounds = np.searchsorted(rows, np.arange(len(texts) + 1))
        result = []
        for number in range(len(texts)):
            own = slice(int(bounds[number]), int(bounds[number + 1]))
            keep = known[own]
            norm = norms[number] if norms[number] > 0 else 1.0
            result.append((place[own][keep], weights[own][keep] / norm))
        return result

    def scores(self, numbers: Ints, weights: Wide) -> npt.NDArray[np.float32]:
        """Cosine of one query with every text of the corpus: (size,) float32."""
        if not len(numbers):
            return np.zeros(self.size, np.float32)
        begin, end = self._begin[numbers], self._begin[numbers + 1]
        lengths = end - begin
        # All postings of the query's trigrams, gathered in one go: the ranges begin:end laid end to end.
        total = int(lengths.sum())
        steps = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        where = np.repeat(begin, lengths) + steps
        found = np.bincount(
            self._rows[where], weights=self._weights[where] * np.repeat(weights, lengths), minlength=self.size
        )
        return found.astype(np.float32)
