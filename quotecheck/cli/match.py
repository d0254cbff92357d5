"""``quotecheck match``: find quotes in an archive."""

from __future__ import annotations

from pathlib import Path
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
from quotecheck.errors import InputError
from quotecheck.records import Skipped, Text


def match(
    queries: Annotated[
        str,
        typer.Argument(metavar="QUERIES", help="JSON lines or CSV with id, text; - for stdin.", show_default=False),
    ],
    corpus: Annotated[
        str,
        typer.Argument(
            metavar="CORPUS",
            help="JSON lines or CSV with id, text; - for stdin; or the folder of an archive.",
            show_default=False,
        ),
    ],
    *,
    k: Annotated[int, typer.Option("-k", min=1, help="How many hits to give for each query.")] = 10,
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
    """Find quotes in an archive, the likeliest hits first."""
    from quotecheck import pipeline
    from quotecheck.report import render_matches

    if queries == corpus == "-":
        raise InputError("both inputs are stdin", "name a file for one of them")
    chosen = form_of(form, output, ROW_FORMS, "jsonl")
    settings = settings_for(model=model, allow_download=allow_download, cache=cache)
    messages = Messages(quiet=quiet, verbose=verbose, strict=strict, no_color=no_color)
    asked = _texts(queries, messages)
    searched = Path(corpus) if _is_folder(corpus) else _texts(corpus, messages)
    where = str(searched) if isinstance(searched, Path) else f"{len(searched):,}"
    messages.progress(f"finding {len(asked):,} texts among {where}", 0, 0)
    matches = pipeline.match(asked, searched, k, settings)
    messages.clear()
    write(render_matches(matches, chosen, look(output, no_color=no_color)), output)


def _is_folder(source: str) -> bool:
    try:
        return source != "-" and Path(source).is_dir()
    except OSError:  # reading it says what is wrong
        return False


def _texts(source: str, messages: Messages) -> list[Text]:
    from quotecheck.articles import read_texts

    rows = list(read_texts(source, stdin_bytes()))
    messages.skipped(row for row in rows if isinstance(row, Skipped))
    texts = [row for row in rows if isinstance(row, Text)]
    messages.require(texts, "text", f" in {source}")
    return texts
