"""Fit the constants of quotecheck/comparison/constants.py that its comments call fitted.

    python -m training.calibration.fit SHARED [WITHOUT0 WITHOUT1]

SHARED is the folder with ``data/``. The encoder has seen the honest pairs of edited_dev; WITHOUT0 and WITHOUT1 are the
folders of two that training/encoder/train.py trained without half of the translation sets each (FOLDED_SETS), and each
measures the pairs it has not seen. Prints, part by part, the constants to put in, and how well they do on pairs that
they were not fitted on (grouped so that no text, source sentence or document is on both sides). Takes minutes.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.changes import Found, turns
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import Difference, difference
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.judgement import PLACED_NAMES, REPLACED_NAMES, TURN_NAMES, UNTOLD_NAMES, agreeing, at_least
from quotecheck.comparison.similarity import evidence
from quotecheck.comparison.turning import placed
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder, load_encoder
from quotecheck.embedding.onnx import OnnxEncoder
from quotecheck.networks.runtime import open_session
from training.calibration.opinions import read_opinions
from training.judge.data import read_edited, read_mistranslated

Wide = npt.NDArray[np.float64]
TRANSLATIONS = ("wmt2021_csen", "wmt2022_csen", "wmt2022_deen", "wmt2023_heen")
FOLDED_SETS = (1, 2), (0, 3)
"""The numbers of the sets that the two encoders have not seen: those of wmt2022; wmt2021_csen and wmt2023_heen."""
UNSEEN_OF_FOLD = (1, 0)
"""Which of the two encoders has not seen a fold of edited_dev: wmt2021_csen, wmt2022_csen."""
EASY_WEIGHT = 0.35
"""Weight of the automatic rows of outlets_dev, which are many and far apart."""
SAME_TRANSLATION_WEIGHT = 0.6
ALIGN_TRANSLATION_WEIGHT = 0.6
NO_NEIGHBOUR = 0.15
FOLDS = 8
ELSE_SHARE = 1 / 3
"""How many replaced words are taken to say something else. By hand: more than one in two of the pairs written for this
do, fewer of outlets' copies."""
COPY_WEIGHT = 0.25
"""Weight of edits between copies against edits between translations: they are easier, and told by ``plain``."""


class Vectors:
    """Encodes once what is asked for again and again."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder or load_encoder()
        self.known: dict[str, Wide] = {}

    def learn(self, texts: set[str]) -> None:
        new = sorted(texts - self.known.keys())
        self.known.update(zip(new, self.encoder.encode(new).astype(np.float64), strict=True))

    def cosine(self, a: str, b: str) -> float:
        return float(np.sum(self.known[a] * self.known[b]))


def unseeing(folder: Path, sets: Sequence[int]) -> Encoder:
    """The encoder of the weights in a folder, 8-bit as the shipped one. Ends the program if it has seen the sets."""
    from safetensors.numpy import load_file

    from training.export_encoder import build, far_reaching

    without = json.loads((folder / "options.json").read_text(encoding="utf-8"))["without"]
    if not {TRANSLATIONS[number] for number in sets} <= set(without):
        sys.exit(f"{folder} was trained without {without}, not without the sets it is to be asked about")
    weights = load_file(folder / "model.safetensors")
    encoder = OnnxEncoder()
    encoder._session = open_session(build(weights, apart=far_reaching(weights)))
    return encoder


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def fit(x: Wide, y: Wide, weight: Wide, ridge: float = 0.5, known: Wide | float = 0.0) -> Wide:
    """Logistic regression by Newton's method; the intercept comes last and is not penalised.

    ``known`` are log odds that are added to what is fitted.
    """
    design = np.c_[x, np.ones(len(x))]
    penalty = np.r_[np.full(x.shape[1], ridge), 0.0]
    beta = np.zeros(design.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-design @ beta - known))
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(hessian, design.T @ (weight * (p - y)) + penalty * beta)
        beta -= step / max(1.0, float(np.abs(step).max()))  # whole steps may run away from what is known
    return beta


def fit_turns(x: Wide, y: Wide, weight: Wide) -> Wide:
    """``fit`` of which no turn, the first columns of ``x``, counts below 0: such a column is left out."""
    kept = x.copy()
    while True:
        beta = fit(kept, y, weight, 1.0)
        below = np.flatnonzero(beta[: len(TURN_NAMES)] < 0)
        if not len(below):
            return beta
        kept[:, below] = 0.0


def apply(x: Wide, beta: Wide) -> Wide:
    return x @ beta[:-1] + beta[-1]


def auroc(scores: Wide, y: npt.NDArray[np.bool_]) -> float:
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    values = scores[order]
    start = 0
    for end in range(1, len(values) + 1):
        if end == len(values) or values[end] != values[start]:
            ranks[order[start:end]] = (start + end + 1) / 2
            start = end
    n = int(y.sum())
    return float((ranks[y].sum() - n * (n + 1) / 2) / (n * (len(y) - n)))


def calibration_error(odds: Wide, y: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: what is said and what is so, apart, averaged over bins of equal width."""
    said = 1 / (1 + np.exp(-odds))
    place = np.minimum((said * bins).astype(int), bins - 1)
    apart = [abs(float(said[place == at].sum() - y[place == at].sum())) for at in range(bins)]
    return sum(apart) / len(y)


