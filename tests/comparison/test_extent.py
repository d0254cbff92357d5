"""What an outlet left out of a shared sentence is part of the comparison."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quotecheck.comparison import align
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.units import with_whole_marks
from quotecheck.embedding import Encoder
from quotecheck.records import Article, Quote, Span

Cover = Callable[..., tuple[list[Article], list[Quote]]]
ADA = "Ada Vale"
KEPT = "We will build the new harbour wall"


def labels(found: object) -> list[str]:
    return [statement.label for statement in found.statements]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "rest",
    [
        ", unless the fishers have to pay for it.",
        ", provided that the fishers do not pay for it.",
        " if the fishers do not have to pay for it.",
        ", but only if the fishers do not have to pay.",
        ", as long as the fishers do not have to pay.",
        ", although I have grave doubts about the stones.",
        ", except for the long part at the northern end.",
        ", or so I was told by the clerks in Orrin.",
        ". Unless, of course, the fishers have to pay for it.",
        ". Only if the fishers do not have to pay.",
    ],
)
@pytest.mark.parametrize("cut", [f"{KEPT}.", f"{KEPT} ..."])
def test_a_condition_left_out_alters(encoder: Encoder, cover: Cover, rest: str, cut: str) -> None:
    articles, quotes = cover(herald=[(ADA, KEPT + rest)], post=[(ADA, cut)])
    (statement,) = align(articles, quotes, encoder, load_judge(), 0.5).statements
    assert statement.label == "altered"
    assert statement.renderings[0].text == KEPT + rest
    (change,) = statement.comparisons[0].changes
    assert change.a_text == rest.strip(" ,.")
    assert statement.renderings[0].text[change.a.start : change.a.end] == change.a_text


def test_a_condition_in_front_left_out_alters(encoder: Encoder, cover: Cover) -> None:
    whole = "If the money comes in time, we will build the new harbour wall."
    articles, quotes = cover(herald=[(ADA, whole)], post=[(ADA, f"{KEPT}.")])
    assert labels(align(articles, quotes, encoder, load_judge(), 0.5)) == ["altered"]


def test_other_words_left_out_are_trimmed(encoder: Encoder, cover: Cover) -> None:
    articles, quotes = cover(
        herald=[(ADA, f"{KEPT}, and the council will vote for it on Monday.")], post=[(ADA, f"{KEPT}.")]
    )
    assert labels(align(articles, quotes, encoder, load_judge(), 0.5)) == ["trimmed"]


def test_one_outlet_of_three_leaves_the_condition_out(encoder: Encoder, cover: Cover) -> None:
    whole = f"{KEPT}, unless the fishers have to pay for it."
    articles, quotes = cover(herald=[(ADA, whole)], post=[(ADA, f"{KEPT}.")], wire=[(ADA, whole)])
    (statement,) = align(articles, quotes, encoder, load_judge(), 0.5).statements
    assert {(c.a[0], c.b[0]): c.label for c in statement.comparisons} == {
        ("h", "p"): "altered", ("h", "w"): "verbatim", ("p", "w"): "altered"}  # fmt: skip


def test_a_condition_in_a_mixed_quote(encoder: Encoder, cover: Cover) -> None:
    whole = f"{KEPT} unless the fishers have to pay for it"
    articles, quotes = cover(herald=[(ADA, whole, "mixed")], post=[(ADA, f"{KEPT}.")])
    assert labels(align(articles, quotes, encoder, load_judge(), 0.5)) == ["altered"]


def test_a_sentence_that_a_cue_cut_in_two(encoder: Encoder) -> None:
    text = "“We are disappointed,” she said. “But we respect the court of Orrin.”"
    parts = ("We are disappointed,", "But we respect the court of Orrin.")
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)
    broken = Quote("a#0", "a", "a", "direct", spans, spans, " ".join(parts), ADA)
    other = "We are disappointed, but we respect the court of Orrin."
    whole = Quote("b#0", "b", "b", "direct", (Span(0, len(other)),), (Span(0, len(other)),), other, ADA)
    (statement,) = align(
        [Article("a", text), Article("b", other)], [broken, whole], encoder, load_judge(), 0.5
    ).statements
    assert statement.label == "verbatim"
    assert tuple(text[span.start : span.end] for span in statement.renderings[0].content) == parts


@pytest.mark.parametrize(
    ("text", "end", "parts"),
    [
        ('it was "deeply sorry" for it', 20, ['it was "deeply sorry"']),  # the closing mark is the next character
        ('it was "deeply sorry and ashamed" for it', 20, ["it was", "deeply sorry"]),
        ("it was “deeply sorry and ashamed” for it", 20, ["it was", "deeply sorry"]),
        ('nobody" knew of it', 18, ["nobody", "knew of it"]),
        ("“one” and „two“ and «three»", 27, ["“one” and „two“ and «three»"]),
    ],
)
def test_pairs_of_marks_stay_whole(text: str, end: int, parts: list[str]) -> None:
    assert [text[span.start : span.end] for span in with_whole_marks(text, Span(0, end))] == parts
