"""The memory that a search takes beyond its inputs, measured in a process of its own.

``python -m quotecheck.bench.memory FOLDER OPERATION ROWS VALUE THREADS`` reads the real rows and the queries that the
folder holds, makes ROWS rows of them, searches, and prints how far the memory of the process rose.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotecheck.bench.contenders import limited, quotecheck
from quotecheck.bench.vectors import enlarged
from quotecheck.errors import QuotecheckError

Floats = NDArray[np.float32]
WARMING = 64
"""Rows of a first search that loads whatever is loaded once."""


class MeasureError(QuotecheckError):
    """The measurement could not be made."""


def peak_memory(real: Floats, queries: Floats, operation: str, rows: int, value: float, threads: int) -> int:
    """Bytes of resident memory that ``operation`` (top_k, join, self-join) took over its inputs, results included.

    ``value`` is k or the threshold. The peak is the kernel's own mark (VmHWM, elsewhere ru_maxrss).
    """
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder, "real.npy"), real[:rows])
        np.save(Path(folder, "queries.npy"), queries)
        command = [sys.executable, "-m", __name__, folder, operation, str(rows), str(value), str(threads)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise MeasureError(f"the memory of {operation} could not be measured ({last})", "give smaller sizes")
    return int(json.loads(done.stdout)["peak"])


def main() -> None:
    folder, operation, rows, value, threads = sys.argv[1:]
    corpus = enlarged(np.load(Path(folder, "real.npy")), int(rows))
    queries = np.load(Path(folder, "queries.npy"))
    with limited(int(threads)):
        _search(corpus[:WARMING], queries[:WARMING], operation, float(value), int(threads))
        before = _resident()
        _search(corpus, queries, operation, float(value), int(threads))
    sys.stdout.write(json.dumps({"peak": max(0, _highest() - before)}))


def _search(corpus: Floats, queries: Floats, operation: str, value: float, threads: int) -> object:
    ours = quotecheck(corpus, threads)
    if operation == "top_k" and ours.top_k:
        return ours.top_k(queries, int(value))
    if operation == "join" and ours.join:
        return ours.join(queries, value)
    return ours.self_join(value) if ours.self_join else None


def _highest() -> int:
    return _status("VmHWM") or _most()


def _resident() -> int:
    return _status("VmRSS") or _most()


def _most() -> int:
    """The highest so far by getrusage: in bytes on macOS, in kilobytes elsewhere; 0 where there is none."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _status(key: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:")), 0)


if __name__ == "__main__":
    main()
