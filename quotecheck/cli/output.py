"""Where a result goes: stdout, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO, TypeVar

from quotecheck.errors import InputError, SettingsError
from quotecheck.report import PLAIN, Look

SUFFIXES = {"json": "json", "jsonl": "jsonl", "csv": "csv", "md": "md", "html": "html", "htm": "html"}
"""Suffixes of an output file, and the formats that they name."""

FOREIGN = frozenset("pdf doc docx odt rtf tex xls xlsx ods tsv xml yaml yml toml parquet feather gz bz2 xz zip".split())
"""Suffixes of formats that nothing here is written in; any other suffix may stand on any format."""

ELSEWHERE = "choose another place for -o"

Chosen = TypeVar("Chosen", bound=str)


def write(chunks: Iterable[str], path: Path | None) -> None:
    """Write the chunks to ``path``, or to stdout if it is None, as UTF-8.

    A file is replaced in one step after the last chunk: whoever reads it sees the old or the new result, never a part,
    and if anything fails the old one stays. Raises InputError if ``path`` cannot be written.
    """
    with _stdout() if path is None else _whole_file(path) as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()


def is_replaced(path: Path) -> bool:
    """Whether writing to ``path`` makes or replaces a file; a device or a pipe is written to as it is."""
    try:
        return path.is_file() or not path.exists()
    except OSError:  # opening it says what is wrong
        return False


def resolved(path: Path) -> Path:
    """The file that a path stands for, links followed. Raises InputError where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as problem:  # RuntimeError up to Python 3.12
        raise InputError(f"{path} cannot be written (its links lead in a circle)", ELSEWHERE) from problem


def look(path: Path | None, *, no_color: bool) -> Look:
    """The width and colour of the terminal that the result goes to; `PLAIN` where it goes to a file or a pipe."""
    if path is not None or sys.stdout is None or not sys.stdout.isatty():
        return PLAIN
    return Look(width=shutil.get_terminal_size((PLAIN.width, 24)).columns, color=not wants_plain(no_color))


def wants_plain(no_color: bool) -> bool:
    """Whether a terminal must get no escape sequences: asked for by flag or NO_COLOR, or it knows none."""
    return no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def form_of(form: Chosen | None, path: Path | None, forms: Sequence[Chosen], default: Chosen) -> Chosen:
    """The format that was asked for, else the one that the output file's suffix names, else the default.

    A suffix that names no format says nothing. Raises SettingsError for a format that this command does not
    have, and for one that no command writes.
    """
    suffix = path.suffix.lower().removeprefix(".") if path else ""
    if form is not None:
        return form
    if suffix in FOREIGN:
        there = ", ".join(f".{suffix}" for suffix, one in SUFFIXES.items() if one in forms)
        raise SettingsError(f"{path} ends in no format that can be written", f"end it in {there}, or say --format")
    if suffix not in SUFFIXES:
        return default
    for one in forms:
        if one == SUFFIXES[suffix]:
            return one
    raise SettingsError(f"{path} asks for {SUFFIXES[suffix]}, which is no format here", f"give {', '.join(forms)}")


@contextmanager
def _stdout() -> Iterator[TextIO]:
    if sys.stdout is None:
        raise InputError("standard output is closed", "name a file with -o")
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")
    yield sys.stdout


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    try:
        # A link stays a link to the new content.
        if not is_replaced(path):
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
            return
        target = resolved(path)
        # By chance: two machines may write to one folder, with one process id. 48 characters are 192 bytes at most.
        draft = target.with_name(f".{target.name[:48]}.{secrets.token_hex(8)}.part")
        try:
            with draft.open("x", encoding="utf-8", newline="\n") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                shutil.copymode(target, draft)
            draft.replace(target)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InputError(f"{path} cannot be written ({reason})", ELSEWHERE) from problem
