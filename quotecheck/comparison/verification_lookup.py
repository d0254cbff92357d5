"""Where in a transcript the pieces of a quote can be: each piece's candidates, and the places that go together.

A quote is cut into pieces, its sentences and what stands between its ellipses. Each piece has candidates by rare words
and word pairs; where these do not hold enough of it, by the embedding of the whole transcript as well. Then places are
chosen for all pieces together (Viterbi, 1967), so that pieces that were said together are found together: a fragment
that stands in many lines is taken from where the rest of the quote is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.verification_index import Asked, Passage, WordIndex, held, passages_of
from quotecheck.comparison.verification_speakers import Speakers
from quotecheck.comparison.verification_speech import read_speech
from quotecheck.embedding import Encoder
from quotecheck.records import Claim, Line
from quotecheck.speech.identity import same_speaker
from quotecheck.speech.sentences import sentence_spans

Floats = npt.NDArray[np.float32]
Wide = npt.NDArray[np.float64]

# All of these are by hand: set on made-up quotes and looked at on the development quotes.
CANDIDATES = 16
"""Places kept for each piece of a quote."""

LOOKED_AT = 32
"""Passages whose words are compared, in order, with those of a piece."""

NEAREST = 12
"""Passages that the embedding adds for each piece."""

PIECES = 60
"""Pieces of a quote that are looked for; what follows is compared where these were found."""

WHOLE, WORTH_TWO = 0.95, 0.08
"""Two passages are tried where one holds less of a piece than the first, and have to hold the second more."""

ENOUGH, ENOUGH_OF_A_PIECE, WEIGHTY_PIECE = 0.72, 0.5, 0.15
"""The embedding is asked unless so much of the quote's weight stands in its places, and of each weighty piece."""

SAME_PLACE = 3
"""Passages that may lie between two pieces which are still said in one place."""

BESIDE, AFTER, SAME_DOC = 0.35, 0.12, 0.06
"""What it counts that two pieces are said in one place, one after the other, in one document."""

FAR = 100
"""Passages after which it counts half as much that two pieces are of one document."""

OWN_SPEAKER, OWN_DOC = 0.06, 0.1
"""What it counts that a line is of the speaker, or of the document, that the quote names."""

ENCODED = 1024
"""Passages encoded between two tellings of progress."""

