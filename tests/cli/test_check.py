from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_table_is_the_default(quotecheck: Run, coverage: Path) -> None:
    ran = quotecheck("check", coverage)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("2 articles, ")
    assert "Tobias Renn" in ran.stdout
    assert "number: 40 → 400" in ran.stdout
    assert "‹400›" in ran.stdout
    assert max(map(len, ran.stdout.splitlines())) <= 100
    assert "\x1b" not in ran.stdout


def test_json_tells_the_changed_number_from_the_faithful_rendering(quotecheck: Run, coverage: Path) -> None:
    report = json.loads(quotecheck("check", coverage, "--format", "json").stdout)
    by_speaker = {statement["speaker"]: statement for statement in report["statements"]}
    assert by_speaker.keys() == {"Tobias Renn", "Amina Falk"}
    assert by_speaker["Amina Falk"]["label"] == "verbatim"
    assert by_speaker["Amina Falk"]["divergence"] == 0
    changed = by_speaker["Tobias Renn"]
    assert changed["label"] == "altered"
    assert [change["b_text"] for change in changed["comparisons"][0]["changes"]] == ["400"]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in coverage.iterdir()}
    for statement in report["statements"]:
        for rendering in statement["renderings"]:
            words = " ".join(texts[rendering["article"]][start:end] for start, end in rendering["content"])
            assert words == rendering["text"]
    assert {summary["outlet"] for summary in report["outlets"]} == {"courier", "ledger"}


def test_every_format_prints_and_the_rows_are_the_comparisons(quotecheck: Run, coverage: Path) -> None:
    lines = quotecheck("check", coverage, "--format", "jsonl").stdout.splitlines()
    assert len([json.loads(line) for line in lines]) == 2
    rows = list(csv.DictReader(io.StringIO(quotecheck("check", coverage, "-f", "csv").stdout)))
    assert sorted(row["label"] for row in rows) == ["altered", "verbatim"]
    assert quotecheck("check", coverage, "-f", "md").stdout.startswith("# ")
    assert quotecheck("check", coverage, "-f", "html").stdout.startswith("<!DOCTYPE html>")


def test_the_order_of_the_inputs_changes_nothing(quotecheck: Run, coverage: Path) -> None:
    files = sorted(coverage.iterdir())
    one = quotecheck("check", *files, "-f", "json").stdout
    assert quotecheck("check", *reversed(files), "-f", "json").stdout == one
    assert len(json.loads(one)["statements"]) == 2


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (["--fail-on", "altered"], 1),
        (["--fail-on", "different"], 0),
        (["--fail-on", "verbatim"], 1),
        (["--max-divergence", "0"], 1),
        (["--max-divergence", "1"], 0),
    ],
)
def test_limits_set_the_exit_code_and_the_report_is_there(
    quotecheck: Run, coverage: Path, flags: list[str], code: int
) -> None:
    ran = quotecheck("check", coverage, *flags)
    assert (ran.code, len(ran.errors)) == (code, code)
    assert "Tobias Renn" in ran.stdout
    quiet = quotecheck("check", coverage, *flags, "--quiet")
    assert (quiet.code, quiet.stdout, quiet.stderr) == (code, ran.stdout, "")


def test_the_statement_that_reached_a_limit_is_named(quotecheck: Run, coverage: Path) -> None:
    statements = json.loads(quotecheck("check", coverage, "-f", "json").stdout)["statements"]
    (changed,) = [s for s in statements if s["label"] == "altered"]
    (same,) = [s for s in statements if s["label"] == "verbatim"]
    told = f"quotecheck: {changed['id']} (Tobias Renn: altered, {changed['divergence']:.2f}) reached a limit"
    assert quotecheck("check", coverage, "--fail-on", "altered").errors == [f"{told}: exit code 1"]
    both = quotecheck("check", coverage, "--fail-on", "verbatim").errors
    assert both == [f"{told}, and so did {same['id']}: exit code 1"]


def test_a_page_s_text_is_in_the_report_as_its_spans_index_it(quotecheck: Run, coverage: Path) -> None:
    lines = (coverage / "courier.txt").read_text(encoding="utf-8").splitlines()[2:]
    (coverage / "courier.txt").unlink()
    (coverage / "courier.html").write_text("".join(f"<p>{line}</p>" for line in lines), encoding="utf-8")
    report = json.loads(quotecheck("check", coverage, "-f", "json").stdout)
    page, plain = report["articles"]
    assert "text" not in plain
    (rendering,) = [r for s in report["statements"][:1] for r in s["renderings"] if r["article"] == page["id"]]
    assert " ".join(page["text"][start:end] for start, end in rendering["content"]) == rendering["text"]


def test_json_lines_on_stdin(quotecheck: Run, coverage: Path) -> None:
    articles = [{"id": path.stem, "text": path.read_text(encoding="utf-8")} for path in coverage.iterdir()]
    ran = quotecheck("check", "-", "-f", "json", stdin="".join(json.dumps(article) + "\n" for article in articles))
    assert ran.code == 0
    assert len(json.loads(ran.stdout)["statements"]) == 2


def test_settings_file_and_flags(quotecheck: Run, coverage: Path, tmp_path: Path) -> None:
    (tmp_path / "quotecheck.toml").write_text("min-confidence = 1.0\n")
    assert quotecheck("check", coverage).code == 5
    assert quotecheck("check", coverage, "--min-confidence", "0").code == 0
    (tmp_path / "quotecheck.toml").write_text("min-confidance = 1.0\n")
    ran = quotecheck("check", coverage)
    assert ran.code == 2
    (error,) = ran.errors
    assert error.startswith("quotecheck: quotecheck.toml sets 'min_confidance', which is no setting: ")


def test_verbose_names_the_signature(quotecheck: Run, coverage: Path) -> None:
    ran = quotecheck("check", coverage, "--verbose", "-f", "json")
    assert f"quotecheck: signature {json.loads(ran.stdout)['signature']}" in ran.errors
