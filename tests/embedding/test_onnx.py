"""The shipped encoder: one vector a text, whatever stands around it, and no text that it cannot take."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from quotecheck.embedding import onnx
from quotecheck.embedding.onnx import OnnxEncoder, batches, word_pieces
from quotecheck.errors import ModelError
from quotecheck.networks import shipped as models


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder()


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(models.models_folder() / "encoder" / "tokenizer.json"))


def test_rows_are_float32_of_unit_length(encoder: OnnxEncoder, made_up: list[str]) -> None:
    vectors = encoder.encode(made_up[:50])
    assert vectors.shape == (50, 384)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors.astype(np.float64), axis=1) - 1).max() < 1e-6


def test_no_texts_give_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.encode([]).dtype == np.float32


def test_the_same_sense_is_nearer_than_the_same_topic(encoder: OnnxEncoder) -> None:
    said, again, other = encoder.encode(
        [
            "The mayor said the bridge would be open again in two weeks.",
            "In a fortnight the bridge will reopen, according to the mayor.",
            "The mayor was born in a house beside the bridge.",
        ]
    )
    assert said @ again > said @ other + 0.1


def test_a_vector_does_not_depend_on_neighbours_order_or_threads(encoder: OnnxEncoder, made_up: list[str]) -> None:
    texts = [*made_up[:40], "", "x", made_up[3] * 8]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert together.tobytes() == alone.tobytes()
    assert encoder.encode(texts[::-1])[::-1].tobytes() == together.tobytes()
    for threads in (1, 3, 8):
        assert OnnxEncoder(threads=threads).encode(texts).tobytes() == together.tobytes()


@pytest.mark.parametrize("length", [3, 5, 6, 8, 17, 25, 64])
def test_a_vector_is_the_same_in_batches_of_every_size(
    encoder: OnnxEncoder, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each of these words is one piece; [CLS] and [SEP] are two more. Blanks make different texts of the same pieces.
    words = ["word", "no", "bridge", "seven", "?", "late", "ferry", "mayor", "the", "paper"]
    draw = random.Random(length)
    texts = [" ".join(draw.choices(words, k=length - 2)) + " " * n for n in range(64)]
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    for size in (2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64):
        monkeypatch.setattr(onnx, "BATCH", size * length)
        assert [len(batch) for batch in batches([length] * size)] == [size]
        assert encoder.encode(texts[-size:]).tobytes() == alone[-size:].tobytes()


def test_slices_change_no_vector(encoder: OnnxEncoder, made_up: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    together = encoder.encode(made_up[:50])
    for slice_ in (1, 7, 49, 50):
        monkeypatch.setattr(onnx, "SLICE", slice_)
        assert encoder.encode(made_up[:50]).tobytes() == together.tobytes()


@given(st.lists(st.integers(2, 300), max_size=80))
def test_batches_hold_each_text_once_and_one_length_each(lengths: list[int]) -> None:
    together = batches(lengths)
    assert sorted(place for batch in together for place in batch) == list(range(len(lengths)))
    for batch in together:
        assert len({lengths[place] for place in batch}) == 1
        assert len(batch) == 1 or sum(lengths[place] for place in batch) <= onnx.BATCH
    firsts = [lengths[batch[0]] for batch in together]
    assert firsts == sorted(firsts, reverse=True)


def test_a_failure_while_running_is_not_swallowed(encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx, "unit_rows", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        encoder.encode(["One.", "Two three."])


def test_after_an_interruption_no_further_batch_is_begun(encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []

    def interrupted(sums: np.ndarray) -> np.ndarray:
        begun.append(len(sums))
        raise KeyboardInterrupt

    monkeypatch.setattr(onnx, "BATCH", 1)
    monkeypatch.setattr(onnx, "unit_rows", interrupted)
    with pytest.raises(KeyboardInterrupt):
        encoder.encode([f"One of {number}." for number in range(3000)])
    assert 1 <= len(begun) < 1000


def test_each_text_runs_once(encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def count(tokenizer: Tokenizer, text: str) -> object:
        seen.append(text)
        return word_pieces(tokenizer, text)

    monkeypatch.setattr(onnx, "word_pieces", count)
    vectors = encoder.encode(["b", "a", "b", "b", "a"])
    assert sorted(seen) == ["a", "b"]
    assert vectors[0].tobytes() == vectors[2].tobytes() == vectors[3].tobytes()
    assert vectors[1].tobytes() == vectors[4].tobytes()


def test_a_text_is_cut_after_256_word_pieces(encoder: OnnxEncoder) -> None:
    # "word" is one piece; [CLS] and [SEP] are two of the 256.
    short, full, long, longest = encoder.encode(["word " * count for count in (253, 254, 255, 20_000)])
    assert full.tobytes() == long.tobytes() == longest.tobytes()
    assert short.tobytes() != full.tobytes()


def test_control_characters_and_nul_count_for_nothing(encoder: OnnxEncoder) -> None:
    clean, dirty, broken = encoder.encode(
        ["The vote is off.", "The\x00 vo\x07te is\x1b off.\x00", "The vote\ud912 is off."]
    )
    assert clean.tobytes() == dirty.tobytes() == broken.tobytes()


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=80))
def test_any_text_has_a_vector(encoder: OnnxEncoder, text: str) -> None:
    vectors = encoder.encode([text])
    assert abs(float(np.linalg.norm(vectors[0].astype(np.float64))) - 1) < 1e-6


WORDS = st.sampled_from(
    ["word", "Émile", "unbelievableness", "a.b,c", "[SEP]", "[MASK]", "日本", "\x00", "   ", "e\u0301\u0301", "x" * 130]
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=400), st.sampled_from(["", " "]), st.integers(1, 3000))
def test_looking_at_a_prefix_changes_no_token(tokenizer: Tokenizer, words: list[str], space: str, look: int) -> None:
    text = space.join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onnx, "FIRST_LOOK", look)
        assert word_pieces(tokenizer, text).tolist() == tokenizer.encode(text).ids


def test_a_line_of_ten_megabytes_is_its_beginning(encoder: OnnxEncoder) -> None:
    line = "He said no. " * 900_000
    vectors = encoder.encode([line, line[:4096]])
    assert vectors[0].tobytes() == vectors[1].tobytes()


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    OnnxEncoder().encode(["One.", "Two."])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json", "MODEL_CARD.md", "NOTICE"])
def test_a_changed_file_is_named(model_copy: Path, name: str) -> None:
    path = model_copy / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ModelError, match=rf"^[^\n]*{name} is damaged[^\n]*$"):
        OnnxEncoder()


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
def test_a_missing_file_is_named(model_copy: Path, name: str) -> None:
    (model_copy / name).unlink()
    with pytest.raises(ModelError, match=r"^[^\n]*$") as caught:
        OnnxEncoder()
    assert name in str(caught.value) or "no model 'encoder'" in str(caught.value) or "no models" in str(caught.value)
