"""Tasks on all cores: threads of Python around products that each run on one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from quotecheck.cores import cores
from quotecheck.errors import InputError

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

LITTLE = 1 << 25
"""Multiplications that one thread has done before others are started: about a millisecond (own measurement)."""

Task = TypeVar("Task")
Result = TypeVar("Result")


class Crew:
    """Does tasks, several at once, and returns their results in the order of the tasks."""

    def __init__(self, threads: int, pool: ThreadPoolExecutor | None) -> None:
        self.threads = threads
        self._pool = pool

    def __call__(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> list[Result]:
        """The first exception of a task is raised, and tasks that have not begun are dropped."""
        if self._pool is None:
            return [work(task) for task in tasks]
        return list(self._pool.map(work, tasks))


@contextmanager
def crew_for(multiplications: int, threads: int | None) -> Iterator[Crew]:
    """A crew of so many threads, one a core if None; where there is little to do, of the calling thread alone.

    While it lasts NumPy's products run on one thread each, as the crew fills the cores. Raises InputError for a number
    of threads that makes no sense.
    """
    if threads is not None and (isinstance(threads, bool) or not isinstance(threads, int | np.integer) or threads < 1):
        raise InputError(f"threads is {threads!r}", "give a whole number from 1 on")
    if multiplications < LITTLE:
        yield Crew(1, None)
        return
    count = int(threads or cores())
    with _ONE_EACH, ThreadPoolExecutor(count) as pool:
        yield Crew(count, pool)


class _OneThreadEach:
    """NumPy's products run on one thread while anybody is inside; the last one out sets back what the first found."""

    def __init__(self) -> None:
        self._inside = 0
        self._lock = Lock()
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = _controller().limit(limits=1, user_api="blas")
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()


_ONE_EACH = _OneThreadEach()


@cache
def _controller() -> ThreadpoolController:
    # Made once: it reads the list of all libraries that are loaded. NumPy's is, by now.
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
