"""The vectors that are searched: sentences encoded once and kept on disk, more of them made from these, and noise."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotecheck.embedding import Encoder
from quotecheck.embedding.cache import CachedEncoder
from quotecheck.embedding.encoder import unit_rows

Floats = NDArray[np.float32]
Progress = Callable[[str, int, int], None]

PIECE = 512
"""Sentences that are encoded and kept at a time: an interrupted run loses no more, and ends as soon."""

BLOCK = 4096
"""Rows made at a time, so that making them takes no memory worth telling."""

PARENTS = 3
"""Real rows that a derived row is made of. Among 10,000 real rows and 31,000 derived ones the derived have the spectrum
and the spread of cosines of the real ones, and 1.2 rows at .75 or over; a row of 41,000 real ones, a fifth of them
translations of another's original, has 0.5 (own measurement). So pairs are twice as many as in real text."""


def cache_folder() -> Path:
    """Where this user's programs keep what they can make again."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "quotecheck" / "bench"


def sentence_vectors(
    sentences: Sequence[str], encoder: Encoder, folder: Path, tell: Progress, warn: Callable[[str], None]
) -> Floats:
    """(n, d) float32, the sentences' vectors: from ``folder`` as far as they are there, else encoded and put there.

    ``warn`` is told where the folder's file is of no use. Raises InputError where the folder cannot be made.
    """
    cached = CachedEncoder(encoder, folder, tell=warn)
    rows = np.empty((len(sentences), cached.dimensions), np.float32)
    for start in range(0, len(sentences), PIECE):
        tell("encoding sentences", start, len(sentences))
        rows[start : start + PIECE] = cached.encode(sentences[start : start + PIECE])
    return rows


def enlarged(real: Floats, count: int, seed: int = 0) -> Floats:
    """(count, d) float32 unit rows: the real ones, then rows made from them until there are enough.

    A derived row is the mean of the real rows, plus the sum of what three real rows drawn by chance differ from it by,
    weighted; the squares of the weights are drawn evenly and add up to one, which keeps mean and covariance as they
    are. At last it is brought to unit length.
    """
    if count <= len(real):
        return real[:count]
    rows = np.empty((count, real.shape[1]), np.float32)
    rows[: len(real)] = real
    chance = np.random.default_rng(seed)
    mean = real.mean(axis=0, dtype=np.float64).astype(np.float32)
    for part in _blocks(len(real), count):
        size = part.stop - part.start
        parents = chance.integers(len(real), size=(PARENTS, size))
        weights = np.sqrt(chance.dirichlet(np.ones(PARENTS), size).T).astype(np.float32)
        mixed = sum(weight[:, None] * (real[parent] - mean) for weight, parent in zip(weights, parents, strict=True))
        rows[part] = unit_rows(mixed + mean)
    return rows


def noise(count: int, dimensions: int, seed: int = 0) -> Floats:
    """(count, d) float32 unit rows without any structure: the worst case of a search that makes use of structure."""
    rows = np.empty((count, dimensions), np.float32)
    chance = np.random.default_rng(seed)
    for part in _blocks(0, count):
        rows[part] = unit_rows(chance.standard_normal((part.stop - part.start, dimensions), np.float32))
    return rows


def _blocks(start: int, stop: int) -> Iterator[slice]:
    return (slice(at, min(at + BLOCK, stop)) for at in range(start, stop, BLOCK))
