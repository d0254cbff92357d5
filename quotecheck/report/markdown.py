"""The report as Markdown, for an issue, a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotecheck.records import Comparison, Report, Statement
from quotecheck.report.escape import markdown
from quotecheck.report.explanation import explained
from quotecheck.report.frame import markdown_foot, markdown_head
from quotecheck.report.layout import (
    TITLE,
    Sides,
    View,
    between_others,
    counted,
    findings,
    headline,
    outlet_names,
    signed,
    speakers_told,
    views,
)
from quotecheck.report.summaries import (
    OUTLET_TITLES,
    SPEAKER_TITLES,
    departures,
    departures_title,
    on_intervals,
    outlet_cells,
    speaker_cells,
    undecided,
)


def render_report(report: Report, explain: bool = False) -> str:
    """The whole report; words that differ stand in ``<mark>`` and in ‹angle marks›.

    With ``explain`` each divergence is told part by part.
    """
    return "\n".join(_lines(report, explain)) + "\n"


def _lines(report: Report, explain: bool) -> Iterator[str]:
    names = outlet_names(report)
    quotes = {quote.id: quote for quote in report.quotes}
    yield from markdown_head(TITLE, headline(report))
    for position, statement in enumerate(report.statements, start=1):
        yield from _statement(position, statement, views(statement, names, quotes), explain)
    if report.speakers:
        yield from _table("Speakers", SPEAKER_TITLES, map(speaker_cells, report.speakers))
    if report.outlets:
        yield from _table("Outlets", OUTLET_TITLES, map(outlet_cells, report.outlets))
    standings = departures(report)
    if standings:
        yield from (f"## {departures_title(report)}", "")
        yield from (f"- **{markdown(one.outlet)}** {markdown(one.told)}" for one in standings)
        yield ""
    for note in filter(None, (on_intervals(report), undecided(report))):
        yield from (note, "")
    alone = set(report.unmatched)
    if alone:
        yield from (f"## {counted(len(alone), 'quote')} in one article alone", "")
        for quote in report.quotes:
            if quote.id in alone:
                who = markdown(quote.speaker or "speaker not named")
                yield f"- {markdown(names.get(quote.article, quote.article))}, {who}: {markdown(quote.text)}"
        yield ""
    yield from markdown_foot(report.skipped, report.signature)


def _table(title: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A section with a table; a title that begins with # heads a column of numbers."""
    yield from (f"## {title}", "", f"| {' | '.join(one.lstrip('#') for one in titles)} |")
    yield f"|{'|'.join('---:' if one.startswith('#') else '---' for one in titles)}|"
    yield from (f"| {' | '.join(map(markdown, row))} |" for row in rows)
    yield ""


def _statement(position: int, statement: Statement, shown: Sequence[View], explain: bool) -> Iterator[str]:
    who = markdown(statement.speaker or "speaker not named")
    yield from (f"## {position}. {who}: {statement.label}, divergence {statement.divergence:.2f}", "")
    for view in shown:
        words = "".join(
            f"<mark>{markdown(piece.text)}</mark>" if piece.marked else markdown(piece.text)
            for piece in signed(view.pieces)
        )
        kind = view.rendering.kind
        yield f"- **{markdown(view.name)}**: " + (f"“{words}”" if kind == "direct" else f"{words} ({kind})")
        if view.comparison:
            yield f"  <br>{_told(view.comparison, (shown[0].name, view.name), explain)}"
    for one, other, comparison in between_others(statement, shown):
        yield f"- **{markdown(one)}** – **{markdown(other)}**: {_told(comparison, (one, other), explain)}"
    if statement.misattributed:
        yield from ("", f"**Different speakers:** {markdown(speakers_told(shown))}.")
    yield ""


def _told(comparison: Comparison, sides: Sides, explain: bool) -> str:
    told = "; ".join([f"{comparison.label} {comparison.divergence:.2f}", *map(markdown, findings(comparison, sides))])
    return f"{told}<br>{markdown(explained(comparison, sides))}" if explain and comparison.parts else told
