"""``quotecheck verify`` as its users run it: articles and lists of quotes, formats, the cache, exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

TRANSCRIPT = """\
TOBIAS RENN: We will hire 40 people before the first stone leaves this valley.
AMINA FALK: The dust has made our children ill, and nobody has answered for it.
TOBIAS RENN: I have answered, unless letters do not count.
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test keeps anything in the user's own cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    return tmp_path / "xdg" / "quotecheck"


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    path = tmp_path / "hearing.txt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    rows = [
        {"id": "a", "speaker": "Amina Falk", "text": "The dust has made our children ill"},
        {"id": "b", "speaker": "Amina Falk", "text": "I have answered"},
        {"id": "c", "speaker": None, "text": "We will plant nine thousand apple trees."},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_quotes_of_articles(quotecheck: Run, coverage: Path, transcript: Path) -> None:
    ran = quotecheck("verify", coverage, "--against", transcript, "-f", "jsonl")
    assert (ran.code, ran.stderr) == (0, "")
    found = {row["id"]: row for row in map(json.loads, ran.stdout.splitlines()) if row["kind"] == "direct"}
    labels = {(row["outlet"], row["places"][0]["line"], row["label"]) for row in found.values()}
    assert labels == {
        ("courier", "1", "verbatim"),
        ("courier", "2", "verbatim"),
        ("ledger", "1", "altered"),
        ("ledger", "2", "verbatim"),
    }
    text = transcript.read_text(encoding="utf-8")
    for row in found.values():
        [place] = row["places"]
        [[start, end]] = place["spans"]
        assert text[place["start"] + start : place["start"] + end] == place["text"]
        assert place["line"] == row["hits"][0]["id"]


def test_a_list_of_quotes_and_wrong_speakers(quotecheck: Run, claims: Path, transcript: Path) -> None:
    ran = quotecheck("verify", claims, "--against", transcript, "--format", "json", "-k", "2")
    result = json.loads(ran.stdout)
    assert (ran.code, result["lines"], result["articles"]) == (0, 3, [])
    a, b, c = result["quotes"]
    assert (a["id"], a["label"], a["places"][0]["line"], a["misattributed"]) == ("a", "trimmed", "2", False)
    assert (b["label"], b["places"][0]["speaker"], b["misattributed"]) == ("altered", "TOBIAS RENN", True)
    assert b["reasons"] == ["leaves out “unless letters do not count”"]
    assert (c["label"], c["places"], len(c["nearest"])) == ("not found", [], 3)
    assert result["labels"] == {"verbatim": 0, "trimmed": 1, "reworded": 0, "altered": 1, "not found": 1}
    assert all({"id", "score", "same"} == hit.keys() for row in result["quotes"] for hit in row["hits"])


def test_rows_without_a_speaker_are_quotes_where_it_is_said(quotecheck: Run, tmp_path: Path, transcript: Path) -> None:
    rows = '{"id": "a", "text": "We will hire 40 people"}\n'
    (tmp_path / "rows.jsonl").write_text(rows)
    taken_for_articles = quotecheck("verify", "rows.jsonl", "--against", transcript)
    assert taken_for_articles.code == 5
    assert taken_for_articles.errors == [
        "quotecheck: the articles hold no quotes: give articles with quotes, or with --quotes a list of quotes"
    ]
    ran = quotecheck("verify", "rows.jsonl", "--quotes", "--against", transcript, "-f", "jsonl")
    assert json.loads(ran.stdout)["places"][0]["line"] == "1"
    piped = quotecheck("verify", "-", "--quotes", "--against", transcript, "-f", "jsonl", stdin=rows)
    assert piped.stdout == ran.stdout
    (tmp_path / "rows.csv").write_text("id,text\na,We will hire 40 people\n")
    assert quotecheck("verify", "rows.csv", "--against", transcript, "-f", "jsonl").stdout == ran.stdout


def test_formats(quotecheck: Run, claims: Path, transcript: Path, tmp_path: Path) -> None:
    [first, *_] = list(
        csv.DictReader(io.StringIO(quotecheck("verify", claims, "--against", transcript, "-f", "csv").stdout))
    )
    assert (first["id"], first["label"], first["lines"], json.loads(first["spans"])) == (
        "a",
        "trimmed",
        "2",
        [[[0, 34]]],
    )
    table = quotecheck("verify", claims, "--against", transcript).stdout
    assert table.startswith(
        "3 quotes against 3 lines of transcript: 1 trimmed, 1 altered, 1 not found; 1 with another speaker."
    )
    assert "! The transcript gives this to TOBIAS RENN, not to Amina Falk." in table
    for suffix, begins in (("md", "# Quotes against the transcript"), ("html", "<!DOCTYPE html>")):
        ran = quotecheck("verify", claims, "--against", transcript, "-o", tmp_path / f"out.{suffix}")
        assert (ran.code, ran.stdout) == (0, "")
        assert (tmp_path / f"out.{suffix}").read_text(encoding="utf-8").startswith(begins)


