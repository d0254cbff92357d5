"""Benchmarks as a table for a terminal: a block for each thing that was timed, a row for each contender."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from quotecheck.bench.rounds import OURS, Case
from quotecheck.bench.section import Section
from quotecheck.report.escape import visible
from quotecheck.report.terminal import NARROWEST, draw

ONE = {
    "rows": "row",
    "queries": "query",
    "pairs": "pair",
    "articles": "article",
    "characters": "character",
    "sentences": "sentence",
}
"""What of a case's numbers its head tells, in this order, and the word for one of them; the title has the others."""


def render_sections(
    sections: Sequence[Section], conditions: Mapping[str, Any], width: int = 100, color: bool = False
) -> str:
    """Every section under its name, first what the figures depend on; lines of at most ``width`` columns."""
    parts: list[RenderableType] = [Text(visible(_machine(conditions)), style="dim")]
    for section in sections:
        parts += [Text(), Text(section.name, style="bold")]
        parts += [Text(visible(note), style="dim") for note in section.notes]
        parts += [part for case in section.cases for part in (Text(), *_case(case))]
    return draw(Group(*parts), max(width, NARROWEST), color)


def render_case(case: Case, width: int = 100, color: bool = False) -> str:
    """One thing that was timed, by itself."""
    return draw(Group(*_case(case)), max(width, NARROWEST), color)


def duration(seconds: float) -> str:
    """Three digits and a unit; a dash for what was not timed."""
    if math.isnan(seconds):
        return "–"
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{_digits(seconds / size)} {unit}"
    return f"{_digits(seconds * 1e6)} µs"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"


def _case(case: Case) -> tuple[RenderableType, ...]:
    counts = [
        f"{case.about[name]:,} {one if case.about[name] == 1 else name}"
        for name, one in ONE.items()
        if name in case.about
    ]
    told = [*counts, str(case.about["data"])] if "data" in case.about else counts
    head = Text.assemble((case.title, "bold"), ("   " + visible(", ".join(told)), "dim"))
    table = Table(
        Column(overflow="fold"), *(Column(justify="right", no_wrap=True) for _ in range(4)),
        Column(ratio=1, overflow="fold"), box=None, padding=(0, 2, 0, 0), show_header=False, expand=True,
    )  # fmt: skip
    for timing in case.timings:
        ours = timing.name == OURS
        ratio = case.ratio(timing)
        spread = f"{duration(min(timing.seconds))} – {duration(max(timing.seconds))}" if timing.seconds else ""
        rates = ", ".join(f"{_digits(rate)} {unit}/s" for unit, rate in case.rates(timing).items())
        table.add_row(
            Text(visible(timing.name), style="bold" if ours else ""),
            duration(timing.median),
            Text(spread, style="dim"),
            "" if ours or math.isnan(ratio) else f"{_digits(ratio)} ×",
            rates,
            Text(visible(timing.remark), style="yellow"),
        )
    return head, table


def _machine(conditions: Mapping[str, Any]) -> str:
    machine = conditions["machine"]
    memory = f", {machine['memory'] / 2**30:.0f} GiB" if machine["memory"] else ""
    packages = ", ".join(f"{name} {version}" for name, version in conditions["packages"].items())
    return (
        f"quotecheck {conditions['quotecheck']}, {machine['cpu'] or machine['architecture']}, {machine['cores']} cores"
        f"{memory}, {conditions['threads']} threads, Python {conditions['python']}, {packages}. Median, least and most "
        f"of the rounds; × is how many times as long as quotecheck's median."
    )
