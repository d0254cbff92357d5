"""The report as one HTML page that stands alone: no script, nothing loaded, all text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotecheck.records import Comparison, Report, Statement
from quotecheck.report.escape import page
from quotecheck.report.explanation import explained
from quotecheck.report.frame import page_foot, page_head
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
    """The whole report as a page; words that differ stand in ``<mark>`` and in ‹angle marks›.

    With ``explain`` each divergence is told part by part.
    """
    return "\n".join(_lines(report, explain)) + "\n"


def _lines(report: Report, explain: bool) -> Iterator[str]:
    names = outlet_names(report)
    quotes = {quote.id: quote for quote in report.quotes}
    yield from page_head(TITLE, headline(report))
    for position, statement in enumerate(report.statements, start=1):
        yield from _statement(position, statement, views(statement, names, quotes), explain)
    if report.speakers:
        yield from _table(SPEAKER_TITLES, map(speaker_cells, report.speakers))
    if report.outlets:
        yield from _table(OUTLET_TITLES, map(outlet_cells, report.outlets))
    standings = departures(report)
    if standings:
        yield f"<h2>{departures_title(report)}</h2><ul>"
        yield from (f"<li><strong>{page(one.outlet)}</strong> {page(one.told)}</li>" for one in standings)
        yield "</ul>"
    for note in filter(None, (on_intervals(report), undecided(report))):
        yield f'<p class="lead">{page(note)}</p>'
    alone = set(report.unmatched)
    if alone:
        yield f"<details><summary>{counted(len(alone), 'quote')} in one article alone</summary><ul>"
        for quote in report.quotes:
            if quote.id in alone:
                who = page(quote.speaker or "speaker not named")
                yield f"<li>{page(names.get(quote.article, quote.article))}, {who}: {page(quote.text)}</li>"
        yield "</ul></details>"
    yield from page_foot(report.skipped, report.signature)


def _statement(position: int, statement: Statement, shown: Sequence[View], explain: bool) -> Iterator[str]:
    who = page(statement.speaker or "speaker not named")
    yield f'<section class="statement"><header><h2>{position}. {who}</h2>'
    yield (
        f'<span class="verdict {statement.label}">{statement.label} <meter min="0" max="1" '
        f'value="{statement.divergence:.4f}"></meter> {statement.divergence:.2f}</span></header>'
    )
    for view in shown:
        words = "".join(
            f"<mark>{page(piece.text)}</mark>" if piece.marked else page(piece.text) for piece in signed(view.pieces)
        )
        kind = view.rendering.kind
        words = f"“{words}”" if kind == "direct" else f"{words} <small>({kind})</small>"
        yield f'<figure><figcaption class="name">{page(view.name)}</figcaption><blockquote>{words}</blockquote>'
        if view.comparison:
            yield from _told(view.comparison, (shown[0].name, view.name), explain)
        yield "</figure>"
    for one, other, comparison in between_others(statement, shown):
        yield from _told(comparison, (one, other), explain, f"<strong>{page(one)} – {page(other)}</strong>: ")
    if statement.misattributed:
        yield f'<p class="wrong"><strong>Different speakers:</strong> {page(speakers_told(shown))}.</p>'
    yield "</section>"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; a title that begins with # heads a column of numbers."""
    kinds = [' class="number"' if title.startswith("#") else "" for title in titles]
    head = "".join(f"<th{kind}>{title.lstrip('#')}</th>" for kind, title in zip(kinds, titles, strict=True))
    yield f"<table><thead><tr>{head}</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td{k}>{page(cell)}</td>" for k, cell in zip(kinds, row, strict=True)) + "</tr>"
    yield "</tbody></table>"


def _told(comparison: Comparison, sides: Sides, explain: bool, between: str = "") -> Iterator[str]:
    """What a comparison found; ``between``: the markup that says which two renderings it compares."""
    told = "; ".join([f"{comparison.label} {comparison.divergence:.2f}", *map(page, findings(comparison, sides))])
    yield f'<p class="found">{between}{told}</p>'
    if explain and comparison.parts:
        yield f'<p class="found parts">{page(explained(comparison, sides))}</p>'
