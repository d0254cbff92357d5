"""``quotecheck verify``: quotes held against a transcript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import (
    REPORT_FORMS,
    AllowDownload,
    Cache,
    MinConfidence,
    Model,
    NoColor,
    OutputFile,
    Quiet,
    ReportFormat,
    Strict,
    Verbose,
    settings_for,
    stdin_bytes,
)
from quotecheck.cli.output import form_of, look, write
from quotecheck.errors import InputError, SettingsError
from quotecheck.records import OUTCOMES, Article, Claim, Outcome, Skipped, Verification


def verify(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Articles, as check takes them, or lists of quotes: CSV, or JSON lines whose rows have a speaker.",
            show_default=False,
        ),
    ],
    *,
    against: Annotated[
        str,
        typer.Option(
            "--against",
            metavar="TRANSCRIPT",
            help="What was said: text with NAME: before paragraphs, or JSON lines or CSV with id, speaker, text.",
            show_default=False,
        ),
    ],
    quotes: Annotated[
        bool, typer.Option("--quotes", help="Every INPUT is a list of quotes, with id and text (speaker if known).")
    ] = False,
    k: Annotated[int, typer.Option("-k", min=1, help="How many of the likeliest lines to give for each quote.")] = 10,
    form: ReportFormat = None,
    output: OutputFile = None,
    fail_on: Annotated[
        Outcome | None,
        typer.Option(help="Exit code 1 if a quote is labelled so, or worse.", show_default=False),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            metavar="P", help="A quote is found from this probability on.  [default: 0.5]", show_default=False
        ),
    ] = None,
    min_confidence: MinConfidence = None,
    strict: Strict = False,
    model: Model = None,
    allow_download: AllowDownload = None,
    cache: Cache = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep no vectors anywhere.")] = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Hold quotes against a transcript: was it said, where, by whom, in these words?"""
    from quotecheck import pipeline
    from quotecheck.articles import read_transcript
    from quotecheck.report import render_verified

    if no_cache and cache is not None:
        raise SettingsError("--cache and --no-cache contradict each other", "give one of them")
    if "-" in inputs and against == "-":
        raise InputError("both inputs are stdin", "name a file for one of them")
    chosen = form_of(form, output, REPORT_FORMS, "table")
    settings = settings_for(
        model=model, allow_download=allow_download, cache=cache, threshold=threshold, min_confidence=min_confidence
    )
    messages = Messages(quiet=quiet, verbose=verbose, strict=strict, no_color=no_color)
    lines, unread = read_transcript(against, stdin_bytes())
    given, skipped = _read(inputs, as_quotes=quotes)
    skipped = [*unread, *skipped]
    messages.skipped(skipped)
    messages.require(given, "quote" if quotes else "article or quote")
    verified = pipeline.verify(
        given, lines, settings, k=k, keep=not no_cache, skipped=skipped, progress=messages.progress
    )
    text = render_verified(verified, chosen, look(output, no_color=no_color))
    messages.clear()
    messages.skipped(verified.skipped[len(skipped) :])
    write([text], output)
    messages.note(f"signature {verified.signature}")
    reached = [
        one for one in verified.verifications if fail_on and OUTCOMES.index(one.label) >= OUTCOMES.index(fail_on)
    ]
    if reached:
        messages.remark(_told(reached))
        raise typer.Exit(1)


def _read(inputs: Sequence[str], *, as_quotes: bool) -> tuple[list[Article | Claim], list[Skipped]]:
    """What the inputs hold: quotes where they are lists of these, then articles; and what could not be used."""
    from quotecheck.articles import is_claims, read_articles, read_claims

    lists = [name for name in dict.fromkeys(inputs) if as_quotes or is_claims(name)]
    rows = [row for name in lists for row in read_claims(name, stdin_bytes())]
    given: list[Article | Claim] = [row for row in rows if isinstance(row, Claim)]
    skipped = [row for row in rows if isinstance(row, Skipped)]
    others = [name for name in inputs if name not in lists]
    if others:
        articles, unread = read_articles(others, stdin=stdin_bytes())
        given += articles
        skipped += unread
    return given, skipped


def _told(reached: Sequence[Verification]) -> str:
    """One line on the quotes that reached the limit, the worst in full."""
    worst = max(reached, key=lambda one: (OUTCOMES.index(one.label), one.divergence))
    more = f", and so did {len(reached) - 1} more" if len(reached) > 1 else ""
    who = worst.claim.speaker or "speaker not named"
    return f"{worst.claim.id} ({who}: {worst.label}) reached the limit{more}: exit code 1"
