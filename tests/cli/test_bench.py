from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

SMALL = ("--sizes", "50", "--queries", "1,8", "-k", "3", "--thresholds", "0.5", "--repeats", "2", "--threads", "1")


@pytest.fixture(autouse=True)
def no_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUOTECHECK_SHARED", str(tmp_path / "nothing here"))


def test_search_prints_a_table_and_writes_its_files(quotecheck: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ran = quotecheck(
        "bench",
        "search",
        *SMALL,
        "--cache",
        tmp_path / "kept",
        "--json",
        tmp_path / "a.json",
        "--plot",
        tmp_path / "a.svg",
    )
    assert (ran.code, ran.stderr) == (0, "")
    assert "top_k, k = 3   50 rows, 8 queries, real" in ran.stdout
    assert "peak memory over the inputs of join at 0.5, 50 rows, 8 queries: " in ran.stdout
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert {"quotecheck", "commit", "machine", "system", "python", "packages", "threads", "search"} == told.keys()
    assert told["search"]["settings"] == {
        "sizes": [50], "operations": ["top_k", "join", "self-join"], "queries": [1, 8],
        "k": [3], "thresholds": [0.5], "repeats": 2, "threads": 1, "limit": 10.0,
        "peers": False,
    }  # fmt: skip
    assert all(len(one["seconds"]) == 2 for case in told["search"]["cases"] for one in case["contenders"])
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert list((tmp_path / "kept").iterdir())


def test_encode_split_and_check(quotecheck: Run, tmp_path: Path) -> None:
    ran = quotecheck("bench", "encode", "--sentences", "5", "--repeats", "1", "--json", tmp_path / "e.json")
    assert (ran.code, ran.stderr) == (0, "")
    assert "sentences/s" in ran.stdout
    (case,) = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))["encode"]["cases"]
    assert case["contenders"][0]["a_second"]["sentences"] > 0
    ran = quotecheck("bench", "split", "--articles", "2", "--repeats", "1")
    assert ran.code == 0
    assert "articles/s" in ran.stdout
    ran = quotecheck("bench", "check", "--articles", "3", "--repeats", "1", "--json", tmp_path / "c.json")
    assert ran.code == 0
    assert "check" in json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("search", "--sizes", "many"), "quotecheck: --sizes is 'many': give whole numbers with commas between"),
        (("search", "--sizes", "10,"), "quotecheck: --sizes is '10,': give whole numbers with commas between"),
        (("search", "--thresholds", "a"), "quotecheck: --thresholds is 'a': give numbers with commas between"),
        (("search", "--thresholds", "2"), "quotecheck: thresholds is 2: give numbers over 0 and up to 1"),
        (("search", "--sizes=-5"), "quotecheck: sizes is -5: give whole numbers from 1 on"),
        (("search", "--repeats", "0"), "quotecheck: repeats is 0: give a whole number from 1 on"),
        (("encode", "--sentences", "0"), "quotecheck: sentences is 0: give a whole number from 1 on"),
        (("split", "--articles", "0"), "quotecheck: articles is 0: give numbers from 1 on"),
        (("encode", "--peer-model", "none"), "quotecheck: none is no folder: name one that SentenceTransformer opens"),
        (("check", "--articles", "1", "--repeats", "1"), "quotecheck: there is one article only: "),
    ],
)
def test_what_makes_no_sense_is_one_line(quotecheck: Run, arguments: tuple[str, ...], error: str) -> None:
    ran = quotecheck("bench", *arguments)
    assert (ran.code, ran.stdout) == (5 if "one article" in error else 2, "")
    (line,) = ran.errors
    assert line.startswith(error)


def test_a_plot_without_matplotlib_is_one_line(
    quotecheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ran = quotecheck("bench", "search", *SMALL, "--cache", tmp_path / "kept", "--plot", tmp_path / "a.svg")
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.errors == ["quotecheck: matplotlib is not installed: pip install 'quotecheck[bench]'"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_an_interrupt_is_one_line(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "quotecheck", "bench", "search", "--cache", str(tmp_path)]
    running = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(2.0)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, b"")
    assert err.decode().splitlines() == ["quotecheck: interrupted: run it again to get the whole result"]
