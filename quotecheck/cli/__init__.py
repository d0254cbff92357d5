"""The command line: one file a command, each of which parses, calls the pipeline, prints, and sets the exit code.

Exit codes: 0 done; 1 done, and a limit that the user set was reached; 2 usage or input error; 5 nothing to compare;
130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import warnings
from typing import Annotated

import typer

from quotecheck import __version__
from quotecheck.cli import archive, bench, check, match, models, score, split, verify
from quotecheck.cli.group import OneLineGroup
from quotecheck.cli.messages import PROGRAM, complain

app = typer.Typer(
    name=PROGRAM,
    cls=OneLineGroup,
    rich_markup_mode=None,  # rich takes longer to import than the help takes to print
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("check")(check.check)
app.command("split")(split.split)
app.command("score")(score.score)
app.command("match")(match.match)
app.command("verify")(verify.verify)
app.add_typer(archive.app, name="archive")
app.add_typer(models.app, name="models")
app.add_typer(bench.app, name="bench")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Who said what, in which words, and how far the outlets that printed it diverge."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    warnings.showwarning = lambda message, *_: complain(str(message))
    app(prog_name=PROGRAM)
