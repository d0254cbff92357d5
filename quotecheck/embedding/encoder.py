"""What an encoder is: anything that turns texts into rows of unit length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their similarity."""

    @property
    def dimensions(self) -> int:
        """The length d of a vector."""
        ...

    @property
    def identity(self) -> str:
        """Name and digest of all that the vectors depend on, for the signature of a result."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, rows of unit length, in the order of the texts; (0, d) for none.

        Any str is legal, the empty one too. A text's row does not depend on the other texts or on their order.
        """
        ...


def unit_rows(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    """The rows of an (n, d) matrix at unit length, in float32; computed in float64, a row of zeros stays as it is."""
    wide = rows.astype(np.float64)
    lengths = np.sqrt(np.sum(wide * wide, axis=1, keepdims=True))
    return (wide / np.where(lengths == 0, 1.0, lengths)).astype(np.float32)
