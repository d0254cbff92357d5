"""Made-up coverage and ways to run the command line: in this process, or as a real one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quotecheck.cli import app

COURIER = """\
 date 2024-04-02 Quarry dispute goes on in Ostermoor

The quarry at Ostermoor will stay shut until the summer, its owner said on Tuesday.

“We will hire 40 people before the first stone leaves this valley,” Tobias Renn told reporters at the gate.

Council leader Amina Falk was not convinced.

“The dust has made our children ill, and nobody has answered for it,” she said.
"""

LEDGER = """\
 date 2024-04-02 Ostermoor waits for its quarry

Nothing moves at the quarry of Ostermoor. Its owner, Tobias Renn, made a promise on Tuesday.

“We will hire 400 people before the first stone leaves this valley,” Renn said.

“The dust has made our children ill, and nobody has answered for it,” said Amina Falk, who leads the council.
"""


@dataclass(frozen=True)
class Ran:
    """How a run ended; ``errors`` are the lines of stderr."""

    code: int
    stdout: str
    stderr: str

    @property
    def errors(self) -> list[str]:
        return self.stderr.splitlines()


@pytest.fixture
def coverage(tmp_path: Path) -> Path:
    """A folder with two articles that share two statements."""
    folder = tmp_path / "coverage"
    folder.mkdir()
    (folder / "courier.txt").write_text(COURIER, encoding="utf-8")
    (folder / "ledger.txt").write_text(LEDGER, encoding="utf-8")
    return folder


@pytest.fixture
def quotecheck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the command line in this process, in a folder without settings."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Ran:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, prog_name="quotecheck")
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def process(tmp_path: Path, root: Path) -> Callable[..., Ran]:
    """Run the command line as a process of its own."""

    def run(*arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ran:
        command = [sys.executable, "-m", "quotecheck", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=cwd or root, env=os.environ | (env or {}), capture_output=True, timeout=60, check=False
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
