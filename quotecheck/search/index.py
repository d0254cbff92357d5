"""A corpus of vectors that lasts: on disk, memory-mapped, ready to be searched, growing by whole commits.

A folder holds, for rows 0, 1, 2 …

    index.json        what is committed: format, rows, the encoder's identity, and the commits' lengths and checksums
    vectors           the vectors in float32, row after row
    codes             their 8-bit codes (quotecheck.search.estimates), by which a search reads a quarter of float32
    NAME.text         a string for each row in UTF-8, one after the other, and in NAME.ends where each ends, int64
    NAME-N.npy        small arrays, written anew by the commit that made N rows

Files of rows are only appended to. A commit appends, waits until the disk has it, and then replaces index.json in one
step. So whoever reads meanwhile, or after an append that was cut short, has a whole index; what lies beyond the
committed length is overwritten by the next append. Opening reads index.json, the lengths of the files and the small
arrays; the SHA-256 of each commit's part of each file of rows is compared by ``verify``.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quotecheck.errors import InputError
from quotecheck.search.estimates import PIECE, WIDEST, CodedCorpus, encode
from quotecheck.search.exact import best_of_slabs, checked_count, checked_threshold
from quotecheck.search.preparation import Slab, unit_of
from quotecheck.search.threads import crew_for
from quotecheck.search.vectors import Floats, Indices, Vectors, blocks, fit, lengths

FORMAT = 1
"""Version of the files; a program reads the one it knows."""

HEAD = "index.json"
LOCK = "lock"

COPIED = 1 << 22
"""Bytes read at a time where a file is checked."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What index.json says."""

    dimensions: int
    identity: str
    rows: int = 0
    unit: float = 0.0
    strings: list[str] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    """The SHA-256 of each small array."""
    lengths: list[dict[str, int]] = field(default_factory=list)
    """How many bytes each commit appended to each file."""
    digests: list[dict[str, str]] = field(default_factory=list)
    """The SHA-256 of those bytes."""

    def __post_init__(self) -> None:
        """Raises ValueError, TypeError, KeyError or AttributeError for what no commit writes."""
        files = self.files
        names = [*self.strings, *self.tables, *(file.removesuffix(".text").removesuffix(".ends") for file in files)]
        row = {"vectors": 4 * self.dimensions, "codes": self.dimensions}
        row |= {f"{name}.ends": 8 for name in self.strings}
        if (
            not all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)
            or any(lengths.keys() != set(files) or min(lengths.values()) < 0 for lengths in self.lengths)
            or any(digests.keys() != set(files) for digests in self.digests)
            or any(self.length(file) != self.rows * width for file, width in row.items())
            or not self.rows >= 0
        ):
            raise ValueError("its entries do not fit each other")

    @property
    def files(self) -> list[str]:
        """The files of rows."""
        return list(self.lengths[0]) if self.lengths else []

    def length(self, file: str) -> int:
        return sum(commit.get(file, 0) for commit in self.lengths)


