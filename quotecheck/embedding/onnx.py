"""The shipped encoder, run by ONNX Runtime: no torch, no network, the same vector for a text wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from quotecheck.cores import cores
from quotecheck.embedding.encoder import unit_rows
from quotecheck.errors import ModelError
from quotecheck.networks.runtime import open_session, open_tokenizer, well_formed
from quotecheck.networks.shipped import REINSTALL, read_model

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

FIRST_LOOK = 4096
"""Code points of a text that the tokenizer is shown at first; 256 word pieces of English are some 1,200."""

BATCH = 256
"""Word pieces that run together: with fewer, calling an operator costs too much, and more no longer fit the caches.
On an AMD EPYC with 1 MiB of L2 a core 128 to 320 are alike, and one text at a time takes a quarter longer."""

SLICE = 4096
"""Different texts whose word pieces are held at once; a million texts take no more memory than their vectors."""


class OnnxEncoder:
    """The encoder in the folder models/encoder.

    Texts of equally many word pieces run together, unpadded, each batch on one thread, several batches at once. The
    graph computes each token and each text by itself and adds in an order that does not depend on the batch, so a
    vector is the same bit for bit in any batch, in any order, on any number of threads.
    """

    def __init__(self, name: str = "encoder", *, threads: int | None = None) -> None:
        """Load and check the shipped model ``name``; ``threads`` is how many batches run at once (default: every core).

        Raises ModelError where a file is missing or damaged.
        """
        files, self.identity = read_model(name)
        self._threads = threads or cores()
        missing = {"model.onnx", "tokenizer.json"} - files.keys()
        if missing:
            raise ModelError(f"the model {name!r} has no {min(missing)}", REINSTALL)
        self._tokenizer = open_tokenizer(files["tokenizer.json"])
        self._session = open_session(files["model.onnx"])
        self.dimensions = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, rows of unit length; a text is cut after 256 word pieces, as upstream does."""
        places: dict[str, int] = {}
        rows = [places.setdefault(text, len(places)) for text in texts]
        different = list(places)
        vectors = np.empty((len(different), self.dimensions), np.float32)
        running: list[Future[None]] = []
        pool = ThreadPoolExecutor(self._threads)
        try:
            for start in range(0, len(different), SLICE):
                tokens = [word_pieces(self._tokenizer, text) for text in different[start : start + SLICE]]
                part = vectors[start : start + SLICE]
                found = [pool.submit(self._run, tokens, batch, part) for batch in batches([*map(len, tokens)])]
                # The slice before runs while this one is cut into word pieces, on one core of those there are.
                for future in running:
                    future.result()
                running = found
            for future in running:
                future.result()
        finally:
            pool.shutdown(cancel_futures=True)  # of what failed or was interrupted only the batches begun are finished
        return vectors if len(rows) == len(different) else vectors[rows]

    def _run(self, tokens: Sequence[NDArray[np.int64]], batch: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Write the vectors of the texts at the places of the batch, all of one length, into their rows."""
        sums = self._session.run(None, {"input_ids": np.stack([tokens[place] for place in batch])})[0]
        vectors[batch] = unit_rows(sums)


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """The places of the texts, put together where the length is the same, with ``BATCH`` word pieces or one text each.

    The longest come first, so that no thread is left with much to do at the end.
    """
    groups: dict[int, list[int]] = {}
    for place, length in enumerate(lengths):
        groups.setdefault(length, []).append(place)
    together: list[list[int]] = []
    for length in sorted(groups, reverse=True):
        count = max(1, BATCH // length)
        together += [groups[length][start : start + count] for start in range(0, len(groups[length]), count)]
    return together


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
