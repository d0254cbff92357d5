"""Quotes held against a transcript: where each was said, in which words, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import Difference
from quotecheck.comparison.judgement import Verdict, judge
from quotecheck.comparison.similarity import aligned_logit, evidence, probability, same_logit
from quotecheck.comparison.verification_index import held
from quotecheck.comparison.verification_judgement import (
    Extract,
    added,
    extract,
    hidden,
    hidden_between,
    left_out_sentences,
    opens_a_condition,
    places_of,
    rendered,
    turned,
)
from quotecheck.comparison.verification_lookup import (
    Candidate,
    Piece,
    Transcript,
    by_sense,
    by_words,
    chain,
    enough,
    is_beside,
    pieces_of,
)
from quotecheck.comparison.verification_speech import cleaned_difference, read_speech
from quotecheck.embedding import Encoder
from quotecheck.records import OUTCOMES, Claim, Hit, Line, Outcome, Place, Similarity, Verification
from quotecheck.speech.identity import same_speaker

Floats = npt.NDArray[np.float32]

LEAST_FOUND = 0.34
"""A quote of whose weight less than this was found is not found: what is left is a chance likeness. By hand."""

NEIGHBOURS = 3
"""Nearest passages elsewhere that a cosine is held against."""

REASONS_TOLD = 5
"""Reasons given in full."""

NEAREST_TOLD = 3
"""Lines told where a quote was not found."""

MAIN_LINE = 0.75
"""Lines that hold so much of what the fullest one holds of a quote come first, in its order. By hand."""

AN_ELLIPSIS = 30
"""Words between two places that are still compared as one; with more between them a quote is stitched. By hand."""

CARRIED_ON = 2
"""Lines that a sentence may run on beyond where it was found, either way."""

_ENDS = re.compile(r"[.!?。！？][\"'”’»)\]*_]*\s*$")


def verify_claims(
    claims: Sequence[Claim],
    lines: Sequence[Line],
    encoder: Callable[[], Encoder],
    kept: Callable[[], Encoder],
    *,
    threshold: float,
    k: int,
    tell: Callable[[str, int, int], None],
) -> Iterator[Verification]:
    """Each quote, in the order given, held against the transcript; each is judged by itself.

    ``encoder`` gives what encodes the quotes, ``kept`` what encodes the transcript. A piece of a quote is found where
    it is one statement with its place with a probability of ``threshold``. ``k`` lines are told as hits. Time grows
    with the quotes and with the lines that share rare words with them, and once with the transcript.
    """
    transcript = Transcript(lines, kept, tell)
    for number, claim in enumerate(claims):
        tell("looking for quotes", number, len(claims))
        yield _Search(claim, transcript, encoder(), threshold).outcome(k)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Words of a quote compared with what the transcript has of them."""

    verdict: Verdict
    diff: Difference
    source: Extract
    reasons: tuple[str, ...]

    @property
    def distance(self) -> tuple[int, float]:
        return OUTCOMES.index(_outcome(self.verdict)), self.verdict.divergence


