from __future__ import annotations

import pytest

from quotecheck.bench.rounds import OURS
from quotecheck.bench.stations import StationPlan, run_check, run_split
from quotecheck.errors import NothingToCompareError, SettingsError

pytestmark = pytest.mark.usefixtures("no_data")


def quiet(what: str, done: int, of: int) -> None:
    return None


def test_split() -> None:
    (case,) = run_split(StationPlan((3,), repeats=2), quiet).cases
    (ours,) = case.timings
    assert len(ours.seconds) == 2
    rates = case.rates(ours)
    assert rates["articles"] == pytest.approx(3 / ours.median)
    assert rates["characters"] / rates["articles"] == pytest.approx(case.about["characters"] / 3)  # type: ignore[operator]


def test_check_and_the_whole_command() -> None:
    two, four = run_check(StationPlan((4, 2), repeats=1), quiet).cases
    assert [timing.name for timing in two.timings] == [OURS, "the whole command"]
    assert [timing.remark for timing in two.timings] == ["", ""]
    assert two.ratio(two.timings[1]) > 1
    assert [timing.name for timing in four.timings] == [OURS]
    assert (two.about["articles"], four.about["articles"]) == (2, 4)


def test_one_article_is_nothing_to_compare() -> None:
    with pytest.raises(NothingToCompareError):
        run_check(StationPlan((1,), repeats=1), quiet)


def test_a_plan_that_makes_no_sense() -> None:
    with pytest.raises(SettingsError, match="articles is 0,2"):
        StationPlan((0, 2))
    with pytest.raises(SettingsError, match="repeats is 0"):
        StationPlan((2,), repeats=0)
