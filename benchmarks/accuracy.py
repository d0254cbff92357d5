"""How often quotecheck is right, and how long its commands take: every figure of the README in one run.

Run ``python benchmarks/accuracy.py --shared FOLDER`` with ``quotecheck`` installed. FOLDER holds the development data
and the scoring scripts, which judge what the commands print; nothing of the texts is written but figures.
Writes benchmarks/results/accuracy.json with version, commit, machine and the commands.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import quotecheck
from quotecheck.comparison import find_matches
from quotecheck.embedding import load_encoder
from quotecheck.records import Text

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from training.calibration.fit import Vectors, fit_altered  # noqa: E402
from training.tagger.fit_confidence import PENALTY, figures, judged, unseen  # noqa: E402

QUOTECHECK = Path(sys.executable).with_name("quotecheck")


commands: list[str] = []
"""What was run, once each; folders are left out."""


def run(*command: str | Path) -> str:
    told = " ".join(Path(part).name for part in command)
    if told not in commands:
        commands.append(told)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def scored(script: Path, *arguments: str | Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(run(sys.executable, script, *arguments, "--json"))
    return result


def quotes(shared: Path, work: Path) -> dict[str, Any]:
    run(QUOTECHECK, "split", shared / "data/quotes/dev.articles.jsonl", "--format", "jsonl", "-o", work / "quotes")
    result = scored(shared / "eval/quotes_eval.py", shared / "data/quotes/dev.gold.jsonl", work / "quotes")
    kinds = {kind: row["joint"]["f1"] for kind, row in result["by kind"].items()}
    roles = {role: row["f1"] for role, row in result["exact spans per role (all gold)"].items()}
    return {
        "joint F1": result["joint"]["f1"],
        **{f"joint F1, {kind}": f1 for kind, f1 in kinds.items()},
        "content overlap F1": result["content overlap"]["f1"],
        **{f"exact F1, {role}" if role != "content tokens" else "content token F1": f1 for role, f1 in roles.items()},
    }


def unseen_quotes(shared: Path) -> dict[str, Any]:
    """The same where how sure the tagger and the rules are is fitted on other articles than it is measured on."""
    articles = judged(shared)
    return figures(articles, unseen(articles, PENALTY), shared)


def pairs(shared: Path, work: Path, name: str) -> dict[str, Any]:
    gold = shared / f"data/pairs/{name}.jsonl"
    run(QUOTECHECK, "score", gold, "--format", "jsonl", "-o", work / name)
    result = scored(shared / "eval/pairs_eval.py", gold, work / name)
    figures = {key: result[key] for key in ("same", "same, hard", "altered") if result.get(key)}
    return {**figures, "label macro F1": result["labels"]["macro f1"]}


def unseen_changes(shared: Path) -> dict[str, Any]:
    """Changed pairs told from honest ones, by judges and constants that had not seen them (training/calibration)."""
    commands.append("python -m training.calibration.fit shared")
    with redirect_stdout(sys.stderr):
        return fit_altered(shared, Vectors())


def translations(shared: Path, work: Path) -> dict[str, Any]:
    rows = []
    for path in sorted((shared / "data/translations").glob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for side in "ab":
        lines = (json.dumps({"id": row["id"], "text": row[side]}) for row in rows)
        (work / f"{side}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run(QUOTECHECK, "match", work / "a.jsonl", work / "b.jsonl", "-k", "10", "--format", "jsonl", "-o", work / "hits")
    together = scored(shared / "eval/match_eval.py", work / "hits")
    queries, corpus = ([Text(row["id"], row[side]) for row in rows] for side in "ab")
    alone = find_matches(queries, corpus, 1, load_encoder(), rivals=False)
    return {**together, "P@1, each query as if alone": round(sum(m.hits[0].id == m.id for m in alone) / len(alone), 4)}


def commit() -> str | None:
    """The commit that is measured; what is not committed beside the figures themselves is told."""
    git = ("git", "-C", str(ROOT))
    head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    status = [*git, "status", "--porcelain", "--", ".", ":!benchmarks/results"]
    changed = subprocess.run(status, capture_output=True, text=True, check=False).stdout.strip()
    return f"{head} with changes" if changed else head or None


def machine() -> str:
    names = [line.split(":", 1)[1].strip() for line in cpu_lines() if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def seconds(*command: str | Path, times: int = 7) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run(*command)
        taken.append(time.perf_counter() - start)
    return round(statistics.median(taken), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "benchmarks/results/accuracy.json")
    options = parser.parse_args()
    shared: Path = options.shared
    event = ROOT / "seeds/bereaved-families"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        results = {
            "quotes, 84 development articles": quotes(shared, work),
            "quotes, confidence by cross-validation": unseen_quotes(shared),
            "pairs, outlets_dev": pairs(shared, work, "outlets_dev"),
            "altered, judge and constants by cross-validation": unseen_changes(shared),
            "match, 6,342 translations": translations(shared, work),
            "seconds, median of 7": {
                "quotecheck --help": seconds(QUOTECHECK, "--help"),
                "quotecheck check, two articles": seconds(QUOTECHECK, "check", event),
            },
        }
    report = {
        "version": quotecheck.__version__,
        "commit": commit(),
        "machine": machine(),
        "python": platform.python_version(),
        "commands": commands,
        "results": results,
    }
    options.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
