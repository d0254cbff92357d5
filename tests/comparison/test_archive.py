"""Archives: hits as without one, growth by commits, what is refused, and what a crash or damage leaves."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotecheck.comparison import archive, find_matches
from quotecheck.comparison.archive import Holding, add_texts, find_in_archive, holding, verify_archive
from quotecheck.embedding import Encoder
from quotecheck.errors import InputError, ModelError
from quotecheck.records import Match, Text

TEXTS = [
    Text("kiln", "The old kiln will be lit again on the first of May."),
    Text("toll", "Nobody is going to pay a toll for the harbour road."),
    Text("seed", "We gave each farm two sacks of seed and a promise."),
    Text("tram", "The last tram leaves at midnight from now on."),
    Text("echo", "Nobody is going to pay a toll for the harbour road."),
    Text("loud", "NOBODY IS GOING TO PAY A TOLL FOR THE HARBOUR ROAD."),
    Text("well", "The well in the square has run dry twice this year."),
]
QUERIES = [
    Text("q1", "From now on the last tram goes at twelve o'clock at night."),
    Text("q2", "No one will pay any toll on the road to the harbour."),
    Text("q3", "Twice this year there was no water in the well on the square."),
]


def hits(found: Sequence[Match]) -> dict[str, list[tuple[str, float, float]]]:
    return {match.id: [(hit.id, hit.score, hit.same) for hit in match.hits] for match in found}


class Renamed:
    """The encoder under another identity; it makes a row of zeros of what holds no letter."""

    def __init__(self, encoder: Encoder, identity: str) -> None:
        self._encoder, self.identity, self.dimensions = encoder, identity, encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        lettered = [any(map(str.isalpha, text)) for text in texts]
        return self._encoder.encode(texts) * np.array(lettered, np.float32).reshape(-1, 1)


def test_the_hits_are_those_of_a_list(encoder: Encoder, tmp_path: Path) -> None:
    made = add_texts(TEXTS, tmp_path / "a", encoder)
    assert made == archive.Addition(7, 0, (), Holding(7, encoder.identity))
    found = find_in_archive(QUERIES, tmp_path / "a", 7, encoder)
    listed = find_matches(QUERIES, TEXTS, 7, encoder, rivals=False)
    assert [match.id for match in found] == ["q1", "q2", "q3"]
    assert [match.hits[0].id for match in found] == ["tram", "echo", "well"]
    for one, other in zip(found, listed, strict=True):
        # A list is searched with vectors cut to a grid, which moves a cosine by some 0.0002.
        by_id = {hit.id: hit for hit in other.hits}
        for hit in one.hits:
            assert (hit.score, hit.same) == pytest.approx((by_id[hit.id].score, by_id[hit.id].same), abs=0.005)
        assert [hit.score for hit in one.hits] == sorted((hit.score for hit in one.hits), reverse=True)


@pytest.mark.parametrize("k", [1, 3, 50])
def test_no_more_hits_than_texts(encoder: Encoder, tmp_path: Path, k: int) -> None:
    add_texts(TEXTS, tmp_path / "a", encoder)
    found = find_in_archive(QUERIES, tmp_path / "a", k, encoder)
    assert [len(match.hits) for match in found] == [min(k, 7)] * 3


def test_nothing_to_search_or_to_ask(encoder: Encoder, tmp_path: Path) -> None:
    assert add_texts([], tmp_path / "a", encoder).holding == holding(tmp_path / "a") == Holding(0, encoder.identity)
    assert hits(find_in_archive(QUERIES, tmp_path / "a", 3, encoder)) == {"q1": [], "q2": [], "q3": []}
    assert verify_archive(tmp_path / "a").texts == 0
    add_texts(TEXTS, tmp_path / "a", encoder)
    assert find_in_archive([], tmp_path / "a", 3, encoder) == []
    assert len(find_in_archive([Text("e", "")], tmp_path / "a", 2, encoder)[0].hits) == 2


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(TEXTS), st.permutations(QUERIES), st.integers(1, 7), st.integers(0, 3), st.integers(1, 20))
def test_neither_order_nor_commits_nor_blocks_change_hits(
    encoder: Encoder,
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[Text],
    queries: list[Text],
    committed: int,
    pool: int,
    cells: int,
) -> None:
    """Three texts have the same vector, so that a pool of few candidates ends within them."""
    folder = tmp_path_factory.mktemp("archives")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "POOL", pool)
        add_texts(TEXTS, folder / "whole", encoder)
        whole = hits(find_in_archive(QUERIES, folder / "whole", 1, encoder))
        patch.setattr(archive, "COMMITTED", committed)
        patch.setattr(archive, "CELLS", cells)
        add_texts(texts[:3], folder / "parts", encoder)
        add_texts(texts, folder / "parts", encoder)
        assert hits(find_in_archive(queries, folder / "parts", 1, encoder)) == whole
    assert whole["q2"][0][0] == "echo"


def test_what_is_in_already_is_passed_over(encoder: Encoder, tmp_path: Path) -> None:
    add_texts(TEXTS[:3], tmp_path / "a", encoder)
    others = [Text("seed", "Other words."), *TEXTS, Text("tram", "Other words."), TEXTS[3]]
    again = add_texts(others, tmp_path / "a", encoder)
    assert (again.added, again.known, again.holding.texts) == (4, 4, 7)
    assert [skipped.input for skipped in again.skipped] == ["the text 'seed'", "the text 'tram'"]
    assert {skipped.reason for skipped in again.skipped} == {"is in the archive with other words: give it another id"}
    seed = find_in_archive([Text("q", TEXTS[2].text)], tmp_path / "a", 1, encoder)[0].hits[0]
    assert (seed.id, round(seed.score, 3)) == ("seed", 1.0)


def test_a_stopped_run_is_resumed(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "COMMITTED", 2)

    def stopped() -> Iterator[Text]:
        yield from TEXTS[:5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_texts(stopped(), tmp_path / "a", encoder)
    assert holding(tmp_path / "a").texts == 4
    resumed = add_texts(TEXTS, tmp_path / "a", encoder)
    assert (resumed.added, resumed.known) == (3, 4)
    add_texts(TEXTS, tmp_path / "whole", encoder)
    both = [hits(find_in_archive(QUERIES, tmp_path / name, 7, encoder)) for name in ("a", "whole")]
    assert both[0] == both[1]


def test_progress_is_told(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "COMMITTED", 4)
    monkeypatch.setattr(archive, "ENCODED", 3)
    told: list[int] = []
    add_texts(TEXTS, tmp_path / "a", encoder, lambda _what, done, _of: told.append(done))
    assert told == [0, 3, 4]


HOSTILE = [
    "\x1b[31mred",
    "two\nlines",
    "\ud800",
    "😀",
    "../../etc/passwd",
    "=1+1",
    "a\0b",
    "",
    " ",
    "\u202eright",
    "é",
    "e\u0301",
]


def test_ids_and_texts_come_back_as_they_were(encoder: Encoder, tmp_path: Path) -> None:
    texts = [Text(name, f"The {number}. gate {name} stays open.") for number, name in enumerate(HOSTILE)]
    assert add_texts(texts, tmp_path / "a", encoder).added == len(HOSTILE)
    assert add_texts(texts, tmp_path / "a", encoder).known == len(HOSTILE)
    found = find_in_archive(texts, tmp_path / "a", len(HOSTILE), encoder)
    assert [match.id for match in found] == HOSTILE
    assert all({hit.id for hit in match.hits} == set(HOSTILE) for match in found)
    assert all(match.hits[0].score > 0.99 for match in found)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_another_model_is_one_line(encoder: Encoder, tmp_path: Path) -> None:
    add_texts(TEXTS, tmp_path / "a", encoder)
    other = Renamed(encoder, "other@sha256:0")
    said = f"was made with {encoder.identity} and not with other@sha256:0: use that model, or make an archive"
    with pytest.raises(ModelError, match=said):
        find_in_archive(QUERIES, tmp_path / "a", 3, other)
    with pytest.raises(ModelError, match=said):
        add_texts(TEXTS, tmp_path / "a", other)


def test_what_is_nothing_to_the_model(encoder: Encoder, tmp_path: Path) -> None:
    blind = Renamed(encoder, "blind@sha256:0")
    made = add_texts([Text("n", "1 2 3"), *TEXTS], tmp_path / "a", blind)
    assert [(one.input, one.reason) for one in made.skipped] == [
        ("the text 'n'", "is nothing to the model: leave it out")
    ]
    assert made.added == len(TEXTS)
    none, some = find_in_archive([Text("n", "1 2 3"), QUERIES[0]], tmp_path / "a", 1, blind)
    assert (none.hits, some.hits[0].id) == ((), "tram")


def test_folders_that_are_no_archive(encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is no archive: make one by quotecheck archive add"):
        holding(tmp_path / "nothing")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "vectors").write_text("mine")
    with pytest.raises(InputError, match="notes is a folder and no archive"):
        find_in_archive(QUERIES, tmp_path / "notes", 1, encoder)
    with pytest.raises(InputError, match="notes holds other things and no index: name a folder that is new or empty"):
        add_texts(TEXTS, tmp_path / "notes", encoder)
    assert (tmp_path / "notes" / "vectors").read_text() == "mine"
    with pytest.raises(InputError, match="vectors"):
        add_texts(TEXTS, tmp_path / "notes" / "vectors", encoder)


def test_damage_is_named(encoder: Encoder, tmp_path: Path) -> None:
    """Each byte of the archive's files is needed: one that is turned over, or missing, is found."""
    folder = tmp_path / "a"
    add_texts(TEXTS[:4], folder, encoder)
    add_texts(TEXTS, folder, encoder)
    assert verify_archive(folder).texts == 7
    # Those with -4 are of the commit before, and the lock is empty.
    files = [path for path in sorted(folder.iterdir()) if "-4." not in path.name and path.name != "lock"]
    assert len(files) >= 6
    for path in files:
        whole = path.read_bytes()
        for damaged in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[:-1], b""):
            path.write_bytes(damaged)
            with pytest.raises(InputError, match=path.name):
                verify_archive(folder)
        path.unlink()
        with pytest.raises(InputError):
            find_in_archive(QUERIES, folder, 1, encoder)
        path.write_bytes(whole)
    assert verify_archive(folder).texts == 7


