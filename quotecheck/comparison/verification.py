"""Quotes held against a transcript: where each was said, in which words, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import Difference
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.judgement import Verdict, count, verdicts
from quotecheck.comparison.similarity import Evidence, aligned_logit, evidence, probability, same_logit
from quotecheck.comparison.verification_claims import unmarked
from quotecheck.comparison.verification_hidden import asked, hidden, hidden_between, other_persons
from quotecheck.comparison.verification_index import held
from quotecheck.comparison.verification_judgement import (
    WEIGHTY,
    Extract,
    added,
    extract,
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
    nearest,
    pieces_of,
)
from quotecheck.comparison.verification_order import in_quote_order, narrowed
from quotecheck.comparison.verification_speech import cleaned_difference, read_speech
from quotecheck.embedding import Encoder
from quotecheck.records import OUTCOMES, Claim, Hit, Line, Outcome, Place, Similarity, Verification

LEAST_FOUND = 0.34
"""A quote of whose weight less than this was found is not found: what is left is a chance likeness. By hand."""

NEIGHBOURS = 3
"""Nearest passages elsewhere that a cosine is held against."""

REASONS_TOLD = 5
"""Reasons given in full."""

NEAREST_TOLD = 3
"""Lines told where a quote was not found, however few hits are."""

LONGEST_PLACE = 2
"""Passages of a candidate, at the most."""

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
    it stands word for word, or is one statement with its place with a probability of ``threshold``. ``k`` lines are
    told as hits. The transcript's words are read once, and it is encoded at most once; then each quote takes a few sums
    over all its passages, and the comparison word by word with those that share rare words with it.
    """
    transcript = Transcript(lines, kept, tell)
    for number, claim in enumerate(claims):
        tell("looking for quotes", number, len(claims))
        found = _Search(claim, transcript, encoder(), threshold).outcome(k)
        if found.label == "not found" and claim.context is not None:
            # The outlet's words around the marks may tell of anything; those in marks are what was said.
            alone = _Search(claim, transcript, encoder(), threshold, alone=True)
            found = alone.outcome(k) if alone.stands else found
        yield found


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


@dataclass(frozen=True, slots=True)
class _Pairing:
    """A piece of a quote, by its number, and the words of a place that it is held against."""

    piece: int
    place: Candidate
    quoted: str
    said: str


@dataclass(frozen=True, slots=True)
class _Likely:
    """The probability that a piece is one statement with a place, and whether it stands there word for word."""

    same: float = 0.0
    word_for_word: bool = False


