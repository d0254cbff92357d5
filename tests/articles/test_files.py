"""Bytes to text: nothing of the text is touched, and whatever is wrong is said with its place."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.articles import files
from quotecheck.articles.files import decode, numbered_lines, one_line, open_bytes, printable_path, read_bytes
from quotecheck.errors import InputError

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(TEXT, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_marked_text_comes_back_without_its_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(TEXT.filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == text


@given(TEXT.filter(lambda text: not text.startswith("\ufeff")))
def test_lines_put_together_are_the_text(text: str) -> None:
    lines = list(numbered_lines(open_bytes(io.BytesIO(text.encode()))))
    assert "".join(str(line) for _, line in lines) == text
    assert [number for number, _ in lines] == list(range(1, len(lines) + 1))


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    for problem in (line for _, line in numbered_lines(open_bytes(io.BytesIO(data)))):
        assert isinstance(problem, str | InputError)
    try:
        assert "\0" not in decode(data)
    except InputError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"caf\xe9", "is not UTF-8 (byte 0xe9 at offset 3): save it as UTF-8"),
        (b"\xef\xbb\xbfcaf\xe9", "is not UTF-8 (byte 0xe9 at offset 6): save it as UTF-8"),
        (b"\xff\xfea\0\x00\xd8", "is not UTF-16-LE (byte 0x00 at offset 4): save it as UTF-8"),
        (b"a\0b", "holds NUL characters, as binary files do: give plain text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "holds NUL characters, as binary files do: give plain text in UTF-8"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert str(caught.value) == said


def test_a_broken_line_does_not_take_the_others_along() -> None:
    lines = list(numbered_lines(open_bytes(io.BytesIO(b"\xef\xbb\xbfone\nt\xffo\n\nthree"))))
    assert [number for number, _ in lines] == [1, 2, 3, 4]
    assert [lines[at][1] for at in (0, 2, 3)] == ["one\n", "\n", "three"]
    assert str(lines[1][1]).startswith("is not UTF-8 (byte 0xff at offset 1)")


def test_a_binary_file_is_one_broken_line() -> None:
    lines = list(numbered_lines(open_bytes(io.BytesIO(b"\x7fELF\0\n" * 500))))
    assert [(number, str(line)) for number, line in lines] == [
        (1, "holds NUL characters, as binary files do: give plain text in UTF-8")
    ]


def test_lines_of_utf16() -> None:
    lines = list(numbered_lines(open_bytes(io.BytesIO("één\r\ntwo\u2028\n".encode("utf-16")))))
    assert lines == [(1, "één\r\n"), (2, "two\u2028\n")]


def test_gzip_goes_by_its_magic_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_bytes(gzip.compress(b"first ") + gzip.compress(b"second"))
    assert read_bytes(path) == b"first second"
    assert read_bytes(io.BytesIO(path.read_bytes())) == b"first second"


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-9], lambda data: data[:60] + b"\xff" * 9, lambda data: data + b"x"]
)
def test_damaged_gzip_is_said_to_be(spoil) -> None:  # type: ignore[no-untyped-def]
    data = spoil(gzip.compress(bytes(range(256)) * 40))
    with pytest.raises(InputError, match=r"the gzip data are damaged \(.+\): compress the file again"):
        read_bytes(io.BytesIO(data))


def test_lines_before_the_damage_are_read() -> None:
    data = gzip.compress(b"one\ntwo\n" * 50_000)
    lines = list(numbered_lines(open_bytes(io.BytesIO(data[:-200]))))
    assert len(lines) > 2
    assert {line for _, line in lines[:-2]} == {"one\n", "two\n"}
    assert str(lines[-1][1]).startswith("the gzip data are damaged")
    assert lines[-1][0] == lines[-2][0] + 1


def test_a_bomb_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "EXPANDED_LIMIT", 2**20)
    assert len(read_bytes(io.BytesIO(gzip.compress(b"a" * 2**20)))) == 2**20
    with pytest.raises(InputError, match="expand to more than 1 MiB"):
        read_bytes(io.BytesIO(gzip.compress(b"a" * (2**20 + 1))))
    *_, (number, last) = numbered_lines(open_bytes(io.BytesIO(gzip.compress(b"aaaaaaa\n" * 2**18))))
    assert "expand to more than 1 MiB" in str(last)
    assert number <= 2**17 + 1


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^no such file or folder: check the path$"):
        open_bytes(tmp_path / "none.txt")
    with pytest.raises(InputError, match=r"^cannot be read \(Is a directory\)"):
        open_bytes(tmp_path)
    with pytest.raises(InputError, match=r"^cannot be read \(.*embedded null"):
        open_bytes("a\0b")


def test_one_line_is_one_line_in_any_terminal() -> None:
    assert one_line("a\nb\x1b[31m\u202ec\ud800é") == "a\\nb\\x1b[31m\\u202ec\\ud800é"
    assert printable_path("caf\udce9.txt") == "caf\ufffd.txt"
