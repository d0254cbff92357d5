"""Accuracy floors on annotated articles, scored by an independent script; skipped where the data are not."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from quotecheck.articles import read_articles
from quotecheck.records import Quote
from quotecheck.speech import split_article


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    articles, skipped = read_articles([shared / "data/quotes/dev.articles.jsonl"])
    assert not skipped
    predicted = tmp_path_factory.mktemp("quotes") / "predicted.jsonl"
    rows = [json.dumps(dataclasses.asdict(quote)) for a in articles for quote in split_article(a)]
    predicted.write_text("\n".join(rows), encoding="utf-8")
    script, gold = shared / "eval/quotes_eval.py", shared / "data/quotes/dev.gold.jsonl"
    run = subprocess.run(
        [sys.executable, script, gold, predicted, "--json"], check=True, capture_output=True, text=True, timeout=120
    )
    return json.loads(run.stdout)


@pytest.mark.parametrize(("kind", "floor"), [("direct", 0.88), ("mixed", 0.72), ("indirect", 0.63)])
def test_joint_f1(scores: dict[str, dict], kind: str, floor: float) -> None:
    assert scores["by kind"][kind]["joint"]["f1"] >= floor


def test_content_and_speaker_of_all_speech(scores: dict[str, dict]) -> None:
    assert scores["joint"]["f1"] >= 0.75
    assert scores["content overlap"]["f1"] >= 0.76


@pytest.mark.parametrize(
    ("role", "floor"), [("source", 0.79), ("cue", 0.73), ("content", 0.68), ("content tokens", 0.905)]
)
def test_exact_spans(scores: dict[str, dict], role: str, floor: float) -> None:
    assert scores["exact spans per role (all gold)"][role]["f1"] >= floor


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, tuple[str, list[Quote]]]:
    gold = json.loads((shared / "seeds_gold.json").read_text(encoding="utf-8"))
    by_key = {}
    for key, name in gold["files"].items():
        articles, _ = read_articles([shared / name])
        by_key[key] = (articles[0].text, split_article(articles[0]))
    return by_key


def test_the_first_two_articles_quote_by_quote(shared: Path, found: dict[str, tuple[str, list[Quote]]]) -> None:
    gold = json.loads((shared / "seeds_gold.json").read_text(encoding="utf-8"))
    for item in gold["speech"]:
        text, quotes = found[item["in"]]
        body = text.index("\n")
        begin = text.index(item["begins"], body)
        matching = [q for q in quotes if any(span.start == begin for span in q.quoted)]
        assert len(matching) == 1, item["id"]
        quote = matching[0]
        assert (quote.kind, quote.speaker) == (item["kind"], item["speaker"]), item["id"]
        if "ends" in item:
            last = text[quote.quoted[-1].start : quote.quoted[-1].end]
            assert last.rstrip(",.").endswith(item["ends"]), item["id"]
        if "mention" in item:
            assert quote.mention is not None
            assert text[quote.mention.start : quote.mention.end] == item["mention"], item["id"]
        if "via" in item:
            assert quote.via == item["via"], item["id"]
        if "parts" in item:
            assert len(quote.quoted) == item["parts"], item["id"]


def test_all_indirect_items_of_the_first_two_articles(shared: Path, found: dict[str, tuple[str, list[Quote]]]) -> None:
    gold = json.loads((shared / "seeds_gold.json").read_text(encoding="utf-8"))
    for item in gold["indirect"]:
        text, quotes = found[item["in"]]
        begin = text.index(item["begins"])
        assert any(
            q.kind == "indirect" and q.speaker == item["speaker"] and any(s.start <= begin < s.end for s in q.content)
            for q in quotes
        ), item["begins"]


def test_no_name_or_term_is_taken_for_speech(shared: Path, found: dict[str, tuple[str, list[Quote]]]) -> None:
    gold = json.loads((shared / "seeds_gold.json").read_text(encoding="utf-8"))
    for item in gold["not_speech"]:
        text, quotes = found[item["in"]]
        begin = text.index(item["words"])
        assert not [q.id for q in quotes if any(s.start <= begin < s.end for s in q.quoted)], item["words"]
