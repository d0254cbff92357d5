"""Statements across made-up outlets."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from quotecheck import split
from quotecheck.comparison import Alignment, align
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.units import clauses_of
from quotecheck.embedding import Encoder
from quotecheck.records import Article, Quote, Span

Cover = Callable[..., tuple[list[Article], list[Quote]]]
ADA, PELL = "Ada Vale", "Tamsin Pell"
LONG = (
    "I thank all who came to the harbour, carrying with me the sorrow that we found no more of the crew, "
    "the regret that I could not keep the old lighthouse burning."
)


def texts(found: Alignment) -> list[list[str]]:
    return [[rendering.text for rendering in statement.renderings] for statement in found.statements]


def test_the_same_words_are_one_statement(encoder: Encoder, cover: Cover) -> None:
    articles, quotes = cover(
        herald=[(ADA, "We will open the third lane before the winter."), (ADA, "My mother was born on this island.")],
        post=[(ADA, "We will open the third lane before the winter.")],
    )
    found = align(articles, quotes, encoder, load_judge(), 0.5)
    assert texts(found) == [["We will open the third lane before the winter."] * 2]
    statement = found.statements[0]
    assert (statement.id, statement.speaker, statement.label, statement.divergence) == ("s1", ADA, "verbatim", 0.0)
    assert found.unmatched == ("herald#1",)


@pytest.mark.parametrize(
    ("one", "other", "left_open"),
    [
        ("denied that the tolls had been spent twice", "admitted that the tolls had been spent twice", 0),
        ("said that the tolls had been spent twice", "would not say whether the tolls had been spent twice", 1),
        ("did not say that the tolls had been spent twice", "said that the tolls had been spent twice", 0),
        ("denied that the tolls had been spent twice", "denied that the tolls had been spent twice", None),
        ("denied that the tolls had been spent twice", "said that the tolls had not been spent twice", None),
    ],
)
def test_what_was_denied_was_not_said(encoder: Encoder, one: str, other: str, left_open: int | None) -> None:
    articles = [Article(name, f"{ADA} {words}.") for name, words in (("herald", one), ("post", other))]
    quotes = split(articles)
    (statement,) = align(articles, quotes, encoder, load_judge(), 0.5).statements
    (comparison,) = statement.comparisons
    assert comparison.withheld == (None if left_open is None else quotes[left_open].id)
    if left_open is not None:
        assert (comparison.label, statement.label) == ("altered", "altered")
        assert comparison.altered >= 0.8


def test_content_slices_the_article(encoder: Encoder, cover: Cover) -> None:
    articles, quotes = cover(
        herald=[(ADA, LONG)], post=[(ADA, "regret at having failed to keep the old lighthouse lit")]
    )
    found = align(articles, quotes, encoder, load_judge(), 0.5)
    whole = {article.id: article.text for article in articles}
    for statement in found.statements:
        for rendering in statement.renderings:
            assert " ".join(whole[rendering.article][s.start : s.end] for s in rendering.content) == rendering.text


def test_a_fragment_meets_its_clause(encoder: Encoder, cover: Cover) -> None:
    fragment = "regret at having failed to keep the old lighthouse lit"
    articles, quotes = cover(herald=[(ADA, LONG)], post=[(ADA, fragment, "mixed")])
    found = align(articles, quotes, encoder, load_judge(), 0.5)
    assert texts(found) == [["the regret that I could not keep the old lighthouse burning.", fragment]]
    assert found.statements[0].label in ("reworded", "altered")


def test_three_sentences_in_full_are_one_statement(encoder: Encoder, cover: Cover) -> None:
    whole = "The bridge is safe. We checked every bolt on Monday. Nobody has to worry about the crossing."
    articles, quotes = cover(herald=[(ADA, whole)], post=[(ADA, whole)])
    assert texts(align(articles, quotes, encoder, load_judge(), 0.5)) == [[whole, whole]]


def test_what_one_outlet_leaves_out_is_not_in_the_rendering(encoder: Encoder, cover: Cover) -> None:
    whole = "The bridge is safe for cars. We checked every bolt on Monday. My cat likes fish."
    articles, quotes = cover(herald=[(ADA, whole)], post=[(ADA, "We checked every bolt on Monday.")])
    assert texts(align(articles, quotes, encoder, load_judge(), 0.5)) == [["We checked every bolt on Monday."] * 2]


def test_an_interrupted_sentence_is_one_rendering(encoder: Encoder) -> None:
    text = "“We will open the third lane,” she said, “before the first snow of the winter falls.”"
    parts = ("We will open the third lane,", "before the first snow of the winter falls.")
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)
    joined = " ".join(text[span.start : span.end] for span in spans)
    broken = Quote("a#0", "a", "a", "direct", spans, spans, joined, ADA)
    other = "We will open the third lane before the first snow of the winter falls."
    whole = Quote("b#0", "b", "b", "direct", (Span(0, len(other)),), (Span(0, len(other)),), other, ADA)
    found = align([Article("a", text), Article("b", other)], [broken, whole], encoder, load_judge(), 0.5)
    assert len(found.statements) == 1
    first, second = found.statements[0].renderings
    assert tuple(text[span.start : span.end] for span in first.content) == parts
    assert second.text == other
    assert found.statements[0].label == "verbatim"


def test_two_people_who_say_the_like_are_two_statements(encoder: Encoder, cover: Cover) -> None:
    articles, quotes = cover(
        herald=[(ADA, "The new lane will make the crossing much safer.")],
        post=[(PELL, "Crossing will be far safer with the new lane.")],
    )
    found = align(articles, quotes, encoder, load_judge(), 0.5)
    assert found.statements == ()
    assert found.unmatched == ("herald#0", "post#0")


def test_one_person_who_says_the_like_is_one_statement(encoder: Encoder, cover: Cover) -> None:
    articles, quotes = cover(
        herald=[(ADA, "The new lane will make the crossing much safer.")],
        post=[(ADA, "Crossing will be far safer with the new lane.")],
    )
    assert len(align(articles, quotes, encoder, load_judge(), 0.5).statements) == 1


def test_the_same_words_of_two_people_are_reported(encoder: Encoder, cover: Cover) -> None:
    words = "That steel was sold to the harbour company as new."
    articles, quotes = cover(herald=[(ADA, words)], post=[(PELL, words)])
    (statement,) = align(articles, quotes, encoder, load_judge(), 0.5).statements
    assert statement.misattributed
    assert [comparison.misattributed for comparison in statement.comparisons] == [True]
    articles, quotes = cover(herald=[(ADA, words)], post=[(None, words)])
    assert not align(articles, quotes, encoder, load_judge(), 0.5).statements[0].misattributed


def test_an_article_has_one_rendering_of_a_statement(encoder: Encoder, cover: Cover) -> None:
    words = "We will open the third lane before the winter."
    articles, quotes = cover(
        herald=[(ADA, words), (ADA, "We will open the third lane before winter.")], post=[(ADA, words)]
    )
    found = align(articles, quotes, encoder, load_judge(), 0.5)
    assert texts(found) == [[words, words]]
    assert found.unmatched == ()  # the repetition is no news of one outlet alone


def test_three_outlets_agree(encoder: Encoder, cover: Cover) -> None:
    articles, quotes = cover(
        herald=[(ADA, "We lost 46 boats in the storm."), (PELL, "The council never asked us.")],
        post=[(ADA, "We lost 64 boats in the storm.")],
        wire=[(ADA, "In the storm we lost 46 boats."), (PELL, "Nobody on the council ever asked us.")],
    )
    first, second = align(articles, quotes, encoder, load_judge(), 0.5).statements
    assert [rendering.article for rendering in first.renderings] == ["herald", "post", "wire"]
    assert {(c.a, c.b) for c in first.comparisons} == {
        ("herald#0", "post#0"), ("herald#0", "wire#0"), ("post#0", "wire#0")}  # fmt: skip
    assert first.label == "altered"
    assert first.divergence == max(comparison.divergence for comparison in first.comparisons)
    assert [rendering.article for rendering in second.renderings] == ["herald", "wire"]


def test_no_chain_of_single_links(encoder: Encoder, cover: Cover) -> None:
    """A middle text that shares a half with either end does not tie the ends together."""
    articles, quotes = cover(
        a=[(ADA, "The lighthouse keeper sold his house in the village.")],
        b=[(ADA, "The lighthouse keeper sold his house and the baker bought a piano.")],
        c=[(ADA, "Then the baker bought a piano in the village shop.")],
    )
    for statement in align(articles, quotes, encoder, load_judge(), 0.5).statements:
        assert {"a", "c"} != {rendering.article for rendering in statement.renderings}
        assert len(statement.renderings) == 2


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_input_does_not_matter(encoder: Encoder, cover: Cover, seed: int) -> None:
    articles, quotes = cover(
        herald=[(ADA, LONG), (PELL, "The council never asked us."), (ADA, "We lost 46 boats.")],
        post=[(ADA, "regret at having failed to keep the old lighthouse lit"), (ADA, "We lost 64 boats.")],
        wire=[(PELL, "Nobody on the council ever asked us."), (None, "We lost 46 boats.")],
    )
    before = align(articles, quotes, encoder, load_judge(), 0.5)
    rng = random.Random(seed)
    rng.shuffle(articles)
    rng.shuffle(quotes)
    assert align(articles, quotes, encoder, load_judge(), 0.5) == before
    assert [statement.id for statement in before.statements] == [f"s{n + 1}" for n in range(len(before.statements))]


def test_nothing_to_align(encoder: Encoder, cover: Cover) -> None:
    assert align([], [], encoder, load_judge(), 0.5) == Alignment((), ())
    articles, quotes = cover(herald=[(ADA, "One outlet alone.")])
    assert align(articles, quotes, encoder, load_judge(), 0.5) == Alignment((), ("herald#0",))
    empty = Quote("x#0", "x", None, "direct", (Span(0, 3),), (), "…!?")
    assert align([Article("x", "…!?")], [empty], encoder, load_judge(), 0.5).unmatched == ("x#0",)


def test_hostile_quotes_take_no_quadratic_work(steps: Callable[[Callable[[], object]], int]) -> None:
    def work(size: int) -> int:
        text = ", " * (100 * size) + "and so on, " * size
        quote = Quote("x#0", "x", None, "direct", (Span(0, len(text)),), (), text)
        assert clauses_of(text, quote, 0)
        return steps(lambda: clauses_of(text, quote, 0))

    assert work(80) < 5 * work(20) + 1000
