from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.records import Hit, Match, PairScore, Part, Report, Similarity
from quotecheck.report import json_lines, render_matches, render_quotes, render_report, render_scores
from quotecheck.summaries import Departure, Interval


def test_report_has_the_documented_names(report: Report) -> None:
    document = json.loads(render_report(report, "json"))
    assert {"signature", "articles", "statements", "speakers", "outlets", "unmatched", "skipped"} <= document.keys()
    statement = document["statements"][0]
    assert {"id", "speaker", "divergence", "label", "renderings", "comparisons"} <= statement.keys()
    assert {"quote", "article", "outlet", "kind", "content", "text"} <= statement["renderings"][0].keys()
    comparison = statement["comparisons"][0]
    assert {"a", "b", "same", "divergence", "label", "altered", "changes"} <= comparison.keys()
    assert comparison["changes"][0] == {
        "kind": "number", "a": [8, 11], "b": [8, 13], "a_text": "600", "b_text": "4,700",
    }  # fmt: skip
    assert document["speakers"][0] == {
        "speaker": "Ada Marsh", "statements": 3, "outlets": ["Daily Ledger", "The Courier"], "divergence": 0.52,
        "misattributed": 0, "labels": {"altered": 1}, "changes": {"number": 1, "negation": 1}, "interval": None,
    }  # fmt: skip
    assert document["outlets"][1] == {
        "outlet": "Silent Star", "quotes": 0, "shared": 0, "divergence": None, "labels": {}, "changes": {},
        "interval": None, "departure": None,
    }  # fmt: skip
    assert document["skipped"] == [{"input": "empty.txt", "reason": "holds no text: leave it out"}]
    assert document["unmatched"] == ["ledger#2"]


def test_intervals_and_departures_have_their_names(report: Report) -> None:
    interval = Interval(0.123456, 0.5, 12, "event")
    departure = Departure(-0.00001, 14, ("s1",), (("number", 1),), interval)
    outlet = replace(report.outlets[0], interval=interval, departure=departure)
    (found,) = json.loads(render_report(replace(report, outlets=(outlet,)), "json"))["outlets"]
    told = {"low": 0.1235, "high": 0.5, "units": 12, "unit": "event"}
    assert found["interval"] == told
    assert found["departure"] == {
        "mean": 0.0, "statements": 14, "departs": ["s1"], "on": {"number": 1}, "interval": told,
    }  # fmt: skip


def test_parts_stand_in_it_when_asked_for_and_add_up_as_they_are_printed(report: Report) -> None:
    plain, explained = (json.loads(render_report(report, "json", explain=told)) for told in (False, True))
    first, second = (statement["comparisons"][0] for statement in explained["statements"])
    assert [part.pop("amount") for part in first["parts"]] == [0.0478, 0.0144, 0.4578]
    assert first["parts"][2] == {"name": "chance altered", "why": "0.90"}
    assert second["parts"] == []
    for statement in explained["statements"]:
        for comparison in statement["comparisons"]:
            del comparison["parts"]
    assert plain == explained
    (line, _) = render_report(report, "jsonl", explain=True).splitlines()
    assert len(json.loads(line)["comparisons"][0]["parts"]) == 3
    scored = PairScore("p", 0.9, "reworded", 0.5, 0, Similarity(1, 1), (), (Part("other words", 0.5, "0% shared"),))
    (line,) = render_scores([scored], "jsonl", explain=True)
    assert json.loads(line)["parts"] == [{"name": "other words", "amount": 0.5, "why": "0% shared"}]


def test_unknown_keys_of_an_article_are_handed_through_and_nan_is_null(report: Report) -> None:
    first = json.loads(render_report(report, "json"))["articles"][0]
    assert first["desk"] == "news"
    assert first["weight"] is None
    assert first["title"] == "Dam"


def test_quote_has_the_documented_names_in_their_order(report: Report) -> None:
    (line,) = render_quotes(report.quotes, "jsonl")
    assert json.loads(line) == {
        "article": "ledger", "outlet": "Daily Ledger", "quote": "ledger#2", "kind": "direct", "content": [[9, 14]],
        "quoted": [[9, 14]], "text": "Alone", "speaker": "Bo Tann", "mention": [16, 18], "cue": [19, 23], "via": None,
        "confidence": 0.8765, "speech": True,
    }  # fmt: skip


def test_scores_and_matches_have_the_documented_names() -> None:
    scored = PairScore("p1", 0.123456, "reworded", 0.5, 1e-9, Similarity(0.999999, -0.00001))
    (line,) = render_scores([scored], "jsonl")
    assert json.loads(line) == {
        "id": "p1", "same": 0.1235, "label": "reworded", "divergence": 0.5, "altered": 0.0,
        "similarity": {"semantic": 1.0, "lexical": 0.0}, "changes": [], "misattributed": False,
    }  # fmt: skip
    assert "-0.0" not in line
    (line,) = render_matches([Match("q1", (Hit("c9", 0.75, 0.5),))], "jsonl")
    assert json.loads(line) == {"id": "q1", "hits": [{"id": "c9", "score": 0.75, "same": 0.5}]}


def test_jsonl_of_a_report_is_one_statement_a_line(report: Report) -> None:
    lines = render_report(report, "jsonl").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["s1", "s2"]


def test_a_score_that_is_no_number_is_an_error_and_never_printed() -> None:
    with pytest.raises(ValueError, match="nan"):
        json_lines.number(float("nan"))


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_documents_and_lines_read_back_to_the_same(value: object) -> None:
    assert json.loads(json_lines.document(value)) == value
    line = json_lines.line(value)
    assert json.loads(line) == value
    assert line.count("\n") == 1


def test_spans_stand_on_one_line_and_texts_that_look_like_spans_are_left_alone() -> None:
    text = json_lines.document({"content": [[1, 2]], "text": "[\n  1,\n  2\n]"})
    assert "[1, 2]" in text
    assert json.loads(text)["text"] == "[\n  1,\n  2\n]"


@given(st.lists(st.dictionaries(st.text(max_size=3), st.text() | st.lists(st.integers(0, 9), max_size=3), max_size=3)))
def test_a_list_in_pieces_is_the_document_of_the_list(values: list[dict[str, object]]) -> None:
    pieces = list(json_lines.documents(iter(values)))
    assert "".join(pieces) == json_lines.document(values)
    assert len(pieces) == len(values) + 1