_GRID = np.float32(2048)
"""Vectors are cut to multiples of 1/2048 before they are multiplied: then float32 sums are exact, in any order, and
results equal whatever the shape of the product or the number of threads, as in matching.py."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Passages ``first`` to ``last``, inclusive, and how well they hold a piece, in about [0, 1]."""

    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a quote: its words as the index sees them, and its ``share`` in the weight of the quote."""

    text: str
    asked: Asked
    share: float


class Transcript:
    """A transcript, ready to be asked; it is encoded when a quote first needs that."""

    def __init__(
        self, lines: Sequence[Line], kept: Callable[[], Encoder], tell: Callable[[str, int, int], None]
    ) -> None:
        """``kept`` gives the encoder whose vectors of the transcript may be kept on disk."""
        self.lines = lines
        self.by_id = {line.id: line for line in lines}
        self.speakers = Speakers(lines)
        self.passages = passages_of(lines)
        self.index = WordIndex(lines, self.passages)
        self._kept = kept
        self._tell = tell
        self._grid: Floats | None = None
        self._docs: dict[str | None, int] = {}
        numbers = [self._docs.setdefault(lines[passage.line].doc, len(self._docs)) for passage in self.passages]
        self.doc = np.array(numbers, np.int64)
        self._spoken: dict[str | None, list[int]] = {}
        for place, passage in enumerate(self.passages):
            self._spoken.setdefault(lines[passage.line].speaker, []).append(place)

    def text(self, first: int, last: int) -> str:
        """The words of passages ``first`` to ``last``, inclusive."""
        return " ".join(self._text(self.passages[place]) for place in range(first, last + 1))

    def cosines(self, asked: Floats) -> Floats:
        """(q, passages) float32: each row of ``asked`` (q, d) against every passage of the transcript."""
        if self._grid is None:
            texts = [self._text(passage) for passage in self.passages]
            encoder = self._kept()
            parts = [encoder.encode([])]
            for first in range(0, len(texts), ENCODED):
                self._tell("reading the transcript", first, len(texts))
                parts.append(encoder.encode(texts[first : first + ENCODED]))
            self._grid = np.trunc(np.concatenate(parts) * _GRID)
        cosines: Floats = (np.trunc(asked * _GRID) @ self._grid.T) / (_GRID * _GRID)
        return cosines

    def prior(self, claim: Claim) -> Wide:
        """(passages,) what speaks for each beforehand: the speaker and the document that the quote names."""
        prior = np.zeros(len(self.passages))
        for speaker, places in self._spoken.items():
            if same_speaker(claim.speaker, speaker):
                prior[places] += OWN_SPEAKER
        if claim.doc is not None and claim.doc in self._docs:
            prior[self.doc == self._docs[claim.doc]] += OWN_DOC
        return prior

    def _text(self, passage: Passage) -> str:
        return self.lines[passage.line].text[passage.start : passage.end]


def pieces_of(text: str, index: WordIndex) -> list[Piece]:
    """The sentences of a quote and what its ellipses part, in order; those without words are left out."""
    words = read_speech(text)
    cuts = sorted({words.words[at].start for at in words.ellipses if 0 < at < len(words.words)})
    texts: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        texts += [text[span.start : span.end] for span in sentence_spans(text, start, end)]
    pairs = [(piece, index.asked(piece)) for piece in texts[:PIECES]]
    total = sum(asked.weight for _, asked in pairs)
    return [Piece(piece, asked, asked.weight / total) for piece, asked in pairs if asked.weight]


def by_words(piece: Piece, transcript: Transcript, prior: Wide) -> list[Candidate]:
    """Where the transcript has the words of a piece, best first: a passage, or two where the second adds to it."""
    index, doc = transcript.index, transcript.doc
    found: dict[tuple[int, int], Candidate] = {}
    for place in index.candidates(piece.asked, LOOKED_AT, prior).tolist():
        best = Candidate(place, place, held(piece.asked, index.window(place, place)))
        if best.score < WHOLE:
            for first in (place - 1, place):
                if first >= 0 and first + 1 < index.size and doc[first] == doc[first + 1]:
                    both = held(piece.asked, index.window(first, first + 1))
                    if both - WORTH_TWO > best.score:
                        best = Candidate(first, first + 1, both - WORTH_TWO)
        found[best.first, best.last] = best
    return _first(list(found.values()), prior, CANDIDATES)


def by_sense(
    piece: Piece, cosines: Floats, candidates: Sequence[Candidate], transcript: Transcript, prior: Wide
) -> list[Candidate]:
    """The candidates and the passages nearest to a piece, scored by words and by ``cosines`` (passages,) together."""
    count = min(NEAREST, len(cosines))
    cut = np.partition(cosines, len(cosines) - count)[len(cosines) - count]
    known = {(one.first, one.last): one.score for one in candidates}
    for place in np.flatnonzero(cosines >= cut)[: 2 * NEAREST].tolist():
        known.setdefault((place, place), held(piece.asked, transcript.index.window(place, place)))
    share = CONSTANTS["match_semantic"]
    mixed = [
        Candidate(first, last, (1 - share) * score + share * max(0.0, float(cosines[first : last + 1].max())))
        for (first, last), score in known.items()
    ]
    return _first(mixed, prior, CANDIDATES)


def _first(found: list[Candidate], prior: Wide, count: int) -> list[Candidate]:
    return sorted(found, key=lambda one: (-(one.score + prior[one.first]), one.last - one.first, one.first))[:count]


def chain(
    pieces: Sequence[Piece], found: Sequence[Sequence[Candidate]], transcript: Transcript, prior: Wide
) -> list[Candidate | None]:
    """The candidate of each piece that all go together best; None for a piece that has none."""
    at = [place for place, candidates in enumerate(found) if candidates]
    values: list[list[float]] = []
    came: list[list[int]] = []
    for step, place in enumerate(at):
        own = [pieces[place].share * (one.score + float(prior[one.first])) for one in found[place]]
        if not step:
            values.append(own)
            came.append([0] * len(own))
            continue
        before = at[step - 1]
        weight = min(pieces[place].share, pieces[before].share)
        row, back = [], []
        for one, value in zip(found[place], own, strict=True):
            ways = [
                earlier + weight * _together(other, one, transcript)
                for earlier, other in zip(values[-1], found[before], strict=True)
            ]
            best = max(range(len(ways)), key=ways.__getitem__)
            row.append(value + ways[best])
            back.append(best)
        values.append(row)
        came.append(back)
    chosen: list[Candidate | None] = [None] * len(pieces)
    if at:
        which = max(range(len(values[-1])), key=values[-1].__getitem__)
        for step in range(len(at) - 1, -1, -1):
            chosen[at[step]] = found[at[step]][which]
            which = came[step][which]
    return chosen


def _together(before: Candidate, after: Candidate, transcript: Transcript) -> float:
    if transcript.doc[before.first] != transcript.doc[after.first]:
        return 0.0
    if is_beside(before, after):
        return BESIDE
    distance = abs(after.first - before.last)
    return (AFTER if after.first > before.last else SAME_DOC) * FAR / (FAR + distance)


def is_beside(before: Candidate, after: Candidate) -> bool:
    """Whether two places are one, the second going on where the first is or ends, if both are of one document."""
    return before.first <= after.first <= before.last + SAME_PLACE + 1


def nearest(cosines: Floats, count: int) -> list[tuple[int, float]]:
    """The ``count`` passages nearest to a piece with their cosines, nearest first, of ``cosines`` (passages,)."""
    count = min(count, len(cosines))
    top = np.argpartition(cosines, len(cosines) - count)[len(cosines) - count :]
    return [(place, float(cosines[place])) for place in top[np.argsort(-cosines[top], kind="stable")].tolist()]


def enough(pieces: Sequence[Piece], chosen: Sequence[Candidate | None]) -> bool:
    """Whether the words alone found the quote."""
    scores = [one.score if one is not None else 0.0 for one in chosen]
    whole = sum(piece.share * score for piece, score in zip(pieces, scores, strict=True))
    return whole >= ENOUGH and all(
        score >= ENOUGH_OF_A_PIECE or piece.share < WEIGHTY_PIECE for piece, score in zip(pieces, scores, strict=True)
    )
