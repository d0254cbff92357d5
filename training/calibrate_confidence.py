"""Measure how often each construction of attribution is right; the table of quotecheck/speech/confidence.py.

usage: python training/calibrate_confidence.py SHARED

SHARED holds data/quotes/{train,dev}.gold.jsonl (PolNeAR 1.0). Prints the table fitted on the training articles, and
for the development articles how far the confidence that quotecheck reports is from the share that is right
(expected calibration error, ten bins).
"""

from __future__ import annotations

import collections
import importlib.util
import json
import sys
from pathlib import Path

import quotecheck.speech.split as station
from quotecheck.records import Article, Kind
from quotecheck.speech.confidence import PRIOR


def outcomes(shared: Path, part: str) -> list[tuple[str, Kind, float, bool]]:
    """(pattern, kind, confidence, right) of every quote that the scorer counts in ``part``."""
    spec = importlib.util.spec_from_file_location("quotes_eval", shared / "eval/quotes_eval.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    seen: list[str] = []
    original = station.confidence

    def spy(pattern: str, kind: Kind, *, repaired: bool) -> float:
        seen.append(pattern)
        return original(pattern, kind, repaired=repaired)

    station.confidence = spy
    rows = []
    for line in (shared / f"data/quotes/{part}.gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = gold["text"]
        seen.clear()
        quotes = station.split_article(Article(gold["id"], text))
        wanted = [scorer.characters(text, g["content_spans"]) for g in gold["quotes"]]
        given = [scorer.characters(text, q.content) for q in quotes]
        target = [
            bool(g["speaker_spans"]) and (bool(g["cue_is_speech_verb"]) or g["type"] != "indirect")
            for g in gold["quotes"]
        ]
        wide, loose = scorer.greedy(wanted, given, 0.8), scorer.greedy(wanted, given, 0.3)
        for i, quote in enumerate(quotes):
            match, near = wide.get(i), loose.get(i)
            if (match is not None and not target[match]) or (match is None and near is not None and not target[near]):
                continue
            right = match is not None and scorer.overlaps(
                [quote.mention] if quote.mention else [], gold["quotes"][match]["speaker_spans"]
            )
            rows.append((seen[i], quote.kind, quote.confidence, right))
    station.confidence = original
    return rows


def calibration_error(rows: list[tuple[str, Kind, float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = collections.defaultdict(list)
    for _, _, confidence, right in rows:
        bins[min(9, int(confidence * 10))].append((confidence, right))
    return sum(abs(sum(c - r for c, r in rows_of_bin)) for rows_of_bin in bins.values()) / len(rows)


def main() -> None:
    shared = Path(sys.argv[1])
    rows = outcomes(shared, "train")
    by_kind = collections.defaultdict(list)
    by_pattern = collections.defaultdict(list)
    for pattern, kind, _, right in rows:
        by_kind[kind].append(right)
        by_pattern[pattern, kind].append(right)
    share = {kind: sum(rights) / len(rights) for kind, rights in by_kind.items()}
    print("_BY_KIND =", {kind: round(value, 3) for kind, value in sorted(share.items())})
    print("_BY_PATTERN = {")
    for (pattern, kind), rights in sorted(by_pattern.items()):
        value = (sum(rights) + PRIOR * share[kind]) / (len(rights) + PRIOR)
        print(f"    ({pattern!r}, {kind!r}): {value:.2f},  # of {len(rights)}".replace("'", '"'))
    print("}")
    for part in ("train", "dev"):
        print(f"calibration error on {part}: {calibration_error(outcomes(shared, part)):.4f}")


if __name__ == "__main__":
    main()
