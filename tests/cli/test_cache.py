"""``--cache``: vectors kept on disk change the time a command takes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_cache_changes_nothing_and_a_damaged_one_is_told(process: Run, coverage: Path, tmp_path: Path) -> None:
    asked = ("check", coverage, "--format", "json")
    plain = process(*asked)
    kept = tmp_path / "vectors"
    for _ in range(2):
        ran = process(*asked, "--cache", kept)
        assert (ran.code, ran.stdout, ran.stderr) == (plain.code, plain.stdout, plain.stderr)
    [file] = kept.iterdir()
    file.write_bytes(b"no database")
    ran = process(*asked, "--cache", kept)
    assert (ran.code, ran.stdout) == (plain.code, plain.stdout)
    [told] = ran.errors
    assert told.startswith(f"quotecheck: {file} was damaged")


def test_the_settings_file_may_name_it(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    (tmp_path / "quotecheck.toml").write_text('cache = "vectors"\n')
    assert quotecheck("check", coverage).code == 0
    assert list((tmp_path / "vectors").glob("*.sqlite"))


@pytest.mark.parametrize("name", ["", " "])
def test_a_name_that_is_none_is_one_line(quotecheck: Run, coverage: Path, name: str) -> None:
    ran = quotecheck("check", coverage, "--cache", name)
    assert ran.code == 2
    assert ran.errors == [f"quotecheck: cache is {name!r}: name a folder"]


def test_a_folder_that_cannot_be_made_is_one_line(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ran = quotecheck("check", coverage, "--cache", tmp_path / "file" / "vectors")
    assert ran.code == 2
    [told] = ran.errors
    assert "cannot be made" in told
