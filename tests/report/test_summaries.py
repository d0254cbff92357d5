"""What the summaries say in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotecheck.records import Rendering as Told
from quotecheck.records import Report, Span, Statement
from quotecheck.report import Look, render_report, summaries
from quotecheck.summaries import Departure, Interval, OutletSummary


def three_outlets(report: Report, count: int) -> Report:
    """The report with so many statements in three outlets each, and one in two."""
    renderings = tuple(Told(f"{a}#1", a, None, "direct", (Span(0, 1),), "x") for a in ("courier", "ledger", "oost"))
    statements = [Statement(f"s{n}", "Ada", 0.1, "reworded", renderings, ()) for n in range(1, count + 1)]
    two = Statement("two", "Ada", 0.1, "reworded", renderings[:2], ())
    return replace(report, statements=(*statements, two))


def standing(departure: Departure, report: Report) -> str:
    outlet = OutletSummary("Daily Ledger", 9, 9, 0.1, (("reworded", 9),), (), None, departure)
    (found,) = summaries.departures(replace(three_outlets(report, 12), outlets=(outlet,)))
    return f"{found.outlet} {found.told}"


def test_who_departs_on_what_from_how_many_and_how_sure(report: Report) -> None:
    departs = tuple(f"s{n}" for n in (1, 2, 3, 5, 6, 7, 9, 12))
    found = Departure(0.214, 12, departs, (("number", 7), ("wording", 3), ("negation", 1)), Interval(0.12, 0.31, 12))
    assert standing(found, report) == (
        "Daily Ledger departs in 8 of 12 (statements 1, 2, 3, 5, 6, 7 and 2 more), on number 7, negation 1; on average "
        "0.21 farther from the others than these are from each other (95% interval +0.12 to +0.31), more than chance "
        "explains."
    )


@pytest.mark.parametrize(
    ("departure", "told"),
    [
        (Departure(0.7, 1, ("s2",)), "departs in 1 of 1 (statement 2); too few to tell."),
        (Departure(-0.2, 9), "departs in none of 9; too few to tell."),
        (Departure(0.0, 12), "departs in none of 12; all alike."),
        (
            Departure(-0.034, 36, (), (), Interval(-0.12, 0.034, 21, "event")),
            "departs in none of 36; on average 0.03 nearer to the others than these are to each other (95% interval "
            "−0.12 to +0.03, 21 events), no more than chance explains.",
        ),
        (
            Departure(-0.2, 36, (), (), Interval(-0.3, -0.1, 36)),
            "departs in none of 36; on average 0.20 nearer to the others than these are to each other (95% interval "
            "−0.30 to −0.10), more than chance explains.",
        ),
        (
            Departure(-0.004, 36, (), (), Interval(-0.1, 0.1, 10, "article")),
            "departs in none of 36; on average as far from the others as these are from each other (95% interval "
            "−0.10 to +0.10, 10 articles), no more than chance explains.",
        ),
    ],
)
def test_how_far_in_words(departure: Departure, told: str, report: Report) -> None:
    assert standing(departure, report) == f"Daily Ledger {told}"


def test_of_two_nobody_is_blamed_in_any_format(report: Report) -> None:
    assert summaries.departures(report) == []
    for form in ("table", "md", "html"):
        text = " ".join(render_report(report, form).split())  # type: ignore[arg-type]
        assert "2 statements in two outlets only: where two differ, nobody can say which of them departs." in text
        assert "Who departs" not in text
        assert "oo few to tell" in text


def test_the_farthest_is_told_first_and_what_it_rests_on(report: Report) -> None:
    near, far = (OutletSummary(n, 1, 1, 0.1, (), (), None, Departure(m, 1)) for n, m in (("A", -0.3), ("B", 0.6)))
    shown = replace(three_outlets(report, 1), outlets=(near, far))
    assert [one.outlet for one in summaries.departures(shown)] == ["B", "A"]
    assert summaries.departures_title(shown) == "Who departs from the others (1 statement in three outlets or more)"
    assert summaries.undecided(shown).startswith("1 statement in two outlets only: ")
    (same,) = (replace(article, outlet="Star") for article in report.articles[:1])
    one_outlet = replace(shown, articles=(same, replace(report.articles[1], outlet="Star"), report.articles[2]))
    assert summaries.undecided(one_outlet).startswith("2 statements in one outlet's articles or two outlets only: ")


def test_means_with_their_intervals(report: Report) -> None:
    ada, bo, dee = report.speakers
    sure = replace(ada, interval=Interval(0.306, 0.52, 12))
    by_event = replace(bo, interval=Interval(0.1, 0.2, 11, "event"))
    alike = replace(bo, labels=(("verbatim", 10),))
    told = [summaries.mean_and_interval(one) for one in (sure, by_event, ada, alike, dee)]
    assert told == ["0.52 (0.31–0.52)", "0.00 (0.10–0.20)*", "0.52 (too few)", "0.00 (all alike)", ""]
    cells = [summaries.speaker_cells(one)[5] for one in (sure, by_event, ada, alike, dee)]
    assert cells == ["0.31 to 0.52", "0.10 to 0.20, 11 events", "too few to tell", "all alike", ""]
    text = " ".join(render_report(replace(report, speakers=(sure, bo)), "table").split())
    assert "Ada Marsh 1 of 3 0.52 (0.31–0.52) 1 altered" in text
    assert "under 10 statements it is too few to tell." in text


def test_many_who_share_nothing_are_counted(report: Report) -> None:
    dee = report.speakers[2]
    many = [replace(dee, speaker=f"N{n}", statements=n) for n in range(30)]
    assert summaries.nothing_shared(many, 2) == "Quoted without a shared statement: N0 0, N1 1 and 28 more."
    assert summaries.nothing_shared(report.speakers[:2], 2) == ""


def test_departures_fit_the_narrowest_terminal(report: Report) -> None:
    name = "The Extremely Long-Winded Northern Harbour Gazette and Advertiser"
    outlet = OutletSummary(name, 1, 1, 0.1, (), (), None, Departure(0.6, 1, ("s1",)))
    lines = render_report(replace(three_outlets(report, 1), outlets=(outlet,)), "table", Look(40)).splitlines()
    assert max(map(len, lines)) <= 40
    assert "departs" in " ".join(lines)
