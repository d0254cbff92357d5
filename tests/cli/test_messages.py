from __future__ import annotations

import io
import sys
import time

import pytest

from quotecheck.cli.messages import FIRST_BAD, Messages, complain
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


def test_of_many_bad_rows_the_first_are_named_and_all_counted(capsys: pytest.CaptureFixture[str]) -> None:
    for verbose, named in ((False, FIRST_BAD), (True, 1200)):
        messages = Messages(quiet=True, verbose=verbose)
        for line in range(1200):
            messages.left_out(Skipped(f"rows.csv:{line}", "x: y"))
        messages.left_out_in_all()
        lines = capsys.readouterr().err.splitlines()
        assert lines[:named] == [f"quotecheck: skipped rows.csv:{line}: x: y" for line in range(named)]
        counted = "quotecheck: skipped 1,200 rows in all, of which the first 10 are named: --verbose names each"
        assert lines[named:] == ([] if verbose else [counted])


def test_few_bad_rows_are_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    messages = Messages(quiet=False, verbose=False)
    for _ in range(FIRST_BAD):
        messages.left_out(Skipped("rows.csv:1", "x: y"))
    messages.left_out_in_all()
    assert len(capsys.readouterr().err.splitlines()) == FIRST_BAD


def test_progress_tells_the_pace_and_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, clock = Terminal(), [100.0]
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    messages = Messages(quiet=False, verbose=False)

    def shown(seconds: float, done: int, share: float | None) -> str:
        clock[0] = 100.0 + seconds
        messages.progress("scoring pairs", done, 0, share=lambda: share)
        return terminal.getvalue().rpartition("\x1b[K")[2]

    # 1,000 were done when it began; 500 a second from then on.
    assert shown(0, 1000, 0.1) == "scoring pairs 1,000 …"
    assert shown(8, 5000, 0.5) == "scoring pairs 5,000 (500 a second, 50%, 10 s left) …"
    assert shown(18, 10_000, 0.01) == "scoring pairs 10,000 (500 a second, 1%, 33 min left) …"
    assert shown(28, 15_000, 0.001) == "scoring pairs 15,000 (500 a second, 0%, 8 h left) …"
    assert shown(38, 20_000, None) == "scoring pairs 20,000 (500 a second) …"
    assert shown(38.01, 20_005, None) == "scoring pairs 20,000 (500 a second) …"
