"""``--explain``: what each divergence is made of, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

PAIRS = (
    '{"id": "1", "a": "We will hire 40 people in May.", "b": "We will hire 400 people in May."}\n'
    '{"id": "2", "a": "We will hire 40 people in May.", "b": "We will hire 40 people in May!"}\n'
    '{"id": "3", "a": "We will hire 40 people in May.", "b": "The ferry to the islands was late again."}\n'
)


def sums(text: str) -> list[tuple[str, int, int]]:
    """Each explanation in a text: what it explains, and the total against the sum of its parts in hundredths."""
    found = re.findall(r"\b([01]\.\d\d) = ((?:[01]\.\d\d \w+ \w+ \([^()]*\)(?: \+ )?)+)", " ".join(text.split()))
    return [
        (
            parts,
            round(100 * float(total)),
            sum(round(100 * float(n)) for n in re.findall(r"([01]\.\d\d) \w+ \w+ \(", parts)),
        )
        for total, parts in found
    ]


@pytest.mark.parametrize("form", ["table", "md", "html", "csv"])
def test_check_tells_the_parts_in_words_that_add_up(quotecheck: Run, coverage: Path, form: str) -> None:
    ran = quotecheck("check", coverage, "--explain", "-f", form)
    assert ran.code == 0
    ((parts, total, together),) = sums(ran.stdout)
    assert total == together > 0
    assert "chance altered (" in parts
    assert "number: 40 → 400" in parts
    assert sums(quotecheck("check", coverage, "-f", form).stdout) == []


def test_check_has_the_parts_in_json(quotecheck: Run, coverage: Path) -> None:
    report = json.loads(quotecheck("check", coverage, "--explain", "-f", "json").stdout)
    comparisons = {s["label"]: s["comparisons"][0] for s in report["statements"]}
    assert comparisons["verbatim"]["parts"] == []
    parts = comparisons["altered"]["parts"]
    assert [part.keys() for part in parts] == [{"name", "amount", "why"}] * 3
    assert sum(part["amount"] for part in parts) == pytest.approx(comparisons["altered"]["divergence"], abs=1e-9)
    assert '"parts"' not in quotecheck("check", coverage, "-f", "json").stdout


def test_score_has_the_parts_too(quotecheck: Run) -> None:
    rows = [json.loads(line) for line in quotecheck("score", "-", "--explain", stdin=PAIRS).stdout.splitlines()]
    for row in rows:
        assert sum(part["amount"] for part in row["parts"]) == pytest.approx(row["divergence"], abs=1e-9)
    assert [[part["name"] for part in row["parts"]] for row in rows[1:]] == [[], ["another statement"]]
    plain = [json.loads(line) for line in quotecheck("score", "-", stdin=PAIRS).stdout.splitlines()]
    for row in rows:
        del row["parts"]
    assert rows == plain


def test_score_tells_the_parts_in_tables(quotecheck: Run) -> None:
    table = quotecheck("score", "-", "--explain", "-f", "table", stdin=PAIRS).stdout
    assert "0.00: the same words" in " ".join(table.split())
    sheet = quotecheck("score", "-", "--explain", "-f", "csv", stdin=PAIRS).stdout
    told = [row["explanation"] for row in csv.DictReader(io.StringIO(sheet))]
    assert [total == together for _, total, together in sums(told[0])] == [True]
    assert told[1] == "0.00: the same words"
    assert told[2].startswith("1.00 = 1.00 another statement (chance of being the same 0.0")
