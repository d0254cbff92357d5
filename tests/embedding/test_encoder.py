"""load_encoder, and what every encoder does with texts and rows."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.embedding import load_encoder
from quotecheck.embedding.encoder import unit_rows
from quotecheck.errors import MissingExtraError, ModelError
from quotecheck.networks.runtime import well_formed


def test_the_default_is_the_shipped_encoder() -> None:
    encoder = load_encoder()
    assert encoder.dimensions == 384
    name, digest = encoder.identity.split("@sha256:")
    assert name == "quotecheck-encoder-int8"
    assert len(digest) == 12 and set(digest) <= set("0123456789abcdef")


def test_a_missing_extra_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtraError, match=r"^[^\n]*pip install 'quotecheck\[sentence-transformers\]'$"):
        load_encoder("some/model")


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(ModelError, match="empty"):
        load_encoder("  ")


def test_heavy_packages_wait_until_they_are_needed() -> None:
    code = "import sys, quotecheck.embedding.onnx, quotecheck.networks.shipped; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "quotecheck.embedding.onnx" in loaded
    assert not loaded & {"onnxruntime", "tokenizers", "torch", "sentence_transformers"}


@given(st.text(st.characters(), max_size=50))
def test_well_formed_text_can_be_encoded_and_sound_text_stays(text: str) -> None:
    clean = well_formed(text)
    assert len(clean) == len(text)
    clean.encode("utf-8")
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert clean == text


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert well_formed("a\ud800b\udfffc") == "a\ufffdb\ufffdc"
    assert well_formed("\ud83d\ude00") == "\ufffd\ufffd"  # two code points of a str, whatever UTF-16 makes of them


def test_unit_rows_by_hand() -> None:
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0], [-2.0, 0.0]], np.float32))
    assert rows.dtype == np.float32
    assert rows.tolist() == [[np.float32(0.6), np.float32(0.8)], [0.0, 0.0], [-1.0, 0.0]]
