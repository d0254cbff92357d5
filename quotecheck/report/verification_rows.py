"""What ``verify`` found, as objects for JSON and as rows for a spreadsheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from quotecheck.records import OUTCOMES, Place, Span, Verification, Verified
from quotecheck.report.json_lines import Object, article_object, change_object, number, similarity_object, span_lists
from quotecheck.report.tables import changes_cell, csv_row

SIDES = ("the transcript", "the quote")
"""What the two texts of a change are called."""

COLUMNS = (
    "id", "article", "outlet", "speaker", "kind", "label", "divergence", "same", "altered", "stitched",
    "misattributed", "text", "lines", "said_by", "spans", "said", "changes", "reasons", "nearest",
)  # fmt: skip


def verification_object(one: Verification) -> Object:
    """One quote as ``verify`` prints it."""
    claim = one.claim
    return {
        "id": claim.id,
        "article": claim.article,
        "outlet": claim.outlet,
        "kind": claim.kind,
        "text": claim.text,
        "speaker": claim.speaker,
        "label": one.label,
        "same": number(one.same),
        "divergence": number(one.divergence),
        "altered": number(one.altered),
        "similarity": similarity_object(one.similarity),
        "stitched": one.stitched,
        "misattributed": one.misattributed,
        "reasons": list(one.reasons),
        "places": [_place(place) for place in one.places],
        "source": one.source,
        "changes": [change_object(change) for change in one.changes],
        "hits": [{"id": hit.id, "score": number(hit.score), "same": number(hit.same)} for hit in one.hits],
        "nearest": [
            {"id": line.id, "doc": line.doc, "speaker": line.speaker, "text": line.text} for line in one.nearest
        ],
    }


def verified_object(verified: Verified) -> Object:
    """The whole result of ``verify``."""
    return {
        "signature": verified.signature,
        "lines": verified.lines,
        "articles": [article_object(article) for article in verified.articles],
        "labels": label_counts(verified),
        "quotes": [verification_object(one) for one in verified.verifications],
        "skipped": [{"input": skipped.input, "reason": skipped.reason} for skipped in verified.skipped],
    }


def label_counts(verified: Verified) -> dict[str, int]:
    """How many quotes have each label, in the order of the labels."""
    counts = Counter(one.label for one in verified.verifications)
    return {label: counts[label] for label in OUTCOMES}


def verification_rows(verifications: Iterable[Verification]) -> Iterator[str]:
    """CSV: one row a quote, under ``COLUMNS``; spans are JSON, a list of spans for each line."""
    yield csv_row(COLUMNS)
    for one in verifications:
        claim = one.claim
        lines: dict[str, list[Span]] = {}
        for place in one.places:
            lines.setdefault(place.line, []).extend(place.spans)
        yield csv_row(
            (
                claim.id, claim.article, claim.outlet, claim.speaker, claim.kind, one.label, number(one.divergence),
                number(one.same), number(one.altered), "yes" if one.stitched else "no",
                "yes" if one.misattributed else "no", claim.text,
                "; ".join(lines),
                "; ".join(dict.fromkeys(place.speaker for place in one.places if place.speaker)),
                json.dumps([span_lists(spans) for spans in lines.values()]) if lines else "",
                " ".join(place.text for place in one.places), changes_cell(one.changes, SIDES), "; ".join(one.reasons),
                "; ".join(line.id for line in one.nearest),
            )
        )  # fmt: skip


def _place(place: Place) -> Object:
    return {
        "line": place.line,
        "doc": place.doc,
        "speaker": place.speaker,
        "spans": span_lists(place.spans),
        "text": place.text,
        "start": place.start,
    }