def test_a_label_can_fail_the_run(quotecheck: Run, claims: Path, transcript: Path) -> None:
    ran = quotecheck("verify", claims, "--against", transcript, "--fail-on", "altered", "-f", "jsonl")
    assert ran.code == 1
    assert len(ran.stdout.splitlines()) == 3
    assert ran.errors == [
        "quotecheck: c (speaker not named: not found) reached the limit, and so did 1 more: exit code 1"
    ]


def test_vectors_are_kept_where_the_user_keeps_such_things(
    process: Run, claims: Path, transcript: Path, own_cache: Path
) -> None:
    asked = ("verify", claims, "--against", transcript, "-f", "json")
    bare = process(*asked, "--no-cache")
    assert (bare.code, bare.stderr) == (0, "")
    assert not own_cache.exists()
    for _ in range(2):
        ran = process(*asked)
        assert (ran.code, ran.stdout, ran.stderr) == (0, bare.stdout, "")
        [file] = own_cache.iterdir()
    file.write_bytes(b"no database")
    ran = process(*asked)
    assert (ran.code, ran.stdout) == (0, bare.stdout)
    [told] = ran.errors
    assert told == f"quotecheck: {file} was damaged: it is begun anew"
    assert process(*asked).stderr == ""


def test_a_cache_folder_in_the_settings_is_left_alone_where_none_is_wanted(
    process: Run, claims: Path, transcript: Path, own_cache: Path, tmp_path: Path
) -> None:
    (tmp_path / "quotecheck.toml").write_text('cache = "vectors"\n')
    for no_cache in (["--no-cache"], []):
        ran = process("verify", claims, "--against", transcript, *no_cache, cwd=tmp_path)
        assert (ran.code, ran.stderr) == (0, "")
        assert (tmp_path / "vectors").exists() is (not no_cache)
    assert not own_cache.exists()


def test_a_cache_folder_may_be_named_and_the_default_one_unusable(
    process: Run, claims: Path, transcript: Path, own_cache: Path, tmp_path: Path
) -> None:
    asked = ("verify", claims, "--against", transcript, "-f", "json")
    named = process(*asked, "--cache", tmp_path / "vectors")
    assert (named.code, named.stderr) == (0, "")
    assert list((tmp_path / "vectors").iterdir())
    assert not own_cache.exists()
    own_cache.parent.mkdir(exist_ok=True)
    own_cache.write_text("a file stands where the folder should")
    ran = process(*asked)
    assert (ran.code, ran.stdout) == (0, named.stdout)
    [told] = ran.errors
    assert told.endswith("the transcript's vectors are not kept")


def test_words_that_stand_there_need_no_vectors(
    quotecheck: Run, tmp_path: Path, transcript: Path, own_cache: Path
) -> None:
    (tmp_path / "q.csv").write_text("id,text\na,The dust has made our children ill\n")
    assert quotecheck("verify", "q.csv", "--against", transcript).code == 0
    assert not own_cache.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["claims.jsonl"], "quotecheck: missing option '--against': try quotecheck verify --help"),
        (["claims.jsonl", "--against", "none.txt"], "quotecheck: none.txt: no such file or folder: check the path"),
        (["claims.jsonl", "--against", f"{'x' * 300}.txt"],
         f"quotecheck: {'x' * 300}.txt: cannot be read (File name too long): check the file"),
        ([f"{'x' * 300}.jsonl", "--against", "hearing.txt"],
         "quotecheck: no article or quote could be read: give an input that holds at least one"),
        (["empty.csv", "--against", "hearing.txt"],
         "quotecheck: no article or quote could be read: give an input that holds at least one"),
        (["empty.csv", "--against", "hearing.txt", "--quotes"],
         "quotecheck: no quote could be read: give an input that holds at least one"),
        (["claims.jsonl", "--against", "hearing.txt", "--cache", "folder", "--no-cache"],
         "quotecheck: --cache and --no-cache contradict each other: give one of them"),
        (["claims.jsonl", "--against", "speech.json"],
         "quotecheck: speech.json: a transcript is not read from .json: "
         "give JSON lines, one object a line with id and text, as a .jsonl file"),
        (["-", "--against", "-"], "quotecheck: both inputs are stdin: name a file for one of them"),
        (["claims.jsonl", "--against", "empty.txt"],
         "quotecheck: the transcript empty.txt holds no line: give a text, or rows with id and text"),
        (["claims.jsonl", "--against", "twice.jsonl", "--strict"],
         "quotecheck: --strict is set and an input was skipped: mend the input or run without --strict"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(
    quotecheck: Run, claims: Path, transcript: Path, tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "empty.csv").write_text("id,text\n")
    (tmp_path / "speech.json").write_text('[{"id": "1", "text": "Yes."}]')
    (tmp_path / "twice.jsonl").write_text('{"id": "1", "text": "Yes."}\n{"id": "1", "text": "No."}\n')
    ran = quotecheck("verify", *arguments)
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.errors[-1] == complaint


def test_two_lists_with_one_id(quotecheck: Run, claims: Path, transcript: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("id,text\na,Yes\n")
    ran = quotecheck("verify", claims, "more.csv", "--against", transcript)
    assert (ran.code, ran.errors) == (2, ["quotecheck: two quotes have the id 'a': give every one its own"])
