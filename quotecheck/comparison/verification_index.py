"""A transcript made searchable by its words: which passages share rare words and word pairs with a piece of a quote.

No embedding is needed for this, so that quotes which keep the speaker's words are found in any transcript at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.spelling import normal_form
from quotecheck.comparison.words import read_words, stem_of
from quotecheck.records import Line, Span
from quotecheck.speech.sentences import sentence_spans

Ints = npt.NDArray[np.int64]
Wide = npt.NDArray[np.float64]

LONG = 400
"""Characters from which on a line is searched sentence by sentence."""

LONGEST = 2000
"""Characters after which a sentence is cut, wherever that is: a transcript may have no full stops at all."""

PAIR_WEIGHT = 0.5
"""What a pair of neighbouring words weighs against its share of rarity; set by hand."""

LONGEST_PIECE = 300
"""Words of a piece that are looked for."""

LEAST_HALF, LONGEST_COMPOUND = 3, 40
"""Letters of either half of a compound, and of a whole one."""

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a line, by the line's place in the transcript: the whole of it, or a sentence of a long one."""

    line: int
    start: int
    end: int


def passages_of(lines: Sequence[Line]) -> list[Passage]:
    """The transcript as passages, in order."""
    passages: list[Passage] = []
    for place, line in enumerate(lines):
        if len(line.text) <= LONG:
            passages.append(Passage(place, 0, len(line.text)))
            continue
        for span in sentence_spans(line.text):
            passages += [Passage(place, part.start, part.end) for part in _parts(line.text, span)]
    return passages


