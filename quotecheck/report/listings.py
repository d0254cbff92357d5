"""Quotes, scores and matches as plain tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group
from rich.table import Column, Table
from rich.text import Text

from quotecheck.records import Match, PairScore, Quote
from quotecheck.report.escape import visible
from quotecheck.report.explanation import explained
from quotecheck.report.layout import change_words, clipped, unmarked
from quotecheck.report.terminal import LONGEST_PIECE, NARROWEST, STYLES, bar, draw


def render_quotes(quotes: Iterable[Quote], width: int = 100, color: bool = False) -> str:
    """One block a quote: who, by which words, how sure, and under it the quote."""
    parts: list[Text] = []
    for quote in quotes:
        via = f", via {visible(quote.via)}" if quote.via else ""
        belief = "" if quote.speech else ", no speech"
        head = Text.assemble(
            (f"{visible(quote.id)}  ", "dim"),
            (visible(quote.speaker or "speaker not named"), "bold"),
            (f"  {quote.kind}{belief}{via}, confidence {quote.confidence:.2f}", "dim"),
        )
        words = visible(clipped(unmarked(quote), LONGEST_PIECE))
        parts += [head, Text(f"“{words}”" if quote.kind == "direct" else words, overflow="fold"), Text()]
    return draw(Group(*parts[:-1]), max(width, NARROWEST), color) if parts else "No quotes.\n"


def render_scores(scores: Iterable[PairScore], width: int = 100, color: bool = False, explain: bool = False) -> str:
    """One row a pair: label, divergence, probabilities, and the changes in words; ``explain``: the divergence too."""
    table = _table(("id", "left"), ("label", "left"), ("divergence", "left"), ("same", "right"), ("altered", "right"))
    table.add_column("changes", ratio=1, overflow="fold")
    for score in scores:
        told = [change_words(change) for change in score.changes] + ["different speakers"] * score.misattributed
        table.add_row(
            Text(visible(score.id)),
            Text(score.label, style=STYLES[score.label]),
            bar(score.divergence, score.label),
            f"{score.same:.2f}",
            f"{score.altered:.2f}",
            Text("; ".join(map(visible, told))),
        )
        if explain:
            table.add_row("", "", "", "", "", Text(visible(explained(score)), style="dim"))
    return draw(table, max(width, NARROWEST), color)


def render_matches(matches: Iterable[Match], width: int = 100, color: bool = False) -> str:
    """One row a hit, best first."""
    table = _table(("query", "left"), ("rank", "right"), ("hit", "left"), ("score", "right"), ("same", "right"))
    for match in matches:
        for rank, hit in enumerate(match.hits, start=1):
            table.add_row(
                Text(visible(match.id) if rank == 1 else ""),
                f"{rank}",
                Text(visible(hit.id)),
                f"{hit.score:.2f}",
                f"{hit.same:.2f}",
            )
    return draw(table, max(width, NARROWEST), color)


def _table(*columns: tuple[str, str]) -> Table:
    return Table(
        *(Column(title, justify=justify, overflow="fold") for title, justify in columns),  # type: ignore[arg-type]
        box=None,
        padding=(0, 2, 0, 0),
        header_style="dim",
    )
