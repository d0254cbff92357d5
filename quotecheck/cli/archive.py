"""``quotecheck archive``: texts kept on disk with their vectors, for ``quotecheck match`` to search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import (
    AllowDownload,
    Cache,
    Model,
    NoColor,
    Offline,
    Quiet,
    Strict,
    Verbose,
    settings_for,
    stdin_bytes,
)
from quotecheck.cli.output import write
from quotecheck.errors import InputError
from quotecheck.records import Skipped, Text

if TYPE_CHECKING:
    from quotecheck.comparison.archive import Holding

app = typer.Typer(rich_markup_mode=None, help="Archives of texts that match searches.", no_args_is_help=False)

Folder = Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The folder of an archive.", show_default=False)]


@app.command()
def add(
    texts: Annotated[
        str,
        typer.Argument(metavar="TEXTS", help="JSON lines or CSV with id, text; - for stdin.", show_default=False),
    ],
    archive: Annotated[
        Path, typer.Argument(metavar="ARCHIVE", help="The folder; made if it is not there.", show_default=False)
    ],
    *,
    strict: Strict = False,
    model: Model = None,
    allow_download: AllowDownload = None,
    cache: Cache = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Add texts; those that are in already are passed over, so that a stopped run can be run again."""
    from quotecheck import pipeline
    from quotecheck.articles import read_texts

    settings = settings_for(model=model, allow_download=allow_download, cache=cache)
    # Strictness waits for the end: what could be used is added all the same, wherever in the input the rest stands.
    messages = Messages(quiet=quiet, verbose=verbose, no_color=no_color)
    unread: list[Skipped] = []
    usable = _usable(read_texts(texts, stdin_bytes()), unread, messages)
    addition = pipeline.add_to_archive(usable, archive, settings, progress=messages.progress)
    messages.clear()
    messages.skipped(addition.skipped)
    counts = {"added": addition.added, "known": addition.known, "skipped": len(unread) + len(addition.skipped)}
    write([_line(archive, addition.holding, **counts)], None)
    if strict and counts["skipped"]:
        raise InputError("--strict is set and an input was skipped", "mend the input or run without --strict")


@app.command()
def info(
    archive: Folder,
    *,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print as JSON how many texts an archive holds and which model it was made with."""
    from quotecheck.comparison.archive import holding

    write([_line(archive, holding(archive))], None)


@app.command()
def verify(
    archive: Folder,
    *,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read all of an archive and compare it with its checksums."""
    from quotecheck.comparison.archive import verify_archive

    write([_line(archive, verify_archive(archive))], None)


def _usable(rows: Iterable[Text | Skipped], unread: list[Skipped], messages: Messages) -> Iterator[Text]:
    """The texts among the rows; the others are told and added to ``unread``. Raises InputError if all are others."""
    count = 0
    for row in rows:
        if isinstance(row, Skipped):
            unread.append(row)
            messages.skipped([row])
        else:
            count += 1
            yield row
    messages.require(range(count), "text")


def _line(archive: Path, holding: Holding, **counts: int) -> str:
    from quotecheck.report.json_lines import line

    return line({"archive": str(archive), "texts": holding.texts, **counts, "model": holding.model})
