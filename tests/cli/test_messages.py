from __future__ import annotations

import io
import sys

import pytest

from quotecheck.cli.messages import Messages, complain
from quotecheck.errors import InputError
from quotecheck.records import Skipped


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_stands_in_a_file_name_is_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    complain("skipped a\x1b[2J\nb\u202e.txt: no text")
    assert capsys.readouterr().err == "quotecheck: skipped a␛[2J b<U+202E>.txt: no text\n"


def test_progress_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    Messages(quiet=False, verbose=False).progress("finding quotes", 1, 2)
    assert capsys.readouterr().err == ""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    Messages(quiet=True, verbose=False).progress("finding quotes", 1, 2)
    assert terminal.getvalue() == ""
    messages = Messages(quiet=False, verbose=False)
    messages.progress("finding quotes", 1, 2)
    assert "finding quotes 1 of 2" in terminal.getvalue()
    messages.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_quiet_still_tells_what_was_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    messages = Messages(quiet=True, verbose=False)
    messages.skipped([Skipped("a.txt", "holds no text: leave it out")])
    messages.note("something")
    assert capsys.readouterr().err == "quotecheck: skipped a.txt: holds no text: leave it out\n"


def test_strict_tells_all_and_then_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="--strict"):
        Messages(quiet=False, verbose=False, strict=True).skipped([Skipped("a", "x: y"), Skipped("b", "x: y")])
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_closed_stderr_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    complain("x: y")
    assert closed.closed
