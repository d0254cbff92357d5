"""Work shared among processes. What they run here is Python's own, as a test module cannot be imported there."""

from __future__ import annotations

import operator
import os
import pickle
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from quotecheck.errors import InputError, MissingExtraError, ModelError, QuotecheckError, WorkerError
from quotecheck.workers import AHEAD, in_order

EVALUATE = partial(partial, eval)
PID = "__import__('os').getpid()"


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int) -> bool:
    """Whether the process ends within the time that a busy machine may take."""
    for _ in range(200):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    words = [str(number) * (1 + number % 3 * 50_000) for number in range(23)]
    found = list(in_order(partial(operator.methodcaller, "upper"), words, workers))
    assert found == words
    assert list(in_order(partial(operator.methodcaller, "upper"), [], workers)) == []


def test_no_more_processes_than_workers_and_none_for_nothing() -> None:
    pids = set(in_order(EVALUATE, [PID] * 12, 3))
    assert 1 <= len(pids) <= 3
    assert os.getpid() not in pids
    assert len(set(in_order(EVALUATE, [PID], 7))) == 1


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            taken.append(len(taken))
            yield taken[-1]

    with closing(in_order(partial(partial, abs), endless(), 2)) as results:
        for count in range(1, 30):
            assert next(results) == count - 1
            assert len(taken) <= count + 2 * AHEAD


def test_no_process_is_left_however_it_ends() -> None:
    for tasks in ([PID] * 9, [PID] * 4 + ["1/0"] + [PID] * 4):
        pids = []
        results = in_order(EVALUATE, tasks, 2)
        try:
            pids.append(next(results))
            pids += results
        except ZeroDivisionError:
            pass
        assert pids
        assert not any(alive(pid) for pid in pids)
    results = in_order(EVALUATE, iter([PID] * 9), 2)
    pid = next(results)
    assert alive(pid)
    results.close()
    assert not alive(pid)


def test_an_exception_is_raised_in_its_place() -> None:
    results = in_order(partial(partial, divmod, 100), [7, 5, 0, 3], 2)
    assert list(islice(results, 2)) == [(14, 2), (20, 0)]
    with pytest.raises(ZeroDivisionError) as caught:
        next(results)
    assert "In a worker process" in "".join(caught.value.__notes__)


def test_an_exception_of_the_preparation() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(in_order(partial(int, "x"), [1], 2))


def test_the_tasks_own_exception_ends_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise InputError("the row is bad", "mend it")

    with pytest.raises(InputError, match="the row is bad"):
        list(in_order(partial(partial, abs), broken(), 2))


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
@pytest.mark.parametrize("task", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_process_is_one_line(task: signal.Signals) -> None:
    with pytest.raises(WorkerError) as caught:
        list(in_order(partial(partial, signal.raise_signal), [0, task, 0], 2))
    said = f"a worker process ended early (killed by {task.name}): if the memory did not suffice, give fewer --workers"
    assert str(caught.value) == said


def test_a_process_that_ends_by_itself_is_one_line() -> None:
    with pytest.raises(WorkerError, match=r"ended early \(exit code 3\)"):
        list(in_order(partial(partial, os._exit), [3], 1))


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_an_interrupt_of_the_worker_alone_is_nothing() -> None:
    assert list(in_order(partial(partial, signal.raise_signal), [signal.SIGINT], 1)) == [None]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_workers_do_not_outlive_a_killed_caller() -> None:
    script = (
        "import os, signal\nfrom functools import partial\nfrom quotecheck.workers import in_order\n"
        f"results = in_order(partial(partial, eval), iter([{PID!r}] * 20), 2)\n"
        "print(next(results), next(results), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


def test_a_script_without_a_main_guard_may_share_its_work(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from functools import partial\nfrom quotecheck.workers import in_order\n"
        "print('once', list(in_order(partial(partial, abs), [-1, -2], 2)))\n"
    )
    (tmp_path / "pickle.py").write_text("raise SystemExit('a module of the working folder was imported')\n")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-P", str(script)], cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("once [1, 2]\n", "")


def test_warnings_come_through_and_prints_go_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        list(in_order(partial(partial, warnings.warn, category=RuntimeWarning), ["the cache is full: go on"], 1))
    assert [str(warning.message) for warning in warned] == ["the cache is full: go on"]
    assert list(in_order(partial(partial, print), ["aside"], 1)) == [None]
    assert capfd.readouterr() == ("", "aside\n")


def test_each_process_has_one_core() -> None:
    cores = "__import__('quotecheck.cores').cores.cores()"
    assert list(in_order(EVALUATE, [cores], 2)) == [1]


@pytest.mark.parametrize(
    "problem", [InputError("a", "b"), ModelError("a: c", "b"), MissingExtraError("torch", "st"), WorkerError("x", "y")]
)
def test_errors_come_out_of_a_pickle_as_they_went_in(problem: QuotecheckError) -> None:
    found = pickle.loads(pickle.dumps(problem))
    assert type(found) is type(problem)
    assert (str(found), vars(found), found.exit_code) == (str(problem), vars(problem), problem.exit_code)
