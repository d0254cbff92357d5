"""The benchmarks of whole stations: articles a second for ``split``, seconds for ``check``."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotecheck import pipeline
from quotecheck.bench.rounds import OURS, Case, Turns
from quotecheck.bench.section import Section
from quotecheck.bench.texts import find_articles
from quotecheck.cores import cores
from quotecheck.errors import QuotecheckError, SettingsError
from quotecheck.records import Article

Progress = Callable[[str, int, int], None]

AS_A_COMMAND = 2
"""The number of articles at which the whole command is timed too, start of Python included."""


@dataclass(frozen=True, slots=True)
class StationPlan:
    """How many articles to time, each number by itself. Raises SettingsError for a value that makes no sense."""

    articles: tuple[int, ...]
    repeats: int = 5

    def __post_init__(self) -> None:
        if not self.articles or min(self.articles) < 1:
            raise SettingsError(f"articles is {','.join(map(str, self.articles)) or 'empty'}", "give numbers from 1 on")
        if self.repeats < 1:
            raise SettingsError(f"repeats is {self.repeats}", "give a whole number from 1 on")

    @property
    def facts(self) -> dict[str, object]:
        settings = {"articles": list(self.articles), "repeats": self.repeats, "threads": cores()}
        return {"settings": settings}


def run_split(plan: StationPlan, tell: Progress) -> Section:
    """Time ``pipeline.split`` on articles, in articles and characters a second."""
    source, articles = find_articles(max(plan.articles))
    turns = Turns(plan.repeats, tell=tell)
    cases = []
    for count in sorted(set(plan.articles)):
        some = articles[:count]
        about = _about(some, source)
        timings = turns.take(f"split, {count} articles", {OURS: lambda some=some: pipeline.split(some)}, _unseen)  # type: ignore[misc]
        cases.append(Case("split", about, timings, {"articles": count, "characters": int(about["characters"])}))
    return Section("split", plan.facts, tuple(cases), (f"texts: {source}",))


def run_check(plan: StationPlan, tell: Progress) -> Section:
    """Time ``pipeline.check`` on articles with the encoder loaded, and on two of them the whole command as a process.

    Raises NothingToCompareError where the articles hold too few quotes.
    """
    source, articles = find_articles(max(plan.articles))
    turns = Turns(plan.repeats, tell=tell)
    cases = []
    for count in sorted(set(plan.articles)):
        some = articles[:count]
        runs: dict[str, Callable[[], object]] = {OURS: lambda some=some: pipeline.check(some)}  # type: ignore[misc]
        with tempfile.TemporaryDirectory() as folder:
            if count == AS_A_COMMAND:
                runs["the whole command"] = _command(some, Path(folder))
            timings = turns.take(f"check, {count} articles", runs, _unseen)
        cases.append(Case("check", _about(some, source), timings, {"articles": count}))
    return Section("check", plan.facts, tuple(cases), (f"texts: {source}",))


def _about(articles: Sequence[Article], source: str) -> dict[str, int | float | str]:
    return {"articles": len(articles), "characters": sum(len(article.text) for article in articles), "data": source}


def _command(articles: Sequence[Article], folder: Path) -> Callable[[], object]:
    path = folder / "articles.jsonl"
    rows = ({"id": article.id, "outlet": article.outlet, "text": article.text} for article in articles)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def run() -> object:
        command = [sys.executable, "-m", "quotecheck", "check", str(path), "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", cwd=folder)
        if done.returncode:
            raise QuotecheckError(f"the command check ended with {done.returncode}", done.stderr.strip()[:200])
        return None

    return run


def _unseen(_name: str, _result: object) -> str:
    return ""
