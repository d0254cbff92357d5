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
