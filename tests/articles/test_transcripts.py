"""Transcripts of every kind, and lists of quotes: lines, speakers, offsets, and what is wrong with a bad one."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.articles import is_claims, read_claims, read_transcript
from quotecheck.articles.transcripts import plain_lines
from quotecheck.errors import InputError
from quotecheck.records import Claim, Line, Skipped

TOWN_HALL = """\
# Town hall of Oster Ness

MS. VALE: Good evening. We will build
the bridge before the winter.
It is a good bridge.

And it will be paid for: twice.

[00:01:02] BO TANN: No.
He said: never mind.
**Cyd Oru:** Fine with me
"""


def said(text: str) -> list[tuple[str, str | None, str]]:
    return [(line.id, line.speaker, line.text) for line in plain_lines(text)]


def test_names_begin_a_turn_and_the_speaker_goes_on() -> None:
    assert said(TOWN_HALL) == [
        ("1", None, "# Town hall of Oster Ness"),
        ("3", "MS. VALE", "Good evening. We will build\nthe bridge before the winter."),
        ("5", "MS. VALE", "It is a good bridge."),
        ("7", "MS. VALE", "And it will be paid for: twice."),
        ("9", "BO TANN", "No."),
        ("10", "BO TANN", "He said: never mind."),
        ("11", "Cyd Oru", "Fine with me"),
    ]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("ADA VALE: Yes.\n", ["ADA VALE"]),
        ("Q: Why?\nA: Why not?\n", ["Q", "A"]),
        ("Ada Vale: Yes.\n", ["Ada Vale"]),
        ("Look: it is late.\n", [None]),
        ("The plan is this: we go.\n", [None]),
        ("See http://a.example/b for more.\n", [None]),
        ("- **Ada Vale**: Yes.\n", ["Ada Vale"]),
        ("12:30 ADA VALE: Yes.\n", ["ADA VALE"]),
        ("Mayor of Oster Ness: Yes.\n", ["Mayor of Oster Ness"]),
    ],
)
def test_what_is_a_name(text: str, speakers: list[str | None]) -> None:
    assert [speaker for _, speaker, _ in said(text)] == speakers


def test_one_capitalised_word_is_a_name_where_it_stands_twice() -> None:
    assert said("Vale: Yes.\nTann: No.\nVale: Yes.\n") == [
        ("1", "Vale", "Yes."),
        ("2", "Vale", "Tann: No."),
        ("3", "Vale", "Yes."),
    ]


def test_every_line_end_counts() -> None:
    assert said("VALE: One.\r\nTANN: Two.\rVALE: Three.") == [
        ("1", "VALE", "One."),
        ("2", "TANN", "Two."),
        ("3", "VALE", "Three."),
    ]


def test_a_form_feed_or_another_break_ends_no_row() -> None:
    """The numbers are those that an editor shows."""
    text = "VALE: One.\n\fTANN: Two\vand\u2028three\x85and\x1cfour.\nVALE: Five.\n"
    assert said(text) == [
        ("1", "VALE", "One."),
        ("2", "TANN", "Two\vand\u2028three\x85and\x1cfour."),
        ("3", "VALE", "Five."),
    ]


@given(st.text(alphabet=st.sampled_from("AB c:.\n\r\t\f\x85*[]12é-#")))
def test_offsets_slice_back_and_no_word_is_lost(text: str) -> None:
    lines = list(plain_lines(text))
    for line in lines:
        assert line.start is not None
        assert text[line.start : line.start + len(line.text)] == line.text
        assert line.text.strip() == line.text != ""
    ends = [0, *(line.start + len(line.text) for line in lines if line.start is not None)]
    starts = [*(line.start for line in lines if line.start is not None), len(text)]
    for end, start in zip(ends, starts, strict=True):
        between = text[end:start].strip()
        assert end <= start
        # only names, and what stands before them, are outside of all lines
        assert not between or between.rstrip("* \t\r\n").endswith(":")


def test_a_long_row_is_read_in_one_go() -> None:
    blanks = " " * 400_000
    for row in (
        f"12:30{blanks}1",
        f"12:30{blanks}-{blanks}1",
        f"- {blanks}1",
        f"**Ada{blanks}1",
        f"{blanks}---{blanks}1",
    ):
        assert [line.text for line in plain_lines(row)] == [row.strip()]
    [line] = plain_lines("word " * 400_000)
    assert len(line.text) == 5 * 400_000 - 1
    assert list(plain_lines(" " * 1_000_000)) == []


ROWS = '{"id": "a1", "speaker": "Ada Vale", "text": "Yes.", "doc": "monday", "note": 7}\n\n{"id": 2, "text": "No."}\n'


def test_rows_have_speakers_and_documents(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(ROWS)
    expected = [Line("a1", "Yes.", "Ada Vale", "monday"), Line("2", "No.")]
    assert read_transcript(path) == (expected, [])
    (tmp_path / "lines.jsonl.gz").write_bytes(gzip.compress(ROWS.encode()))
    assert read_transcript(tmp_path / "lines.jsonl.gz") == (expected, [])
    assert read_transcript("-", io.BytesIO(ROWS.encode())) == (expected, [])
    (tmp_path / "lines.csv").write_text("id,speaker,text\na1,Ada Vale,Yes.\n2,,No.\n")
    lines, skipped = read_transcript(tmp_path / "lines.csv")
    assert (lines, skipped) == ([Line("a1", "Yes.", "Ada Vale"), Line("2", "No.")], [])


def test_plain_text_on_standard_input() -> None:
    lines, _ = read_transcript("-", io.BytesIO("VALE: Yes.\n".encode("utf-16")))
    assert lines == [Line("1", "Yes.", "VALE", start=6)]


def test_columns_in_capitals_are_read_and_a_speaker_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("ID,Speaker,Text,DOC\n1,Ada Vale,Yes.,monday\n")
    assert read_transcript(path) == ([Line("1", "Yes.", "Ada Vale", "monday")], [])
    assert list(read_claims(path)) == [Claim("1", "Yes.", "Ada Vale", "monday")]
    path.write_text("id,speaker,text,speaker\n1,Ada Vale,Yes.,Bo Tann\n")
    with pytest.raises(InputError, match=r"has two columns 'speaker': give every column its own name"):
        read_transcript(path)


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("a.json", '[{"id": "1", "text": "Yes."}]', "a.json: a transcript is not read from .json: give JSON lines"),
        ("a.html", "<p>VALE: Yes.</p>", "a.html: a transcript is not read from .html: save its text"),
        ("a.HTM.gz", "<p>VALE: Yes.</p>", "a.HTM.gz: a transcript is not read from .htm: save its text"),
        ("a.txt", '\n[\n {"id": "1", "text": "Yes."}]', "a.txt: is a JSON list: give JSON lines"),
        ("a", "<!DOCTYPE html>\n<p>VALE: Yes.</p>", "a: is a web page: save its text"),
        ("b", "<html><p>VALE: Yes.</p>", "b: is a web page: save its text"),
    ],
)
def test_what_is_no_transcript_is_refused_and_not_read_as_prose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, wrong: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError) as problem:
        read_transcript(name)
    assert str(problem.value).startswith(wrong)


def test_a_brace_or_bracket_at_the_beginning_makes_no_table(tmp_path: Path) -> None:
    path = tmp_path / "hall.txt"
    for noise in ("{APPLAUSE}", "[APPLAUSE]", "{ }", "<crosstalk>"):
        path.write_text(f"{noise} We begin.\nVALE: Yes.\n")
        lines, skipped = read_transcript(path)
        assert [(line.text, line.speaker) for line in lines] == [(f"{noise} We begin.", None), ("Yes.", "VALE")]
        assert skipped == []


def test_rows_whose_first_is_broken_are_still_rows() -> None:
    lines, skipped = read_transcript("-", io.BytesIO(b'{"id": "1", "text": \n' + ROWS.encode()))
    assert [line.id for line in lines] == ["a1", "2"]
    [told] = skipped
    assert told.input == "stdin:1"


def test_a_row_without_words_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(ROWS + '{"id": "3", "text": " "}\n{"id": "a1", "text": "Again."}\n')
    lines, skipped = read_transcript(path)
    assert [line.id for line in lines] == ["a1", "2"]
    assert [one.input for one in skipped] == [f"{path}:4", f"{path}:5"]
    assert all(isinstance(one, Skipped) for one in skipped)


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.txt", b""), ("blank.txt", b" \n\n"), ("broken.txt", b"\xff\xfe\xff"), ("none.jsonl", b"{}\n")],
)
def test_nothing_to_read_is_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as problem:
        read_transcript(tmp_path / name)
    assert name in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_transcript_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: no such file"):
        read_transcript("nowhere.txt")


def test_claims_are_rows_with_speakers(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text('{"id": "q1", "speaker": null, "text": "Yes."}\n{"id": "q2", "speaker": "VALE", "text": "No."}\n')
    assert is_claims(path)
    assert list(read_claims(path)) == [Claim("q1", "Yes."), Claim("q2", "No.", "VALE")]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", '{"id": "1", "text": "Yes."}\n', False),
        ("a.jsonl", '{"id": "1", "text": "Yes.", "speaker": "V", "outlet": "The Courier"}\n', False),
        ("a.jsonl", "no json\n", False),
        ("a.jsonl", "", False),
        ("a.csv", "id,text\n1,Yes.\n", True),
        ("a.txt", "VALE: Yes.\n", False),
    ],
)
def test_what_is_a_list_of_quotes(tmp_path: Path, name: str, content: str, expected: bool) -> None:
    (tmp_path / name).write_text(content)
    assert is_claims(tmp_path / name) is expected
    assert not is_claims(tmp_path / "absent.jsonl")
    assert not is_claims(f"{'x' * 300}.jsonl")
    assert not is_claims("-")


def test_the_first_rows_tell_what_is_a_list_of_quotes(tmp_path: Path) -> None:
    quote, article = '{"id": "1", "text": "Yes.", "speaker": null}\n', '{"id": "2", "text": "Yes."}\n'
    for rows, expected in ((63 * quote + article, False), (64 * quote + article, True)):
        (tmp_path / "a.jsonl").write_text(rows)
        assert is_claims(tmp_path / "a.jsonl") is expected
