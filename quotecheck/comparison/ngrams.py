"""Letter trigrams weighted by rarity: the lexical side of searching, of a whole corpus or of some of its texts.

TF-IDF over character trigrams within word bounds (Cavnar & Trenkle, 1994; weights as in Salton & Buckley, 1988, with
logarithmic term frequency). How rare a trigram is, is counted over the whole corpus in either case.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Wide = npt.NDArray[np.float64]

_BITS = 21
"""Bits of a code point: three make one int64 without collisions."""

_LONGEST = 20_000
"""Characters of a text that are looked at; what makes a text findable stands well before."""


class Trigrams(NamedTuple):
    """Which trigrams some texts hold, sorted by text, then code: text number, code, and how often, three columns."""

    text: Ints
    code: Ints
    often: Ints


class Rarity(NamedTuple):
    """How rare trigrams are among ``size`` texts: their ``codes``, sorted, and how many of the texts hold each."""

    size: int
    codes: Ints
    texts: Ints

    @classmethod
    def of(cls, found: Trigrams, size: int) -> Rarity:
        """The rarity among ``size`` texts of the trigrams found in them."""
        codes, texts = np.unique(found.code, return_counts=True)
        return cls(size, codes, texts.astype(np.int64))

    def joined(self, other: Rarity) -> Rarity:
        """The rarity among the texts of both."""
        codes = np.union1d(self.codes, other.codes)
        texts = np.zeros(len(codes), np.int64)
        for one in (self, other):
            texts[np.searchsorted(codes, one.codes)] += one.texts
        return Rarity(self.size + other.size, codes, texts)

    def weights(self, found: Trigrams) -> Wide:
        """(t,) the weights of the trigrams found in any texts, those of one text of length 1 together.

        A trigram that this corpus lacks cannot match, but makes a text longer: it weighs as the rarest.
        """
        texts = np.append(self.texts, 0)[places(self.codes, found.code)]
        weights: Wide = (1.0 + np.log(found.often)) * (np.log((1.0 + self.size) / (1.0 + texts)) + 1.0)
        norms = np.sqrt(np.bincount(found.text, weights=weights * weights))
        return weights / norms[found.text]


def trigrams(texts: Sequence[str]) -> Trigrams:
    """All trigrams of all texts."""
    rows: list[Ints] = [np.zeros(0, np.int64)]
    codes: list[Ints] = [np.zeros(0, np.int64)]
    counts: list[Ints] = [np.zeros(0, np.int64)]
    for row, text in enumerate(texts):
        found, number = np.unique(_codes(text), return_counts=True)
        rows.append(np.full(len(found), row, np.int64))
        codes.append(found)
        counts.append(number.astype(np.int64))
    return Trigrams(np.concatenate(rows), np.concatenate(codes), np.concatenate(counts))


def places(codes: Ints, wanted: Ints) -> Ints:
    """Where each wanted code stands among sorted ones; their number where it is not among them."""
    place = np.searchsorted(codes, wanted)
    return np.where(np.append(codes, -1)[place] == wanted, place, len(codes))


def cosines(query: str, texts: Sequence[str], rarity: Rarity) -> Floats:
    """(n,) the cosines of the query with each of the texts, as TrigramIndex.scores gives them."""
    asked, held = trigrams([query]), trigrams(texts)
    place = places(asked.code, held.code)
    shared = place < len(asked.code)
    products = rarity.weights(held).astype(np.float32)[shared] * rarity.weights(asked)[place[shared]]
    return np.bincount(held.text[shared], weights=products, minlength=len(texts)).astype(np.float32)


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
    """A corpus by its trigrams: postings are stored by trigram, so that a query costs what its trigrams occur."""

    def __init__(self, corpus: Sequence[str]) -> None:
        self.size = len(corpus)
        found = trigrams(corpus)
        self._rarity = Rarity.of(found, self.size)
        # Sorted by trigram; stable, so that each posting list stays in the order of the corpus.
        order = np.argsort(found.code, kind="stable")
        self._rows = found.text[order]
        self._weights = self._rarity.weights(found)[order].astype(np.float32)
        self._begin = np.concatenate(([0], np.cumsum(self._rarity.texts)))

    def queries(self, texts: Sequence[str]) -> list[tuple[Ints, Wide]]:
        """For each text its known trigrams (numbers in this index) and their weights, of length 1 with the unknown."""
        found = trigrams(texts)
        place, weights = places(self._rarity.codes, found.code), self._rarity.weights(found)
        bounds = np.searchsorted(found.text, np.arange(len(texts) + 1)).tolist()
        known = place < len(self._rarity.codes)
        result = []
        for begin, end in pairwise(bounds):
            kept = known[begin:end]
            result.append((place[begin:end][kept], weights[begin:end][kept]))
        return result

    def scores(self, numbers: Ints, weights: Wide) -> Floats:
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