class _Search:
    """One quote, the places that were chosen for its pieces, and how likely each piece was said there."""

    def __init__(
        self, claim: Claim, transcript: Transcript, encoder: Encoder, threshold: float, *, alone: bool = False
    ) -> None:
        """``alone``: the words in marks are looked for without those around them."""
        self.claim = claim
        self.transcript = transcript
        self.encoder = encoder
        looked_for = claim.text if alone or claim.context is None else unmarked(claim.context)
        self.pieces = pieces_of(looked_for, transcript.index)
        prior = transcript.prior(claim)
        self.found = [by_words(piece, transcript, prior) for piece in self.pieces]
        self.chosen = chain(self.pieces, self.found, transcript, prior)
        self.nearest: list[list[tuple[int, float]]] = []
        if self.pieces and not enough(self.pieces, self.chosen):
            cosines = transcript.cosines(encoder.encode([piece.text for piece in self.pieces]))
            self.nearest = [nearest(row, NEIGHBOURS + LONGEST_PLACE + 2) for row in cosines]
            self.found = [
                by_sense(piece, row, candidates, transcript, prior)
                for piece, row, candidates in zip(self.pieces, cosines, self.found, strict=True)
            ]
            self.chosen = chain(self.pieces, self.found, transcript, prior)
        self.prior = prior
        likely = self._likely()
        self.same = [one.same for one in likely]
        self.supported = [one.word_for_word or one.same >= threshold for one in likely]
        self.stands = all(one.word_for_word for one in likely) and read_speech(claim.text).weight >= WEIGHTY

    def outcome(self, k: int) -> Verification:
        """All that is told of the quote."""
        share = sum(piece.share for piece, there in zip(self.pieces, self.supported, strict=True) if there)
        if not self.pieces or share < LEAST_FOUND:
            return self._not_found(k)
        blocks = self._blocks()
        judged = milder = self._judged(self.claim.text, blocks)
        if self.claim.context is not None:
            # The reporter's own words may say what the marked ones were cut from: "if", "he would not". They lend the
            # quote their verdict; what is told by spans is of the words that are shown.
            milder = min(judged, self._judged(self.claim.context, blocks), key=lambda one: one.distance)
        places = places_of(judged.diff, judged.source, self.transcript.lines)
        if not places:
            return self._not_found(k)
        stitched = len(judged.source.blocks) > 1 or left_out_sentences(judged.diff) > 0
        verdict = milder.verdict
        return Verification(
            claim=self.claim,
            label=_outcome(verdict),
            same=verdict.same,
            divergence=verdict.divergence,
            altered=verdict.altered,
            similarity=verdict.similarity,
            places=places,
            source=judged.source.text,
            changes=() if verdict.label == "verbatim" else judged.verdict.changes,
            stitched=stitched,
            misattributed=any(self._of_another(place) for place in places),
            hits=self._hits(k, places, verdict.same),
            reasons=milder.reasons,
        )

    def _of_another(self, place: Place) -> bool:
        return self.transcript.speakers.says(self.claim.speaker, self.transcript.by_id[place.line]) is False

    def _not_found(self, k: int) -> Verification:
        hits = self._hits(max(k, NEAREST_TOLD), (), 0.0)
        similarity = Similarity(0.0, 0.0)
        return Verification(
            claim=self.claim,
            label="not found",
            same=hits[0].same if hits else 0.0,
            divergence=1.0,
            altered=0.0,
            similarity=similarity,
            hits=hits[:k],
            nearest=tuple(self.transcript.by_id[hit.id] for hit in hits[:NEAREST_TOLD]),
        )

    # --- how likely a piece was said where it was found --------------------------------------------------------

    def _likely(self) -> list[_Likely]:
        """For each piece how likely it is one statement with its place; not at all for one without a place."""
        pairings = [
            _Pairing(number, place, self.pieces[number].text, self.transcript.text(place.first, place.last))
            for number, place in enumerate(self.chosen)
            if place is not None
        ]
        likely = [_Likely()] * len(self.pieces)
        for pairing, one in zip(pairings, self._compared(pairings), strict=True):
            likely[pairing.piece] = one
        return likely

    def _compared(self, pairings: Sequence[_Pairing]) -> list[_Likely]:
        """How likely the two texts of each pairing are one statement."""
        compared = [narrowed(one.said, one.quoted) for one in pairings]
        diffs = [diff for _, diff in compared]
        texts = [text for one, (said, _) in zip(pairings, compared, strict=True) for text in (one.quoted, said)]
        vectors = self.encoder.encode(texts).astype(np.float64)
        cosines = np.sum(vectors[0::2] * vectors[1::2], axis=1).tolist()
        likely = []
        for pairing, diff, cosine in zip(pairings, diffs, cosines, strict=True):
            if not diff.a.words:
                likely.append(_Likely())
            elif _word_for_word(diff):
                likely.append(_Likely(CONSTANTS["same_verbatim"], True))
            else:
                likely.append(_Likely(self._same(pairing, evidence(diff, cosine))))
        return likely

    def _same(self, pairing: _Pairing, measured: Evidence) -> float:
        logit = same_logit(measured)
        place = pairing.place
        if self.nearest:
            near = [cos for at, cos in self.nearest[pairing.piece] if not place.first - 1 <= at <= place.last + 1]
            near += [-1.0] * (min(NEIGHBOURS, len(self.transcript.passages)) - len(near))
            mean = float(np.mean(near[:NEIGHBOURS]))
            margin = measured.semantic - max(mean, CONSTANTS["align_no_neighbour"])
            logit = max(logit, aligned_logit(measured.semantic, measured.containment, measured.clause, margin))
        line = self.transcript.lines[self.transcript.passages[place.first].line]
        together = self.transcript.speakers.says(self.claim.speaker, line)
        if together is not None:
            logit += CONSTANTS["align_same_speaker"] if together else CONSTANTS["score_other_speaker"]
        return probability(logit)

    # --- what the transcript has ------------------------------------------------------------------------------

    def _blocks(self) -> list[tuple[int, int]]:
        """The places of the found pieces in the order of the quote, first and last passage; those beside made one."""
        blocks: list[Candidate] = []
        for place, there in zip(self.chosen, self.supported, strict=True):
            if place is None:
                continue
            goes_on = bool(blocks) and self._goes_on(blocks[-1], place)
            if there and not goes_on:
                blocks.append(place)
            # What is next to nothing like its place is compared with what the same speaker says next, if that is it.
            elif goes_on and (there or all(map(self._one_turn, range(blocks[-1].last, place.last)))):
                blocks[-1] = Candidate(blocks[-1].first, max(blocks[-1].last, place.last), 1.0)
        taken = {place for block in blocks for place in range(block.first, block.last + 1)}
        return [self._whole_sentences(block.first, block.last, taken) for block in blocks]

    def _goes_on(self, before: Candidate, after: Candidate) -> bool:
        """Whether two places are one: beside each other, with no more words between than an ellipsis stands for."""
        transcript = self.transcript
        if transcript.doc[before.first] != transcript.doc[after.first] or not is_beside(before, after):
            return False
        between = range(before.last + 1, after.first)
        return sum(len(transcript.index.window(place, place)) for place in between) <= AN_ELLIPSIS

    def _one_turn(self, before: int) -> bool:
        """Whether a passage and the next one are of one document and speaker."""
        passages, lines = self.transcript.passages, self.transcript.lines
        if before < 0 or before + 1 >= len(passages):
            return False
        here, there = lines[passages[before].line], lines[passages[before + 1].line]
        return (here.doc, here.speaker) == (there.doc, there.speaker)

    def _whole_sentences(self, first: int, last: int, taken: set[int]) -> tuple[int, int]:
        """A place with the passages that its first sentence begins in and its last one ends in, but for those taken."""

        def free(before: int, place: int) -> bool:
            return self._one_turn(before) and place not in taken

        start, end = first, last
        while start > first - CARRIED_ON and free(start - 1, start - 1) and not self._ends(start - 1):
            start -= 1
            taken.add(start)
        while end < last + CARRIED_ON and free(end, end + 1) and (not self._ends(end) or self._hangs_on(end + 1)):
            end += 1
            taken.add(end)
        return start, end

    def _ends(self, place: int) -> bool:
        return _ENDS.search(self.transcript.text(place, place)[-8:]) is not None

    def _hangs_on(self, place: int) -> bool:
        return opens_a_condition(read_speech(self.transcript.text(place, place)[:80]), 0)

    def _judged(self, quoted: str, blocks: Sequence[tuple[int, int]]) -> _Judged:
        lines, passages = self.transcript.lines, self.transcript.passages
        words = read_speech(quoted)
        stretches = [[(one.line, one.start, one.end) for one in passages[first : last + 1]] for first, last in blocks]
        source = in_quote_order(extract(lines, stretches), words, lines)
        source = rendered(source, cleaned_difference(read_speech(source.text), words), lines)
        diff = cleaned_difference(read_speech(source.text), words)
        vectors = self.encoder.encode([quoted, source.text]).astype(np.float64)
        measured = evidence(diff, float(np.sum(vectors[0] * vectors[1])))
        pieces = sum(piece.share * same for piece, same in zip(self.pieces, self.same, strict=True))
        same = max(pieces, probability(same_logit(measured)))
        (verdict,) = verdicts([count(diff, measured, same, one_statement=True)], load_judge())
        left_out = [*hidden(diff, source, lines), *hidden_between(diff, source, lines)]
        reasons = [f"leaves out “{words}”" for words in left_out]
        reasons += [f"the transcript does not have “{words}”" for words in added(diff)]
        reasons += [f"makes a statement of the question “{words}”" for words in asked(diff)]
        if self.claim.kind == "direct":
            reasons += other_persons(diff)
        if reasons:
            verdict = turned(verdict, diff)
        elif verdict.label == "verbatim" and (len(source.blocks) > 1 or _interrupted(source, lines)):
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
        pairings = [
            _Pairing(-number, Candidate(-place, -place, 0.0), self.pieces[-number].text, lines[line].text)
            for line, (_, number, place) in ((line, best[line]) for line in others)
        ]
        for line, likely in zip(others, self._compared(pairings), strict=True):
            hits[lines[line].id] = Hit(lines[line].id, min(top, best[line][0]), likely.same)
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


def _interrupted(source: Extract, lines: Sequence[Line]) -> bool:
    """Whether lines of somebody else between those of the source were passed over."""
    between = (lines[before[0] + 1 : after[0]] for before, after in pairwise(source.parts))
    return any(line.text.strip() for passed in between for line in passed)


def _word_for_word(diff: Difference) -> bool:
    """Whether all words of the quote stand in the transcript's text, in one piece but for idle speech."""
    if not diff.b.words:
        return False
    links = diff.equal
    return len(links) == len(diff.b.words) and links[-1][0] - links[0][0] == len(links) - 1
