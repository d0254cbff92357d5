"""A result file that grows row by row under a name of its own, and can be gone on with after the run was stopped."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from quotecheck.cli.output import ELSEWHERE, resolved
from quotecheck.errors import InputError, QuotecheckError

SETTLED_EVERY = 1.0
"""Seconds of work that an interruption by force can cost."""

SETTLED_AT = 2**20
"""Characters that wait to be written at the most."""

ANEW = "run without --resume to begin anew"


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is on the disk for good: ``rows`` in the first ``size`` bytes, whose SHA-256 is ``written``.

    ``read`` is the digest of the input rows that they were made from.
    """

    signature: str
    rows: int = 0
    size: int = 0
    read: str = ""
    written: str = hashlib.sha256().hexdigest()


class Partial:
    """The rows of ``FILE`` that there are, in ``FILE.partial``, which gets its name with the last one.

    ``FILE.partial.json`` says how many there are and what they were made from. Where the ``with`` block ends by an
    exception both stay, if there is a row, and can be gone on with; a file that was there before stays as it is.
    """

    def __init__(self, path: Path, signature: str, *, resume: bool, tell: Callable[[str], None]) -> None:
        """``signature`` names all that a row depends on besides its input; ``tell`` takes what to say of a rest."""
        self._asked = path
        self._target = resolved(path)
        self.path = self._target.with_name(f"{self._target.name}.partial")
        self._note = self._target.with_name(f"{self._target.name}.partial.json")
        self._resume = resume
        self._tell = tell
        self._settled = _Settled(signature)
        self._begun = 0
        self._head = ""
        self._waiting: list[tuple[str, str]] = []
        self._characters = 0
        self._last = time.monotonic()

    @property
    def rows(self) -> int:
        """Rows that there are, those that wait to be written included."""
        return self._settled.rows + len(self._waiting)

    @property
    def read(self) -> str:
        """The digest of the input rows that the rows were made from, as it was given with the last one."""
        return self._waiting[-1][1] if self._waiting else self._settled.read

    def __enter__(self) -> Partial:
        """Open, and go on with what is there. Raises InputError where it cannot be gone on with or written."""
        with self._blamed():
            self._stream = os.fdopen(
                os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b"
            )
        try:
            with self._blamed():
                if not _alone(self._stream, self.path):
                    raise InputError(f"another run is writing {self.path}", "wait for it to end, or give another -o")
                if self._resume and self._note.exists():
                    self._settled = self._checked()
                self._begun = self._settled.rows
                self._stream.truncate(self._settled.size)
                self._stream.seek(0)
                self._digest = hashlib.sha256(self._stream.read(0))
                while piece := self._stream.read(2**20):
                    self._digest.update(piece)
                if self._digest.hexdigest() != self._settled.written:
                    raise InputError(f"{self.path} is not what was written to it", ANEW)
        except BaseException:
            self._stream.close()
            raise
        return self

    def head(self, text: str) -> None:
        """What stands before the first row; added once."""
        if not self._settled.size:
            self._head = text

    def add(self, text: str, read: str) -> None:
        """One row, and the digest of all input rows up to the one that it was made from."""
        self._waiting.append((text, read))  # at once: an interrupt finds a row there with its digest, or no row
        self._characters += len(text)
        if self._characters >= SETTLED_AT or time.monotonic() - self._last >= SETTLED_EVERY:
            self._settle()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if problem is None:
            try:
                self._settle()
                self._finish()
            except BaseException as late:
                self._leave()
                raise late
            return
        with suppress(QuotecheckError):  # a full disk, say: what was settled before counts
            self._settle()
        self._leave()

    def _settle(self) -> None:
        """Write what waits. May be interrupted anywhere and done again."""
        content = (self._head + "".join(text for text, _ in self._waiting)).encode()
        digest = self._digest.copy()
        digest.update(content)
        now = replace(
            self._settled,
            rows=self.rows,
            size=self._settled.size + len(content),
            read=self.read,
            written=digest.hexdigest(),
        )
        with self._blamed():
            self._stream.seek(self._settled.size)
            self._stream.write(content)
            self._stream.flush()
            os.fsync(self._stream.fileno())
            draft = self._note.with_name(f"{self._note.name}.new")
            draft.write_text(json.dumps(asdict(now), indent=1) + "\n", encoding="utf-8")
            draft.replace(self._note)
        self._settled, self._digest, self._head, self._waiting, self._characters = now, digest, "", [], 0
        self._last = time.monotonic()

    def _finish(self) -> None:
        with self._blamed():
            if self._target.exists():
                shutil.copymode(self._target, self.path)
            if os.name == "nt":  # where an open file cannot be renamed; elsewhere the lock is held as long
                self._stream.close()
            self.path.replace(self._target)
            self._stream.close()
            self._note.unlink(missing_ok=True)

    def _leave(self) -> None:
        left = () if self._settled.rows else (self._note, self.path)
        if os.name == "nt":  # where an open file cannot be removed; elsewhere it goes while the lock is held
            self._close()
        for path in left:
            with suppress(OSError):
                path.unlink()
        self._close()
        if self._settled.rows > self._begun:
            self._tell(f"{self.path} holds the {self._settled.rows:,} rows that are done: --resume goes on from there")

    def _close(self) -> None:
        with suppress(OSError):
            self._stream.close()

    def _checked(self) -> _Settled:
        try:
            found = _Settled(**json.loads(self._note.read_bytes()))
            if (type(found.rows), type(found.size)) != (int, int) or found.rows < 0:
                raise ValueError("no such count")
            if not 0 <= found.size <= self.path.stat().st_size:
                raise ValueError("its file is shorter")
        except (ValueError, TypeError, RecursionError) as problem:
            raise InputError(f"{self._note} cannot be used", ANEW) from problem
        if found.signature != self._settled.signature:
            raise InputError(f"{self.path} was made with other flags, or by another version or model", ANEW)
        return found

    @contextmanager
    def _blamed(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            raise InputError(f"{self._asked} cannot be written ({reason})", ELSEWHERE) from problem


def _alone(stream: BinaryIO, path: Path) -> bool:
    """Whether no other run writes the file, nor has given it its name meanwhile.

    Not told apart on Windows, and not the first where the file system has no locks.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks here
        pass
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False
