from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from quotecheck import pipeline

Run = Callable[..., Any]

CORPUS = {
    "boats": "All the boats came back to the harbour before the storm.",
    "bread": "My sister bakes bread for the whole street.",
    "mill": "The paper mill is going to shut its doors in June.",
}


def rows(path: Path, texts: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items()))
    return path


def test_best_hit_first_and_no_more_than_asked(quotecheck: Run, tmp_path: Path) -> None:
    corpus = rows(tmp_path / "corpus.jsonl", CORPUS)
    queries = rows(tmp_path / "queries.jsonl", {"q1": "The mill will close in June.", "q2": CORPUS["bread"]})
    ran = quotecheck("match", queries, corpus, "-k", "2")
    assert (ran.code, ran.stderr) == (0, "")
    first, second = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (first["id"], first["hits"][0]["id"]) == ("q1", "mill")
    assert (second["id"], second["hits"][0]["id"]) == ("q2", "bread")
    for found in (first, second):
        assert len(found["hits"]) == 2
        assert found["hits"][0]["score"] >= found["hits"][1]["score"]
        assert {"id", "score", "same"} <= found["hits"][0].keys()


def test_more_hits_than_texts(quotecheck: Run, tmp_path: Path) -> None:
    corpus = rows(tmp_path / "corpus.jsonl", CORPUS)
    ran = quotecheck("match", "-", corpus, "-k", "50", stdin=corpus.read_bytes())
    hits = [json.loads(line)["hits"] for line in ran.stdout.splitlines()]
    assert [{hit["id"] for hit in each} for each in hits] == [set(CORPUS)] * 3


def test_an_archive_is_searched(quotecheck: Run, tmp_path: Path) -> None:
    corpus = rows(tmp_path / "corpus.jsonl", CORPUS)
    queries = rows(tmp_path / "queries.jsonl", {"q1": "The mill will close in June.", "q2": CORPUS["bread"]})
    quotecheck("archive", "add", corpus, "kept")
    ran = quotecheck("match", queries, "kept", "-k", "2")
    assert (ran.code, ran.stderr) == (0, "")
    first, second = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (first["id"], first["hits"][0]["id"]) == ("q1", "mill")
    assert (second["id"], second["hits"][0]["id"]) == ("q2", "bread")
    assert all(
        len(found["hits"]) == 2 and {"id", "score", "same"} <= found["hits"][0].keys() for found in (first, second)
    )
    alone = quotecheck("match", "-", "kept", "-k", "2", stdin=queries.read_text().splitlines()[0])
    assert alone.stdout == ran.stdout.splitlines(keepends=True)[0]


def test_a_folder_that_is_no_archive_is_one_line(quotecheck: Run, tmp_path: Path) -> None:
    corpus = rows(tmp_path / "corpus.jsonl", CORPUS)
    (tmp_path / "notes").mkdir()
    ran = quotecheck("match", corpus, "notes")
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.errors == ["quotecheck: notes is a folder and no archive: make one by quotecheck archive add"]


def test_an_archive_of_another_model_is_one_line(quotecheck: Run, tmp_path: Path) -> None:
    import numpy as np

    from quotecheck.search.index import Index

    corpus = rows(tmp_path / "corpus.jsonl", CORPUS)
    trigrams = np.zeros(1, np.int64)
    Index.create(tmp_path / "kept", 2, "tiny@sha256:00").append(
        np.eye(2, dtype=np.float32),
        {"id": ["a", "b"], "text": ["One.", "Two."]},
        {"trigrams": trigrams, "trigrams-texts": trigrams},
    )
    ran = quotecheck("match", corpus, "kept")
    assert (ran.code, ran.stdout) == (2, "")
    (line,) = ran.errors
    assert "kept was made with tiny@sha256:00 and not with quotecheck-encoder-int8" in line
    assert line.endswith("use that model, or make an archive with this one")


def archive(quotecheck: Run, folder: Path) -> dict[str, str]:
    """An archive "kept" in the folder, and queries for it."""
    texts = {f"t{n}": f"{n} boats came back to the harbour on {day}." for n, day in enumerate(["Monday", "Friday"] * 6)}
    quotecheck("archive", "add", rows(folder / "texts.jsonl", texts), "kept")
    return {f"q{n}": f"On Monday {n} boats were back." for n in range(25)}


