"""Any sentence-transformers model, by hub name or folder, for those who ask for one with ``--model``."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.embedding.encoder import unit_rows
from quotecheck.errors import MissingExtraError, ModelError
from quotecheck.networks.runtime import well_formed


class SentenceTransformersEncoder:
    """A sentence-transformers model on the CPU, in float32, one text at a time: no vector depends on its neighbours."""

    def __init__(self, name: str, *, allow_download: bool = False) -> None:
        """Load the model of that hub name or folder; only ``allow_download`` lets a hub name be fetched.

        Raises MissingExtraError without the package and ModelError where there is no such model or it cannot be used.
        """
        if not name.strip():
            raise ModelError("the name of the model is empty", "give a hub name or a folder")
        folder = _folder(name)
        if folder is None and _names_a_path(name):
            raise ModelError(f"the folder {name!r} does not exist", "check the path, or give a hub name")
        try:
            with _quiet():
                from sentence_transformers import SentenceTransformer
        except ImportError as problem:
            raise MissingExtraError("sentence-transformers", "sentence-transformers") from problem
        try:
            with _quiet():
                # With local_files_only the package still asks the hub about a name (seen in 6.2), not about a folder.
                found = folder or (None if allow_download else _cached(name))
                if found is None and not allow_download:
                    raise FileNotFoundError(name)
                self._model = SentenceTransformer(str(found or name), device="cpu", local_files_only=not allow_download)
        except Exception as problem:  # hub, torch and tokenizer errors have no common base
            raise ModelError(*_explained(name, folder is not None, allow_download, problem)) from problem
        self.dimensions = len(self._encode_one(""))
        self.identity = f"{Path(name).name or name}@sha256:{self._digest()}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, rows of unit length; a text is cut where the model's own settings cut it."""
        places: dict[str, int] = {}
        rows = [places.setdefault(text, len(places)) for text in texts]
        vectors = np.empty((len(places), self.dimensions), np.float32)
        for text, place in places.items():
            vectors[place] = self._encode_one(text)
        return unit_rows(vectors)[rows]

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        with _quiet():
            vectors: Any = self._model.encode([well_formed(text)], show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors[0], np.float32)

    def _digest(self) -> str:
        """Over the modules' settings and the weights: a hub name alone does not say which revision this is."""
        digest = hashlib.sha256(repr(self._model).encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(f"{key} {tuple(tensor.shape)} {tensor.dtype}\n".encode())
            digest.update(tensor.detach().cpu().contiguous().flatten().view(_bytes()).numpy().tobytes())
        return digest.hexdigest()[:12]


def _bytes() -> Any:
    import torch

    return torch.uint8


def _folder(name: str) -> Path | None:
    try:
        return Path(name) if Path(name).is_dir() else None
    except (OSError, ValueError):  # no path at all: too long, or with a NUL
        return None


def _names_a_path(name: str) -> bool:
    """Whether it can only be meant as a path: hub names are ``name`` or ``owner/name`` and do not begin with a dot."""
    return name.startswith((".", "/", "~")) or name.count("/") > 1 or "\\" in name


def _cached(name: str) -> Path | None:
    """The folder of the local cache that holds the hub's model of that name, if it was fetched before."""
    from huggingface_hub import try_to_load_from_cache

    for repository in (name, f"sentence-transformers/{name}"):  # the package knows its own models without their owner
        for file in ("modules.json", "config.json"):
            path = try_to_load_from_cache(repository, file, cache_dir=os.environ.get("SENTENCE_TRANSFORMERS_HOME"))
            if isinstance(path, str):
                return Path(path).parent
    return None


def _explained(name: str, is_folder: bool, allow_download: bool, problem: Exception) -> tuple[str, str]:
    if is_folder:
        return f"the folder {name!r} has no usable model ({_first_line(problem)})", "give one of sentence-transformers"
    if allow_download:
        return f"the model {name!r} could not be fetched ({_first_line(problem)})", "check the name and the connection"
    return f"the model {name!r} is neither a folder nor in the local cache", "check the name, or add --allow-download"


def _first_line(problem: Exception) -> str:
    lines = str(problem).strip().splitlines()
    return f"{type(problem).__name__}: {lines[0]}" if lines else type(problem).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep warnings, log lines and progress bars of the hub and of transformers off the terminal while this lasts."""
    previous = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(previous)