KILLED = """
import os, signal, sys
from pathlib import Path
from quotecheck.comparison.archive import add_texts
from quotecheck.embedding import load_encoder
from quotecheck.records import Text
from quotecheck.search.index import Index

Index._write_head = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
add_texts([Text("late", "The lighthouse keeper has not been paid since autumn.")], Path(sys.argv[1]), load_encoder())
"""


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_killed_process_leaves_what_was_committed(encoder: Encoder, tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "a"
    add_texts(TEXTS, folder, encoder)
    before = hits(find_in_archive(QUERIES, folder, 7, encoder))
    size = sum(path.stat().st_size for path in folder.iterdir())
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=root, check=False, timeout=60)
    assert done.returncode == -9
    assert sum(path.stat().st_size for path in folder.iterdir()) > size
    assert verify_archive(folder).texts == 7
    assert hits(find_in_archive(QUERIES, folder, 7, encoder)) == before
    late = Text("late", "The lighthouse keeper has not been paid since autumn.")
    assert add_texts([*TEXTS, late], folder, encoder).added == 1
    assert verify_archive(folder).texts == 8
    add_texts([*TEXTS, late], tmp_path / "whole", encoder)
    both = [hits(find_in_archive([*QUERIES, late], each, 8, encoder)) for each in (folder, tmp_path / "whole")]
    assert both[0] == both[1]


