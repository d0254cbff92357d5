"""How two units of different articles hang together: how likely they render one statement, and what joining them gains.

Words are aligned only for pairs that could reach the threshold if all words they share stood in the same order; that
bound is taken for all pairs at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import difference
from quotecheck.comparison.similarity import aligned_logit, evidence, probability
from quotecheck.comparison.speakers import ONE, TWO, relations
from quotecheck.comparison.surroundings import Surroundings
from quotecheck.comparison.units import Unit
from quotecheck.records import Quote

Ints = npt.NDArray[np.int64]
Wide = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SLACK = 1.0
"""Weight that words of different stems may add to what two units share, as look-alikes do: one content word."""

_AT_ONCE = 1 << 16
"""Pairs that are bounded at a time."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two units that may render one statement."""

    same: float
    gain: float


class Ties:
    """The pairs of units of one coverage, looked at one by one and remembered."""

    def __init__(
        self,
        units: Sequence[Unit],
        article_of: Ints,
        quotes: Sequence[Quote],
        acts: Sequence[str | None],
        vectors: npt.NDArray[np.float32],
    ) -> None:
        """``units`` stand article by article; ``vectors`` (n, d) float32 has a unit row for each.

        ``acts`` tells of each quote what its cue does beside saying (acts.py).
        """
        self._units = units
        self._quotes = quotes
        self._vectors = vectors
        speakers = sorted({quote.speaker or "" for quote in quotes})
        number = {name: place for place, name in enumerate(speakers)}
        self._relation = relations([name or None for name in speakers])
        self._speaker_of = np.array([number[quotes[unit.quote].speaker or ""] for unit in units], np.int64)
        self._indirect = np.array([quotes[unit.quote].kind == "indirect" for unit in units], np.int64)
        known = {act: place for place, act in enumerate(sorted({act for act in acts if act is not None}), 1)}
        self._act = np.array([known.get(acts[unit.quote] or "", 0) for unit in units], np.int64)
        self._weight = np.array([unit.words.weight for unit in units])
        self._stems = _Stems(units)
        self._surroundings = Surroundings(units, article_of, self._speaker_of, self._relation, vectors)
        self._nearness: dict[tuple[int, int], float] = {}
        self._ties: dict[tuple[int, int], Tie | None] = {}
        self._by_quotes: dict[tuple[int, int], list[tuple[int, int, float]]] = {}

    def promising(
        self, left: Ints, right: Ints, cosines: npt.NDArray[np.float32], threshold: float
    ) -> Iterator[tuple[int, int]]:
        """The pairs left < right that could reach the threshold if all words they share stood in the same order."""
        said = (self._weight[left] > 0) & (self._weight[right] > 0)
        left, right, cosines = left[said], right[said], cosines[said]
        for first in range(0, len(left), _AT_ONCE):
            at = slice(first, first + _AT_ONCE)
            i, j, semantic = left[at], right[at], cosines[at].astype(np.float64)
            shared = SLACK + self._stems.shared(i, j)
            containment = np.minimum(1.0, shared / np.minimum(self._weight[i], self._weight[j]))
            # The dearest part, what is near in either article, only for pairs that the speakers leave open.
            left_open = ~_told_apart(containment, shared, self._relation[self._speaker_of[i], self._speaker_of[j]])
            i, j, semantic = i[left_open], j[left_open], semantic[left_open]
            shared, containment = shared[left_open], containment[left_open]
            clause = np.maximum(_best_clause(shared, self._weight[i]), _best_clause(shared, self._weight[j]))
            nearness = self._surroundings.nearness(i, j)
            logits = self._logits(i, j, semantic, containment, clause, shared, semantic - nearness)
            for pair, near, logit in zip(
                zip(i.tolist(), j.tolist(), strict=True), nearness.tolist(), logits.tolist(), strict=True
            ):
                if logit > -math.inf and probability(logit) >= threshold:
                    self._nearness[pair] = near
                    yield pair

    def tie(self, i: int, j: int) -> Tie | None:
        """How units i and j of different articles hang together; None where they cannot."""
        key = (i, j) if i < j else (j, i)
        if key not in self._ties:
            found = self._tie(*key)
            self._ties[key] = found
            if found is not None:
                quotes = (self._units[key[0]].quote, self._units[key[1]].quote)
                self._by_quotes.setdefault(quotes, []).append((*key, found.same))
        return self._ties[key]

    def _tie(self, i: int, j: int) -> Tie | None:
        one, other = self._units[i].words, self._units[j].words
        if not one.words or not other.words:
            return None
        cosine = float(np.sum(self._vectors[i].astype(np.float64) * self._vectors[j]))
        found = evidence(difference(one, other), cosine)
        left, right = np.array([i]), np.array([j])
        near = self._nearness.get((i, j))
        margin = cosine - (float(self._surroundings.nearness(left, right)[0]) if near is None else near)
        measured = (found.semantic, found.containment, found.clause, found.shared, margin)
        logit = float(self._logits(left, right, *(np.array([value]) for value in measured))[0])
        if logit == -math.inf:
            return None
        same = probability(logit)
        small, large = sorted((one.weight, other.weight))
        likeness = max(found.semantic, found.overlap, 0.0)
        return Tie(same, same**2 * small * math.sqrt(small / large) * likeness**2)

    def _logits(
        self, i: Ints, j: Ints, semantic: Wide, containment: Wide, clause: Wide, shared: Wide, margin: Wide
    ) -> Wide:
        """Log odds of one statement given the quotes around.

        Minus infinity where two different people say merely similar things, and where hardly anything speaks for one
        statement.
        """
        faint = (
            (shared < CONSTANTS["align_least_shared"])
            & (semantic < CONSTANTS["align_least_cosine"])
            & (margin < CONSTANTS["align_least_margin"])
        )
        relation = self._relation[self._speaker_of[i], self._speaker_of[j]]
        logits = aligned_logit(semantic, containment, clause, margin)
        logits += CONSTANTS["align_indirect"] * (self._indirect[i] + self._indirect[j])
        logits += np.array(_SPEAKERS)[relation]
        one_act = (self._act[i] > 0) & (self._act[i] == self._act[j]) & (relation == ONE)
        logits += CONSTANTS["align_same_act"] * (one_act & (self._indirect[i] + self._indirect[j] > 0))
        return np.where(faint | _told_apart(containment, shared, relation), -math.inf, logits)

    def surest(self, one: Unit, other: Unit) -> float:
        """The highest ``same`` of the parts by which two renderings came together; 0 where none was looked at."""
        if one.quote > other.quote:
            one, other = other, one
        return max(
            (
                same
                for i, j, same in self._by_quotes.get((one.quote, other.quote), ())
                if one.first <= self._units[i].first
                and self._units[i].last <= one.last
                and other.first <= self._units[j].first
                and self._units[j].last <= other.last
            ),
            default=0.0,
        )


