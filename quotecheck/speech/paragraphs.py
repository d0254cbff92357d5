"""The paragraphs of an article: what a quotation mark may reach over and an attribution stays within."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from quotecheck.records import Span
from quotecheck.speech.sentences import strip_span

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_WIDEST = 120  # characters; what wraps lines by hand keeps them shorter than this
_FINISHED = frozenset(".!?…:;\"'”’»›)]}>*。！？」』")


def paragraph_spans(text: str, skip: Sequence[Span] = ()) -> list[Span]:
    """The paragraphs of ``text`` without the white space around them, ``skip`` (header lines) left out.

    A line break ends a paragraph, unless the next line goes on in lower case,
    and except in a text that is hard-wrapped: where short lines stop in mid-sentence more
    often than not, only a blank line does.
    """
    lines = []
    begin = 0
    for match in _LINE_END.finditer(text):
        lines.append(strip_span(text, begin, match.start()))
        begin = match.end()
    lines.append(strip_span(text, begin, len(text)))
    hidden = {span.start for span in (strip_span(text, s.start, s.end) for s in skip)}
    lines = [Span(line.start, line.start) if line.start in hidden else line for line in lines]
    wrapped = _is_hard_wrapped(text, lines)
    paragraphs: list[Span] = []
    joinable = False
    for line in lines:
        if line.start == line.end:
            joinable = False
        elif joinable and (wrapped or text[line.start].islower()):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
            joinable = True
    return paragraphs


def _is_hard_wrapped(text: str, lines: Sequence[Span]) -> bool:
    followed = [one for one, two in pairwise(lines) if one.start < one.end and two.start < two.end]
    unfinished = sum(text[line.end - 1] not in _FINISHED for line in followed)
    narrow = all(line.end - line.start <= _WIDEST for line in followed)
    return len(followed) >= 3 and narrow and unfinished > len(followed) / 2