class Index:
    """Vectors (n, d) with strings for each row and small arrays beside them, in a folder."""

    def __init__(self, folder: Path, head: _Head) -> None:
        """Use ``open`` or ``create``."""
        self._folder, self._head = folder, head
        # Read at once: later commits delete their files.
        self._tables = {name: self._read_table(name) for name in head.tables}

    @classmethod
    def create(cls, folder: Path, dimensions: int, identity: str) -> Index:
        """An empty index for the vectors of an encoder.

        Raises InputError where the folder holds anything already or cannot be made.
        """
        if not 1 <= dimensions <= WIDEST:
            raise InputError(f"vectors of {dimensions} numbers cannot be kept", f"give 1 to {WIDEST}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # A draft of the head is what a process leaves that is killed while it makes an index.
            if {path.name for path in folder.iterdir()} - {f"{HEAD}.new", LOCK}:
                raise InputError(f"{folder} holds other things and no index", "name a folder that is new or empty")
            index = cls(folder, _Head(dimensions, identity))
            with _writing(folder):
                if cls.is_index(folder):
                    raise InputError(f"{folder} holds an index already", "open it, or name another folder")
                index._write_head(index._head)
        except (OSError, ValueError) as problem:
            raise InputError(f"{folder} cannot be made ({_reason(problem)})", "name another folder") from problem
        return index

    @classmethod
    def open(cls, folder: Path) -> Index:
        """The index in a folder, as of the last commit.

        Raises InputError where there is none, where it is damaged, or was written in a format that is not known.
        """
        head = _read_head(folder)
        while True:
            try:
                return cls(folder, head)
            except InputError:
                # A commit may have replaced the small arrays since the head was read.
                before, head = head, _read_head(folder)
                if head == before:
                    raise

    @staticmethod
    def is_index(folder: Path) -> bool:
        """Whether the folder holds an index, whatever its state."""
        return (folder / HEAD).is_file()

    @property
    def dimensions(self) -> int:
        """The length d of a vector."""
        return self._head.dimensions

    @property
    def identity(self) -> str:
        """The identity of the encoder that the vectors are from."""
        return self._head.identity

    def __len__(self) -> int:
        return self._head.rows

    def append(
        self,
        vectors: ArrayLike,
        strings: Mapping[str, Sequence[str]],
        tables: Mapping[str, NDArray[np.generic]] | None = None,
    ) -> None:
        """Add rows in one commit: all of it or, if it fails or is cut short, nothing.

        ``vectors`` is (n, d) and kept as float32; ``strings`` has n strings under each name, the same names each time;
        ``tables`` replace those that there were. Raises InputError for what does not fit, where another process is
        writing or has written since this index was opened, and where the disk refuses.
        """
        given = Vectors(vectors, "vectors")
        if given.dimensions != self.dimensions:
            wrong = f"vectors have {given.dimensions} numbers, those of the index {self.dimensions}"
            raise InputError(wrong, "encode with the model of the index")
        names = sorted(strings)
        if any(len(column) != len(given) for column in strings.values()) or (len(self) and names != self._head.strings):
            raise InputError(
                "strings and vectors do not fit", "give one string a vector under the same names each time"
            )
        if not len(given):
            return
        rows, _ = given.read(slice(0, len(given)))
        unit = self._head.unit or unit_of(rows)
        codes, error, longest = self._coded(rows, unit)
        content = {"vectors": rows.astype("<f4").tobytes(), "codes": codes.tobytes()}
        for name in names:
            texts = [text.encode("utf-8", "surrogatepass") for text in strings[name]]
            before = self._head.length(f"{name}.text")
            ends = before + np.cumsum([len(text) for text in texts], dtype=np.int64)
            content |= {f"{name}.text": b"".join(texts), f"{name}.ends": ends.astype("<i8").tobytes()}
        arrays = {**(tables or {}), "error": error, "longest": longest}
        head = _Head(
            self.dimensions,
            self.identity,
            len(self) + len(rows),
            unit,
            names,
            {},
            [*self._head.lengths, {file: len(part) for file, part in content.items()}],
            [*self._head.digests, {file: _digest(part) for file, part in content.items()}],
        )
        try:
            with _writing(self._folder):
                if _read_head(self._folder) != self._head:
                    raise InputError(f"{self._folder} has grown since it was opened", "open it again")
                self._commit(head, content, arrays)
        except OSError as problem:
            raise InputError(f"{self._folder} cannot be written ({_reason(problem)})", "see to the disk") from problem

    def top_k(
        self, queries: ArrayLike, k: int, threshold: float | None = None, *, threads: int | None = None
    ) -> tuple[Floats, Indices]:
        """What ``quotecheck.search.exact.top_k`` gives for the same vectors, to the last bit."""
        asked, kept = Vectors(queries, "queries"), Vectors(self._mapped("vectors", "<f4", self.dimensions), "vectors")
        fit(asked, kept)
        k, floor = checked_count(k), checked_threshold(threshold)
        slabs = []
        if len(self):
            codes = self._mapped("codes", "u1", self.dimensions)
            corpus = CodedCorpus(codes, self._head.unit, self.table("error"), self.table("longest"), None)
            slabs.append(Slab(0, len(self), corpus))
        with crew_for(len(asked) * kept.size, threads) as crew:
            return best_of_slabs(asked, kept, slabs, k, floor, crew)

    def strings(self, name: str, rows: Indices | None = None) -> list[str]:
        """The strings under a name, of some rows or of all; KeyError for a name that is not there."""
        if name not in self._head.strings:
            raise KeyError(name)
        text, ends = self._mapped(f"{name}.text", "u1"), self._mapped(f"{name}.ends", "<i8")
        chosen = np.arange(len(self)) if rows is None else np.asarray(rows, np.int64)
        begins = np.where(chosen == 0, 0, ends[chosen - 1]) if len(chosen) else chosen
        ends = ends[chosen]
        try:
            if ((begins < 0) | (begins > ends) | (ends > len(text))).any():
                raise ValueError
            spans = zip(begins.tolist(), ends.tolist(), strict=True)
            return [text[begin:end].tobytes().decode("utf-8", "surrogatepass") for begin, end in spans]
        except ValueError as problem:
            raise InputError(f"{self._folder / name}.text is damaged", "make it again") from problem

    def table(self, name: str) -> NDArray[Any]:
        """A small array; KeyError for a name that is not there."""
        return self._tables[name]

    def verify(self) -> None:
        """Read all that is committed; raises InputError naming the first file that is not what was written."""
        for file in self._head.files:
            with (self._folder / file).open("rb") as stream:
                for commit, digests in zip(self._head.lengths, self._head.digests, strict=True):
                    length, found = commit[file], hashlib.sha256()
                    while length and (part := stream.read(min(length, COPIED))):
                        found.update(part)
                        length -= len(part)
                    if found.hexdigest() != digests[file]:
                        raise InputError(f"{self._folder / file} is damaged", "make it again")
        for name in self._head.tables:
            self._read_table(name)

    def _coded(self, rows: Floats, unit: float) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.float64]]:
        """The codes of new rows (n, d), and of each PIECE of all rows the largest error and the greatest length."""
        codes = np.empty(rows.shape, np.uint8)
        kept = [self.table(name).astype(np.float64) if len(self) else np.empty(0) for name in ("error", "longest")]
        pieces = -(-(len(self) + len(rows)) // PIECE)
        error, longest = (np.concatenate([old, np.zeros(pieces - len(old))]) for old in kept)
        # The first of the new rows fill up the piece that the old ones ended in.
        filled = -len(self) % PIECE
        for part in [slice(0, min(filled, len(rows))), *blocks(filled, len(rows), PIECE)]:
            if part.start < part.stop:
                piece = (len(self) + part.start) // PIECE
                long = lengths(rows[part])
                error[piece] = max(error[piece], encode(rows[part], long, unit, codes[part]))
                longest[piece] = max(longest[piece], long.max())
        return codes, error, longest

    def _commit(self, head: _Head, content: Mapping[str, bytes], arrays: Mapping[str, NDArray[np.generic]]) -> None:
        for file, part in content.items():
            committed = self._head.length(file)
            with (self._folder / file).open("ab") as stream:
                # What an append that was cut short has left goes.
                stream.truncate(committed)
                _write(stream, part)
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            head.tables[name] = _digest(buffer.getvalue())
            with (self._folder / f"{name}-{head.rows}.npy").open("wb") as stream:
                _write(stream, buffer.getvalue())
        self._write_head(head)
        # Those of the commit before stay for whoever has opened it.
        current = {f"{name}-{rows}.npy" for name in head.tables for rows in (head.rows, self._head.rows)}
        for path in self._folder.glob("*.npy"):
            if path.name not in current:
                path.unlink(missing_ok=True)
        self._head, self._tables = head, {name: np.asarray(array) for name, array in arrays.items()}

    def _write_head(self, head: _Head) -> None:
        content = asdict(head)
        path = self._folder / f"{HEAD}.new"
        with path.open("wb") as stream:
            _write(stream, json.dumps({"format": FORMAT, "checksum": _checksum(content), **content}).encode())
        _settle(self._folder)
        path.replace(self._folder / HEAD)
        _settle(self._folder)

    def _read_table(self, name: str) -> NDArray[Any]:
        """A small array as its file has it; raises InputError where that is damaged."""
        path = self._folder / f"{name}-{self._head.rows}.npy"
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise InputError(f"{path} cannot be read ({_reason(problem)})", "make it again") from problem
        if _digest(content) != self._head.tables[name]:
            raise InputError(f"{path} is damaged", "make it again")
        array: NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
        return array

    def _mapped(self, file: str, kind: str, *width: int) -> NDArray[Any]:
        """What is committed of a file, memory-mapped."""
        length = self._head.length(file) // np.dtype(kind).itemsize
        shape = (length // width[0], *width) if width else (length,)
        # An empty file cannot be mapped.
        return np.memmap(self._folder / file, kind, "r", shape=shape) if length else np.empty(shape, kind)


def _locked(lock: BinaryIO) -> bool:
    """Whether this process got the lock, which the system takes back when the file is closed or the process dies."""
    try:
        import fcntl
    except ImportError:  # on Windows
        import msvcrt

        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read_head(folder: Path) -> _Head:
    """What is committed; raises InputError where that cannot be told, or files are shorter than they were."""
    try:
        content = json.loads((folder / HEAD).read_bytes())
        checksum, given = content.pop("checksum"), content.pop("format")
        if given != FORMAT:
            raise InputError(f"{folder} is of format {given}, this program reads {FORMAT}", "make it again")
        if checksum != _checksum(content):
            raise ValueError("its checksum is wrong")
        head = _Head(**content)
    except FileNotFoundError as problem:
        raise InputError(f"{folder} holds no index", "make one, or name its folder") from problem
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise InputError(f"{folder / HEAD} cannot be used ({_reason(problem)})", "make it again") from problem
    for file in head.files:
        path = folder / file
        size = path.stat().st_size if path.is_file() else 0
        if size < head.length(file):
            raise InputError(f"{path} has {size} bytes of {head.length(file)}", "make it again")
    return head


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """No other process writes meanwhile; raises InputError where one does."""
    with (folder / LOCK).open("wb") as lock:
        if not _locked(lock):
            raise InputError(f"another process is adding to {folder}", "wait for it to end")
        yield


def _settle(folder: Path) -> None:
    """Wait until the disk has the names of the files too, where a system lets one wait for that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)
    stream.flush()
    os.fsync(stream.fileno())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _checksum(content: object) -> str:
    return _digest(json.dumps(content, sort_keys=True).encode())


def _reason(problem: BaseException) -> str:
    """What went wrong, in one line."""
    return " ".join((getattr(problem, "strerror", None) or str(problem) or type(problem).__name__).split())
