"""Cues that tell of what was not said; sentences are made up."""

from __future__ import annotations

import pytest

from quotecheck.records import Article, Span
from quotecheck.speech import split_article
from quotecheck.speech.unsaid import is_unsaid


def spans(marked: str) -> tuple[str, Span, Span]:
    """The text of "‹mention› helping words «cue» …", with the spans of the cue and of the mention."""
    text = marked.translate(str.maketrans("", "", "‹›«»"))
    mention = Span(0, marked.index("›") - 1)
    start = marked.index("«") - 2
    return text, Span(start, start + marked.index("»") - marked.index("«") - 1), mention


@pytest.mark.parametrize(
    "marked",
    [
        "‹The owner› «would not say» whether wages would be paid.",
        "‹The owner› would not «say» whether wages would be paid.",
        "‹The owner› wouldn’t «say» whether wages would be paid.",
        "‹The owner› has so far «declined to discuss» the wages.",
        "‹The owner› has repeatedly refused to «say» when it would open.",
        "‹The owner› «was unable to explain» how it had happened.",
        "‹The owner› «never mentioned» that wages would be cut.",
        "‹Neither firm› «would comment on» the wages.",
        "‹Nobody› «said» that wages would be cut.",
        "‹No one› «said» that wages would be cut.",
        "‹No-one› «said» that wages would be cut.",
    ],
)
def test_what_was_not_said(marked: str) -> None:
    assert is_unsaid(*spans(marked))


@pytest.mark.parametrize(
    "marked",
    [
        "‹The owner› «said» that wages would not be paid.",
        "‹The owner› «did not hesitate to say» that wages would be cut.",
        "‹The owner› «not only said» that wages would be cut.",
        "‹The owner› could not help «adding» that wages would be cut.",
        "‹The owner› «declined, saying» that wages were no matter of his.",
        "‹The owner› did not come but «said» that wages would be cut.",
        "‹The owner›, who had not slept, «said» that wages would be cut.",
        "‹The owner› «denied» that wages would be cut.",
        "‹The owner› «did not deny» that wages would be cut.",
        "‹The owner› «would not rule out» that wages would be cut.",
        "‹The owner› «does not think» that wages would be cut.",
        "‹No. 10› «said» that wages would be cut.",
        "‹No 10 officials› «said» that wages would be cut.",
    ],
)
def test_what_was_said(marked: str) -> None:
    assert not is_unsaid(*spans(marked))


def test_a_cue_without_a_speaker_is_read_by_itself() -> None:
    text = "It was not clear. Asked about it"
    assert not is_unsaid(text, Span(18, 23), None)


def test_split_gives_it_as_no_speech() -> None:
    text = "Olaf Berg, the owner, would not say whether the wages of the mill would be paid in June."
    (quote,) = split_article(Article("a", text))
    assert quote.speaker == "Olaf Berg"
    assert not quote.speech
