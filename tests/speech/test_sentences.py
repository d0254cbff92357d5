"""Sentence ends: abbreviations, initials, figures, closing marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.records import Span
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        ("Mr. Ode paid $3.5 million to Dr. J. K. Lind.", ["Mr. Ode paid $3.5 million to Dr. J. K. Lind."]),
        ("They met at 5 p.m. He was late.", ["They met at 5 p.m.", "He was late."]),
        ("The U.S. Senate sat. It rose.", ["The U.S. Senate sat.", "It rose."]),
        ("“Why?” he asked. “Because!”", ["“Why?” he asked.", "“Because!”"]),
        ("We wait… and wait. Then… Nothing.", ["We wait… and wait.", "Then…", "Nothing."]),
        ("It ended (badly.) So be it.", ["It ended (badly.)", "So be it."]),
        ("雨だ。帰ろう。", ["雨だ。", "帰ろう。"]),
        ("A headline without a stop\n\nThe text.", ["A headline without a stop", "The text."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(max_size=300))
def test_every_word_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    covered = [i for a, b in spans for i in range(a, b)]
    assert len(covered) == len(set(covered))
    assert {i for i, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert spans == sorted(spans)


def test_a_part_of_the_text_keeps_the_offsets_of_the_whole() -> None:
    text = "One. Two three. Four."
    assert [text[a:b] for a, b in sentence_spans(text, 5, 15)] == ["Two three."]


def test_paragraphs_end_at_line_breaks() -> None:
    text = "One line.\nAnother.\r\n\r\n  A third. \n"
    assert [text[a:b] for a, b in paragraph_spans(text)] == ["One line.", "Another.", "A third."]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "The ferry left\nthe harbour at\nseven and was\nback by nine.\n\nNobody was\non board."
    assert [text[a:b].split(maxsplit=1)[0] for a, b in paragraph_spans(text)] == ["The", "Nobody"]


def test_skipped_lines_are_in_no_paragraph() -> None:
    text = "Header “words”\nBody."
    assert [text[a:b] for a, b in paragraph_spans(text, skip=[Span(0, 14)])] == ["Body."]
