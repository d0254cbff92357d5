"""``quotecheck split``: who said what, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import (
    AllowDownload,
    Inputs,
    MinConfidence,
    Model,
    NoColor,
    OutputFile,
    Quiet,
    RowFormat,
    Strict,
    Verbose,
    settings_for,
    stdin_bytes,
)
from quotecheck.cli.output import look, write
from quotecheck.records import Article, Quote
from quotecheck.settings import Settings


def split(
    inputs: Inputs,
    *,
    form: RowFormat = "jsonl",
    output: OutputFile = None,
    min_confidence: MinConfidence = None,
    strict: Strict = False,
    model: Model = None,
    allow_download: AllowDownload = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List who said what in articles, and where it stands."""
    from quotecheck.articles import read_articles
    from quotecheck.report import render_quotes

    settings = settings_for(model=model, allow_download=allow_download, min_confidence=min_confidence)
    messages = Messages(quiet=quiet, verbose=verbose, strict=strict)
    articles, skipped = read_articles(inputs, stdin=stdin_bytes())
    messages.skipped(skipped)
    messages.require(articles, "article")
    quotes = _quotes(articles, settings, messages)
    write(render_quotes(quotes, form, look(output, no_color=no_color)), output)
    messages.clear()


def _quotes(articles: Sequence[Article], settings: Settings, messages: Messages) -> Iterator[Quote]:
    from quotecheck import pipeline

    for done, article in enumerate(articles):
        messages.progress("finding quotes", done, len(articles))
        yield from pipeline.split([article], settings)
