"""From records to text: pure functions, one module a format.

Each format is imported when it is asked for, so that JSON costs nothing of what the terminal table needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from quotecheck.records import Match, PairScore, Quote, Report

Form = Literal["table", "json", "jsonl", "csv", "md", "html"]
"""The formats a report can take; rows (quotes, scores, matches) take the first four."""

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Look:
    """What a terminal can show: ``width`` in columns, and whether ``color`` is wanted."""

    width: int = 100
    color: bool = False


PLAIN = Look()
"""What a file or a pipe gets: always the same width, never an escape sequence."""


def render_report(report: Report, form: Form, look: Look = PLAIN) -> str:
    """The whole report in one format, ending with a line break."""
    from quotecheck.report import html_page, json_lines, markdown, tables, terminal

    renderers: dict[Form, Callable[[], str]] = {
        "table": lambda: terminal.render_report(report, look.width, look.color),
        "json": lambda: json_lines.document(json_lines.report_object(report)),
        "jsonl": lambda: "".join(map(json_lines.line, map(json_lines.statement_object, report.statements))),
        "csv": lambda: "".join(tables.comparison_rows(report)),
        "md": lambda: markdown.render_report(report),
        "html": lambda: html_page.render_report(report),
    }
    return renderers[form]()


def render_quotes(quotes: Iterable[Quote], form: Form, look: Look = PLAIN) -> Iterator[str]:
    """Quotes in the format of ``split``, in pieces that can be written as they come."""
    from quotecheck.report import json_lines, listings, tables

    return _render_rows(
        quotes, form, look, to_object=json_lines.quote_object, to_csv=tables.quote_rows, to_table=listings.render_quotes
    )


def render_scores(scores: Iterable[PairScore], form: Form, look: Look = PLAIN) -> Iterator[str]:
    """Scored pairs in the format of ``score``, in pieces that can be written as they come."""
    from quotecheck.report import json_lines, listings, tables

    return _render_rows(
        scores, form, look, to_object=json_lines.score_object, to_csv=tables.score_rows, to_table=listings.render_scores
    )


def render_matches(matches: Iterable[Match], form: Form, look: Look = PLAIN) -> Iterator[str]:
    """Matches in the format of ``match``, in pieces that can be written as they come."""
    from quotecheck.report import json_lines, listings, tables

    return _render_rows(
        matches,
        form,
        look,
        to_object=json_lines.match_object,
        to_csv=tables.match_rows,
        to_table=listings.render_matches,
    )


def _render_rows(
    records: Iterable[Record],
    form: Form,
    look: Look,
    *,
    to_object: Callable[[Record], dict[str, object]],
    to_csv: Callable[[Iterable[Record]], Iterator[str]],
    to_table: Callable[[Iterable[Record], int, bool], str],
) -> Iterator[str]:
    from quotecheck.report import json_lines

    if form == "jsonl":
        yield from (json_lines.line(to_object(record)) for record in records)
    elif form == "json":
        yield json_lines.document([to_object(record) for record in records])
    elif form == "csv":
        yield from to_csv(records)
    else:
        yield to_table(records, look.width, look.color)
