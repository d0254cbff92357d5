"""Encoders of sentence-transformers, and the shipped one against it. These tests need the extra."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.embedding import Encoder, load_encoder
from quotecheck.errors import MissingExtraError, ModelError
from quotecheck.networks import shipped as models

pytest.importorskip("sentence_transformers")

Vectors = NDArray[np.float32]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models.export_model("encoder", tmp_path_factory.mktemp("export") / "encoder")


@pytest.fixture(scope="module")
def encoder(exported: Path) -> Encoder:
    return load_encoder(str(exported))


def cosines(a: Vectors, b: Vectors) -> NDArray[np.float64]:
    a, b = a.astype(np.float64), b.astype(np.float64)
    cosine: NDArray[np.float64] = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    return cosine


def by_the_package(folder: Path, texts: list[str]) -> Vectors:
    """What sentence-transformers itself makes of the texts, in its own batches, with its own padding."""
    from sentence_transformers import SentenceTransformer

    vectors = SentenceTransformer(str(folder), device="cpu").encode(texts, show_progress_bar=False)
    return np.asarray(vectors, np.float32)


@pytest.fixture(scope="module")
def texts(request: pytest.FixtureRequest) -> list[str]:
    """1,000 texts: real ones where the evaluation data are here, else made up."""
    try:
        found = request.getfixturevalue("real")
    except pytest.skip.Exception:
        found = request.getfixturevalue("made_up")
    assert isinstance(found, list)
    return found


def test_the_shipped_encoder_is_near_its_export(texts: list[str], exported: Path) -> None:
    assert len(texts) == len(set(texts)) == 1000
    ours = load_encoder().encode(texts[:300])
    assert cosines(ours, by_the_package(exported, texts[:300])).min() >= 0.999


def test_a_folder_is_an_encoder_like_the_shipped_one(encoder: Encoder, made_up: list[str]) -> None:
    texts = [*made_up[:20], "", "word " * 400, "nul \x00 and \ud800", made_up[0]]
    vectors = encoder.encode(texts)
    assert vectors.shape == (24, 384) == (24, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6
    assert cosines(vectors, load_encoder().encode(texts)).min() >= 0.999
    assert encoder.encode([]).shape == (0, 384)


def test_a_vector_does_not_depend_on_neighbours_or_order(encoder: Encoder, made_up: list[str]) -> None:
    texts = [*made_up[:10], "x", made_up[3] * 6]
    together = encoder.encode(texts)
    assert encoder.encode(texts[::-1])[::-1].tobytes() == together.tobytes()
    assert encoder.encode(texts[5:6]).tobytes() == together[5:6].tobytes()


def test_the_identity_follows_weights_and_settings(encoder: Encoder, exported: Path, tmp_path: Path) -> None:
    assert encoder.identity.startswith("encoder@sha256:")
    other = tmp_path / "encoder"
    shutil.copytree(exported, other)
    assert load_encoder(str(other)).identity == encoder.identity
    pooling = other / "1_Pooling" / "config.json"
    settings = json.loads(pooling.read_text())
    settings |= {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}
    pooling.write_text(json.dumps(settings))
    assert load_encoder(str(other)).identity != encoder.identity


@pytest.mark.parametrize(
    "name", ["no-such-person/no-such-model", "nothing", "/no/such/folder", "a b\x00c", "../", "{folder}", "x" * 5000]
)
def test_an_unusable_name_is_one_line_and_no_connection(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    tried: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: refuse(socket.socket(), host))
    with pytest.raises(ModelError, match=r"\A[^\n]+: [^\n]+\Z"):
        load_encoder(name.format(folder=tmp_path))
    assert tried == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["./no/such", "/no/such/folder", "~/such", "a/b/c", "models\\encoder"])
def test_a_name_that_can_only_be_a_path_is_told_to_be_no_folder(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # as where the package is not installed
    with pytest.raises(ModelError, match=r"\Athe folder '[^\n]*' does not exist: "):
        load_encoder(name)
    with pytest.raises(MissingExtraError):
        load_encoder("owner/name")


def test_a_model_in_the_cache_is_used_without_a_connection(
    exported: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "models--made-up--encoder"
    shutil.copytree(exported, repository / "snapshots" / "0123")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0123")
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("asked the network"))
    cached = load_encoder("made-up/encoder")
    assert cached.encode(["One."]).tobytes() == encoder.encode(["One."]).tobytes()


@pytest.mark.parametrize("allowed", [True, False])
def test_the_hub_is_asked_only_where_a_download_is_allowed(allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []

    class Hub:
        def __init__(self, name: str, *, local_files_only: bool, **_: object) -> None:
            asked.append((name, local_files_only))
            raise OSError("no such repository\nand more lines")

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", Hub)
    message = "could not be fetched" if allowed else "nor in the local cache"
    with pytest.raises(ModelError, match=rf"\Athe model 'made-up/model' [^\n]*{message}[^\n]*\Z"):
        load_encoder("made-up/model", allow_download=allowed)
    assert asked == ([("made-up/model", False)] if allowed else [])


def test_loading_and_encoding_print_nothing(exported: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load_encoder(str(exported)).encode(["One.", "Two."])
    assert capfd.readouterr() == ("", "")
