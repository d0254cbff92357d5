"""``quotecheck match``: find quotes in an archive."""

from __future__ import annotations

from functools import partial
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
    Verbose,
    settings_for,
    stdin_bytes,
)
from quotecheck.cli.output import form_of, look
from quotecheck.cli.rows import Errors, Resume, StrictRows, Usable, Workers, carry_out, stops
from quotecheck.errors import InputError, SettingsError
from quotecheck.records import Text


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
    """Find quotes in an archive, the likeliest hits first.

    In an archive queries are answered one by one, by several --workers, and can be gone on with by --resume. Those of a
    file help each other: all are read before the first is answered, by one process on all cores.
    """
    from quotecheck import pipeline
    from quotecheck.report import render_matches

    if queries == corpus == "-":
        raise InputError("both inputs are stdin", "name a file for one of them")
    chosen = form_of(form, output, ROW_FORMS, "jsonl")
    stop = stops(errors, strict=strict)
    settings = settings_for(model=model, allow_download=allow_download, cache=cache)
    messages = Messages(quiet=quiet, verbose=verbose, no_color=no_color)
    asked = _usable(queries, messages, stop=stop)
    archive = Path(corpus) if _is_folder(corpus) else None
    searched = archive or _all_of(_usable(corpus, messages, stop=stop), messages)
    if resume and archive is None:
        raise SettingsError(f"--resume needs an archive, and {corpus} is none", "make one by quotecheck archive add")
    carry_out(
        asked,
        lambda usable: pipeline.match_each(usable, searched, k, settings, workers=workers),
        partial(render_matches, form=chosen, look=look(output, no_color=no_color)),
        doing="answering queries",
        messages=messages,
        form=chosen,
        output=output,
        resume=resume,
        signature=(lambda: f"match|k:{k}|{pipeline.row_signature(settings, archive)}") if archive else None,
    )


def _is_folder(source: str) -> bool:
    try:
        return source != "-" and Path(source).is_dir()
    except OSError:  # reading it says what is wrong
        return False


def _usable(source: str, messages: Messages, *, stop: bool) -> Usable[Text]:
    from quotecheck.articles import read_texts

    return Usable(read_texts(source, stdin_bytes()), messages, stop=stop, what="text")


def _all_of(usable: Usable[Text], messages: Messages) -> list[Text]:
    texts = []
    for text in usable:
        texts.append(text)
        messages.progress("reading texts", len(texts), 0, share=usable.share)
    usable.end()
    return texts
