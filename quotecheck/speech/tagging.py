"""The learned tagger: word pieces -> attributions, each a content with its cue and source.

The network reads an article window by window; a CRF spells its tags out as spans (tags.py), and each content asks
which cue it belongs to, each cue which source (links.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from quotecheck.errors import ModelError
from quotecheck.networks.runtime import open_session, open_tokenizer
from quotecheck.networks.shipped import REINSTALL, read_model
from quotecheck.networks.words import load_words
from quotecheck.records import Span
from quotecheck.speech.confidence import Confidence
from quotecheck.speech.links import Links
from quotecheck.speech.pieces import LONGEST, Pieces, rows, windows
from quotecheck.speech.tags import Chain, Tagged

TOGETHER = 64
"""Windows that the CRF decodes side by side; an article of 760 words has about four."""


TOGETHER_FROM = 0.6
"""Probability of a content's cue from which on it is a part of what that cue attributes, beside another content."""


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as the network sees it, with what it is sure of.

    Each probability is the network's own: that exactly these words are the ``content`` (the least of its spans), the
    ``mention``, that content and mention belong to the cue (``linked``, ``named``), and that the cue is one of speech.
    """

    content: tuple[Span, ...]
    cue: Span | None
    mention: Span | None
    sure_content: float
    sure_cue: float
    sure_mention: float
    linked: float
    named: float
    speech: float


class Tagger:
    """The network in the folder models/tagger, one for all articles; it may be used from several threads."""

    def __init__(self) -> None:
        """Raises ModelError where a file of the tagger or the encoder is missing or damaged."""
        files, identity = read_model("tagger")
        self._words = load_words()
        self.identity = f"{identity} on {self._words.identity}"
        self.tokenizer = open_tokenizer(self._words.files["tokenizer.json"])
        self.tokenizer.no_truncation()
        self._session = open_session(files["model.onnx"])
        try:
            config = json.loads(files["config.json"])
            self._chain = Chain(np.array(config["transitions"]), np.array(config["opening"]))
            self.confidence = Confidence(**config["confidence"])
            self._links = Links(np.array(config["none"]), np.array(config["apart"]))
        except (KeyError, TypeError, ValueError) as problem:
            raise ModelError(f"the tagger's config.json cannot be used ({problem})", REINSTALL) from problem

    def find(self, pieces: Pieces) -> list[Found]:
        """The attributions of an article, window by window; memory grows with the longest run of windows alone."""
        found: list[Found] = []
        waiting = windows(pieces, LONGEST)
        while some := [*islice(waiting, TOGETHER)]:
            found += self._find(pieces, some)
        return found

    def _find(self, pieces: Pieces, some: Sequence[range]) -> list[Found]:
        scores, ends, places = [], [], []
        for window in some:
            ids, marks, place = rows(pieces, window)
            tags, end = self._session.run(None, {"words": self._words.rows(ids), "marks": marks})
            scores.append(tags)
            ends.append(end)
            places.append(place)
        found: list[Found] = []
        for spans, end, place in zip(self._chain.spans(scores), ends, places, strict=True):
            found += self._linked(pieces, spans, end, place)
        return found

    def _linked(
        self, pieces: Pieces, spans: Sequence[Tagged], ends: NDArray[np.float32], place: NDArray[np.int64]
    ) -> list[Found]:
        """The spans of one window put together: every content with its cue, every cue with its source."""

        def span(tagged: Tagged) -> Span:
            return Span(int(pieces.starts[place[tagged.first]]), int(pieces.ends[place[tagged.last]]))

        spans = [s for s in spans if place[s.first] >= 0 and place[s.last] >= 0]
        contents, cues, sources = ([s for s in spans if s.role == role] for role in ("content", "cue", "source"))
        whose = self._links.cues(ends, contents, cues)
        named = self._links.sources(ends, cues, sources)
        speech = self._links.speech(ends, cues)
        found = []
        asked = _asked(whose)
        for number in range(-1, len(cues)):
            mine = [i for i, cue in enumerate(asked) if cue == number]
            for group in [mine] if number >= 0 and mine else [[i] for i in mine]:
                source = int(named[number].argmax()) - 1 if number >= 0 else -1
                found.append(
                    Found(
                        content=tuple(span(contents[i]) for i in group),
                        cue=span(cues[number]) if number >= 0 else None,
                        mention=span(sources[source]) if source >= 0 else None,
                        sure_content=min(contents[i].probability for i in group),
                        sure_cue=cues[number].probability if number >= 0 else 0.0,
                        sure_mention=sources[source].probability if source >= 0 else 0.0,
                        linked=min(float(whose[i].max()) for i in group),
                        named=float(named[number].max()) if number >= 0 else 0.0,
                        speech=float(speech[number]) if number >= 0 else 0.0,
                    )
                )
        return sorted(found, key=lambda f: f.content)


def _asked(whose: NDArray[np.float64]) -> list[int]:
    """The cue of each content, -1 for none: the likeliest, but beside a surer content only from TOGETHER_FROM on."""
    likeliest = [int(row.argmax()) - 1 for row in whose]
    surest = {cue: max(row[cue + 1] for row in whose) for cue in likeliest}
    return [
        cue if row[cue + 1] >= min(TOGETHER_FROM, surest[cue]) else -1
        for row, cue in zip(whose, likeliest, strict=True)
    ]


@lru_cache(maxsize=1)
def load_tagger() -> Tagger:
    """The shipped tagger, loaded once. Raises ModelError like ``Tagger``."""
    return Tagger()
