"""The tagger's training against what runs: the CRF's loss, the labels of windows, and the exported graph."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
onnx = pytest.importorskip("onnx")


@pytest.fixture(scope="module")
def tagger() -> Any:
    """A tagger with random weights, of the real shape but for fewer words."""
    from training.tagger.network import Tagger

    torch.manual_seed(7)
    config = transformers.BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, vocab_size=50
    )
    made = Tagger(transformers.BertModel(config, add_pooling_layer=False)).eval()
    with torch.no_grad():
        made.transitions.normal_()
        made.opening.normal_()
        made.none.normal_()
        made.apart.normal_()
    return made


def test_the_crf_learns_what_the_decoder_weighs(tagger: Any) -> None:
    from quotecheck.speech.tags import FORBIDDEN, TAGS

    random = np.random.default_rng(5)
    scores = random.normal(size=(2, 4, 7)).astype(np.float32)
    tags = np.array([[1, 2, 0, 5], [0, 3, 0, 0]])
    lengths = [4, 2]
    mask = np.array([[1] * n + [0] * (4 - n) for n in lengths])
    move, opening = tagger.transitions.detach().numpy(), tagger.opening.detach().numpy()
    loss = 0.0
    for row, length, tag in zip(scores, lengths, tags, strict=True):
        total = 0.0
        right = 0.0
        for path in itertools.product(range(len(TAGS)), repeat=length):
            if TAGS[path[0]][0] == "I" or any(FORBIDDEN[a, b] for a, b in itertools.pairwise(path)):
                continue
            weight = opening[path[0]] + sum(row[at, t] for at, t in enumerate(path))
            weight = math.exp(weight + sum(move[a, b] for a, b in itertools.pairwise(path)))
            total += weight
            right += weight if path == tuple(tag[:length]) else 0.0
        loss -= math.log(right / total)
    found = tagger.tag_loss(torch.from_numpy(scores), torch.from_numpy(tags), torch.from_numpy(mask))
    assert found.item() == pytest.approx(loss / 6, rel=1e-4)


def test_what_is_exported_computes_what_was_trained(tagger: Any) -> None:
    import onnxruntime

    from training.tagger.export import exported

    weights = {name: value.numpy() for name, value in tagger.state_dict().items()}
    random = np.random.default_rng(2)
    ids, marks = random.integers(0, 50, (1, 33)), random.integers(0, 24, (1, 33))
    mask = np.ones_like(ids)
    with torch.no_grad():
        tags, ends = (part[0].numpy() for part in tagger(*map(torch.from_numpy, (ids, marks, mask))))
    feed = {"words": weights["base.embeddings.word_embeddings.weight"][ids[0]], "marks": marks[0]}

    def run(model: bytes) -> list[Any]:
        return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).run(["tags", "ends"], feed)

    exact = run(exported(weights, [feed], exact=True))
    assert np.abs(exact[0] - tags).max() < 1e-4
    assert np.abs(exact[1] - ends).max() < 1e-4
    rounded = run(exported(weights, [feed]))
    assert np.corrcoef(rounded[1].ravel(), ends.ravel())[0, 1] > 0.99


def test_links_are_scored_alike_in_training_and_running(tagger: Any) -> None:
    from quotecheck.speech.links import Links
    from quotecheck.speech.tags import Tagged
    from training.tagger.data import Window

    ends = np.random.default_rng(4).normal(size=(1, 30, 8 * 48 + 2)).astype(np.float32)
    nothing = np.zeros(30, np.int64)
    window = Window(nothing, nothing, nothing, [(1, 4, 0), (20, 22, 1)], [(6, 7, 0, 1), (18, 18, -1, 0)], [(9, 10)])
    links = Links(tagger.none.detach().numpy().astype(float), tagger.apart.detach().numpy().astype(float))
    contents, cues = (
        [Tagged("content", 1, 4, 1), Tagged("content", 20, 22, 1)],
        [Tagged("cue", 6, 7, 1), Tagged("cue", 18, 18, 1)],
    )
    whose = links.cues(ends[0], contents, cues)
    named = links.sources(ends[0], cues, [Tagged("source", 9, 10, 1)])
    speech = links.speech(ends[0], cues)
    expected = -np.log([whose[0, 1], whose[1, 2]]).mean() - np.log([named[0, 1], named[1, 0]]).mean()
    expected += 0.5 * -np.log([speech[0], 1 - speech[1]]).mean()
    assert tagger.link_loss(torch.from_numpy(ends), [window]).item() == pytest.approx(expected, rel=1e-4)


def test_a_span_that_a_window_cuts_begins_anew() -> None:
    from quotecheck.speech.tags import FORBIDDEN, TAGS
    from training.base import tokenizer
    from training.tagger.data import cut, example_of

    words = "“" + "We sail at dawn and nobody stops us. " * 20 + "Never,” she said."
    text = words[:400] + "\n\n“" + words[400:]
    content = [[0, 400], [402, text.index(" she")]]
    quote = {
        "type": "direct",
        "content_spans": content,
        "cue_spans": [[len(text) - 5, len(text) - 1]],
        "speaker_spans": [[len(text) - 9, len(text) - 6]],
        "cue_is_speech_verb": True,
    }
    example = example_of({"id": "a", "text": text, "quotes": [quote]}, tokenizer())
    windows = cut(example, 64)
    assert len(windows) > 3
    for window in windows:
        path = [0, *window.tags.tolist()]
        assert not any(FORBIDDEN[a, b] for a, b in itertools.pairwise(path))
    last = windows[-1]
    assert [TAGS[tag] for tag in last.tags.tolist()][-5:] == ["I-content", "B-source", "B-cue", "O", "O"]
    assert last.cues[0][2:] == (0, 1)
