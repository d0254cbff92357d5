from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import quotecheck
from quotecheck import pipeline
from quotecheck.errors import InputError, MissingExtraError, ModelError, NothingToCompareError, SettingsError
from quotecheck.records import (
    Article,
    Comparison,
    Label,
    OutletSummary,
    Pair,
    Quote,
    Rendering,
    Similarity,
    Skipped,
    Span,
    SpeakerSummary,
    Statement,
    Text,
)
from quotecheck.settings import Settings

ARTICLES = (
    Article("m1", "“The ferry will sail again on Monday,” said Ines Vold, who owns the line.", outlet="Morning Sun"),
    Article("e1", "Ines Vold owns the line. “The ferry will sail again on Monday,” Vold said.", outlet="Evening Sun"),
    Article("n1", "“Nobody on the island believes a word of that timetable,” Arno Pell said.", outlet="Night Sun"),
)


def test_the_front_door_is_the_package() -> None:
    assert quotecheck.check is pipeline.check
    assert quotecheck.split is pipeline.split
    with pytest.raises(AttributeError, match="nothing"):
        _ = quotecheck.nothing  # type: ignore[attr-defined]


def test_check_lines_up_and_counts() -> None:
    skipped = (Skipped("x.txt", "holds no text: leave it out"),)
    report = quotecheck.check(ARTICLES, skipped=skipped)
    (statement,) = report.statements
    assert (statement.speaker, statement.label, statement.divergence) == ("Ines Vold", "verbatim", 0.0)
    assert {rendering.outlet for rendering in statement.renderings} == {"Morning Sun", "Evening Sun"}
    assert report.outlets == (
        OutletSummary("Evening Sun", 1, 1, 0.0),
        OutletSummary("Morning Sun", 1, 1, 0.0),
        OutletSummary("Night Sun", 1, 0, None),
    )
    assert report.speakers == (
        SpeakerSummary("Arno Pell", 1, ("Night Sun",), None, 0),
        SpeakerSummary("Ines Vold", 1, ("Evening Sun", "Morning Sun"), 0.0, 0),
    )
    assert [q.speaker for q in report.quotes if q.id in report.unmatched] == ["Arno Pell"]
    assert report.skipped == skipped


def test_the_order_of_articles_changes_nothing() -> None:
    reports = [quotecheck.check(order) for order in itertools.permutations(ARTICLES)]
    assert all(report == reports[0] for report in reports)


def test_signature_names_version_encoder_and_threshold() -> None:
    plain = quotecheck.check(ARTICLES).signature
    assert f"quotecheck:{quotecheck.__version__}" in plain
    assert "sha256:" in plain
    assert quotecheck.check(ARTICLES, Settings(threshold=0.6)).signature != plain


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    quotecheck.check(ARTICLES, progress=lambda what, done, of: told.append((what, done, of)))
    assert told[:3] == [("finding quotes", n, 3) for n in range(3)]


@pytest.mark.parametrize(
    ("articles", "said"),
    [
        ((), "there are no articles"),
        (ARTICLES[:1], "there is one article only"),
        ((ARTICLES[0], Article("r", "It rained.")), "of 2 articles one of them holds quotes"),
        ((Article("s", "It snowed."), Article("r", "It rained.")), "of 2 articles none of them holds quotes"),
    ],
)
def test_nothing_to_compare(articles: tuple[Article, ...], said: str) -> None:
    with pytest.raises(NothingToCompareError, match=said):
        quotecheck.check(articles)


def test_two_articles_with_one_id_are_an_error() -> None:
    with pytest.raises(InputError, match="two articles have the id 'm1'"):
        quotecheck.check([ARTICLES[0], ARTICLES[1], ARTICLES[0]])


def test_unsure_quotes_are_left_out() -> None:
    quotes = quotecheck.split(ARTICLES)
    assert [quote.article for quote in quotes] == ["m1", "e1", "n1"]
    highest = max(quote.confidence for quote in quotes)
    kept = quotecheck.split(ARTICLES, Settings(min_confidence=highest))
    assert [quote.id for quote in kept] == [quote.id for quote in quotes if quote.confidence == highest]


def test_score_streams() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Pair]:
        for n in itertools.count():
            taken.append(n)
            yield Pair(str(n), f"{n} boats", f"{n} boats")

    scores = quotecheck.score(endless())
    first = list(itertools.islice(scores, 300))
    assert [score.id for score in first] == [str(n) for n in range(300)]
    assert {score.label for score in first} == {"verbatim"}
    assert len(taken) <= 2 * pipeline.PAIRS_AT_ONCE


def test_match_needs_at_least_one_hit() -> None:
    texts = [Text("a", "The ferry sails."), Text("b", "Bread is dear.")]
    (found,) = quotecheck.match(texts[:1], texts, 1)
    assert [hit.id for hit in found.hits] == ["a"]
    with pytest.raises(InputError, match="k is 0"):
        quotecheck.match(texts, texts, 0)


