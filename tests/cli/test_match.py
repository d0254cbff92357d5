from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    assert "kept was made with tiny@sha256:00 and not with all-MiniLM-L6-v2" in line
    assert line.endswith("use that model, or make an archive with this one")
