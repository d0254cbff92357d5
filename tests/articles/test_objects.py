"""Articles given as JSON, well formed and not."""

from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.articles.objects import read_json, read_json_lines
from quotecheck.errors import InputError
from quotecheck.records import Article

ENCODABLE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
WORDS = ENCODABLE.filter(str.strip)


def _lines(data: bytes) -> list[tuple[str, Article | InputError]]:
    return list(read_json_lines(io.BufferedReader(io.BytesIO(data))))


def _reason(row: str) -> str:
    [(place, problem)] = _lines(row.encode())
    assert place == ":1"
    assert isinstance(problem, InputError)
    assert "\n" not in str(problem)
    return str(problem)


def test_every_field_and_what_is_unknown() -> None:
    row = {
        "id": "a1",
        "text": " “One.” ",
        "outlet": "The Reed",
        "title": "T",
        "date": "2024-05-01T10:00:00Z",
        "url": "https://reed.example/1",
        "language": "en",
        "event": "flood",
        "desk": {"name": "City", "staff": [1, None, True, 2.5]},
    }
    [(_, article)] = _lines(json.dumps(row).encode())
    assert article == Article(
        id="a1",
        text=" “One.” ",
        outlet="The Reed",
        title="T",
        date="2024-05-01T10:00:00Z",
        url="https://reed.example/1",
        language="en",
        event="flood",
        extra={"desk": {"name": "City", "staff": [1, None, True, 2.5]}},
    )


@given(WORDS, WORDS, st.booleans())
def test_strings_are_kept_as_given(name: str, text: str, escaped: bool) -> None:
    [(_, article)] = _lines(json.dumps({"id": name, "text": text}, ensure_ascii=escaped).encode())
    assert isinstance(article, Article)
    assert (article.id, article.text) == (name, text)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "a"}', "has no text: give the words under 'text'"),
        ('{"text": "Words."}', "has no id: give every row an id of its own"),
        ('{"id": null, "text": "Words."}', "has no id: give every row an id of its own"),
        ('{"id": " ", "text": "Words."}', "its id is empty: give every row an id of its own"),
        ('{"id": true, "text": "Words."}', "its id is true or false: give a string"),
        ('{"id": 1.5, "text": "Words."}', "its id is a number: give a string"),
        ('{"id": "a", "text": ["Words."]}', "its text is a list: give a string"),
        ('{"id": "a", "text": " \\n\\u00a0"}', "its text holds no text: leave the row out or give the words"),
        ('{"id": "a", "text": "a\\u0000b"}', "its text holds NUL characters, as binary files do: give plain text"),
        ('{"id": "a", "text": "Words.", "title": 7}', "its title is a number: give a string or leave it out"),
        ('["id", "text"]', "is a list: give a JSON object"),
        ("null", "is null: give a JSON object"),
        ('"text"', "is a string: give a JSON object"),
        ('{"id": "a", "text": "Words."', "is not JSON (Expecting ',' delimiter at column 29): mend it"),
        ('{"id": "a", "text":\n', "is not JSON (Expecting value at column 20): mend it"),
        ('{"id": "a", "text": "Wor\n', "is not JSON (Unterminated string starting at column 21): mend it"),
        ('{"id": "a", "text": "Words.", "n": NaN}', "holds NaN, which is not JSON: give null or a string"),
        ('{"id": "a", "text": "Words.", "n": 1e999}', "holds a number too large to read: give it as a string"),
        ('{"id": "a", "n": ' + "9" * 5000 + "}", "holds a number too large to read: give it as a string"),
        ("[" * 100_000, "nests deeper than 64 levels: flatten it"),
        ('{"id": "a", "text": "Words.", "n": ' + "[" * 80 + "]" * 80 + "}", "nests deeper than 64 levels: flatten it"),
    ],
)
def test_rows_that_cannot_be_used(row: str, said: str) -> None:
    assert _reason(row) == said


def test_a_number_is_an_id_and_null_is_no_outlet() -> None:
    [(_, article)] = _lines(b'{"id": 17, "text": "Words.", "outlet": null, "title": ""}')
    assert isinstance(article, Article)
    assert (article.id, article.outlet, article.title) == ("17", None, None)


def test_half_a_surrogate_pair_is_replaced_by_one_character() -> None:
    [(_, article)] = _lines(b'{"id": "a", "text": "x\\ud83d y\\ud83d\\ude00", "\\udc00": ["\\udfff"]}')
    assert isinstance(article, Article)
    assert article.text == "x\ufffd y😀"
    assert article.extra == {"\ufffd": ["\ufffd"]}


def test_bad_lines_do_not_take_the_good_ones_along() -> None:
    data = b'{"id": "a", "text": "One."}\r\n\n{oops}\n\xff\xfe\n  \t\n{"id": "b", "text": "Two."}'
    found = _lines(data)
    assert [place for place, _ in found] == [":1", ":3", ":4", ":6"]
    assert [item.id for _, item in found if isinstance(item, Article)] == ["a", "b"]


def test_a_line_of_ten_megabytes_is_read() -> None:
    text = "“Words and words,” she said. " * 360_000
    data = json.dumps({"id": "long", "text": text}, ensure_ascii=False).encode()
    assert len(data) > 10_000_000
    [(_, article)] = _lines(data)
    assert isinstance(article, Article)
    assert article.text == text


ONE = {"id": "a", "text": "One."}
TWO = {"id": "b", "text": "Two."}


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (json.dumps([ONE, TWO], indent=2), ["[0]", "[1]"]),
        (json.dumps({"articles": [ONE, TWO]}), ["[0]", "[1]"]),
        (json.dumps(ONE) + "\n" + json.dumps(TWO), [":1", ":2"]),
        ("\n" + json.dumps(ONE) + "\n" + json.dumps(TWO) + "\n", [":2", ":3"]),
    ],
)
def test_the_shapes_of_a_json_file(document: str, places: list[str]) -> None:
    found = list(read_json(document.encode("utf-8-sig")))
    assert [place for place, _ in found] == places
    assert [item.text for _, item in found if isinstance(item, Article)] == ["One.", "Two."]


def test_one_article_in_a_json_file() -> None:
    [(place, article)] = list(read_json(json.dumps({**ONE, "articles": [TWO]}, indent=1).encode()))
    assert place == ""
    assert article == Article(id="a", text="One.", extra={"articles": [TWO]})


def test_a_bad_item_of_a_list_has_its_place() -> None:
    found = list(read_json(json.dumps([ONE, 3, {"id": "c"}, TWO]).encode()))
    assert [(place, isinstance(item, Article)) for place, item in found] == [
        ("[0]", True),
        ("[1]", False),
        ("[2]", False),
        ("[3]", True),
    ]


@pytest.mark.parametrize("document", [b"{", b"3", b'{"id":\n"a"', b"[" * (sys.getrecursionlimit() * 20)])
def test_a_file_that_is_no_json(document: bytes) -> None:
    with pytest.raises(InputError) as caught:
        list(read_json(document))
    assert "\n" not in str(caught.value)
