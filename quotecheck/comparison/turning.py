"""Turns looked at in their places: whether a word or two that turn the sense are all that differs.

Counted turns (changes.py) are blurred by free wording; where all other words agree, one of them settles the matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from quotecheck.comparison.changes import Found
from quotecheck.comparison.differences import KIN_WEIGHT, Difference, Segment, shared_weight
from quotecheck.comparison.differing import Part, joined
from quotecheck.comparison.governing import bounds_in, governs, has_condition, phrases_in
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.marks import SHIFTED
from quotecheck.comparison.names import same_name
from quotecheck.comparison.opposites import opposites_of
from quotecheck.comparison.pronouns import PRONOUNS, traded_pronouns
from quotecheck.comparison.quantities import unit_changed, unit_of
from quotecheck.comparison.swaps import excused
from quotecheck.comparison.words import Word

FREE = 0.25
"""From this share of other words on the rest is worded freely; set by hand."""

SHORT = 8
"""A turn stands in a difference of at most this many words."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What the turns of a difference show in their places.

    ``plain`` is how nearly the texts agree but for their turns, where they have one: 0 without, 1 where nothing else
    differs. ``opposed``: opposites face each other in a place where the texts differ; ``single``: a single word that
    turns the sense stands in the place of another or of none. Both hold however freely the rest is worded.
    """

    plain: float = 0.0
    opposed: bool = False
    single: bool = False


def placed(diff: Difference, found: Found | None = None) -> Placed:
    """The turns of a difference in their places; symmetric in the two texts. ``found`` saves finding it anew."""
    segments = joined(diff.segments)
    context = _Context(diff, found or Found(diff))
    turned = {segment for segment in segments if context.traded_in(segment) or _turned(diff, segment, context)}
    return Placed(
        plain=likeness(diff, [segment for segment in segments if segment not in turned]) if turned else 0.0,
        opposed=any(context.opposed_in(segment, *_words(diff, segment)) for segment in segments),
        single=any(segment.a1 - segment.a0 <= 1 and segment.b1 - segment.b0 <= 1 for segment in turned),
    )


def makes_up(diff: Difference) -> bool:
    """Whether, wherever the texts differ, a negation here and an opposite there come to the same, with small words
    beside: *did not win*, *lost*, but not *may not win*, *did not win much*, *she did not win*."""
    sides = [_words(diff, segment) for segment in joined(diff.segments)]
    return bool(sides) and all(
        _made_up(left, right) and _settled(left, right) and _settled(right, left) for left, right in sides
    )


def _settled(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether one word has its opposite among the others, and the rest are negations, opposites of such and small."""
    lex = lexicon()
    plain = [word for word in others if word.form not in lex.negation]
    rest = [word for word in words if word.form not in lex.negation and not _facing([word], plain)]
    telling = lex.modality.keys() | PRONOUNS
    return len(words) - len(rest) - _negates(words) == 1 and all(
        _facing([word], others) or (word.weight < 1 and word.form not in telling) for word in rest
    )


def likeness(diff: Difference, segments: Sequence[Segment] | None = None) -> float:
    """1 where no words but ends and ``segments`` (all, if None) differ, falling to 0 where FREE of the weight does."""
    if segments is None:
        segments = joined(diff.segments)
    shared = shared_weight(diff)
    other = sum(_weight(diff, segment) for segment in segments)
    return max(0.0, 1.0 - other / (FREE * (other + shared))) if shared else 0.0


def exchanged(diff: Difference) -> float:
    """1 where both texts have the same weighty words in whatever places, falling to 0 like ``likeness``."""
    held = [Counter(word.stem for word in words if word.weight >= 1) for words in (diff.a.words, diff.b.words)]
    shared, other = (held[0] & held[1]).total(), max((held[0] - held[1]).total(), (held[1] - held[0]).total())
    return max(0.0, 1.0 - other / (FREE * (other + shared))) if shared else 0.0


def _words(diff: Difference, segment: Segment) -> tuple[Sequence[Word], Sequence[Word]]:
    return diff.a.words[segment.a0 : segment.a1], diff.b.words[segment.b0 : segment.b1]


