"""Fit the constants of `match`: python -m training.calibration.fit_match SHARED [WITHOUT0 WITHOUT1]

The encoder has seen the translation sets. WITHOUT0 and WITHOUT1 are the folders of two that training/encoder/train.py
trained without half of the sets each (see FOLDED_SETS in fit.py): each answers for those it has not seen.

Runs the search over the four translation sets for a grid of the two ranking constants, each set scored with the best
of the other three; says how they do where only some texts are asked for, or some by several queries (the machine
translations); then fits the log odds of a hit being right. Takes some minutes and 1 GB.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.assignment import Wishes, numbered, prices
from quotecheck.comparison.matching import POOL
from quotecheck.comparison.ngrams import TrigramIndex
from quotecheck.embedding import load_encoder
from training.calibration.fit import FOLDED_SETS, TRANSLATIONS, fit, show, unseeing

SHARES = (0.5, 0.55, 0.6, 0.65)
SOFTNESS = (0.02, 0.03, 0.04, 0.05)
LOW = 0.3
"""Word Jaccard of a query and its answer under which the two have little in common."""

Wide = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def answers(fits: Wide, number: Ints, copies: Ints, softness: float) -> Ints:
    """(queries,): the row of the corpus that each query gets."""
    candidates = np.sort(np.argpartition(-fits, POOL, axis=1)[:, :POOL], axis=1)
    found = np.take_along_axis(fits, candidates, 1)
    if softness:
        wishes = Wishes(
            first=np.arange(len(fits) + 1) * POOL,
            text=number[candidates].ravel(),
            fit=found.ravel().astype(np.float64),
            weight=np.ones(len(fits)),
            copies=copies,
        )
        found = found - prices(wishes, softness)[number[candidates]]
    return candidates[np.arange(len(fits)), found.argmax(axis=1)]


class Cosines:
    """Cosines of queries with the corpus, by encoders that have not seen the query's set where there are such."""

    def __init__(self, corpus: Sequence[str], folders: Sequence[Path]) -> None:
        self.encoders = [unseeing(folder, sets) for folder, sets in zip(folders, FOLDED_SETS, strict=False)] or [
            load_encoder()
        ]
        self.corpus = [encoder.encode(corpus) for encoder in self.encoders]

    def of(self, texts: Sequence[str], sets: Ints) -> Wide:
        """(texts, corpus); ``sets`` are the numbers of the texts' sets in TRANSLATIONS."""
        found = np.zeros((len(texts), len(self.corpus[0])), np.float32)
        for encoder, there, number in zip(self.encoders, self.corpus, range(len(self.encoders)), strict=True):
            mine = np.isin(sets, FOLDED_SETS[number]) if len(self.encoders) > 1 else np.ones(len(texts), bool)
            asked = [text for text, wanted in zip(texts, mine, strict=True) if wanted]
            found[mine] = encoder.encode(asked) @ there.T
        return found


def jaccard(a: str, b: str) -> float:
    one, two = (set(re.findall(r"\w+", text.casefold())) for text in (a, b))
    return len(one & two) / max(1, len(one | two))


def main() -> None:
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    rows, origin = [], []
    for number, name in enumerate(TRANSLATIONS):
        path = Path(sys.argv[1]) / f"data/translations/{name}.jsonl"
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        rows += found
        origin += [number] * len(found)
    corpus = [row["b"] for row in rows]
    sets = np.array(origin)
    cosines = Cosines(corpus, [Path(name) for name in sys.argv[2:]])
    semantic = cosines.of([row["a"] for row in rows], sets)
    index = TrigramIndex(corpus)
    lexical = np.array([index.scores(*query) for query in index.queries([row["a"] for row in rows])])
    here = np.arange(len(rows))
    number, copies = numbered([" ".join(text.casefold().split()) for text in corpus])
    low = np.array([jaccard(row["a"], row["b"]) < LOW for row in rows])
    right = {
        (share, softness): answers(share * semantic + (1 - share) * lexical, number, copies, softness) == here
        for share in SHARES
        for softness in SOFTNESS
    }
    held_out = np.zeros(len(rows), dtype=bool)
    for at in range(len(TRANSLATIONS)):
        best = max(right, key=lambda key: (right[key][sets != at].mean(), key))
        held_out[sets == at] = right[best][sets == at]
        print(f"{TRANSLATIONS[at]}: the others like {best}, P@1 {right[best][sets == at].mean():.4f}")
    best = max(right, key=lambda key: (right[key].mean(), key))
    print(f"P@1 held out {held_out.mean():.4f}, of those with little in common {held_out[low].mean():.4f}", end="; ")
    print(f"in sample {right[best].mean():.4f} and {right[best][low].mean():.4f} at {best}")
    share, softness = best
    fits = share * semantic + (1 - share) * lexical
    others = [(row, text) for row in here[::6] for text in sorted({*rows[row]["systems"]} - {corpus[row]})[:3]]
    texts = [text for _, text in others]
    more = share * cosines.of(texts, sets[[row for row, _ in others]])
    more += (1 - share) * np.array([index.scores(*query) for query in index.queries(texts)])
    every = np.concatenate([fits[::6], more])
    wanted = np.concatenate([here[::6], [row for row, _ in others]])
    for title, some, answer in (
        ("all", fits, here),
        ("a third", fits[1::3], here[1::3]),
        ("a tenth", fits[1::10], here[1::10]),
        ("a sixth, each by four queries", every, wanted),
    ):
        wrong = [int((number[answers(some, number, copies, soft)] != number[answer]).sum()) for soft in (0, softness)]
        print(f"asked for {title}: of {len(answer)} wrong texts without prices {wrong[0]}, with them {wrong[1]}")
    fits = share * semantic + (1 - share) * lexical
    x, y = [], []
    for row in range(0, len(rows), 3):
        for column in np.argsort(-fits[row])[:10].tolist():
            x.append([semantic[row, column], lexical[row, column]])
            y.append(row == column or corpus[row] == corpus[column])
    beta = fit(np.array(x), np.array(y, dtype=float), np.ones(len(y)), 0.1)
    names = ("match_same_semantic", "match_same_lexical", "match_intercept")
    show({"match_semantic": best[0], "match_softness": best[1], **dict(zip(names, beta.tolist(), strict=True))})


if __name__ == "__main__":
    main()
