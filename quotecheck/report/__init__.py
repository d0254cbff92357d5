"""From records to text: pure functions, one module a format.

Each format is imported when it is asked for, so that JSON costs nothing of what the terminal table needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from quotecheck.records import Match, PairScore, Quote, Report, Verified

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


def render_report(report: Report, form: Form, look: Look = PLAIN, *, explain: bool = False) -> str:
    """The whole report in one format, ending with a line break; ``explain``: each divergence part by part."""
    from quotecheck.report import html_page, json_lines, markdown, tables, terminal

    renderers: dict[Form, Callable[[], str]] = {
        "table": lambda: terminal.render_report(report, look.width, look.color, explain),
        "json": lambda: json_lines.document(json_lines.report_object(report, explain)),
        "jsonl": lambda: "".join(json_lines.line(json_lines.statement_object(s, explain)) for s in report.statements),
        "csv": lambda: "".join(tables.comparison_rows(report, explain)),
        "md": lambda: markdown.render_report(report, explain),
        "html": lambda: html_page.render_report(report, explain),
    }
    return renderers[form]()


def render_quotes(quotes: Iterable[Quote], form: Form, look: Look = PLAIN) -> Iterator[str]:
    """Quotes in the format of ``split``, in pieces that can be written as they come."""
    from quotecheck.report import json_lines, listings, tables

    return _render_rows(
        quotes, form, look, to_object=json_lines.quote_object, to_csv=tables.quote_rows, to_table=listings.render_quotes
    )


def render_scores(
    scores: Iterable[PairScore], form: Form, look: Look = PLAIN, *, explain: bool = False
) -> Iterator[str]:
    """Scored pairs in the format of ``score``, in pieces that can be written as they come; ``explain`` as above."""
    from quotecheck.report import json_lines, listings, tables

    return _render_rows(
        scores,
        form,
        look,
        to_object=partial(json_lines.score_object, explain=explain),
        to_csv=partial(tables.score_rows, explain=explain),
        to_table=partial(listings.render_scores, explain=explain),
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


def render_verified(verified: Verified, form: Form, look: Look = PLAIN) -> str:
    """What ``verify`` found, in one format, ending with a line break."""
    from quotecheck.report import json_lines, verification, verification_pages, verification_rows

    renderers: dict[Form, Callable[[], str]] = {
        "table": lambda: verification.render_verified(verified, look.width, look.color),
        "json": lambda: json_lines.document(verification_rows.verified_object(verified)),
        "jsonl": lambda: "".join(
            json_lines.line(verification_rows.verification_object(one)) for one in verified.verifications
        ),
        "csv": lambda: "".join(verification_rows.verification_rows(verified.verifications)),
        "md": lambda: verification_pages.render_markdown(verified),
        "html": lambda: verification_pages.render_html(verified),
    }
    return renderers[form]()


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
        yield from json_lines.documents(to_object(record) for record in records)
    elif form == "csv":
        yield from to_csv(records)
    else:
        yield to_table(records, look.width, look.color)
