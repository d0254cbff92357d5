"""Pairs of units: what is bounded for all at once agrees with what is found for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import numpy as np

from quotecheck.comparison.candidates import candidate_pairs
from quotecheck.comparison.ties import Ties, _Stems
from quotecheck.comparison.units import Unit, clauses_of, units_of
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Article, Quote

TEXTS = (
    "The ferry leaves the harbour before the storm.",
    "The storm, the storm, the ferry!",
    "",
    "Forty crews left.",
    "A light burns over the harbour, over the harbour and the bridge.",
)


def test_shared_weight_of_stems_is_counted_by_hand() -> None:
    units = [Unit(0, 0, 0, (), text, read_words(text)) for text in TEXTS]
    weights = [Counter[str]() for _ in units]
    for counted, unit in zip(weights, units, strict=True):
        for word in unit.words.words:
            counted[word.stem] += word.weight  # type: ignore[assignment]
    pairs = [(i, j) for i in range(len(units)) for j in range(len(units))]
    found = _Stems(units).shared(*(np.array(column) for column in zip(*pairs, strict=True)))
    assert found.tolist() == [(weights[i] & weights[j]).total() for i, j in pairs]
    # of the first two: ferry and storm weigh 1 each, "the" .25 as often as it stands in both
    assert found[1] == 2.75


def test_ties_at_the_threshold_are_promising(
    encoder: Encoder, cover: Callable[..., tuple[list[Article], list[Quote]]]
) -> None:
    ada, pell, other = "Ada Vale", "Tamsin Pell", "Ida Stone"
    said = "We will open the third lane before the winter, and nobody will pay a toll for it."
    articles, quotes = cover(
        herald=[(ada, said), (pell, "The old ferry was sold in March."), (None, "Nobody asked the crew.")],
        mail=[(ada, "The third lane opens before winter and there will be no toll."), (other, said)],
        post=[(ada, said.upper()), (pell, "They sold the ferry, the old one, in March."), (pell, "I like my cat.")],
    )
    texts = {article.id: article.text for article in articles}
    units = [
        one
        for index, quote in enumerate(quotes)
        for one in units_of(texts[quote.article], clauses_of(texts[quote.article], quote, index))
    ]
    names = sorted(texts)
    article_of = np.array([names.index(quotes[one.quote].article) for one in units])
    vectors = encoder.encode([one.text for one in units])
    ties = Ties(units, article_of, quotes, [None] * len(quotes), vectors)
    promising = set(ties.promising(*candidate_pairs(units, article_of, vectors), 0.5))
    afresh = Ties(units, article_of, quotes, [None] * len(quotes), vectors)  # nothing kept from the bounds
    across = [pair for pair in combinations(range(len(units)), 2) if article_of[pair[0]] != article_of[pair[1]]]
    found = {pair: afresh.tie(*pair) for pair in across}
    strong = {pair for pair, tie in found.items() if tie is not None and tie.same >= 0.5}
    assert strong <= promising < set(across)
    assert {(units[i].text, units[j].text) for i, j in strong} >= {(said, said.upper()), (said, said)}
    assert all(ties.tie(*pair) == found[pair] == ties.tie(*reversed(pair)) for pair in across)