_SPEAKERS = (0.0, CONSTANTS["align_same_speaker"], CONSTANTS["align_unknown_speaker"])
"""What TWO, ONE or UNKNOWN speakers add to the log odds."""


def _told_apart(containment: Wide, shared: Wide, relation: npt.NDArray[np.int8]) -> Flags:
    """Whether two different people say what is not nearly word for word the same."""
    verbatim = (containment >= CONSTANTS["misattribution_containment"]) & (shared >= CONSTANTS["misattribution_shared"])
    apart: Flags = (relation == TWO) & ~verbatim
    return apart


def _best_clause(shared: Wide, weight: Wide) -> Wide:
    """What ``Evidence.clause`` can be at most for a sentence of this weight; about that for several."""
    found: Wide = np.minimum(1.0, shared / weight) ** 2 * np.log1p(weight)
    return found


class _Stems:
    """The stems of all units with their weights, sorted by unit: one column each."""

    def __init__(self, units: Sequence[Unit]) -> None:
        number: dict[str, int] = {}
        held: list[dict[int, float]] = []
        for unit in units:
            weights: dict[int, float] = {}
            for word in unit.words.words:
                stem = number.setdefault(word.stem, len(number))
                weights[stem] = weights.get(stem, 0.0) + word.weight
            held.append(dict(sorted(weights.items())))
        self._known = max(1, len(number))
        self._size = np.array([len(weights) for weights in held], np.int64)
        self._begin = np.cumsum(self._size) - self._size
        self._stem = np.array([stem for weights in held for stem in weights], np.int64)
        self._weight = np.array([weight for weights in held for weight in weights.values()])
        self._key = np.repeat(np.arange(len(held)), self._size) * self._known + self._stem  # rises

    def shared(self, i: Ints, j: Ints) -> Wide:
        """The weight of the stems that units i and j have in common, pair by pair."""
        size = self._size[j]
        pair = np.repeat(np.arange(len(j)), size)
        place = np.arange(len(pair)) + np.repeat(self._begin[j] - (np.cumsum(size) - size), size)
        wanted = i[pair] * self._known + self._stem[place]
        found = np.minimum(np.searchsorted(self._key, wanted), len(self._key) - 1)
        hit = self._key[found] == wanted
        common = np.minimum(self._weight[found[hit]], self._weight[place[hit]])
        return np.bincount(pair[hit], common, minlength=len(j)).astype(np.float64, copy=False)  # whole if empty
