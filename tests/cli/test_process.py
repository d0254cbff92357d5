"""What only a real process shows: signals, pipes, terminals, start-up time."""

from __future__ import annotations

import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quotecheck import __version__

Run = Callable[..., Any]

unix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and terminals")


def start(root: Path, *arguments: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "quotecheck", *map(str, arguments)], cwd=root, **options)


def test_version_and_help(process: Run) -> None:
    assert process("--version").stdout == f"quotecheck {__version__}\n"
    shown = process("--help")
    assert (shown.code, shown.stderr) == (0, "")
    assert all(command in shown.stdout for command in ("check", "split", "score", "match", "models"))
    bare = process()
    assert (bare.code, bare.stdout) == (2, "")
    assert "Usage: quotecheck" in bare.stderr


HEAVY = ("numpy", "onnxruntime", "tokenizers", "trafilatura", "lxml", "sentence_transformers", "torch")


def loaded_by(root: Path, *arguments: str | Path) -> set[str]:
    """Which heavy packages a command has imported by its end."""
    script = (
        "import sys, json\nfrom quotecheck.cli import main\nsys.argv[0] = 'quotecheck'\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=root, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_help_loads_nothing_heavy(root: Path) -> None:
    assert loaded_by(root, "--help") == set()
    assert loaded_by(root, "check", "--help") == set()


def test_a_command_loads_no_more_than_it_needs(root: Path, coverage: Path) -> None:
    assert loaded_by(root, "check", coverage) == {"numpy", "onnxruntime", "tokenizers"}


def test_completion(process: Run) -> None:
    env = {"_QUOTECHECK_COMPLETE": "complete_bash", "COMP_WORDS": "quotecheck ma", "COMP_CWORD": "1"}
    assert process(env=env).stdout.split() == ["match"]


@unix
def test_an_interrupt_is_one_line(root: Path) -> None:
    running = start(root, "split", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, b"")
    assert err.decode().splitlines() == ["quotecheck: interrupted: run it again to get the whole result"]


@unix
def test_a_reader_that_goes_away_is_no_error(root: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "texts.jsonl"
    quote = "“The harbour will be dug out again before the winter,” Ada Marsh said. " * 5
    pairs.write_text("".join(json.dumps({"id": str(n), "text": quote}) + "\n" for n in range(200)))
    running = start(root, "split", pairs, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=20) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_stdout(root: Path, coverage: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "quotecheck", "check", str(coverage)], cwd=root, stdout=full,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    (error,) = done.stderr.decode().splitlines()
    assert error.startswith("quotecheck: the output cannot be written (No space left on device): ")


def in_terminal(root: Path, columns: int, *arguments: str | Path, **env: str) -> str:
    """What a terminal of so many columns is sent on stdout."""
    import fcntl
    import pty
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    running = start(root, *arguments, stdout=slave, stderr=subprocess.DEVNULL, env=kept | {"TERM": "xterm"} | env)
    os.close(slave)
    shown = b""
    try:
        while piece := os.read(master, 65536):
            shown += piece
    except OSError:  # Linux says so when the other end is closed
        pass
    assert running.wait(timeout=20) == 0
    os.close(master)
    return shown.decode()


@unix
def test_a_terminal_gets_its_width_and_colours(root: Path, coverage: Path) -> None:
    shown = in_terminal(root, 60, "check", coverage)
    assert "\x1b[" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert 50 < max(map(len, plain.splitlines())) <= 60
    assert in_terminal(root, 60, "check", coverage, NO_COLOR="1") == plain
    assert "\x1b" not in in_terminal(root, 60, "check", coverage, "--no-color")
