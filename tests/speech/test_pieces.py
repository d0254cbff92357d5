"""Articles as word pieces: places, marks and windows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.records import Span
from quotecheck.speech.attribution import find_attributions
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.pieces import CLS, MARKS, SEP, Pieces, pieces_of, rows, windows
from quotecheck.speech.quotation import find_quoted
from quotecheck.speech.tagging import load_tagger


def pieces(text: str) -> Pieces:
    paragraphs = paragraph_spans(text)
    every = find_quoted(text, paragraphs)
    attributions, _ = find_attributions(text, paragraphs, every)
    return pieces_of(load_tagger().tokenizer, text, paragraphs, every, attributions)


def test_a_piece_knows_its_place_its_case_and_its_marks() -> None:
    text = "“We sail,” Ida Brandt of the RSPO said."
    cut = pieces(text)
    words = [text[a:b] for a, b in zip(cut.starts, cut.ends, strict=True)]
    assert "".join(words) == text.replace(" ", "")
    kinds = dict(zip(words, cut.marks.tolist(), strict=True))
    content, cue, mention = 1, 2, 3
    assert kinds["sail"] == 12 + content
    assert kinds["said"] == cue
    assert kinds["Ida"] == 4 + mention
    assert kinds["of"] // 4 == 0
    upper = [mark // 4 % 3 for word, mark in zip(words, cut.marks.tolist(), strict=True) if word in "RSPO"]
    assert set(upper) == {2}  # every piece of a word in capitals


@pytest.mark.parametrize("style", ["“{}”", '"{}"', "«{}»", "„{}“", "‘{}’"])
def test_marks_of_any_style_read_alike(style: str) -> None:
    text = style.format("We sail at dawn, and nobody will stop us,") + " she said."
    plain = '"We sail at dawn, and nobody will stop us," she said.'
    assert pieces(text).ids.tolist() == pieces(plain).ids.tolist()
    assert pieces(text).marks.tolist() == pieces(plain).marks.tolist()


@settings(max_examples=60)
@given(st.text(max_size=400), st.integers(8, 40))
def test_windows_cover_every_piece_once_and_fit(text: str, longest: int) -> None:
    cut = pieces(text)
    assert ((cut.marks >= 0) & (cut.marks < MARKS)).all()
    assert (cut.starts < cut.ends).all()
    seen = []
    for window in windows(cut, longest):
        ids, marks, places = rows(cut, window)
        assert len(ids) == len(marks) == len(places) <= longest
        assert ids[0] == CLS
        assert ids[-1] == SEP
        seen += places[places >= 0].tolist()
        assert (ids[places >= 0] == cut.ids[places[places >= 0]]).all()
    assert seen == list(range(len(cut)))


def test_paragraphs_stay_whole_and_long_ones_are_cut_between_sentences() -> None:
    sentence = "The ferry left the harbour at noon. "
    text = sentence * 3 + "\n\n" + sentence * 40
    cut = pieces(text)
    parts = [*windows(cut, 100)]
    first = text[cut.starts[parts[0].start] : cut.ends[parts[0].stop - 1]]
    assert first == (sentence * 3).strip()
    for part in parts[1:-1]:
        assert text[cut.starts[part.start] : cut.ends[part.stop - 1]].endswith(".")
        assert len(part) > 50


def test_lone_surrogates_and_nothing_are_read() -> None:
    assert len(pieces("")) == 0
    assert [*windows(pieces(""), 256)] == []
    text = "“No\ud800,” said Bo."
    cut = pieces(text)
    assert Span(int(cut.starts[-2]), int(cut.ends[-2])) == Span(text.index("Bo"), len(text) - 1)
    assert isinstance(cut.ids, np.ndarray)
