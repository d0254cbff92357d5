"""Every way a command can end badly, as one line on stderr and an exit code; never a traceback unasked."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from quotecheck.cli.messages import PROGRAM, complain
from quotecheck.errors import QuotecheckError

USAGE = 2
INTERRUPTED = 130
READER_GONE = 141
ISSUES = "please report it with what --verbose adds"

# typer carries its own copy of click since 0.2x; the base of its errors is reached by the one that it exports.
_UsageError: Any = typer.BadParameter.__mro__[1]
_ClickError: Any = typer.BadParameter.__mro__[2]


class OneLineGroup(TyperGroup):
    """The root command; turns whatever is raised below it into one line and an exit code."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **options: Any) -> NoReturn:
        """Run with ``args`` (``sys.argv`` without it) and end the process."""
        given = list(sys.argv[1:] if args is None else args)
        options["standalone_mode"] = False
        try:
            code = super().main(given, **options)
            if sys.stdout is not None:
                sys.stdout.flush()
        except _UsageError as problem:
            complain(_usage_line(problem))
            code = USAGE
        except _ClickError as problem:
            complain(problem.format_message())
            code = USAGE
        except typer.Abort:
            code = INTERRUPTED
        except Exception as problem:
            code = _explain(problem, verbose="--verbose" in given or "-v" in given)
        if code == INTERRUPTED:
            complain("interrupted: run it again to get the whole result")
        if code == READER_GONE or not _flushed():
            # What is left in the buffer would raise again when the interpreter closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that ``ctx`` names; here, as typer treats a lost reader and an interrupt its own way."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            raise typer.Exit(READER_GONE) from None


def _explain(problem: Exception, *, verbose: bool) -> int:
    if isinstance(problem, QuotecheckError):
        complain(str(problem))
        return problem.exit_code
    if isinstance(problem, BrokenPipeError):
        return READER_GONE
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
        complain(f"the output cannot be written ({problem.strerror}): make room and run it again")
        return USAGE
    if isinstance(problem, MemoryError):
        complain("the memory does not suffice: give less input at once")
        return USAGE
    if verbose:
        traceback.print_exception(problem)
    complain(f"an error that should not be ({type(problem).__name__}: {problem}): {ISSUES}")
    return USAGE


def _usage_line(problem: Any) -> str:
    path = problem.ctx.command_path if problem.ctx is not None else PROGRAM
    wrong = problem.format_message().replace("Value error, ", "").rstrip(". ")
    return f"{wrong[:1].lower()}{wrong[1:]}: try {path} --help"


def _flushed() -> bool:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        return False
    return True
