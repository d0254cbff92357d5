from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

PAIRS = [
    ("same", "The mill will close in June.", "The mill will close in June."),
    ("number", "The mill laid off 30 workers in June.", "The mill laid off 300 workers in June."),
    ("other", "The mill will close in June.", "My sister bakes bread for the whole street."),
]


def write_pairs(path: Path, count: int = 0) -> Path:
    rows = [{"id": i, "a": a, "b": b} for i, a, b in PAIRS]
    rows += [{"id": f"more{n}", "a": f"{n} boats came in", "b": f"{n} boats came in"} for n in range(count)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_pairs_come_out_in_their_order_with_the_documented_fields(quotecheck: Run, tmp_path: Path) -> None:
    ran = quotecheck("score", write_pairs(tmp_path / "pairs.jsonl"))
    assert (ran.code, ran.stderr) == (0, "")
    scores = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [score["id"] for score in scores] == ["same", "number", "other"]
    assert {"id", "same", "label", "divergence", "altered", "similarity", "changes"} <= scores[0].keys()
    assert [score["label"] for score in scores] == ["verbatim", "altered", "different"]
    assert [(change["kind"], change["b_text"]) for change in scores[1]["changes"]] == [("number", "300")]
    assert scores[0]["divergence"] == 0 < scores[1]["divergence"] < scores[2]["divergence"]


def test_a_pair_scores_the_same_in_any_company(quotecheck: Run, tmp_path: Path) -> None:
    alone = quotecheck("score", write_pairs(tmp_path / "few.jsonl")).stdout.splitlines()
    among = quotecheck("score", write_pairs(tmp_path / "many.jsonl", 300)).stdout.splitlines()
    assert among[:3] == alone
    assert len(among) == 303


def test_csv_in_and_out(quotecheck: Run, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("id,a,b\n" + "".join(f'{i},"{a}","{b}"\n' for i, a, b in PAIRS))
    lines = quotecheck("score", path, "-f", "csv").stdout.splitlines()
    assert lines[0].startswith("id,same,label,divergence,")
    assert [line.split(",")[2] for line in lines[1:]] == ["verbatim", "altered", "different"]
