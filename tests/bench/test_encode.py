from __future__ import annotations

from pathlib import Path

import pytest

from quotecheck.bench import encode
from quotecheck.bench.encode import EncodePlan, run_encode
from quotecheck.bench.rounds import OURS
from quotecheck.errors import SettingsError
from quotecheck.networks.shipped import export_model

pytestmark = pytest.mark.usefixtures("no_data")


def quiet(what: str, done: int, of: int) -> None:
    return None


def test_the_encoder_alone() -> None:
    section = run_encode(EncodePlan(sentences=12, repeats=2, threads=1), quiet)
    (case,) = section.cases
    (ours,) = case.timings
    assert ours.name == OURS
    assert len(ours.seconds) == 2
    assert case.rates(ours)["sentences"] == pytest.approx(12 / ours.median)
    assert case.about["sentences"] == 12


def test_beside_sentence_transformers(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    folder = export_model("encoder", tmp_path / "model")
    plan = EncodePlan(sentences=10, repeats=1, threads=1, peers=True, peer_model=folder)
    section = run_encode(plan, quiet)
    remarks = {timing.name: timing.remark for timing in section.cases[0].timings}
    assert remarks["sentence-transformers torch"].startswith("mean cosine to ours 0.99") or remarks[
        "sentence-transformers torch"
    ].startswith("mean cosine to ours 1.00")
    assert any("the best of 16, 32, 64, 128" in note for note in section.notes)


def test_another_model_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers")
    folder = export_model("encoder", tmp_path / "model")
    monkeypatch.setattr(encode, "ALIKE", 1.1)
    section = run_encode(EncodePlan(sentences=4, repeats=1, threads=1, peers=True, peer_model=folder), quiet)
    assert section.cases[0].timings[1].remark.endswith("NOT THE SAME MODEL")


def test_a_folder_that_holds_no_model_is_told(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    plan = EncodePlan(sentences=4, repeats=1, threads=1, peers=True, peer_model=tmp_path)
    section = run_encode(plan, quiet)
    assert [timing.name for timing in section.cases[0].timings] == [OURS]
    assert any("cannot be opened" in note and "--peer-model" in note for note in section.notes)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    section = run_encode(EncodePlan(sentences=4, repeats=1, threads=1, peers=True), quiet)
    told = "sentence-transformers torch: torch is not installed: pip install 'quotecheck[sentence-transformers]'"
    assert told in section.notes


def test_a_plan_that_makes_no_sense(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="sentences is 0"):
        EncodePlan(sentences=0)
    with pytest.raises(SettingsError, match="is no folder"):
        EncodePlan(peer_model=tmp_path / "none")
