"""How often a quote found by one construction is right: its confidence.

The table gives the share of quotes whose content (IoU 0.8) and mention were both right, by construction and kind,
on the 840 training articles of PolNeAR 1.0, each share drawn towards that of its kind by ten imagined quotes.
``python training/calibrate_confidence.py SHARED`` measures it again and checks it on the development articles.
"""

from __future__ import annotations

from quotecheck.records import Kind

PRIOR = 10.0
"""How many imagined quotes of the kind's own share each construction's share is mixed with."""

_BY_KIND: dict[Kind, float] = {"direct": 0.899, "indirect": 0.651, "mixed": 0.65}
_BY_PATTERN: dict[tuple[str, Kind], float] = {
    ("according", "direct"): 0.89,  # of 8
    ("according", "indirect"): 0.72,  # of 336
    ("according", "mixed"): 0.70,  # of 38
    ("bare-colon", "direct"): 0.74,  # of 59
    ("bare-colon", "mixed"): 0.43,  # of 5
    ("block", "direct"): 0.59,  # of 7
    ("clause-after", "indirect"): 0.67,  # of 1623
    ("clause-after", "mixed"): 0.67,  # of 580
    ("clause-shared", "indirect"): 0.57,  # of 267
    ("clause-shared", "mixed"): 0.61,  # of 117
    ("colon", "direct"): 0.86,  # of 178
    ("colon", "indirect"): 0.33,  # of 16
    ("colon", "mixed"): 0.44,  # of 7
    ("commit-after", "indirect"): 0.13,  # of 42
    ("commit-after", "mixed"): 0.68,  # of 35
    ("commit-shared", "indirect"): 0.43,  # of 5
    ("commit-shared", "mixed"): 0.58,  # of 8
    ("cueless", "direct"): 0.42,  # of 21
    ("cueless", "mixed"): 0.50,  # of 3
    # PolNeAR leaves interviews in question-and-answer form unannotated: a label counts like a colon
    ("label", "direct"): 0.86,
    ("left-after", "direct"): 0.94,  # of 2366
    ("left-after", "indirect"): 0.62,  # of 437
    ("left-after", "mixed"): 0.69,  # of 247
    ("left-inverted", "direct"): 0.94,  # of 713
    ("left-inverted", "indirect"): 0.63,  # of 29
    ("left-inverted", "mixed"): 0.70,  # of 66
    ("name", "direct"): 0.68,  # of 12
    ("name", "indirect"): 0.42,  # of 22
    ("name", "mixed"): 0.49,  # of 434
    ("quote-", "direct"): 0.82,  # of 1
    ("quote-after", "direct"): 0.78,  # of 272
    ("quote-after", "indirect"): 0.54,  # of 2
    ("quote-after", "mixed"): 0.44,  # of 64
    ("quote-shared", "direct"): 0.79,  # of 82
    ("quote-shared", "indirect"): 0.68,  # of 1
    ("quote-shared", "mixed"): 0.48,  # of 14
    ("that-after", "indirect"): 0.70,  # of 806
    ("that-after", "mixed"): 0.79,  # of 418
    ("that-shared", "indirect"): 0.70,  # of 155
    ("that-shared", "mixed"): 0.84,  # of 127
    ("unlisted", "direct"): 0.84,  # of 9
    ("unlisted", "indirect"): 0.50,  # of 3
    ("unlisted", "mixed"): 0.42,  # of 8
    ("urge", "direct"): 0.82,  # of 1
    ("urge", "indirect"): 0.22,  # of 20
    ("urge", "mixed"): 0.46,  # of 13
}


def confidence(pattern: str, kind: Kind, *, repaired: bool) -> float:
    """The probability that content and mention are right, two decimals.

    ``repaired``: a quotation mark was missing and its place is a guess, which halves the odds.
    """
    share = _BY_PATTERN.get((pattern, kind), _BY_KIND[kind])
    if repaired:
        share = share / (2.0 - share)
    return round(share, 2)
