from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from quotecheck.bench.rounds import OURS, Case, Timing, Turns


def unseen(name: str, result: object) -> str:
    return ""


def test_the_median_is_taken_over_the_rounds_after_the_warm_up(ticking: Any) -> None:
    # the first number of each is the warm-up; a mean, or a median with the warm-up, would be another
    runs = {OURS: ticking.takes(50, 3, 1, 9, 2, 4), "other": ticking.takes(1, 7, 7, 1, 1, 30)}
    ours, other = Turns(5, clock=ticking).take("work", runs, unseen)
    assert ours.seconds == (3, 1, 9, 2, 4)
    assert (ours.median, other.median) == (3, 7)
    case = Case("work", {}, (ours, other), {"sentences": 600})
    assert case.ratio(other) == pytest.approx(7 / 3)
    assert case.ratio(ours) == 1
    assert case.rates(ours) == {"sentences": 200}


def test_everybody_runs_once_a_round() -> None:
    order: list[str] = []

    def runs(name: str) -> Callable[[], None]:
        return lambda: order.append(name)

    names = [OURS, "a", "b"]
    now = iter(range(1000))
    Turns(3, clock=lambda: next(now)).take("work", {name: runs(name) for name in names}, unseen)
    assert order == names * 4


def test_what_is_over_soon_is_called_often_and_the_mean_call_counts(ticking: Any) -> None:
    (ours,) = Turns(2, clock=ticking).take("work", {OURS: ticking.takes(0.004)}, unseen)
    assert ours.seconds == pytest.approx((0.004, 0.004))
    # a warm-up, then five calls in each of two rounds fill 20 ms
    assert ticking.now == pytest.approx(0.004 + 2 * 5 * 0.004)


def test_who_takes_longer_than_the_limit_runs_once(ticking: Any) -> None:
    runs = {OURS: ticking.takes(1), "slow": ticking.takes(11), "just": ticking.takes(10)}
    ours, slow, just = Turns(5, limit=10, clock=ticking).take("work", runs, unseen)
    assert (len(ours.seconds), len(just.seconds)) == (5, 5)
    assert slow.seconds == (11,)
    assert slow.remark == "one run, not warmed up"


def test_who_fails_is_told_and_left_out(ticking: Any) -> None:
    def broken() -> None:
        raise RuntimeError("no such kernel")

    ours, other, third = Turns(2, clock=ticking).take(
        "work", {OURS: ticking.takes(1), "other": broken, "third": ticking.takes(2)}, unseen
    )
    assert other.seconds == ()
    assert "no such kernel" in other.remark
    assert math.isnan(Case("work", {}, (ours, other)).ratio(other))
    assert third.median == 2


def test_what_quotecheck_raises_goes_on() -> None:
    def broken() -> None:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        Turns(2).take("work", {OURS: broken}, unseen)


def test_what_a_run_returned_is_looked_at_once(ticking: Any) -> None:
    looked: list[tuple[str, object]] = []

    def seen(name: str, result: object) -> str:
        looked.append((name, result))
        return f"about {name}"

    runs = {OURS: ticking.takes(1), "other": ticking.takes(1)}
    timings = Turns(3, clock=ticking).take("work", runs, seen)
    assert looked == [(OURS, "done"), ("other", "done")]
    assert [timing.remark for timing in timings] == [f"about {OURS}", "about other"]


def test_a_timing_without_rounds_has_no_median() -> None:
    assert math.isnan(Timing("nobody", ()).median)
    case = Case("work", {}, (Timing("nobody", ()),), {"sentences": 3})
    assert math.isnan(case.ratio(case.timings[0]))
    assert case.rates(case.timings[0]) == {}
