"""Fit the constants of `match`: python training/calibration/fit_match.py SHARED

Runs the search over the four translation sets for a grid of the two ranking constants, each set scored with the best
of the other three, then fits the log odds of a hit being right. Takes some minutes and 1 GB.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from fit import TRANSLATIONS, fit, show

from quotecheck.comparison.ngrams import TrigramIndex
from quotecheck.embedding import load_encoder

SHARES = (0.45, 0.5, 0.55, 0.6, 0.65)
RIVALS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    rows, origin = [], []
    for number, name in enumerate(TRANSLATIONS):
        path = Path(sys.argv[1]) / f"data/translations/{name}.jsonl"
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        rows += found
        origin += [number] * len(found)
    encoder = load_encoder()
    corpus = [row["b"] for row in rows]
    semantic = encoder.encode([row["a"] for row in rows]) @ encoder.encode(corpus).T
    index = TrigramIndex(corpus)
    lexical = np.array([index.scores(*query) for query in index.queries([row["a"] for row in rows])])
    here = np.arange(len(rows))
    right: dict[tuple[float, float], np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}
    for share in SHARES:
        fits = share * semantic + (1 - share) * lexical
        order = np.argpartition(fits, -2, axis=0)[-2:]
        two = np.sort(np.take_along_axis(fits, order, 0), axis=0)
        rival = np.where(fits >= two[1] - 1e-7, two[0], two[1])
        for strength in RIVALS:
            score = fits - strength * np.maximum(0.0, rival - fits)
            right[share, strength] = score.argmax(axis=1) == here
    sets = np.array(origin)
    held_out = np.zeros(len(rows), dtype=bool)
    for number in range(len(TRANSLATIONS)):
        best = max(right, key=lambda key: (right[key][sets != number].mean(), key))
        held_out[sets == number] = right[best][sets == number]
        print(f"{TRANSLATIONS[number]}: the others like {best}, P@1 {right[best][sets == number].mean():.4f}")
    best = max(right, key=lambda key: (right[key].mean(), key))
    print(f"P@1 held out {held_out.mean():.4f}, in sample {right[best].mean():.4f} at {best}")
    share = best[0]
    fits = share * semantic + (1 - share) * lexical
    x, y = [], []
    for row in range(0, len(rows), 3):
        for column in np.argsort(-fits[row])[:10].tolist():
            x.append([semantic[row, column], lexical[row, column]])
            y.append(row == column or corpus[row] == corpus[column])
    beta = fit(np.array(x), np.array(y, dtype=float), np.ones(len(y)), 0.1)
    names = ("match_same_semantic", "match_same_lexical", "match_intercept")
    show({"match_semantic": best[0], "match_rival": best[1], **dict(zip(names, beta.tolist(), strict=True))})


if __name__ == "__main__":
    main()
