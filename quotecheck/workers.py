"""The same work on many tasks in several processes at once, for Python that would hold the interpreter's lock.

A worker is a fresh interpreter of its own process group, fed through its standard input. So nothing is forked beside
running threads, the caller's main module is not imported again, and an interrupt from the terminal reaches the caller
alone. The end of its input ends a worker, so that none is left behind, however the process that started it ends: one
that is killed leaves its workers the task that they are at, which is their last.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import chain, islice
from queue import Empty, SimpleQueue
from typing import TypeVar, cast

from quotecheck.cores import LIMIT, cores
from quotecheck.errors import SettingsError, WorkerError

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2
"""Tasks for each process that are taken before the first result is yielded."""

CHARACTERS_AT_ONCE = 2**20
"""Characters after which a chunk takes no more, so that long texts need no more memory than short ones."""

FEW = 4
"""Chunks that are done in this process where the number of workers is left open: starting processes takes longer."""

_ONE_THREAD = dict.fromkeys((LIMIT, "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

# -P: a module that lies in the working folder is not taken for one of Python's own.
_START = (
    "-P",
    "-c",
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from quotecheck.workers import serve; serve()",
)

_Answer = tuple[bool, object, list[str]]
"""Whether the task was done, its result or else the exception, and what was warned of meanwhile."""


def in_order(
    prepare: Callable[[], Callable[[Task], Result]], tasks: Iterable[Task], workers: int
) -> Generator[Result, None, None]:
    """What the function that ``prepare`` returns makes of each task, in the order of the tasks.

    Each of up to ``workers`` processes calls ``prepare`` once, before its first task; ``prepare``, tasks and results
    are pickled. No more than ``AHEAD`` tasks for each process are taken ahead of what was yielded. An exception of a
    task is raised in its place, and a warning is warned of again here. Raises WorkerError where a process dies. However
    this ends, no process is left.
    """
    crew: list[_Worker] = []
    idle: SimpleQueue[_Worker] = SimpleQueue()

    def ask(task: Task) -> _Answer:
        try:
            worker = idle.get_nowait()
        except Empty:  # never more of them than the pool has threads
            worker = _Worker(prepare)
            crew.append(worker)
        try:
            return worker.ask(task)
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(workers)
    ahead: deque[Future[_Answer]] = deque()
    try:
        for task in tasks:
            ahead.append(pool.submit(ask, task))
            if len(ahead) > AHEAD * workers:
                yield cast("Result", _result(ahead.popleft().result()))
        while ahead:
            yield cast("Result", _result(ahead.popleft().result()))
    finally:
        for future in ahead:
            future.cancel()
        for at in range(len(crew)):  # by place: a thread may be adding one
            crew[at].kill()
        pool.shutdown()
        for worker in crew:
            worker.close()


def _result(answer: _Answer) -> object:
    done, result, warned = answer
    for text in warned:
        warnings.warn(text, RuntimeWarning, stacklevel=3)
    if not done:
        raise cast("BaseException", result)
    return result


def chunks_of(records: Iterable[Task], most: int, length: Callable[[Task], int]) -> Iterator[list[Task]]:
    """The records in lists of up to ``most``, or of up to about ``CHARACTERS_AT_ONCE`` by their ``length``."""
    chunk: list[Task] = []
    characters = 0
    for record in records:
        chunk.append(record)
        characters += length(record)
        if len(chunk) == most or characters >= CHARACTERS_AT_ONCE:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def shared(
    prepare: Callable[[], Callable[[list[Task]], list[Result]]], chunks: Iterator[list[Task]], workers: int | None
) -> Generator[Result, None, None]:
    """One after the other, what the prepared function makes of each record of the chunks.

    ``workers`` processes share the chunks; with 1 this process does them, with None it does ``FEW`` and a process for
    every core more. Raises SettingsError where ``workers`` makes no sense; all else is as in `in_order`.
    """
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or workers < 1):
        raise SettingsError(f"workers is {workers!r}", "give a whole number from 1 on")
    return _flat(prepare, chunks, workers)


def _flat(
    prepare: Callable[[], Callable[[list[Task]], list[Result]]], chunks: Iterator[list[Task]], workers: int | None
) -> Generator[Result, None, None]:
    if workers is None:
        first = list(islice(chunks, FEW + 1))
        workers = cores() if len(first) > FEW else 1
        chunks = chain(first, chunks)
    if workers == 1:
        work = prepare()
        for chunk in chunks:
            yield from work(chunk)
        return
    with closing(in_order(prepare, chunks, workers)) as done:
        for results in done:
            yield from results


class _Worker:
    """One process, asked by one thread at a time."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        environment = os.environ | _ONE_THREAD
        command = [sys.executable, *_START]
        if sys.platform == "win32":
            apart = subprocess.CREATE_NEW_PROCESS_GROUP
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, creationflags=apart
            )
        else:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, process_group=0
            )
        self._unsent = pickle.dumps(sys.path) + pickle.dumps(prepare)

    def ask(self, task: object) -> _Answer:
        """Have the task done. Raises WorkerError where the process is dead or dies of it."""
        given = self._unsent + pickle.dumps(task)
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None
        try:
            requests.write(given)
            requests.flush()
            self._unsent = b""
            return cast("_Answer", pickle.load(answers))
        except (OSError, EOFError, pickle.UnpicklingError) as problem:
            raise WorkerError(f"a worker process ended early ({self._end()})", _REMEDY) from problem

    def kill(self) -> None:
        """End the process now; who waits for its answer gets a WorkerError."""
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """Wait for the process to end, and give its pipes back; nobody may be asking it."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was never sent cannot be flushed
                if pipe is not None:
                    pipe.close()

    def _end(self) -> str:
        try:
            code = self._process.wait(10)
        except subprocess.TimeoutExpired:
            return "it no longer answers"
        try:
            return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        except ValueError:
            return f"killed by signal {-code}"


_REMEDY = "if the memory did not suffice, give fewer --workers"


# --- in the worker -----------------------------------------------------------------------------------------------


def serve() -> None:
    """Do the tasks that come on standard input until it ends; what a task prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    prepare = cast("Callable[[], Callable[[object], object]]", pickle.load(requests))
    work: Callable[[object], object] | None = None
    while True:
        try:
            task = pickle.load(requests)
        except EOFError:
            os._exit(0)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", RuntimeWarning)
            try:
                work = work or prepare()
                done, result = True, work(task)
            except Exception as problem:
                done, result = False, _portable(problem)
        told = [str(warning.message) for warning in warned if issubclass(warning.category, RuntimeWarning)]
        try:
            answers.write(pickle.dumps((done, result, told)))
            answers.flush()
        except OSError:  # nobody is there any more
            os._exit(1)


def _portable(problem: Exception) -> Exception:
    """The exception, with where it was raised, in a form that comes out of a pickle as it went in."""
    problem.add_note("In a worker process:\n" + "".join(traceback.format_tb(problem.__traceback__)))
    try:
        pickle.loads(pickle.dumps(problem))
    except Exception:
        return RuntimeError(f"{type(problem).__name__}: {problem}")
    return problem
