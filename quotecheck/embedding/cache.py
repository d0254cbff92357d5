"""Vectors kept on disk, so that a text is encoded once however often it is asked for."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from quotecheck.embedding.encoder import Encoder
from quotecheck.errors import InputError

if TYPE_CHECKING:
    from sqlite3 import Connection, Error

Rows = dict[bytes, NDArray[np.float32]]

PART = 8192
"""Texts that are looked up, encoded and written together; what was written before an interruption stays."""

ASKED = 500
"""Keys to a query; SQLite takes 999 parameters at least."""

PATIENCE = 30.0
"""Seconds to wait while another process writes."""

PACKAGES = ("onnxruntime", "tokenizers", "torch", "sentence-transformers")
"""Another version of these may round another way, and a kept vector is to be the one that would be computed."""


def user_cache() -> Path:
    """Where the user's programs keep what can be made again: ``XDG_CACHE_HOME``, else as the system has it.

    Raises InputError where the user has no home.
    """
    given = os.environ.get("XDG_CACHE_HOME", "")
    if given and Path(given).is_absolute():  # "all paths must be absolute", says the specification
        return Path(given) / "quotecheck"
    local = os.environ.get("LOCALAPPDATA", "")
    if sys.platform == "win32" and local:
        return Path(local) / "quotecheck" / "Cache"
    try:
        home = Path.home()
    except RuntimeError as problem:
        raise InputError("the user has no home for a cache", "name a folder with --cache") from problem
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "quotecheck"


class CachedEncoder:
    """An encoder whose vectors are kept in a folder: the same bytes as without it, each text encoded once.

    The folder has one SQLite database for each encoder, version of what it runs on, and architecture; it is for one
    machine, as another kind of processor may round otherwise. Processes may share it. Each vector lies there with a
    checksum over itself and its text, so a damaged one is not used but encoded again; a database that cannot be read is
    begun anew. Either is told once. Where the disk is full or another process does not let go, encoding goes on without
    the cache, and that is told once too.
    """

    def __init__(self, encoder: Encoder, folder: Path, *, tell: Callable[[str], None] | None = None) -> None:
        """Keep the vectors of ``encoder`` in ``folder``; ``tell`` takes a line of warning (default: warnings.warn).

        Raises InputError where the folder cannot be made.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as problem:
            raise InputError(f"the cache {folder} cannot be made ({problem})", "name another folder") from problem
        self._encoder = encoder
        self._tell = tell or _warn
        self._told: set[str] = set()
        self._salt = "\n".join([encoder.identity, platform.machine(), *_versions(), ""]).encode()
        self._path = folder / f"vectors-{hashlib.sha256(self._salt).hexdigest()[:16]}.sqlite"

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    @property
    def identity(self) -> str:
        return self._encoder.identity

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, the bytes that the encoder itself gives; what is new is encoded and kept."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), PART):
            part = texts[start : start + PART]
            keys = [self._key(text) for text in part]
            rows = self._read(set(keys))
            new = {key: text for key, text in zip(keys, part, strict=True) if key not in rows}
            if new:
                found = dict(zip(new, self._encoder.encode(list(new.values())), strict=True))
                self._write(found)
                rows |= found
            for place, key in enumerate(keys, start):
                vectors[place] = rows[key]
        return vectors

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._salt + text.encode("utf-8", "surrogatepass")).digest()

    def _read(self, keys: Iterable[bytes]) -> Rows:
        asked = sorted(keys)

        def read(database: Connection) -> Rows:
            rows: Rows = {}
            for start in range(0, len(asked), ASKED):
                some = asked[start : start + ASKED]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})"
                for key, row, check in database.execute(query, some):
                    if isinstance(row, bytes) and len(row) == 4 * self.dimensions and check == _checksum(key, row):
                        rows[key] = np.frombuffer(row, "<f4").astype(np.float32)
                    else:
                        self._tell_once(f"{self._path} was damaged: what it had lost is encoded again")
            return rows

        return self._with_database(read)

    def _write(self, rows: Rows) -> None:
        content = ((key, row.astype("<f4").tobytes()) for key, row in rows.items())
        entries = [(key, row, _checksum(key, row)) for key, row in content]

        def write(database: Connection) -> Rows:
            with database:  # all of them or none
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", entries)
            return rows

        self._with_database(write)

    def _with_database(self, work: Callable[[Connection], Rows]) -> Rows:
        """What the work on the open database gives; nothing where that fails, which is told. A damaged file goes."""
        import sqlite3

        try:
            with closing(sqlite3.connect(self._path, timeout=PATIENCE)) as database:
                database.execute(
                    "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB, checksum BLOB)"
                )
                return work(database)
        except sqlite3.Error as problem:
            if _is_damage(problem):
                try:
                    self._path.unlink(missing_ok=True)
                except OSError as refused:
                    self._tell_once(f"{self._path} is damaged and cannot be deleted ({refused}): vectors are not kept")
                    return {}
                self._tell_once(f"{self._path} was damaged: it is begun anew")
            else:
                self._tell_once(f"{self._path} cannot be used ({problem}): vectors are not kept")
            return {}

    def _tell_once(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self._tell(message)


def _checksum(key: bytes, row: bytes) -> bytes:
    return hashlib.sha256(key + row).digest()[:16]


def _is_damage(problem: Error) -> bool:
    """Whether the file is at fault, and not its disk, its rights or another process."""
    import sqlite3

    code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH)


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"no {package}"


def _warn(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=2)