def _made_up(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether a negation makes up for opposites: *not legal*, *illegal*; but not for itself: *never*, *always*."""
    plain = [[word for word in words if word.form not in lexicon().negation] for words in (left, right)]
    return _negates(left) % 2 != _negates(right) % 2 and _facing(*plain)


def _facing(left: Sequence[Word], right: Sequence[Word]) -> bool:
    others = {word.stem for word in right}
    return any(not others.isdisjoint(opposites_of(word.stem)) for word in left)


def _weight(diff: Difference, segment: Segment) -> float:
    left, right = _words(diff, segment)
    if not (left and right) and (
        segment.a0 == segment.a1 in (0, len(diff.a.words)) or segment.b0 == segment.b1 in (0, len(diff.b.words))
    ):
        return 0.0  # a text cut at its end agrees in the rest
    weight = max(sum(word.weight for word in left), sum(word.weight for word in right))
    kin = len(left) == len(right) and all(one.stem == other.stem for one, other in zip(left, right, strict=True))
    return weight * (1 - KIN_WEIGHT) if kin else weight


class _Context:
    """What is asked of the whole texts for every segment, found once."""

    def __init__(self, diff: Difference, found: Found) -> None:
        self.found = found
        self.condition_a = has_condition(diff.a.words)
        self.condition_b = has_condition(diff.b.words)
        moved = frozenset(part.a0 for part in found.swapped)
        harmless = excused(diff, list(found.swapped))
        self.traded = frozenset[int]() if harmless else moved
        self._listed = moved if harmless else frozenset[int]()
        self._intended = [part for part in found.parts() if _intends_otherwise(diff, part)]
        # Of longer parts only the words that traded places are a turn: the rest may be worded anew.
        roles = traded_pronouns(diff) if any(part.kind == "role" for part in found.parts()) else []
        self._roles_a = {place for part in roles for place in range(part.a0, part.a1)}
        self._roles_b = {place for part in roles for place in range(part.b0, part.b1)}

    def opposed_in(self, segment: Segment, left: Sequence[Word], right: Sequence[Word]) -> bool:
        """Whether words have their opposite on the other side, with no negation to make up for it: not *rich and poor*,
        *poor and rich*."""
        return (
            self._listed.isdisjoint(range(segment.a0, segment.a1))
            and _facing(left, right)
            and not _made_up(left, right)
        )

    def intended_in(self, segment: Segment) -> bool:
        """Whether a segment has modal words of one class where the other text has those of another: hopes to, will."""
        return any(
            part.a0 < segment.a1 and segment.a0 < part.a1 and part.b0 < segment.b1 and segment.b0 < part.b1
            for part in self._intended
        )

    def traded_in(self, segment: Segment) -> bool:
        """Whether a segment lies within a verb's few words around which two traded places."""
        return self._roles_a.issuperset(range(segment.a0, segment.a1)) and self._roles_b.issuperset(
            range(segment.b0, segment.b1)
        )


def _intends_otherwise(diff: Difference, part: Part) -> bool:
    """Whether both texts have modal words there; but *would* may be the tense of indirect speech."""
    words = (*diff.a.words[part.a0 : part.a1], *diff.b.words[part.b0 : part.b1])
    both = part.kind == "modality" and part.a1 > part.a0 and part.b1 > part.b0
    return both and not any(word.form == "would" for word in words)


def _turned(diff: Difference, segment: Segment, context: _Context) -> bool:
    found = context.found
    left, right = _words(diff, segment)
    if not left or not right:
        words, lo, hi = (diff.a, segment.a0, segment.a1) if left else (diff.b, segment.b0, segment.b1)
        elsewhere = context.condition_b if left else context.condition_a
        if governs(words, lo, hi) and not (elsewhere and has_condition(words.words[lo:hi])):
            return found.negated or not _negates(words.words[lo:hi])
        if lo == 0 or hi == len(words.words):
            return False  # what stands beyond the other text's end is about something else
    if len(left) + len(right) > SHORT:
        return False
    return (
        (found.negated and _negates(left) != _negates(right) and not _made_up(left, right))
        or context.opposed_in(segment, left, right)
        or _numbers(left, right, found.numbers.inside(segment))
        or unit_changed(diff.a.words, diff.b.words, (segment.a0, segment.a1), (segment.b0, segment.b1))
        or _classes(left, right, found.shifts)
        or context.intended_in(segment)
        or _reached(diff, segment)
        or _names(left, right, found.names.inside(segment))
        or any(place in context.traded for place in range(segment.a0, segment.a1))
    )


def _reached(diff: Difference, segment: Segment) -> bool:
    """*Fell by 4 percent* against *fell to 4 percent*."""
    left, right = diff.a.words[segment.a0 : segment.a1 + 1], diff.b.words[segment.b0 : segment.b1 + 1]
    forms = {words[0].form for words in (left, right) if len(words) == 2 and words[1].value is not None}
    return forms == {"by", "to"}


def _negates(words: Sequence[Word]) -> int:
    return sum(word.form in lexicon().negation for word in words)


def _numbers(left: Sequence[Word], right: Sequence[Word], lost: tuple[int, int]) -> bool:
    currency = lexicon().currency
    money = [{unit_of(word) for word in words if word.form in currency} for words in (left, right)]
    if all(money) and money[0] != money[1]:
        return True
    # One side counts, the other says it in words: "40 days", "a month".
    return all(lost) or (any(lost) and any(word.weight >= 1 for word in (right if lost[0] else left)))


def _classes(left: Sequence[Word], right: Sequence[Word], shifts: tuple[bool, bool]) -> bool:
    """Modal verbs, hedges, quantifiers and bounds of another kind; ``shifts``: a side is told in the other's tense."""
    lex = lexicon()
    modals = [
        _kinds(words, lex.modality, "conditional", SHIFTED if shift else {})
        for words, shift in zip((left, right), shifts, strict=True)
    ]
    if modals[0] != modals[1] and (all(modals) or any("possible" in kinds for kinds in modals)):
        return True
    hedges = [_hedges(words) for words in (left, right)]
    if bool(hedges[0]) != bool(hedges[1]):
        return True
    scopes = [_kinds(words, lex.scope, "") for words in (left, right)]
    denied = _negates(left) and _negates(right)  # "not a single one", "none"
    if scopes[0] != scopes[1] and not denied and (all(scopes) or any("only" in kinds for kinds in scopes)):
        return True
    bounds = [bounds_in(words) for words in (left, right)]
    return bounds[0] != bounds[1]


def _kinds(
    words: Sequence[Word], known: Mapping[str, str], without: str, shifted: Mapping[str, str] = MappingProxyType({})
) -> Counter[str]:
    forms = [shifted.get(word.form, word.form) for word in words]
    return Counter(known[form] for form in forms if known.get(form, without) != without)


def _hedges(words: Sequence[Word]) -> int:
    unsure = sum(lexicon().certainty.get(word.form) == "unsure" for word in words)
    return unsure + sum(kind == "hedge" for _, _, kind in phrases_in(words, 0, len(words)))


def _names(left: Sequence[Word], right: Sequence[Word], lost: tuple[int, int]) -> bool:
    if all(lost):
        return True
    return len(left) == len(right) and any(
        one.name and other.name and one.form != other.form and not same_name(one, other)
        for one, other in zip(left, right, strict=True)
    )
