from __future__ import annotations

import json
import math

import pytest

from quotecheck.bench.machine import conditions
from quotecheck.bench.rounds import OURS, Case, Timing
from quotecheck.bench.section import Section, section_object
from quotecheck.bench.table import duration, render_sections
from quotecheck.cores import cores

CASE = Case(
    "top_k, k = 10",
    {"operation": "top_k", "rows": 60_000, "data": "real", "k": 10, "queries": 1},
    (
        Timing(OURS, (0.2, 0.1, 0.4)),
        Timing("other", (0.5, 0.5, 0.5), "misses 3 pairs"),
        Timing("third", (), "left out, some 900 s foretold"),
    ),
)
SECTION = Section("search", {"settings": {"repeats": 3}}, (CASE,), ("vectors: \x1b[31mhostile",))


def test_the_table_tells_median_spread_ratio_and_remark() -> None:
    lines = render_sections([SECTION], conditions(2), width=120).splitlines()
    head = next(line for line in lines if line.startswith("top_k"))
    assert head == "top_k, k = 10   60,000 rows, 1 query, real"
    ours, other, third = (
        next(line for line in lines if line.startswith(name)) for name in (OURS + "  ", "other", "third")
    )
    assert ours.split() == [OURS, "200", "ms", "100", "ms", "–", "400", "ms"]
    assert "2.50 ×" in other
    assert "misses 3 pairs" in other
    assert "left out, some 900 s foretold" in third
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("width", [40, 60, 200])
def test_lines_keep_to_the_width(width: int) -> None:
    assert max(map(len, render_sections([SECTION], conditions(2), width=width).splitlines())) <= width


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0000012, "1.20 µs"),
        (0.00025, "250 µs"),
        (0.0123, "12.3 ms"),
        (1.0, "1.00 s"),
        (99.96, "100 s"),
        (math.nan, "–"),
    ],
)
def test_durations_have_three_digits(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_json_has_every_raw_time_and_no_nan() -> None:
    told = json.loads(json.dumps(section_object(SECTION), allow_nan=False))
    ours, other, third = told["cases"][0]["contenders"]
    assert ours["seconds"] == [0.2, 0.1, 0.4]
    assert (ours["median"], ours["least"], ours["most"], ours["ratio"]) == (0.2, 0.1, 0.4, 1)
    assert other["ratio"] == 2.5
    assert (third["median"], third["ratio"], third["seconds"]) == (None, None, [])


def test_the_conditions_name_machine_and_versions() -> None:
    told = conditions(2)
    assert {"quotecheck", "commit", "machine", "system", "python", "packages", "threads"} <= told.keys()
    assert told["threads"] == 2
    assert told["machine"]["cores"] == cores()  # type: ignore[index]
    assert "numpy" in told["packages"]  # type: ignore[operator]
