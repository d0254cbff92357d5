from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from quotecheck.records import Article, Match, PairScore, Rendering, Report, Similarity, Span, Statement
from quotecheck.report import Look, render_matches, render_quotes, render_report, render_scores

ANSI = re.compile(r"\x1b\[[0-9;]*m")

GOLDEN = """\
3 articles, 1 quote, 2 shared statements: 1 verbatim, 1 altered; 1 with
different speakers.

1  Ada Marsh                                            altered  ■■■■■□□□□□ 0.52
   The Courier      “We lost ‹600› jobs at the dam and we will ‹not› leave.”
   Daily Ledger     “We lost ‹4,700› jobs at the dam and we will ‹› leave.”
                    same 0.98; chance altered 0.90; number: 600 → 4,700;
                    negation: “not” in The Courier, not in Daily Ledger

2  Bo Tann                                             verbatim  □□□□□□□□□□ 0.00
   The Courier      “The road opens in May.”
   Oost Abendblatt  “The road opens in May.”
                    same 1.00; chance altered 0.00
   ! Different speakers: The Courier gives them to Bo Tann, Oost Abendblatt to
   Cyd Oru.

Speakers   shared  mean divergence  labels; changes
Ada Marsh  1 of 3  0.52             1 altered; number 1, negation 1
Bo Tann    1 of 2  0.00             1 verbatim, 1 with different speakers

Outlets       shared  mean divergence  labels; changes
Daily Ledger  1 of 2  0.52             1 altered; number 1
Silent Star   0 of 0

Too few to tell how far the mean divergences would hold: an interval takes 10
statements.
2 statements in two outlets only: where two differ, nobody can say which of them
departs.
Quoted without a shared statement: Dee Oyl 1,200.
1 quote in one article alone.
‹…› differs from the first rendering, ‹› is where the first has more words.
Skipped empty.txt: holds no text: leave it out
"""


def one_statement(report: Report, *texts: str) -> Report:
    """The report with one statement that has these texts, an outlet each."""
    names = [f"n{place}" for place in range(len(texts))]
    renderings = tuple(
        Rendering(f"{n}#1", n, n, "direct", (Span(0, len(t)),), t, "Ada [bold]Marsh[/bold]")
        for n, t in zip(names, texts, strict=True)
    )
    articles = tuple(Article(name, "", outlet=f"\x1b]0;{name}\x07") for name in names)
    statement = Statement("s1", "Ada [bold]Marsh[/bold]", 0.5, "reworded", renderings, ())
    return replace(report, articles=articles, statements=(statement,))


def test_golden_table(report: Report) -> None:
    assert render_report(report, "table", Look(80)) == GOLDEN


def test_explained_the_divergence_stands_part_by_part_under_what_was_found(report: Report) -> None:
    lines = render_report(report, "table", Look(80), explain=True).splitlines()
    plain = GOLDEN.splitlines()
    at = lines.index("                    negation: “not” in The Courier, not in Daily Ledger") + 1
    told = " ".join(line.strip() for line in lines[at : at + 3])
    assert told == (
        "0.52 = 0.05 other words (82% shared) + 0.01 other sense (likeness 0.91) + 0.46 chance altered (0.90; "
        "number: 600 → 4,700; negation: “not” in The Courier, not in Daily Ledger)"
    )
    assert lines[:at] + lines[at + 3 :] == plain


def test_colour_adds_nothing_but_colour(report: Report) -> None:
    coloured = render_report(report, "table", Look(80, color=True))
    assert "\x1b[" in coloured
    assert ANSI.sub("", coloured) == GOLDEN


@pytest.mark.parametrize("width", [40, 80, 100, 140])
def test_no_line_is_wider_than_asked(report: Report, width: int) -> None:
    texts = ("桥将在春天之前重新开放，我们保证" * 9, "Donaudampfschifffahrt" * 20, "short", "ﷺ 🙂" * 50)
    wide = replace(one_statement(report, *texts), speakers=report.speakers, outlets=report.outlets)
    lines = render_report(wide, "table", Look(width)).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "".join(texts[0].split()) in re.sub(r"[\s“”]|n\d", "", "".join(lines))


@settings(max_examples=40)
@given(st.text(st.characters(codec=None, categories=None), max_size=60))
def test_hostile_words_never_reach_the_terminal_raw(text: str) -> None:
    empty = Report("", (), (), (), (), (), ())
    shown = render_report(one_statement(empty, text, "[red]x[/red]"), "table", Look(80))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert "[red]x[/red]" in shown
    assert "Ada [bold]Marsh[/bold]" in shown


def test_the_environment_changes_nothing(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FORCE_COLOR", "1"), ("COLUMNS", "33"), ("TERM", "xterm-256color"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    assert render_report(report, "table", Look(80)) == GOLDEN


def test_a_book_in_one_quote_is_clipped(report: Report) -> None:
    long = "word " * 2_000_000
    assert len(render_report(one_statement(report, long, "x"), "table")) < 6000


def test_listings(report: Report) -> None:
    (quotes,) = render_quotes(report.quotes, "table")
    assert quotes == "ledger#2  Bo Tann  direct, confidence 0.88\n“Alone”\n"
    belief = replace(report.quotes[0], speech=False, kind="indirect")
    assert "  indirect, no speech, confidence 0.88\n" in "".join(render_quotes([belief], "table"))
    assert list(render_quotes([], "table")) == ["No quotes.\n"]
    quote = replace(report.quotes[0], content=(Span(8, 15),), text='"Alone"')
    assert "\n“Alone”\n" in "".join(render_quotes([quote], "table"))
    (scores,) = render_scores([PairScore("p1", 0.9, "reworded", 0.3, 0.1, Similarity(1, 1))], "table")
    assert scores.splitlines()[1].split() == ["p1", "reworded", "■■■□□□□□□□", "0.30", "0.90", "0.10"]
    (matches,) = render_matches([Match("q1", ())], "table")
    assert matches.split() == ["query", "rank", "hit", "score", "same"]