class _Search:
    """One quote, the places that were chosen for its pieces, and how likely each piece was said there."""

    def __init__(self, claim: Claim, transcript: Transcript, encoder: Encoder, threshold: float) -> None:
        self.claim = claim
        self.transcript = transcript
        self.encoder = encoder
        self.pieces = pieces_of(claim.context or claim.text, transcript.index)
        prior = transcript.prior(claim)
        self.found = [by_words(piece, transcript, prior) for piece in self.pieces]
        self.chosen = chain(self.pieces, self.found, transcript, prior)
        self.cosines: Floats | None = None
        if self.pieces and not enough(self.pieces, self.chosen):
            self.cosines = transcript.cosines(encoder.encode([piece.text for piece in self.pieces]))
            self.found = [
                by_sense(piece, row, candidates, transcript, prior)
                for piece, row, candidates in zip(self.pieces, self.cosines, self.found, strict=True)
            ]
            self.chosen = chain(self.pieces, self.found, transcript, prior)
        self.prior = prior
        self.same = self._likely()
        self.supported = [likely >= threshold for likely in self.same]

    def outcome(self, k: int) -> Verification:
        """All that is told of the quote."""
        share = sum(piece.share for piece, there in zip(self.pieces, self.supported, strict=True) if there)
        if not self.pieces or share < LEAST_FOUND:
            return self._not_found(k)
        blocks = self._blocks()
        judged = self._judged(self.claim.text, blocks)
        if self.claim.context is not None:
            # The reporter's own words may say what the marked ones were cut from: "if", "he would not".
            judged = min(judged, self._judged(self.claim.context, blocks), key=lambda one: one.distance)
        places = places_of(judged.diff, judged.source, self.transcript.lines)
        if not places:
            return self._not_found(k)
        stitched = len(judged.source.blocks) > 1 or left_out_sentences(judged.diff) > 0
        verdict = judged.verdict
        return Verification(
            claim=self.claim,
            label=_outcome(verdict),
            same=verdict.same,
            divergence=verdict.divergence,
            altered=verdict.altered,
            similarity=verdict.similarity,
            places=places,
            source=judged.source.text,
            changes=verdict.changes,
            stitched=stitched,
            misattributed=any(same_speaker(self.claim.speaker, place.speaker) is False for place in places),
            hits=self._hits(k, places, verdict.same),
            reasons=judged.reasons,
        )

    def _not_found(self, k: int) -> Verification:
        hits = self._hits(k, (), 0.0)
        by_id = {line.id: line for line in self.transcript.lines}
        similarity = Similarity(0.0, 0.0)
        return Verification(
            claim=self.claim,
            label="not found",
            same=hits[0].same if hits else 0.0,
            divergence=1.0,
            altered=0.0,
            similarity=similarity,
            hits=hits,
            nearest=tuple(by_id[hit.id] for hit in hits[:NEAREST_TOLD]),
        )

    # --- how likely a piece was said where it was found --------------------------------------------------------

    def _likely(self) -> list[float]:
        """For each piece the probability that it is one statement with its place; 0 for one without a place."""
        there = [(number, place) for number, place in enumerate(self.chosen) if place is not None]
        texts = [self.pieces[number].text for number, _ in there]
        texts += [self.transcript.text(place.first, place.last) for _, place in there]
        vectors = self.encoder.encode(texts).astype(np.float64)
        likely = [0.0] * len(self.pieces)
        for row, (number, place) in enumerate(there):
            cosine = float(np.sum(vectors[row] * vectors[len(there) + row]))
            likely[number] = self._same(texts[row], texts[len(there) + row], cosine, place, number)
        return likely

    def _same(self, quoted: str, said: str, cosine: float, place: Candidate, number: int) -> float:
        diff = cleaned_difference(read_speech(said), read_speech(quoted))
        if not diff.a.words:
            return 0.0
        if _word_for_word(diff):
            return CONSTANTS["same_verbatim"]
        measured = evidence(diff, cosine)
        logit = same_logit(measured)
        if self.cosines is not None:
            row = self.cosines[number].copy()
            row[max(0, place.first - 1) : place.last + 2] = -1.0
            count = min(NEIGHBOURS, len(row))
            near = float(np.sort(np.partition(row, len(row) - count)[len(row) - count :]).mean(dtype=np.float64))
            margin = cosine - max(near, CONSTANTS["align_no_neighbour"])
            logit = max(logit, aligned_logit(measured.semantic, measured.containment, measured.clause, margin))
        speaker = self.transcript.lines[self.transcript.passages[place.first].line].speaker
        together = same_speaker(self.claim.speaker, speaker)
        if together is not None:
            logit += CONSTANTS["align_same_speaker"] if together else CONSTANTS["score_other_speaker"]
        return probability(logit)

    # --- what the transcript has ------------------------------------------------------------------------------

    def _blocks(self) -> list[tuple[int, int]]:
        """The places of the found pieces in the order of the quote, first and last passage; those beside made one."""
        blocks: list[Candidate] = []
        for place, there in zip(self.chosen, self.supported, strict=True):
            if place is None or not (there or (blocks and is_beside(blocks[-1], place))):
                continue
            if blocks and self._goes_on(blocks[-1], place):
                blocks[-1] = Candidate(blocks[-1].first, max(blocks[-1].last, place.last), 1.0)
            else:
                blocks.append(place)
        return [self._whole_sentences(block.first, block.last) for block in blocks]

    def _goes_on(self, before: Candidate, after: Candidate) -> bool:
        """Whether two places are one: beside each other, with no more words between than an ellipsis stands for."""
        transcript = self.transcript
        if transcript.doc[before.first] != transcript.doc[after.first] or not is_beside(before, after):
            return False
        between = range(before.last + 1, after.first)
        return sum(len(transcript.index.window(place, place)) for place in between) <= AN_ELLIPSIS

    def _whole_sentences(self, first: int, last: int) -> tuple[int, int]:
        """A place with the passages that its first sentence begins in and its last one ends in."""
        passages, lines = self.transcript.passages, self.transcript.lines

        def one_turn(before: int) -> bool:
            if before < 0 or before + 1 >= len(passages):
                return False
            here, there = lines[passages[before].line], lines[passages[before + 1].line]
            return (here.doc, here.speaker) == (there.doc, there.speaker)

        start, end = first, last
        while start > first - CARRIED_ON and one_turn(start - 1) and not self._ends(start - 1):
            start -= 1
        while end < last + CARRIED_ON and one_turn(end) and (not self._ends(end) or self._hangs_on(end + 1)):
            end += 1
        return start, end

    def _ends(self, place: int) -> bool:
        return _ENDS.search(self.transcript.text(place, place)[-8:]) is not None

    def _hangs_on(self, place: int) -> bool:
        return opens_a_condition(read_speech(self.transcript.text(place, place)[:80]), 0)

    def _judged(self, quoted: str, blocks: Sequence[tuple[int, int]]) -> _Judged:
        lines, passages = self.transcript.lines, self.transcript.passages
        words = read_speech(quoted)
        stretches = [[(one.line, one.start, one.end) for one in passages[first : last + 1]] for first, last in blocks]
        source = extract(lines, stretches)
        source = rendered(source, cleaned_difference(read_speech(source.text), words), lines)
        diff = cleaned_difference(read_speech(source.text), words)
        vectors = self.encoder.encode([quoted, source.text]).astype(np.float64)
        measured = evidence(diff, float(np.sum(vectors[0] * vectors[1])))
        pieces = sum(piece.share * same for piece, same in zip(self.pieces, self.same, strict=True))
        verdict = judge(diff, measured, max(pieces, probability(same_logit(measured))), one_statement=True)
        left_out = [*hidden(diff), *hidden_between(diff, source, lines)]
        reasons = [f"leaves out “{words}”" for words in left_out]
        reasons += [f"the transcript does not have “{words}”" for words in added(diff)]
        if reasons:
            verdict = turned(verdict, diff)
        elif verdict.label == "verbatim" and len(source.blocks) > 1:
            verdict = replace(verdict, label="trimmed")  # all the words of sentences that were not said together
        if len(reasons) > REASONS_TOLD:
            reasons[REASONS_TOLD:] = [f"and so in {len(reasons) - REASONS_TOLD} more places"]
        return _Judged(verdict, diff, source, tuple(reasons))

    # --- the lines that are told ------------------------------------------------------------------------------

    def _hits(self, k: int, places: Sequence[Place], same: float) -> tuple[Hit, ...]:
        """The likeliest lines, best first: those that the quote renders, then others that have its words."""
        lines, passages = self.transcript.lines, self.transcript.passages
        best: dict[int, tuple[float, int, int]] = {}
        for number, (piece, candidates) in enumerate(zip(self.pieces, self.found, strict=True)):
            for one in candidates:
                score = (one.score + float(self.prior[one.first])) * (1 + piece.share) / 2
                parts = {place: self._held(piece, place) for place in range(one.first, one.last + 1)}
                most = max(parts.values()) or 1.0
                for place, part in parts.items():
                    line = passages[place].line
                    best[line] = max(best.get(line, (0.0, 0, 0)), (score * part / most, -number, -place))
        top = min(1.0, max((score for score, _, _ in best.values()), default=0.0))
        hits = {name: Hit(name, top, same) for name in self._in_order(places)}
        others = sorted((line for line in best if lines[line].id not in hits), key=lambda line: (-best[line][0], line))
        others = others[: max(0, k - len(hits))]
        pairs = [(self.pieces[-best[line][1]].text, lines[line].text) for line in others]
        vectors = self.encoder.encode([text for pair in pairs for text in pair]).astype(np.float64)
        for row, (line, (quoted, said)) in enumerate(zip(others, pairs, strict=True)):
            score, number, place = best[line]
            cosine = float(np.sum(vectors[2 * row] * vectors[2 * row + 1]))
            likely = self._same(quoted, said, cosine, Candidate(-place, -place, 0.0), -number)
            hits[lines[line].id] = Hit(lines[line].id, min(top, score), likely)
        return tuple(hits.values())[:k]

    def _in_order(self, places: Sequence[Place]) -> list[str]:
        """The lines that the quote renders: in its order, but those that hold next to nothing of it last."""
        lines, passages = self.transcript.lines, self.transcript.passages
        carried = {place.line: 0.0 for place in places}
        for piece, chosen in zip(self.pieces, self.chosen, strict=True):
            for place in range(chosen.first, chosen.last + 1) if chosen is not None else ():
                name = lines[passages[place].line].id
                if name in carried:
                    carried[name] += self._held(piece, place) * piece.share
        least = MAIN_LINE * max(carried.values(), default=0.0)
        return sorted(carried, key=lambda name: carried[name] < least)

    def _held(self, piece: Piece, place: int) -> float:
        return held(piece.asked, self.transcript.index.window(place, place))


def _outcome(verdict: Verdict) -> Outcome:
    return "reworded" if verdict.label == "different" else verdict.label


def _word_for_word(diff: Difference) -> bool:
    """Whether all words of the quote stand in the transcript's text, in one piece but for idle speech."""
    if not diff.b.words:
        return False
    links = diff.equal
    return len(links) == len(diff.b.words) and links[-1][0] - links[0][0] == len(links) - 1
