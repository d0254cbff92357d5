"""What is said of one pair: its label, the probability that the sense was changed, and the divergence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from quotecheck.comparison.changes import Found, Turns, find_changes, turns
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.governing import governs
from quotecheck.comparison.judge import NOTHING_TO_SAY, Judge, Opinion
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.pronouns import PRONOUNS
from quotecheck.comparison.similarity import Evidence, probability
from quotecheck.comparison.turning import Placed, makes_up, placed
from quotecheck.records import Change, Label, Part, Similarity

MARGINAL = 0.5
"""Weight of the words that a trimmed text may have of its own at its edge: two function words, such as *and that*."""


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
    cut: bool = False
    """One text is the other, cut short."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A pair, and all that is known of it before the network is asked."""

    diff: Difference
    found: Evidence
    same: float
    """The probability of one statement."""

    two: bool
    """They are two statements, or one of them says nothing."""

    verbatim: bool
    lost: Found
    changes: tuple[Change, ...]
    trim: str | None
    settled: bool
    """The network is not asked: it has no say, or next to none."""


def count(diff: Difference, found: Evidence, same: float, *, one_statement: bool = False) -> Counted:
    """All that is known of a pair without the network; ``same`` is the probability of one statement.

    With ``one_statement`` that is settled, and the label is never *different*.
    """
    lost = Found(diff)
    changes = find_changes(diff, lost)
    comparable = _comparable(diff)
    verbatim = comparable and not changes
    two = not one_statement and not verbatim and (same < CONSTANTS["label_same"] or not comparable)
    trim = None if two else trimming(diff)
    if trim == "harmless" and any(change.a_text and change.b_text and change.kind != "wording" for change in changes):
        trim = None  # "few" is no part of "a few"
    # What a trim leaves is word for word the same; of short names, and of negations that make up for opposites, the
    # network knows nothing. Two statements it is asked about, however surely they are two: of freely worded
    # translations that look so, its word tells which are altered.
    settled = not two and (verbatim or trim == "harmless" or _names_alone(diff, lost) or makes_up(diff))
    return Counted(diff, found, same, two, verbatim, lost, changes, trim, settled)


def verdicts(pairs: Sequence[Counted], network: Judge) -> list[Verdict]:
    """What is said of each pair, symmetric in its two texts; the network reads those on which it has a say."""
    opinions = iter(network.read([pair.diff for pair in pairs if not pair.settled]))
    return [_verdict(pair, NOTHING_TO_SAY if pair.settled else next(opinions)) for pair in pairs]


def _verdict(pair: Counted, opinion: Opinion) -> Verdict:
    """Label a pair and measure how far it diverges. docs/divergence.md defines the divergence and works it out."""
    diff, found, lost, changes = pair.diff, pair.found, pair.lost, pair.changes
    similarity = Similarity(semantic=_unit(found.semantic), lexical=_unit(found.overlap))
    if pair.verbatim:
        return Verdict(max(pair.same, CONSTANTS["same_verbatim"]), "verbatim", 0.0, 0.0, similarity, ())
    places = placed(diff, lost)
    altered = max(altered_probability(turns(diff, lost), found, opinion, places), at_least(places))
    if pair.two:
        other = Part("another statement", 1.0, f"chance of being the same {pair.same:.2f}")
        return Verdict(pair.same, "different", 1.0, altered, similarity, changes, (other,))
    if pair.trim == "harmful":
        altered = max(altered, CONSTANTS["altered_by_trimming"])
    label: Label = "reworded"
    if altered >= CONSTANTS["label_altered"]:
        label = "altered"
    elif pair.trim == "harmless":
        label = "trimmed"
    cut = pair.trim is not None
    parts = divergence_parts(similarity, altered, cut=cut)
    return Verdict(pair.same, label, _total(parts), altered, similarity, changes, parts, cut)


def denied_there(verdict: Verdict) -> Verdict:
    """The verdict on words that one of the two articles says were denied or left open."""
    altered = max(verdict.altered, CONSTANTS["altered_withheld"])
    parts = divergence_parts(verdict.similarity, altered, cut=verdict.cut)
    return replace(verdict, label="altered", divergence=_total(parts), altered=altered, parts=parts)


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


def _total(parts: Sequence[Part]) -> float:
    return _unit(math.fsum(part.amount for part in parts))


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


def altered_probability(found: Turns, alike: Evidence, opinion: Opinion, places: Placed) -> float:
    """Probability that the differences change what was said, from the counted turns and how alike the texts are.

    ``opinion`` is what the network says, ``places`` what the turns show where they stand (turning.py).
    """
    cap = CONSTANTS["altered_cap"]
    # Where only parts are shared the embeddings are far apart, and say nothing of the part that is shared.
    likeness = max(alike.semantic, alike.containment)
    logit = CONSTANTS["altered_intercept"] + CONSTANTS["altered_likeness"] * likeness
    logit += CONSTANTS["altered_contained"] * alike.containment
    logit += math.fsum(CONSTANTS[f"altered_{name}"] * getattr(places, name) for name in PLACED_NAMES)
    logit += CONSTANTS["altered_pair"] * opinion.altered + CONSTANTS["altered_worst"] * opinion.worst
    counted = [min(cap, getattr(found, name)) for name in TURN_NAMES]
    logit += math.fsum(CONSTANTS[f"altered_{name}"] * number for name, number in zip(TURN_NAMES, counted, strict=True))
    logit += math.fsum(CONSTANTS[f"altered_{name}"] * getattr(places, name) for name in UNTOLD_NAMES)
    # Where all else agrees, a turn is no translator's freedom.
    logit += CONSTANTS["altered_agreeing"] * agreeing(counted, alike)
    return probability(logit)


def at_least(places: Placed) -> float:
    """The least probability that the sense is changed, by what the turns show where they stand."""
    shares = {"turned": max(0.0, 2 * places.plain - 1), "traded": places.traded, "loosed": places.loosed}
    return max(CONSTANTS[f"altered_{name}"] * share for name, share in shares.items())


def agreeing(counted: Sequence[float], alike: Evidence) -> float:
    """The counted turns of a pair, as far as its texts agree otherwise."""
    return min(CONSTANTS["altered_cap"], math.fsum(counted)) * alike.containment


TURN_NAMES = tuple(field.name for field in fields(Turns))
"""The counts that the fit uses: all of them."""

REPLACED_NAMES = ("replaced", "unlike", "akin")
"""What is fitted of one replaced word, on pairs written for this."""

UNTOLD_NAMES = (*REPLACED_NAMES, "reach")
"""All that is weighed of what edited_dev has no examples of; how far a text reaches is weighed by hand."""

PLACED_NAMES = ("plain", "opposed", "single", "force")
"""What is fitted of the turns in their places on edited_dev, which has examples of them."""


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
        own = short.words[s0:s1]
        if substituted or (own and (not at_edge or sum(word.weight for word in own) > MARGINAL)):
            return None
        if l1 > l0 and any(word.form in PRONOUNS or word.form in lexicon().negation for word in own):
            return None  # "I did it" is no part of "my brother did it", nor "no house" of "not a house"
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
