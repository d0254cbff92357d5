"""Tables of rows: JSON lines and CSV, read as a stream, each row with its place; pairs and texts made of them."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Generic, Protocol, TypeVar

from quotecheck.articles.files import numbered_lines, one_line, open_bytes, os_reason, printable_path
from quotecheck.articles.seen import SeenIds
from quotecheck.errors import InputError
from quotecheck.records import Pair, Skipped, Text

CSV_FIELD_LIMIT = 2**24
"""Characters in one CSV field; the csv module's own 131,072 is less than a long speech. What follows a quotation mark
that is never closed is read up to here, at four bytes a character."""

DEPTH_LIMIT = 64
"""How deep the lists and objects of one JSON row may nest; deeper ones could not be written out again."""

_JSON_NAMES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Row = TypeVar("_Row", bound=_Named)


class Rows(Generic[_Row]):
    """The rows of a source, one after the other, and how far they have been read.

    ``name`` is the source's, on one line; ``wanted`` says how a row has to look, for whoever finds none.
    """

    def __init__(self, rows: Iterator[_Row | Skipped], raw: BinaryIO, name: str, wanted: str) -> None:
        self._rows = rows
        self._raw = raw
        self.name = name
        self.wanted = wanted

    def __iter__(self) -> Iterator[_Row | Skipped]:
        return self

    def __next__(self) -> _Row | Skipped:
        return next(self._rows)

    def share(self) -> float | None:
        """How much of the source has been read, from 0 to 1; None where it has no length, as a pipe has none."""
        try:
            handle = self._raw.fileno()
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode) or not about.st_size:
                return None
            return min(1.0, os.lseek(handle, 0, os.SEEK_CUR) / about.st_size)
        except (OSError, ValueError):  # no file, or closed
            return None


def read_pairs(source: str | Path, stdin: BinaryIO | None = None) -> Rows[Pair]:
    """The pairs of a JSONL or CSV file, in order: ``id``, ``a``, ``b``, optionally ``speaker_a``, ``speaker_b``.

    ``.csv`` and ``.csv.gz`` are read as CSV with a header row, all else as JSONL; ``-`` is JSONL on ``stdin``. The
    file is streamed: no more than a row is held, and 24 to 48 bytes for each id. A row that cannot be used, or whose id
    came before, is a Skipped whose ``input`` is ``file:line``. Raises InputError if the source cannot be opened or
    lacks a column.
    """
    return read_rows(source, stdin, ("id", "a", "b"), _pair, ("speaker_a", "speaker_b"))


def read_texts(source: str | Path, stdin: BinaryIO | None = None) -> Rows[Text]:
    """The texts of a JSONL or CSV file, in order: ``id`` and ``text``. Everything else is as in `read_pairs`."""
    return read_rows(source, stdin, ("id", "text"), _text)


def read_rows(
    source: str | Path,
    stdin: BinaryIO | None,
    required: tuple[str, ...],
    make: Callable[[Mapping[str, object]], _Row],
    known: tuple[str, ...] = (),
) -> Rows[_Row]:
    """What ``make`` makes of each row; everything else is as in `read_pairs`.

    ``make`` raises InputError for a row that cannot be used. ``required`` are the columns that a CSV file must have,
    ``known`` those that it may have; their names count in capitals too.
    """
    name = "stdin" if str(source) == "-" else one_line(printable_path(source))
    if str(source) == "-" and stdin is None:
        raise InputError("no standard input is at hand", "name a file")
    try:
        raw = stdin if str(source) == "-" and stdin is not None else _opened(source)
        stream = open_bytes(raw)
    except InputError as problem:
        raise InputError(f"{name}: {problem.wrong}", problem.remedy) from problem

    def rows() -> Iterator[_Row | Skipped]:
        seen = SeenIds()
        with closing(stream):
            lines = numbered_lines(stream)
            for number, row in _csv_rows(lines, required, known, name) if _is_csv(source) else json_rows(lines):
                try:
                    if isinstance(row, InputError):
                        raise row
                    record = make(row)
                    if (before := seen.line_of(record.id, number)) is not None:
                        raise InputError(
                            f"repeats the id {one_line(record.id[:80])!r} of line {before}", "give every row its own"
                        )
                except InputError as problem:
                    yield Skipped(f"{name}:{number}", str(problem))
                else:
                    yield record

    columns = ", ".join(required)
    wanted = (
        f"name the columns {columns} in its first row, and give a row below"
        if _is_csv(source)
        else (f"give a JSON object with {columns} on each line")
    )
    return Rows(rows(), raw, name, wanted)


def _opened(source: str | Path) -> BinaryIO:
    try:
        return Path(source).open("rb")
    except (OSError, ValueError) as problem:
        raise os_reason(problem) from problem


def _pair(row: Mapping[str, object]) -> Pair:
    return Pair(
        id=identifier(row),
        a=prose(row, "a"),
        b=prose(row, "b"),
        speaker_a=optional(row, "speaker_a"),
        speaker_b=optional(row, "speaker_b"),
    )


def _text(row: Mapping[str, object]) -> Text:
    return Text(id=identifier(row), text=prose(row, "text"))


def _is_csv(source: str | Path) -> bool:
    return Path(str(source).lower().removesuffix(".gz")).suffix == ".csv"


# --- fields of a row ---------------------------------------------------------------------------------------------


def identifier(row: Mapping[str, object]) -> str:
    """The row's ``id``; a whole number is taken as its digits. Raises InputError for anything else."""
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None:
        raise InputError("has no id", "give every row an id of its own")
    if not isinstance(value, str):
        raise InputError(f"its id is {_json_name(value)}", "give a string")
    if not value.strip():
        raise InputError("its id is empty", "give every row an id of its own")
    return value


