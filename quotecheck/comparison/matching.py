"""Finding in a corpus the texts that render the same statement as a query.

Two measures that err on different texts, the embedding and rare letter trigrams, are added up. Then a corpus text
gives way where another query fits it better: of two near-identical sentences each goes to its own counterpart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.ngrams import TrigramIndex
from quotecheck.comparison.similarity import probability
from quotecheck.embedding import Encoder
from quotecheck.records import Hit, Match, Text

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CELLS = 8_000_000
"""Scores held at once: 64 MB of float32 for the embedding and the trigrams of one block of queries."""

POOL = 50
"""Candidates kept for each query beyond the asked ones, before corpus texts give way to better fitting queries."""

_GRID = 2048.0
"""Vectors are rounded to multiples of 1/2048 before they are multiplied. Then every product and every partial sum is a
whole number of 1/2048² below 2²⁴ (by Cauchy-Schwarz, rows being of length 1), which float32 holds exactly: the result
is the same for any shape of the product, any order of its sums and any number of threads. It costs about 0.0002."""

DIGITS = 4
"""Decimals of a score that count."""


def find_matches(
    queries: Sequence[Text], corpus: Sequence[Text], k: int, encoder: Encoder, *, rivals: bool = True
) -> list[Match]:
    """For each query, in the order given, the best ``k`` texts of the corpus (fewer in a smaller corpus).

    ``Hit.score`` ranks, in about [0, 1]; ``Hit.same`` is the probability of one statement. Ties go by id. The order of
    the corpus does not matter, nor how queries are ordered; but which other queries there are does, a little: a corpus
    text that another query fits better is less likely to be the answer to this one. With ``rivals`` False each query is
    answered as if it were asked alone. Texts that differ only in case and
    white space count as one query. Memory is bounded by CELLS and 1.6 kB for each text of either side, time grows with
    queries times corpus.
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
    found = _search(asked, texts, k + POOL, encoder)
    hits = _ranked(found, asked, ids, k, CONSTANTS["match_rival"] if rivals else 0.0)
    return [Match(query.id, hits[place[query.text]]) for query in queries]


class _Found:
    """Candidates of each query, and for each corpus text how well the two queries fit it that fit it best."""

    def __init__(self, corpus: int) -> None:
        self.candidates: list[Ints] = []
        self.semantic: list[Floats] = []
        self.lexical: list[Floats] = []
        self.best = np.full(corpus, -np.inf, np.float32)
        self.best_key = np.full(corpus, -1, np.int64)
        self.second = np.full(corpus, -np.inf, np.float32)


def _search(asked: Sequence[str], texts: Sequence[str], pool: int, encoder: Encoder) -> _Found:
    left, right = _on_grid(encoder.encode(asked)), _on_grid(encoder.encode(texts))
    index = TrigramIndex(texts)
    prepared = index.queries(asked)
    folded = sorted({_folded(text) for text in asked})
    keys = {text: number for number, text in enumerate(folded)}
    found = _Found(len(texts))
    step = max(1, CELLS // len(texts))
    for first in range(0, len(asked), step):
        semantic = (left[first : first + step] @ right.T) / np.float32(_GRID * _GRID)
        for offset, row in enumerate(semantic):
            lexical = np.round(index.scores(*prepared[first + offset]), DIGITS)
            fit = fit_of(row, lexical)
            _keep_two(found, fit, keys[_folded(asked[first + offset])])
            chosen = best_of(fit, pool)
            found.candidates.append(chosen)
            found.semantic.append(row[chosen])
            found.lexical.append(lexical[chosen])
    return found


def fit_of(semantic: Floats, lexical: Floats) -> Floats:
    """How well texts fit a query, in about [0, 1], by the cosines of their embeddings and of their trigrams."""
    share = np.float32(CONSTANTS["match_semantic"])
    return share * semantic + (np.float32(1) - share) * lexical


def _keep_two(found: _Found, fit: Floats, key: int) -> None:
    """Keep for each corpus text the best fit of any query, whose, and the best of any other query."""
    same = found.best_key == key
    better = fit > found.best
    overtaken = better & ~same
    found.second[overtaken] = found.best[overtaken]
    runner_up = ~better & ~same & (fit > found.second)
    found.second[runner_up] = fit[runner_up]
    found.best[better] = fit[better]
    found.best_key[better] = key


def best_of(fit: Floats, pool: int) -> Ints:
    """Where the ``pool`` highest of a row stand, and all that tie with the last of them."""
    if len(fit) <= pool:
        return np.arange(len(fit))
    cut = np.partition(fit, len(fit) - pool)[len(fit) - pool]
    return np.flatnonzero(fit >= cut)


def _ranked(
    found: _Found, asked: Sequence[str], ids: Sequence[str], k: int, giving_way: float
) -> list[tuple[Hit, ...]]:
    folded = sorted({_folded(text) for text in asked})
    keys = {text: number for number, text in enumerate(folded)}
    result = []
    for number, text in enumerate(asked):
        chosen, semantic, lexical = found.candidates[number], found.semantic[number], found.lexical[number]
        fit = fit_of(semantic, lexical)
        own = found.best_key[chosen] == keys[_folded(text)]
        rival = np.where(own, found.second[chosen], found.best[chosen])
        ahead = np.maximum(0.0, rival - fit)
        score = np.round(fit - giving_way * ahead, DIGITS)
        top = np.lexsort((chosen, -score))[:k]
        result.append(
            tuple(
                Hit(ids[chosen[at]], float(score[at]), same_of(float(semantic[at]), float(lexical[at])))
                for at in top.tolist()
            )
        )
    return result


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


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
