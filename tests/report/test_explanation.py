from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from quotecheck.records import Change, Part, Report, Similarity, Span
from quotecheck.records import PairScore as Score
from quotecheck.report import render_report, render_scores
from quotecheck.report.explanation import explained, shares

AMOUNTS = st.lists(st.floats(0, 0.3), min_size=1, max_size=3)


def scored(*amounts: float, altered: float = 0.1, changes: tuple[Change, ...] = ()) -> Score:
    names = ("other words", "other sense", "chance altered")
    parts = tuple(Part(name, amount, "why") for name, amount in zip(names, amounts, strict=False))
    return Score("p", 1.0, "reworded", sum(amounts), altered, Similarity(1, 1), changes, parts)


@given(AMOUNTS, st.integers(2, 4))
def test_shares_add_up_as_printed_and_none_is_off_by_a_whole_unit(amounts: list[float], places: int) -> None:
    parts = [Part("other words", amount) for amount in amounts]
    rounded = shares(parts, sum(amounts), places)
    assert round(sum(rounded), places) == round(sum(amounts), places)
    assert all(abs(one - amount) < 1.01 / 10**places for one, amount in zip(rounded, amounts, strict=True))


def test_thirds_are_shared_out() -> None:
    parts = [Part("other words", 0.1 / 3)] * 3
    assert shares(parts, 0.1, 2) == [0.04, 0.03, 0.03]


@given(AMOUNTS)
@example([0.025])
def test_the_figures_in_the_words_add_up(amounts: list[float]) -> None:
    total, _, told = explained(scored(*amounts)).partition(" = ")
    figures = [round(100 * float(figure)) for figure in re.findall(r"(?:^|\+ )(\d\.\d\d)", told)]
    assert sum(figures) == round(100 * float(total))
    assert 0 not in figures


def test_changes_are_the_reason_where_the_sense_was_likely_altered_only() -> None:
    span = Span(0, 1)
    words = (("wording", "a", "b"), ("number", "600", "60"), ("number", "1", "2"), ("entity", "x", "y"))
    changes = tuple(Change(kind, span, span, a, b) for kind, a, b in (*words, ("role", "p", "q")))  # type: ignore[arg-type]
    told = explained(scored(0.1, 0.0, 0.4, altered=0.9, changes=changes))
    assert told == (
        "0.50 = 0.10 other words (why) + 0.40 chance altered (why; number: 600 → 60; number: 1 → 2; entity: x → y; "
        "and 1 more)"
    )
    assert (
        explained(scored(0.1, 0.0, 0.4, changes=changes)) == "0.50 = 0.10 other words (why) + 0.40 chance altered (why)"
    )
    assert explained(scored()) == "0.00: the same words"


def test_words_of_the_article_are_escaped_wherever_it_stands(report: Report) -> None:
    hostile = "<b>\x1b[31m|*=1"
    change = Change("number", Span(0, 1), Span(0, 1), hostile, "2")
    dam, *others = report.statements
    (comparison,) = dam.comparisons
    changed = replace(dam, comparisons=(replace(comparison, changes=(change,)),))
    for form, shown in (("table", "<b>␛[31m|*=1"), ("md", "&lt;b&gt;␛\\[31m\\|\\*=1"), ("html", "&lt;b&gt;␛[31m|*=1")):
        text = render_report(replace(report, statements=(changed, *others)), form, explain=True)  # type: ignore[arg-type]
        assert f"(0.90; number: {shown} → 2)" in re.sub(r"\s+", " ", text)
        assert "\x1b" not in text
    (table,) = render_scores([scored(0.4, 0.0, 0.1, altered=0.9, changes=(change,))], "table", explain=True)
    assert "0.50 = 0.40 other words (why) + 0.10 chance altered (why; number: <b>␛[31m|*=1 → 2)" in re.sub(
        r"\s+", " ", table
    )
