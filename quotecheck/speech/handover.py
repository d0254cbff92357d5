"""Where the tagger gives one speaker the quotes of two paragraphs although the first of them tells its own.

Where Ann Lee laughed. “Am I late?” ends a paragraph and “You are,” shouted a man. opens the next, the first quote has
no cue, and the tagger takes the second one's for it. A quote that its own paragraph leads up to stays there: on the
training part of PolNeAR 1.0, of 6,387 quotes with words in marks, 7 stand behind other words of their paragraph and
have their cue in a later one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quotecheck.records import Span
from quotecheck.speech.attribution import Attribution
from quotecheck.speech.tagging import Found


def without_earlier(paragraphs: Sequence[Span], ruled: Sequence[Attribution], tagged: Sequence[Found]) -> list[Found]:
    """The tagger's attributions without what belongs to the speaker of a paragraph before the cue's own."""
    told = {
        span.start: span.end
        for attribution in ruled
        if attribution.pattern == "cueless" and attribution.mention is not None
        for span in attribution.content
    }
    starts, begins = sorted(told), [paragraph.start for paragraph in paragraphs]
    kept = []
    for found in tagged:
        spans = found.content
        if found.cue is not None and told:
            floor = begins[max(0, bisect_right(begins, found.cue.start) - 1)]
            spans = tuple(span for span in spans if span.start >= floor or not _is_told(span, starts, told))
        if spans:
            kept.append(found if spans == found.content else replace(found, content=spans))
    return kept


def _is_told(span: Span, starts: Sequence[int], told: dict[int, int]) -> bool:
    """Whether the span lies within or around a quote that has its speaker."""
    at = bisect_right(starts, span.end - 1) - 1
    return at >= 0 and told[starts[at]] > span.start
