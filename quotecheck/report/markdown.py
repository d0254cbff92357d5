"""The report as Markdown, for an issue, a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecheck.records import Comparison, Report, Statement
from quotecheck.report.escape import markdown, visible
from quotecheck.report.layout import (
    View,
    between_others,
    counted,
    findings,
    headline,
    mean_words,
    outlet_names,
    signed,
    speakers_told,
    views,
)


def render_report(report: Report) -> str:
    """The whole report; words that differ stand in ``<mark>`` and in ‹angle marks›."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    names = outlet_names(report)
    quotes = {quote.id: quote for quote in report.quotes}
    yield from ("# How the outlets quote", "", markdown(headline(report)), "")
    for position, statement in enumerate(report.statements, start=1):
        yield from _statement(position, statement, views(statement, names, quotes))
    if report.speakers:
        yield from ("## Speakers", "", "| speaker | statements | outlets | misattributed | mean divergence |")
        yield "|---|---:|---|---:|---:|"
        for speaker in report.speakers:
            outlets = ", ".join(map(markdown, speaker.outlets))
            yield (
                f"| {markdown(speaker.speaker)} | {speaker.statements} | {outlets} | {speaker.misattributed} "
                f"| {mean_words(speaker.divergence)} |"
            )
        yield ""
    if report.outlets:
        yield from ("## Outlets", "", "| outlet | quotes | shared | mean divergence |", "|---|---:|---:|---:|")
        for outlet in report.outlets:
            yield f"| {markdown(outlet.outlet)} | {outlet.quotes} | {outlet.shared} | {mean_words(outlet.divergence)} |"
        yield ""
    alone = set(report.unmatched)
    if alone:
        yield from (f"## {counted(len(alone), 'quote')} in one article alone", "")
        for quote in report.quotes:
            if quote.id in alone:
                who = markdown(quote.speaker or "speaker not named")
                yield f"- {markdown(names.get(quote.article, quote.article))}, {who}: {markdown(quote.text)}"
        yield ""
    if report.skipped:
        yield from ("## Skipped", "")
        yield from (f"- {markdown(skipped.input)}: {markdown(skipped.reason)}" for skipped in report.skipped)
        yield ""
    yield f"`{visible(report.signature).replace('`', '')}`"


def _statement(position: int, statement: Statement, shown: Sequence[View]) -> Iterator[str]:
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
            yield f"  <br>{_told(view.comparison)}"
    for one, other, comparison in between_others(statement, shown):
        yield f"- **{markdown(one)}** – **{markdown(other)}**: {_told(comparison)}"
    if statement.misattributed:
        yield from ("", f"**Different speakers:** {markdown(speakers_told(shown))}.")
    yield ""


def _told(comparison: Comparison) -> str:
    return "; ".join([f"{comparison.label} {comparison.divergence:.2f}", *map(markdown, findings(comparison))])