def prose(row: Mapping[str, object], key: str) -> str:
    """The row's words under ``key``, exactly as given. Raises InputError if they are no text, blank, or hold NULs."""
    value = row.get(key)
    if value is None:
        raise InputError(f"has no {key}", f"give the words under {key!r}")
    if not isinstance(value, str):
        raise InputError(f"its {key} is {_json_name(value)}", "give a string")
    if not value.strip():
        raise InputError(f"its {key} holds no text", "leave the row out or give the words")
    if "\0" in value:
        raise InputError(f"its {key} holds NUL characters, as binary files do", "give plain text")
    return value


def optional(row: Mapping[str, object], key: str) -> str | None:
    """The row's string under ``key``; None if it is not there, null or blank. Raises InputError for another type."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"its {key} is {_json_name(value)}", "give a string or leave it out")
    return value if value.strip() else None


def _json_name(value: object) -> str:
    return _JSON_NAMES.get(type(value), "null")


# --- JSON --------------------------------------------------------------------------------------------------------


def json_rows(
    lines: Iterable[tuple[int, str | InputError]],
) -> Iterator[tuple[int, Mapping[str, object] | InputError]]:
    """The object of each line that is not blank, with the line's number, or the InputError that says why not."""
    for number, line in lines:
        if isinstance(line, str) and not line.strip():
            continue
        try:
            if isinstance(line, InputError):
                raise line
            yield number, json_object(parse_json(line))
        except InputError as problem:
            yield number, problem


def json_object(value: object) -> Mapping[str, object]:
    """``value`` if it is a JSON object. Raises InputError if it is anything else."""
    if not isinstance(value, dict):
        raise InputError(f"is {_json_name(value) if not isinstance(value, str) else 'a string'}", "give a JSON object")
    return value


def parse_json(text: str) -> object:
    """Parse JSON strictly (no NaN, no infinity), with every lone surrogate replaced by U+FFFD.

    JSON can spell half a surrogate pair, which no encoding can write; U+FFFD is one code point as well, so that
    offsets stay. Raises InputError, one line, for all that is no JSON or nests deeper than `DEPTH_LIMIT`.
    """
    try:
        # Without its line feed a row that breaks off does so on its own line, not on the next.
        value = json.loads(text.rstrip(" \t\r\n"), parse_constant=_no_number, parse_float=_finite)
        return _storable(value, DEPTH_LIMIT)
    except json.JSONDecodeError as problem:
        place = f"column {problem.colno}" if problem.lineno == 1 else f"line {problem.lineno}, column {problem.colno}"
        raise InputError(f"is not JSON ({problem.msg.removesuffix(' at')} at {place})", "mend it") from problem
    except RecursionError as problem:
        raise InputError(f"nests deeper than {DEPTH_LIMIT} levels", "flatten it") from problem
    except ValueError as problem:  # a whole number of more digits than Python converts
        raise InputError("holds a number too large to read", "give it as a string") from problem


def _no_number(name: str) -> object:
    raise InputError(f"holds {name}, which is not JSON", "give null or a string")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise InputError("holds a number too large to read", "give it as a string")
    return value


def _storable(value: object, depth: int) -> object:
    if depth < 0:
        raise InputError(f"nests deeper than {DEPTH_LIMIT} levels", "flatten it")
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {_storable(key, depth): _storable(item, depth - 1) for key, item in value.items()}
    return value


# --- CSV ---------------------------------------------------------------------------------------------------------


def _csv_rows(
    lines: Iterable[tuple[int, str | InputError]], required: tuple[str, ...], known: tuple[str, ...], name: str
) -> Iterator[tuple[int, Mapping[str, object] | InputError]]:
    """The rows of a CSV table as objects, each with the number of the line on which it begins."""
    csv.field_size_limit(max(CSV_FIELD_LIMIT, csv.field_size_limit()))
    broken: list[InputError] = []

    def readable() -> Iterator[str]:
        for _, line in lines:
            if isinstance(line, InputError):
                broken.append(line)
            yield line if isinstance(line, str) else "\n"

    table = csv.reader(readable(), strict=True)
    header: list[str] | None = None
    while True:
        number = table.line_num + 1
        try:
            row = next(table)
        except StopIteration:
            break
        except csv.Error as problem:
            said = one_line(str(problem))
            if table.line_num > number:
                said += f"; lines up to {table.line_num} were taken for a part of it"
            broken.append(InputError(f"is not CSV ({said})", "mend its quotation marks and commas"))
            row = []
        if header is None and (broken or row):
            header = _header(row, broken, required, known, name)
        elif broken:
            yield number, broken[0]
        elif row and len(row) != len(header or ()):
            yield number, InputError(f"has {len(row)} fields under {len(header or ())} columns", "mend its commas")
        elif row:
            yield number, dict(zip(header or (), row, strict=True))
        broken.clear()


def _header(
    row: list[str], broken: list[InputError], required: tuple[str, ...], known: tuple[str, ...], name: str
) -> list[str]:
    if broken:
        raise InputError(f"{name}: its first row {broken[0].wrong}", broken[0].remedy)
    names = {column.casefold(): column for column in (*required, *known)}
    header = [names.get(column.strip().casefold(), column.strip()) for column in row]
    twice = [column for column in names.values() if header.count(column) > 1]
    if twice:
        raise InputError(f"{name}: has two columns {twice[0]!r}", "give every column its own name")
    missing = [column for column in required if column not in header]
    if missing:
        there = one_line(", ".join(header)[:80])
        raise InputError(f"{name}: has no column {missing[0]!r} among {there}", "name the columns in the first row")
    return header
