"""JSON and JSON Lines, with the names that the documentation promises.

Probabilities and divergences are rounded to four places, so that equal results are equal bytes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quotecheck.records import (
    Article,
    Change,
    Comparison,
    Match,
    PairScore,
    Part,
    Quote,
    Rendering,
    Report,
    Similarity,
    Span,
    Statement,
)
from quotecheck.report.escape import json_text
from quotecheck.report.explanation import shares
from quotecheck.summaries import Counts, Departure, Interval, OutletSummary, SpeakerSummary

Object = dict[str, object]

PLACES = 4

# Line breaks inside a JSON text stand between values only, so this can never match within a string.
_SPAN_ON_FOUR_LINES = re.compile(r"\[\n\s+(\d+),\n\s+(\d+)\n\s+\]")


def number(value: float) -> float:
    """``value`` rounded to four places, without a negative zero; ValueError for what is not finite."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no score")
    return round(float(value), PLACES) + 0.0


def line(value: object) -> str:
    """One JSON text on one line, with its line break."""
    return json_text(json.dumps(value, ensure_ascii=False, allow_nan=False)) + "\n"


def document(value: object) -> str:
    """One JSON text, indented for reading, each span on one line."""
    indented = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return json_text(_SPAN_ON_FOUR_LINES.sub(r"[\1, \2]", indented)) + "\n"


def documents(values: Iterable[object]) -> Iterator[str]:
    """The document of a list of these values, in pieces, one for each of them."""
    before = "[\n"
    for value in values:
        # Line breaks stand between values only, so this indents and changes no string.
        indented = document(value).rstrip("\n").replace("\n", "\n  ")
        yield f"{before}  {indented}"
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def quote_object(quote: Quote) -> Object:
    """One quote as ``split`` prints it."""
    return {
        "article": quote.article,
        "outlet": quote.outlet,
        "quote": quote.id,
        "kind": quote.kind,
        "content": span_lists(quote.content),
        "quoted": span_lists(quote.quoted),
        "text": quote.text,
        "speaker": quote.speaker,
        "mention": _span(quote.mention),
        "cue": _span(quote.cue),
        "via": quote.via,
        "confidence": number(quote.confidence),
        "speech": quote.speech,
    }


def score_object(score: PairScore, explain: bool = False) -> Object:
    """One pair as ``score`` prints it; with ``explain``, what its divergence is made of."""
    return {
        "id": score.id,
        "same": number(score.same),
        "label": score.label,
        "divergence": number(score.divergence),
        "altered": number(score.altered),
        "similarity": similarity_object(score.similarity),
        "changes": [change_object(change) for change in score.changes],
        "misattributed": score.misattributed,
    } | _explanation(score.parts, score.divergence, explain)


def match_object(match: Match) -> Object:
    """One query and its hits as ``match`` prints them."""
    return {
        "id": match.id,
        "hits": [{"id": hit.id, "score": number(hit.score), "same": number(hit.same)} for hit in match.hits],
    }


def statement_object(statement: Statement, explain: bool = False) -> Object:
    """One statement as it stands in the report of ``check``; ``explain`` as in ``score_object``."""
    return {
        "id": statement.id,
        "speaker": statement.speaker,
        "divergence": number(statement.divergence),
        "label": statement.label,
        "misattributed": statement.misattributed,
        "renderings": [_rendering(rendering) for rendering in statement.renderings],
        "comparisons": [_comparison(comparison, explain) for comparison in statement.comparisons],
    }


def report_object(report: Report, explain: bool = False) -> Object:
    """The whole report of ``check``; ``quotes`` holds what the ids in it stand for."""
    return {
        "signature": report.signature,
        "articles": [article_object(article) for article in report.articles],
        "statements": [statement_object(statement, explain) for statement in report.statements],
        "speakers": [_speaker(speaker) for speaker in report.speakers],
        "outlets": [_outlet(outlet) for outlet in report.outlets],
        "unmatched": list(report.unmatched),
        "skipped": [{"input": skipped.input, "reason": skipped.reason} for skipped in report.skipped],
        "quotes": [quote_object(quote) for quote in report.quotes],
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [int(span.start), int(span.end)]


def span_lists(spans: Iterable[Span]) -> list[list[int]]:
    """Spans as lists of two numbers."""
    return [[int(span.start), int(span.end)] for span in spans]


def similarity_object(similarity: Similarity) -> Object:
    """How alike two texts are."""
    return {"semantic": number(similarity.semantic), "lexical": number(similarity.lexical)}


def change_object(change: Change) -> Object:
    """One difference between two texts, with its span in either."""
    return {
        "kind": change.kind,
        "a": _span(change.a),
        "b": _span(change.b),
        "a_text": change.a_text,
        "b_text": change.b_text,
    }


def article_object(article: Article) -> Object:
    """An article without its text, and what its input knew besides."""
    named = {
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "date": article.date,
        "url": article.url,
        "language": article.language,
        "event": article.event,
    }
    return named | {key: _finite(value) for key, value in article.extra.items() if key not in named}


def _rendering(rendering: Rendering) -> Object:
    return {
        "quote": rendering.quote,
        "article": rendering.article,
        "outlet": rendering.outlet,
        "kind": rendering.kind,
        "content": span_lists(rendering.content),
        "text": rendering.text,
        "speaker": rendering.speaker,
    }


def _comparison(comparison: Comparison, explain: bool) -> Object:
    return {
        "a": comparison.a,
        "b": comparison.b,
        "same": number(comparison.same),
        "divergence": number(comparison.divergence),
        "label": comparison.label,
        "altered": number(comparison.altered),
        "misattributed": comparison.misattributed,
        "withheld": comparison.withheld,
        "similarity": similarity_object(comparison.similarity),
        "changes": [change_object(change) for change in comparison.changes],
    } | _explanation(comparison.parts, comparison.divergence, explain)


def _explanation(parts: Sequence[Part], divergence: float, explain: bool) -> Object:
    """The parts of a divergence, whose amounts add up to it as they are printed."""
    if not explain:
        return {}
    amounts = shares(parts, divergence, PLACES)
    return {"parts": [{"name": p.name, "amount": n, "why": p.why} for p, n in zip(parts, amounts, strict=True)]}


def _speaker(summary: SpeakerSummary) -> Object:
    return {
        "speaker": summary.speaker,
        "statements": summary.statements,
        "outlets": list(summary.outlets),
        "divergence": None if summary.divergence is None else number(summary.divergence),
        "misattributed": summary.misattributed,
        "labels": _counts(summary.labels),
        "changes": _counts(summary.changes),
        "interval": _interval(summary.interval),
    }


def _outlet(summary: OutletSummary) -> Object:
    return {
        "outlet": summary.outlet,
        "quotes": summary.quotes,
        "shared": summary.shared,
        "divergence": None if summary.divergence is None else number(summary.divergence),
        "labels": _counts(summary.labels),
        "changes": _counts(summary.changes),
        "interval": _interval(summary.interval),
        "departure": None if summary.departure is None else _departure(summary.departure),
    }


def _departure(departure: Departure) -> Object:
    return {
        "mean": number(departure.mean),
        "statements": departure.statements,
        "departs": list(departure.departs),
        "on": _counts(departure.on),
        "interval": _interval(departure.interval),
    }


def _counts(counted: Counts) -> Object:
    return dict(counted)


def _interval(interval: Interval | None) -> Object | None:
    if interval is None:
        return None
    return {
        "low": number(interval.low),
        "high": number(interval.high),
        "units": interval.units,
        "unit": interval.unit,
    }


def _finite(value: object) -> object:
    """A value of the user's own, with null for the numbers that JSON has no word for."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
