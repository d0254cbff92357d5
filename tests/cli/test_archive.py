"""Archives from the command line: made, grown, looked at, and what is told of inputs that do not go in."""

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

TEXTS = {
    "weir": "The weir will hold until the snow has melted.",
    "hall": "Nobody asked us before the dance hall was sold.",
    "pear": "This was the best year for pears that I can remember.",
}


def rows(texts: dict[str, str]) -> str:
    return "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())


def test_add_info_and_verify(quotecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text(rows(TEXTS))
    ran = quotecheck("archive", "add", "texts.jsonl", "kept")
    assert (ran.code, ran.stderr) == (0, "")
    made = json.loads(ran.stdout)
    assert made.pop("model").startswith("quotecheck-encoder-int8")
    assert made == {"archive": "kept", "texts": 3, "added": 3, "known": 0, "skipped": 0}
    again = json.loads(
        quotecheck("archive", "add", "-", "kept", stdin=rows({**TEXTS, "moss": "Moss is no weed."})).stdout
    )
    assert (again["texts"], again["added"], again["known"]) == (4, 1, 3)
    everywhere = ("--offline", "--quiet", "--verbose", "--no-color")
    for command in ("info", "verify"):
        ran = quotecheck("archive", command, "kept", *everywhere)
        assert (ran.code, ran.stderr) == (0, "")
        assert json.loads(ran.stdout) == {"archive": "kept", "texts": 4, "model": again["model"]}


def test_csv_is_read(quotecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "texts.csv").write_text("id,text\nweir,The weir will hold.\npear,Pears are ripe.\n")
    assert json.loads(quotecheck("archive", "add", "texts.csv", "kept").stdout)["added"] == 2


def test_what_does_not_go_in_is_told(quotecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text(rows(TEXTS) + "no json\n" + rows({"weir": "Twice."}) + '{"id": "x"}\n')
    ran = quotecheck("archive", "add", "texts.jsonl", "kept")
    assert (ran.code, json.loads(ran.stdout)["added"], json.loads(ran.stdout)["skipped"]) == (0, 3, 3)
    assert [line.split(": ")[1] for line in ran.errors] == [f"skipped texts.jsonl:{line}" for line in (4, 5, 6)]
    ran = quotecheck("archive", "add", "-", "kept", stdin=rows({"pear": "Other words.\x1b[2J"}))
    assert ran.errors == ["quotecheck: skipped the text 'pear': is in the archive with other words: give it another id"]
    assert json.loads(ran.stdout)["texts"] == 3
    # What can be used is added all the same, wherever the rest stands.
    for strict, texts in ((rows({"pear": "Other words."}), 3), ("no json\n" + rows({"moss": "Moss is no weed."}), 4)):
        ran = quotecheck("archive", "add", "-", "kept", "--strict", stdin=strict)
        assert (ran.code, json.loads(ran.stdout)["texts"]) == (2, texts)
        assert "--strict is set" in ran.errors[-1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "missing.jsonl", "kept"], "missing.jsonl: no such file"),
        (["add", "-", "kept"], "no text could be read"),
        (["add", "-", "notes"], "no text could be read"),
        (["add", "fine.jsonl", "notes"], "notes holds other things and no index"),
        (["add", "fine.jsonl", "fine.jsonl"], "fine.jsonl"),
        (["info", "missing"], "missing is no archive"),
        (["verify", "notes"], "notes is a folder and no archive"),
        (["info", "x" * 5000], "cannot be used"),
        (["info"], "missing argument"),
        ([], "missing command"),
    ],
)
def test_what_cannot_be_done_is_one_line(quotecheck: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "fine.jsonl").write_text(rows(TEXTS))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "id.text").write_text("mine")
    ran = quotecheck("archive", *arguments, stdin="")
    (line,) = ran.errors
    assert (ran.code, ran.stdout) == (2, "")
    assert line.startswith("quotecheck: ")
    assert said in line
    assert (tmp_path / "notes" / "id.text").read_text() == "mine"
    assert not (tmp_path / "kept").exists()


def test_damage_is_one_line(quotecheck: Run, tmp_path: Path) -> None:
    quotecheck("archive", "add", "-", "kept", stdin=rows(TEXTS))
    words = tmp_path / "kept" / "text.text"
    words.write_bytes(words.read_bytes().replace(b"snow", b"rain"))
    ran = quotecheck("archive", "verify", "kept")
    assert (ran.code, ran.stdout) == (2, "")
    assert "text.text is damaged" in ran.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_an_interrupted_run_is_resumed(quotecheck: Run, root: Path, tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "quotecheck", "archive", "add", "-", str(tmp_path / "kept")],
        cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdin is not None
    running.stdin.write(rows(TEXTS).encode())
    running.stdin.flush()
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, b"")
    assert err.decode().splitlines() == ["quotecheck: interrupted: run it again to get the whole result"]
    assert json.loads(quotecheck("archive", "add", "-", tmp_path / "kept", stdin=rows(TEXTS)).stdout)["texts"] == 3
