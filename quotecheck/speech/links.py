"""Which cue a content belongs to and which source a cue: scores of pairs of spans, in NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quotecheck.speech.tags import Tagged

WIDTH = 48
"""Numbers in the vector of a span."""

_STEPS = np.array([1, 2, 3, 5, 8, 12, 20, 32, 64])
DISTANCES = 2 * (len(_STEPS) + 1)


def distance(one: NDArray[np.int64], two: NDArray[np.int64]) -> NDArray[np.int64]:
    """(m, n) int64 below ``DISTANCES``: how far apart spans (m, 2) and (n, 2), first and last row, stand.

    The lower half is for those of ``two`` that stand before, each number for a range of rows between the two.
    """
    before = one[:, None, 0] - two[None, :, 1]
    behind = two[None, :, 0] - one[:, None, 1]
    far = np.searchsorted(_STEPS, np.maximum(before, behind), side="left")
    found: NDArray[np.int64] = np.where(before >= behind, far, far + len(_STEPS) + 1)
    return found


class Links:
    """Probabilities of links, each row one that asks, its first column for none, then those that may answer."""

    def __init__(self, none: NDArray[np.float64], apart: NDArray[np.float64]) -> None:
        """``none`` (2, WIDTH) and ``apart`` (2, DISTANCES): for contents asking cues, and for cues asking sources."""
        self._none = none
        self._apart = apart

    def cues(
        self, ends: NDArray[np.float32], contents: Sequence[Tagged], cues: Sequence[Tagged]
    ) -> NDArray[np.float64]:
        """(contents, 1 + cues): whose content it is. ``ends`` (l, e) are the network's."""
        return self._ask(0, ends, (0, contents), (1, cues))

    def sources(
        self, ends: NDArray[np.float32], cues: Sequence[Tagged], sources: Sequence[Tagged]
    ) -> NDArray[np.float64]:
        """(cues, 1 + sources): who stands behind the cue."""
        return self._ask(1, ends, (2, cues), (3, sources))

    def speech(self, ends: NDArray[np.float32], cues: Sequence[Tagged]) -> NDArray[np.float64]:
        """(cues,): the probability that the cue is one of speech, and not of belief or intention."""
        said = [float(ends[cue.first, -2]) + float(ends[cue.last, -1]) for cue in cues]
        found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.array(said, np.float64)))
        return found

    def _ask(
        self,
        link: int,
        ends: NDArray[np.float32],
        asking: tuple[int, Sequence[Tagged]],
        answering: tuple[int, Sequence[Tagged]],
    ) -> NDArray[np.float64]:
        ask, one = _vectors(ends, *asking)
        answer, two = _vectors(ends, *answering)
        scores = np.zeros((len(ask), 1 + len(answer)))
        scores[:, 0] = ask @ self._none[link]
        scores[:, 1:] = ask @ answer.T / WIDTH**0.5 + self._apart[link][distance(one, two)]
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _vectors(
    ends: NDArray[np.float32], kind: int, spans: Sequence[Tagged]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """(n, WIDTH) vectors of spans as an end of links, and (n, 2) their first and last rows."""
    places = np.array([(s.first, s.last) for s in spans], np.int64).reshape(-1, 2)
    low = 2 * kind * WIDTH
    first = ends[places[:, 0], low : low + WIDTH].astype(np.float64)
    return np.tanh(first + ends[places[:, 1], low + WIDTH : low + 2 * WIDTH]), places
