"""How fast exact search is, beside the libraries that people would pick instead, from 10,000 rows to a million.

Run ``python benchmarks/search.py`` with ``pip install '.[bench]'`` done; ``--shared FOLDER`` names the evaluation data,
whose sentences are then searched, else seeds and made-up news. Writes benchmarks/results/search.json, one entry a
size and kind of operation with machine, versions, commit, settings and every raw time, and docs/search.svg, the growth
curve. With ``--sizes`` and ``--only`` no other entries are made anew. The full table takes some hours on two cores.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
from pathlib import Path
from typing import Any

from quotecheck.bench.machine import conditions
from quotecheck.bench.plot import growth_curve
from quotecheck.bench.search import KINDS, SearchPlan, run_search, times_of
from quotecheck.bench.section import section_object
from quotecheck.bench.table import render_case
from quotecheck.report.json_lines import document

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 60_000, 250_000, 1_000_000)


def whole(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def broken(text: str) -> tuple[float, ...]:
    return tuple(map(float, text.split(",")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, help="the folder of evaluation data")
    parser.add_argument("--sizes", type=whole, default=SIZES)
    parser.add_argument("--only", type=lambda text: tuple(text.split(",")), default=KINDS, help=", ".join(KINDS))
    parser.add_argument("--queries", type=whole, default=(1, 100, 8000))
    parser.add_argument("-k", type=whole, default=(1, 10, 100))
    parser.add_argument("--thresholds", type=broken, default=(0.6, 0.75, 0.9))
    parser.add_argument("--limit", type=float, default=30.0, help="seconds; who takes longer runs once (default 30)")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "benchmarks/results/search.json")
    parser.add_argument("--plot", type=Path, default=ROOT / "docs/search.svg")
    options = parser.parse_args()
    if options.shared:
        os.environ["QUOTECHECK_SHARED"] = str(options.shared.resolve())
    kept = json.loads(options.output.read_text(encoding="utf-8"))["runs"] if options.output.exists() else []
    runs = {key_of(run): run for run in kept}

    def cases(most: float = float("inf")) -> list[dict[str, Any]]:
        return [case for key in sorted(runs) if key[0] < most for case in runs[key]["search"]["cases"]]

    for size, kind in itertools.product(sorted(options.sizes), options.only):
        plan = SearchPlan(
            sizes=(size,),
            operations=(kind,),
            queries=options.queries,
            k=options.k,
            thresholds=options.thresholds,
            peers=True,
            limit=options.limit,
        )
        section = run_search(plan, told, times_of(cases(size)), lambda case: print(render_case(case), flush=True))
        run = conditions(plan.threads) | {"search": section_object(section)}
        print("\n".join(section.notes), flush=True)
        runs[key_of(run)] = run
        # Whole or not at all: hours of earlier runs are in it.
        draft = options.output.with_suffix(".new")
        draft.write_text(document({"runs": [runs[key] for key in sorted(runs)]}), encoding="utf-8")
        draft.replace(options.output)
    options.plot.write_text(growth_curve(cases()), encoding="utf-8")


def told(what: str, done: int, of: int) -> None:
    print(what, f"{done:,} of {of:,}" if of else "", file=sys.stderr, flush=True)


def key_of(run: dict[str, Any]) -> tuple[int, str]:
    settings = run["search"]["settings"]
    return settings["sizes"][0], settings["operations"][0]


if __name__ == "__main__":
    main()
