"""Pairs of texts scored one by one, in batch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import difference
from quotecheck.comparison.judge import Judge
from quotecheck.comparison.judgement import count, verdicts
from quotecheck.comparison.similarity import evidence, probability, same_logit
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Pair, PairScore
from quotecheck.speech.identity import same_speaker


def score_pairs(pairs: Sequence[Pair], encoder: Encoder, network: Judge) -> list[PairScore]:
    """Score each pair by itself, in the order given; each distinct text is encoded once.

    Where both speakers are given and known to be the same person that speaks for one statement; where they are known
    to be two, it speaks against one unless the words are nearly the same.
    """
    texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
    place = {text: index for index, text in enumerate(texts)}
    vectors = encoder.encode(texts).astype(np.float64)
    words = {text: read_words(text) for text in texts}
    diffs = [difference(words[pair.a], words[pair.b]) for pair in pairs]
    counted, together = [], []
    for pair, diff in zip(pairs, diffs, strict=True):
        found = evidence(diff, float(np.sum(vectors[place[pair.a]] * vectors[place[pair.b]])))
        logit = same_logit(found)
        together.append(same_speaker(pair.speaker_a, pair.speaker_b))
        if together[-1] is not None:
            logit += CONSTANTS["align_same_speaker"] if together[-1] else CONSTANTS["score_other_speaker"]
        counted.append(count(diff, found, probability(logit)))
    return [
        PairScore(
            id=pair.id,
            same=verdict.same,
            label=verdict.label,
            divergence=verdict.divergence,
            altered=verdict.altered,
            similarity=verdict.similarity,
            changes=verdict.changes,
            parts=verdict.parts,
            misattributed=one_speaker is False and verdict.label != "different",
        )
        for pair, one_speaker, verdict in zip(pairs, together, verdicts(counted, network), strict=True)
    ]
