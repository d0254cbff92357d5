"""Fit how sure a reading is, on development articles: ``python -m training.tagger.fit_confidence SHARED [--write]``.

The tagger knows the training articles by heart, so its sureness there says nothing. Prints the figures that the fit
reaches on articles that it has not seen (cross-validation by article); ``--write`` puts the weights, fitted on all
development articles, into models/tagger/config.json.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.records import Article
from quotecheck.speech.agreement import SOUND, SPEECH, Reading, standing
from quotecheck.speech.confidence import Confidence, Sureness, content_features, mention_features
from quotecheck.speech.split import read_attributions

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDS = 12
PENALTY = 1.0
Weights = dict[str, float]


def scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("quotes_eval", shared / "eval/quotes_eval.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Judged:
    """The readings of one article and whether each is right: content (None where nobody counts it), then mention."""

    def __init__(self, gold: dict[str, Any], score: Any) -> None:
        self.gold = gold
        self.readings: list[Reading] = read_attributions(Article(gold["id"], gold["text"])).readings
        text, items = gold["text"], gold["quotes"]
        wanted = [score.characters(text, g["content_spans"]) for g in items]
        self.target = [
            bool(g["speaker_spans"]) and (bool(g["cue_is_speech_verb"]) or g["type"] != "indirect") for g in items
        ]
        self.content: list[bool | None] = []
        self.attributed: list[bool] = []
        self.mention: list[bool] = []
        for reading in self.readings:
            given = score.characters(text, reading.content)
            best, share = None, 0.0
            for number, chars in enumerate(wanted):
                common = len(given & chars)
                if common and common / len(given | chars) > share:
                    best, share = number, common / len(given | chars)
            self.attributed.append(share >= 0.8)
            counts = best is None or share < 0.3 or self.target[best]
            self.content.append(share >= 0.8 if counts else None)
            speakers = items[best]["speaker_spans"] if best is not None else []
            said = reading.mention
            self.mention.append(score.overlaps([said], speakers) if said else not speakers)


def fit(rows: list[Weights], rights: list[bool], penalty: float = 1.0) -> Weights:
    """Logistic regression with an L2 penalty, by Newton's method."""
    names = sorted({name for row in rows for name in row})
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            x[i, place[name]] = value
    y = np.array(rights, float)
    w: NDArray[np.float64] = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x.T * (p * (1 - p))) @ x + penalty * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(names, w.tolist(), strict=True))


def train(articles: list[Judged], penalty: float) -> Confidence:
    every = (row for j in articles for row in zip(j.readings, j.attributed, j.content, j.mention, strict=True))
    rows = [row for row in every if row[0].by_rules is None]  # the others keep the confidence of the rules
    attributed = fit([content_features(r) for r, *_ in rows], [a for _, a, _, _ in rows], penalty)
    counted = [(r, c) for r, _, c, _ in rows if c is not None]
    speech = fit([content_features(r) for r, _ in counted], [c for _, c in counted], penalty)
    named = [(r, m) for r, a, _, m in rows if a]
    mention = fit([mention_features(r) for r, _ in named], [m for _, m in named], penalty)
    sound = fit([content_features(r) for r, *_ in rows], [c is None or c for _, _, c, _ in rows], penalty)
    return Confidence(attributed, speech, mention, sound)


def unseen(articles: list[Judged], penalty: float) -> list[list[Sureness]]:
    """How sure every reading of every article is by weights that were fitted on other articles."""
    order = np.random.default_rng(1).permutation(len(articles)).tolist()
    sure: list[list[Sureness]] = [[] for _ in articles]
    for fold in range(FOLDS):
        model = train([articles[i] for n, i in enumerate(order) if n % FOLDS != fold], penalty)
        for i in order[fold::FOLDS]:
            sure[i] = [model.of(reading) for reading in articles[i].readings]
    return sure


def calibration_error(outcomes: list[tuple[float, bool]]) -> float:
    """Expected calibration error, ten bins of equal width."""
    bins = defaultdict(list)
    for confidence, right in outcomes:
        bins[min(9, int(confidence * 10))].append(confidence - right)
    return sum(abs(sum(gaps)) for gaps in bins.values()) / len(outcomes)


def figures(
    articles: list[Judged],
    sure: list[list[Sureness]],
    shared: Path,
    speech: float = SPEECH,
    sound: float = SOUND,
) -> dict[str, Any]:
    """What the scorer says of the readings that stand, and how well their confidence is calibrated."""
    outcomes: list[tuple[float, bool]] = []
    rows: list[str] = []
    for judged, sureness in zip(articles, sure, strict=True):
        place = {id(reading): i for i, reading in enumerate(judged.readings)}
        for reading, how in standing([*zip(judged.readings, sureness, strict=True)], speech, sound):
            content = judged.content[place[id(reading)]]
            if content is not None:
                outcomes.append((how.speech, content and judged.mention[place[id(reading)]]))
            spans = {"content": reading.content, "mention": reading.mention, "cue": reading.cue}
            rows.append(json.dumps({"article": judged.gold["id"], "kind": reading.kind, **spans}))
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        predicted.write_text("\n".join(rows), encoding="utf-8")
        command = [
            sys.executable,
            shared / "eval/quotes_eval.py",
            shared / "data/quotes/dev.gold.jsonl",
            predicted,
            "--json",
        ]
        result = json.loads(subprocess.run([*map(str, command)], capture_output=True, text=True, check=True).stdout)
    kinds = {kind: row["joint"]["f1"] for kind, row in result["by kind"].items()}
    roles = {role: row["f1"] for role, row in result["exact spans per role (all gold)"].items()}
    return {
        "joint F1": result["joint"]["f1"],
        **{f"joint F1, {kind}": f1 for kind, f1 in kinds.items()},
        "content overlap F1": result["content overlap"]["f1"],
        **{f"exact F1, {role}" if role != "content tokens" else "content token F1": f1 for role, f1 in roles.items()},
        "calibration error": round(calibration_error(outcomes), 4),
    }


def judged(shared: Path) -> list[Judged]:
    """The development articles, read."""
    score = scorer(shared)
    lines = (shared / "data/quotes/dev.gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [Judged(json.loads(line), score) for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    parser.add_argument("--floors", action="store_true", help="figures for other floors than the one in use, too")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    articles = judged(options.shared)
    sure = unseen(articles, options.penalty)
    floors = [(SPEECH, SOUND)]
    if options.floors:
        floors += [(speech, sound) for speech in (0.3, 0.35, 0.4) for sound in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)]
    for speech, sound in floors:
        print(speech, sound, json.dumps(figures(articles, sure, options.shared, speech, sound)))
    if options.write:
        from training.export_encoder import write_manifest

        folder = ROOT / "models" / "tagger"
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        config["confidence"] = dataclasses.asdict(train(articles, options.penalty))
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
        write_manifest(folder)


if __name__ == "__main__":
    main()
