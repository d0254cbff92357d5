from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import quotecheck
from quotecheck import pipeline, workers
from quotecheck.errors import InputError, MissingExtraError, ModelError, NothingToCompareError, SettingsError
from quotecheck.records import (
    Article,
    Pair,
    Skipped,
    Text,
)
from quotecheck.settings import Settings
from quotecheck.workers import AHEAD

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
    assert [(o.outlet, o.quotes, o.shared, o.divergence) for o in report.outlets] == [
        ("Evening Sun", 1, 1, 0.0),
        ("Morning Sun", 1, 1, 0.0),
        ("Night Sun", 1, 0, None),
    ]
    assert [(s.speaker, s.statements, s.outlets, s.divergence, s.misattributed) for s in report.speakers] == [
        ("Arno Pell", 1, ("Night Sun",), None, 0),
        ("Ines Vold", 1, ("Evening Sun", "Morning Sun"), 0.0, 0),
    ]
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


def pairs(count: int) -> list[Pair]:
    return [Pair(str(n), f"{n % 90} boats came in on day {n % 7}", f"{n % 89} boats came in") for n in range(count)]


def test_scores_are_the_same_for_any_workers_and_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    given = pairs(120)
    whole = list(quotecheck.score(given))
    for count, chunk, characters in ((2, 16, 2**20), (3, 7, 2**20), (1, 50, 100), (None, 5, 2**20)):
        monkeypatch.setattr(pipeline, "PAIRS_AT_ONCE", chunk)
        monkeypatch.setattr(workers, "CHARACTERS_AT_ONCE", characters)
        assert list(quotecheck.score(given, workers=count)) == whole


def test_no_process_is_started_for_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PAIRS_AT_ONCE", 5)
    shared: list[int] = []

    def in_order(prepare: Any, chunks: Iterator[list[Pair]], asked: int) -> Iterator[Any]:
        shared.append(asked)
        yield from map(prepare(), chunks)

    monkeypatch.setattr(workers, "in_order", in_order)
    monkeypatch.setattr(workers, "cores", lambda: 6)
    for count, asked, expected in ((20, None, []), (21, None, [6]), (21, 1, []), (1, 3, [3])):
        shared.clear()
        assert len(list(quotecheck.score(pairs(count), workers=asked))) == count
        assert shared == expected


def test_chunks_are_bounded_in_characters_too() -> None:
    taken: list[int] = []

    def long() -> Iterator[Pair]:
        for n in itertools.count():
            taken.append(n)
            yield Pair(str(n), "boats " * 100_000, "boats " * 100_000)

    assert next(quotecheck.score(long())).label == "verbatim"
    assert len(taken) == 1


def test_workers_read_a_few_chunks_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PAIRS_AT_ONCE", 8)
    taken: list[int] = []

    def endless() -> Iterator[Pair]:
        for n in itertools.count():
            taken.append(n)
            yield Pair(str(n), f"{n} boats", f"{n} boats")

    scores = quotecheck.score(endless(), workers=2)
    for count, score in enumerate(itertools.islice(scores, 100), start=1):
        assert score.id == str(count - 1)
        assert len(taken) <= count + 8 * (2 * AHEAD + 1)
    scores.close()


@pytest.mark.parametrize("asked", [0, -1, True, 1.5, "2"])
def test_workers_that_make_no_sense(asked: Any) -> None:
    with pytest.raises(SettingsError, match=r"workers is .*: give a whole number from 1 on"):
        quotecheck.score([], workers=asked)


def test_a_model_that_is_not_there_is_told_by_workers() -> None:
    with pytest.raises((ModelError, MissingExtraError)):
        list(quotecheck.score(pairs(3), Settings(model="/no/such/model"), workers=2))


def test_a_row_signature_names_what_a_row_depends_on(tmp_path: Path) -> None:
    plain = pipeline.row_signature()
    assert f"quotecheck:{quotecheck.__version__}|encoder:quotecheck-encoder-int8" in plain
    pipeline.add_to_archive([Text("a", "The ferry sails.")], tmp_path / "a")
    before = pipeline.row_signature(archive=tmp_path / "a")
    assert before.startswith(plain.partition("|judge:")[0])  # match asks no judge
    assert "|judge:none|" in before
    assert pipeline.row_signature(archive=tmp_path / "a") == before
    pipeline.add_to_archive([Text("b", "Bread is dear.")], tmp_path / "a")
    assert pipeline.row_signature(archive=tmp_path / "a") != before
    with pytest.raises(InputError, match="is no archive"):
        pipeline.row_signature(archive=tmp_path / "b")


def test_matches_in_an_archive_are_the_same_for_any_workers_and_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [Text(str(n), f"{n} boats came in on {day}.") for n in range(9) for day in ("Monday", "Tuesday")][::2]
    pipeline.add_to_archive(texts, tmp_path / "a")
    queries = [Text(f"q{n}", f"On Monday {n} boats came.") for n in range(20)]
    whole = quotecheck.match(queries, tmp_path / "a", 3)
    assert [match.id for match in whole] == [query.id for query in queries]
    for count, chunk in ((1, 3), (2, 4), (None, 2)):
        monkeypatch.setattr(pipeline, "QUERIES_AT_ONCE", chunk)
        assert list(pipeline.match_each(queries, tmp_path / "a", 3, workers=count)) == whole
    taken: list[Text] = []
    noted = (taken.append(query) or query for query in queries)  # type: ignore[func-returns-value]
    assert next(pipeline.match_each(noted, tmp_path / "a", 3)) == whole[0]
    assert len(taken) <= 2


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


def test_what_one_outlet_has_left_open_and_the_other_said_is_told() -> None:
    report = pipeline.check(
        [
            Article("herald", "Ada Vale would not say whether the tolls of the bridge would be paid in June."),
            Article("post", "Ada Vale said that the tolls of the bridge would be paid in June."),
        ]
    )
    ((comparison,),) = (statement.comparisons for statement in report.statements)
    assert (comparison.label, comparison.withheld) == ("altered", comparison.a)
