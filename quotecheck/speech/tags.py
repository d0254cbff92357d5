"""The tags that the network gives word pieces, and the spans they spell: a linear-chain CRF decoded in NumPy.

The CRF is the one of Lafferty, McCallum and Pereira (2001); its best path is found by Viterbi's algorithm, and the
probability of a span by the forward and backward sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ROLES = ("content", "cue", "source")
TAGS = ("O", *(f"{part}-{role}" for role in ROLES for part in "BI"))

FORBIDDEN = np.array([[tag[0] == "I" and before[2:] != tag[2:] for tag in TAGS] for before in TAGS])
"""(7, 7) bool, [before, tag]: a span goes on only behind a piece of a span of its role."""

NEVER = -1e4
"""The score of what is forbidden, in training and running alike."""

CLOSED = np.array([tag[0] == "I" for tag in TAGS])
"""(7,) bool: no window begins inside a span."""

Floats = NDArray[np.float64]


class Tagged(NamedTuple):
    """A span of rows, ``first`` to ``last`` both included, and the probability that just these rows are one span."""

    role: str
    first: int
    last: int
    probability: float


@dataclass(frozen=True, slots=True)
class Chain:
    """The CRF's own scores: of each tag behind another (7, 7), and of each at the beginning (7,)."""

    transitions: Floats
    opening: Floats

    def spans(self, windows: Sequence[NDArray[np.float32]]) -> list[list[Tagged]]:
        """The spans on the best path through each window's scores (l, 7), with their probabilities."""
        longest = max((len(window) for window in windows), default=0)
        if not longest:
            return [[] for _ in windows]
        lengths = np.array([len(window) for window in windows])
        # Behind its end a window has rows that only say O; a step from O to O is then free.
        scores = np.zeros((longest, len(windows), len(TAGS)))
        scores[:, :, 1:] = NEVER
        for number, window in enumerate(windows):
            scores[: len(window), number] = window
        move = self.transitions + np.where(FORBIDDEN, NEVER, 0.0)
        paths = self._best(scores, move, lengths)
        before, behind = self._sums(scores, move, lengths)
        found: list[list[Tagged]] = []
        for number, end in enumerate(lengths.tolist()):
            mine = scores[:end, number], move, before[:end, number], behind[:end, number]
            spans = spelled(paths[:end, number])
            found.append([Tagged(*span, span_probability(*span, *mine)) for span in spans])
        return found

    def _begin(self) -> Floats:
        begin: Floats = self.opening + np.where(CLOSED, NEVER, 0.0)
        return begin

    def _best(self, scores: Floats, move: Floats, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
        """(longest, windows) int64: Viterbi's path; behind a window's end it repeats the last tag."""
        longest, count, _ = scores.shape
        best = self._begin() + scores[0]
        came = np.empty((longest, count, len(TAGS)), np.int64)
        stay = np.arange(len(TAGS))
        for at in range(1, longest):
            ways = best[:, :, None] + move
            chosen = ways.argmax(axis=1)
            step = np.take_along_axis(ways, chosen[:, None, :], axis=1)[:, 0] + scores[at]
            inside = (at < lengths)[:, None]
            best = np.where(inside, step, best)
            came[at] = np.where(inside, chosen, stay)
        path = np.empty((longest, count), np.int64)
        path[-1] = best.argmax(axis=1)
        every = np.arange(count)
        for at in range(longest - 1, 0, -1):
            path[at - 1] = came[at, every, path[at]]
        return path

    def _sums(self, scores: Floats, move: Floats, lengths: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """The logarithms of the forward sums (tag and all before it) and of the backward sums (all behind it)."""
        longest, _, _ = scores.shape
        before, behind = np.empty_like(scores), np.zeros_like(scores)
        before[0] = self._begin() + scores[0]
        for at in range(1, longest):
            step = _log_sum(before[at - 1][:, :, None] + move, axis=1) + scores[at]
            before[at] = np.where((at < lengths)[:, None], step, before[at - 1])
        for at in range(longest - 2, -1, -1):
            step = _log_sum(move + (scores[at + 1] + behind[at + 1])[:, None, :], axis=2)
            behind[at] = np.where((at + 1 < lengths)[:, None], step, 0.0)
        return before, behind


def span_probability(
    role: str, first: int, last: int, scores: Floats, move: Floats, before: Floats, behind: Floats
) -> float:
    """How much of the weight of all paths through one window (l, 7) spells a span from ``first`` to ``last``."""
    begin = TAGS.index(f"B-{role}")
    inner = begin + 1
    weight = before[first, begin]
    if last > first:
        weight += (
            move[begin, inner] + scores[first + 1 : last + 1, inner].sum() + (last - first - 1) * move[inner, inner]
        )
    tag = inner if last > first else begin
    if last + 1 < len(scores):
        onward = move[tag] + scores[last + 1] + behind[last + 1]
        onward[inner] = NEVER * 2
        weight += _log_sum(onward, axis=0)
    return float(np.exp(min(0.0, weight - _log_sum(before[-1], axis=0))))


def spelled(path: NDArray[np.int64]) -> list[tuple[str, int, int]]:
    """Role, first and last row of each span that the tags of one window spell."""
    found = []
    rows = path.tolist()
    at = 0
    while at < len(rows):
        if rows[at] == 0:
            at += 1
            continue
        first = at
        inner = rows[first] if TAGS[rows[first]][0] == "I" else rows[first] + 1
        at += 1
        while at < len(rows) and rows[at] == inner:
            at += 1
        found.append((TAGS[inner][2:], first, at - 1))
    return found


def _log_sum(values: Floats, axis: int) -> Floats:
    peak = values.max(axis=axis, keepdims=True)
    found: Floats = np.log(np.exp(values - peak).sum(axis=axis)) + peak.squeeze(axis)
    return found
