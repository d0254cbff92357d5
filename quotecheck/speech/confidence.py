"""How often a quote found by one construction is right: its confidence.

The table gives the share of quotes whose content (IoU 0.8) and mention were both right, by construction and kind,
on the 840 training articles of PolNeAR 1.0, each share drawn towards that of its kind by ten imagined quotes.
Two constructions that the corpus does not annotate borrow from their neighbours, as their lines say. Whom a pronoun
or a surname stands for the corpus does not tell; where an article leaves it open, coreference.py takes some off.
``python training/calibrate_confidence.py SHARED`` measures it again and checks it on the development articles.
"""

from __future__ import annotations

from quotecheck.records import Kind

PRIOR = 10.0
"""How many imagined quotes of the kind's own share each construction's share is mixed with."""

_BY_KIND: dict[Kind, float] = {"direct": 0.899, "indirect": 0.681, "mixed": 0.655}
_BY_PATTERN: dict[tuple[str, Kind], float] = {
    ("according", "direct"): 0.89,  # of 8
    ("according", "indirect"): 0.73,  # of 334
    ("according", "mixed"): 0.70,  # of 38
    ("bare-colon", "direct"): 0.73,  # of 65
    ("bare-colon", "mixed"): 0.44,  # of 5
    ("block", "direct"): 0.59,  # of 7
    ("clause-after", "indirect"): 0.69,  # of 1496
    ("clause-after", "mixed"): 0.67,  # of 579
    ("clause-shared", "indirect"): 0.61,  # of 239
    ("clause-shared", "mixed"): 0.63,  # of 111
    ("colon", "direct"): 0.85,  # of 176
    ("colon", "indirect"): 0.40,  # of 12
    ("colon", "mixed"): 0.44,  # of 7
    ("commit-after", "indirect"): 0.14,  # of 37
    ("commit-after", "mixed"): 0.68,  # of 35
    ("commit-shared", "indirect"): 0.49,  # of 4
    ("commit-shared", "mixed"): 0.59,  # of 8
    ("cueless", "direct"): 0.42,  # of 21
    ("cueless", "mixed"): 0.50,  # of 3
    # PolNeAR leaves interviews in question-and-answer form unannotated: a label counts like a colon. It has no
    # signed quotes outside the development articles; they count like a cue behind the quote.
    ("label", "direct"): 0.86,
    ("left-after", "direct"): 0.94,  # of 2351
    ("left-after", "indirect"): 0.64,  # of 424
    ("left-after", "mixed"): 0.69,  # of 247
    ("left-inverted", "direct"): 0.94,  # of 713
    ("left-inverted", "indirect"): 0.64,  # of 29
    ("left-inverted", "mixed"): 0.70,  # of 66
    ("name", "direct"): 0.68,  # of 12
    ("name", "indirect"): 0.43,  # of 22
    ("name", "mixed"): 0.49,  # of 428
    ("quote-", "direct"): 0.82,  # of 1
    ("quote-after", "direct"): 0.77,  # of 272
    ("quote-after", "indirect"): 0.57,  # of 2
    ("quote-after", "mixed"): 0.44,  # of 64
    ("quote-shared", "direct"): 0.79,  # of 81
    ("quote-shared", "indirect"): 0.71,  # of 1
    ("quote-shared", "mixed"): 0.48,  # of 14
    ("signature", "direct"): 0.94,
    ("that-after", "indirect"): 0.74,  # of 755
    ("that-after", "mixed"): 0.79,  # of 416
    ("that-shared", "indirect"): 0.75,  # of 139
    ("that-shared", "mixed"): 0.84,  # of 125
    ("unlisted", "direct"): 0.89,  # of 9
    ("unlisted", "indirect"): 0.52,  # of 3
    ("unlisted", "mixed"): 0.44,  # of 7
    ("urge", "direct"): 0.82,  # of 1
    ("urge", "indirect"): 0.28,  # of 14
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