@pytest.mark.parametrize("form", ["jsonl", "csv", "json", "table"])
def test_in_an_archive_the_bytes_are_the_same_for_any_workers_and_chunks(
    quotecheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    queries = rows(tmp_path / "queries.jsonl", archive(quotecheck, tmp_path))
    whole = quotecheck("match", queries, "kept", "-k", "3", "-f", form).stdout
    assert "q24" in whole
    for workers, chunk in ((1, 4), (2, 7)):
        monkeypatch.setattr(pipeline, "QUERIES_AT_ONCE", chunk)
        ran = quotecheck("match", queries, "kept", "-k", "3", "-f", form, "--workers", workers, "-o", "out")
        assert (ran.code, ran.stdout, ran.stderr) == (0, "", "")
        assert (tmp_path / "out").read_text() == whole


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_stopped_run_is_gone_on_with(
    quotecheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    queries, out = rows(tmp_path / "queries.jsonl", archive(quotecheck, tmp_path)), tmp_path / f"out.{form}"
    arguments = ("match", queries, "kept", "-k", "3", "-o", out)
    whole = quotecheck(*arguments[:-2], "-f", form).stdout

    def stopping(*given: Any, **flags: Any) -> Iterator[Any]:
        yield from islice(match_each(*given, **flags), 10)
        raise KeyboardInterrupt

    match_each = pipeline.match_each
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "match_each", stopping)
        ran = quotecheck(*arguments)
    assert ran.code == 130
    assert ran.errors[0] == f"quotecheck: {out}.partial holds the 10 rows that are done: --resume goes on from there"
    ran = quotecheck("match", queries, "kept", "-k", "4", "-o", out, "--resume")
    assert (ran.code, "was made with other flags" in ran.stderr) == (2, True)
    assert quotecheck(*arguments, "--resume").code == 0
    assert out.read_text() == whole
    # An archive that has grown answers otherwise.
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "match_each", stopping)
        quotecheck(*arguments)
    quotecheck("archive", "add", rows(tmp_path / "more.jsonl", {"new": "4 boats were back on Monday."}), "kept")
    ran = quotecheck(*arguments, "--resume")
    assert (ran.code, "was made with other flags" in ran.stderr) == (2, True)


def test_among_the_texts_of_a_file_there_is_nothing_to_resume(quotecheck: Run, tmp_path: Path) -> None:
    corpus = rows(tmp_path / "corpus.jsonl", CORPUS)
    ran = quotecheck("match", corpus, corpus, "-o", "out.jsonl", "--resume")
    assert (ran.code, ran.stdout) == (2, "")
    said = f"--resume needs an archive, and {corpus} is none: make one by quotecheck archive add"
    assert ran.errors == [f"quotecheck: {said}"]
    assert quotecheck("match", corpus, corpus, "-o", "out.jsonl").code == 0
    assert (tmp_path / "out.jsonl").read_text() == quotecheck("match", corpus, corpus).stdout
    assert not list(tmp_path.glob("*.partial*"))


@pytest.mark.parametrize("bad", ["queries.jsonl", "corpus.jsonl"])
def test_bad_rows_of_either_file(quotecheck: Run, tmp_path: Path, bad: str) -> None:
    for name in ("queries.jsonl", "corpus.jsonl"):
        rows(tmp_path / name, CORPUS)
    arguments = ("match", tmp_path / "queries.jsonl", tmp_path / "corpus.jsonl")
    whole = quotecheck(*arguments).stdout
    with (tmp_path / bad).open("a") as stream:
        stream.write("nonsense\n")
    said = f"{tmp_path / bad}:4: is not JSON (Expecting value at column 1): mend it"
    ran = quotecheck(*arguments)
    assert (ran.code, ran.stdout, ran.errors) == (0, whole, [f"quotecheck: skipped {said}"])
    for flags in (("--errors", "stop"), ("--strict",)):
        ran = quotecheck(*arguments, *flags, "-o", "out.jsonl")
        assert (ran.code, ran.errors[-1]) == (2, f"quotecheck: {said}")
        assert not list(tmp_path.glob("*out.jsonl*"))
