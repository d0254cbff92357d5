"""Article text must not be obeyed by a terminal, a spreadsheet, Markdown or a browser."""

from __future__ import annotations

import html
import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from quotecheck.report import escape

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=80)
HOSTILE = "a\x1b[31mb\x9bc\u202ed\u2066e\x00f\ud800g\ufeffh\U000e0041i"


def test_visible_shows_what_a_terminal_would_obey() -> None:
    expected = "a␛[31mb<U+009B>c<U+202E>d<U+2066>e␀f\N{REPLACEMENT CHARACTER}g<U+FEFF>h<U+E0041>i"
    assert escape.visible(HOSTILE) == expected


def test_visible_runs_blanks_and_line_breaks_together() -> None:
    assert escape.visible("a \t\r\n b\u2028c\x85d") == "a b c d"


def test_visible_leaves_other_scripts_alone() -> None:
    text = "naïve “שלום” 新闻 🙂 می\u200cخواهم"
    assert escape.visible(text) == text


@given(ANY_TEXT)
def test_visible_never_leaves_a_control_character_or_half_a_pair(text: str) -> None:
    shown = escape.visible(text)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(c) for c in shown} & {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }
    shown.encode("utf-8")
    assert escape.visible(shown) == shown


@given(st.dictionaries(ANY_TEXT, st.lists(ANY_TEXT, max_size=2), max_size=3))
def test_json_text_means_the_same_and_can_be_written(value: dict[str, list[str]]) -> None:
    encoded = escape.json_text(json.dumps(value, ensure_ascii=False))
    assert json.loads(encoded) == value
    encoded.encode("utf-8")
    assert not set(encoded) & {"\u2028", "\u2029", "\u202e", "\x85", "\x9b"}


def test_csv_cells_that_could_be_formulas_get_an_apostrophe() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "  =1", "＝1+1"):
        assert escape.csv_cell(text) == f"'{text}"
    assert escape.csv_cell("\rx") == "'\nx"
    for text in ("", "said = meant", "'quoted'", "4-1", "“=1”"):
        assert escape.csv_cell(text) == text


@given(ANY_TEXT)
def test_csv_cells_never_start_a_formula(text: str) -> None:
    cell = escape.csv_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    cell.encode("utf-8")


def test_markdown_is_shown_as_it_is() -> None:
    text = "*a* [x](http://y) `c` <b> # | www.z.org ~d~ a_b_c"
    assert escape.markdown(text) == (r"\*a\* \[x\](http:\//y) \`c\` &lt;b&gt; \# \| www\.z.org \~d\~ a\_b\_c")


def test_page_text_holds_no_tag_and_no_open_attribute() -> None:
    text = """<script>alert("x")</script> ' & &amp;"""
    safe = escape.page(text)
    assert not set(safe) & set("<>\"'")
    assert html.unescape(safe) == text
