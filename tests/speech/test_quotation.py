"""Quotation marks: what opens, what closes, what is an apostrophe, and what becomes of unbalanced marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.quotation import find_quoted


def inner(text: str, depth: int | None = 0) -> list[str]:
    regions = find_quoted(text, paragraph_spans(text))
    return [text[r.inner.start : r.inner.end] for r in regions if depth is None or r.depth == depth]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is late,” she said.", ["It is late,"]),
        ('"It is late," she said.', ["It is late,"]),
        ("‘It is late,’ she said.", ["It is late,"]),
        ("'It is late,' she said.", ["It is late,"]),
        ("«Il est tard», dit-elle.", ["Il est tard"]),
        ("« Il est tard », dit-elle.", [" Il est tard "]),
        ("»Es ist spät«, sagte sie.", ["Es ist spät"]),
        ("„Es ist spät“, sagte sie.", ["Es ist spät"]),
        ("„Jest późno”, powiedziała.", ["Jest późno"]),
        ("彼女は「もう遅い」と言った。", ["もう遅い"]),
        ("『もう遅い』", ["もう遅い"]),
        ("''It is late,'' she said.", ["It is late,"]),
        ("``It is late,'' she said.", ["It is late,"]),
        ("”It is late,” she said.", ["It is late,"]),
        ("“It is late“, she said.", ["It is late"]),
    ],
)
def test_every_style_of_mark(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The workers' rights weren't theirs in the '90s.",
        "It’s the dogs’ own fault, isn’t it? Rock ’n’ roll.",
        'He is 6\'2" tall and the board is 8" wide.',
        "'Tis the season, 'cause they said so.",
    ],
)
def test_apostrophes_and_inches_open_nothing(text: str) -> None:
    assert inner(text, None) == []


def test_a_possessive_inside_single_marks_does_not_close_them() -> None:
    assert inner("‘The workers’ rights aren’t yours,’ she said.") == ["The workers’ rights aren’t yours,"]


def test_nesting_is_told_by_depth() -> None:
    text = "“He told me ‘never “ever” again’ and left,” she said."
    assert inner(text, 0) == ["He told me ‘never “ever” again’ and left,"]
    assert inner(text, 1) == ["never “ever” again"]
    assert inner(text, 2) == ["ever"]


def test_a_quote_over_paragraphs_repeats_its_opening_mark() -> None:
    text = "“First we wait.\n\n“Then we act.\n\n“Then we rest,” she said."
    regions = find_quoted(text, paragraph_spans(text))
    assert [text[r.inner.start : r.inner.end] for r in regions] == ["First we wait.", "Then we act.", "Then we rest,"]
    assert [r.continues for r in regions] == [False, True, True]
    assert not any(r.repaired for r in regions)


def test_a_quote_over_paragraphs_without_a_repeated_mark() -> None:
    text = "“First we wait.\n\nThen we act,” she said."
    assert inner(text) == ["First we wait.", "Then we act,"]


def test_a_forgotten_closing_mark_ends_with_its_paragraph() -> None:
    text = "“First we wait.\n\nNothing is quoted here.\n\n“But here,” he said."
    regions = find_quoted(text, paragraph_spans(text))
    assert [text[r.inner.start : r.inner.end] for r in regions] == ["First we wait.", "But here,"]
    assert [r.repaired for r in regions] == [True, False]


def test_a_stray_mark_within_a_paragraph_is_ignored() -> None:
    assert inner("The board “ was late.\n\n“But here,” he said.") == ["But here,"]
    assert inner('"First. "Second," he said.') == ["Second,"]


MARKS = st.sampled_from([*"“”\"‘’'«»„「」『』 ab.,\n", "''", "\n\n", "s’ "])


@given(st.lists(MARKS, max_size=80).map("".join))
def test_regions_always_lie_within_their_paragraph_and_nest(text: str) -> None:
    paragraphs = paragraph_spans(text)
    regions = find_quoted(text, paragraphs)
    for region in regions:
        paragraph = paragraphs[region.paragraph]
        assert paragraph.start <= region.outer.start <= region.inner.start < region.inner.end <= region.outer.end
        assert region.outer.end <= paragraph.end
    for one in regions:
        for two in regions:
            if one.outer.start < two.outer.start < one.outer.end:
                assert two.outer.end <= one.outer.end, "regions overlap without nesting"
                assert two.depth > one.depth


@given(
    st.text(alphabet="abcde ,.;:!?", min_size=1).filter(lambda s: s.strip()), st.sampled_from(["“”", '""', "«»", "‘’"])
)
def test_words_in_one_pair_of_marks_are_found_whole(words: str, marks: str) -> None:
    words = words.strip()
    assert inner(f"She said: {marks[0]}{words}{marks[1]} and left.") == [words]
