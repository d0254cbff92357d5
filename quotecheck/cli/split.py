"""``quotecheck split``: who said what, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import (
    ROW_FORMS,
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
from quotecheck.cli.output import form_of, look, write
from quotecheck.records import Article, Quote
from quotecheck.settings import Settings


def split(
    inputs: Inputs,
    *,
    form: RowFormat = None,
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

    chosen = form_of(form, output, ROW_FORMS, "jsonl")
    settings = settings_for(model=model, allow_download=allow_download, min_confidence=min_confidence)
    if model is not None:  # quotes are found without it, but a flag that names nothing is an error in every command
        from quotecheck.embedding import load_encoder

        load_encoder(model, allow_download=settings.allow_download)
    messages = Messages(quiet=quiet, verbose=verbose, strict=strict, no_color=no_color)
    articles, skipped = read_articles(inputs, stdin=stdin_bytes())
    messages.skipped(skipped)
    messages.require(articles, "article")
    quotes = _quotes(articles, settings, messages)
    write(render_quotes(quotes, chosen, look(output, no_color=no_color)), output)
    messages.clear()


def _quotes(articles: Sequence[Article], settings: Settings, messages: Messages) -> Iterator[Quote]:
    from quotecheck import pipeline

    for done, quotes in enumerate(pipeline.split_each(articles, settings)):
        messages.progress("finding quotes", done, len(articles))
        yield from quotes
