"""Quotes of two paragraphs that the tagger gives to one speaker; the text is made up."""

from __future__ import annotations

from quotecheck.records import Article, Span
from quotecheck.speech import split_article
from quotecheck.speech.attribution import Attribution
from quotecheck.speech.handover import without_earlier
from quotecheck.speech.tagging import Found

PARAGRAPHS = [Span(0, 40), Span(42, 80)]
EARLY, LATE = Span(20, 40), Span(42, 50)
CUE, SUBJECT = Span(51, 58), Span(0, 6)


def found(*content: Span, cue: Span | None = CUE) -> Found:
    return Found(content, cue, Span(59, 62), 0.9, 0.9, 0.9, 0.9, 0.9, 0.9)


def ruled(pattern: str, mention: Span | None = SUBJECT) -> Attribution:
    return Attribution([EARLY], mention, None, 0, pattern)


def test_a_quote_that_its_paragraph_leads_up_to_stays_there() -> None:
    assert without_earlier(PARAGRAPHS, [ruled("cueless")], [found(EARLY, LATE)]) == [found(LATE)]
    assert without_earlier(PARAGRAPHS, [ruled("cueless")], [found(EARLY)]) == []


def test_other_attributions_stay_as_they_are() -> None:
    both = [found(EARLY, LATE)]
    assert without_earlier(PARAGRAPHS, [ruled("left-after")], both) == both
    assert without_earlier(PARAGRAPHS, [ruled("cueless", None)], both) == both
    assert without_earlier(PARAGRAPHS, [], both) == both
    uncued, own = [found(EARLY, cue=None)], [found(EARLY, cue=Span(10, 15))]
    assert without_earlier(PARAGRAPHS, [ruled("cueless")], uncued) == uncued
    assert without_earlier(PARAGRAPHS, [ruled("cueless")], own) == own


def test_who_was_asked_speaks_and_who_answers_does_not_speak_for_him() -> None:
    text = "Asked if he believed Lund, Berg laughed. “Do I look stupid?”\n\n“Yes,” shouted a colleague."
    spoken = {quote.text: quote.speaker for quote in split_article(Article("a", text)) if quote.quoted}
    assert spoken == {"“Do I look stupid?”": "Berg", "“Yes,”": "colleague"}
