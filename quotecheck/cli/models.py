"""``quotecheck models``: what ships with the program, and whether it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from quotecheck.cli.options import OutputFile
from quotecheck.cli.output import write
from quotecheck.errors import ModelError

app = typer.Typer(rich_markup_mode=None, help="The models that ship with quotecheck.", no_args_is_help=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A shipped model, as models list names it.")]
Form = Annotated[Literal["table", "json"], typer.Option("--format", "-f", help="How to print it.")]


@app.command("list")
def list_shipped(form: Form = "table", output: OutputFile = None) -> None:
    """List the models, with their size and what they are for."""
    from quotecheck.embedding.models import list_models
    from quotecheck.report.inventory import render_models

    write([render_models(list_models(), form)], output)


@app.command()
def show(name: Name = "encoder", form: Form = "table", output: OutputFile = None) -> None:
    """Show what is known about a model: licence, files, sha256, and its card."""
    from quotecheck.embedding.models import show_model
    from quotecheck.report.inventory import render_model

    write([render_model(show_model(name), form)], output)


@app.command()
def verify(name: Annotated[str | None, typer.Argument(metavar="[NAME]", show_default=False)] = None) -> None:
    """Compare every file of a model, or of all, with its sha256."""
    from quotecheck.embedding.models import list_models, verify_model

    names = [model.name for model in list_models()] if name is None else [name]
    problems = [problem for each in names for problem in verify_model(each)]
    if problems:
        raise ModelError("; ".join(problems), "install quotecheck again")
    write([f"{each}: all files are as they were shipped\n" for each in names], None)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is new or empty.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="The model to export.")] = "encoder",
) -> None:
    """Write the encoder as a folder that SentenceTransformer(FOLDER) opens."""
    from quotecheck.embedding.models import export_model

    export_model(name, folder)
    write([f"{folder}: SentenceTransformer({str(folder)!r}) opens it\n"], None)
