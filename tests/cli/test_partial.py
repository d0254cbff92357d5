from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.cli import partial
from quotecheck.cli.partial import Partial
from quotecheck.errors import InputError

ROWS = ["one\n", '"two\nlines"\n', "thrée\n", "", "five\n", "six\n"]
"""Among them a row with a line break in it, and one that is nothing."""


class Stopped(BaseException):
    """As an interrupt is: no Exception."""


def digest(count: int) -> str:
    return f"digest of {count}"


def write(
    target: Path, rows: Sequence[str] = ROWS, *, resume: bool = False, stop: int = 99, made: str = "s"
) -> list[str]:
    """Write the rows under a head, stopping before row ``stop``; what was said of the rest."""
    told: list[str] = []
    with Partial(target, made, resume=resume, tell=told.append) as growing:
        assert growing.read == (digest(growing.rows) if growing.rows else "")
        growing.head("head\n")
        for number in range(growing.rows, len(rows)):
            if number == stop:
                raise Stopped
            growing.add(rows[number], digest(number + 1))
    return told


def stopped(target: Path, stop: int, **how: bool) -> None:
    with pytest.raises(Stopped):
        write(target, stop=stop, **how)


WHOLE = "head\n" + "".join(ROWS)


def test_the_whole_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    target.chmod(0o640)
    assert write(target) == []
    assert target.read_text() == WHOLE
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


@given(st.lists(st.integers(0, len(ROWS) - 1), max_size=4), st.booleans())
def test_stopped_anywhere_and_gone_on_with_it_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, stops: list[int], often: bool
) -> None:
    folder = tmp_path_factory.mktemp("partial")
    target = folder / "out.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partial, "SETTLED_EVERY", 0.0 if often else 1e9)
        done = 0
        for stop in stops:
            if stop >= done:
                stopped(target, stop, resume=True)
                done = stop
            assert not target.exists()
        write(target, resume=True)
    assert target.read_text() == WHOLE
    assert list(folder.iterdir()) == [target]


def test_what_is_left_is_named_and_told(tmp_path: Path) -> None:
    target, told = tmp_path / "out.csv", list[str]()
    target.write_text("old")
    with pytest.raises(Stopped), Partial(target, "s", resume=False, tell=told.append) as growing:
        growing.add("one\n", "1")
        growing.add("two\n", "2")
        raise Stopped
    assert told == [f"{target}.partial holds the 2 rows that are done: --resume goes on from there"]
    assert (tmp_path / "out.csv.partial").read_text() == "one\ntwo\n"
    assert target.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "out.csv.partial", "out.csv.partial.json"}


def test_before_the_first_row_nothing_is_left(tmp_path: Path) -> None:
    stopped(tmp_path / "out.csv", 0)
    assert list(tmp_path.iterdir()) == []


