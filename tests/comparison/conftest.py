"""What the comparison's tests share: the shipped encoder, kept warm, and coverage made of quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.embedding import Encoder, load_encoder
from quotecheck.records import Article, Kind, Quote, Span


class Remembering:
    """The shipped encoder, which encodes a text once for all tests."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}
        self.dimensions = encoder.dimensions
        self.identity = encoder.identity

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = sorted(set(texts) - self._known.keys())
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts], np.float32).reshape(-1, self.dimensions)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Remembering(load_encoder())


Cover = Callable[..., tuple[list[Article], list[Quote]]]


def _cover(**outlets: list[tuple[str | None, str] | tuple[str | None, str, Kind]]) -> tuple[list[Article], list[Quote]]:
    """One article an outlet, each quote a line of its own: cover(herald=[("Ada Vale", "We will build it.")])."""
    articles, quotes = [], []
    for outlet, said in outlets.items():
        text = ""
        for number, (speaker, words, *kind) in enumerate(said):
            start = len(text) + 1
            text += f"“{words}” {speaker or 'Somebody'} said.\n"
            span = Span(start, start + len(words))
            assert text[span.start : span.end] == words
            kinds: Kind = kind[0] if kind else "direct"
            quotes.append(Quote(f"{outlet}#{number}", outlet, outlet, kinds, (span,), (span,), words, speaker))
        articles.append(Article(outlet, text, outlet))
    return articles, quotes


@pytest.fixture(scope="session")
def cover() -> Cover:
    return _cover
