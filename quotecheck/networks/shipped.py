"""The models that ship with quotecheck: where they lie, what they are, whether they are whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from quotecheck.errors import InputError, ModelError
from quotecheck.networks.formats import float_weights, safetensors

MANIFEST = "SHA256SUMS"
"""Lists every other file of a model's folder, in the format of sha256sum."""

REINSTALL = "install quotecheck again"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: ``size`` in bytes, ``sha256`` in hex as the manifest states it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A shipped model: ``name`` is its folder's, ``model`` what the weights are called, ``card`` its MODEL_CARD.md."""

    name: str
    model: str
    kind: str
    description: str
    licence: str
    dimensions: int | None
    identity: str
    path: Path
    files: tuple[ModelFile, ...]
    card: str

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


def models_folder() -> Path:
    """Where the models lie: in the installed package, or beside it in a checkout.

    Raises ModelError if they are in neither place.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "models", package.parent / "models"):
        if any(folder.glob(f"*/{MANIFEST}")):
            return folder
    raise ModelError(f"no models are in {package / 'models'}", REINSTALL)


def list_models() -> list[ModelInfo]:
    """Every shipped model, by name. Raises ModelError like ``show_model``."""
    return [show_model(path.parent.name) for path in sorted(models_folder().glob(f"*/{MANIFEST}"))]


def show_model(name: str) -> ModelInfo:
    """What is known about a shipped model, without hashing its files.

    Raises ModelError for a name that no shipped model has and for a file that cannot be read.
    """
    folder = _folder(name)
    sums = _manifest(folder)
    config = _config(folder, _read(folder / "config.json"))
    sizes = {file: _size(folder / file) for file in sums}
    return ModelInfo(
        name=name,
        model=str(config["name"]),
        kind=str(config["kind"]),
        description=str(config["description"]),
        licence=str(config["licence"]),
        dimensions=config.get("dimensions"),
        identity=identity(str(config["name"]), sums),
        path=folder,
        files=tuple(ModelFile(file, sizes[file], sums[file]) for file in sorted(sums)),
        card=_read(folder / "MODEL_CARD.md").decode("utf-8", "replace") if "MODEL_CARD.md" in sums else "",
    )


def verify_model(name: str) -> list[str]:
    """The files of a shipped model that are missing, changed or not in its manifest, a line each; empty if all is well.

    Raises ModelError for a name that no shipped model has and for a manifest that cannot be read.
    """
    folder = _folder(name)
    sums = _manifest(folder)
    problems = [problem for file, sha256 in sorted(sums.items()) if (problem := _problem(folder / file, sha256))]
    strangers = sorted({path.name for path in folder.iterdir()} - set(sums) - {MANIFEST})
    return problems + [f"{folder / file} is not in {MANIFEST}" for file in strangers]


def read_model(name: str) -> tuple[dict[str, bytes], str]:
    """The checked bytes of every file of a shipped model, and the model's identity.

    The bytes are those that were hashed, so nothing can change between the check and the use. Raises ModelError, naming
    the file, where one is missing or differs from the manifest.
    """
    folder = _folder(name)
    sums = _manifest(folder)
    files = {file: _read(folder / file) for file in sorted(sums)}
    for file, content in files.items():
        if hashlib.sha256(content).hexdigest() != sums[file]:
            raise ModelError(f"{folder / file} is damaged (its sha256 is not the one in {MANIFEST})", REINSTALL)
    return files, identity(str(_config(folder, files.get("config.json", b""))["name"]), sums)


def export_model(name: str, folder: Path) -> Path:
    """Write a shipped encoder as a folder that ``SentenceTransformer(folder)`` opens, and return the folder.

    The weights are the shipped ones turned back into float32. The folder appears whole or not at all. Raises ModelError
    where the model is no encoder or is damaged, and InputError where ``folder`` is not empty or cannot be written.
    """
    files, _ = read_model(name)
    settings = _config(_folder(name), files["config.json"]).get("sentence_transformers")
    if not isinstance(settings, dict):
        raise ModelError(f"the model {name!r} is no sentence encoder", "choose one of the kind encoder")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty", "name a new folder")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file", "name a new folder")
    written = {path: json.dumps(content, indent=2).encode() + b"\n" for path, content in settings.items()}
    weights = float_weights(files["model.onnx"])
    width = settings["config.json"]["hidden_size"]
    # Mean pooling does not use BERT's pooler, and so it is not shipped; transformers wants to see one.
    weights |= {"pooler.dense.weight": np.zeros((width, width)), "pooler.dense.bias": np.zeros(width)}
    written["model.safetensors"] = safetensors(weights)
    kept = {"tokenizer.json": "tokenizer.json", "MODEL_CARD.md": "README.md", "NOTICE": "NOTICE"}
    written |= {target: files[source] for source, target in kept.items() if source in files}
    try:
        return _write_whole(folder, written)
    except OSError as problem:
        raise InputError(f"{folder} cannot be written ({problem.strerror})", "name another folder") from problem


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files beside ``folder``, then move them there in one step."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.parent / f".{folder.name}.{os.getpid()}.unfinished"
    try:
        for path, content in files.items():
            (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / path).write_bytes(content)
        if folder.is_dir():
            folder.rmdir()  # it is empty; elsewhere than on POSIX a folder cannot be moved onto another
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def identity(model: str, sums: Mapping[str, str]) -> str:
    """``NAME@sha256:DIGEST`` over the files that a result depends on: a word changed in the card changes nothing."""
    text = "".join(f"{sums[file]}  {file}\n" for file in sorted(sums) if Path(file).suffix in (".onnx", ".json"))
    return f"{model}@sha256:{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _folder(name: str) -> Path:
    known = {path.parent.name: path.parent for path in sorted(models_folder().glob(f"*/{MANIFEST}"))}
    if name not in known:
        raise ModelError(f"no model {name!r} is shipped", f"choose from {', '.join(known)}")
    return known[name]


def _manifest(folder: Path) -> dict[str, str]:
    sums: dict[str, str] = {}
    for line in _read(folder / MANIFEST).decode("utf-8", "replace").splitlines():
        sha256, _, file = line.partition("  ")
        # A manifest must not lead out of its folder.
        if len(sha256) != 64 or not file or Path(file).name != file:
            raise ModelError(f"{folder / MANIFEST} is damaged (a line is no checksum)", REINSTALL)
        sums[file] = sha256
    return sums


def _config(folder: Path, content: bytes) -> dict[str, Any]:
    try:
        config = json.loads(content)
    except ValueError as problem:
        raise ModelError(f"{folder / 'config.json'} is damaged ({problem})", REINSTALL) from problem
    if not isinstance(config, dict) or not {"name", "kind", "description", "licence"} <= config.keys():
        raise ModelError(f"{folder / 'config.json'} is damaged (it does not describe a model)", REINSTALL)
    return config


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise ModelError(f"{path} is missing", REINSTALL) from problem
    except OSError as problem:
        raise ModelError(f"{path} cannot be read ({problem.strerror})", REINSTALL) from problem


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as problem:
        raise ModelError(f"{path} is missing", REINSTALL) from problem


def _problem(path: Path, sha256: str) -> str | None:
    try:
        content = _read(path)
    except ModelError as problem:
        return problem.wrong
    return None if hashlib.sha256(content).hexdigest() == sha256 else f"{path} is damaged (its sha256 is not {sha256})"
