"""The vectors of word pieces: the shipped encoder's table, which the other networks share."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from quotecheck.errors import ModelError
from quotecheck.networks.formats import initializers
from quotecheck.networks.shipped import REINSTALL, read_model

_TABLE = "embeddings.word_embeddings.weight"


class WordTable:
    """One row for each word piece, held in 8 bits with a scale a row."""

    def __init__(self) -> None:
        """Raises ModelError where the encoder is missing or damaged."""
        self.files, self.identity = read_model("encoder")
        try:
            held = initializers(self.files["model.onnx"])
            self._table, self._scale = held[_TABLE], held[f"{_TABLE}.scale"]
        except (KeyError, ValueError) as problem:
            raise ModelError(f"the encoder has no table of words ({problem})", REINSTALL) from problem

    def rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """(l,) ids -> (l, d) float32."""
        return self._table[ids].astype(np.float32) * self._scale[ids]


@lru_cache(maxsize=1)
def load_words() -> WordTable:
    """The shipped table, loaded once. Raises ModelError like ``WordTable``."""
    return WordTable()