def _parts(text: str, span: Span) -> Iterator[Span]:
    """A sentence cut at blanks into parts of at most LONGEST characters."""
    start = span.start
    while span.end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        end = cut if cut > start else start + LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece of a quote as the index sees it: word numbers (-1 for words that the transcript lacks) and weights.

    ``words`` (n,) and ``weights`` (n,) are in the order of the text; ``weight`` is their sum.
    """

    words: Ints
    weights: Wide
    weight: float


class WordIndex:
    """Passages by their words and by their pairs of neighbouring words, cut to stems."""

    def __init__(self, lines: Sequence[Line], passages: Sequence[Passage]) -> None:
        self.size = len(passages)
        self._numbers: dict[str, int] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        stream: list[int] = []
        bounds = [0]
        for passage in passages:
            line = lines[passage.line].text
            whole = passage.end - passage.start == len(line)
            for token in _tokens(line if whole else line[passage.start : passage.end]):
                keys = self._keys.get(token)
                if keys is None:
                    keys = self._keys[token] = self._key(token)
                stream += [self._numbers.setdefault(key, len(self._numbers)) for key in keys]
            bounds.append(len(stream))
        self._compounds = {
            (self._numbers[self._keys[token[:cut]][0]], self._numbers[self._keys[token[cut:]][0]]): self._numbers[
                keys[0]
            ]
            for token, keys in self._keys.items()
            for cut in _cuts(token)
            if token[:cut] in self._keys and token[cut:] in self._keys
        }
        self._stream, self._bounds = self._put_together(np.array(stream, np.int64), np.array(bounds, np.int64))
        home = np.repeat(np.arange(self.size), np.diff(self._bounds))
        self._words = _Postings(self._stream, home, self.size)
        inside = home[:-1] == home[1:]
        pairs = self._stream[:-1] * len(self._numbers) + self._stream[1:]
        self._pairs = _Postings(pairs[inside], home[:-1][inside], self.size)

    def _put_together(self, stream: Ints, bounds: Ints) -> tuple[Ints, Ints]:
        """The transcript's words with its compounds in one spelling, and where each passage begins among them."""
        if not self._compounds or len(stream) < 2:
            return stream, bounds
        size = len(self._numbers)
        codes = np.array([one * size + other for one, other in self._compounds], np.int64)
        order = np.argsort(codes)
        wholes = np.array(list(self._compounds.values()), np.int64)[order]
        codes = codes[order]
        pairs = stream[:-1] * size + stream[1:]
        at = np.minimum(np.searchsorted(codes, pairs), len(codes) - 1)
        two = codes[at] == pairs
        two[bounds[(bounds > 0) & (bounds < len(stream))] - 1] = False  # not across passages
        two[1:] &= ~two[:-1]  # of three words in a row the first two
        merged = stream.copy()
        merged[:-1][two] = wholes[at[two]]
        kept = np.ones(len(stream), np.bool_)
        kept[1:][two] = False
        return merged[kept], np.concatenate(([0], np.cumsum(kept)))[bounds]

    def asked(self, text: str) -> Asked:
        """A piece of a quote, its words numbered and weighed by how rare they are in the transcript."""
        words = np.array(self._as_written_here(_tokens(text)[:LONGEST_PIECE]), np.int64)
        weights = self._words.rarity(words)
        return Asked(words, weights, float(weights.sum()))

    def _as_written_here(self, tokens: Sequence[str]) -> list[int]:
        """The numbers of words, compounds written as in the transcript: *child care*, *childcare*."""
        numbers: list[int] = []
        before = ""
        for token in tokens:
            whole = self._keys.get(before + token, ()) if min(len(before), len(token)) >= LEAST_HALF else ()
            if len(whole) == 1 and len(self._key(before)) == 1:
                numbers[-1] = self._numbers[whole[0]]
                before = ""
                continue
            found = [self._numbers.get(key, -1) for key in self._key(token)]
            halves = self._halves(token) if found == [-1] else []
            numbers += halves or found
            before = "" if halves else token
        return numbers

    def _halves(self, token: str) -> list[int]:
        for cut in _cuts(token):
            if token[:cut] in self._keys and token[cut:] in self._keys:
                return [self._numbers.get(key, -1) for half in (token[:cut], token[cut:]) for key in self._key(half)]
        return []

    def candidates(self, asked: Asked, count: int, prior: Wide) -> Ints:
        """Passages that share most with a piece, by themselves or with the next one: some ``count`` of each, sorted.

        ``prior`` (passages,) is what speaks for each beforehand, as a share of the piece's weight.
        """
        codes = asked.words[:-1] * len(self._numbers) + asked.words[1:]
        known = (asked.words[:-1] >= 0) & (asked.words[1:] >= 0)
        scores = self._words.scores(np.unique(asked.words[asked.words >= 0]))
        scores += PAIR_WEIGHT * self._pairs.scores(np.unique(codes[known]))
        together = scores.copy()
        together[:-1] += scores[1:]
        for found in (scores, together):
            found[found > 0] += asked.weight * prior[found > 0]
        return np.unique(np.concatenate((_best(scores, count), _best(together, count // 2))))

    def window(self, first: int, last: int) -> Ints:
        """The word numbers of passages ``first`` to ``last``, inclusive."""
        return self._stream[self._bounds[first] : self._bounds[last + 1]]

    def _key(self, token: str) -> tuple[str, ...]:
        """What a word is counted as; a contraction is the words that it stands for."""
        if token in self._keys:
            return self._keys[token]
        if token.isalnum():
            return (stem_of(normal_form(token)),)
        return tuple(word.stem for word in read_words(token).words) or (token,)


def held(asked: Asked, words: Ints) -> float:
    """The share of a piece's weight that stands among ``words`` in the same order, closeness counting a little.

    A longest common subsequence by weight (Needleman & Wunsch, 1970, without gap costs), then the share of pairs of
    neighbours among what is shared: words that are strewn about are likely another statement's.
    """
    if not len(words) or not asked.weight:
        return 0.0
    best = np.zeros(len(words) + 1)
    for word, weight in zip(asked.words.tolist(), asked.weights.tolist(), strict=True):
        if word < 0:
            continue
        taken = best[:-1] + np.where(words == word, weight, 0.0)
        best[1:] = np.maximum.accumulate(np.maximum(best[1:], taken))
    share = float(best[-1]) / asked.weight
    there = set(pairwise(words.tolist()))
    pairs = list(pairwise(asked.words.tolist()))
    close = sum(pair in there for pair in pairs) / len(pairs) if pairs else share
    return (1 - CLOSENESS) * share + CLOSENESS * close


CLOSENESS = 0.2
"""How much of ``held`` is the share of neighbouring words that are neighbours there too; set by hand."""


class _Postings:
    """Which passages hold each number: postings laid end to end, sorted by number, then passage."""

    def __init__(self, numbers: Ints, home: Ints, passages: int) -> None:
        self.size = passages
        order = np.argsort(numbers, kind="stable")
        sorted_numbers, sorted_home = numbers[order], home[order]
        fresh = np.ones(len(order), np.bool_)
        fresh[1:] = (sorted_numbers[1:] != sorted_numbers[:-1]) | (sorted_home[1:] != sorted_home[:-1])
        self._codes, counts = np.unique(sorted_numbers[fresh], return_counts=True)
        self._passages = sorted_home[fresh]
        self._begin = np.concatenate(([0], np.cumsum(counts)))

    def rarity(self, numbers: Ints) -> Wide:
        """The weight of each number, log(1 + passages / those that hold it); of an unknown one, as if one held it."""
        place = np.searchsorted(self._codes, numbers)
        known = np.append(self._codes, -1)[place] == numbers
        often = np.where(known, np.append(np.diff(self._begin), 1)[place], 1)
        return np.log1p(self.size / np.maximum(1, often))

    def scores(self, numbers: Ints) -> Wide:
        """(passages,) the rarity of the numbers that each passage holds, summed."""
        total = np.zeros(self.size)
        place = np.searchsorted(self._codes, numbers)
        weights = self.rarity(numbers)
        for at, number, weight in zip(place.tolist(), numbers.tolist(), weights.tolist(), strict=True):
            if at < len(self._codes) and self._codes[at] == number:
                total[self._passages[self._begin[at] : self._begin[at + 1]]] += weight
        return total


def _best(scores: Wide, count: int) -> Ints:
    """Where the ``count`` highest scores over 0 stand; of those that tie with the last, the first ones."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= count:
        return positive
    return positive[np.argsort(-scores[positive], kind="stable")[:count]]


def _cuts(token: str) -> range:
    """Where a compound may be cut in two."""
    return range(LEAST_HALF, len(token) - LEAST_HALF + 1 if len(token) <= LONGEST_COMPOUND else 0)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())