def test_opening_and_asking_read_little(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One query reads the words of its candidates alone, and the ids of its hits."""
    monkeypatch.setattr(archive, "POOL", 1)
    numbered = [Text(f"n{number:03}", f"Box {number} of the attic holds letters.") for number in range(300)]
    add_texts(numbered, tmp_path / "a", encoder)
    taken: list[tuple[str, int]] = []
    strings = archive.Index.strings

    def counted(self: archive.Index, name: str, rows: NDArray[np.int64] | None = None) -> list[str]:
        found = strings(self, name, rows)
        taken.append((name, len(found)))
        return found

    monkeypatch.setattr(archive.Index, "strings", counted)
    found = find_in_archive([Text("q", "Box 17 of the attic holds letters.")], tmp_path / "a", 2, encoder)
    assert found[0].hits[0].id == "n017"
    assert sum(count for name, count in taken if name == "text") <= 6
    assert sum(count for name, count in taken if name == "id") <= 6


def test_accuracy_on_translations(shared: Path, encoder: Encoder, tmp_path: Path) -> None:
    """A part of one set; among all 6,342 texts both find .961 first."""
    lines = (shared / "data/translations/wmt2023_heen.jsonl").read_text(encoding="utf-8").splitlines()[:500]
    rows = [json.loads(line) for line in lines]
    queries, corpus = ([Text(row["id"], row[side]) for row in rows] for side in "ab")
    add_texts(corpus, tmp_path / "a", encoder)
    found = find_in_archive(queries, tmp_path / "a", 10, encoder)
    listed = find_matches(queries, corpus, 10, encoder, rivals=False)
    right, listed_right = (sum(match.hits[0].id == match.id for match in matches) for matches in (found, listed))
    assert right >= listed_right >= 480
    same = sum(one.hits[0].id == other.hits[0].id for one, other in zip(found, listed, strict=True))
    assert same >= 498
    assert len(list(itertools.chain.from_iterable(match.hits for match in found))) == 5000
