from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.bench import contenders, search
from quotecheck.bench.contenders import Contender
from quotecheck.bench.ground import Ground, Operation
from quotecheck.bench.rounds import OURS, Turns
from quotecheck.bench.search import SearchPlan, run_search, times_of
from quotecheck.bench.section import section_object
from quotecheck.errors import SettingsError

Floats = NDArray[np.float32]


def quiet(what: str, done: int, of: int) -> None:
    return None


def plan(cache: Path, **changes: Any) -> SearchPlan:
    small: dict[str, Any] = {"sizes": (60, 90), "queries": (1, 20), "k": (1, 5), "thresholds": (0.5, 0.75)}
    return SearchPlan(**small | {"repeats": 2, "threads": 1, "cache": cache} | changes)


@pytest.fixture
def no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the measurement that needs processes of its own."""
    monkeypatch.setattr(search, "peak_memory", lambda *_: 1)


@pytest.mark.usefixtures("no_data")
def test_a_small_benchmark_from_end_to_end(cache: Path) -> None:
    section = run_search(plan(cache), quiet)
    told = section_object(section)
    # two sizes of 2 k x 2 numbers of queries, 2 joins, 2 self-joins; and on noise, at the larger size, one of each
    cases: Any = told["cases"]
    assert len(cases) == 2 * (4 + 2 + 2) + 2
    assert [case["rows"] for case in cases if case["data"] == "noise"] == [90, 90]
    for case in cases:
        names = [contender["name"] for contender in case["contenders"]]
        index = ["quotecheck index"] if case["operation"] == "top_k" else []
        assert names == [OURS, *index, "bare product", "NumPy argpartition"]
        for contender in case["contenders"]:
            assert len(contender["seconds"]) == 2
            assert contender["least"] <= contender["median"] <= contender["most"]
            assert contender["remark"] == ""
        assert case["contenders"][0]["ratio"] == 1
    assert {case.get("queries") for case in cases} == {1, 20, None}
    memory: Any = told["memory"]
    assert [row["title"] for row in memory] == ["top_k, k = 5", "join at 0.75"]
    assert all(row["rows"] == 90 and row["bytes"] >= 0 for row in memory)
    assert len(told["prepared"]) == 3 * 4  # type: ignore[arg-type]


@pytest.mark.usefixtures("no_data")
def test_one_kind_of_operation_and_each_case_as_it_ends(cache: Path) -> None:
    ended: list[Any] = []
    section = run_search(plan(cache, sizes=(60,), operations=("self-join",)), quiet, done=ended.append)
    assert [case.title for case in section.cases] == ["self-join at 0.5", "self-join at 0.75"]
    assert tuple(ended) == section.cases
    assert section.facts["memory"] == []


@pytest.mark.usefixtures("no_data", "no_memory")
def test_more_rows_than_sentences_are_derived_and_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = search.find_sentences(100)
    monkeypatch.setattr(search, "find_sentences", lambda least: type(few)(few.source, few.sentences[:80]))
    section = run_search(plan(cache, sizes=(40, 400)), quiet)
    assert {case.about["data"] for case in section.cases} == {"real", "real and derived", "noise"}
    assert any(note.startswith("derived: ") for note in section.notes)
    assert section.facts["data"]["real_rows"] == 60  # type: ignore[index]


@pytest.mark.usefixtures("no_data", "no_memory")
def test_a_peer_that_is_not_installed_is_one_line(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faiss", None)
    monkeypatch.setattr(search, "PEERS", {"faiss-cpu": search.PEERS["faiss-cpu"]})
    section = run_search(plan(cache, peers=True, sizes=(60,)), quiet)
    told = [note for note in section.notes if "faiss" in note]
    assert told == ["faiss-cpu is not installed: pip install 'quotecheck[bench]'"]
    assert all(len(case.timings) == 3 + (case.about["operation"] == "top_k") for case in section.cases)


@pytest.mark.usefixtures("no_data", "no_memory")
def test_a_peer_that_finds_something_else_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(corpus: Floats, threads: int) -> Contender:
        right = contenders.numpy_blocks(corpus, threads)
        assert right.top_k
        assert right.join
        top_k, join = right.top_k, right.join

        def second_best(queries: Floats, k: int) -> Callable[[], Any]:
            scores, indices = top_k(queries, k + 1)()
            return lambda: (scores[:, 1:], indices[:, 1:])

        return Contender("wrong", "", second_best, lambda queries, threshold: join(queries, threshold + 0.2))

    monkeypatch.setattr(search, "PEERS", {"wrong": wrong})
    section = run_search(plan(cache, peers=True, sizes=(90,), thresholds=(0.3,)), quiet)
    for case in section.cases:
        remarks = {timing.name: timing.remark for timing in case.timings}
        if case.about["operation"] == "top_k":
            assert "other rows than the best" in remarks["wrong"]
        elif case.about["operation"] == "join" and case.about["data"] != "noise":
            assert remarks["wrong"].startswith("misses ")
        assert remarks["NumPy argpartition"] == ""


def test_whoever_is_foretold_to_take_too_long_is_left_out(rows: Floats) -> None:
    ground = Ground(rows, rows[:10], "real", Turns(1, limit=1.0), 1)
    ground.enter({"quotecheck": contenders.quotecheck, "numpy": contenders.numpy_blocks})
    operation = Operation("top_k", 3, 10)
    # a tenth of the rows took it two seconds, so that these take it twenty
    before = {("NumPy argpartition", operation): (2.0, len(rows) * 10 / 10)}
    (case,) = ground.cases(iter([operation]), before)
    ours, other = case.timings
    assert len(ours.seconds) == 1
    assert (other.seconds, other.remark) == ((), "left out, some 20 s foretold")
    assert before[OURS, operation] == (ours.median, len(rows) * 10)


def test_times_are_read_back_from_json(rows: Floats) -> None:
    told = {"operation": "join", "threshold": 0.75, "queries": 8, "data": "real", "contenders": [
        {"name": OURS, "median": 2.0}, {"name": "left out", "median": None},
    ]}  # fmt: skip
    cases = [told | {"rows": 100}, told | {"rows": 50}, told | {"rows": 500, "data": "noise"}]
    assert times_of(cases) == {(OURS, Operation("join", 0.75, 8)): (2.0, 800)}
    alone = {"operation": "self-join", "threshold": 0.9, "data": "real", "rows": 10}
    alone["contenders"] = [{"name": "other", "median": 1.0}]
    assert times_of([alone]) == {("other", Operation("self-join", 0.9, 0)): (1.0, 50)}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"sizes": (0,)}, "sizes is 0: give whole numbers from 1 on"),
        ({"k": ()}, "k is empty: "),
        ({"thresholds": (0.5, 1.5)}, r"thresholds is 0\.5,1\.5: give numbers over 0 and up to 1"),
        ({"thresholds": (float("nan"),)}, "thresholds is nan: "),
        ({"operations": ("sort",)}, "operations is sort: choose of top_k, join, self-join"),
        ({"repeats": 0}, "repeats is 0: "),
        ({"threads": 0}, "threads is 0: give a number from 1 to "),
        ({"limit": float("nan")}, "limit is nan: "),
    ],
)
def test_a_plan_that_makes_no_sense(cache: Path, changes: dict[str, Any], wrong: str) -> None:
    with pytest.raises(SettingsError, match=f"^{wrong}"):
        plan(cache, **changes)
