"""The options that several commands share, and the settings they amount to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, get_args

import typer

from quotecheck.settings import Settings, load_settings

ReportForm = Literal["table", "json", "jsonl", "csv", "md", "html"]
RowForm = Literal["table", "json", "jsonl", "csv"]
REPORT_FORMS: tuple[ReportForm, ...] = get_args(ReportForm)
ROW_FORMS: tuple[RowForm, ...] = get_args(RowForm)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Articles: .txt, .md, .html, .json, .jsonl (also gzipped), folders of them, or - for JSON lines on stdin.",
        show_default=False,
    ),
]
ReportFormat = Annotated[
    ReportForm | None,
    typer.Option(
        "--format", "-f", help="How to print the report.  [default: by the suffix of -o, else table]",
        show_default=False,
    ),
]  # fmt: skip
RowFormat = Annotated[
    RowForm | None,
    typer.Option(
        "--format", "-f", help="How to print the result.  [default: by the suffix of -o, else jsonl]",
        show_default=False,
    ),
]  # fmt: skip
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
Cache = Annotated[
    str | None,
    typer.Option(metavar="FOLDER", help="Keep vectors there, so that a text is encoded once.", show_default=False),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(metavar="P", help="Leave out quotes that are less certain than P, from 0 to 1.", show_default=False),
]
Explain = Annotated[bool, typer.Option("--explain", help="Tell what each divergence is made of, part by part.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="End with exit code 2 if an input is skipped, but for those set aside by name.")
]
Offline = Annotated[bool, typer.Option("--offline", help="Touch no network, which this command never does.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress; skipped inputs and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell more on stderr, tracebacks included.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours; the variable NO_COLOR does the same.")]


def stdin_bytes() -> BinaryIO | None:
    """Standard input as bytes, None where the process has none."""
    return getattr(sys.stdin, "buffer", None)


def settings_for(**flags: object) -> Settings:
    """The settings of the working folder's TOML file, over which the flags win that are not None."""
    return load_settings(Path.cwd()).with_flags(**flags)
