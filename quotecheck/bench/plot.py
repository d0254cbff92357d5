"""The growth curve: time against the number of rows, both axes logarithmic, as an SVG that stands alone."""

from __future__ import annotations

import importlib
import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

from quotecheck.bench.rounds import OURS
from quotecheck.errors import InputError, MissingExtraError

TOP_K, THRESHOLD = 10, 0.75
"""What is drawn of the operations that were timed: the nearest to these."""

COLOURS = ("#0072B2", "#555555", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31", "#7A4EAB", "#B2B200")
"""After Okabe and Ito, Color Universal Design (jfly.uni-koeln.de/color): the colour-blind tell seven apart."""

MARKS = "osv^D*Px<>"

Series = dict[str, list[tuple[int, float]]]


def growth_curve(cases: Sequence[Mapping[str, Any]]) -> str:
    """An SVG of the ``cases`` of one or more search benchmarks, in the form of their JSON: a panel an operation.

    The same cases give the same bytes with the same version of matplotlib. Raises MissingExtraError without it and
    InputError where no case has a size.
    """
    panels = [(title, series) for title, series in (_panel(cases, kind) for kind in ("top_k", "join")) if series]
    if not panels:
        raise InputError("there is nothing to plot", "time a search at one size or more")
    mpl = require_matplotlib()
    from matplotlib.figure import Figure

    names = list(dict.fromkeys(name for _, series in panels for name in series))
    with mpl.rc_context({"svg.hashsalt": "quotecheck", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(5.2 * len(panels), 4.6), layout="constrained")
        for axes, (title, series) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
            for place, name in enumerate(names):
                if points := sorted(series.get(name, ())):
                    axes.plot(
                        *zip(*points, strict=True),
                        label=name,
                        color=COLOURS[place % len(COLOURS)],
                        marker=MARKS[place % len(MARKS)],
                        linewidth=2.6 if name == OURS else 1.2,
                        markersize=5,
                        zorder=3 if name == OURS else 2,
                    )
            axes.set(xscale="log", yscale="log", title=title, xlabel="rows of the corpus", ylabel="seconds (median)")
            axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
        handles: dict[str, Any] = {}
        for axes in figure.axes:
            handles |= {label: handle for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)}
        figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=4, frameon=False, fontsize=8)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()


def require_matplotlib() -> Any:
    """The package; raises MissingExtraError without it, which is better known before an hour of timing than after."""
    try:
        return importlib.import_module("matplotlib")
    except ImportError as problem:
        raise MissingExtraError("matplotlib", "bench") from problem


def _panel(cases: Sequence[Mapping[str, Any]], kind: str) -> tuple[str, Series]:
    """Title and series of one operation: the most queries, the setting nearest to the one that is drawn, no noise."""
    key, wanted = ("k", TOP_K) if kind == "top_k" else ("threshold", THRESHOLD)
    fit = [case for case in cases if case["operation"] == kind and case["data"] != "noise"]
    if not fit:
        return "", {}
    value = min((case[key] for case in fit), key=lambda found: (abs(math.log(found / wanted)), found))
    queries = max(case["queries"] for case in fit)
    series: Series = {}
    for case in fit:
        if case[key] == value and case["queries"] == queries:
            for timed in case["contenders"]:
                if timed["median"]:
                    series.setdefault(timed["name"], []).append((case["rows"], timed["median"]))
    return f"{fit[0]['title'].split(',')[0].split(' at ')[0]}, {key} {value:g}, {queries:,} queries", series
