"""An index on disk: what it answers, how it grows, and what is left when something goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.errors import InputError
from quotecheck.search.estimates import PIECE
from quotecheck.search.exact import top_k
from quotecheck.search.index import HEAD, Index


def unit_rows(count: int, seed: int, width: int = 48) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, width))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def names(start: int, stop: int) -> dict[str, list[str]]:
    return {"id": [f"n{number}\x1b “é”" for number in range(start, stop)]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of 30 rows, 20 of them in a second commit."""
    index = Index.create(tmp_path / "kept", 48, "some model")
    rows = unit_rows(30, 1)
    index.append(rows[:10], names(0, 10), {"numbers": np.arange(10)})
    index.append(rows[10:], names(10, 30), {"numbers": np.arange(30)})
    return tmp_path / "kept"


def test_it_answers_what_top_k_answers_however_it_has_grown(tmp_path: Path) -> None:
    rows, queries = unit_rows(3 * PIECE + 17, 2), unit_rows(40, 3)
    rows[5] = rows[2000] = queries[0]
    expected = [part.tobytes() for part in top_k(queries, rows, 9)]
    for number, steps in enumerate(([len(rows)], [1, PIECE - 1, 1, 2 * PIECE, 16], [700, 700, 700, 989])):
        index = Index.create(tmp_path / f"kept{number}", 48, "some model")
        at = 0
        for step in steps:
            index.append(rows[at : at + step], names(at, at + step))
            at += step
        assert at == len(rows) == len(index)
        again = Index.open(tmp_path / f"kept{number}")
        for threads in (1, 3):
            assert [part.tobytes() for part in again.top_k(queries, 9, threads=threads)] == expected
        [few], _ = again.top_k(queries[:1], 9, threshold=0.99)
        assert np.isfinite(few).tolist() == [True] * 2 + [False] * 7
        again.verify()


def test_strings_and_tables_come_back(folder: Path) -> None:
    index = Index.open(folder)
    assert (len(index), index.dimensions, index.identity) == (30, 48, "some model")
    assert index.strings("id") == names(0, 30)["id"]
    assert index.strings("id", np.array([29, 0, 10, 9])) == [names(0, 30)["id"][at] for at in (29, 0, 10, 9)]
    assert index.strings("id", np.array([], np.int64)) == []
    assert index.table("numbers").tolist() == list(range(30))
    with pytest.raises(KeyError):
        index.strings("text")


def test_an_empty_index(tmp_path: Path) -> None:
    index = Index.create(tmp_path / "kept", 3, "some model")
    index.append(np.empty((0, 3)), {"id": []})
    again = Index.open(tmp_path / "kept")
    assert len(again) == 0
    scores, rows = again.top_k(np.eye(3), 2)
    assert (rows == -1).all()
    assert (scores == -np.inf).all()
    again.verify()


def test_a_reader_keeps_what_it_opened(folder: Path) -> None:
    queries = unit_rows(30, 1)
    reader = Index.open(folder)
    before = [part.tobytes() for part in reader.top_k(queries, 3)]
    writer = Index.open(folder)
    for commit in range(3):
        writer.append(unit_rows(5, 10 + commit), names(100 + 5 * commit, 105 + 5 * commit), {"numbers": np.arange(3)})
    assert [part.tobytes() for part in reader.top_k(queries, 3)] == before
    assert reader.table("numbers").tolist() == list(range(30))
    assert len(Index.open(folder)) == 45
    with pytest.raises(InputError, match="has grown since it was opened: open it again"):
        reader.append(unit_rows(1, 4), names(0, 1))


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from quotecheck.search.index import Index
Index._write_head = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Index.open(Path(sys.argv[1])).append(np.eye(4, 48), {"id": list("abcd")}, {"numbers": np.arange(2)})
"""


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_an_append_that_was_cut_short_leaves_a_whole_index(folder: Path, root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=root, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    index = Index.open(folder)
    index.verify()
    assert index.strings("id") == names(0, 30)["id"]
    index.append(unit_rows(2, 5), names(30, 32))
    assert Index.open(folder).strings("id") == names(0, 32)["id"]
    Index.open(folder).verify()


def test_two_do_not_write_at_once(folder: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another process is adding"):
            Index.open(folder).append(unit_rows(1, 4), names(30, 31))
    Index.open(folder).append(unit_rows(1, 4), names(30, 31))


def test_what_does_not_fit_is_refused_and_changes_nothing(folder: Path) -> None:
    index = Index.open(folder)
    for vectors, strings, wrong in (
        (unit_rows(2, 4, width=47), names(0, 2), "vectors have 47 numbers"),
        (unit_rows(2, 4), names(0, 3), "strings and vectors do not fit"),
        (unit_rows(2, 4), {"text": ["a", "b"]}, "strings and vectors do not fit"),
        (np.zeros((1, 48)), names(0, 1), "row 0 of vectors holds nothing but zeros"),
    ):
        with pytest.raises(InputError, match=wrong):
            index.append(vectors, strings)
    with pytest.raises(InputError, match="rows of queries have 3 numbers"):
        index.top_k(np.eye(3), 1)
    assert len(Index.open(folder)) == 30
    index.verify()


def test_damage_is_one_error(folder: Path) -> None:
    head = (folder / HEAD).read_bytes()
    content = json.loads(head)
    for damaged in (b"", b"[" * 100_000, b"{}", b"[]", head[:-2], head.replace(b'"rows": 30', b'"rows": 31')):
        (folder / HEAD).write_bytes(damaged)
        with pytest.raises(InputError, match=r"index\.json cannot be used \([^\n]+\): make it again"):
            Index.open(folder)
    (folder / HEAD).write_text(json.dumps(content | {"format": 99}))
    with pytest.raises(InputError, match="is of format 99"):
        Index.open(folder)
    (folder / HEAD).write_bytes(head)
    text = folder / "id.text"
    whole = text.read_bytes()
    text.write_bytes(b"\xff" + whole[1:])
    with pytest.raises(InputError, match=r"id\.text is damaged"):
        Index.open(folder).strings("id")
    with pytest.raises(InputError, match=r"id\.text is damaged"):
        Index.open(folder).verify()
    text.write_bytes(whole[:-1])
    with pytest.raises(InputError, match=r"id\.text has \d+ bytes of \d+"):
        Index.open(folder)
    text.write_bytes(whole)
    (folder / "numbers-30.npy").unlink()
    with pytest.raises(InputError, match=r"numbers-30\.npy cannot be read"):
        Index.open(folder)


def test_where_no_index_can_be(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(InputError, match="holds no index"):
        Index.open(tmp_path)
    (tmp_path / "file").write_text("x")
    for place in (tmp_path, folder):
        with pytest.raises(InputError, match=r"holds other things and no index|holds an index already"):
            Index.create(place, 48, "some model")
    with pytest.raises(InputError, match="cannot be made"):
        Index.create(tmp_path / "file", 48, "some model")
    with pytest.raises(InputError, match="vectors of 0 numbers"):
        Index.create(tmp_path / "new", 0, "some model")
