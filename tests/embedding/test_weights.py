"""Weights read out of ONNX and written as safetensors, against the packages that own these formats."""

from __future__ import annotations

import numpy as np
import pytest

from quotecheck.embedding import models
from quotecheck.embedding.weights import float_weights, initializers, safetensors


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
    # 6 layers of query, key, value, attention output, intermediate and output, and the words.
    assert len(matrices - wide) == 6 * 6 + 1


def test_float_weights_are_integers_times_their_row_scale(model: bytes) -> None:
    tensors, weights = initializers(model), float_weights(model)
    name = "encoder.layer.3.output.dense.weight"
    assert weights[name].shape == (384, 1536)
    assert weights[name].dtype == np.float32
    row, column = 17, 1001
    product = np.float32(int(tensors[name][row, column])) * tensors[f"{name}.scale"][row, 0]
    assert weights[name][row, column] == product
    assert not any(name.endswith(".scale") for name in weights)


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