def connected(pairs: list[tuple[str, str]]) -> dict[str, int]:
    """Number the sets of texts that hang together by pairs."""
    parent: dict[str, str] = {}

    def root(text: str) -> str:
        parent.setdefault(text, text)
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    for a, b in pairs:
        parent[root(a)] = root(b)
    roots = sorted({root(text) for text in parent})
    return {text: roots.index(root(text)) for text in parent}


def pair_features(a: str, b: str, cosine: float) -> list[float]:
    found = evidence(difference(read_words(a), read_words(b)), cosine)
    return [found.semantic, found.containment, found.clause]


def compared(pairs: Sequence[tuple[str, str]]) -> list[Difference]:
    """The pairs laid against each other."""
    return [difference(read_words(a), read_words(b)) for a, b in pairs]


def asked(diffs: Sequence[Difference]) -> list[tuple[float, float]]:
    """The log odds that the shipped judge gives: altered, its worst word."""
    return [(said.altered, said.worst) for said in load_judge().read(diffs)]


def outlets(shared: Path) -> list[dict[str, Any]]:
    return read(shared / "data/pairs/outlets_dev.jsonl")


def documents(shared: Path) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    for name in TRANSLATIONS:
        by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in read(shared / f"data/translations/{name}.jsonl"):
            by_name[row["doc"]].append(row)
        whole = [by_name[key][:20] for key in sorted(by_name) if len(by_name[key]) >= 5]
        found += whole[:: max(1, len(whole) // 40)]
    return found


def mean_top(values: list[float], pad: float = NO_NEIGHBOUR) -> float:
    best = sorted(values, reverse=True)[:3]
    return (sum(best) + pad * (3 - len(best))) / 3


def report(name: str, x: Wide, y: Wide, weight: Wide, groups: Wide, others: Wide, hard: Wide, scored: Wide) -> Wide:
    """Fit on all, and say how well a fit without a pair's texts does.

    ``groups`` and ``others`` number the connected texts of either side; rows of number -1 are always fitted on.
    """
    beta = fit(x, y, weight)
    held_out = np.zeros(len(x))
    shuffled = np.random.default_rng(0).permutation(int(max(groups.max(), others.max())) + 1) % FOLDS
    fold = np.where(groups >= 0, shuffled[groups.astype(int)], -1)
    second = np.where(others >= 0, shuffled[others.astype(int)], -1)
    for number in range(FOLDS):
        left_out = fold == number
        kept = ~left_out & (second != number)
        held_out[left_out] = apply(x[left_out], fit(x[kept], y[kept], weight[kept]))
    own = scored > 0
    tough = own & (hard > 0)
    truth = y > 0
    for title, scores in (("in sample", apply(x, beta)), ("held out", held_out)):
        every, difficult = auroc(scores[own], truth[own]), auroc(scores[tough], truth[tough])
        errors = [calibration_error(scores[some], truth[some]) for some in (own, tough)]
        print(f"{name}, {title}: AUROC {every:.4f}, hard {difficult:.4f}; ECE {errors[0]:.3f}, hard {errors[1]:.3f}")
    foreign = scored == 0
    scores = apply(x, beta)
    print(f"{name}, translations: found {np.mean(scores[foreign & truth] > 0):.3f}", end=", ")
    print(f"false {np.mean(scores[foreign & ~truth] > 0):.3f}")
    return beta


def fit_same(shared: Path, vectors: Vectors) -> None:
    rows = outlets(shared)
    vectors.learn({row[side] for row in rows for side in "ab"})
    group = connected(
        [(row["a"], row["b" if not row.get("easy") else "a"]) for row in rows] + [(row["b"], row["b"]) for row in rows]
    )
    data = [
        [
            *pair_features(row["a"], row["b"], vectors.cosine(row["a"], row["b"])),
            row["label"] != "different",
            EASY_WEIGHT if row.get("easy") else 1.0,
            group[row["a"]],
            group[row["b"]],
            not row.get("easy") and row["label"] not in ("verbatim", "trimmed"),
            True,
        ]
        for row in rows
    ]
    for document in documents(shared):
        vectors.learn({row[side] for row in document for side in "ab"})
        for i, row in enumerate(document):
            near = sorted(range(len(document)), key=lambda j: -vectors.cosine(row["a"], document[j]["b"]))
            for j in [i, *[j for j in near if j != i and document[j]["b"] != row["b"]][:4]]:
                found = pair_features(row["a"], document[j]["b"], vectors.cosine(row["a"], document[j]["b"]))
                data.append([*found, i == j, SAME_TRANSLATION_WEIGHT, -1, -1, False, False])
    table = np.array(data, dtype=np.float64)
    beta = report("same", table[:, :3], *(table[:, k] for k in (3, 4, 5, 6, 7, 8)))
    show(dict(zip(("same_semantic", "same_containment", "same_clause", "same_intercept"), beta, strict=True)))


def fit_align(shared: Path, vectors: Vectors) -> None:
    rows = outlets(shared)
    articles = read(shared / "data/articles/events_dev.articles.jsonl")
    group = connected(
        [(row["a"], row["b" if not row.get("easy") else "a"]) for row in rows] + [(row["b"], row["b"]) for row in rows]
    )
    texts = sorted({row[side] for row in rows for side in "ab"})
    where = {text: [k for k, one in enumerate(articles) if text.strip(" .,") in one["text"]] for text in texts}
    held: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        for k in where[text]:
            held[k].append(text)

    def surroundings(text: str, other: str, article: int) -> float:
        mine = set(other.split())
        apart = [
            vectors.cosine(text, one)
            for one in held[article]
            if one not in other and other not in one
            and len(mine & set(one.split())) <= 0.6 * min(len(mine), len(set(one.split())))
        ]  # fmt: skip
        return mean_top(apart)

    data = []
    for row in rows:
        homes = [
            (i, j)
            for i in where[row["a"]]
            for j in where[row["b"]]
            if i != j and articles[i]["event"] == articles[j]["event"]
        ]
        if not homes:
            continue
        i, j = homes[-1]
        cosine = vectors.cosine(row["a"], row["b"])
        margin = cosine - (surroundings(row["b"], row["a"], i) + surroundings(row["a"], row["b"], j)) / 2
        hard = not row.get("easy") and row["label"] not in ("verbatim", "trimmed")
        weight = EASY_WEIGHT if row.get("easy") else 1.0
        found = pair_features(row["a"], row["b"], cosine)
        data.append([*found, margin, row["label"] != "different", weight, group[row["a"]], group[row["b"]], hard, True])
    for document in documents(shared):
        vectors.learn({row[side] for row in document for side in "ab"})
        cosines = np.array([[vectors.cosine(one["a"], other["b"]) for other in document] for one in document])
        for i, row in enumerate(document):
            near = [j for j in np.argsort(-cosines[i]).tolist() if j != i and document[j]["b"] != row["b"]]
            for j in [i, *near[:2]]:
                around = mean_top(np.delete(cosines[i], j).tolist()) + mean_top(np.delete(cosines[:, j], i).tolist())
                found = pair_features(row["a"], document[j]["b"], float(cosines[i, j]))
                margin = float(cosines[i, j]) - around / 2
                data.append([*found, margin, i == j, ALIGN_TRANSLATION_WEIGHT, -1, -1, False, False])
    table = np.array(data, dtype=np.float64)
    beta = report("align", table[:, :4], *(table[:, k] for k in (4, 5, 6, 7, 8, 9)))
    names = ("align_semantic", "align_containment", "align_clause", "align_margin", "align_intercept")
    show(dict(zip(names, beta, strict=True)))


SUBSTITUTIONS = Path(__file__).with_name("substitutions.txt")
_MEASURES = ("likeness", "contained", "pair", "worst")


def altered_features(
    pairs: Sequence[tuple[str, str]], vectors: Vectors, opinions: Mapping[tuple[str, str], tuple[float, float]] | None
) -> tuple[Wide, Wide, Wide]:
    """What altered_probability weighs: the turns, likeness and containment, a judge's two log odds, turns in their
    places, agreement; what it weighs beside (UNTOLD_NAMES); and the least log odds, which are not fitted.

    Without ``opinions`` the shipped judge is asked.
    """
    vectors.learn({text for pair in pairs for text in pair})
    diffs = compared(pairs)
    said = asked(diffs) if opinions is None else [opinions[pair] for pair in pairs]
    rows, replaced, least = [], [], []
    for pair, diff, odds in zip(pairs, diffs, said, strict=True):
        found, lost = evidence(diff, vectors.cosine(*pair)), Found(diff)
        counted = turns(diff, lost)
        likeness = max(found.semantic, found.containment)
        turned = [min(2.0, getattr(counted, name)) for name in TURN_NAMES]
        places = placed(diff, lost)
        shown = [float(getattr(places, name)) for name in PLACED_NAMES]
        rows.append([*turned, likeness, found.containment, *odds, *shown, agreeing(turned, found)])
        replaced.append([getattr(places, name) for name in UNTOLD_NAMES])
        least.append(at_least(places))
    with np.errstate(divide="ignore"):
        return np.array(rows), np.array(replaced), np.log(least) - np.log1p(-np.array(least))


def read_substitutions() -> list[tuple[int, str, str, bool]]:
    """Pairs that differ by one word or two: the number of the sentence, the texts, whether they say something else."""
    found = []
    for number, line in enumerate(SUBSTITUTIONS.read_text(encoding="utf-8").splitlines()):
        if line.startswith("#"):
            continue
        sentence, _, choices = line.partition(" = ")
        before, own, after = re.split(r"[][]", sentence)
        for words, other in zip(choices.split(" / "), (False, True), strict=True):
            made = [before + word + after for word in (own, *words.split(", "))]
            texts = [text[:1].upper() + text[1:] for text in made]
            found += [(number, texts[0], text, other) for text in texts[1:]]
    return found


def fit_replaced(beta: Wide, vectors: Vectors) -> Wide:
    """Constants of UNTOLD_NAMES: those of REPLACED_NAMES are fitted on pairs that no judge has seen, on top of the
    others, ``beta``; that of reach stays as it is.
    """
    rows = read_substitutions()
    x, untold, least = altered_features([row[1:3] for row in rows], vectors, None)
    y = np.array([row[3] for row in rows])
    by_hand = CONSTANTS["altered_reach"]
    replaced, reach = untold[:, : len(REPLACED_NAMES)], untold[:, -1]
    known = apply(x, beta) + reach * by_hand
    lone = replaced[:, 0] == 1
    weight = np.where(y, ELSE_SHARE / y[lone].mean(), (1 - ELSE_SHARE) / (1 - y[lone].mean()))

    def fitted(some: npt.NDArray[np.bool_]) -> Wide:
        some = some & lone
        found = fit(replaced[some, 1:], y[some].astype(float), weight[some], known=known[some])
        return np.r_[found[-1], found[:-1]]

    fold = np.array([row[0] for row in rows]) % FOLDS
    held_out = np.zeros(len(rows))
    for number in range(FOLDS):
        out = fold == number
        held_out[out] = known[out] + replaced[out] @ fitted(~out)
    for title, said in (("without", known), ("held out", held_out)):
        scores = np.maximum(said, least)
        told = f"AUROC {auroc(scores, y):.3f}, found {np.mean(scores[y] > 0):.3f}, false {np.mean(scores[~y] > 0):.3f}"
        print(f"replaced, {title}: {told}; {y.sum()} of {len(y)} say something else")
    gamma = np.r_[fitted(lone), by_hand]
    show(dict(zip([f"altered_{name}" for name in UNTOLD_NAMES], gamma, strict=True)))
    return gamma


def fit_altered(shared: Path, vectors: Vectors, unseen: Sequence[Vectors] = ()) -> dict[str, Any]:
    """On edited_dev, and on the same edits between copies: the second translation before and after the edit.

    ``unseen`` are the vectors of the two encoders that have not seen half of the sets each. Returns the figures of what
    was held out: AUROC, false alarms at 80% caught, AUROC by kind of edit.
    """
    opinions = read_opinions(shared)
    rows = read_edited(shared)
    copies = [row for row in rows if row["label"] == "altered" and row["before"] is not None]
    pairs = [(row["a"], row["b"]) for row in rows] + [(row["before"], row["b"]) for row in copies]
    folds = np.array([row["fold"] for row in rows + copies])
    found = [np.zeros(0)] * len(pairs)
    replaced, least = np.zeros((len(pairs), len(UNTOLD_NAMES))), np.zeros(len(pairs))
    for number in range(2):
        some = np.flatnonzero(folds == number)
        own_vectors = unseen[UNSEEN_OF_FOLD[number]] if unseen else vectors
        features, replaced[some], least[some] = altered_features([pairs[at] for at in some], own_vectors, opinions)
        for at, row in zip(some, features, strict=True):
            found[at] = row
    x = np.array(found)
    y = np.array([row["label"] == "altered" for row in rows] + [True] * len(copies))
    own = np.arange(len(x)) < len(rows)
    source = [row["id"].rpartition(".")[0] for row in rows + copies]
    fold = np.array([hash_of(name) % FOLDS for name in source])
    weight = np.where(y, 0.5 / y[own].mean(), 0.5 / (1 - y[own].mean()))
    weight[~own] *= COPY_WEIGHT
    held_out = np.zeros(len(x))
    for number in range(FOLDS):
        out = fold == number
        held_out[out] = apply(x[out], fit_turns(x[~out], y[~out].astype(float), weight[~out]))
    beta = fit_turns(x, y.astype(float), weight)
    gamma = fit_replaced(beta, vectors)
    held_out = np.maximum(held_out + replaced @ gamma, least)
    scores, truth = held_out[own], y[own]
    kinds = np.array([row.get("edit", "") for row in rows])
    caught = np.sort(scores[truth])[int(0.2 * truth.sum())]
    by_kind = {kind: (kinds == kind) | ~truth for kind in sorted(set(kinds) - {""})}
    foreign = read_mistranslated(shared)
    other, swapped, lowest = altered_features([(row["a"], row["b"]) for row in foreign], vectors, opinions)
    wrong = np.array([row["label"] == "altered" for row in foreign])
    figures = {
        "edited_dev, AUROC": auroc(scores, truth),
        **{f"edited_dev, AUROC, {kind}": auroc(scores[keep], truth[keep]) for kind, keep in by_kind.items()},
        "edited_dev, false alarms at 80% caught": float(np.mean(scores[~truth] >= caught)),
        "mistranslated_dev, AUROC": auroc(np.maximum(apply(other, beta) + swapped @ gamma, lowest), wrong),
    }
    print(f"altered, held out over {len(set(source))} source sentences, with judges that had not seen them:")
    print("\n".join(f"  {name} {figure:.4f}" for name, figure in figures.items()))
    print(f"  between copies: found {np.mean(held_out[~own] > 0):.3f}")
    quotes = [row for row in outlets(shared) if row["label"] in ("trimmed", "reworded", "verbatim")]
    shown, swapped, floor = altered_features([(row["a"], row["b"]) for row in quotes], vectors, None)
    apart = np.maximum(apply(shown, beta) + swapped @ gamma, floor)
    for label in ("verbatim", "trimmed", "reworded"):
        some = apart[[row["label"] == label for row in quotes]]
        print(f"  outlets_dev, {label}: over 0.5 in {np.mean(some > 0):.3f} of {len(some)}")
    names = [f"altered_{name}" for name in (*TURN_NAMES, *_MEASURES, *PLACED_NAMES, "agreeing", "intercept")]
    show(dict(zip(names, beta, strict=True)))
    return {name: round(figure, 4) for name, figure in figures.items()}


def hash_of(name: str) -> int:
    return sum(ord(char) * (place + 1) for place, char in enumerate(name))


def show(constants: dict[str, float]) -> None:
    for name, value in constants.items():
        print(f'    "{name}": {value:.2f},')


def main() -> None:
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    shared = Path(sys.argv[1])
    vectors = Vectors()
    unseen = [Vectors(unseeing(Path(name), sets)) for name, sets in zip(sys.argv[2:], FOLDED_SETS, strict=False)]
    fit_same(shared, vectors)
    fit_align(shared, vectors)
    fit_altered(shared, vectors, unseen)


if __name__ == "__main__":
    main()
