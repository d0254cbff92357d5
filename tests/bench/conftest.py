"""Made-up data for benchmarks: vectors, a folder for the cache, no folder of evaluation data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray


@pytest.fixture
def no_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without evaluation data."""
    monkeypatch.setenv("QUOTECHECK_SHARED", str(tmp_path / "nothing here"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for sentence vectors, so that each sentence is encoded once for all tests."""
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture
def rows() -> NDArray[np.float32]:
    """(300, 24) unit rows, some of which lie close together."""
    chance = np.random.default_rng(5)
    centres = chance.standard_normal((40, 24))
    rows = centres[chance.integers(40, size=300)] + 0.3 * chance.standard_normal((300, 24))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def ticking() -> Iterator[Clock]:
    """A clock that only moves when it is told to."""
    return Clock()


class Clock:
    """Seconds that pass when somebody says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def takes(self, *seconds: float) -> object:
        """Work that takes so long: the first call the first number, and so on, over and over."""
        made = 0

        def work() -> str:
            nonlocal made
            self.now += seconds[made % len(seconds)]
            made += 1
            return "done"

        return work
