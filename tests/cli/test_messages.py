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
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    Messages(quiet=True, verbose=False).progress("finding quotes", 1, 2)
    assert terminal.getvalue() == ""
    messages = Messages(quiet=False, verbose=False)
    messages.progress("finding quotes", 1, 2)
    assert "finding quotes 1 of 2" in terminal.getvalue()
    messages.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("how", ["--no-color", "NO_COLOR", "TERM"])
def test_no_escape_codes_where_they_are_not_wanted(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value if how == name else "")
    messages = Messages(quiet=False, verbose=True, no_color=how == "--no-color")
    messages.progress("finding quotes", 1, 2)
    messages.note("x: y")
    messages.clear()
    assert terminal.getvalue() == "quotecheck: x: y\n"


def test_quiet_still_tells_what_was_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    messages = Messages(quiet=True, verbose=False)
    messages.skipped([Skipped("a.txt", "holds no text: leave it out")])
    messages.note("something")
    assert capsys.readouterr().err == "quotecheck: skipped a.txt: holds no text: leave it out\n"


def test_strict_tells_all_and_then_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="--strict"):
        Messages(quiet=False, verbose=False, strict=True).skipped([Skipped("a", "x: y"), Skipped("b", "x: y")])
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_strict_lets_pass_what_was_set_aside_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    aside = Skipped("transcript.txt", "x: y", aside=True)
    strict = Messages(quiet=False, verbose=False, strict=True)
    strict.skipped([aside])
    assert capsys.readouterr().err == "quotecheck: skipped transcript.txt: x: y\n"
    with pytest.raises(InputError, match="--strict"):
        strict.skipped([aside, Skipped("a", "x: y")])


def test_a_closed_stderr_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    complain("x: y")
    assert closed.closed
