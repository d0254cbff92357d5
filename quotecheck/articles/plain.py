"""Plain text and Markdown: the whole file is the text; a header line may give date and title."""

from __future__ import annotations

import re
from datetime import date

from quotecheck.records import Span

_DATE_LINE = re.compile(r"[ \t]*date[ \t]+(\d{4}-\d{2}-\d{2})(?:[ \t]+([^\r\n]*))?(?=[\r\n]|\Z)", re.ASCII)
_PUBLISHED_LINE = re.compile(r"^[ \t]*Published:[^\r\n]*", re.MULTILINE)


def read_header(text: str) -> tuple[str | None, str | None]:
    """Date (ISO 8601) and headline from a first line ``date YYYY-MM-DD Headline…``; None for what is not there."""
    match = _DATE_LINE.match(text)
    if match is None or not _is_date(match[1]):
        return None, None
    return match[1], (match[2] or "").strip() or None


def metadata_spans(text: str) -> list[Span]:
    """The lines of ``text`` that are no prose: a first line ``date YYYY-MM-DD …`` and lines ``Published: …``.

    Words in quotation marks in them are nobody's statement. Spans are in order and leave the line's end out.
    """
    spans = []
    if read_header(text)[0] is not None:
        match = _DATE_LINE.match(text)
        assert match is not None
        spans.append(Span(*match.span()))
    spans.extend(Span(*match.span()) for match in _PUBLISHED_LINE.finditer(text))
    return spans


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
