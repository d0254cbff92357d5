"""``quotecheck score``: pairs of texts that somebody else lined up."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import (
    ROW_FORMS,
    AllowDownload,
    Cache,
    Explain,
    Model,
    NoColor,
    OutputFile,
    Quiet,
    RowFormat,
    Verbose,
    settings_for,
    stdin_bytes,
)
from quotecheck.cli.output import form_of, look
from quotecheck.cli.rows import Errors, Resume, StrictRows, Usable, Workers, carry_out, stops


def score(
    pairs: Annotated[
        str,
        typer.Argument(
            metavar="PAIRS",
            help="JSON lines or CSV with id, a, b (speaker_a and speaker_b if known), or - for JSON lines on stdin.",
            show_default=False,
        ),
    ],
    *,
    form: RowFormat = None,
    output: OutputFile = None,
    explain: Explain = False,
    resume: Resume = False,
    errors: Errors = None,
    strict: StrictRows = False,
    workers: Workers = None,
    model: Model = None,
    allow_download: AllowDownload = None,
    cache: Cache = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Score pairs of texts: one statement or not, what differs."""
    from quotecheck import pipeline
    from quotecheck.articles import read_pairs
    from quotecheck.report import render_scores

    chosen = form_of(form, output, ROW_FORMS, "jsonl")
    stop = stops(errors, strict=strict)
    settings = settings_for(model=model, allow_download=allow_download, cache=cache)
    messages = Messages(quiet=quiet, verbose=verbose, no_color=no_color)
    carry_out(
        Usable(read_pairs(pairs, stdin_bytes()), messages, stop=stop, what="pair"),
        lambda usable: pipeline.score(usable, settings, workers=workers),
        partial(render_scores, form=chosen, look=look(output, no_color=no_color), explain=explain),
        doing="scoring pairs",
        messages=messages,
        form=chosen,
        output=output,
        resume=resume,
        signature=lambda: f"score{'|explain' * explain}|{pipeline.row_signature(settings)}",
    )
