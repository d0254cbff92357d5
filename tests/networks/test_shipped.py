"""What ships: listed, shown, verified and exported."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from quotecheck.errors import InputError, ModelError
from quotecheck.networks import shipped as models

EXPORTED = {
    "1_Pooling/config.json",
    "NOTICE",
    "README.md",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
}


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_encoder_is_listed_with_what_it_is() -> None:
    info = {model.name: model for model in models.list_models()}["encoder"]
    assert info == models.show_model("encoder")
    assert (info.model, info.kind, info.licence, info.dimensions) == (
        "quotecheck-encoder-int8",
        "encoder",
        "Apache-2.0",
        384,
    )
    assert {file.name for file in info.files} == {
        "MODEL_CARD.md",
        "NOTICE",
        "config.json",
        "model.onnx",
        "tokenizer.json",
    }
    assert "Apache-2.0" in info.card


def test_the_encoder_is_at_most_25_megabytes() -> None:
    info = models.show_model("encoder")
    assert (
        info.size
        == sum(path.stat().st_size for path in info.path.iterdir()) - (info.path / "SHA256SUMS").stat().st_size
    )
    assert info.size < 25_000_000


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
def test_sha256sum_agrees_with_the_manifest() -> None:
    folder = models.models_folder() / "encoder"
    run = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_what_ships_is_whole() -> None:
    assert [problem for model in models.list_models() for problem in models.verify_model(model.name)] == []


def test_verify_names_what_is_changed_missing_or_strange(model_copy: Path) -> None:
    (model_copy / "NOTICE").write_text("nobody made this", encoding="utf-8")
    (model_copy / "tokenizer.json").unlink()
    (model_copy / "weights.bak").touch()
    changed, missing, strange = models.verify_model("encoder")
    assert "NOTICE is damaged" in changed
    assert "tokenizer.json is missing" in missing
    assert "weights.bak is not in SHA256SUMS" in strange


def test_the_identity_follows_what_a_vector_depends_on(model_copy: Path) -> None:
    before = models.show_model("encoder").identity
    manifest = model_copy / "SHA256SUMS"
    sums = {line.split("  ")[1]: line for line in manifest.read_text().splitlines()}
    other = "0" * 64
    manifest.write_text(
        "\n".join(line if name != "MODEL_CARD.md" else f"{other}  {name}" for name, line in sums.items())
    )
    assert models.show_model("encoder").identity == before
    manifest.write_text("\n".join(line if name != "model.onnx" else f"{other}  {name}" for name, line in sums.items()))
    assert models.show_model("encoder").identity != before


@pytest.mark.parametrize("name", ["nothing", "../encoder", "", "encoder/", "/etc"])
@pytest.mark.parametrize("command", [models.show_model, models.verify_model, models.read_model])
def test_an_unknown_model_is_refused_with_the_known_ones(name: str, command: object) -> None:
    with pytest.raises(ModelError, match=r"^no model .* is shipped: choose from .*encoder"):
        command(name)  # type: ignore[operator]


@pytest.mark.parametrize("line", ["no checksum", f"{'0' * 64}  ../../secret", f"{'0' * 64}  "])
def test_a_manifest_that_is_none_is_refused(model_copy: Path, line: str) -> None:
    (model_copy / "SHA256SUMS").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ModelError, match="SHA256SUMS is damaged"):
        models.read_model("encoder")


def test_export_writes_a_sentence_transformers_folder(tmp_path: Path) -> None:
    folder = models.export_model("encoder", tmp_path / "new" / "encoder")
    assert folder == tmp_path / "new" / "encoder"
    assert files_in(folder) == EXPORTED
    assert list(folder.parent.iterdir()) == [folder]
    assert [module["type"].rsplit(".", 1)[1] for module in json.loads((folder / "modules.json").read_text())] == [
        "Transformer",
        "Pooling",
        "Normalize",
    ]
    # 22.7 million weights in float32; upstream's own file has 90.9 MB.
    assert 90_000_000 < (folder / "model.safetensors").stat().st_size < 92_000_000


def test_export_fills_an_empty_folder_and_keeps_a_full_one(tmp_path: Path) -> None:
    assert files_in(models.export_model("encoder", tmp_path)) == EXPORTED
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    with pytest.raises(InputError, match="is not empty: name a new folder"):
        models.export_model("encoder", tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_export_onto_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")
    for folder in (path, path / "below"):
        with pytest.raises(InputError, match=r"^[^\n]+$"):
            models.export_model("encoder", folder)
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_export_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def full_disk(path: Path, content: bytes) -> int:
        if path.name == "model.safetensors":
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(InputError, match="No space left on device"):
        models.export_model("encoder", tmp_path / "encoder")
    assert list(tmp_path.iterdir()) == []


def test_export_of_a_damaged_model_is_refused(model_copy: Path, tmp_path: Path) -> None:
    (model_copy / "model.onnx").write_bytes(b"")
    with pytest.raises(ModelError, match=r"model\.onnx is damaged"):
        models.export_model("encoder", tmp_path / "encoder")
    assert not (tmp_path / "encoder").exists()
