from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quotecheck import pipeline

Run = Callable[..., Any]


def test_what_should_not_happen_is_one_line_and_verbose_says_where(
    quotecheck: Run, coverage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr(pipeline, "check", broken)
    ran = quotecheck("check", coverage)
    assert (ran.code, ran.stdout) == (2, "")
    (error,) = ran.errors
    assert error.startswith("quotecheck: an error that should not be (ZeroDivisionError: by nothing): please report")
    verbose = quotecheck("check", coverage, "--verbose")
    assert "Traceback" in verbose.stderr
    assert verbose.code == 2


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt, 130), (MemoryError, 2)])
def test_the_ways_to_end(
    quotecheck: Run, coverage: Path, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], code: int
) -> None:
    def ends(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(pipeline, "check", ends)
    ran = quotecheck("check", coverage)
    assert (ran.code, ran.stdout) == (code, "")
    assert len(ran.errors) == 1
