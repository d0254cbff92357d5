"""Speakers and outlets counted by hand."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.comparison.summaries import summarise_outlets, summarise_speakers
from quotecheck.records import (
    LABELS,
    Article,
    Change,
    ChangeKind,
    Comparison,
    Label,
    Quote,
    Rendering,
    Similarity,
    Span,
    Statement,
)
from quotecheck.summaries import OutletSummary

Changes = tuple[tuple[ChangeKind, str, str], ...]


def quote(article: str, number: int, speaker: str | None = None) -> Quote:
    spans = (Span(0, 3),)
    return Quote(f"{article}#{number}", article, None, "direct", spans, spans, "abc", speaker)


def statement(
    name: str,
    *told: tuple[str, str | None],
    divergence: float = 0.5,
    label: Label = "altered",
    pairs: dict[str, tuple[float, Changes]] | None = None,
    wrong: bool = False,
) -> Statement:
    """Renderings by these quotes with these speakers, each two as far apart, or as ``pairs`` ("ab") says of articles.

    Where ``pairs`` names no two articles, they are the same words.
    """
    renderings = tuple(
        Rendering(q, q.partition("#")[0], None, "direct", (Span(0, 3),), "abc", speaker) for q, speaker in told
    )
    comparisons = []
    for (a, _), (b, _) in itertools.combinations(told, 2):
        far, changes = divergence, ()
        if pairs is not None:
            far, changes = pairs.get(a[0] + b[0], (0.0, ()))
        found = tuple(Change(kind, Span(0, len(x)), Span(0, len(y)), x, y) for kind, x, y in changes)
        labelled: Label = label if far else "verbatim"
        comparisons.append(Comparison(a, b, 1.0, far, labelled, 0.5, Similarity(1, 1), found))
    farthest = max(c.divergence for c in comparisons)
    worst = max((c.label for c in comparisons), key=LABELS.index)
    return Statement(name, told[0][1], farthest, worst, renderings, tuple(comparisons), wrong)


def among(articles: str, pairs: dict[str, tuple[float, Changes]], name: str = "s1", number: int = 1) -> Statement:
    return statement(name, *((f"{article}#{number}", "Ada") for article in articles), pairs=pairs)


def outlets(statements: list[Statement], articles: list[Article] | None = None) -> dict[str, OutletSummary]:
    quotes = [Quote(r.quote, r.article, None, "direct", (), (), "") for s in statements for r in s.renderings]
    given = articles or [Article(name, "") for name in sorted({q.article for q in quotes})]
    return {summary.outlet: summary for summary in summarise_outlets(given, quotes, statements)}


# Counted by hand: Ada has s1, s2 (which C gives to Bo) and the lone C#2; Bo has s2 and nothing else.
ARTICLES = [Article(name, "") for name in "ABCD"]
QUOTES = (
    quote("A", 1, "Ada"), quote("A", 2, "Ada"), quote("B", 1, "Ada"), quote("C", 1, "Bo"), quote("C", 2, "Ada"),
    quote("C", 3),
)  # fmt: skip
STATEMENTS = (
    statement("s1", ("A#1", "Ada"), ("B#1", "Ada"), divergence=0.2),
    statement("s2", ("A#2", "Ada"), ("C#1", "Bo"), divergence=0.6, wrong=True),
)


def test_speakers_counted_by_hand() -> None:
    ada, bo = summarise_speakers(ARTICLES, QUOTES, STATEMENTS, ("C#2", "C#3"))
    assert (ada.speaker, ada.statements, ada.outlets, ada.misattributed) == ("Ada", 3, ("A", "B", "C"), 1)
    assert (bo.speaker, bo.statements, bo.outlets, bo.misattributed) == ("Bo", 1, ("C",), 1)
    assert (ada.divergence, bo.divergence) == (pytest.approx(0.4), 0.6)
    assert (ada.labels, ada.interval) == ((("altered", 2),), None)


def test_outlets_counted_by_hand() -> None:
    found = summarise_outlets(ARTICLES, QUOTES, STATEMENTS)
    assert [(o.outlet, o.quotes, o.shared) for o in found] == [("A", 2, 2), ("B", 1, 1), ("C", 3, 1), ("D", 0, 0)]
    assert [o.divergence for o in found] == [pytest.approx(0.4), 0.2, 0.6, None]
    assert [o.labels for o in found] == [(("altered", 2),), (("altered", 1),), (("altered", 1),), ()]


def test_of_two_that_differ_nobody_departs() -> None:
    found = outlets([among("AB", {"AB": (0.9, (("number", "600", "60"),))})])
    assert [found[name].departure for name in "AB"] == [None, None]
    assert [found[name].changes for name in "AB"] == [(("number", 1),)] * 2


NUMBER: Changes = (("number", "600", "60"),)


def test_the_one_that_differs_from_the_two_that_agree_departs() -> None:
    found = outlets([among("ABC", {"AC": (0.6, NUMBER), "BC": (0.6, NUMBER)})])
    a, b, c = (found[name].departure for name in "ABC")
    assert a is not None and b is not None and c is not None
    # C: 0.6 from both, who are 0 from each other; A: (0 + 0.6) / 2 from the others, who are 0.6 from each other
    assert (a.mean, b.mean, c.mean) == pytest.approx((-0.3, -0.3, 0.6))
    assert (a.departs, b.departs, c.departs) == ((), (), ("s1",))
    assert (a.on, c.on) == ((), (("number", 1),))
    assert (c.statements, c.interval) == (1, None)


def test_where_all_three_differ_as_far_nobody_departs() -> None:
    found = outlets([among("ABC", dict.fromkeys(("AB", "AC", "BC"), (0.6, NUMBER)))])
    departures = [summary.departure for summary in found.values()]
    assert [one.mean for one in departures if one] == pytest.approx([0.0] * 3)
    assert [(one.departs, one.on) for one in departures if one] == [((), ())] * 3


def test_who_lacks_words_omits_and_who_alone_has_them_adds() -> None:
    left_out: Changes = (("omission", "unless it rains", ""),)
    has_more: Changes = (("omission", "", "unless it rains"),)
    shorter = outlets([among("ABC", {"AC": (0.3, left_out), "BC": (0.3, left_out)})])
    longer = outlets([among("ABC", {"AC": (0.3, has_more), "BC": (0.3, has_more)})])
    for found, own, others in ((shorter, "omission", "addition"), (longer, "addition", "omission")):
        assert found["C"].departure is not None
        assert found["C"].departure.on == ((own, 1),)
        assert [found[name].changes for name in "ABC"] == [((others, 1),), ((others, 1),), ((own, 1),)]


def test_two_that_agree_against_two_are_no_consensus() -> None:
    across = dict.fromkeys(("AC", "AD", "BC", "BD"), (0.6, NUMBER))
    for summary in outlets([among("ABCD", across)]).values():
        assert summary.departure is not None
        # 0.6 from two of three, where the others are so far from each other in two of three
        assert summary.departure.mean == pytest.approx(0.0)
        assert summary.departure.departs == ()


def test_two_articles_of_one_outlet_have_one_voice() -> None:
    articles = [Article(name, "", outlet) for name, outlet in zip("ABCD", ("Sun", "Sun", "Star", "Moon"), strict=True)]
    apart = among("ABCD", {"AC": (0.4, NUMBER), "AD": (0.4, NUMBER)})
    found = outlets([apart], articles)
    assert {name: summary.quotes for name, summary in found.items()} == {"Sun": 2, "Star": 1, "Moon": 1}
    assert found["Sun"].departure is not None
    # (0.4 + 0) / 2 from either of the others, who are 0 from each other
    assert found["Sun"].departure.mean == pytest.approx(0.2)
    assert found["Sun"].departure.on == (("number", 1),)
    two = outlets([among("ABC", {"AC": (0.4, ())})], articles[:3])
    assert [summary.departure for summary in two.values()] == [None, None]


def test_enough_statements_have_intervals() -> None:
    far = {"AC": (0.6, NUMBER), "BC": (0.6, NUMBER)}
    many = [among("ABC", far if n % 3 else {}, f"s{n}", n) for n in range(12)]
    found = outlets(many)
    departure = found["C"].departure
    assert departure is not None and departure.interval is not None
    assert departure.mean == pytest.approx(0.4)
    assert 0 < departure.interval.low < 0.4 < departure.interval.high <= 0.6
    assert (departure.interval.units, departure.interval.unit) == (12, "statement")
    assert len(departure.departs) == 8
    assert departure.on == (("number", 8),)
    assert found["C"].labels == (("altered", 8), ("verbatim", 4))
    quotes = [quote(r.article, n, "Ada") for n, s in enumerate(many) for r in s.renderings]
    (ada,) = summarise_speakers([], quotes, many, ())
    assert ada.interval is not None
    assert (ada.divergence, ada.changes) == (pytest.approx(0.4), (("number", 8),))


def test_events_are_drawn_where_there_are_enough() -> None:
    far = {"BC": (0.6, NUMBER), "AC": (0.6, NUMBER)}
    told = [among("ABC", far if n % 3 else {}, f"s{n}", n) for n in range(24)]

    def place(n: int) -> str:
        return f"-{n // 2}"

    statements = [
        replace(s, renderings=tuple(replace(r, article=r.article + place(n)) for r in s.renderings))
        for n, s in enumerate(told)
    ]
    names = sorted({r.article for s in statements for r in s.renderings})
    articles = [Article(name, "", name[0], event=name[1:]) for name in names]
    departure = outlets(statements, articles)["C"].departure
    assert departure is not None and departure.interval is not None
    assert (departure.interval.units, departure.interval.unit) == (12, "event")
    unnamed = outlets(statements, [replace(article, event=None) for article in articles])["C"].departure
    assert unnamed is not None
    assert unnamed.interval == replace(departure.interval, unit="article")


KINDS: tuple[ChangeKind, ...] = ("number", "omission", "wording")
BETWEEN = st.tuples(
    st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(["", "now"]), st.just("x")), max_size=2).map(tuple),
)


@st.composite
def coverages(draw: st.DrawFn) -> list[Statement]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        carried = "".join(sorted(draw(st.sets(st.sampled_from("ABCDE"), min_size=2))))
        pairs = {a + b: draw(BETWEEN) for a, b in itertools.combinations(carried, 2)}
        found.append(among(carried, pairs, f"s{number}", number))
    return found


def turned(found: Statement) -> Statement:
    """The same statement, with renderings and comparisons in the opposite order, read from the other side."""
    comparisons = tuple(
        replace(c, a=c.b, b=c.a, changes=tuple(Change(d.kind, d.b, d.a, d.b_text, d.a_text) for d in c.changes))
        for c in reversed(found.comparisons)
    )
    return replace(found, renderings=found.renderings[::-1], comparisons=comparisons)


@settings(max_examples=60)
@given(coverages(), st.randoms(use_true_random=False), st.sampled_from(["abcde", "aabbc"]))
def test_the_order_changes_nothing_and_departures_cancel_out(
    statements: list[Statement], random: random.Random, names: str
) -> None:
    articles = [Article(name, "", outlet) for name, outlet in zip("ABCDE", names, strict=True)]
    found = outlets(statements, articles)
    shuffled = articles[:]
    random.shuffle(shuffled)
    assert outlets([turned(s) for s in statements], shuffled) == found
    sums: dict[str, Any] = {
        name: one.departure.mean * one.departure.statements for name, one in found.items() if one.departure
    }
    assert sum(sums.values()) == pytest.approx(0.0, abs=1e-9)