def test_match_in_an_archive(tmp_path: Path) -> None:
    texts = [Text("a", "The ferry sails at six."), Text("b", "Bread is dear."), Text("c", "A ferry sails at seven.")]
    told: list[str] = []
    made = pipeline.add_to_archive(texts, tmp_path / "a", progress=lambda what, _done, _of: told.append(what))
    assert (made.added, made.holding.texts, set(told)) == (3, 3, {"adding texts"})
    assert pipeline.add_to_archive(texts, tmp_path / "a").known == 3
    (found,) = quotecheck.match(texts[1:2], tmp_path / "a", 2)
    assert [hit.id for hit in found.hits][:1] == ["b"]
    with pytest.raises(InputError, match="k is 0"):
        quotecheck.match(texts, tmp_path / "a", 0)
    with pytest.raises(InputError, match="an object of type dict is no Text"):
        quotecheck.match([{"id": "a"}], tmp_path / "a")  # type: ignore[list-item]
    with pytest.raises(InputError, match="an object of type dict is no Text"):
        pipeline.add_to_archive([{"id": "a"}], tmp_path / "new")  # type: ignore[list-item]
    assert not (tmp_path / "new").exists()
    with pytest.raises(InputError, match="is no archive"):
        quotecheck.match(texts, tmp_path / "new", settings=Settings(model="/no/such/model"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("abc", "an object of type str is no list of Article: put Article records into a list"),
        (ARTICLES[0], "an object of type Article is no list of Article: put Article records into a list"),
        ({"id": "a"}, "an object of type dict is no list of Article: put Article records into a list"),
        (None, "None is no list of Article: put Article records into a list"),
        (["abc"], "an object of type str is no Article: make a record Article of it"),
        ([Article("a", None)], "the text of one Article is None: give a string"),  # type: ignore[arg-type]
        ([Article(1, "Words.")], "the id of one Article is an object of type int: give a string"),  # type: ignore[arg-type]
    ],
)
def test_other_things_than_articles_are_one_line(given: Any, said: str) -> None:
    for function in (quotecheck.check, quotecheck.split):
        with pytest.raises(InputError, match=rf"\A{said}\Z"):
            function(given)


def test_other_things_than_pairs_texts_and_settings_are_one_line() -> None:
    wrong: Any = [{"id": "1", "a": "x", "b": "y"}]
    with pytest.raises(InputError, match="an object of type dict is no Pair"):
        list(quotecheck.score(wrong))
    with pytest.raises(InputError, match="an object of type dict is no Text"):
        quotecheck.match(wrong, wrong)
    with pytest.raises(SettingsError, match="an object of type list is no Settings"):
        quotecheck.split(ARTICLES, wrong)


def test_a_model_that_is_not_there() -> None:
    with pytest.raises((ModelError, MissingExtraError)):
        quotecheck.check(ARTICLES, Settings(model="/no/such/model"))


def quote(article: str, number: int, speaker: str | None) -> Quote:
    spans = (Span(0, 3),)
    return Quote(f"{article}#{number}", article, None, "direct", spans, spans, "abc", speaker)


def statement(name: str, *told: tuple[str, str | None], divergence: float, wrong: bool = False) -> Statement:
    """A statement rendered by these quotes with these speakers, each pair of them as far apart."""
    label: Label = "altered"
    renderings = tuple(
        Rendering(q, q.partition("#")[0], None, "direct", (Span(0, 3),), "abc", speaker) for q, speaker in told
    )
    comparisons = tuple(
        Comparison(a, b, 1.0, divergence, label, 0.5, Similarity(1, 1))
        for (a, _), (b, _) in itertools.combinations(told, 2)
    )
    return Statement(name, told[0][1], divergence, label, renderings, comparisons, wrong)


# Counted by hand: Ada has s1, s2 (which C gives to Bo) and the lone C#2; Bo has s2 and nothing else.
QUOTES = (
    quote("A", 1, "Ada"), quote("A", 2, "Ada"), quote("B", 1, "Ada"), quote("C", 1, "Bo"), quote("C", 2, "Ada"),
    quote("C", 3, None),
)  # fmt: skip
STATEMENTS = (
    statement("s1", ("A#1", "Ada"), ("B#1", "Ada"), divergence=0.2),
    statement("s2", ("A#2", "Ada"), ("C#1", "Bo"), divergence=0.6, wrong=True),
)
UNMATCHED = ("C#2", "C#3")


def test_speakers_counted_by_hand() -> None:
    assert pipeline.summarise_speakers(QUOTES, STATEMENTS, UNMATCHED) == (
        SpeakerSummary("Ada", 3, ("A", "B", "C"), 0.4, 1),
        SpeakerSummary("Bo", 1, ("C",), 0.6, 1),
    )


def test_outlets_counted_by_hand() -> None:
    articles = [Article(name, "") for name in "ABCD"]
    assert pipeline.summarise_outlets(articles, QUOTES, STATEMENTS) == (
        OutletSummary("A", 2, 2, 0.4),
        OutletSummary("B", 1, 1, 0.2),
        OutletSummary("C", 3, 1, 0.6),
        OutletSummary("D", 0, 0, None),
    )
