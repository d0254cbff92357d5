"""``quotecheck models``: what ships with the program, and whether it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from quotecheck.cli.options import NoColor, Offline, OutputFile, Quiet, Verbose
from quotecheck.cli.output import form_of, write
from quotecheck.errors import ModelError

# These commands take the options that all have, though they say no more than is asked and touch no network.
app = typer.Typer(rich_markup_mode=None, help="The models that ship with quotecheck.", no_args_is_help=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A shipped model, as models list names it.")]
ModelForm = Literal["table", "json"]
MODEL_FORMS: tuple[ModelForm, ...] = get_args(ModelForm)
Form = Annotated[
    ModelForm | None,
    typer.Option(
        "--format", "-f", help="How to print it.  [default: by the suffix of -o, else table]", show_default=False
    ),
]


@app.command("list")
def list_shipped(
    form: Form = None,
    output: OutputFile = None,
    *,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List the models, with their size and what they are for."""
    from quotecheck.networks.shipped import list_models
    from quotecheck.report.inventory import render_models

    write([render_models(list_models(), form_of(form, output, MODEL_FORMS, "table"))], output)


@app.command()
def show(
    name: Name = "encoder",
    form: Form = None,
    output: OutputFile = None,
    *,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what is known about a model: licence, files, sha256, and its card."""
    from quotecheck.networks.shipped import show_model
    from quotecheck.report.inventory import render_model

    write([render_model(show_model(name), form_of(form, output, MODEL_FORMS, "table"))], output)


@app.command()
def verify(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", show_default=False)] = None,
    *,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare every file of a model, or of all, with its sha256."""
    from quotecheck.networks.shipped import list_models, verify_model

    names = [model.name for model in list_models()] if name is None else [name]
    problems = [problem for each in names for problem in verify_model(each)]
    if problems:
        raise ModelError("; ".join(problems), "install quotecheck again")
    write([f"{each}: all files are as they were shipped\n" for each in names], None)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is new or empty.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="The model to export.")] = "encoder",
    *,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the encoder as a folder that SentenceTransformer(FOLDER) opens."""
    from quotecheck.networks.shipped import export_model

    export_model(name, folder)
    write([f"{folder}: SentenceTransformer({str(folder)!r}) opens it\n"], None)
