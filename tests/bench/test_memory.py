from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.bench.memory import MeasureError, peak_memory


def test_what_a_search_takes_is_near_what_its_results_take(rows: NDArray[np.float32]) -> None:
    # 2,000 queries by 2,000 rows at a threshold that every pair is over: 20 bytes a pair at the least
    queries = np.abs(np.tile(rows, (7, 1))[:2000])
    peak = peak_memory(queries, queries, "join", 2000, 0.01, 1)
    assert 2000 * 2000 * 20 < peak < 2_000_000_000


def test_a_search_that_fails_is_one_line(rows: NDArray[np.float32]) -> None:
    with pytest.raises(MeasureError, match=r"the memory of top_k could not be measured \(.+\): give smaller sizes"):
        peak_memory(rows, rows[:, :5], "top_k", 100, 3, 1)