def test_without_resume_it_begins_anew(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    stopped(target, 4)
    stopped(target, 2)
    assert (tmp_path / "out.csv.partial").read_text() == "head\n" + "".join(ROWS[:2])
    write(target)
    assert target.read_text() == WHOLE


def test_killed_by_force_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies on the disk at every write of the note, and with half a row after it, can be gone on with."""
    monkeypatch.setattr(partial, "SETTLED_EVERY", 0.0)
    moments: list[Path] = []
    sync = os.fsync

    def snapshot(handle: int) -> None:
        sync(handle)
        moments.append(shutil.copytree(tmp_path / "run", tmp_path / str(len(moments))))

    (tmp_path / "run").mkdir()
    monkeypatch.setattr(os, "fsync", snapshot)
    write(tmp_path / "run" / "out.csv")
    monkeypatch.setattr(os, "fsync", sync)
    assert len(moments) >= len(ROWS)
    for moment in moments:
        with (moment / "out.csv.partial").open("ab") as stream:
            stream.write(b"half a ro")
        write(moment / "out.csv", resume=True)
        assert (moment / "out.csv").read_text() == WHOLE
        assert [path.name for path in moment.iterdir()] == ["out.csv"]


def test_an_interrupt_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial, "SETTLED_EVERY", 0.0)
    sync = os.fsync
    for failing in range(1, len(ROWS) + 1):
        target, calls = tmp_path / f"{failing}.csv", [0]

        def broken(handle: int, calls: list[int] = calls, failing: int = failing) -> None:
            calls[0] += 1
            if calls[0] == failing:
                raise Stopped
            sync(handle)

        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(Stopped):
            write(target)
        monkeypatch.setattr(os, "fsync", sync)
        assert not target.exists()
        write(target, resume=True)
        assert target.read_text() == WHOLE


def test_a_full_disk_keeps_what_was_written_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial, "SETTLED_EVERY", 0.0)
    target, sync, calls = tmp_path / "out.csv", os.fsync, [0]

    def full(handle: int) -> None:
        calls[0] += 1
        if calls[0] > 3:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"out\.csv cannot be written \(No space left on device\): choose another"):
        write(target)
    monkeypatch.setattr(os, "fsync", sync)
    assert json.loads((tmp_path / "out.csv.partial.json").read_text())["rows"] == 3
    write(target, resume=True)
    assert target.read_text() == WHOLE


def test_other_flags_or_another_version_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    stopped(target, 3)
    with pytest.raises(InputError, match=r"was made with other flags.*: run without --resume to begin anew"):
        write(target, resume=True, made="t")
    write(target, resume=True)
    assert target.read_text() == WHOLE


@pytest.mark.parametrize(
    "note",
    [
        "",
        "{}",
        "[]",
        '{"signature": "s", "rows": -1, "size": 0, "read": "", "written": ""}',
        '{"signature": "s", "rows": true, "size": 0, "read": "", "written": ""}',
        '{"signature": "s", "rows": 1, "size": 99999, "read": "", "written": ""}',
        '{"x": 1}',
        "[" * 9999,
    ],
)
def test_a_note_that_was_spoiled_is_refused(tmp_path: Path, note: str) -> None:
    target = tmp_path / "out.csv"
    stopped(target, 3)
    (tmp_path / "out.csv.partial.json").write_text(note)
    with pytest.raises(InputError, match=r"(cannot be used|made with other flags).*: run without --resume"):
        write(target, resume=True)


def test_rows_that_were_edited_are_refused(tmp_path: Path) -> None:
    target, rest = tmp_path / "out.csv", tmp_path / "out.csv.partial"
    stopped(target, 3)
    rest.write_bytes(rest.read_bytes().replace(b"one", b"won"))
    with pytest.raises(InputError, match="is not what was written to it: run without --resume"):
        write(target, resume=True)
    assert b"won" in rest.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="needs locks of files")
def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with Partial(target, "s", resume=False, tell=print) as growing:
        growing.add("one\n", "1")
        for resume in (False, True):
            with pytest.raises(InputError, match=r"another run is writing .*: wait for it to end"):
                write(target, resume=resume)
        growing.add("two\n", "2")
    assert target.read_text() == "one\ntwo\n"


def test_links_that_lead_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match=r"a cannot be written \(.*\): choose another place for -o"):
        write(tmp_path / "a")


@pytest.mark.skipif(os.name != "posix", reason="needs locks of files")
def test_a_file_system_without_locks_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def unlocked(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unlocked)
    stopped(tmp_path / "out.csv", 3)
    write(tmp_path / "out.csv", resume=True)
    assert (tmp_path / "out.csv").read_text() == WHOLE


@pytest.mark.skipif(os.name != "posix", reason="needs locks of files")
def test_nobody_else_gets_the_lock_of_what_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink, free = Path.unlink, []

    def watched(path: Path, *more: bool) -> None:
        if path.name.endswith(".partial"):
            with path.open("rb") as stream:
                free.append(partial._alone(stream, path))
        unlink(path, *more)

    monkeypatch.setattr(Path, "unlink", watched)
    stopped(tmp_path / "out.csv", 0)
    assert free == [False]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("often", [False, True])
def test_an_interrupt_at_any_line_of_adding_a_row_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, often: bool
) -> None:
    monkeypatch.setattr(partial, "SETTLED_EVERY", 0.0 if often else 1e9)
    moments = 0
    for failing in range(1, 10_000):
        target, left = tmp_path / f"{failing}.csv", [failing]

        def step(frame: FrameType, event: str, argument: object, left: list[int] = left) -> object:
            if frame.f_code is Partial.add.__code__ and event == "line":
                left[0] -= 1
                if not left[0]:
                    sys.settrace(None)
                    raise Stopped
            return step

        before = sys.gettrace()
        sys.settrace(step)
        try:
            write(target)
        except Stopped:
            moments += 1
        finally:
            sys.settrace(before)
        write(target, resume=True)
        assert target.read_text() == WHOLE
        if left[0] > 0:
            break
    assert moments >= 3 * len(ROWS)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    stopped(link, 2)
    write(link, resume=True)
    assert link.is_symlink()
    assert target.read_text() == WHOLE


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    for target in (tmp_path / "no" / "such" / "out.csv", tmp_path / ("x" * 250)):
        with pytest.raises(InputError, match="cannot be written"):
            write(target)
    assert list(tmp_path.iterdir()) == []
