"""Where quotation marks open and close: one pass over the article with a stack of the marks that are open.

The machine knows curly and straight marks, guillemets (in French and in German order), low opening marks, doubled
apostrophes and CJK brackets; it tells apostrophes from closing marks by what stands around them, follows a quote
over paragraphs that each repeat the opening mark, and repairs what is unbalanced one paragraph at a time, so
that a stray mark never swallows the rest of an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quotecheck.records import Span

_CLOSERS: dict[str, tuple[str, ...]] = {
    "“": ("”", "“", '"'), "”": ("”",), '"': ('"', "”"), "„": ("“", "”", '"'), "‟": ("”",),
    "‘": ("’", "'"), "'": ("'", "’"), "‚": ("‘", "’"), "‛": ("’",), "`": ("'", "’"),
    "«": ("»",), "»": ("«",), "‹": ("›",), "›": ("‹",), "「": ("」",), "『": ("』",),
    "''": ("''",), "``": ("''",),
}  # fmt: skip
_MARK = re.compile(r"''|``|[“”\"„‟‘’'‚‛`«»‹›「」『』]")
_DOUBLE = frozenset(("“", "”", '"', "„", "‟", "«", "»", "''", "``"))
_APOSTROPHE = frozenset("'’‘")
_BRACKETS = frozenset("「『」』")
_UNAMBIGUOUS = frozenset("“„‟«‹「『‘") | {"``"}  # open without regard to the space before them
_ELISION = re.compile(
    r"[’'‘](?:\d\d?s?|(?:em|tis|twas|til|till|cause|bout|round|n|cuz|nuff|gainst|tude))\b", re.IGNORECASE
)
_BEFORE_OPENING = frozenset("([{<>—–-―/:;,=|*_…“‘\"'«‹„‚「『`»›")
_AFTER_CLOSING = frozenset(")]}<>.,;:!?…—–-―/|*_”’\"'»›」』«‹“[(")
_LOOKAHEAD = 4000
_DEEPEST = 8  # quotes nested deeper than this are noise; the bound keeps the pass linear


@dataclass(frozen=True, slots=True)
class QuotedRegion:
    """A stretch in quotation marks within one paragraph; ``inner`` leaves the marks out.

    ``depth`` is 0 for a quote of the article, 1 for a quote within that quote, and so on. ``continues``: the
    region goes on with the quote that the paragraph before left open. ``repaired``: its closing mark is missing.
    """

    outer: Span
    inner: Span
    depth: int
    paragraph: int
    continues: bool = False
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    mark: str
    start: int
    end: int


def find_quoted(text: str, paragraphs: Sequence[Span]) -> list[QuotedRegion]:
    """Every region of ``text`` in quotation marks, by position; time grows linearly with the text.

    A mark that is left open runs to the end of its paragraph where the next paragraph goes on with the quote,
    or where it opens the paragraph or follows a comma or colon (a forgotten closing mark); else it is ignored.
    """
    regions: list[QuotedRegion] = []
    carried: str | None = None
    for number, paragraph in enumerate(paragraphs):
        pairs, unclosed = _scan(text, paragraph, carried)
        was_carried, carried = carried is not None, None
        repaired_at = None
        if unclosed is not None and unclosed.end < paragraph.end and not text[unclosed.end].isspace():
            following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
            if following is not None and _goes_on(text, following, unclosed.mark):
                carried = unclosed.mark
            elif unclosed.mark in _DOUBLE and _opens_for_good(text, paragraph, unclosed):
                repaired_at = unclosed.start
            if carried or repaired_at is not None:
                pairs.append((Span(unclosed.start, paragraph.end), Span(unclosed.end, paragraph.end)))
        pairs.sort(key=lambda pair: (pair[0].start, -pair[0].end))
        enclosing: list[int] = []
        for outer, inner in pairs:
            while enclosing and enclosing[-1] <= outer.start:
                enclosing.pop()
            depth = len(enclosing)
            enclosing.append(outer.end)
            regions.append(
                QuotedRegion(
                    outer,
                    inner,
                    depth,
                    number,
                    continues=was_carried and depth == 0 and outer.start == paragraph.start,
                    repaired=outer.start == repaired_at,
                )
            )
    return regions


def _scan(text: str, paragraph: Span, carried: str | None) -> tuple[list[tuple[Span, Span]], _Open | None]:
    """The (outer, inner) pairs of one paragraph, and the first mark that is still open at its end."""
    stack: list[_Open] = []
    pairs: list[tuple[Span, Span]] = []
    if carried is not None and not text.startswith(carried, paragraph.start):
        stack.append(_Open(carried, paragraph.start, paragraph.start))
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark, start, end = match[0], match.start(), match.end()
        before = text[start - 1] if start > paragraph.start else ""
        after = text[end] if end < paragraph.end else ""
        index = _closed_by(text, stack, mark, end, before, after, paragraph.end)
        if index is not None:
            opened = stack[index]
            del stack[index:]
            if opened.end < start:
                pairs.append((Span(opened.start, end), Span(opened.end, start)))
        elif _opens(text, mark, start, before, after):
            if stack and mark in ('"', "''") and stack[-1].mark == mark:
                stack.pop()  # the earlier one was never closed
            stack.append(_Open(mark, start, end))
            del stack[:-_DEEPEST]
    return pairs, next((opened for opened in stack if opened.mark not in ("'", "`", "’", "‚")), None)


def _closed_by(
    text: str, stack: Sequence[_Open], mark: str, end: int, before: str, after: str, limit: int
) -> int | None:
    """Which open mark, by its index in ``stack``, ``mark`` closes; None where it closes none."""
    for index in reversed(range(len(stack))):
        opened = stack[index]
        if mark not in _CLOSERS[opened.mark]:
            continue
        if mark in _BRACKETS:
            return index
        if not before or not _may_close_before(after):
            return None
        if before.isspace():
            # French typography parts its guillemets from the words; elsewhere only a lone mark between spaces closes
            if mark != "»" and not (mark in _DOUBLE and (not after or after.isspace())):
                return None
        elif mark in _APOSTROPHE and _is_possessive(text, opened, end, before, after, limit):
            return None
        return index
    return None


def _may_close_before(after: str) -> bool:
    return not after or after.isspace() or after in _AFTER_CLOSING


def _is_possessive(text: str, opened: _Open, end: int, before: str, after: str, limit: int) -> bool:
    """``workers’ rights``: after an s and before a word, while the quote still has another closing mark ahead."""
    if before not in "sSzx" or not after.isspace():
        return False
    for match in _MARK.finditer(text, end, min(limit, end + _LOOKAHEAD)):
        mark, start = match[0], match.start()
        if mark == opened.mark and mark == "‘":
            return False
        if mark not in _APOSTROPHE:
            if mark in _DOUBLE:
                return False
            continue
        following = text[match.end()] if match.end() < limit else ""
        if not text[start - 1].isspace() and _may_close_before(following):
            return True
    return False


def _opens(text: str, mark: str, start: int, before: str, after: str) -> bool:
    if mark not in _CLOSERS:
        return False
    if mark in _BRACKETS:
        return True
    if not after:
        return False
    if after.isspace():
        return mark == "«" or (mark == "“" and (not before or before.isspace()))
    if mark in _APOSTROPHE and _ELISION.match(text, start):
        return False
    at_edge = not before or before.isspace() or before in _BEFORE_OPENING
    return at_edge or (mark in _UNAMBIGUOUS and not (mark == "‘" and before.isalnum()))


def _goes_on(text: str, following: Span, mark: str) -> bool:
    """Whether the next paragraph carries an open quote on: it repeats the opening mark, or closes it first."""
    if text.startswith(mark, following.start):
        return True
    if mark not in _DOUBLE:
        return False
    for match in _MARK.finditer(text, following.start, following.end):
        found, start, end = match[0], match.start(), match.end()
        if found not in _DOUBLE:
            continue
        after = text[end] if end < following.end else ""
        return (
            found in _CLOSERS[mark]
            and start > following.start
            and not text[start - 1].isspace()
            and _may_close_before(after)
        )
    return False


def _opens_for_good(text: str, paragraph: Span, opened: _Open) -> bool:
    before = text[paragraph.start : opened.start].rstrip()
    return not before or before[-1] in ",:—–"
