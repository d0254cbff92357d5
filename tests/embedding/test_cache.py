"""Vectors kept on disk: the same bytes, each text encoded once, and no damage that is an error or a wrong vector."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotecheck.embedding import Encoder, cache, load_encoder
from quotecheck.embedding.cache import CachedEncoder, user_cache
from quotecheck.errors import InputError


class Counting:
    """The shipped encoder, with a list of the texts that it was given."""

    def __init__(self, encoder: Encoder, identity: str | None = None) -> None:
        self._encoder = encoder
        self.dimensions = encoder.dimensions
        self.identity = identity or encoder.identity
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen += texts
        return self._encoder.encode(texts)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


TEXTS = ["The ferry is late.", "", "nul \x00, \ud800", "The ferry is late.", "Der Fährmann schläft."]


def database(folder: Path) -> Path:
    (path,) = folder.glob("*.sqlite")
    return path


def test_the_bytes_are_those_of_the_encoder_first_and_again(encoder: Encoder, tmp_path: Path) -> None:
    expected = encoder.encode(TEXTS)
    counting = Counting(encoder)
    cached = CachedEncoder(counting, tmp_path / "new" / "cache")
    assert (cached.dimensions, cached.identity) == (encoder.dimensions, encoder.identity)
    first = cached.encode(TEXTS)
    assert first.dtype == np.float32
    assert first.tobytes() == expected.tobytes()
    assert sorted(counting.seen) == sorted(set(TEXTS))
    again = CachedEncoder(counting, tmp_path / "new" / "cache").encode([*TEXTS[::-1], "More."])
    assert again[:5].tobytes() == expected[::-1].tobytes()
    assert sorted(counting.seen) == sorted({*TEXTS, "More."})
    assert cached.encode([]).shape == (0, encoder.dimensions)


@settings(max_examples=40)
@given(st.lists(st.lists(st.text(st.characters(), max_size=5), max_size=12), max_size=4), st.integers(1, 5))
def test_any_calls_in_any_parts_are_as_without_it(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, calls: list[list[str]], part: int
) -> None:
    counting = Counting(encoder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "PART", part)
        patch.setattr(cache, "ASKED", 2)
        cached = CachedEncoder(counting, tmp_path_factory.mktemp("cache"))
        for texts in calls:
            assert cached.encode(texts).tobytes() == encoder.encode(texts).tobytes()
    assert sorted(counting.seen) == sorted({text for texts in calls for text in texts})


def test_another_model_or_version_never_meets_the_same_rows(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    CachedEncoder(encoder, tmp_path).encode(["One."])
    other = Counting(encoder, "another@sha256:0")
    CachedEncoder(other, tmp_path).encode(["One."])
    assert other.seen == ["One."]
    monkeypatch.setattr(cache, "version", lambda package: "999")
    newer = Counting(encoder)
    CachedEncoder(newer, tmp_path).encode(["One."])
    assert newer.seen == ["One."]


@pytest.mark.parametrize("content", [b"", b"no database at all " * 1000, None])
def test_a_damaged_database_is_begun_anew_with_one_warning(
    encoder: Encoder, tmp_path: Path, content: bytes | None
) -> None:
    told: list[str] = []
    expected = CachedEncoder(encoder, tmp_path).encode(TEXTS)
    path = database(tmp_path)
    if content is None:  # the first page is whole, the rest is not
        whole = path.read_bytes()
        content = whole[:4096] + bytes(len(whole) - 4096)
    path.write_bytes(content)
    cached = CachedEncoder(encoder, tmp_path, tell=told.append)
    for _ in range(2):
        assert cached.encode(TEXTS).tobytes() == expected.tobytes()
    assert len(told) == (1 if content else 0)  # an empty file is an empty database
    assert all(str(path) in line and "\n" not in line for line in told)
    counting = Counting(encoder)
    assert CachedEncoder(counting, tmp_path).encode(TEXTS).tobytes() == expected.tobytes()
    assert counting.seen == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vectors SET vector = zeroblob(1536)",
        "UPDATE vectors SET vector = substr(vector, 1, 100)",
        "UPDATE vectors SET vector = 'words'",
        "UPDATE vectors SET vector = NULL",
        "UPDATE vectors SET checksum = NULL",
        # every vector under another text's key
        "UPDATE vectors SET vector = (SELECT vector FROM vectors AS other WHERE other.key > vectors.key LIMIT 1)",
        "ALTER TABLE vectors RENAME COLUMN vector TO row",
        "DROP TABLE vectors",
    ],
)
def test_no_changed_row_is_used(encoder: Encoder, tmp_path: Path, change: str) -> None:
    told: list[str] = []
    expected = CachedEncoder(encoder, tmp_path).encode(TEXTS)
    with sqlite3.connect(database(tmp_path)) as connection:
        connection.execute(change)
    connection.close()
    cached = CachedEncoder(encoder, tmp_path, tell=told.append)
    assert cached.encode(TEXTS).tobytes() == expected.tobytes()
    assert cached.encode(TEXTS).tobytes() == expected.tobytes()
    assert len(told) == (0 if change.startswith("DROP") else 1)
    counting = Counting(encoder)
    assert CachedEncoder(counting, tmp_path).encode(TEXTS).tobytes() == expected.tobytes()
    assert counting.seen == []


def test_a_flipped_byte_anywhere_gives_no_wrong_vector(encoder: Encoder, tmp_path: Path) -> None:
    expected = CachedEncoder(encoder, tmp_path).encode(TEXTS)
    path = database(tmp_path)
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 150):
        content = bytearray(whole)
        content[place] ^= 0x55
        path.write_bytes(content)
        assert CachedEncoder(encoder, tmp_path, tell=lambda _: None).encode(TEXTS).tobytes() == expected.tobytes()


def test_a_warning_is_the_default_way_to_tell(encoder: Encoder, tmp_path: Path) -> None:
    cached = CachedEncoder(encoder, tmp_path)
    cached.encode(["One."])
    database(tmp_path).write_bytes(b"broken" * 100)
    with pytest.warns(RuntimeWarning, match="damaged"):
        cached.encode(["One."])


def test_a_database_that_another_process_holds_is_done_without(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "PATIENCE", 0.05)
    told: list[str] = []
    expected = CachedEncoder(encoder, tmp_path).encode(TEXTS)
    held = sqlite3.connect(database(tmp_path), isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    cached = CachedEncoder(encoder, tmp_path, tell=told.append)
    assert cached.encode(TEXTS).tobytes() == expected.tobytes()
    assert len(told) == 1 and "locked" in told[0]
    held.execute("ROLLBACK")
    held.close()
    counting = Counting(encoder)
    CachedEncoder(counting, tmp_path).encode(TEXTS)
    assert counting.seen == []


def test_processes_share_a_cache(encoder: Encoder, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from quotecheck.embedding import load_encoder; "
        "from quotecheck.embedding.cache import CachedEncoder; "
        "cached = CachedEncoder(load_encoder(), pathlib.Path(sys.argv[1])); "
        "[cached.encode([f'Ship {n} of {place}.' for n in range(place, place + 4)]) for place in range(8)]"
    )
    running = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, str(tmp_path)], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in running:
        assert process.communicate()[1] == b""
        assert process.returncode == 0
    texts = [f"Ship {n} of {place}." for place in range(8) for n in range(place, place + 4)]
    counting = Counting(encoder)
    assert CachedEncoder(counting, tmp_path).encode(texts).tobytes() == encoder.encode(texts).tobytes()
    assert counting.seen == []


def test_a_folder_that_cannot_be_made_is_one_line(encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InputError, match=r"\A[^\n]*file[^\n]*: name another folder\Z"):
        CachedEncoder(encoder, tmp_path / "file")


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/var/kept"}, "/var/kept/quotecheck"),
        ("linux", {"XDG_CACHE_HOME": "kept"}, "/home/vale/.cache/quotecheck"),
        ("linux", {}, "/home/vale/.cache/quotecheck"),
        ("darwin", {}, "/home/vale/Library/Caches/quotecheck"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/quotecheck/Cache"),
    ],
)
def test_the_user_s_cache_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/vale", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert user_cache() == Path(expected)
