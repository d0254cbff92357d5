"""Header lines of plain text: date and title, and the lines that are no prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.articles.plain import metadata_spans, read_header


@pytest.mark.parametrize(
    ("text", "date", "title"),
    [
        (" date 2024-02-29 Ferry ‘sold’ for parts\n\nThe ferry is gone.", "2024-02-29", "Ferry ‘sold’ for parts"),
        ("date 2024-02-29 Ferry sold\r\nThe ferry is gone.", "2024-02-29", "Ferry sold"),
        ("\tdate  2024-02-29\nThe ferry is gone.", "2024-02-29", None),
        ("date 2024-02-29", "2024-02-29", None),
        ("date 2023-02-29 No such day\n", None, None),
        ("date 2024-02-2912 Ferry sold\n", None, None),
        ("A date 2024-02-29 Ferry sold\n", None, None),
        ("\ndate 2024-02-29 Ferry sold\n", None, None),
        ("The ferry is gone.", None, None),
        ("", None, None),
    ],
)
def test_header(text: str, date: str | None, title: str | None) -> None:
    assert read_header(text) == (date, title)


def test_the_lines_that_are_no_prose() -> None:
    text = " date 2024-03-01 ‘Gone’\r\nPublished: 1 March, 10:15\r\n“Published: yes,” he said.\n Published:\nEnd."
    assert [text[start:end] for start, end in metadata_spans(text)] == [
        " date 2024-03-01 ‘Gone’",
        "Published: 1 March, 10:15",
        " Published:",
    ]


def test_a_date_further_down_is_prose() -> None:
    assert metadata_spans("The wedding.\ndate 2024-03-01 was agreed.") == []


@given(st.text("date 2024-1\n\r\tPublished: “x"))
def test_spans_are_in_order_and_on_one_line(text: str) -> None:
    spans = metadata_spans(text)
    assert spans == sorted(spans)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert not {"\n", "\r"} & set(text[start:end])
        assert start == 0 or text[start - 1] == "\n"
