"""Finding in a corpus the texts that render the same statement as a query.

Two measures that err on different texts, the embedding and rare letter trigrams, are added up. Then queries that want
the same text are told apart (assignment.py): of two near-identical sentences each goes to its own counterpart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.assignment import Wishes, numbered, prices
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.ngrams import TrigramIndex
from quotecheck.comparison.similarity import probability
from quotecheck.embedding import Encoder
from quotecheck.records import Hit, Match, Text

Floats = npt.NDArray[np.float32]
Wide = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CELLS = 8_000_000
"""Scores held at once: 64 MB of float32 for the embedding and the trigrams of one block of queries."""

POOL = 60
"""Candidates of each query among which the queries share out the corpus."""

_GRID = 2048.0
"""Vectors are cut to multiples of 1/2048 before they are multiplied. Then every product and every partial sum is a
whole number of 1/2048² below 2²⁴ (by Cauchy-Schwarz, rows being of length 1), which float32 holds exactly: the result
is the same for any shape of the product, any order of its sums and any number of threads. Divided by the lengths of the
cut vectors, a cosine is off by about 0.0002."""

DIGITS = 4
"""Decimals of a score that count."""


def find_matches(
    queries: Sequence[Text], corpus: Sequence[Text], k: int, encoder: Encoder, *, rivals: bool = True
) -> list[Match]:
    """For each query, in the order given, the best ``k`` texts of the corpus (fewer in a smaller corpus).

    ``Hit.score`` ranks, in about [0, 1]; ``Hit.same`` is the probability of one statement. Ties go by id. The order of
    the corpus does not matter, nor how queries are ordered; but which other queries there are does, a little: a corpus
    text that another query needs more is less likely to be the answer to this one. With ``rivals`` False each query is
    answered as if it were asked alone. Texts that differ only in case and white space count as one. Memory is bounded
    by CELLS, 3 kB for each text of either side and, for each query, 0.1 kB for every candidate (the larger of POOL and
    ``k``); time grows with queries times corpus.
    """
    if not queries:
        return []
    if not corpus or k < 1:
        return [Match(query.id, ()) for query in queries]
    order = sorted(range(len(corpus)), key=lambda at: (corpus[at].id, corpus[at].text))
    texts = [corpus[at].text for at in order]
    ids = [corpus[at].id for at in order]
    asked = sorted({query.text for query in queries})
    place = {text: number for number, text in enumerate(asked)}
    found = _search(asked, texts, max(k, POOL), encoder)
    price = _prices(found, asked, texts) if rivals else np.zeros(len(texts))
    hits = [_ranked(found, at, ids, price, k) for at in range(len(asked))]
    return [Match(query.id, hits[place[query.text]]) for query in queries]


@dataclass(slots=True)
class _Found:
    """Candidates of each query, and how well they fit it: altogether, and by either measure."""

    candidates: list[Ints] = field(default_factory=list)
    fit: list[Floats] = field(default_factory=list)
    semantic: list[Floats] = field(default_factory=list)
    lexical: list[Floats] = field(default_factory=list)


def _search(asked: Sequence[str], texts: Sequence[str], pool: int, encoder: Encoder) -> _Found:
    left, right = _on_grid(encoder.encode(asked)), _on_grid(encoder.encode(texts))
    lengths, right_lengths = _lengths(left), _lengths(right)
    index = TrigramIndex(texts)
    prepared = index.queries(asked)
    found = _Found()
    step = max(1, CELLS // len(texts))
    for first in range(0, len(asked), step):
        semantic = left[first : first + step] @ right.T
        semantic /= lengths[first : first + step, None]
        semantic /= right_lengths
        for offset, row in enumerate(semantic):
            lexical = np.round(index.scores(*prepared[first + offset]), DIGITS)
            fit = fit_of(row, lexical)
            chosen = best_of(fit, pool)
            if len(chosen) > pool:  # of a line that stands there a thousand times, the first by id
                chosen = np.sort(chosen[np.lexsort((chosen, -fit[chosen]))[:pool]])
            found.candidates.append(chosen)
            found.fit.append(fit[chosen])
            found.semantic.append(row[chosen])
            found.lexical.append(lexical[chosen])
    return found


def _prices(found: _Found, asked: Sequence[str], texts: Sequence[str]) -> Wide:
    """(texts,): what each text of the corpus costs the queries that want it."""
    query, askings = numbered([_folded(text) for text in asked])
    number, copies = numbered([_folded(text) for text in texts])
    wishes = Wishes(
        first=np.cumsum([0, *map(len, found.candidates)]),
        text=number[np.concatenate(found.candidates)],
        fit=np.concatenate(found.fit).astype(np.float64),
        weight=1.0 / askings[query],
        copies=copies,
    )
    return prices(wishes, CONSTANTS["match_softness"])[number]


def fit_of(semantic: Floats, lexical: Floats) -> Floats:
    """How well texts fit a query, in about [0, 1], by the cosines of their embeddings and of their trigrams."""
    share = np.float32(CONSTANTS["match_semantic"])
    return share * semantic + (np.float32(1) - share) * lexical


def best_of(fit: Floats, pool: int) -> Ints:
    """Where the ``pool`` highest of a row stand, and all that tie with the last of them."""
    if len(fit) <= pool:
        return np.arange(len(fit))
    cut = np.partition(fit, len(fit) - pool)[len(fit) - pool]
    return np.flatnonzero(fit >= cut)


def _ranked(found: _Found, query: int, ids: Sequence[str], price: Wide, k: int) -> tuple[Hit, ...]:
    chosen, semantic, lexical = found.candidates[query], found.semantic[query], found.lexical[query]
    score = np.round(found.fit[query] - price[chosen], DIGITS)
    top = np.lexsort((chosen, -score))[:k].tolist()
    shown = np.clip(score, 0.0, 1.0)
    return tuple(Hit(ids[chosen[at]], float(shown[at]), same_of(float(semantic[at]), float(lexical[at]))) for at in top)


def same_of(semantic: float, lexical: float) -> float:
    """The probability that a text is one statement with the query, by the same two cosines."""
    return probability(
        CONSTANTS["match_intercept"]
        + CONSTANTS["match_same_semantic"] * semantic
        + CONSTANTS["match_same_lexical"] * lexical
    )


def _on_grid(vectors: Floats) -> Floats:
    """Whole numbers of 1/_GRID, cut towards zero so that no row grows longer than it was."""
    grid: Floats = np.trunc(vectors * np.float32(_GRID))
    return grid


def _lengths(grid: Floats) -> Floats:
    """(n,) of rows on the grid; 1 for a row of zeros. The squares are whole numbers, so their sums are exact."""
    lengths: Floats = np.maximum(np.sqrt(np.square(grid, dtype=np.float64).sum(axis=1)), 1.0).astype(np.float32)
    return lengths


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
