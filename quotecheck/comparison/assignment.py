"""Which query a corpus text goes to where several want it: prices, as in entropic assignment.

Two near-identical sentences and their two renderings fit each other almost alike in all four ways, and only together
can the four be told apart: a rendering that is surely another sentence's is not this one's. So each text of the corpus
has a price, found by Sinkhorn's iterations (Cuturi, Sinkhorn Distances, 2013): every query spends one, every text is
bought once, and the texts that nobody needs go to a buyer for the rest.

That holds only where each query has an answer of its own. Many outlets may also quote one speech, and then they are
no rivals. How often queries share an answer is told by the batch itself, and it bounds the prices: buying a text twice
may cost what the odds against it are worth. Where sharing is as likely as not, prices are nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Wide = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ITERATIONS = 15
"""Of Sinkhorn. On the four translation sets together, more change no answer."""

ROUNDS = 6
"""Of estimating how often answers are shared; two or three nearly always reach a standstill."""

SHARED, QUERIES = 1.0, 3.0
"""Before anything is known, one of three queries shares its answer; thousands of them soon outweigh that."""

_NOBODY = -50.0
"""The log of what is bought of a text that nobody wants."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Candidates of queries, one after the other.

    ``first`` (queries + 1,): where each query's candidates begin. ``text`` and ``fit``: the number of each candidate
    and how well it fits. ``weight`` (queries,): 1, or the n-th part where n queries are one in other letters.
    ``copies`` (texts,): how many texts of the corpus are this one.
    """

    first: Ints
    text: Ints
    fit: Wide
    weight: Wide
    copies: Ints


def prices(wishes: Wishes, softness: float) -> Wide:
    """(texts,): what to take off a text's fit for every query; in the unit of the fit, about 0 for most.

    ``softness`` is the difference of fit that makes a text e times as likely to be the answer.
    """
    nothing: Wide = np.zeros(len(wishes.copies))
    if not _again(wishes, nothing):
        return nothing  # no two want one text
    full = softness * _potentials(wishes, wishes.fit / softness)
    usual = float(np.median(full[np.unique(_chosen(wishes, full))]))
    bound = before = 0.0
    for _ in range(ROUNDS):
        share = (_again(wishes, np.clip(full - usual, -bound, bound)) + SHARED) / (wishes.weight.sum() + QUERIES)
        before, bound = bound, max(0.0, softness * float(np.log((1 - share) / share)))
        if bound == before:
            break
    bound = min(before, bound) if before else bound  # the lower one, should they go on taking turns
    return np.clip(full - usual, -bound, bound)


def _again(wishes: Wishes, price: Wide) -> float:
    """How many queries choose a text that is bought already."""
    bought = np.bincount(_chosen(wishes, price), wishes.weight, len(price))
    return float(np.maximum(0.0, bought - wishes.copies).sum().round(9))


def _potentials(wishes: Wishes, wish: Wide) -> Wide:
    """(texts,): the logarithms of prices at which the queries spend what they have and each text is bought once."""
    sizes = np.diff(wishes.first)
    starts = wishes.first[:-1]
    copies = np.log(wishes.copies)
    rest = float(wishes.copies.sum() - wishes.weight.sum())
    found: Wide = np.zeros(len(copies))
    for _ in range(ITERATIONS):
        spent = wish - found[wishes.text]
        most = np.maximum.reduceat(spent, starts)
        total = most + np.log(np.add.reduceat(np.exp(spent - np.repeat(most, sizes)), starts)) - np.log(wishes.weight)
        wanted = wish - np.repeat(total, sizes)
        top = np.full(len(copies), _NOBODY)
        np.maximum.at(top, wishes.text, wanted)
        bought = top + np.log(np.bincount(wishes.text, np.exp(wanted - top[wishes.text]), len(copies)) + 1e-300)
        if rest > 0:
            low = found.min()
            buyer = np.log(rest) + low - np.log((wishes.copies * np.exp(low - found)).sum())
            bought = np.logaddexp(bought, buyer + copies)
        found = np.maximum(bought, _NOBODY) - copies
    return found


def _chosen(wishes: Wishes, price: Wide) -> Ints:
    """(queries,): the text that each query likes best; the first of equals."""
    left = wishes.fit - price[wishes.text]
    starts = wishes.first[:-1]
    best = np.repeat(np.maximum.reduceat(left, starts), np.diff(wishes.first))
    at: Ints = np.flatnonzero(left == best)
    owner = np.searchsorted(wishes.first, at, "right") - 1
    firsts = np.unique(owner, return_index=True)[1]
    return wishes.text[at[firsts]]


def numbered(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """The number of each text among the different ones, in order of appearance, and how often each of them is there."""
    known: dict[str, int] = {}
    number = np.array([known.setdefault(text, len(known)) for text in texts], np.int64)
    return number, np.bincount(number, minlength=len(known)).astype(np.int64)
