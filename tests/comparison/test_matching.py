"""Searching a corpus: ties, small and empty ones, duplicates, order, and the accuracy on translations."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotecheck.comparison import find_matches, matching
from quotecheck.comparison.ngrams import Rarity, TrigramIndex, cosines, trigrams
from quotecheck.embedding import Encoder
from quotecheck.records import Text

CORPUS = [
    Text("lane", "We closed the northern lane of the bridge at once."),
    Text("duty", "The duty on bread will rise by a tenth in the spring."),
    Text("steel", "That steel was sold to us as new."),
    Text("ferry", "A second ferry will be bought before the winter."),
    Text("copy", "That steel was sold to us as new."),
    Text("none", ""),
]
QUERIES = [
    Text("q1", "Bread is to be taxed ten percent higher from spring on."),
    Text("q2", "The northern bridge lane was shut immediately."),
    Text("q3", "They sold us the steel as if it were new."),
]


def test_best_first(encoder: Encoder) -> None:
    found = find_matches(QUERIES, CORPUS, 3, encoder)
    assert [match.id for match in found] == ["q1", "q2", "q3"]
    assert [match.hits[0].id for match in found] == ["duty", "lane", "copy"]
    for match in found:
        assert len(match.hits) == 3
        assert [hit.score for hit in match.hits] == sorted((hit.score for hit in match.hits), reverse=True)
        assert match.hits[0].same > match.hits[-1].same
        assert all(0 <= hit.same <= 1 for hit in match.hits)


def test_equal_texts_tie_by_id(encoder: Encoder) -> None:
    hits = find_matches([QUERIES[2]], CORPUS, 2, encoder)[0].hits
    assert [hit.id for hit in hits] == ["copy", "steel"]
    assert hits[0].score == hits[1].score


@pytest.mark.parametrize("k", [1, 3, 10])
def test_no_more_hits_than_texts(encoder: Encoder, k: int) -> None:
    assert [len(match.hits) for match in find_matches(QUERIES, CORPUS, k, encoder)] == [min(k, len(CORPUS))] * 3


def test_nothing_to_search_or_to_ask(encoder: Encoder) -> None:
    assert find_matches([], CORPUS, 3, encoder) == []
    assert [match.hits for match in find_matches(QUERIES, [], 3, encoder)] == [(), (), ()]
    assert find_matches(QUERIES, CORPUS, 0, encoder)[0].hits == ()
    assert len(find_matches([Text("e", "")], CORPUS, 2, encoder)[0].hits) == 2


def test_a_query_asked_twice_is_answered_twice_alike(encoder: Encoder) -> None:
    alone = find_matches(QUERIES[:1], CORPUS, 3, encoder)[0]
    again = Text("again", QUERIES[0].text.upper())
    first, second, _ = find_matches([QUERIES[0], Text("twin", QUERIES[0].text), again], CORPUS, 3, encoder)
    assert first.hits == second.hits == alone.hits


def test_a_text_gives_way_to_the_query_that_fits_it_better(encoder: Encoder) -> None:
    """Of two near-identical sentences each goes to its own counterpart."""
    corpus = [Text("third", "The third pier cracked in the frost."), Text("other", "A pier broke when it froze.")]
    near, far = Text("n", "The third pier cracked in the frost, too."), Text("f", "A pier cracked during the frost.")
    assert find_matches([far], corpus, 1, encoder)[0].hits[0].id == "third"
    together = {match.id: match.hits[0].id for match in find_matches([near, far], corpus, 1, encoder)}
    assert together["n"] == "third"
    scores = {
        match.id: {hit.id: hit.score for hit in match.hits} for match in find_matches([near, far], corpus, 2, encoder)
    }
    alone = {hit.id: hit.score for hit in find_matches([far], corpus, 2, encoder)[0].hits}
    assert scores["f"]["third"] < alone["third"]
    assert scores["n"]["third"] > scores["f"]["third"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(CORPUS), st.permutations(QUERIES), st.integers(1, 40))
def test_order_and_blocks_change_nothing(encoder: Encoder, corpus: list[Text], queries: list[Text], cells: int) -> None:
    whole = {match.id: match.hits for match in find_matches(QUERIES, CORPUS, 4, encoder)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "CELLS", cells)
        assert {match.id: match.hits for match in find_matches(queries, corpus, 4, encoder)} == whole


@given(st.lists(st.text(alphabet="ab c", max_size=8), min_size=1, max_size=6), st.text(alphabet="ab c", max_size=8))
def test_trigram_scores_are_cosines(corpus: list[str], query: str) -> None:
    """Against the definition, written out over dictionaries."""

    def grams(text: str) -> dict[str, int]:
        line = f" {' '.join(text.split())} "
        counted: dict[str, int] = {}
        for at in range(len(line) - 2):
            if line[at + 1] != " ":
                counted[line[at : at + 3]] = counted.get(line[at : at + 3], 0) + 1
        return counted

    documents = [grams(text) for text in corpus]
    n = len(corpus)

    def weights(counted: dict[str, int]) -> dict[str, float]:
        return {
            gram: (1 + np.log(count)) * (np.log((1 + n) / (1 + sum(gram in one for one in documents))) + 1)
            for gram, count in counted.items()
        }

    def cosine(one: dict[str, float], other: dict[str, float]) -> float:
        dot = sum(value * other.get(gram, 0.0) for gram, value in one.items())
        lengths = np.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
        return float(dot / lengths) if lengths else 0.0

    index = TrigramIndex(corpus)
    found = index.scores(*index.queries([query])[0])
    assert np.allclose(found, [cosine(weights(grams(query)), weights(one)) for one in documents], atol=1e-5)


WORDS = st.lists(st.text(alphabet="ab c’\U0001f600", max_size=8), max_size=6)


@given(WORDS, WORDS, st.text(alphabet="ab cd", max_size=8))
def test_some_texts_score_as_in_the_whole_corpus(first: list[str], second: list[str], query: str) -> None:
    """And the rarity of trigrams in a corpus is that of its parts, joined."""
    corpus = first + second
    joined = Rarity.of(trigrams(first), len(first)).joined(Rarity.of(trigrams(second), len(second)))
    whole = Rarity.of(trigrams(corpus), len(corpus))
    assert joined.size == len(corpus)
    assert np.array_equal(joined.codes, whole.codes)
    assert np.array_equal(joined.texts, whole.texts)
    index = TrigramIndex(corpus)
    scores = index.scores(*index.queries([query])[0])
    assert np.allclose(cosines(query, corpus, joined), scores, atol=1e-6)
    assert np.array_equal(cosines(query, second, joined), cosines(query, corpus, joined)[len(first) :])


def test_accuracy_on_translations(shared: Path, encoder: Encoder) -> None:
    """A part of one set, as encoding them all takes minutes; `match` over all four finds 98%."""
    lines = (shared / "data/translations/wmt2023_heen.jsonl").read_text(encoding="utf-8").splitlines()[:500]
    rows = [json.loads(line) for line in lines]
    found = find_matches([Text(r["id"], r["a"]) for r in rows], [Text(r["id"], r["b"]) for r in rows], 10, encoder)
    assert np.mean([match.hits[0].id == match.id for match in found]) >= 0.97
    assert np.mean([match.id in {hit.id for hit in match.hits} for match in found]) >= 0.99


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_products_on_the_grid_are_exact(queries: int, rows: int, seed: int) -> None:
    """Whole numbers below 2²⁴ all the way: no shape, order or thread count of the product can change a bit."""
    random = np.random.default_rng(seed)
    left, right = (random.normal(size=(n, 384)).astype(np.float32) for n in (queries, rows))
    left, right = (matching._on_grid(m / np.linalg.norm(m, axis=1, keepdims=True)) for m in (left, right))
    exact = left.astype(np.int64) @ right.astype(np.int64).T
    assert np.array_equal((left @ right.T).astype(np.int64), exact)
    assert (np.abs(left.astype(np.int64)) @ np.abs(right.astype(np.int64)).T).max() <= 2**22
