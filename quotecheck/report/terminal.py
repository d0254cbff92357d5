"""The report for a terminal: statement by statement, the renderings under each other, what differs marked.

Differing words stand in ‹angle marks› besides their colour, so that nothing is lost without colour; ‹› shows where
words of another rendering are missing. Text is never markup here: rich gets Text objects only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from quotecheck.records import Comparison, Label, Report, Statement
from quotecheck.report.escape import visible
from quotecheck.report.explanation import explained
from quotecheck.report.layout import (
    Piece,
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
    change_counts,
    departures,
    departures_title,
    has_intervals,
    label_words,
    mean_and_interval,
    mean_words,
    nothing_shared,
    on_intervals,
    shared_of,
    undecided,
)
from quotecheck.summaries import OutletSummary, SpeakerSummary

STYLES: dict[Label, str] = {
    "verbatim": "green",
    "trimmed": "cyan",
    "reworded": "yellow",
    "altered": "bold red",
    "different": "bold magenta",
}
LONGEST_PIECE = 1500
"""Characters of one stretch of text that are shown; the middle of a longer one is left out, with an ellipsis."""
FINDINGS_SHOWN = 7
SPEAKERS_TOLD = 12
BAR_CELLS = 10
NARROWEST = 40
NAME_WIDEST = 28

_LINE_END = re.compile(r"(?: |\x1b\[[0-9;]*m)+$")


def render_report(report: Report, width: int = 100, color: bool = False, explain: bool = False) -> str:
    """The report as lines of at most ``width`` columns (40 at the least), with ANSI colours if ``color``.

    With ``explain`` each divergence is told part by part.
    """
    width = max(width, NARROWEST)
    names = {article: visible(name) for article, name in outlet_names(report).items()}
    quotes = {quote.id: quote for quote in report.quotes}
    carrying = [names[r.article] for s in report.statements for r in s.renderings if r.article in names]
    name_width = min(max(map(cell_len, carrying), default=1), max(10, width // 4))
    parts: list[RenderableType] = [Text(headline(report), style="bold"), Text()]
    for position, statement in enumerate(report.statements, start=1):
        parts += [_statement(position, statement, views(statement, names, quotes), name_width, explain), Text()]
    parts += _summaries(report)
    return draw(Group(*parts), width, color)


def draw(renderable: RenderableType, width: int, color: bool) -> str:
    """What rich makes of ``renderable``, the same in every environment, without blanks at the ends of lines."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(renderable, soft_wrap=False)
    lines = captured.get().splitlines()
    return "".join(_LINE_END.sub(lambda end: end.group().replace(" ", ""), line) + "\n" for line in lines)


def bar(divergence: float, label: Label) -> Text:
    """The divergence as a bar of ten cells and a number, in the colour of its label."""
    filled = round(divergence * BAR_CELLS)
    style = STYLES[label]
    return Text.assemble(("■" * filled, style), ("□" * (BAR_CELLS - filled), "dim"), (f" {divergence:.2f}", style))


