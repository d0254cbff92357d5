"""The learned judge: two texts read at once -> log odds that the difference between them changes the sense.

A network over both texts' word pieces (sidebyside.py) was trained on translations of one sentence with and without
planted changes (training/judge). What it says is one voice among those of judgement.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from quotecheck.comparison.differences import Difference, in_text_order
from quotecheck.comparison.sameamounts import as_the_other
from quotecheck.comparison.sidebyside import NONE, Row, Side, row, side
from quotecheck.cores import cores
from quotecheck.networks.runtime import open_session, open_tokenizer
from quotecheck.networks.shipped import read_model
from quotecheck.networks.words import load_words

LONGEST = 320
"""Word pieces of two texts that are read at once; longer ones are read window by window."""

MOST = 50
"""Windows of one pair that are read: some 5,000 words of either text."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the network says of a pair, in log odds.

    ``altered``: that the difference changes what is said, by the look of the whole pair. ``worst``: that the likeliest
    word piece of either text does.
    """

    altered: float
    worst: float


NOTHING_TO_SAY = Opinion(-2.3, -5.2)
"""Of two texts without a difference, which need no judge; about what it says of copies."""


class Judge:
    """The network in the folder models/judge; it may be used from several threads."""

    def __init__(self, *, threads: int | None = None, model: bytes | None = None) -> None:
        """``threads`` is how many pairs run at once (default: every core), ``model`` another network, to measure it.

        Raises ModelError where a file of the judge or the encoder is missing or damaged.
        """
        files, identity = read_model("judge")
        self._words = load_words()
        self.identity = f"{identity} on {self._words.identity}"
        self._threads = threads or cores()
        self._tokenizer = open_tokenizer(self._words.files["tokenizer.json"])
        self._tokenizer.no_truncation()
        self._cls = self._tokenizer.token_to_id("[CLS]") or 0
        self._sep = self._tokenizer.token_to_id("[SEP]") or 0
        self._session = open_session(files["model.onnx"] if model is None else model)

    def read(self, diffs: Sequence[Difference]) -> list[Opinion]:
        """What the network says of each pair by itself, the same in any company and whichever text is called a."""
        if self._threads == 1 or len(diffs) < 2:
            return [self._opinion(diff) for diff in diffs]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._opinion, diffs))

    def _opinion(self, diff: Difference) -> Opinion:
        if not diff.segments:
            return NOTHING_TO_SAY
        said = np.array([self._scores(one) for one in self.rows(diff)], np.float64).reshape(-1, 2)
        if not len(said):  # an endless text that differs where nobody looks
            return NOTHING_TO_SAY
        return Opinion(*said.max(axis=0).tolist())  # a long text is altered where any part of it is

    def _scores(self, one: Row) -> tuple[float, float]:
        (scores,) = self._session.run(None, {"words": self._words.rows(one.ids), "marks": one.marks})
        inside = scores[one.marks != NONE, 2]
        return float(scores[0, 1]), float(inside.max()) if len(inside) else NOTHING_TO_SAY.worst

    def rows(self, diff: Difference) -> Iterator[Row]:
        """The pair as one row, or as several that are cut at aligned words."""
        ordered = in_text_order(diff)
        # The network knows no units: it reads an amount that both texts have in the words of one.
        both = as_the_other(ordered.a), as_the_other(ordered.b)
        left, right = (side(self._tokenizer, one.text, one.words) for one in both)
        for part in _parts(left, right, ordered.links):
            if part[0] is left or (all(side.words for side in part) and not _alike(*part)):
                yield row(*part, self._cls, self._sep)


def _parts(left: Side, right: Side, links: Sequence[tuple[int, int]]) -> Iterator[tuple[Side, Side]]:
    """Both sides, cut together before aligned words so that each part fits.

    Of a long stretch without an aligned word only the beginning is read, and of endless texts the first MOST parts.
    """
    room = LONGEST - 3
    if len(left.ids) + len(right.ids) <= room:
        yield left, right
        return
    firsts = _firsts(left), _firsts(right)
    cuts = [(firsts[0][i], firsts[1][j]) for i, j in links if i in firsts[0] and j in firsts[1]]
    cuts.append((len(left.ids), len(right.ids)))
    sizes = [sum(cut) for cut in cuts]
    at = (0, 0)
    for _ in range(MOST):
        place = max(bisect_right(sizes, sum(at) + room) - 1, bisect_right(sizes, sum(at)))
        if place == len(cuts):
            return
        to = cuts[place]
        over = max(0, sum(to) - sum(at) - room)
        ends = [max(min(end, start + room // 2), end - over) for start, end in zip(at, to, strict=True)]
        ends[1] = min(ends[1], at[1] + room - (ends[0] - at[0]))
        yield _part(left, at[0], ends[0]), _part(right, at[1], ends[1])
        at = to


def _alike(left: Side, right: Side) -> bool:
    return [word.form for word in left.words] == [word.form for word in right.words]


def _firsts(one: Side) -> dict[int, int]:
    """Word -> its first piece."""
    found: dict[int, int] = {}
    for piece, word in enumerate(one.of):
        if word >= 0:
            found.setdefault(word, piece)
    return found


def _part(one: Side, first: int, last: int) -> Side:
    words = sorted({word for word in one.of[first:last] if word >= 0})
    numbers = {word: place for place, word in enumerate(words)}
    of = [numbers.get(word, -1) for word in one.of[first:last]]
    return Side(one.ids[first:last], one.spans[first:last], of, [one.words[word] for word in words])


@lru_cache(maxsize=1)
def load_judge() -> Judge:
    """The shipped judge, loaded once. Raises ModelError like ``Judge``."""
    return Judge()
