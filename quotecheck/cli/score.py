"""``quotecheck score``: pairs of texts that somebody else lined up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import (
    ROW_FORMS,
    AllowDownload,
    Cache,
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
from quotecheck.records import Pair, Skipped


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
    strict: Strict = False,
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
    settings = settings_for(model=model, allow_download=allow_download, cache=cache)
    messages = Messages(quiet=quiet, verbose=verbose, strict=strict, no_color=no_color)
    usable = _usable(read_pairs(pairs, stdin_bytes()), messages)
    scores = pipeline.score(usable, settings)
    write(render_scores(scores, chosen, look(output, no_color=no_color)), output)
    messages.clear()


def _usable(rows: Iterable[Pair | Skipped], messages: Messages) -> Iterator[Pair]:
    """The pairs among the rows. Raises InputError at the end if there was none."""
    count = 0
    for row in rows:
        if isinstance(row, Skipped):
            messages.skipped([row])
            continue
        count += 1
        messages.progress("scoring pairs", count, 0)
        yield row
    messages.require(range(count), "pair")
