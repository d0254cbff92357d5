"""What goes to stderr: errors, skipped inputs, notes and progress. Data goes to stdout and never meets these."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sized

from quotecheck.cli.output import wants_plain
from quotecheck.errors import InputError
from quotecheck.records import Skipped
from quotecheck.report.escape import visible

PROGRAM = "quotecheck"
FIRST_BAD = 10
"""Bad rows that are told one by one; then they are counted, unless everything is wanted."""

_EVERY = 0.1
_CLEAR = "\r\x1b[K"


def complain(what: str) -> None:
    """One line on stderr: ``quotecheck: what is wrong: what to do``."""
    _write(f"{PROGRAM}: {visible(what)}\n")


class Messages:
    """What one run tells besides its result; ``quiet`` leaves skipped inputs and errors, ``verbose`` adds notes."""

    def __init__(self, *, quiet: bool, verbose: bool, strict: bool = False, no_color: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.strict = strict
        # The progress line is erased by an escape sequence, so whoever wants none of these gets no progress.
        self._live = not quiet and not wants_plain(no_color) and sys.stderr is not None and sys.stderr.isatty()
        self._last = 0.0
        self._drawn = False
        self._bad = 0
        self._began: tuple[float, int] | None = None

    def skipped(self, inputs: Iterable[Skipped]) -> None:
        """One line for each input that was not used. Raises InputError at the end of them if ``strict``, unless all
        were only set aside."""
        listed = list(inputs)
        for skipped in listed:
            self.clear()
            complain(f"skipped {skipped.input}: {skipped.reason}")
        if self.strict and not all(skipped.aside for skipped in listed):
            raise InputError("--strict is set and an input was skipped", "mend the input or run without --strict")

    def left_out(self, row: Skipped) -> None:
        """One line for a row that was not used, if it is one of the first."""
        self._bad += 1
        if self._bad <= FIRST_BAD or self.verbose:
            self.clear()
            complain(f"skipped {row.input}: {row.reason}")

    def left_out_in_all(self) -> None:
        """How many rows were not used, if not each has been told."""
        if self._bad > FIRST_BAD and not self.verbose:
            self.clear()
            complain(
                f"skipped {self._bad:,} rows in all, of which the first {FIRST_BAD} are named: --verbose names each"
            )
            self._bad = 0

    def require(
        self, usable: Sized, what: str, where: str = "", remedy: str = "give an input that holds at least one"
    ) -> None:
        """Raise InputError if nothing usable was read."""
        if not len(usable):
            self.clear()
            raise InputError(f"no {what} could be read{where}", remedy)

    def remark(self, what: str) -> None:
        """A line that ``quiet`` leaves out."""
        if not self.quiet:
            self.clear()
            complain(what)

    def note(self, what: str) -> None:
        """A line that only ``verbose`` shows."""
        if self.verbose:
            self.clear()
            complain(what)

    def progress(self, what: str, done: int, of: int, *, share: Callable[[], float | None] | None = None) -> None:
        """How far the run is, on one line that is drawn over; only where stderr is a terminal with escape codes.

        ``share`` says how much of an input of unknown length has been read; with it the line tells how fast it goes.
        """
        now = time.monotonic()
        if self._live and (now - self._last >= _EVERY or not self._drawn):
            told = f" {done:,} of {of:,}" if of else f" {done:,}" if done else ""
            if share is not None:
                told += self._pace(done, now, share())
            _write(_CLEAR + f"{visible(what)}{told} …"[: shutil.get_terminal_size().columns - 1])
            self._last, self._drawn = now, True

    def _pace(self, done: int, now: float, share: float | None) -> str:
        """How fast it goes, and how long the rest takes at this pace; ``share`` of all is done, if that is known."""
        begun, before = self._began = self._began or (now, done)
        if now - begun < 1.0:
            return ""
        rate = (done - before) / (now - begun)
        left = f", {share:.0%}" if share is not None else ""
        if share and rate > 0:
            left += f", {_duration(done * (1 - share) / share / rate)} left"
        return f" ({rate:,.0f} a second{left})"

    def clear(self) -> None:
        """Take the progress line away."""
        if self._drawn:
            _write(_CLEAR)
            self._drawn = False


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{seconds:.0f} s" if seconds < 60 else f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def _write(text: str) -> None:
    # A closed or full stderr is no reason to lose the result.
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        return
