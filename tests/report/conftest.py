"""A small report, written by hand, with every kind of thing that a report can hold."""

from __future__ import annotations

import pytest

from quotecheck.records import (
    Article,
    Change,
    ChangeKind,
    Comparison,
    Part,
    Quote,
    Rendering,
    Report,
    Similarity,
    Skipped,
    Span,
    Statement,
)
from quotecheck.summaries import OutletSummary, SpeakerSummary

ALIKE = Similarity(semantic=0.91234567, lexical=0.8)
DAM = "We lost 600 jobs at the dam and we will not leave."
DAM_CHANGED = "We lost 4,700 jobs at the dam and we will leave."
ROAD = "The road opens in May."


def rendering(article: str, number: int, text: str, speaker: str) -> Rendering:
    outlets = {"courier": "The Courier", "ledger": "Daily Ledger", "oost": "Oost Abendblatt"}
    return Rendering(f"{article}#{number}", article, outlets[article], "direct", (Span(0, len(text)),), text, speaker)


def change(kind: ChangeKind, a: str, b: str, a_words: str, b_words: str) -> Change:
    """A change of words that stand once in their text; an empty side stands where ``leave`` does."""
    at = a.index(a_words or "leave")
    bt = b.index(b_words or "leave")
    return Change(kind, Span(at, at + len(a_words)), Span(bt, bt + len(b_words)), a_words, b_words)


@pytest.fixture
def report() -> Report:
    altered = Comparison(
        "courier#1",
        "ledger#1",
        same=0.98,
        divergence=0.52,
        label="altered",
        altered=0.9,
        similarity=ALIKE,
        changes=(
            change("number", DAM, DAM_CHANGED, "600", "4,700"),
            change("negation", DAM, DAM_CHANGED, "not", ""),
        ),
        parts=(
            Part("other words", 0.0478, "82% shared"),
            Part("other sense", 0.0144, "likeness 0.91"),
            Part("chance altered", 0.4578, "0.90"),
        ),
    )
    given_away = Comparison(
        "courier#2",
        "oost#1",
        same=1.0,
        divergence=0.0,
        label="verbatim",
        altered=0.0,
        similarity=ALIKE,
        misattributed=True,
    )
    alone = Quote(
        "ledger#2", "ledger", "Daily Ledger", "direct", (Span(9, 14),), (Span(9, 14),), "Alone", "Bo Tann",
        Span(16, 18), Span(19, 23), None, 0.87654321,
    )  # fmt: skip
    return Report(
        signature="quotecheck:0|encoder:none",
        articles=(
            Article("courier", DAM, outlet="The Courier", title="Dam", extra={"desk": "news", "weight": float("nan")}),
            Article("ledger", DAM_CHANGED, outlet="Daily Ledger", url="https://ledger.example/1"),
            Article("oost", ROAD, outlet="Oost Abendblatt", date="2024-05-01"),
        ),
        quotes=(alone,),
        statements=(
            Statement(
                "s1", "Ada Marsh", 0.52, "altered",
                (rendering("courier", 1, DAM, "Ada Marsh"), rendering("ledger", 1, DAM_CHANGED, "Ada Marsh")),
                (altered,),
            ),
            Statement(
                "s2", "Bo Tann", 0.0, "verbatim",
                (rendering("courier", 2, ROAD, "Bo Tann"), rendering("oost", 1, ROAD, "Cyd Oru")),
                (given_away,), misattributed=True,
            ),
        ),
        speakers=(
            SpeakerSummary(
                "Ada Marsh", 3, ("Daily Ledger", "The Courier"), 0.52, 0, (("altered", 1),),
                (("number", 1), ("negation", 1)),
            ),
            SpeakerSummary("Bo Tann", 2, ("Daily Ledger", "The Courier"), 0.0, 1, (("verbatim", 1),)),
            SpeakerSummary("Dee Oyl", 1200, ("Daily Ledger",), None, 0),
        ),
        outlets=(
            OutletSummary("Daily Ledger", 2, 1, 0.52, (("altered", 1),), (("number", 1), ("wording", 1))),
            OutletSummary("Silent Star", 0, 0, None),
        ),
        unmatched=("ledger#2",),
        skipped=(Skipped("empty.txt", "holds no text: leave it out"),),
    )  # fmt: skip
