from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

FIELDS = {
    "article", "outlet", "quote", "kind", "content", "quoted", "text", "speaker", "mention", "cue", "via", "confidence",
    "speech",
}  # fmt: skip


def test_one_quote_a_line_with_spans_into_the_text(quotecheck: Run, coverage: Path) -> None:
    ran = quotecheck("split", coverage)
    assert (ran.code, ran.stderr) == (0, "")
    quotes = [json.loads(line) for line in ran.stdout.splitlines()]
    assert {quote["article"] for quote in quotes} == {"courier", "ledger"}
    direct = [quote for quote in quotes if quote["kind"] == "direct"]
    assert len(direct) == 4
    for quote in quotes:
        assert quote.keys() >= FIELDS
        text = (coverage / f"{quote['article']}.txt").read_text(encoding="utf-8")
        assert " ".join(text[start:end] for start, end in quote["content"]) == quote["text"]
        if quote["mention"]:
            assert text[slice(*quote["mention"])].strip()
    assert {quote["speaker"] for quote in direct} == {"Tobias Renn", "Amina Falk"}


def test_formats_and_confidence(quotecheck: Run, coverage: Path) -> None:
    everything = json.loads(quotecheck("split", coverage, "-f", "json").stdout)
    sure = json.loads(quotecheck("split", coverage, "-f", "json", "--min-confidence", "1").stdout)
    assert 0 == len(sure) < len(everything)
    assert len(quotecheck("split", coverage, "-f", "csv").stdout.splitlines()) == len(everything) + 1
    assert "Amina Falk" in quotecheck("split", coverage, "-f", "table").stdout


def test_an_article_without_quotes_is_no_error(quotecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text("There was rain on the hills all day.\n")
    ran = quotecheck("split", tmp_path / "rain.txt")
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "")
