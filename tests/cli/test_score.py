from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from quotecheck import pipeline
from quotecheck.articles import rows
from quotecheck.cli.partial import Partial
from quotecheck.workers import AHEAD

Run = Callable[..., Any]

PAIRS = [
    ("same", "The mill will close in June.", "The mill will close in June."),
    ("number", "The mill laid off 30 workers in June.", "The mill laid off 300 workers in June."),
    ("other", "The mill will close in June.", "My sister bakes bread for the whole street."),
]


def write_pairs(path: Path, count: int = 0) -> Path:
    rows = [{"id": i, "a": a, "b": b} for i, a, b in PAIRS]
    rows += [{"id": f"more{n}", "a": f"{n} boats came in", "b": f"{n} boats came in"} for n in range(count)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_pairs_come_out_in_their_order_with_the_documented_fields(quotecheck: Run, tmp_path: Path) -> None:
    ran = quotecheck("score", write_pairs(tmp_path / "pairs.jsonl"))
    assert (ran.code, ran.stderr) == (0, "")
    scores = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [score["id"] for score in scores] == ["same", "number", "other"]
    assert {"id", "same", "label", "divergence", "altered", "similarity", "changes"} <= scores[0].keys()
    assert [score["label"] for score in scores] == ["verbatim", "altered", "different"]
    assert [(change["kind"], change["b_text"]) for change in scores[1]["changes"]] == [("number", "300")]
    assert scores[0]["divergence"] == 0 < scores[1]["divergence"] < scores[2]["divergence"]


def test_a_pair_scores_the_same_in_any_company(quotecheck: Run, tmp_path: Path) -> None:
    alone = quotecheck("score", write_pairs(tmp_path / "few.jsonl")).stdout.splitlines()
    among = quotecheck("score", write_pairs(tmp_path / "many.jsonl", 300)).stdout.splitlines()
    assert among[:3] == alone
    assert len(among) == 303


def test_csv_in_and_out(quotecheck: Run, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("id,a,b\n" + "".join(f'{i},"{a}","{b}"\n' for i, a, b in PAIRS))
    lines = quotecheck("score", path, "-f", "csv").stdout.splitlines()
    assert lines[0].startswith("id,same,label,divergence,")
    assert [line.split(",")[2] for line in lines[1:]] == ["verbatim", "altered", "different"]


def many(path: Path, count: int) -> Path:
    """Pairs of which every tenth row cannot be used, as JSON lines or CSV by the suffix."""
    csv = path.suffix == ".csv"
    lines = ["id,a,b\n"] if csv else []
    for n in range(count):
        a, b = f"{n % 90} boats came in on day {n % 7}.", f"{n % 89} boats came in."
        if n % 10 == 9:
            lines.append(f"r{n},{a}\n" if csv else json.dumps({"id": f"r{n}", "a": a}) + "\n")
        else:
            lines.append(f"r{n},{a},{b}\n" if csv else json.dumps({"id": f"r{n}", "a": a, "b": b}) + "\n")
    path.write_text("".join(lines))
    return path


@pytest.mark.parametrize("form", ["jsonl", "csv", "json", "table"])
def test_the_bytes_are_the_same_for_any_workers_and_chunks(
    quotecheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    whole = quotecheck("score", many(tmp_path / "pairs.jsonl", 60), "-f", form).stdout
    from_csv = many(tmp_path / "pairs.csv", 60)
    assert "r58" in whole
    for workers, chunk in ((1, 5), (2, 7), (3, 1)):
        monkeypatch.setattr(pipeline, "PAIRS_AT_ONCE", chunk)
        ran = quotecheck("score", from_csv, "-f", form, "--workers", workers, "-o", tmp_path / "out")
        assert (ran.code, ran.stdout) == (0, "")
        assert (tmp_path / "out").read_text() == whole
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pairs.csv", "pairs.jsonl"]


def test_bad_rows_are_named_by_line_and_counted(quotecheck: Run, tmp_path: Path) -> None:
    pairs = many(tmp_path / "pairs.jsonl", 150)
    ran = quotecheck("score", pairs)
    assert ran.code == 0
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == [f"r{n}" for n in range(150) if n % 10 < 9]
    told = [f"quotecheck: skipped {pairs}:{n}: has no b: give the words under 'b'" for n in range(10, 151, 10)]
    in_all = "quotecheck: skipped 15 rows in all, of which the first 10 are named: --verbose names each"
    assert ran.errors == [*told[:10], in_all]
    assert quotecheck("score", pairs, "--verbose").errors == told


@pytest.mark.parametrize("flags", [("--errors", "stop"), ("--strict",), ("--strict", "--errors", "stop")])
@pytest.mark.parametrize("workers", [1, 2])
def test_the_first_bad_row_can_be_the_end(
    quotecheck: Run, tmp_path: Path, flags: tuple[str, ...], workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "PAIRS_AT_ONCE", 4)
    pairs, out = many(tmp_path / "pairs.csv", 30), tmp_path / "out.jsonl"
    ran = quotecheck("score", pairs, *flags, "--workers", workers)
    assert ran.code == 2
    assert ran.errors == [f"quotecheck: {pairs}:11: has 2 fields under 3 columns: mend its commas"]
    # What stands before it is there, however the work was shared.
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == [f"r{n}" for n in range(9)]
    ran = quotecheck("score", pairs, *flags, "--workers", workers, "-o", out)
    assert (ran.code, out.exists()) == (2, False)
    rest = f"quotecheck: {out}.partial holds the 9 rows that are done: --resume goes on from there"
    assert ran.errors == [rest, f"quotecheck: {pairs}:11: has 2 fields under 3 columns: mend its commas"]
    # The row is mended; what was done before it need not be done again.
    pairs.write_text(
        "".join(line for n, line in enumerate(pairs.read_text().splitlines(True)) if n not in (10, 20, 30))
    )
    assert quotecheck("score", pairs, *flags, "-o", out, "--resume").code == 0
    assert out.read_text() == quotecheck("score", pairs).stdout


def test_flags_that_contradict_each_other(quotecheck: Run, tmp_path: Path) -> None:
    ran = quotecheck("score", write_pairs(tmp_path / "pairs.jsonl"), "--strict", "--errors", "skip")
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.errors == ["quotecheck: --strict and --errors skip contradict each other: give one of them"]


def interrupted_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scoring is interrupted before it gives one more than so many scores."""
    score = pipeline.score

    def stopping(*given: Any, **flags: Any) -> Iterator[Any]:
        yield from islice(score(*given, **flags), count)
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "score", stopping)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize("by_stdin", [False, True])
def test_a_stopped_run_is_gone_on_with(
    quotecheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, by_stdin: bool
) -> None:
    pairs, out = many(tmp_path / "pairs.jsonl", 50), tmp_path / f"out.{form}"
    whole = quotecheck("score", pairs, "-f", form).stdout
    given: dict[str, Any] = {"stdin": pairs.read_bytes()} if by_stdin else {}
    source = "-" if by_stdin else pairs
    done = 0
    for count in (7, 0, 20):
        done += count
        with monkeypatch.context() as patch:
            interrupted_after(count, patch)
            ran = quotecheck("score", source, "-o", out, "--resume", **given)
        assert (ran.code, out.exists()) == (130, False)
        rest = f"{out}.partial holds the {done} rows that are done: --resume goes on from there"
        assert any(rest in line for line in ran.errors) == (count > 0)
    taken: list[str] = []
    score = pipeline.score

    def counting(pairs: Iterable[Any], *given: Any, **flags: Any) -> Iterator[Any]:
        return score((taken.append(pair.id) or pair for pair in pairs), *given, **flags)  # type: ignore[func-returns-value]

    monkeypatch.setattr(pipeline, "score", counting)
    ran = quotecheck("score", source, "-o", out, "--resume", "--workers", "2", **given)
    assert (ran.code, out.read_text()) == (0, whole)
    assert len(taken) == 45 - 27
    # Bad rows are told again, as the file lacks all of them.
    assert len(ran.errors) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == [out.name, "pairs.jsonl"]


def test_resume_is_refused_where_input_flags_or_rows_have_changed(
    quotecheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs, out = many(tmp_path / "pairs.jsonl", 50), tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        interrupted_after(20, patch)
        quotecheck("score", pairs, "-o", out)
    text = pairs.read_text()
    anew = "run without --resume to begin anew"
    for changed in (
        text.replace('"r3"', '"x3"'),
        text.replace("day 2", "day 5"),
        "".join(text.splitlines(True)[:9]),
        "",
    ):
        pairs.write_text(changed)
        ran = quotecheck("score", pairs, "-o", out, "--resume", "--quiet")
        assert (ran.code, ran.errors[-1]) == (2, f"quotecheck: {out}.partial was made from other input: {anew}")
    pairs.write_text(text)
    ran = quotecheck("score", pairs, "-o", out, "-f", "csv", "--resume")
    said = f"quotecheck: {out}.partial was made with other flags, or by another version or model: {anew}"
    assert (ran.code, ran.errors) == (2, [said])
    # None of that has harmed it, and what comes after the rows that are done may change.
    pairs.write_text(text + json.dumps({"id": "new", "a": "A boat.", "b": "A boat."}) + "\n")
    assert quotecheck("score", pairs, "-o", out, "--resume").code == 0
    assert out.read_text() == quotecheck("score", pairs).stdout


def test_resume_without_anything_to_go_on_with(quotecheck: Run, tmp_path: Path) -> None:
    pairs, out = write_pairs(tmp_path / "pairs.jsonl"), tmp_path / "out.jsonl"
    assert quotecheck("score", pairs, "-o", out, "--resume").code == 0
    assert out.read_text() == quotecheck("score", pairs).stdout
    for flags in ((), ("-o", os.devnull), ("-o", tmp_path / "out.json"), ("-o", tmp_path / "x", "-f", "table")):
        ran = quotecheck("score", pairs, "--resume", *flags)
        assert (ran.code, ran.stdout) == (2, "")
        said = "--resume needs a file of JSON lines or CSV to go on with: give -o FILE.jsonl"
        assert ran.errors == [f"quotecheck: {said}"]


def test_rows_are_read_as_they_are_needed(quotecheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long input no more is held than a few chunks: the source is told how far ahead of the output it is read."""
    written = 0
    ahead: list[int] = []
    read, add = rows.read_rows, Partial.add

    def noting(*given: Any) -> Any:
        found = read(*given)
        for number, row in enumerate(found):
            ahead.append(number - written)
            yield row

    def counting(self: Partial, text: str, digest: str) -> None:
        nonlocal written
        written += 1
        add(self, text, digest)

    monkeypatch.setattr(pipeline, "PAIRS_AT_ONCE", 8)
    monkeypatch.setattr(rows, "read_rows", noting)
    monkeypatch.setattr(Partial, "add", counting)
    source = write_pairs(tmp_path / "pairs.jsonl", 400)
    for workers in (1, 2):
        written = 0
        ahead.clear()
        assert quotecheck("score", source, "-o", tmp_path / "out.jsonl", "--workers", workers).code == 0
        assert (written, len(ahead)) == (403, 403)
        assert max(ahead) <= 8 * (2 * AHEAD + 1)


def children(pid: int) -> list[int]:
    """The processes whose parent this one is."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


def waited(check: Callable[[], Any]) -> Any:
    """What the check says as soon as that is true, within the time that a busy machine may take."""
    for _ in range(600):
        if found := check():
            return found
        time.sleep(0.05)
    return found


def rows_done(note: Path) -> int:
    try:
        return int(json.loads(note.read_text())["rows"])
    except OSError:
        return 0


@pytest.fixture
def long_run(root: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run on two workers that has written rows and waits for more of its input."""
    command = [sys.executable, "-m", "quotecheck", "score", "-", "--workers", "2", "-o", str(tmp_path / "out.jsonl")]
    running = subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert running.stdin is not None
    running.stdin.write(many(tmp_path / "pairs.jsonl", 2200).read_bytes())
    running.stdin.flush()
    assert waited(lambda: rows_done(tmp_path / "out.jsonl.partial.json"))
    yield running
    running.kill()
    running.communicate()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize("how", ["interrupt", "kill the workers", "kill the run"])
def test_a_long_run_that_is_stopped(
    quotecheck: Run, tmp_path: Path, long_run: subprocess.Popen[bytes], how: str
) -> None:
    workers = children(long_run.pid)
    assert len(workers) == 2
    if how == "interrupt":
        os.killpg(long_run.pid, signal.SIGINT)  # as a terminal does it
    else:
        for pid in [long_run.pid] if how == "kill the run" else workers:
            os.kill(pid, signal.SIGKILL)
    out, err = long_run.communicate(timeout=60)
    assert waited(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    lines = [line for line in err.decode().splitlines() if " skipped " not in line]
    done = rows_done(tmp_path / "out.jsonl.partial.json")
    rest = (
        f"quotecheck: {tmp_path / 'out.jsonl'}.partial holds the {done} rows that are done: --resume goes on from there"
    )
    ends = {
        "interrupt": (130, [rest, "quotecheck: interrupted: run it again to get the whole result"]),
        "kill the workers": (
            2,
            [
                rest,
                "quotecheck: a worker process ended early (killed by SIGKILL): "
                "if the memory did not suffice, give fewer --workers",
            ],
        ),
        "kill the run": (-signal.SIGKILL, []),
    }
    assert (long_run.returncode, out, lines) == (ends[how][0], b"", ends[how][1])
    assert done > 0
    assert not (tmp_path / "out.jsonl").exists()
    if how != "kill the run":
        return
    ran = quotecheck(
        "score", "-", "-o", tmp_path / "out.jsonl", "--resume", stdin=(tmp_path / "pairs.jsonl").read_bytes()
    )
    assert ran.code == 0
    ids = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert ids == [f"r{n}" for n in range(2200) if n % 10 < 9]
    assert not list(tmp_path.glob("*.partial*"))
