"""What commands that take row after row have in common: bad rows, workers, progress, going on after a stop."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

import typer

from quotecheck.articles.rows import Rows
from quotecheck.cli.messages import Messages
from quotecheck.cli.options import RowForm
from quotecheck.cli.output import is_replaced, write
from quotecheck.cli.partial import ANEW, Partial
from quotecheck.errors import InputError, SettingsError
from quotecheck.records import Pair, Skipped, Text

OnError = Literal["skip", "stop"]

Errors = Annotated[
    OnError | None,
    typer.Option(
        help="What a row that cannot be used does: it is told and left out, or ends the run with exit code 2.  "
        "[default: skip]",
        show_default=False,
    ),
]
StrictRows = Annotated[bool, typer.Option("--strict", help="The same as --errors stop.")]
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="How many processes share the work; the result is the same.  "
        "[default: one a core, and none but this one for little work]",
        show_default=False,
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on where a run that was stopped left -o FILE; refused if its input has changed."),
]

GROWING: tuple[RowForm, ...] = ("jsonl", "csv")
"""Formats that are written row by row; a table is drawn, and a JSON array closed, when all rows are there."""

Row = TypeVar("Row", bound=Pair | Text)
Outcome = TypeVar("Outcome")


def stops(errors: OnError | None, *, strict: bool) -> bool:
    """Whether the first bad row ends the run. Raises SettingsError where the two flags contradict each other."""
    if strict and errors == "skip":
        raise SettingsError("--strict and --errors skip contradict each other", "give one of them")
    return strict or errors == "stop"


class Usable(Generic[Row]):
    """The rows that can be used, in their order; of the others each is told and left out, or the first is the end."""

    def __init__(self, rows: Rows[Row], messages: Messages, *, stop: bool, what: str) -> None:
        """``what`` is a row called, for the message that there is none."""
        self._rows = rows
        self._messages = messages
        self._stop = stop
        self._stopped: InputError | None = None
        self._what = what
        self._count = 0
        self._ahead: deque[bytes] = deque()
        self.digest = ""
        """That of the rows that have been dealt with, one after the other."""
        self._iterator = self._usable()

    def __iter__(self) -> Iterator[Row]:
        return self._iterator

    def _usable(self) -> Iterator[Row]:
        for row in self._rows:
            if not isinstance(row, Skipped):
                self._count += 1
                self._ahead.append(hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest())
                yield row
            elif self._stop:
                wrong, _, remedy = row.reason.rpartition(": ")
                self._stopped = InputError(f"{row.input}: {wrong}", remedy)
                break
            else:
                self._messages.left_out(row)
        self._messages.left_out_in_all()

    def taken(self) -> None:
        """One more row has been dealt with, in the order in which they came."""
        self.digest = hashlib.blake2b(self.digest.encode() + self._ahead.popleft(), digest_size=16).hexdigest()

    def pass_over(self, rows: int, digest: str) -> bool:
        """Leave out the first rows, as dealt with before. Whether their digest is the one given: they are the same."""
        for _ in islice(self._iterator, rows):
            self.taken()
        return self._count == rows and self.digest == digest

    def end(self) -> None:
        """To be called after the last row. Raises InputError for a bad row that ended it all, or if none was usable."""
        if self._stopped is not None:
            raise self._stopped
        if not self._count:
            self._messages.require((), self._what, f" in {self._rows.name}", self._rows.wanted)

    def share(self) -> float | None:
        """How much of the source has been read, from 0 to 1, if that is known."""
        return self._rows.share()


def carry_out(
    usable: Usable[Row],
    work: Callable[[Iterable[Row]], Generator[Outcome, None, None]],
    render: Callable[[Iterable[Outcome]], Iterator[str]],
    *,
    doing: str,
    messages: Messages,
    form: RowForm,
    output: Path | None,
    resume: bool,
    signature: Callable[[], str] | None,
) -> None:
    """Do the work on the usable rows and write what comes of them, in a form in which each is one piece.

    ``signature`` names all that an outcome depends on besides its row; None where it depends on the other rows, so that
    there is nothing to go on with. Raises SettingsError where ``resume`` makes no sense, InputError where what is there
    was made from other rows.
    """
    if output is None or signature is None or form not in GROWING or not is_replaced(output):
        if resume:
            raise SettingsError("--resume needs a file of JSON lines or CSV to go on with", "give -o FILE.jsonl")
        write(render(_watched(usable, work, doing, 0, messages)), output)
        messages.clear()
        return
    with Partial(output, f"{signature()}|format:{form}", resume=resume, tell=messages.remark) as partial:
        if not usable.pass_over(partial.rows, partial.read):
            raise InputError(f"{partial.path} was made from other input", ANEW)
        with closing(_watched(usable, work, doing, partial.rows, messages)) as outcomes:
            pieces = render(outcomes)
            if form == "csv":
                partial.head(next(pieces))
            for piece in pieces:
                partial.add(piece, usable.digest)
    messages.clear()


def _watched(
    usable: Usable[Row],
    work: Callable[[Iterable[Row]], Generator[Outcome, None, None]],
    doing: str,
    before: int,
    messages: Messages,
) -> Generator[Outcome, None, None]:
    messages.progress(doing, before, 0)
    with closing(work(usable)) as outcomes:
        for done, outcome in enumerate(outcomes, start=1):
            usable.taken()
            messages.progress(doing, before + done, 0, share=usable.share)
            yield outcome
    usable.end()
