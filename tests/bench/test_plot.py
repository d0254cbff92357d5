from __future__ import annotations

import sys
from typing import Any
from xml.etree import ElementTree

import pytest

from quotecheck.bench.plot import growth_curve
from quotecheck.errors import InputError, MissingExtraError


def case(rows: int, **changes: Any) -> dict[str, Any]:
    contenders = [{"name": "quotecheck", "median": rows * 1e-6}, {"name": "other & co", "median": rows * 2e-6}]
    about = {"operation": "top_k", "title": "top_k, k = 10", "k": 10, "queries": 100, "data": "real", "rows": rows}
    return about | {"contenders": contenders} | changes


def test_the_same_cases_give_the_same_picture() -> None:
    pytest.importorskip("matplotlib")
    cases = [case(1000), case(10_000), case(10_000, data="noise"), case(10_000, queries=1), case(500, k=100)]
    drawn = growth_curve(cases)
    assert drawn == growth_curve(cases)
    texts = [text.text for text in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert "top_k, k 10, 100 queries" in texts
    assert {"quotecheck", "other & co"} <= set(texts)
    assert "<dc:date>" not in drawn


def test_each_operation_has_its_panel() -> None:
    pytest.importorskip("matplotlib")
    join = case(1000, operation="join", title="join at 0.75", threshold=0.75)
    drawn = growth_curve([case(1000), join])
    assert "join, threshold 0.75, 100 queries" in drawn
    assert "top_k, k 10, 100 queries" in drawn


def test_who_was_left_out_has_no_point() -> None:
    pytest.importorskip("matplotlib")
    left_out = case(1000, contenders=[{"name": "quotecheck", "median": 1.0}, {"name": "slow", "median": None}])
    assert "slow" not in growth_curve([left_out])


def test_nothing_to_plot() -> None:
    with pytest.raises(InputError, match="nothing to plot"):
        growth_curve([case(1000, data="noise")])


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"matplotlib is not installed: pip install 'quotecheck\[bench\]'"):
        growth_curve([case(1000)])
