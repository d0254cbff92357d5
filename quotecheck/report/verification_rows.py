"""What ``verify`` found, as objects for JSON and as rows for a spreadsheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from quotecheck.records import OUTCOMES, Place, Verification, Verified
from quotecheck.report.json_lines import Object, _article, _change, _similarity, _spans, number
from quotecheck.report.tables import _changes, _row

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
        "similarity": _similarity(one.similarity),
        "stitched": one.stitched,
        "misattributed": one.misattributed,
        "reasons": list(one.reasons),
        "places": [_place(place) for place in one.places],
        "source": one.source,
        "changes": [_change(change) for change in one.changes],
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
        "articles": [_article(article) for article in verified.articles],
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
    yield _row(COLUMNS)
    for one in verifications:
        claim = one.claim
        yield _row(
            (
                claim.id, claim.article, claim.outlet, claim.speaker, claim.kind, one.label, number(one.divergence),
                number(one.same), number(one.altered), "yes" if one.stitched else "no",
                "yes" if one.misattributed else "no", claim.text,
                "; ".join(place.line for place in one.places),
                "; ".join(dict.fromkeys(place.speaker for place in one.places if place.speaker)),
                json.dumps([_spans(place.spans) for place in one.places]) if one.places else "",
                " ".join(place.text for place in one.places), _changes(one.changes), "; ".join(one.reasons),
                "; ".join(line.id for line in one.nearest),
            )
        )  # fmt: skip


def _place(place: Place) -> Object:
    return {
        "line": place.line,
        "doc": place.doc,
        "speaker": place.speaker,
        "spans": _spans(place.spans),
        "text": place.text,
        "start": place.start,
    }
