from __future__ import annotations

import pytest

from quotecheck.comparison.verification_claims import claim_of, unmarked
from quotecheck.records import Article, Claim, Quote, Span

TEXT = "“We will,” Vale said, “build it.” She called it “a promise” to “the valley”. Vale said it would rain."


def quote(kind: str, content: str, *quoted: str) -> Quote:
    def span(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    spans = tuple(map(span, content.split("|")))
    text = " ".join(TEXT[slice(*one)] for one in spans)
    return Quote("a#1", "a", "The Courier", kind, spans, tuple(map(span, quoted)), text, "Ada Vale")  # type: ignore[arg-type]


def test_the_marked_words_are_what_was_said() -> None:
    article = Article("a", TEXT)
    assert claim_of(article, quote("direct", "“We will,”|“build it.”", "We will,", "build it.")) == Claim(
        "a#1", "We will, build it.", "Ada Vale", None, "direct", None, "a", "The Courier"
    )
    mixed = claim_of(article, quote("mixed", "“a promise” to “the valley”", "a promise", "the valley"))
    assert (mixed.text, mixed.context) == ("a promise … the valley", "“a promise” to “the valley”")
    indirect = claim_of(article, quote("indirect", "it would rain"))
    assert (indirect.text, indirect.context) == ("it would rain", None)


def test_marks_inside_marks_are_not_taken_twice() -> None:
    nested = Quote("a#1", "a", None, "direct", (Span(0, 20),), (Span(1, 19), Span(5, 8)), "x", None)
    assert claim_of(Article("a", TEXT), nested).text == TEXT[1:19]


@pytest.mark.parametrize(
    ("context", "left"),
    [
        ("she “would not say” so", "she would not say so"),
        ('the mill was "safe" and "dry"', "the mill was safe and dry"),
        ("Roth's mill was ‘safe’, the workers' choice", "Roth's mill was safe, the workers choice"),
        ("that “he said ‘never’ to us”", "that he said ‘never’ to us"),
        ("that 'he said \"never\" to us'", 'that he said "never" to us'),
        ("no marks at all, isn't it", "no marks at all, isn't it"),
    ],
)
def test_the_outlet_s_marks_go_and_those_inside_stay(context: str, left: str) -> None:
    assert unmarked(context) == left