def _summary_table(title: str, rows: Sequence[tuple[str, str, SpeakerSummary | OutletSummary]], sure: bool) -> Table:
    """Rows of a name, how much of how many quotes is shared, and the summary; ``sure``: with intervals."""
    columns = [
        Column(title, overflow="fold", max_width=NAME_WIDEST),
        Column("shared"),
        Column("mean divergence", no_wrap=True),
    ]
    columns.append(Column("labels; changes", ratio=1))
    table = Table(*columns, box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for name, shared, summary in rows:
        mean = mean_and_interval(summary) if sure else mean_words(summary.divergence)
        told = "; ".join(filter(None, (label_words(summary), change_counts(summary.changes))))
        table.add_row(Text(visible(name)), shared, mean, told)
    return table


def marked_text(pieces: Sequence[Piece], style: str) -> Text:
    """The pieces as one text, the marked ones in ‹angle marks› and in ``style``."""
    text = Text(overflow="fold")
    for piece in signed(pieces, LONGEST_PIECE):
        text.append(visible(piece.text), style=style if piece.marked else None)
    return text


def _statement(
    position: int, statement: Statement, shown: Sequence[View], name_width: int, explain: bool
) -> RenderableType:
    head = Table.grid(Column(overflow="fold", ratio=1), Column(justify="right", no_wrap=True), expand=True)
    title = Text.assemble((f"{position}  ", "dim"), (visible(statement.speaker or "speaker not named"), "bold"))
    verdict = Text.assemble(
        (statement.label, STYLES[statement.label]), "  ", bar(statement.divergence, statement.label)
    )
    head.add_row(title, verdict)
    body = Table.grid(
        Column(width=name_width, overflow="fold"), Column(overflow="fold", ratio=1), padding=(0, 2, 0, 0), expand=True
    )
    for view in shown:
        text = _rendering(view, STYLES[statement.label])
        if view.comparison:
            sides = (shown[0].name, view.name)
            text.append("\n").append_text(_findings(view.comparison, sides, alone=len(shown) == 2, explain=explain))
        body.add_row(Text(view.name, style="bold"), text)
    parts: list[RenderableType] = [head, Padding(body, (0, 0, 0, 3))]
    for one, other, comparison in between_others(statement, shown):
        told = _findings(comparison, (one, other), alone=False, explain=explain)
        parts.append(Padding(Text.assemble((f"{one} – {other}", "bold"), "  ", told), (0, 0, 0, 3)))
    if statement.misattributed:
        told = Text.assemble(("! ", "bold red"), (f"Different speakers: {visible(speakers_told(shown))}.", "red"))
        parts.append(Padding(told, (0, 0, 0, 3)))
    return Group(*parts)


def _rendering(view: View, style: str) -> Text:
    text = marked_text(view.pieces, style)
    if view.rendering.kind == "direct":
        return Text("“").append_text(text).append("”")
    return text.append(f"  ({view.rendering.kind})", style="dim")


def _findings(comparison: Comparison, sides: Sides, *, alone: bool, explain: bool) -> Text:
    """What a comparison says, by its sides' names; label and divergence only where the head does not say them."""
    told = Text()
    if not alone:
        told.append(f"{comparison.label} {comparison.divergence:.2f}; ", style=STYLES[comparison.label])
    listed = findings(comparison, sides)
    more = listed[FINDINGS_SHOWN:]
    shown = listed[:FINDINGS_SHOWN] + ([f"and {len(more)} more"] if more else [])
    told.append(visible("; ".join(shown)), style="dim")
    if explain and comparison.parts:
        told.append(f"\n{visible(explained(comparison, sides))}", style="dim")
    return told


def _summaries(report: Report) -> list[RenderableType]:
    parts: list[RenderableType] = []
    sure = has_intervals(report)
    speakers = [(s.speaker, f"{shared_of(s):,} of {s.statements:,}", s) for s in report.speakers if s.labels]
    outlets = [(o.outlet, f"{o.shared:,} of {o.quotes:,}", o) for o in report.outlets]
    if speakers:
        parts += [_summary_table("Speakers", speakers, sure), Text()]
    if outlets:
        parts += [_summary_table("Outlets", outlets, sure), Text()]
    standings = departures(report)
    if standings:
        parts.append(Text(departures_title(report), style="dim"))
        grid = Table.grid(
            Column(overflow="fold", max_width=NAME_WIDEST),
            Column(overflow="fold", ratio=1),
            padding=(0, 2, 0, 0),
            expand=True,
        )
        for standing in standings:
            grid.add_row(Text(visible(standing.outlet)), Text(visible(standing.told)))
        parts.append(grid)
        parts.append(Text())
    notes = (on_intervals(report, in_brackets=True), undecided(report), nothing_shared(report.speakers, SPEAKERS_TOLD))
    parts += [Text(visible(told)) for told in notes if told]
    if report.unmatched:
        parts.append(Text(f"{counted(len(report.unmatched), 'quote')} in one article alone."))
    if report.statements:
        parts.append(Text("‹…› differs from the first rendering, ‹› is where the first has more words.", style="dim"))
    parts += [
        Text(f"Skipped {visible(skipped.input)}: {visible(skipped.reason)}", style="yellow")
        for skipped in report.skipped
    ]
    return parts
