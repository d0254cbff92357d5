"""The records that sum up a coverage by speaker and by outlet: frozen data, as in records.py, which uses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Counts = tuple[tuple[str, int], ...]
"""What was counted, and how often; the most frequent first."""


LEAST_UNITS = 10
"""Statements (or articles, or events) under which no interval is given.

By simulation: of samples of 10 from the divergences that ``check`` finds in 34 events of three outlets, the interval
(comparison/bootstrap.py) holds the true mean in .95, from the standings of outlets in .90, and from divergences of
which 7 in 10 are 0 in .87; of samples of 6 in .93, .89 and .75. Nominal is .95. (training/calibration/intervals.py)
"""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a mean lies with a confidence of 95%, after a bootstrap over ``units`` statements, articles or events."""

    low: float
    high: float
    units: int
    unit: Literal["statement", "article", "event"] = "statement"


@dataclass(frozen=True, slots=True)
class Departure:
    """How far an outlet stands off from what the others agree on, over the statements that three or more outlets carry.

    ``mean``: how much farther its renderings are from the others than these are from each other, on average; under 0
    where they are nearer. ``statements``: how many these are. ``departs``: the ids of those in which it departs.
    ``on``: in how many of these it stands alone on each kind of change; *omission* is where it lacks words that the
    others have, *addition* where it has words that they lack.
    """

    mean: float
    statements: int
    departs: tuple[str, ...] = ()
    on: Counts = ()
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """A speaker over the whole coverage: how many statements, in which outlets, mean divergence of those shared.

    ``labels`` counts the shared statements by label, ``changes`` those in which each kind of change was found.
    ``interval`` is that of ``divergence``, None where there is too little to tell.
    """

    speaker: str
    statements: int
    outlets: tuple[str, ...]
    divergence: float | None
    misattributed: int
    labels: Counts = ()
    changes: Counts = ()
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class OutletSummary:
    """An outlet over the whole coverage: its quotes, how many of them others carry too, mean divergence of those.

    ``labels`` counts the shared statements by the worst label that its rendering has in a comparison, ``changes`` those
    in which its rendering differs from another by each kind of change (*omission* and *addition* as in Departure).
    ``interval`` is that of ``divergence``, None where there is too little to tell; ``departure`` is None where it
    shares no statement with two other outlets.
    """

    outlet: str
    quotes: int
    shared: int
    divergence: float | None
    labels: Counts = ()
    changes: Counts = ()
    interval: Interval | None = None
    departure: Departure | None = None
