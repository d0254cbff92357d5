"""The options that several commands share, and the settings they amount to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from quotecheck.settings import Settings, load_settings

ReportForm = Literal["table", "json", "jsonl", "csv", "md", "html"]
RowForm = Literal["table", "json", "jsonl", "csv"]

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Articles: .txt, .md, .html, .json, .jsonl (also gzipped), folders of them, or - for JSON lines on stdin.",
        show_default=False,
    ),
]
ReportFormat = Annotated[ReportForm, typer.Option("--format", "-f", help="How to print the report.")]
RowFormat = Annotated[RowForm, typer.Option("--format", "-f", help="How to print the result.")]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all, instead of stdout.",
        show_default=False,
    ),
]  # fmt: skip
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="A sentence-transformers model, by folder or hub name, instead of the shipped encoder.",
        show_default=False,
    ),
]
AllowDownload = Annotated[
    bool | None,
    typer.Option(
        "--allow-download/--offline",
        help="Whether --model may be fetched from its hub; nothing else ever touches a network.  [default: offline]",
        show_default=False,
    ),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(metavar="P", help="Leave out quotes that are less certain than P, from 0 to 1.", show_default=False),
]
Strict = Annotated[bool, typer.Option("--strict", help="End with exit code 2 if any input has to be skipped.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress; skipped inputs and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell more on stderr, tracebacks included.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours; the variable NO_COLOR does the same.")]


def stdin_bytes() -> BinaryIO | None:
    """Standard input as bytes, None where the process has none."""
    return getattr(sys.stdin, "buffer", None)


def settings_for(**flags: object) -> Settings:
    """The settings of the working folder's TOML file, over which the flags win that are not None."""
    return load_settings(Path.cwd()).with_flags(**flags)
