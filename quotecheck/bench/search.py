"""The search benchmark: top_k, join and self-join beside other libraries, over sizes, and the memory they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.bench import contenders
from quotecheck.bench.contenders import Maker
from quotecheck.bench.ground import Ground, Operation, Times
from quotecheck.bench.memory import peak_memory
from quotecheck.bench.peers import PEERS
from quotecheck.bench.rounds import Case, Turns
from quotecheck.bench.section import Section
from quotecheck.bench.texts import find_sentences
from quotecheck.bench.vectors import PARENTS, cache_folder, enlarged, noise, sentence_vectors
from quotecheck.cores import cores
from quotecheck.embedding import load_encoder
from quotecheck.errors import SettingsError

Floats = NDArray[np.float32]
Progress = Callable[[str, int, int], None]

OWN: dict[str, Maker] = {
    "quotecheck": contenders.quotecheck,
    "quotecheck index": contenders.quotecheck_index,
    "numpy (product)": contenders.product,
    "numpy": contenders.numpy_blocks,
}

KINDS = ("top_k", "join", "self-join")

NOISE = "noise"
NOISE_ROWS = 100_000
"""Of the sizes up to this the largest is timed on noise as well; larger ones would tell the same."""

K, THRESHOLD = 10, 0.75
"""What is timed on noise, and of which the memory is measured: of what was asked for, the nearest to these."""


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """What to time. ``limit``: a contender that takes longer, in seconds, runs once only. ``cache``: where vectors are
    kept. Raises SettingsError for a value that makes no sense."""

    sizes: tuple[int, ...] = (10_000,)
    queries: tuple[int, ...] = (1, 100, 1000)
    k: tuple[int, ...] = (1, 10, 100)
    thresholds: tuple[float, ...] = (0.6, 0.75, 0.9)
    repeats: int = 5
    threads: int = field(default_factory=cores)
    peers: bool = False
    limit: float = 10.0
    cache: Path = field(default_factory=cache_folder)
    operations: tuple[str, ...] = KINDS

    def __post_init__(self) -> None:
        for name in ("sizes", "queries", "k"):
            values = getattr(self, name)
            if not values or min(values) < 1:
                raise SettingsError(f"{name} is {_listed(values)}", "give whole numbers from 1 on")
        if not self.thresholds or not all(0 < threshold <= 1 for threshold in self.thresholds):
            raise SettingsError(f"thresholds is {_listed(self.thresholds)}", "give numbers over 0 and up to 1")
        if not self.operations or not set(self.operations) <= set(KINDS):
            raise SettingsError(
                f"operations is {','.join(self.operations) or 'empty'}", f"choose of {', '.join(KINDS)}"
            )
        if self.repeats < 1:
            raise SettingsError(f"repeats is {self.repeats}", "give a whole number from 1 on")
        if not 1 <= self.threads <= cores():
            raise SettingsError(f"threads is {self.threads}", f"give a number from 1 to {cores()}, the cores here")
        if not self.limit > 0:
            raise SettingsError(f"limit is {self.limit:g}", "give a number of seconds over 0")


def run_search(
    plan: SearchPlan, tell: Progress, before: Times | None = None, done: Callable[[Case], None] | None = None
) -> Section:
    """Time every operation at every size, smallest first; the notes say which libraries are missing.

    ``before`` holds times of smaller sizes, to foretell who takes too long; those of this run are put there. ``done``
    is told each case when it is over.

    Raises InputError where the cache cannot be written, ModelError where the encoder cannot be loaded.
    """
    notes: list[str] = []
    real, queries, source = _real(plan, tell, notes.append)
    turns = Turns(plan.repeats, plan.limit, tell=tell)
    makers = OWN | (PEERS if plan.peers else {})
    sizes = sorted(set(plan.sizes))
    noisy = max((size for size in sizes if size <= NOISE_ROWS), default=0)
    before = {} if before is None else before
    cases: list[Case] = []
    prepared: list[dict[str, object]] = []

    def measure(corpus: Floats, asked: Floats, data: str) -> None:
        ground = Ground(corpus, asked, data, turns, plan.threads)
        ground.enter(makers)
        for case in ground.cases(_operations(plan, data), {} if data == NOISE else before):
            cases.append(case)
            if done is not None:
                done(case)
        notes.extend(ground.notes)
        prepared.extend(ground.prepared)

    for size in sizes:
        measure(enlarged(real, size), queries, "real" if size <= len(real) else "real and derived")
        if size == noisy:
            rows = noise(size + len(queries), real.shape[1])
            measure(rows[len(queries) :], rows[: len(queries)], NOISE)
    memory = _memory(plan, real, queries, tell)
    told = [f"vectors: {len(real) + len(queries):,} {source}"]
    if noisy:
        told.append("noise: Gaussian rows, the worst case; no text is so")
    if sizes[-1] > len(real):
        told.append(f"derived: {PARENTS} real rows mixed by chance, with the mean and covariance of the real ones")
    told += [
        f"peak memory over the inputs of {row['title']}, {row['rows']:,} rows, {row['queries']:,} queries: "
        f"{row['bytes'] / 1e6:,.0f} MB"  # type: ignore[operator]
        for row in memory
    ]
    facts: dict[str, object] = {
        "data": {"source": source, "real_rows": len(real), "dimensions": real.shape[1]},
        "settings": {
            "sizes": sizes,
            "operations": list(plan.operations),
            "queries": list(plan.queries),
            "k": list(plan.k),
            "thresholds": list(plan.thresholds),
            "repeats": plan.repeats,
            "threads": plan.threads,
            "limit": plan.limit,
            "peers": plan.peers,
        },
        "prepared": prepared,
        "memory": memory,
    }
    return Section("search", facts, tuple(cases), tuple(dict.fromkeys([*told, *notes])))


def times_of(cases: Iterable[Mapping[str, Any]]) -> Times:
    """The times of earlier runs, from the cases of their JSON, the largest size last."""
    times: Times = {}
    for case in sorted(cases, key=lambda case: int(case["rows"])):
        operation = Operation(case["operation"], case.get("k", case.get("threshold")), case.get("queries", 0))
        for contender in case["contenders"]:
            if contender["median"] and case["data"] != NOISE:
                times[contender["name"], operation] = contender["median"], operation.work(case["rows"])
    return times


def _real(plan: SearchPlan, tell: Progress, warn: Callable[[str], None]) -> tuple[Floats, Floats, str]:
    """Vectors of real sentences, as many as the largest size takes and there are; others, the queries; the source."""
    wanted = max(plan.sizes) + max(plan.queries)
    tell("reading sentences", 0, 0)
    texts = find_sentences(wanted)
    sentences = texts.sentences[:wanted]
    rows = sentence_vectors(sentences, load_encoder(), plan.cache, tell, warn)
    # No query is a row of the corpus; where there are few sentences, half are left for the corpus.
    asked = min(max(plan.queries), len(rows) // 2)
    return rows[asked:], enlarged(rows[:asked], max(plan.queries), seed=1), texts.source


def _operations(plan: SearchPlan, data: str) -> Iterator[Operation]:
    """Everything that was asked for; on noise one of each kind but the self-join, as more would tell no more."""
    most = max(plan.queries)
    k, threshold = _middle(plan)
    noisy = data == NOISE
    if "top_k" in plan.operations:
        counts = (most,) if noisy else sorted(set(plan.queries))
        yield from (Operation("top_k", k, count) for k in ((k,) if noisy else plan.k) for count in counts)
    if "join" in plan.operations:
        yield from (Operation("join", threshold, most) for threshold in ((threshold,) if noisy else plan.thresholds))
    if "self-join" in plan.operations and not noisy:
        yield from (Operation("self-join", threshold, 0) for threshold in plan.thresholds)


def _middle(plan: SearchPlan) -> tuple[int, float]:
    return min(plan.k, key=lambda k: abs(k - K)), min(plan.thresholds, key=lambda x: abs(x - THRESHOLD))


def _memory(plan: SearchPlan, real: Floats, queries: Floats, tell: Progress) -> list[dict[str, object]]:
    """What quotecheck takes at the largest size."""
    rows, most = max(plan.sizes), len(queries)
    k, threshold = _middle(plan)
    measured: list[dict[str, object]] = []
    for operation in (Operation("top_k", k, most), Operation("join", threshold, most)):
        if operation.kind not in plan.operations:
            continue
        tell(f"{operation.title}: memory at {rows:,} rows", 0, 0)
        peak = peak_memory(real, queries, operation.kind, rows, operation.value, plan.threads)
        measured.append({"title": operation.title, "rows": rows, "queries": most, "bytes": peak})
    return measured


def _listed(values: tuple[float, ...]) -> str:
    return ",".join(f"{value:g}" for value in values) or "empty"
