"""How surely changes are seen in pairs that the judge was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from quotecheck.comparison import score_pairs
from quotecheck.comparison.differences import Difference
from quotecheck.comparison.judge import Judge, Opinion
from quotecheck.embedding import load_encoder
from quotecheck.records import Pair
from training.calibration.fit import auroc
from training.calibration.opinions import read_opinions
from training.judge.data import read_edited, read_mistranslated


class Unseen:
    """What judges say that were trained without the pairs they are asked about."""

    def __init__(self, shared: Path) -> None:
        said = read_opinions(shared)
        self.said = said | {(b, a): opinion for (a, b), opinion in said.items()}

    def read(self, diffs: Sequence[Difference]) -> list[Opinion]:
        return [Opinion(*self.said[diff.a.text, diff.b.text]) for diff in diffs]


@pytest.mark.parametrize(("read", "least"), [(read_edited, 0.92), (read_mistranslated, 0.74)])
def test_accuracy_on_changes_that_the_judge_has_not_seen(shared: Path, read: Any, least: float) -> None:
    rows = read(shared)[::3]
    pairs = [Pair(row["id"], row["a"], row["b"]) for row in rows]
    scores = score_pairs(pairs, load_encoder(), cast("Judge", Unseen(shared)))
    altered = np.array([score.altered for score in scores])
    assert auroc(altered, np.array([row["label"] == "altered" for row in rows])) >= least
