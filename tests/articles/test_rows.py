"""Pairs and texts from JSON lines and CSV: in order, streamed, every unusable row with its place."""

from __future__ import annotations

import csv
import gzip
import io
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.articles import read_pairs, read_texts
from quotecheck.errors import InputError
from quotecheck.records import Pair, Skipped, Text

WORDS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1).filter(str.strip)


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_pairs_of_json_lines(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "pairs.jsonl",
        '{"id": "z", "a": " One. ", "b": "Two.", "speaker_a": "Ann Poe", "speaker_b": null, "note": 1}\n'
        "\n"
        '{"id": "y", "a": "One."}\n'
        "nonsense\n"
        '{"id": "z", "a": "One.", "b": "Two."}\n'
        '{"id": 3, "a": "One.", "b": "  "}\n'
        '{"id": 4, "a": "One.", "b": "Two."}',
    )
    assert list(read_pairs(path)) == [
        Pair("z", " One. ", "Two.", speaker_a="Ann Poe"),
        Skipped(f"{path}:3", "has no b: give the words under 'b'"),
        Skipped(f"{path}:4", "is not JSON (Expecting value at column 1): mend it"),
        Skipped(f"{path}:5", "repeats the id 'z' of line 1: give every row its own"),
        Skipped(f"{path}:6", "its b holds no text: leave the row out or give the words"),
        Pair("4", "One.", "Two."),
    ]


def test_pairs_of_csv(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "pairs.CSV",
        "\ufeffb,id, a ,speaker_a,more\r\n"
        'Two.,p1,"One, ""two""\nand\n\nthree.",Ann Poe,x\r\n'
        "\r\n"
        "Two.,p2,One.\r\n"
        'Two.,p3,"One" more.,,x\r\n'
        "Two.,p4,One.,,x\r\n"
        'Two.,p5,"never closed,,x\r\nTwo.,p6,One.,,x\r\n',
    )
    pairs = list(read_pairs(path))
    assert pairs[0] == Pair("p1", 'One, "two"\nand\n\nthree.', "Two.", speaker_a="Ann Poe")
    assert pairs[1] == Skipped(f"{path}:7", "has 3 fields under 5 columns: mend its commas")
    assert isinstance(pairs[2], Skipped)
    assert pairs[2].input == f"{path}:8"
    assert pairs[2].reason.startswith("is not CSV (")
    assert pairs[3] == Pair("p4", "One.", "Two.")
    assert isinstance(pairs[4], Skipped)
    assert pairs[4].input == f"{path}:10"
    assert len(pairs) == 5


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_csv_gives_back_what_a_csv_writer_wrote(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "a", "b"])
    writer.writerows([f"p{at}", *row] for at, row in enumerate(rows))
    path = tmp_path_factory.mktemp("csv") / "pairs.csv.gz"
    path.write_bytes(gzip.compress(table.getvalue().encode()))
    assert list(read_pairs(path)) == [Pair(f"p{at}", a, b) for at, (a, b) in enumerate(rows)]


def test_a_csv_row_that_is_no_utf8_is_left_out_alone(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(b"id,a,b\np1,One.,Two.\np2,caf\xe9,Two.\np3,One.,Two.\n")
    first, second, third = read_pairs(path)
    assert (first, third) == (Pair("p1", "One.", "Two."), Pair("p3", "One.", "Two."))
    assert second == Skipped(f"{path}:3", "is not UTF-8 (byte 0xe9 at offset 6): save it as UTF-8")


def test_a_long_csv_field_is_read(tmp_path: Path) -> None:
    long = "words " * 50_000
    path = _write(tmp_path / "pairs.csv", f"id,a,b\np,{long},x\n")
    assert list(read_pairs(path)) == [Pair("p", long, "x")]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,a", "has no column 'b' among id, a: name the columns in the first row"),
        ("id,a,b,a", "has two columns 'a': give every column its own name"),
        ("id,a,b,speaker_a,speaker_a", "has two columns 'speaker_a': give every column its own name"),
        ("id,a,b,speaker_b,Speaker_B", "has two columns 'speaker_b': give every column its own name"),
    ],
)
def test_a_csv_without_its_columns_is_an_error(tmp_path: Path, header: str, said: str) -> None:
    path = _write(tmp_path / "pairs.csv", f"{header}\n1,2,3\n")
    with pytest.raises(InputError) as caught:
        list(read_pairs(path))
    assert str(caught.value) == f"{path}: {said}"


