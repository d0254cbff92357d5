from __future__ import annotations

import pytest

from quotecheck.cores import cores


def test_a_limit_of_the_environment_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUOTECHECK_CORES", raising=False)
    every = cores()
    assert every >= 1
    monkeypatch.setenv("QUOTECHECK_CORES", "1")
    assert cores() == 1
    for nothing in ("", "0", "-1", "many", str(every + 5)):
        monkeypatch.setenv("QUOTECHECK_CORES", nothing)
        assert cores() == every
