"""The shipped encoder, run by ONNX Runtime: no torch, no network, the same vector for a text wherever it stands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from quotecheck.embedding.encoder import unit_rows, well_formed
from quotecheck.embedding.models import REINSTALL, read_model
from quotecheck.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

FIRST_LOOK = 4096
"""Code points of a text that the tokenizer is shown at first; 256 word pieces of English are some 1,200."""


class OnnxEncoder:
    """The encoder in the folder models/encoder.

    Texts run one at a time, unpadded, each on one thread, several at once: the arithmetic of a text then knows nothing
    of its neighbours, so its vector is the same bit for bit in any batch, in any order, on any number of threads.
    """

    def __init__(self, name: str = "encoder", *, threads: int | None = None) -> None:
        """Load and check the shipped model ``name``; ``threads`` is how many texts run at once (default: every core).

        Raises ModelError where a file is missing or damaged.
        """
        files, self.identity = read_model(name)
        self._threads = threads or _cores()
        missing = {"model.onnx", "tokenizer.json"} - files.keys()
        if missing:
            raise ModelError(f"the model {name!r} has no {min(missing)}", REINSTALL)
        self._tokenizer = _tokenizer(files["tokenizer.json"])
        self._session = _session(files["model.onnx"])
        self.dimensions = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, rows of unit length; a text is cut after 256 word pieces, as upstream does."""
        places: dict[str, int] = {}
        rows = [places.setdefault(text, len(places)) for text in texts]
        if not places:
            return np.empty((0, self.dimensions), np.float32)
        tokens = [word_pieces(self._tokenizer, text) for text in places]
        vectors = np.empty((len(tokens), self.dimensions), np.float32)

        def run(place: int) -> None:
            vectors[place] = self._session.run(None, {"input_ids": tokens[place][None]})[0][0]

        # The longest first, so that no thread is left with a long text at the end.
        order = sorted(range(len(tokens)), key=lambda place: -len(tokens[place]))
        workers = min(self._threads, len(order))
        with ThreadPoolExecutor(workers) as pool:
            for _ in pool.map(run, order):
                pass
        return unit_rows(vectors)[rows]


def word_pieces(tokenizer: Tokenizer, text: str) -> NDArray[np.int64]:
    """(l,) int64, the ids of the text's word pieces between [CLS] and [SEP], cut as the tokenizer is set to.

    A text of megabytes is not read beyond what can matter. A prefix is enough once two more words follow the last one
    that is kept: the place where it was cut off can change its last word, or its last two out of a ``[SEP]``.
    """
    text = well_formed(text)
    look = FIRST_LOOK
    while True:
        encoding = tokenizer.encode(text[:look])
        if look >= len(text) or (
            encoding.overflowing and _last_word(encoding) + 2 <= _last_word(encoding.overflowing[-1])
        ):
            return np.array(encoding.ids, np.int64)
        look *= 4


def _last_word(encoding: Encoding) -> int:
    return max((word for word in encoding.word_ids if word is not None), default=0)


def _tokenizer(content: bytes) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_str(content.decode("utf-8"))
    except Exception as problem:  # the package raises bare Exceptions
        raise ModelError(f"tokenizer.json cannot be used ({problem})", REINSTALL) from problem


def _session(content: bytes) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # a failure is raised as well; nothing is printed beside the output
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # the package's errors have no common base
        raise ModelError(f"model.onnx cannot be used ({problem})", REINSTALL) from problem


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
