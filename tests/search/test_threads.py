"""Tasks on threads: their order, their exceptions, and how many threads products take meanwhile."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from quotecheck.cores import cores
from quotecheck.errors import InputError
from quotecheck.search.threads import LITTLE, Crew, crew_for


@pytest.mark.parametrize("threads", [1, 2, 3, 7, None])
@pytest.mark.parametrize("multiplications", [0, LITTLE])
def test_results_are_in_the_order_of_the_tasks(threads: int | None, multiplications: int) -> None:
    def slower_first(task: int) -> int:
        time.sleep(0.002 * (5 - task % 5))
        return task * task

    with crew_for(multiplications, threads) as crew:
        assert crew(slower_first, iter(range(10))) == [task * task for task in range(10)]
        assert crew(slower_first, []) == []


def test_so_many_threads_work_at_once() -> None:
    together = threading.Barrier(3)
    with crew_for(LITTLE, 3) as crew:
        assert crew.threads == 3
        # Each waits for the two others, in vain if they do not run at once.
        assert sorted(crew(lambda _: together.wait(timeout=20), range(3))) == [0, 1, 2]


def test_little_is_done_by_the_caller_alone() -> None:
    with crew_for(LITTLE - 1, 7) as crew:
        assert crew.threads == 1
        assert set(crew(lambda _: threading.get_ident(), range(9))) == {threading.get_ident()}
    with crew_for(LITTLE, None) as crew:
        assert crew.threads == cores() >= 1


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_the_first_exception_is_raised_and_the_rest_is_dropped(threads: int) -> None:
    done = []

    def work(task: int) -> None:
        if task in {3, 5}:
            time.sleep(0.01 if task == 3 else 0)
            raise InputError(f"task {task}", "mend it")
        time.sleep(0.002)
        done.append(task)

    with pytest.raises(InputError, match="task 3"), crew_for(LITTLE, threads) as crew:
        crew(work, range(1000))
    assert len(done) < 500


def test_products_run_on_one_thread_each_while_a_crew_works() -> None:
    np.ones((2, 2)) @ np.ones((2, 2))

    def of_products() -> set[int]:
        # Other packages bring a BLAS of their own, which nothing here uses.
        numpys = (library for library in threadpool_info() if "numpy" in library["filepath"])
        return {library["num_threads"] for library in numpys if library["user_api"] == "blas"}

    with threadpool_limits(limits=2, user_api="blas"):
        before = of_products()
        with crew_for(LITTLE, 2) as crew:
            assert set().union(*crew(lambda _: of_products(), range(4))) <= {1}
        assert of_products() == before
        with pytest.raises(InputError), crew_for(LITTLE, 2):
            raise InputError("wrong", "mend it")
        assert of_products() == before


@pytest.mark.parametrize("threads", [0, -1, 1.5, True, "2"])
@pytest.mark.parametrize("multiplications", [0, LITTLE])
def test_numbers_that_make_no_sense(threads: int, multiplications: int) -> None:
    with pytest.raises(InputError, match="threads is"), crew_for(multiplications, threads):
        pass


def test_a_crew_without_a_pool() -> None:
    assert Crew(1, None)(str, [1, 2]) == ["1", "2"]
