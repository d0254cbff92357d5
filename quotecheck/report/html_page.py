"""The report as one HTML page that stands alone: no script, nothing loaded, all text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotecheck.records import Comparison, Report, Statement
from quotecheck.report.escape import page
from quotecheck.report.explanation import explained
from quotecheck.report.layout import (
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

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a page may load: nothing."""

STYLE = """
:root { color-scheme: light dark; --verbatim: #1a7f37; --trimmed: #0a7285; --reworded: #8a6100;
  --altered: #c1121f; --different: #8250df; --quiet: #63676d; --line: #d5d8dc; --mark: #ffe9a8; }
@media (prefers-color-scheme: dark) { :root { --verbatim: #56d364; --trimmed: #56c8d8; --reworded: #e3b341;
  --altered: #ff7b72; --different: #d2a8ff; --quiet: #9da3ab; --line: #3a3f45; --mark: #5c4b12; } }
body { font: 1rem/1.55 Georgia, 'Times New Roman', serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; }
h1, h2, table, summary, .name, .found, .verdict, .lead, footer { font-family: system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 0; }
section.statement { border-top: 1px solid var(--line); padding: 1rem 0; }
header { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
.verdict { font-weight: 600; } .name { font-weight: 600; font-size: .85rem; }
.found, .lead, footer, figcaption small { color: var(--quiet); font-size: .85rem; }
figure { margin: .7rem 0 0 0; } blockquote { margin: .1rem 0; } p { margin: .2rem 0; }
mark { background: var(--mark); color: inherit; border-bottom: 2px solid currentColor; }
.verbatim { color: var(--verbatim); } .trimmed { color: var(--trimmed); } .reworded { color: var(--reworded); }
.altered, .wrong { color: var(--altered); } .different { color: var(--different); }
.parts { font-variant-numeric: tabular-nums; }
meter { width: 7rem; vertical-align: middle; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem 1.2rem .25rem 0; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
"""
"""How every page looks, by day and by night."""


def render_report(report: Report, explain: bool = False) -> str:
    """The whole report as a page; words that differ stand in ``<mark>`` and in ‹angle marks›.

    With ``explain`` each divergence is told part by part.
    """
    return "\n".join(_lines(report, explain)) + "\n"


def _lines(report: Report, explain: bool) -> Iterator[str]:
    names = outlet_names(report)
    quotes = {quote.id: quote for quote in report.quotes}
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>How the outlets quote</title><style>{STYLE}</style></head><body>"
    yield f'<h1>How the outlets quote</h1><p class="lead">{page(headline(report))}</p>'
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
    if report.skipped:
        yield "<h2>Skipped</h2><ul>"
        yield from (f"<li>{page(skipped.input)}: {page(skipped.reason)}</li>" for skipped in report.skipped)
        yield "</ul>"
    yield f"<footer><p>{page(report.signature)}</p></footer></body></html>"


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
            yield from _told(view.comparison, explain)
        yield "</figure>"
    for one, other, comparison in between_others(statement, shown):
        yield from _told(comparison, explain, f"<strong>{page(one)} – {page(other)}</strong>: ")
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


def _told(comparison: Comparison, explain: bool, between: str = "") -> Iterator[str]:
    """What a comparison found; ``between``: the markup that says which two renderings it compares."""
    told = "; ".join([f"{comparison.label} {comparison.divergence:.2f}", *map(page, findings(comparison))])
    yield f'<p class="found">{between}{told}</p>'
    if explain and comparison.parts:
        yield f'<p class="found parts">{page(explained(comparison))}</p>'