def test_columns_go_by_their_names_in_capitals_too_and_unknown_ones_may_stand_twice(tmp_path: Path) -> None:
    path = _write(tmp_path / "pairs.csv", " ID ,A,b,Speaker_A,note,note\nx,One.,Two.,Ada,1,2\n")
    assert list(read_pairs(path)) == [Pair("x", "One.", "Two.", speaker_a="Ada")]


def test_a_source_that_cannot_be_opened_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: no such file or folder: check the path$"):
        read_pairs(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="no standard input"):
        read_texts("-")


def test_standard_input_is_json_lines_gzip_or_not() -> None:
    data = b'{"id": "q", "text": "Words."}\n{"id": "r", "text": 5}\n'
    for stream in (io.BytesIO(data), io.BytesIO(gzip.compress(data))):
        assert list(read_texts("-", stream)) == [
            Text("q", "Words."),
            Skipped("stdin:2", "its text is a number: give a string"),
        ]


def test_rows_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl.gz"
    rows = b"".join(json.dumps({"id": at, "text": "Words."}).encode() + b"\n" for at in range(15_000))
    path.write_bytes(gzip.compress(rows, 1)[:-500])
    texts = read_texts(path)
    assert [text.id for text in islice(texts, 3) if isinstance(text, Text)] == ["0", "1", "2"]
    *_, last = texts
    assert isinstance(last, Skipped)
    assert last.reason.startswith("the gzip data are damaged")


@given(st.binary(max_size=300), st.sampled_from(["rows.csv", "rows.jsonl"]))
def test_any_bytes_are_rows_or_reasons(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes((b"id,text\n" if name.endswith("csv") else b"") + data)
    for row in read_texts(path):
        assert isinstance(row, Text | Skipped)
        if isinstance(row, Skipped):
            assert "\n" not in row.input + row.reason


def test_rows_know_how_far_they_have_been_read(tmp_path: Path) -> None:
    content = b"".join(json.dumps({"id": at, "text": "Words."}).encode() + b"\n" for at in range(20_000))
    for path, data in ((tmp_path / "texts.jsonl", content), (tmp_path / "texts.jsonl.gz", gzip.compress(content))):
        path.write_bytes(data)
        rows = read_texts(path)
        begun = rows.share()
        shares = [rows.share() for _ in rows]
        assert begun is not None
        assert None not in shares[:-1]
        known = [share for share in shares if share is not None]
        assert known == sorted(known)
        assert 0 <= begun < 0.5 < known[-1] <= 1
    assert read_texts("-", io.BytesIO(content)).share() is None
    (tmp_path / "empty.jsonl").touch()
    assert read_texts(tmp_path / "empty.jsonl").share() is None


def test_a_quotation_mark_that_is_never_closed_says_what_it_took(tmp_path: Path) -> None:
    path = _write(tmp_path / "texts.csv", 'id,text\na,One.\nb,"Two.\nc,Three.\nd,Four.\n')
    first, second = read_texts(path)
    assert first == Text("a", "One.")
    assert isinstance(second, Skipped)
    assert second.input == f"{path}:3"
    assert "; lines up to 5 were taken for a part of it): mend its quotation marks" in second.reason


def test_after_a_field_without_end_rows_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotecheck.articles.rows.CSV_FIELD_LIMIT", 2**17)
    limit = csv.field_size_limit(2**17)
    try:
        lines = "".join(f"{at},Words that stand in a row.\n" for at in range(8000))
        first, *others = read_texts(_write(tmp_path / "texts.csv", f'id,text\nx,"open\n{lines}'))
    finally:
        csv.field_size_limit(limit)
    assert isinstance(first, Skipped)
    ids = [int(row.id) for row in others if isinstance(row, Text)]
    assert ids == list(range(ids[0], 8000))
    assert f"lines up to {ids[0] + 2} were taken" in first.reason


def test_a_long_id_is_named_in_short(tmp_path: Path) -> None:
    row = json.dumps({"id": "x" * 100_000, "text": "Words."}) + "\n"
    _, second = read_texts(_write(tmp_path / "texts.jsonl", row + row))
    assert isinstance(second, Skipped)
    assert second.reason == f"repeats the id '{'x' * 80}' of line 1: give every row its own"
