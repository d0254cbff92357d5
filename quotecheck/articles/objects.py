"""Articles given as JSON: one object a line (.jsonl), or a list, one object or ``{"articles": [...]}`` (.json)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from quotecheck.articles.files import decode, numbered_lines
from quotecheck.articles.rows import identifier, json_object, json_rows, optional, parse_json, prose
from quotecheck.errors import InputError
from quotecheck.records import Article

_FIELDS = ("outlet", "title", "date", "url", "language", "event")


def read_json_lines(stream: io.BufferedReader) -> Iterator[tuple[str, Article | InputError]]:
    """One article for each line that is not blank, with its place in the stream (``:12``), or what is wrong with it."""
    for number, row in json_rows(numbered_lines(stream)):
        yield f":{number}", row if isinstance(row, InputError) else _article(row)


def read_json(data: bytes) -> Iterator[tuple[str, Article | InputError]]:
    """The articles of one JSON document, with their places in it (``[0]``, or none where it is one article).

    A file of JSON lines under the name .json is read as such. Raises InputError if it is neither.
    """
    text = decode(data)
    try:
        document = parse_json(text)
    except InputError:
        lines = list(enumerate(io.StringIO(text, newline="\n"), start=1))
        if len(lines) < 2 or isinstance(next(json_rows(lines), (0, InputError("", "")))[1], InputError):
            raise
        yield from read_json_lines(io.BufferedReader(io.BytesIO(data)))
        return
    if isinstance(document, dict) and "text" not in document and isinstance(document.get("articles"), list):
        document = document["articles"]
    if not isinstance(document, list):
        yield "", _article(json_object(document))
        return
    for index, item in enumerate(document):
        try:
            yield f"[{index}]", _article(json_object(item))
        except InputError as problem:
            yield f"[{index}]", problem


def _article(row: Mapping[str, object]) -> Article | InputError:
    try:
        return Article(
            id=identifier(row),
            text=prose(row, "text"),
            **{field: optional(row, field) for field in _FIELDS},
            extra={key: value for key, value in row.items() if key not in {"id", "text", *_FIELDS}},
        )
    except InputError as problem:
        return problem
