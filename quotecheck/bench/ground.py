"""One corpus and everybody who searches it: what is run, and who is left out because it takes too long."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.bench.agreement import best_differ, each_once, pairs_differ
from quotecheck.bench.contenders import Contender, Maker, limited
from quotecheck.bench.rounds import OURS, Case, Timing, Turns
from quotecheck.errors import MissingExtraError

Floats = NDArray[np.float32]

LEFT_OUT = 10
"""A contender that is foretold to take that many times the limit is left out."""

BRUTE_FORCE = 1e11
"""Floating-point operations a second and thread that a good matrix product makes (own measurement); foretells what can
only be too slow where nothing was timed yet."""


@dataclass(frozen=True, slots=True)
class Operation:
    """``kind`` is top_k, join or self-join, ``value`` the k or the threshold, ``queries`` how many (self-join: 0)."""

    kind: str
    value: float
    queries: int

    @property
    def title(self) -> str:
        return f"top_k, k = {self.value:g}" if self.kind == "top_k" else f"{self.kind} at {self.value:g}"

    def work(self, rows: int) -> float:
        """The pairs of rows that it looks at in a corpus of so many."""
        return rows * (self.queries or rows / 2)


Times = dict[tuple[str, Operation], tuple[float, float]]
"""What a contender took for an operation, in seconds, and for how many pairs of rows."""


@dataclass(slots=True)
class Ground:
    """A corpus (n, d), queries (q, d), what they are made of in words, and who searches."""

    corpus: Floats
    queries: Floats
    data: str
    turns: Turns
    threads: int
    entered: list[Contender] = field(default_factory=list)
    prepared: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def enter(self, makers: Mapping[str, Maker]) -> None:
        """Make every contender, by the package that it needs; one whose package is missing is told in ``notes``."""
        for package, make in makers.items():
            self.turns.tell(f"{len(self.corpus):,} rows: {package} is made", 0, 0)
            start = time.perf_counter()
            try:
                with limited(self.threads):
                    contender = make(self.corpus, self.threads)
            except ImportError as problem:
                # a module that is not there has a name; without one it is the build that lacks something
                self.notes.append(str(MissingExtraError(package, "bench") if problem.name else problem))
                continue
            seconds = round(time.perf_counter() - start, 4)
            self.entered.append(contender)
            self.prepared.append(
                {
                    "name": contender.name,
                    "setting": contender.setting,
                    "rows": len(self.corpus),
                    "data": self.data,
                    "seconds": seconds,
                }
            )

    def cases(self, operations: Iterator[Operation], before: Times) -> Iterator[Case]:
        """Time the operations. ``before``, from a smaller size, foretells who takes too long here; what everybody
        takes here is put there."""
        with limited(self.threads):
            for operation in operations:
                yield self._case(operation, before)

    def _case(self, operation: Operation, before: Times) -> Case:
        asked = self.queries[: operation.queries]
        work = operation.work(len(self.corpus))
        runs: dict[str, Callable[[], Any]] = {}
        taken: dict[str, Timing] = {}
        for contender in self.entered:
            run = _run(contender, operation, asked)
            seconds = self._foretold(contender.name, operation, work, before)
            if run is not None and seconds > LEFT_OUT * self.turns.limit:
                taken[contender.name] = Timing(contender.name, (), f"left out, some {seconds:,.0f} s foretold")
            elif run is not None:
                runs[contender.name] = run
        judge = _Judge(operation, self.corpus, asked, {one.name for one in self.entered if not one.checked})
        for timing in self.turns.take(operation.title, runs, judge.remark):
            taken[timing.name] = timing
            if not math.isnan(timing.median):
                before[timing.name, operation] = (timing.median, work)
        about: dict[str, int | float | str] = {"operation": operation.kind, "rows": len(self.corpus), "data": self.data}
        about |= {"k": int(operation.value)} if operation.kind == "top_k" else {"threshold": operation.value}
        about |= {"queries": len(asked)} if len(asked) else {}
        about |= {"pairs": len(judge.ours[0])} if judge.ours and operation.kind != "top_k" else {}
        ordered = tuple(taken[contender.name] for contender in self.entered if contender.name in taken)
        return Case(operation.title, about, ordered)

    def _foretold(self, name: str, operation: Operation, work: float, before: Times) -> float:
        if (name, operation) in before:
            seconds, of = before[name, operation]
            return seconds * work / of
        return 0.0 if name == OURS else 2 * self.corpus.shape[1] * work / (BRUTE_FORCE * self.threads)


@dataclass(slots=True)
class _Judge:
    """Compares what each found with what quotecheck found, which comes first."""

    operation: Operation
    corpus: Floats
    asked: Floats
    unchecked: set[str]
    ours: Any = None

    def remark(self, name: str, result: Any) -> str:
        if name in self.unchecked:
            return ""
        found: Any = each_once(result()) if self.operation.kind == "self-join" else result()
        if name == OURS:
            self.ours = found
            return ""
        if self.ours is None:
            return "not checked, as quotecheck was left out"
        if self.operation.kind == "top_k":
            return best_differ(self.asked, self.corpus, self.ours, found)
        left = self.asked if len(self.asked) else self.corpus
        return pairs_differ(left, self.corpus, self.operation.value, self.ours, found)


def _run(contender: Contender, operation: Operation, asked: Floats) -> Callable[[], object] | None:
    top_k, join, self_join = contender.top_k, contender.join, contender.self_join
    if operation.kind == "top_k":
        return top_k and (lambda: top_k(asked, int(operation.value)))
    if operation.kind == "join":
        return join and (lambda: join(asked, operation.value))
    return self_join and (lambda: self_join(operation.value))
