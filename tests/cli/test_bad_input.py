"""Bad input: one clear line each, the right exit code, and the rest of the input is still used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

UNREADABLE: dict[str, bytes | None] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 64,
    "nul.txt": "“We are here,” Ada Marsh said.\0".encode(),
    "latin.txt": b'"D\xe9j\xe0 vu," Ada Marsh said.',
    "broken.jsonl": b'{"id": "x", "text": \n',
    "no-text.jsonl": b'{"id": "x"}\n',
    "image.png": b"\x89PNG\r\n",
    "missing.txt": None,
}


def put(folder: Path, name: str) -> Path:
    path = folder / name
    content = UNREADABLE[name]
    if content is not None:
        path.write_bytes(content)
    return path


def one_error(ran: Any) -> str:
    """The one line on stderr; it must say what is wrong and what to do."""
    (line,) = ran.errors
    assert line.startswith("quotecheck: ")
    assert len(line.split(": ")) >= 3
    assert "Traceback" not in line
    return str(line)


@pytest.mark.parametrize("name", UNREADABLE)
def test_the_others_are_still_checked(quotecheck: Run, coverage: Path, tmp_path: Path, name: str) -> None:
    ran = quotecheck("check", *sorted(coverage.iterdir()), put(tmp_path, name), "-f", "json")
    assert ran.code == 0
    assert one_error(ran).startswith("quotecheck: skipped ")
    report = json.loads(ran.stdout)
    assert len(report["statements"]) == 2
    (skipped,) = report["skipped"]
    assert name in skipped["input"]
    assert skipped["reason"] in one_error(ran)


@pytest.mark.parametrize("name", UNREADABLE)
def test_alone_it_is_an_input_error(quotecheck: Run, tmp_path: Path, name: str) -> None:
    for command in ("check", "split"):
        ran = quotecheck(command, put(tmp_path, name))
        assert (ran.code, ran.stdout) == (2, "")
        assert len(ran.errors) == 2
        assert ran.errors[1].startswith("quotecheck: no article could be read: ")


def test_strict_ends_the_run(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    for command in ("check", "split"):
        ran = quotecheck(command, coverage, put(tmp_path, "empty.txt"), "--strict")
        assert (ran.code, ran.stdout) == (2, "")
        assert "empty.txt" in ran.errors[0]
        assert "--strict" in ran.errors[1]


def test_what_is_set_aside_is_told_and_no_error(quotecheck: Run, coverage: Path) -> None:
    shutil.copy(coverage / "ledger.txt", coverage / "transcript.txt")
    (coverage / "quotecheck.toml").write_text("threshold = 0.5\n")
    ran = quotecheck("check", coverage, "--strict", "-f", "json")
    assert ran.code == 0
    said = "is a transcript by its name, no article: name it to have it read"
    assert one_error(ran) == f"quotecheck: skipped {coverage / 'transcript.txt'}: {said}"
    assert json.loads(ran.stdout)["skipped"] == [{"input": str(coverage / "transcript.txt"), "reason": said}]


def test_all_names_in_a_folder_as_a_shell_writes_them_out(quotecheck: Run, coverage: Path) -> None:
    (coverage / "README.md").write_text("“Nobody said so,” says the note.\n")
    ran = quotecheck("check", *sorted(coverage.iterdir()), "--strict", "-f", "json")
    assert ran.code == 0
    said = "is a note to the reader by its name, no article: give it alone to have it read"
    assert one_error(ran) == f"quotecheck: skipped {coverage / 'README.md'}: {said}"
    assert [article["id"] for article in json.loads(ran.stdout)["articles"]] == ["courier", "ledger"]


def test_one_story_in_the_folders_of_two_outlets(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    for outlet in ("courier", "ledger"):
        (tmp_path / "x" / outlet).mkdir(parents=True)
        shutil.copy(coverage / f"{outlet}.txt", tmp_path / "x" / outlet / "story.txt")
    ran = quotecheck("check", tmp_path / "x", "-f", "json")
    assert (ran.code, ran.stderr) == (0, "")
    report = json.loads(ran.stdout)
    assert [(a["id"], a["outlet"]) for a in report["articles"]] == [
        ("courier/story", "courier"),
        ("ledger/story", "ledger"),
    ]
    assert len(report["statements"]) == 2


def test_a_repeated_id_is_skipped(quotecheck: Run, coverage: Path) -> None:
    shutil.copy(coverage / "ledger.txt", coverage / "ledger.md")
    ran = quotecheck("check", coverage, "-f", "json")
    assert ran.code == 0
    assert "repeats the id 'ledger'" in one_error(ran)
    assert len(json.loads(ran.stdout)["articles"]) == 2


def test_one_article_is_nothing_to_compare(quotecheck: Run, coverage: Path) -> None:
    ran = quotecheck("check", coverage / "courier.txt")
    assert (ran.code, ran.stdout) == (5, "")
    assert "one article only" in one_error(ran)


def test_articles_without_quotes_are_nothing_to_compare(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    for name in ("rain", "sun"):
        (tmp_path / f"{name}.txt").write_text(f"There was {name} on the hills all day. The valley stayed dry.\n")
    ran = quotecheck("check", tmp_path / "rain.txt", tmp_path / "sun.txt")
    assert (ran.code, ran.stdout) == (5, "")
    assert "none of them holds quotes" in one_error(ran)
    ran = quotecheck("check", tmp_path / "rain.txt", coverage / "courier.txt")
    assert ran.code == 5
    assert "one of them holds quotes" in one_error(ran)


@pytest.mark.parametrize(("unit", "size"), [("x", 10_000_000), ("word ", 2_000_000), ("“", 300_000), ("“a” ", 300_000)])
def test_a_line_without_end(quotecheck: Run, coverage: Path, tmp_path: Path, unit: str, size: int) -> None:
    (tmp_path / "line.txt").write_text(unit * (size // len(unit)), encoding="utf-8")
    ran = quotecheck("check", coverage, tmp_path / "line.txt", "--format", "json")
    assert ran.code == 0
    speakers = {statement["speaker"] for statement in json.loads(ran.stdout)["statements"]}
    assert {"Tobias Renn", "Amina Falk"} <= speakers


def test_an_unknown_model(quotecheck: Run, coverage: Path) -> None:
    for command in ("check", "split"):
        ran = quotecheck(command, coverage, "--model", "nobody/has-this")
        assert (ran.code, ran.stdout) == (2, "")
        one_error(ran)


def test_a_model_folder_that_is_not_there(quotecheck: Run, coverage: Path) -> None:
    ran = quotecheck("check", coverage, "--model", "./no/such/folder")
    assert (ran.code, ran.stdout) == (2, "")
    assert one_error(ran).startswith("quotecheck: the folder './no/such/folder' does not exist: ")


def test_a_tampered_weight_file(process: Run, coverage: Path, tmp_path: Path, root: Path) -> None:
    for name in ("quotecheck", "models"):
        shutil.copytree(root / name, tmp_path / "copy" / name)
    weights = tmp_path / "copy" / "models" / "encoder" / "model.onnx"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    for arguments in (("check", coverage), ("models", "verify")):
        ran = process(*arguments, cwd=tmp_path / "copy")
        assert (ran.code, ran.stdout) == (2, "")
        assert "model.onnx is damaged" in one_error(ran)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "no such command 'chek'"),
        (["--colour"], "no such option: --colour"),
        (["check"], "missing argument"),
        (["check", "x", "--frobnicate"], "no such option: --frobnicate"),
        (["check", "x", "--format", "xml"], "xml"),
        (["check", "x", "--fail-on", "bad"], "bad"),
        (["check", "x", "--max-divergence", "2"], "--max-divergence is 2.0"),
        (["check", "x", "--threshold", "nan"], "threshold is nan"),
        (["check", "x", "--threshold", "much"], "invalid value for '--threshold'"),
        (["match", "q", "c", "-k", "0"], "invalid value for '-k'"),
        (["match", "-", "-"], "both inputs are stdin"),
        (["models", "show", "nothing"], "no model 'nothing' is shipped"),
        (["models"], "missing command"),
    ],
)
def test_usage_errors_are_one_line(quotecheck: Run, arguments: list[str], said: str) -> None:
    ran = quotecheck(*arguments)
    assert (ran.code, ran.stdout) == (2, "")
    assert said in one_error(ran)


def test_the_hint_names_the_command(quotecheck: Run) -> None:
    assert one_error(quotecheck("check", "--frob")).endswith(": try quotecheck check --help")


def test_rows_that_cannot_be_used(quotecheck: Run, tmp_path: Path) -> None:
    rows = tmp_path / "pairs.jsonl"
    rows.write_text('{"id": "1", "a": "x y", "b": "x y"}\n{"id": "1", "a": "z", "b": "z"}\nnot json\n')
    ran = quotecheck("score", rows)
    assert ran.code == 0
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["1"]
    assert [line.split(": ")[1].rsplit(":", 1)[-1] for line in ran.errors] == ["2", "3"]
    assert quotecheck("score", rows, "--strict").code == 2
    rows.write_text("")
    for arguments in (("score", rows), ("match", rows, rows)):
        ran = quotecheck(*arguments)
        assert (ran.code, ran.stdout) == (2, "")
        assert "could be read" in one_error(ran)
    for name, text, wanted in (
        ("blank.csv", "", "name the columns id, a, b in its first row, and give a row below"),
        ("head.csv", "id,a,b\n", "name the columns id, a, b in its first row, and give a row below"),
        ("lines.jsonl", "\n\n", "give a JSON object with id, a, b on each line"),
    ):
        (tmp_path / name).write_text(text)
        ran = quotecheck("score", name, "-o", "out.csv")
        assert (ran.code, (tmp_path / "out.csv").exists()) == (2, False)
        assert one_error(ran) == f"quotecheck: no pair could be read in {name}: {wanted}"
    assert one_error(quotecheck("score", "-", stdin="")).startswith("quotecheck: no pair could be read in stdin: ")
    ran = quotecheck("score", tmp_path / "missing.jsonl")
    assert ran.code == 2
    one_error(ran)
