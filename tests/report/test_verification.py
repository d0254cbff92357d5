"""What ``verify`` found in every format: complete, and harmless whatever the quotes and the transcript hold."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace

import pytest

from quotecheck.records import (
    OUTCOMES,
    Change,
    Claim,
    Hit,
    Line,
    Place,
    Similarity,
    Skipped,
    Span,
    Verification,
    Verified,
)
from quotecheck.report import Form, Look, render_verified
from quotecheck.report.verification import differences, where

ALIKE = Similarity(0.9, 0.8)
SAID = "We will not sell 600 boats."
NEGATION = Change("negation", Span(8, 11), Span(7, 7), "not", "")
NUMBER = Change("number", Span(17, 20), Span(13, 15), "600", "60")
FORMS: tuple[Form, ...] = ("table", "json", "jsonl", "csv", "md", "html")


def result(text: str = "We will sell 60 boats", hostile: str = "plain") -> Verified:
    altered = Verification(
        Claim("c#1", text, "Ada Vale", article="c", outlet="The Courier"), "altered", 0.9, 0.61, 0.97, ALIKE,
        (Place("7", "Bo Tann", None, (Span(0, 7), Span(12, 26)), "We will … sell 600 boats", 120),),
        SAID, (NEGATION, NUMBER),
        stitched=True, misattributed=True, hits=(Hit("7", 0.9, 0.9),), reasons=("leaves out “not”",),
    )  # fmt: skip
    lost = Verification(
        Claim("c#2", hostile, None), "not found", 0.1, 1.0, 0.0, Similarity(0, 0),
        hits=(Hit("3", 0.2, 0.1),), nearest=(Line("3", hostile, hostile),),
    )  # fmt: skip
    return Verified("quotecheck:0", 15, (altered, lost), skipped=(Skipped("x.txt", "holds no text: leave it out"),))


@pytest.mark.parametrize("form", FORMS)
def test_every_format_tells_the_whole_story(form: Form) -> None:
    text = html.unescape(render_verified(result(), form)).replace("\\#", "#")
    assert text.endswith("\n")
    for words in ("c#1", "Ada Vale", "Bo Tann", "altered", "not found", "600", "7", "leaves out", "plain"):
        assert words in text or words.capitalize() in text, words


def test_objects() -> None:
    whole = json.loads(render_verified(result(), "json"))
    assert whole["labels"] == {"verbatim": 0, "trimmed": 0, "reworded": 0, "altered": 1, "not found": 1}
    assert tuple(whole["labels"]) == OUTCOMES
    assert whole["skipped"] == [{"input": "x.txt", "reason": "holds no text: leave it out"}]
    assert whole["quotes"] == [json.loads(row) for row in render_verified(result(), "jsonl").splitlines()]
    first, second = whole["quotes"]
    assert first["places"] == [
        {
            "line": "7",
            "doc": None,
            "speaker": "Bo Tann",
            "spans": [[0, 7], [12, 26]],
            "text": "We will … sell 600 boats",
            "start": 120,
        }
    ]
    assert first["hits"] == [{"id": "7", "score": 0.9, "same": 0.9}]
    assert second["nearest"] == [{"id": "3", "doc": None, "speaker": "plain", "text": "plain"}]


def test_the_table_marks_what_differs() -> None:
    table = render_verified(result(), "table")
    assert (
        "2 quotes against 15 lines of transcript: 1 altered, 1 not found; 1 stitched; 1 with another speaker." in table
    )
    assert "“We will ‹› sell ‹60› boats”" in table
    assert "We will ‹not› sell ‹600› boats." in table
    assert "! The transcript gives this to Bo Tann, not to Ada Vale." in table
    assert "! Stitched from sentences that stand apart in the transcript." in table
    assert max(map(len, render_verified(result(), "table", Look(width=50)).splitlines())) <= 50


def test_a_line_that_is_rendered_twice_is_told_once() -> None:
    """Its spans stay together, as the sheet has a list of spans for each line."""
    places = (
        Place("7", "Bo Tann", None, (Span(12, 26),), "sell 600 boats", 120),
        Place("8", "Ada Vale", None, (Span(0, 3),), "Yes", 200),
        Place("7", "Bo Tann", None, (Span(0, 7),), "We will", 120),
    )
    twice = replace(result().verifications[0], places=places)
    assert where(twice) == "line 7, Bo Tann; line 8, Ada Vale"
    [row] = csv.DictReader(io.StringIO(render_verified(Verified("quotecheck:0", 15, (twice,)), "csv")))
    assert (row["lines"], json.loads(row["spans"])) == ("7; 8", [[[12, 26], [0, 7]], [[0, 3]]])
    assert row["said"] == "sell 600 boats Yes We will"


def test_of_many_changes_the_weightiest_are_told() -> None:
    cut = [Change("omission", Span(at, at + 1), Span(0, 0), f"w{at}", "") for at in range(8)]
    many = replace(result().verifications[0], changes=(*cut, NUMBER, NEGATION))
    told = differences(many).split("; ")
    where = "in the transcript, not in the quote"
    assert told[2:4] == ["number: 600 → 60", f"negation: “not” {where}"]
    assert told[4:] == [*(f"omission: “w{at}” {where}" for at in range(4)), "and 4 more"]


HOSTILE = "\x1b[31m=cmd()|<script>alert(1)</script> [a](http://x.example) \u202e\ud800 @every"


@pytest.mark.parametrize("form", FORMS)
def test_hostile_words_stay_words(form: Form) -> None:
    text = render_verified(result(hostile=HOSTILE), form)
    text.encode()  # no half of a surrogate pair
    assert "\x1b" not in text
    assert "\u202e" not in text
    if form in ("md", "html"):
        assert "<script" not in text
    if form == "md":
        assert re.search(r"(?<!\\)\]\(http", text) is None
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(render_verified(result(hostile="=1+1"), "csv"))))
        assert rows[1]["text"] == "'=1+1"


def test_colour_only_where_it_is_wanted() -> None:
    colored = render_verified(result(), "table", Look(color=True))
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render_verified(result(), "table")
