"""What judges say of the development pairs, each judge of pairs that it was not trained on.

    python -m training.calibration.opinions SHARED RUNS/FOLD0 RUNS/FOLD1

FOLD0 and FOLD1 are judges trained without that fold and exported (training/judge). Writes opinions.npz beside this
file: per pair two numbers, in the order of ``pairs_of``, so that constants are fitted and figures measured as on unseen
pairs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.differences import difference
from quotecheck.comparison.judge import Judge
from quotecheck.comparison.words import read_words
from training.judge.data import read_edited, read_mistranslated

FILE = Path(__file__).with_name("opinions.npz")

Pairs = list[tuple[str, str]]


def pairs_of(shared: Path) -> tuple[Pairs, list[int]]:
    """Edited pairs, the same edits between copies, mistranslations; and the fold of each."""
    edited = read_edited(shared)
    copies = [row for row in edited if row["label"] == "altered" and row["before"] is not None]
    wrong = read_mistranslated(shared)
    pairs = [(row["a"], row["b"]) for row in edited] + [(row["before"], row["b"]) for row in copies]
    pairs += [(row["a"], row["b"]) for row in wrong]
    return pairs, [row["fold"] for row in edited + copies + wrong]


def digest(pairs: Pairs) -> str:
    """What tells whether pairs are those that were judged, without their words."""
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def read_opinions(shared: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Log odds by pair: altered, and its likeliest word. Exits where the pairs are not those that were judged."""
    pairs, _ = pairs_of(shared)
    with np.load(FILE) as held:
        if str(held["pairs"]) != digest(pairs):
            raise SystemExit(f"{FILE.name} is of other pairs; make it again: python -m training.calibration.opinions")
        said: npt.NDArray[np.float64] = held["said"].astype(np.float64)
    return {pair: (float(row[0]), float(row[1])) for pair, row in zip(pairs, said, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("judges", type=Path, nargs=2)
    options = parser.parse_args()
    pairs, folds = pairs_of(options.shared)
    said = np.zeros((len(pairs), 2), np.float32)
    for fold, folder in enumerate(options.judges):
        places = [at for at, own in enumerate(folds) if own == fold]
        diffs = [difference(*(read_words(text) for text in pairs[at])) for at in places]
        judge = Judge(model=(folder / "model.onnx").read_bytes())
        said[places] = [(one.altered, one.worst) for one in judge.read(diffs)]
    np.savez_compressed(FILE, said=said, pairs=np.array(digest(pairs)))
    print(f"{len(pairs)} pairs, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
