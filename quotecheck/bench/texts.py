"""The texts that are timed: real ones where a folder of data is found, else the seeds and made-up news."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotecheck.bench import generated
from quotecheck.records import Article

DATA_VARIABLE = "QUOTECHECK_SHARED"
CHECKOUT = Path(__file__).resolve().parent.parent.parent

ARTICLE_FILES = ("articles/*.jsonl", "quotes/dev.articles.jsonl", "quotes/train.gold.jsonl")
PAIR_FILES = ("translations/*.jsonl", "pairs/outlets_dev.jsonl", "pairs/mistranslated_dev.jsonl")
LINE_FILES = ("transcripts/lines_dev.jsonl",)


@dataclass(frozen=True, slots=True)
class Texts:
    """Distinct sentences in an order that depends on them alone, and in words where they come from."""

    source: str
    sentences: tuple[str, ...]


def data_folder() -> Path | None:
    """The folder ``data`` of the evaluation data: below what QUOTECHECK_SHARED names, or in ``shared`` beside the
    checkout; None where there is none."""
    named = os.environ.get(DATA_VARIABLE)
    folder = (Path(named) if named else CHECKOUT.parent / "shared") / "data"
    return folder if folder.is_dir() else None


def find_sentences(least: int) -> Texts:
    """Every distinct sentence of the data that is there; without data those of the seeds, and as many made-up ones as
    it takes to have ``least``."""
    folder = data_folder()
    if folder is not None and (real := _distinct(_data_sentences(folder))):
        return Texts("sentences of articles, translations and transcripts", tuple(real))
    seeds = _distinct(sentence for article in _seed_articles() for sentence in _sentences(article.text))
    # a made-up sentence can hardly be one of a seed; where it is, the other stands twice as likely for it
    made_up = generated.sentences(max(0, least - len(seeds)))
    return Texts("sentences of the seeds and made-up news", tuple(_distinct([*seeds, *made_up])))


def find_articles(count: int) -> tuple[str, list[Article]]:
    """Where they come from, and ``count`` articles: real ones as far as they go and else made up, never both."""
    folder = data_folder()
    real = [] if folder is None else _data_articles(folder)
    if len(real) >= count:
        return "articles of the data", real[:count]
    return f"made-up articles of {generated.ARTICLE_WORDS} words", list(generated.articles(count))


def _data_articles(folder: Path) -> list[Article]:
    rows = _rows(folder, ARTICLE_FILES)
    return [Article(f"{number}", row["text"], row.get("outlet")) for number, row in enumerate(rows)]


def _data_sentences(folder: Path) -> Iterator[str]:
    for row in _rows(folder, ARTICLE_FILES + LINE_FILES):
        yield from _sentences(row["text"])
    for row in _rows(folder, PAIR_FILES):
        yield from _sentences(row["a"])
        yield from _sentences(row["b"])


def _rows(folder: Path, patterns: Iterable[str]) -> Iterator[dict[str, Any]]:
    for path in (path for pattern in patterns for path in sorted(folder.glob(pattern))):
        with path.open(encoding="utf-8") as stream:
            yield from map(json.loads, stream)


def _seed_articles() -> list[Article]:
    from quotecheck.articles import read_articles

    seeds = CHECKOUT / "seeds"
    return list(read_articles([str(seeds)])[0]) if seeds.is_dir() else []


def _sentences(text: str) -> Iterator[str]:
    from quotecheck.speech.sentences import sentence_spans

    for span in sentence_spans(text):
        if words := text[span.start : span.end].split():
            yield " ".join(words)


def _distinct(sentences: Iterable[str]) -> list[str]:
    """Each once, ordered by its digest: mixed, yet the same whatever order they are found in."""
    return sorted(set(sentences), key=lambda text: hashlib.sha256(text.encode("utf-8", "replace")).digest())
