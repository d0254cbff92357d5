from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.records import (
    LABELS,
    Article,
    Change,
    Comparison,
    Kind,
    Label,
    Quote,
    Rendering,
    Report,
    Similarity,
    Span,
    Statement,
)
from quotecheck.report import layout
from quotecheck.report.layout import Piece

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Span(min(pair), max(pair)))


@given(st.text(max_size=30), st.lists(SPANS, max_size=6))
def test_pieces_joined_are_the_text(text: str, marks: list[Span]) -> None:
    assert "".join(piece.text for piece in layout.pieces(text, marks)) == text


@given(st.text("ab ", max_size=30), st.lists(SPANS, max_size=6))
def test_every_marked_letter_is_marked_and_no_mark_has_a_blank_at_its_edge(text: str, marks: list[Span]) -> None:
    at = 0
    shown: set[int] = set()
    for piece in layout.pieces(text, marks):
        if piece.marked:
            assert piece.text == piece.text.strip()
            shown |= set(range(at, at + len(piece.text)))
        at += len(piece.text)
    wanted = {i for mark in marks for i in range(*mark) if i < len(text) and text[i] != " "}
    assert wanted <= shown
    assert all(text[i] == " " for i in shown - wanted)


def test_marks_with_only_blanks_between_them_are_one() -> None:
    text = "one two three"
    assert layout.pieces(text, [Span(4, 7), Span(0, 4)]) == (Piece("one two", True), Piece(" three", False))


def test_missing_words_stand_free_between_their_neighbours() -> None:
    for text, at, expected in (
        ("we will leave", 8, "we will ‹› leave"),
        ("by spring", 9, "by spring ‹›"),
        ("go", 0, "‹› go"),
    ):
        shown = layout.signed(layout.pieces(text, [Span(at, at)]))
        assert "".join(piece.text for piece in shown) == expected


def test_changes_in_words() -> None:
    def words(a: str, b: str) -> str:
        return layout.change_words(Change("number", Span(0, len(a)), Span(0, len(b)), a, b))

    assert words("600", "4,700") == "number: 600 → 4,700"
    assert words("not ", "") == "number: “not” in a, not in b"
    assert words("", " never") == "number: “never” in b, not in a"
    assert len(words("a" * 500, "b" * 500)) < 150


def statement_of_three() -> Statement:
    """Two outlets agree, the first in the list is the odd one out."""
    texts = {"a": "seven boats", "b": "two boats", "c": "two boats"}
    renderings = tuple(
        Rendering(f"{k}#1", k, k.upper(), "direct", (Span(0, len(t)),), t, "Ada Marsh") for k, t in texts.items()
    )

    def comparison(a: str, b: str, divergence: float) -> Comparison:
        changes = (Change("number", Span(0, 5), Span(0, 3), "seven", "two"),) if divergence else ()
        label = "altered" if divergence else "verbatim"
        return Comparison(f"{a}#1", f"{b}#1", 1.0, divergence, label, divergence, Similarity(1, 1), changes)

    comparisons = (comparison("a", "b", 0.5), comparison("a", "c", 0.5), comparison("b", "c", 0.0))
    return Statement("s1", "Ada Marsh", 0.5, "altered", renderings, comparisons)


def test_the_measure_is_the_rendering_that_most_agree_with() -> None:
    shown = layout.views(statement_of_three(), {"a": "A", "b": "B", "c": "C"}, {})
    assert [view.name for view in shown] == ["B", "A", "C"]
    assert [view.comparison.label for view in shown if view.comparison] == ["altered", "verbatim"]


def spread(labels: dict[str, tuple[float, Label]]) -> Statement:
    """A statement with one outlet for each letter; ``labels`` says how each two of them differ, as ``{"ab": …}``."""
    letters = sorted(set("".join(labels)))
    renderings = tuple(
        Rendering(f"{k}#1", k, k.upper(), "direct", (Span(0, 5),), f"boat{k}", "Ada Marsh") for k in letters
    )
    change = (Change("number", Span(0, 5), Span(0, 5), "x", "y"),)
    comparisons = tuple(
        Comparison(f"{a}#1", f"{b}#1", 1.0, divergence, label, 0.5, Similarity(1, 1), change)
        for (a, b), (divergence, label) in labels.items()
    )
    farthest = max(comparisons, key=lambda c: c.divergence)
    return Statement("s1", "Ada Marsh", farthest.divergence, farthest.label, renderings, comparisons)


def told(statement: Statement) -> list[tuple[str, str, str]]:
    """Every comparison that is shown: its two outlets and its label."""
    shown = layout.views(statement, {}, {})
    lines = [(shown[0].name, view.name, view.comparison.label) for view in shown if view.comparison]
    return lines + [(one, other, c.label) for one, other, c in layout.between_others(statement, shown)]


def test_the_measure_is_one_of_the_two_that_are_farthest_apart() -> None:
    statement = spread({"ab": (0.2, "trimmed"), "ac": (0.2, "trimmed"), "bc": (0.55, "altered")})
    assert told(statement) == [("b", "a", "trimmed"), ("b", "c", "altered")]


