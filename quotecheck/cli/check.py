"""``quotecheck check``: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import (
    REPORT_FORMS,
    AllowDownload,
    Cache,
    Explain,
    Inputs,
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
from quotecheck.errors import SettingsError
from quotecheck.records import LABELS, Label, Report, Statement

OTHERS_TOLD = 8


def check(
    inputs: Inputs,
    *,
    form: ReportFormat = None,
    output: OutputFile = None,
    fail_on: Annotated[
        Label | None,
        typer.Option(help="Exit code 1 if a statement is labelled so, or worse.", show_default=False),
    ] = None,
    max_divergence: Annotated[
        float | None,
        typer.Option(metavar="X", help="Exit code 1 if a statement diverges by more than X.", show_default=False),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            metavar="P", help="Two renderings are one statement from this probability on.  [default: 0.5]",
            show_default=False,
        ),
    ] = None,
    explain: Explain = False,
    min_confidence: MinConfidence = None,
    strict: Strict = False,
    model: Model = None,
    allow_download: AllowDownload = None,
    cache: Cache = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:  # fmt: skip
    """Line up what articles quote and show where they diverge."""
    from quotecheck import pipeline
    from quotecheck.articles import read_articles
    from quotecheck.report import render_report

    if max_divergence is not None and not 0 <= max_divergence <= 1:
        raise SettingsError(f"--max-divergence is {max_divergence}", "give a number from 0 to 1")
    chosen = form_of(form, output, REPORT_FORMS, "table")
    settings = settings_for(
        model=model, allow_download=allow_download, cache=cache, threshold=threshold, min_confidence=min_confidence
    )
    messages = Messages(quiet=quiet, verbose=verbose, strict=strict, no_color=no_color)
    articles, skipped = read_articles(inputs, stdin=stdin_bytes())
    messages.skipped(skipped)
    messages.require(articles, "article")
    report = pipeline.check(articles, settings, skipped=skipped, progress=messages.progress)
    text = render_report(report, chosen, look(output, no_color=no_color), explain=explain)
    messages.clear()
    write([text], output)
    messages.note(f"signature {report.signature}")
    reached = _reached(report, fail_on, max_divergence)
    if reached:
        messages.remark(_told(reached))
        raise typer.Exit(1)


def _reached(report: Report, fail_on: Label | None, max_divergence: float | None) -> list[Statement]:
    """The statements at the label or beyond the divergence; rounded as it is printed."""
    bad = LABELS[LABELS.index(fail_on) :] if fail_on else ()
    most = 1.0 if max_divergence is None else max_divergence
    return [s for s in report.statements if s.label in bad or round(s.divergence, 4) > most]


def _told(reached: Sequence[Statement]) -> str:
    """One line on the statements that reached a limit, named by their ids; the farthest in full."""
    worst = max(reached, key=lambda s: (LABELS.index(s.label), s.divergence))
    others = [s.id for s in reached if s is not worst]
    more = f", and so did {', '.join(others[:OTHERS_TOLD])}" if others else ""
    more += f" and {len(others) - OTHERS_TOLD} more" if len(others) > OTHERS_TOLD else ""
    who = worst.speaker or "speaker not named"
    return f"{worst.id} ({who}: {worst.label}, {worst.divergence:.2f}) reached a limit{more}: exit code 1"
