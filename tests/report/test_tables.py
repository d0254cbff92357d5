from __future__ import annotations

import csv
import io
from dataclasses import replace

from quotecheck.records import Hit, Match, PairScore, Report, Similarity
from quotecheck.report import render_matches, render_quotes, render_report, render_scores


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


def test_one_row_for_each_comparison(report: Report) -> None:
    first, second = rows(render_report(report, "csv"))
    assert (first["statement"], first["label"], first["divergence"]) == ("s1", "altered", "0.52")
    assert first["changes"] == "number: 600 → 4,700; negation: “not” in a, not in b"
    assert (first["a_outlet"], first["b_outlet"]) == ("The Courier", "Daily Ledger")
    assert (second["misattributed"], second["a_speaker"], second["b_speaker"]) == ("yes", "Bo Tann", "Cyd Oru")


def test_the_explanation_is_a_last_column(report: Report) -> None:
    first, second = rows(render_report(report, "csv", explain=True))
    assert list(first)[-1] == "explanation"
    assert first.pop("explanation").startswith("0.52 = 0.05 other words (82% shared) + ")
    assert second.pop("explanation") == "0.00: the same words"
    assert [first, second] == rows(render_report(report, "csv"))
    scored = PairScore("p", 1.0, "verbatim", 0.0, 0.0, Similarity(1, 1))
    (row,) = rows("".join(render_scores([scored], "csv", explain=True)))
    assert row["explanation"] == "0.00: the same words"


def test_text_is_no_formula_and_numbers_stay_numbers(report: Report) -> None:
    hostile = replace(report.quotes[0], speaker="=HYPERLINK(1)", text='-1 "x",\ny', confidence=0.5)
    (row,) = rows("".join(render_quotes([hostile], "csv")))
    assert row["speaker"] == "'=HYPERLINK(1)"
    assert row["text"] == '\'-1 "x",\ny'
    assert row["confidence"] == "0.5"
    assert row["content"] == "[[9, 14]]"
    assert row["via"] == ""


def test_no_line_break_ends_a_row(report: Report) -> None:
    hostile = replace(report.quotes[0], text="a\rb\r\nc\nd", speaker="x\r", confidence=0.5)
    (row,) = rows("".join(render_quotes([hostile], "csv")))
    assert (row["text"], row["speaker"]) == ("a\nb\nc\nd", "x\n")


def test_scores_and_hits() -> None:
    scored = PairScore("p1", 0.12345, "reworded", 0.5, 0.25, Similarity(0.75, 0.5))
    (row,) = rows("".join(render_scores([scored], "csv")))
    assert row == {
        "id": "p1", "same": "0.1235", "label": "reworded", "divergence": "0.5", "altered": "0.25", "semantic": "0.75",
        "lexical": "0.5", "changes": "", "misattributed": "no",
    }  # fmt: skip
    hits = rows("".join(render_matches([Match("q", (Hit("b", 0.9, 0.8), Hit("a", 0.5, 0.1)))], "csv")))
    assert [(hit["rank"], hit["hit"], hit["score"]) for hit in hits] == [("1", "b", "0.9"), ("2", "a", "0.5")]


def test_a_match_is_one_piece_however_many_hits_it_has() -> None:
    found = [Match("q", (Hit("b", 0.9, 0.8), Hit("a", 0.5, 0.1))), Match("none", ())]
    _header, two, none = render_matches(found, "csv")
    assert (two, none) == ("q,1,b,0.9,0.8\nq,2,a,0.5,0.1\n", "")
