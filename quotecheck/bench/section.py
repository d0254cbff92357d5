"""The results of one benchmark, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from quotecheck.bench.rounds import Case, Timing


@dataclass(frozen=True, slots=True)
class Section:
    """What one benchmark found: ``facts`` are its settings and what is no timing, ``notes`` lines for the reader."""

    name: str
    facts: Mapping[str, object]
    cases: tuple[Case, ...]
    notes: tuple[str, ...] = field(default=())


def section_object(section: Section) -> dict[str, object]:
    """The section as JSON has it: every raw time, with the medians and ratios drawn from them."""
    return {
        **section.facts,
        "notes": list(section.notes),
        "cases": [_case_object(case) for case in section.cases],
    }


def _case_object(case: Case) -> dict[str, object]:
    return {
        "title": case.title,
        **case.about,
        "contenders": [_timing_object(case, timing) for timing in case.timings],
    }


def _timing_object(case: Case, timing: Timing) -> dict[str, object]:
    return {
        "name": timing.name,
        "median": _number(timing.median),
        "least": _number(min(timing.seconds, default=math.nan)),
        "most": _number(max(timing.seconds, default=math.nan)),
        "ratio": _number(case.ratio(timing)),
        **({"a_second": {unit: _number(rate) for unit, rate in case.rates(timing).items()}} if case.amounts else {}),
        "remark": timing.remark,
        "seconds": [round(taken, 7) for taken in timing.seconds],
    }


def _number(value: float) -> float | None:
    """Six significant digits; JSON has no NaN."""
    return None if math.isnan(value) else float(f"{value:.6g}")
