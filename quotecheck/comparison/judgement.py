"""What is said of one pair: its label, the probability that the sense was changed, and the divergence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from quotecheck.comparison.changes import Found, Turns, find_changes, turns
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.governing import governs
from quotecheck.comparison.judge import NOTHING_TO_SAY, Opinion
from quotecheck.comparison.similarity import Evidence, probability
from quotecheck.comparison.turning import plainness
from quotecheck.records import Change, Label, Part, Similarity

MARGINAL = 0.5
"""Weight of the words that a trimmed text may have of its own at its edge: two function words, such as *and that*."""


ROLES_ALONE = 0.9
"""From this containment on a change of roles is taken to be all that differs: what traded places agrees in part."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is said of one pair of texts."""

    same: float
    label: Label
    divergence: float
    altered: float
    similarity: Similarity
    changes: tuple[Change, ...]
    parts: tuple[Part, ...] = ()


def judge(diff: Difference, found: Evidence, same: float, opinion: Opinion, *, one_statement: bool = False) -> Verdict:
    """Label a pair and measure how far it diverges; symmetric in the two texts.

    ``same`` is the probability of one statement, ``opinion`` what the network says. With ``one_statement`` that is
    settled, and the label is never *different*. docs/divergence.md defines the divergence and works it out by hand.
    """
    lost = Found(diff)
    changes = find_changes(diff, lost)
    similarity = Similarity(semantic=_unit(found.semantic), lexical=_unit(found.overlap))
    if not changes and _comparable(diff):
        return Verdict(max(same, CONSTANTS["same_verbatim"]), "verbatim", 0.0, 0.0, similarity, ())
    if not one_statement and (same < CONSTANTS["label_same"] or not _comparable(diff)):
        altered = altered_probability(turns(diff, lost), found, opinion)
        other = Part("another statement", 1.0, f"chance of being the same {same:.2f}")
        return Verdict(same, "different", 1.0, altered, similarity, changes, (other,))
    trim = trimming(diff)
    if trim == "harmless" and any(change.a_text and change.b_text and change.kind != "wording" for change in changes):
        trim = None  # "few" is no part of "a few"
    if trim == "harmless" or _names_alone(diff, lost):
        opinion = NOTHING_TO_SAY  # what is left is word for word the same; of short names the network knows nothing
    plain = plainness(diff, lost)
    if found.containment >= ROLES_ALONE and any(change.kind == "role" for change in changes):
        plain = 1.0
    altered = altered_probability(turns(diff, lost), found, opinion, plain)
    altered = max(altered, CONSTANTS["altered_turned"] * plain)
    if trim == "harmful":
        altered = max(altered, CONSTANTS["altered_by_trimming"])
    label: Label = "reworded"
    if altered >= CONSTANTS["label_altered"]:
        label = "altered"
    elif trim == "harmless":
        label = "trimmed"
    parts = divergence_parts(similarity, altered, cut=trim is not None)
    divergence = _unit(math.fsum(part.amount for part in parts))
    return Verdict(same, label, divergence, altered, similarity, changes, parts)


def divergence_parts(similarity: Similarity, altered: float, *, cut: bool) -> tuple[Part, ...]:
    """What the divergence of one statement's renderings is made of; ``cut``: one is the other, cut short."""
    share = 0.5 * (CONSTANTS["divergence_trimmed"] if cut else 1.0)
    words, sense = share * (1.0 - similarity.lexical), share * (1.0 - similarity.semantic)
    turned = (1.0 - words - sense) * CONSTANTS["divergence_altered"] * altered
    halved = ", at half: cut short" if cut else ""
    return (
        Part("other words", words, f"{similarity.lexical:.0%} shared{halved}"),
        Part("other sense", sense, f"likeness {similarity.semantic:.2f}{halved}"),
        Part("chance altered", turned, f"{altered:.2f}"),
    )


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def _comparable(diff: Difference) -> bool:
    """Both texts have words, or they are the same signs: *…* is itself and nothing else."""
    if diff.a.words and diff.b.words:
        return True
    return not diff.a.words and not diff.b.words and diff.a.text.strip() == diff.b.text.strip()


