from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quotecheck.cli.output import write
from quotecheck.errors import InputError

Run = Callable[..., Any]


def test_output_file_holds_what_stdout_would(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    ran = quotecheck("check", coverage, "-f", "json", "-o", target)
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "")
    assert target.read_text(encoding="utf-8") == quotecheck("check", coverage, "-f", "json").stdout


def test_a_failure_half_way_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")

    def chunks() -> Iterator[str]:
        yield "new " * 100_000
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        write(chunks(), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("")
    write(["new"], tmp_path / "out.txt")
    assert (tmp_path / "out.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode


def test_two_drafts_of_one_process_id_do_not_meet(tmp_path: Path) -> None:
    """As two machines have that write to one folder."""
    target = tmp_path / ("é" * 100)

    def chunks() -> Iterator[str]:
        write(["other"], target)
        assert target.read_text() == "other"
        yield "new"

    write(chunks(), target)
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_links_that_lead_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match=r"a cannot be written \(.*\): choose another place for -o"):
        write(["x"], tmp_path / "a")


def test_links_and_permissions_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "out.txt", tmp_path / "link.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write(["new"], link)
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "no" / "such" / "out.txt", tmp_path / "file" / "out.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be written"):
            write(["x"], target)


def test_a_device_is_written_to_and_not_replaced() -> None:
    write(["x"], Path(os.devnull))
    assert Path(os.devnull).is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk(quotecheck: Run, process: Run, coverage: Path) -> None:
    ran = quotecheck("check", coverage, "-o", "/dev/full")
    assert ran.code == 2
    (error,) = ran.errors
    assert error.startswith("quotecheck: /dev/full cannot be written (No space left on device): ")


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md", "html"])
def test_the_suffix_of_the_file_chooses_the_format(quotecheck: Run, coverage: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"report.{form.upper() if form == 'md' else form}"
    assert quotecheck("check", coverage, "-o", target).code == 0
    assert target.read_text(encoding="utf-8") == quotecheck("check", coverage, "-f", form).stdout
    assert quotecheck("check", coverage, "-o", target, "-f", "table").code == 0
    assert target.read_text(encoding="utf-8") == quotecheck("check", coverage).stdout


def test_a_suffix_that_names_no_format_changes_nothing(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    for name in ("report.txt", "report", "report.2024", "report.LOG"):
        quotecheck("split", coverage, "-o", tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8") == quotecheck("split", coverage).stdout


@pytest.mark.parametrize("name", ["report.pdf", "report.XLSX", "report.json.gz"])
def test_a_suffix_of_what_cannot_be_written(quotecheck: Run, coverage: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    ran = quotecheck("check", coverage, "-o", target)
    assert (ran.code, ran.stdout, target.exists()) == (2, "", False)
    ends = ".json, .jsonl, .csv, .md, .html, .htm"
    assert ran.errors == [
        f"quotecheck: {target} ends in no format that can be written: end it in {ends}, or say --format"
    ]
    assert quotecheck("check", coverage, "-o", target, "-f", "json").code == 0
    assert target.read_text(encoding="utf-8") == quotecheck("check", coverage, "-f", "json").stdout


def test_a_format_that_the_command_does_not_have(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    target = tmp_path / "quotes.html"
    ran = quotecheck("split", coverage, "-o", target)
    assert (ran.code, target.exists()) == (2, False)
    assert ran.errors == [f"quotecheck: {target} asks for html, which is no format here: give table, json, jsonl, csv"]