def test_what_differs_worse_between_two_others_has_its_own_line() -> None:
    statement = spread(
        {
            "ab": (0.3, "trimmed"), "ac": (0.3, "trimmed"), "ad": (0.7, "reworded"),
            "bc": (0.5, "altered"), "bd": (0.7, "reworded"), "cd": (0.7, "reworded"),
        }
    )  # fmt: skip
    assert told(statement) == [
        ("a", "b", "trimmed"),
        ("a", "c", "trimmed"),
        ("a", "d", "reworded"),
        ("b", "c", "altered"),
    ]


LABELLED = st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9]), st.sampled_from(LABELS))


@given(st.integers(2, 6).flatmap(lambda n: st.fixed_dictionaries({a + b: LABELLED for a, b in pairs(n)})))
def test_the_label_of_a_statement_and_the_worst_of_every_rendering_are_shown(
    labels: dict[str, tuple[float, Label]],
) -> None:
    statement = spread(labels)
    lines = told(statement)
    shown = layout.views(statement, {}, {})
    between = [c for _, _, c in layout.between_others(statement, shown)]
    assert statement.divergence in [c.divergence for c in [*between, *(v.comparison for v in shown)] if c]
    worst = max(labels.values(), key=lambda found: LABELS.index(found[1]))[1]
    assert worst in [label for *_, label in lines]
    letters = len(statement.renderings)
    assert len(lines) <= letters - 1 + len(LABELS) * letters // 2


def pairs(count: int) -> list[tuple[str, str]]:
    return list(itertools.combinations("abcdef"[:count], 2))


def test_the_first_rendering_marks_what_it_has_and_the_others_also_what_they_lack() -> None:
    texts = ("we will not go", "now we will go")
    renderings = tuple(
        Rendering(f"{k}#1", k, k, "direct", (Span(0, 14),), text, None) for k, text in zip("ab", texts, strict=True)
    )
    changes = (
        Change("wording", Span(0, 0), Span(0, 3), "", "now"),
        Change("negation", Span(8, 11), Span(12, 12), "not", ""),
    )
    comparison = Comparison("a#1", "b#1", 1.0, 0.4, "altered", 0.9, Similarity(1, 1), changes)
    first, second = layout.views(Statement("s1", None, 0.4, "altered", renderings, (comparison,)), {}, {})
    assert "".join(piece.text for piece in layout.signed(first.pieces)) == "we will ‹not› go"
    assert "".join(piece.text for piece in layout.signed(second.pieces)) == "‹now› we will ‹› go"


def test_comparisons_are_read_from_the_side_of_the_measure() -> None:
    odd = layout.views(statement_of_three(), {}, {})[1]
    assert odd.comparison is not None
    assert layout.findings(odd.comparison)[-1] == "number: two → seven"
    assert odd.pieces == (Piece("seven", True), Piece(" boats", False))


def test_findings_put_weighty_changes_first_and_count_mere_wording() -> None:
    span = Span(0, 1)
    changes = (
        Change("wording", span, span, "x", "y"),
        Change("omission", span, Span(0, 0), "of late", ""),
        Change("number", span, span, "1", "2"),
    )
    comparison = Comparison("a", "b", 0.9, 0.3, "altered", 0.75, Similarity(1, 1), changes)
    assert layout.findings(comparison) == [
        "same 0.90",
        "chance altered 0.75",
        "number: 1 → 2",
        "omission: “of late” in a, not in b",
        "other wording in 1 place",
    ]
    named = layout.findings(comparison, ("The Gull", "The Wire"))
    assert named[3] == "omission: “of late” in The Gull, not in The Wire"


def test_outlets_with_two_articles_are_told_apart(report: Report) -> None:
    two = replace(report, articles=(Article("m1", "", "Star"), Article("m2", "", "Star"), Article("m3", "", None)))
    assert layout.outlet_names(two) == {"m1": "Star (m1)", "m2": "Star (m2)", "m3": "m3"}


def test_headline_counts(report: Report) -> None:
    assert layout.headline(report) == (
        "3 articles, 1 quote, 2 shared statements: 1 verbatim, 1 altered; 1 with different speakers."
    )
    assert layout.headline(replace(report, statements=())).endswith("No statement is carried by more than one article.")


@given(st.text(max_size=200), st.integers(10, 60))
def test_clipped_text_fits_and_keeps_both_ends(text: str, longest: int) -> None:
    short = layout.clipped(text, longest)
    assert len(short) <= longest
    if len(text) <= longest:
        assert short == text
    else:
        assert " … " in short


@pytest.mark.parametrize(
    ("part", "kind", "words"),
    [
        ("“We go,”|“and soon.”", "direct", "We go,” “and soon."),
        ("and soon.”", "direct", "and soon."),
        ("We go", "direct", "We go"),
        ("“We go,”", "mixed", "“We go,”"),
    ],
)
def test_the_article_s_own_marks_are_not_shown_twice(part: str, kind: Kind, words: str) -> None:
    text = "“We go,” she said, “and soon.”"

    def spans(*parts: str) -> tuple[Span, ...]:
        return tuple(Span(text.index(p), text.index(p) + len(p)) for p in parts)

    quote = Quote("a#1", "a", None, kind, spans("“We go,”", "“and soon.”"), spans("We go,", "and soon."), text)
    content = spans(*part.split("|"))
    rendering = Rendering("a#1", "a", None, kind, content, " ".join(text[slice(*span)] for span in content))
    assert rendering.text[slice(*layout.inside_marks(rendering, quote))] == words