def _names_alone(diff: Difference, lost: Found) -> bool:
    """Whether all that differs are names that the other text has too, in another form: *United Fishers*, *UF*."""
    for segment in diff.segments:
        sides = diff.a.words[segment.a0 : segment.a1], diff.b.words[segment.b0 : segment.b1]
        if any(lost.names.inside(segment)) or not all(any(word.name for word in side) for side in sides):
            return False
        if any(word.weight >= 1 and not word.name for side in sides for word in side):
            return False
    return True


def altered_probability(found: Turns, alike: Evidence, opinion: Opinion, plain: float = 0.0) -> float:
    """Probability that the differences change what was said, from the counted turns and how alike the texts are.

    ``opinion`` is what the network says. ``plain`` is 1 where a turn is all that differs, and 0 where
    there is none or all is worded freely (turning.py).
    """
    cap = CONSTANTS["altered_cap"]
    # Where only parts are shared the embeddings are far apart, and say nothing of the part that is shared.
    likeness = max(alike.semantic, alike.containment)
    logit = CONSTANTS["altered_intercept"] + CONSTANTS["altered_likeness"] * likeness
    logit += CONSTANTS["altered_plain"] * plain
    logit += CONSTANTS["altered_pair"] * opinion.altered + CONSTANTS["altered_worst"] * opinion.worst
    counted = [min(cap, getattr(found, name)) for name in TURN_NAMES]
    logit += math.fsum(CONSTANTS[f"altered_{name}"] * count for name, count in zip(TURN_NAMES, counted, strict=True))
    # Where all else agrees, a turn is no translator's freedom.
    logit += CONSTANTS["altered_agreeing"] * agreeing(counted, alike)
    return probability(logit)


def agreeing(counted: Sequence[float], alike: Evidence) -> float:
    """The counted turns of a pair, as far as its texts agree otherwise."""
    return min(CONSTANTS["altered_cap"], math.fsum(counted)) * alike.containment


TURN_NAMES = tuple(field.name for field in fields(Turns))
"""The counts that the fit uses: all of them."""


def trimming(diff: Difference) -> str | None:
    """Whether one text is a part of the other: ``harmless``, ``harmful`` (what is left out governs the rest), or None.

    The shorter text may be cut at its ends, and in its middle where it has an ellipsis.
    """
    shorter_is_a = (len(diff.a.words), diff.a.text) <= (len(diff.b.words), diff.b.text)
    short, long = (diff.a, diff.b) if shorter_is_a else (diff.b, diff.a)
    ellipses = frozenset(short.ellipses)
    left_out: list[tuple[int, int]] = []
    for segment in diff.segments:
        s0, s1, l0, l1 = _sides(segment, shorter_is_a)
        at_edge = s0 == 0 or s1 == len(short.words)
        # As many words against as many are no cut: "few of us" is no part of "many of us".
        substituted = s1 > s0 and 0 < l1 - l0 <= s1 - s0
        if substituted or (s1 > s0 and (not at_edge or sum(word.weight for word in short.words[s0:s1]) > MARGINAL)):
            return None
        if l1 > l0:
            if not at_edge and s0 not in ellipses:
                return None
            left_out.append((l0, l1))
    if not left_out or sum(hi - lo for lo, hi in left_out) >= len(long.words):
        return None
    return "harmful" if any(governs(long, lo, hi) for lo, hi in left_out) else "harmless"


def _sides(segment: Segment, shorter_is_a: bool) -> tuple[int, int, int, int]:
    if shorter_is_a:
        return segment.a0, segment.a1, segment.b0, segment.b1
    return segment.b0, segment.b1, segment.a0, segment.a1
