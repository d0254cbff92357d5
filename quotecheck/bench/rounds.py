"""Timing by turns: a warm-up round, then rounds in which everybody runs once, so that a noisy minute hits all alike."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Clock = Callable[[], float]
OURS = "quotecheck"

SHORTEST = 0.02
"""Seconds that a timing lasts at the least: what is over sooner is called again and again, and the mean call counts."""

MOST_CALLS = 100

PAUSE = 0.01
"""Seconds before each timing, in which the threads of whoever ran before stop spinning and go to sleep."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What one contender took: ``seconds`` of each round; ``remark`` says what a reader must know of them."""

    name: str
    seconds: tuple[float, ...]
    remark: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) if self.seconds else math.nan


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that contenders were timed at, quotecheck first.

    ``about`` holds its numbers (rows, queries, k), ``amounts`` what one run gets through ("sentences": 1000), where a
    rate tells more than the time.
    """

    title: str
    about: Mapping[str, int | float | str]
    timings: tuple[Timing, ...]
    amounts: Mapping[str, int] = field(default_factory=dict)

    def ratio(self, timing: Timing) -> float:
        """How many times as long as quotecheck it took, medians compared; NaN where one of them has no time."""
        ours = next((one for one in self.timings if one.name == OURS), None)
        return timing.median / ours.median if ours and ours.median > 0 else math.nan

    def rates(self, timing: Timing) -> dict[str, float]:
        """Of each amount, how much a second; empty where there is no time."""
        return {unit: amount / timing.median for unit, amount in self.amounts.items() if timing.median > 0}


@dataclass(slots=True)
class Turns:
    """How rounds are run. ``limit``: whoever takes longer in the warm-up round, in seconds, runs no more than that."""

    repeats: int = 5
    limit: float = math.inf
    clock: Clock = time.perf_counter
    tell: Callable[[str, int, int], None] = field(default=lambda what, done, of: None)

    def take(
        self, title: str, runs: Mapping[str, Callable[[], object]], seen: Callable[[str, object], str]
    ) -> tuple[Timing, ...]:
        """Time each of ``runs``; ``seen`` is shown what each returned in the warm-up and answers with a remark.

        A contender that raises in the warm-up is out, with what it raised as its remark; what quotecheck itself raises
        goes on.
        """
        seconds: dict[str, list[float]] = {}
        remarks: dict[str, str] = {}
        calls: dict[str, int] = {}
        for name, run in runs.items():
            self.tell(f"{title}: {name} warms up", 0, 0)
            try:
                took, result = self._timed(run, 1)
                remarks[name] = seen(name, result)
            except (Exception, MemoryError) as problem:
                if name == OURS:
                    raise
                seconds[name] = []
                remarks[name] = f"failed ({type(problem).__name__}: {str(problem).strip()[:120]})"
                continue
            seconds[name] = [took] if took > self.limit else []
            if took > self.limit:
                remarks[name] = "; ".join(filter(None, ["one run, not warmed up", remarks[name]]))
            calls[name] = max(1, min(MOST_CALLS, math.ceil(SHORTEST / max(took, 1e-9))))
            del result
        going = [name for name in runs if not seconds[name] and not remarks[name].startswith("failed")]
        for done in range(self.repeats):
            for name in going:
                self.tell(f"{title}: {name}, round", done + 1, self.repeats)
                seconds[name].append(self._timed(runs[name], calls[name])[0])
        return tuple(Timing(name, tuple(seconds[name]), remarks[name]) for name in runs)

    def _timed(self, run: Callable[[], object], calls: int) -> tuple[float, object]:
        time.sleep(PAUSE)
        start = self.clock()
        for _ in range(calls):
            result = run()
        return (self.clock() - start) / calls, result
