"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from quotecheck.networks import shipped

settings.register_profile("untimed", deadline=None)  # how long an example takes says nothing on a busy machine
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout that holds these tests."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evaluation data; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("QUOTECHECK_SHARED") or ROOT.parent / "shared")
    if not (folder / "eval").is_dir():
        pytest.skip("the evaluation data are not here (QUOTECHECK_SHARED names the folder)")
    return folder


@pytest.fixture(scope="session")
def steps() -> Callable[[Callable[[], object]], int]:
    """Counts the calls that a piece of work makes: a measure of its size that no busy machine disturbs."""

    def count(work: Callable[[], object]) -> int:
        made = 0

        def step(frame: object, event: str, argument: object) -> None:
            nonlocal made
            made += 1

        sys.setprofile(step)
        try:
            work()
        finally:
            sys.setprofile(None)
        return made

    return count


@pytest.fixture
def model_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of models/encoder that is used in its place."""
    folder = tmp_path / "models" / "encoder"
    shutil.copytree(shipped.models_folder() / "encoder", folder)
    monkeypatch.setattr(shipped, "models_folder", lambda: folder.parent)
    return folder
