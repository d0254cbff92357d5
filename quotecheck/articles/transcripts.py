"""Transcripts, and lists of quotes to be held against them: plain text with speakers, JSON lines, CSV."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from quotecheck.articles.files import decode, numbered_lines, one_line, open_bytes, printable_path, read_bytes
from quotecheck.articles.rows import identifier, json_rows, optional, prose, read_rows
from quotecheck.errors import InputError
from quotecheck.records import Claim, Line, Skipped

HEAD = 64
"""Rows that tell whether a file is a list of quotes."""

LONGEST_PARAGRAPH = 4000
"""Characters from which on a paragraph of plain text is not joined with the next line."""

_NAMED = re.compile(
    r"""[ \t\v\f]*+(?:[-*>][ \t]++)?                           # a list or a block quote of Markdown
        (?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?[ \t]*+[-–—]?[ \t]*+)?  # a time
        (?P<stars>\*\*|__)?
        (?P<name>[^\W\d_](?:[\w.,'’()&/-]|[ ](?=\S)){0,79}?)
        (?(stars)(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)|[ \t]*:)
        (?=[ \t\r\n]|$)[ \t]*""",
    re.VERBOSE,
)
_SMALL = frozenset("of the and de la le da di du del der den van von bin al el for".split())
_MOST_WORDS = 6
_ENDS = re.compile(r"[.!?:;。！？][\"'”’»)\]*_]*$")
_STANDS_ALONE = re.compile(r"[ \t\v\f]*+(?:#{1,6}[ \t]|[-*>][ \t]|[-*_=]{3,}[ \t]*$)")
_LINE_ENDS = "\r\n"
_UNREAD = {
    ".json": "give JSON lines, one object a line with id and text, as a .jsonl file",
    ".htm": "save its text as a .txt file",
    ".html": "save its text as a .txt file",
}
"""Suffixes of what would be read as prose and is none, and what to do."""

_JSON_ROW = re.compile(r'\s*\{\s*"')
_JSON_LIST = re.compile(r"\s*\[\s*\{")
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def read_transcript(source: str | Path, stdin: BinaryIO | None = None) -> tuple[list[Line], list[Skipped]]:
    """The lines of a transcript in their order, and what could not be used of it.

    JSON lines (``.jsonl``) and CSV hold ``id`` and ``text``, optionally ``speaker`` and ``doc`` (which of several
    documents the line is of). Anything else is plain text or Markdown, read paragraph by paragraph: ``NAME:`` before
    one names its speaker, who goes on until another is named; the line's id is the number of the row on which it
    begins, and ``start`` its offset in the decoded text. ``-`` is ``stdin``, of either kind. Gzip is expanded.
    Raises InputError if the source cannot be read, is a web page or a JSON list, or holds no line.
    """
    name = "stdin" if str(source) == "-" else one_line(printable_path(source))
    rows: Iterable[Line | Skipped]
    if _suffix(source) in (".jsonl", ".csv"):
        rows = read_rows(source, None, ("id", "text"), _line, ("speaker", "doc"))
    else:
        if (suffix := _suffix(source)) in _UNREAD:
            raise InputError(f"{name}: a transcript is not read from {suffix}", _UNREAD[suffix])
        origin = stdin if str(source) == "-" else source
        if origin is None:
            raise InputError("no standard input is at hand", "name a file")
        try:
            data = read_bytes(origin)
            text = decode(data)
        except InputError as problem:
            raise InputError(f"{name}: {problem.wrong}", problem.remedy) from problem
        if _JSON_ROW.match(text):
            rows = read_rows("-", io.BytesIO(data), ("id", "text"), _line)
        elif _JSON_LIST.match(text):
            raise InputError(f"{name}: is a JSON list", _UNREAD[".json"])
        elif _PAGE.match(text):
            raise InputError(f"{name}: is a web page", _UNREAD[".html"])
        else:
            rows = plain_lines(text)
    lines, skipped = [], []
    for row in rows:
        if isinstance(row, Skipped):
            skipped.append(row)
        else:
            lines.append(row)
    if not lines:
        why = f" ({skipped[0].reason})" if skipped else ""
        raise InputError(f"the transcript {name} holds no line{why}", "give a text, or rows with id and text")
    return lines, skipped


def read_claims(source: str | Path, stdin: BinaryIO | None = None) -> Iterator[Claim | Skipped]:
    """The rows of a JSONL or CSV file as quotes, in order: ``id``, ``text``, optionally ``speaker`` and ``doc``.

    Everything else is as in ``read_pairs``.
    """
    return read_rows(source, stdin, ("id", "text"), _claim, ("speaker", "doc"))


def is_claims(source: str | Path) -> bool:
    """Whether a file is a list of quotes by its look: CSV, or JSON lines whose rows have a ``speaker``.

    Articles are never CSV, and have many speakers. Of JSON lines the first ``HEAD`` rows tell, and rows that have an
    ``outlet`` are articles. A file that cannot be read is no such list.
    """
    if _suffix(source) == ".csv":
        return True
    if _suffix(source) != ".jsonl":
        return False
    try:
        if not Path(source).is_file():
            return False
        with closing(open_bytes(source)) as stream:
            found = [row for _, row in islice(json_rows(numbered_lines(stream)), HEAD)]
    except (InputError, OSError):  # too long a name, for one
        return False
    rows = [row for row in found if not isinstance(row, InputError)]
    return bool(rows) and all("text" in row and "speaker" in row and "outlet" not in row for row in rows)


class _Row(NamedTuple):
    """A line of a plain text: its number from 1, where it stands without its line end, and what may be a name."""

    number: int
    start: int
    end: int
    found: re.Match[str] | None


def plain_lines(text: str) -> Iterator[Line]:
    """The paragraphs of a plain transcript, without the names before them, each with its speaker.

    A row goes on with the one before where that ends no sentence, as texts broken at a column have it.
    """
    rows = list(_rows(text))
    names = _speakers(rows)
    speaker: str | None = None
    number = begin = end = 0
    for row in rows:
        named = row.found if row.found is not None and row.found["name"] in names else None
        words = text[named.end() if named else row.start : row.end]
        first, last = row.end - len(words.lstrip()), row.start + len(text[row.start : row.end].rstrip())
        goes_on = (
            named is None
            and first < last
            and begin < end < begin + LONGEST_PARAGRAPH
            and not _ENDS.search(text, max(begin, end - 8), end)
            and not _STANDS_ALONE.match(text, row.start, row.end)
        )
        if not goes_on:
            if begin < end:
                yield Line(str(number), text[begin:end], speaker, start=begin)
            number, begin = row.number, first
        end = last
        if named:
            speaker = named["name"].strip()
    if begin < end:
        yield Line(str(number), text[begin:end], speaker, start=begin)


def _rows(text: str) -> Iterator[_Row]:
    start = 0
    for number, row in enumerate(io.StringIO(text, newline=""), start=1):  # cut at \r\n, \n and \r alone
        end = start + len(row.rstrip(_LINE_ENDS))
        yield _Row(number, start, end, _NAMED.match(text, start, end))
        start += len(row)


def _speakers(rows: Sequence[_Row]) -> frozenset[str]:
    """Which of the words before a colon are names: in capitals, or capitalised and more than one word or place."""
    found = Counter(row.found["name"] for row in rows if row.found is not None)
    return frozenset(name for name, count in found.items() if _is_name(name, count))


def _is_name(name: str, count: int) -> bool:
    words = re.findall(r"[^\W\d_][\w'’.-]*", name)
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if name.isupper():
        return True
    return (len(words) > 1 or count > 1) and all(word[0].isupper() or word in _SMALL for word in words)


def _line(row: Mapping[str, object]) -> Line:
    return Line(identifier(row), prose(row, "text"), optional(row, "speaker"), optional(row, "doc"))


def _claim(row: Mapping[str, object]) -> Claim:
    return Claim(identifier(row), prose(row, "text"), optional(row, "speaker"), optional(row, "doc"))


def _suffix(source: str | Path) -> str:
    return Path(str(source).lower().removesuffix(".gz")).suffix
