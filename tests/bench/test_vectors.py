from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.bench import vectors
from quotecheck.bench.vectors import cache_folder, enlarged, noise, sentence_vectors
from quotecheck.embedding import load_encoder
from quotecheck.errors import InputError

Floats = NDArray[np.float32]


def quiet(what: str, done: int, of: int) -> None:
    return None


class Counting:
    """The shipped encoder, with a count of the texts that it was given."""

    def __init__(self) -> None:
        self._encoder = load_encoder()
        self.dimensions, self.identity = self._encoder.dimensions, self._encoder.identity
        self.given = 0

    def encode(self, texts: Sequence[str]) -> Floats:
        self.given += len(texts)
        return self._encoder.encode(texts)


def test_each_sentence_is_encoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PIECE", 2)
    sentences = ["The ferry to Port Callis is late.", "Nobody paid for the flood wall.", "The depot is shut."]
    encoder = Counting()
    warnings: list[str] = []
    first = sentence_vectors(sentences, encoder, tmp_path, quiet, warnings.append)
    assert first.tobytes() == load_encoder().encode(sentences).tobytes()
    again = sentence_vectors([*sentences, "One more."], encoder, tmp_path, quiet, warnings.append)
    assert again[:3].tobytes() == first.tobytes()
    assert (encoder.given, warnings) == (4, [])


def test_a_damaged_cache_is_told_and_filled_again(tmp_path: Path) -> None:
    encoder = Counting()
    warnings: list[str] = []
    first = sentence_vectors(["One.", "Two."], encoder, tmp_path, quiet, warnings.append)
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"no database at all" * 100)
    assert sentence_vectors(["One.", "Two."], encoder, tmp_path, quiet, warnings.append).tobytes() == first.tobytes()
    assert len(warnings) == 1


def test_a_cache_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be made"):
        sentence_vectors(["a"], load_encoder(), tmp_path / "file" / "below", quiet, print)


def test_derived_rows_are_like_the_real_ones(rows: Floats) -> None:
    more = enlarged(rows, 5000)
    assert more.shape == (5000, rows.shape[1])
    assert more.dtype == np.float32
    assert (more[: len(rows)] == rows).all()
    assert np.abs(np.linalg.norm(more.astype(np.float64), axis=1) - 1).max() < 1e-6
    assert len(np.unique(more[len(rows) :], axis=0)) == 5000 - len(rows)
    assert np.abs(more.mean(axis=0) - rows.mean(axis=0)).max() < 0.02
    real, derived = (np.linalg.eigvalsh(np.cov(part.T)) for part in (rows, more[len(rows) :]))
    assert np.allclose(derived, real, atol=0.2 * real.max())


def test_the_same_rows_come_every_time(rows: Floats) -> None:
    assert enlarged(rows, 900).tobytes() == enlarged(rows, 900).tobytes()
    assert enlarged(rows, 900, seed=1).tobytes() != enlarged(rows, 900).tobytes()
    assert enlarged(rows, 20).tobytes() == rows[:20].tobytes()
    assert noise(50, 8).tobytes() == noise(50, 8).tobytes()


def test_noise_has_no_direction() -> None:
    rows = noise(20_000, 8)
    assert np.abs(np.linalg.norm(rows.astype(np.float64), axis=1) - 1).max() < 1e-6
    # of unit rows the moments add up to one; without structure each axis has its eighth
    assert np.allclose(np.linalg.eigvalsh(rows.T @ rows / len(rows)), 1 / 8, atol=0.01)


def test_the_cache_lies_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "quotecheck" / "bench"
