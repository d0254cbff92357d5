"""From a file or a stream to decoded text: gzip by its magic bytes, byte-order marks, lines, and what is wrong."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from quotecheck.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

EXPANDED_LIMIT = 256 * 2**20
"""Bytes that one gzip file may expand to. News text shrinks three- to tenfold, so this is far over any honest file
of articles, and a bomb (up to 1,032-fold, the bound of DEFLATE) stops here instead of filling the memory."""

GZIP_MAGIC = b"\x1f\x8b"

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the first half of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class _Expanded(io.RawIOBase):
    """The bytes that a gzip stream expands to; raises InputError where it is damaged or passes `EXPANDED_LIMIT`."""

    def __init__(self, compressed: BinaryIO) -> None:
        self._compressed = compressed
        self._gzip = gzip.GzipFile(fileobj=compressed)
        self._left = EXPANDED_LIMIT

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            chunk = self._gzip.read1(len(view))
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            raise InputError(
                f"the gzip data are damaged ({one_line(str(problem))})", "compress the file again"
            ) from problem
        self._left -= len(chunk)
        if self._left < 0:
            raise InputError(
                f"the gzip data expand to more than {EXPANDED_LIMIT // 2**20} MiB",
                "expand the file yourself if you trust it",
            )
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._gzip.close()
        self._compressed.close()
        super().close()


def one_line(text: str) -> str:
    """``text`` on one line that any terminal can print: control characters and lone surrogates are escaped."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode("ascii") for char in text
    )


def os_reason(problem: OSError | ValueError) -> InputError:
    """What the operating system said about a file, as the error that names it."""
    if isinstance(problem, FileNotFoundError):
        return InputError("no such file or folder", "check the path")
    if isinstance(problem, PermissionError):
        return InputError("may not be read", "check its permissions")
    said = problem.strerror if isinstance(problem, OSError) else None
    return InputError(f"cannot be read ({one_line(said or str(problem))})", "check the file")


def open_bytes(source: str | Path | BinaryIO) -> io.BufferedReader:
    """Open a path or a binary stream for reading, expanding gzip wherever the first bytes say that it is gzip.

    The returned stream raises InputError while it is read if the gzip data are damaged or expand to more than
    `EXPANDED_LIMIT`. Raises InputError if the source cannot be opened.
    """
    try:
        if isinstance(source, str | Path):
            stream = Path(source).open("rb")  # noqa: SIM115 - closed by whoever reads it
        else:
            stream = (
                source if isinstance(source, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", source))
            )
        if stream.peek(2)[:2] == GZIP_MAGIC:
            return io.BufferedReader(_Expanded(stream), buffer_size=2**18)
    except (OSError, ValueError) as problem:
        raise os_reason(problem) from problem
    return stream


def read_bytes(source: str | Path | BinaryIO) -> bytes:
    """The content of ``source``, gzip expanded. Raises InputError if it cannot be read."""
    try:
        with closing(open_bytes(source)) as stream:
            return stream.read()
    except OSError as problem:
        raise os_reason(problem) from problem


def decode(data: bytes, encoding: str = "utf-8") -> str:
    """Decode a whole file: by its byte-order mark, which is dropped, else in ``encoding``. No newline is translated.

    Raises InputError, with the byte's offset, for bytes that are no such text, and for NUL characters.
    """
    mark, encoding = next(((m, e) for m, e in BYTE_ORDER_MARKS if data.startswith(m)), (b"", encoding))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as problem:
        if not mark and b"\0" in data:
            raise _binary() from problem
        offset = problem.start + len(mark)
        wrong = f"is not {encoding.upper()} (byte 0x{data[offset]:02x} at offset {offset})"
        raise InputError(wrong, "save it as UTF-8") from problem
    if "\0" in text:
        raise _binary()
    return text


def _begins_binary(head: bytes) -> bool:
    """Whether a file begins unlike any table of rows: a first line that is no text, and NUL characters."""
    first = head.partition(b"\n")[0]
    try:
        first.decode()
    except UnicodeDecodeError:
        return b"\0" in head
    return b"\0" in first and not first.lstrip().startswith(b"{")


def _binary() -> InputError:
    return InputError("holds NUL characters, as binary files do", "give plain text in UTF-8")


def numbered_lines(stream: io.BufferedReader) -> Iterator[tuple[int, str | InputError]]:
    r"""The lines of a stream with their numbers from 1, split at ``\n`` alone, which they keep.

    A line that cannot be decoded comes as the InputError that says why, and the next one follows; where the
    stream itself breaks off (damaged gzip, too large), its error is the last thing that comes.
    """
    number = 0
    try:
        head = stream.peek(1024)
        if any(head.startswith(mark) for mark, encoding in BYTE_ORDER_MARKS if encoding != "utf-8"):
            yield from enumerate(io.StringIO(decode(stream.read()), newline="\n"), start=1)
            return
        if _begins_binary(head[:1024]):
            raise _binary()  # once for the file, not once for each of its thousand "lines"
        for number, line in enumerate(stream, start=1):
            try:
                yield number, decode(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line)
            except InputError as problem:
                yield number, problem
    except InputError as problem:
        yield number + 1, problem
    except OSError as problem:
        yield number + 1, os_reason(problem)


def printable_path(path: str | Path) -> str:
    """``path`` as text that can be written anywhere: bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")
