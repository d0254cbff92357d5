"""CSV for spreadsheets: flat rows, numbers as numbers, and text that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from quotecheck.records import Change, Match, PairScore, Quote, Report, Span
from quotecheck.report.escape import csv_cell
from quotecheck.report.explanation import explained
from quotecheck.report.json_lines import number
from quotecheck.report.layout import A_AND_B, Sides, change_words

Cell = str | float | int | None

QUOTE_COLUMNS = (
    "article", "outlet", "quote", "kind", "content", "quoted", "text", "speaker", "mention", "cue", "via", "confidence",
    "speech",
)  # fmt: skip
SCORE_COLUMNS = ("id", "same", "label", "divergence", "altered", "semantic", "lexical", "changes", "misattributed")
EXPLANATION = "explanation"
MATCH_COLUMNS = ("id", "rank", "hit", "score", "same")
COMPARISON_COLUMNS = (
    "statement", "speaker", "label", "divergence", "same", "altered", "misattributed", "withheld", "changes",
    "a_outlet", "a_speaker", "a_quote", "a_kind", "a_text", "b_outlet", "b_speaker", "b_quote", "b_kind", "b_text",
)  # fmt: skip


def quote_rows(quotes: Iterable[Quote]) -> Iterator[str]:
    """One row a quote, under ``QUOTE_COLUMNS``; spans are JSON, as ``[[120, 180], [201, 240]]``."""
    yield csv_row(QUOTE_COLUMNS)
    for quote in quotes:
        yield csv_row(
            (
                quote.article, quote.outlet, quote.id, quote.kind, _spans(quote.content), _spans(quote.quoted),
                quote.text, quote.speaker, _span(quote.mention), _span(quote.cue), quote.via,
                number(quote.confidence), "true" if quote.speech else "false",
            )
        )  # fmt: skip


def score_rows(scores: Iterable[PairScore], explain: bool = False) -> Iterator[str]:
    """One row a pair, under ``SCORE_COLUMNS``; changes in words, as ``number: 600 → 4,700``.

    With ``explain`` a last column has the divergence part by part.
    """
    yield csv_row((*SCORE_COLUMNS, *[EXPLANATION] * explain))
    for score in scores:
        yield csv_row(
            (
                score.id, number(score.same), score.label, number(score.divergence), number(score.altered),
                number(score.similarity.semantic), number(score.similarity.lexical), changes_cell(score.changes),
                "yes" if score.misattributed else "no",
                *[explained(score)] * explain,
            )
        )  # fmt: skip


def match_rows(matches: Iterable[Match]) -> Iterator[str]:
    """One row a hit, under ``MATCH_COLUMNS``; rank 1 is the best. All rows of one match are one piece."""
    yield csv_row(MATCH_COLUMNS)
    for match in matches:
        hits = enumerate(match.hits, start=1)
        yield "".join(csv_row((match.id, rank, hit.id, number(hit.score), number(hit.same))) for rank, hit in hits)


def comparison_rows(report: Report, explain: bool = False) -> Iterator[str]:
    """One row for each two renderings of a statement, under ``COMPARISON_COLUMNS``; ``explain`` as in score_rows."""
    yield csv_row((*COMPARISON_COLUMNS, *[EXPLANATION] * explain))
    for statement in report.statements:
        by_quote = {rendering.quote: rendering for rendering in statement.renderings}
        for comparison in statement.comparisons:
            a, b = by_quote[comparison.a], by_quote[comparison.b]
            yield csv_row(
                (
                    statement.id, statement.speaker, comparison.label, number(comparison.divergence),
                    number(comparison.same), number(comparison.altered), "yes" if comparison.misattributed else "no",
                    comparison.withheld, changes_cell(comparison.changes),
                    a.outlet, a.speaker, a.quote, a.kind, a.text, b.outlet, b.speaker, b.quote, b.kind, b.text,
                    *[explained(comparison)] * explain,
                )
            )  # fmt: skip


def csv_row(cells: Iterable[Cell]) -> str:
    """One row with its line break; no cell is a formula."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow([csv_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()


def _span(span: Span | None) -> str | None:
    return None if span is None else json.dumps(list(span))


def _spans(spans: Iterable[Span]) -> str:
    return json.dumps([list(span) for span in spans])


def changes_cell(changes: Iterable[Change], sides: Sides = A_AND_B) -> str:
    """Changes in words, one after the other; ``sides``: what the texts are called."""
    return "; ".join(change_words(change, sides=sides) for change in changes)
