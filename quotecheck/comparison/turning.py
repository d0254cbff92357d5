"""Turns looked at in their places: whether a word or two that turn the sense are all that differs.

Counted turns (changes.py) are blurred by free wording; where all other words agree, one of them settles the matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from quotecheck.comparison.answers import unanswered
from quotecheck.comparison.changes import Found
from quotecheck.comparison.differences import KIN_WEIGHT, Difference, Segment, shared_weight
from quotecheck.comparison.differing import Part, joined
from quotecheck.comparison.governing import (
    bounds_in,
    doubts,
    governs,
    has_condition,
    is_amount,
    narrows,
)
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.marks import SHIFTED
from quotecheck.comparison.names import same_name
from quotecheck.comparison.opposites import opposites_of
from quotecheck.comparison.pronouns import PRONOUNS, traded_pronouns
from quotecheck.comparison.quantities import unit_changed, unit_of
from quotecheck.comparison.replacing import least_alike
from quotecheck.comparison.swaps import excused
from quotecheck.comparison.words import Word

FREE = 0.25
"""From this share of other words on the rest is worded freely; set by hand."""

FEW, NEARLY_ALL = 0.7, 0.85
"""Shares of the weighty words that both texts have, between which a trade of places comes to count. Set by hand: of the
2,169 pairs of independent translations of edited_dev 1% seem to hold such a trade above the former."""

NEARLY = 0.75
"""Likeness from which on one replaced word tells anything: in translations words are replaced all the time. By hand."""

TURN = 2.0
"""Weight of the words that a turn may take, two content words; beyond that its place is worded freely too. By hand."""

_BELOW = frozenset("almost nearly under below fewer less".split())
_ABOVE = frozenset("over above exceeding beyond more upwards upward".split())
"""Words of a phrase right before a number that put the amount below it, and above."""

_SAYING = frozenset("say claim promiz order decid tell agre".split())
_ANY_LONGER = frozenset(("longer", "anymore"))
"""What goes with a negation: *no longer alive*, *dead*."""
_OWN = {"i": ("my",), "he": ("his",), "she": ("her",)}

SHORT = 8
"""A turn stands in a difference of at most this many words."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What the turns of a difference show in their places.

    ``plain`` is how nearly the texts agree but for their turns, where they have one: 0 without, 1 where nothing else
    differs. ``opposed``: opposites face each other in a place where the texts differ; ``single``: a single word that
    turns the sense stands in the place of another or of none. Both hold however freely the rest is worded.
    ``force``, ``reach``: in how many ways one text goes further than the other (answers.py).
    ``replaced``: how nearly the texts agree but for one replaced word (replacing.py); ``unlike`` and ``akin``: the same
    where the word is known to be far from the other in meaning, or near.
    ``traded``: whether two traded places around a verb; ``loosed``: whether one text leaves out a condition, an
    exception or the like. Both as far as the texts hold the same words: where these are few, it is a translator's
    freedom.
    """

    plain: float = 0.0
    opposed: bool = False
    single: bool = False
    force: int = 0
    reach: int = 0
    replaced: float = 0.0
    unlike: float = 0.0
    akin: float = 0.0
    traded: float = 0.0
    loosed: float = 0.0


def placed(diff: Difference, found: Found | None = None) -> Placed:
    """The turns of a difference in their places; symmetric in the two texts. ``found`` saves finding it anew."""
    segments = joined(diff.segments)
    context = _Context(diff, found or Found(diff))
    loose = {cut for cut in {*segments, *_cuts(context.found)} if _ungoverned(diff, cut, context)}
    turned = {
        segment
        for segment in segments
        if segment in loose or context.traded_in(segment) or _turned(diff, segment, context)
    }
    turned |= _moved_negation(diff, segments)
    traded = any(part.kind == "role" and _compact(part) for part in context.found.parts())
    loosed = any(_hangs(diff, cut) for cut in loose)
    common = _held(diff) if traded or loosed else 0.0
    told = {segment for segment in segments if _holds(segment, context.moved) or _made_up(*_words(diff, segment))}
    told |= turned
    kind, suspects = least_alike(diff, (segment for segment in segments if segment not in told))
    weightiest = max(suspects, key=lambda one: _weight(diff, one), default=None)
    replaced = _nothing_else(diff, weightiest) if weightiest else 0.0
    return Placed(
        plain=likeness(diff, turned) if turned else 0.0,
        opposed=any(context.opposed_in(segment, *_words(diff, segment)) for segment in segments),
        single=any(segment.a1 - segment.a0 <= 1 and segment.b1 - segment.b0 <= 1 for segment in turned),
        force=unanswered(diff, "force"),
        reach=unanswered(diff, "reach"),
        replaced=replaced,
        unlike=replaced * (kind == "unlike"),
        akin=replaced * (kind == "akin"),
        traded=common * traded,
        loosed=common * loosed,
    )


def _cuts(found: Found) -> list[Segment]:
    """What was cut behind kept words, apart from words beside it that were replaced: *grain except rye*, *corn*."""
    parts = [part for part in found.parts() if part.kind == "omission" and part.a0 and part.b0]
    return [Segment(part.a0, part.a1, part.b0, part.b1) for part in parts]


def _nothing_else(diff: Difference, segment: Segment) -> float:
    return max(0.0, likeness(diff, {segment}) - NEARLY) / (1 - NEARLY)


def _held(diff: Difference) -> float:
    """1 where the text with fewer weighty words has next to all of them from the other, in whatever places; 0 where
    it has no more than FEW of them."""
    mine, other = (Counter(word.stem for word in words if word.weight >= 1) for words in (diff.a.words, diff.b.words))
    fewer = min(mine.total(), other.total())
    share = (mine & other).total() / fewer if fewer else 0.0
    return min(1.0, max(0.0, (share - FEW) / (NEARLY_ALL - FEW)))


def _compact(part: Part) -> bool:
    """Whether words trade places within a clause; over longer stretches a sentence is rather built anew."""
    return max(part.a1 - part.a0, part.b1 - part.b0) <= SHORT


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
        _facing([word], others) or (word.weight < 1 and word.form not in telling) or word.form in _ANY_LONGER
        for word in rest
    )


def likeness(diff: Difference, turned: Container[Segment] = ()) -> float:
    """1 where no words but ends and the segments ``turned`` differ, falling to 0 where FREE of the weight does."""
    shared = shared_weight(diff)
    other = 0.0
    segments = joined(diff.segments)
    beyond = [segment for segment in segments if _beyond(diff, segment)]
    # A text cut at its ends agrees in the rest; where each has an end of its own they share but a part.
    cut = frozenset(beyond if len({segment.a0 < segment.a1 for segment in beyond}) == 1 else ())
    for segment in segments:
        weight = 0.0 if segment in cut else _weight(diff, segment)
        other += max(0.0, weight - TURN) if segment in turned else weight
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


def _holds(segment: Segment, places: frozenset[int]) -> bool:
    """Whether one of the places of the first text lies within a segment."""
    return not places.isdisjoint(range(segment.a0, segment.a1))


def _beyond(diff: Difference, segment: Segment) -> bool:
    """Whether one text goes on here beyond the beginning or the end of the other."""
    return segment.a0 == segment.a1 in (0, len(diff.a.words)) or segment.b0 == segment.b1 in (0, len(diff.b.words))


def _weight(diff: Difference, segment: Segment) -> float:
    left, right = _words(diff, segment)
    weight = max(sum(word.weight for word in left), sum(word.weight for word in right))
    kin = len(left) == len(right) and all(one.stem == other.stem for one, other in zip(left, right, strict=True))
    return weight * (1 - KIN_WEIGHT) if kin else weight


class _Context:
    """What is asked of the whole texts for every segment, found once."""

    def __init__(self, diff: Difference, found: Found) -> None:
        self.found = found
        self.condition_a = has_condition(diff.a.words)
        self.condition_b = has_condition(diff.b.words)
        self.moved = frozenset(part.a0 for part in found.swapped)
        harmless = excused(diff, list(found.swapped))
        self.traded = frozenset[int]() if harmless else self.moved
        self.listed = self.moved if harmless else frozenset[int]()
        self.stems_a, self.stems_b = ({word.stem for word in words.words} for words in (diff.a, diff.b))
        self.as_unsure = doubts(diff.a.words) == doubts(diff.b.words)
        self._intended = [part for part in found.parts() if _intends_otherwise(diff, part)]
        # Of longer parts only the words that traded places are a turn: the rest may be worded anew.
        roles = traded_pronouns(diff) if any(part.kind == "role" for part in found.parts()) else []
        self._roles_a = {place for part in roles for place in range(part.a0, part.a1)}
        self._roles_b = {place for part in roles for place in range(part.b0, part.b1)}

    def opposed_in(self, segment: Segment, left: Sequence[Word], right: Sequence[Word]) -> bool:
        """Whether words have their opposite on the other side, with no negation to make up for it: not *rich and poor*,
        *poor and rich*."""
        return not _holds(segment, self.listed) and _facing(left, right) and not _made_up(left, right)

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
        if lo == 0 or hi == len(words.words):
            return False  # what stands beyond the other text's end is about something else
    if len(left) + len(right) > SHORT or (left and right and _holds(segment, context.listed)):
        return False
    return (
        (found.negated and _negates(left) != _negates(right) and not _made_up(left, right))
        or context.opposed_in(segment, left, right)
        or _numbers(left, right, found.numbers.inside(segment))
        or unit_changed(diff.a.words, diff.b.words, (segment.a0, segment.a1), (segment.b0, segment.b1))
        or _classes(left, right, found.shifts)
        or _bounded(diff, segment)
        or context.intended_in(segment)
        or _reached(diff, segment)
        or _other_side(diff, segment)
        or any(told(one, other) for told in (_anothers, _done, _freed) for one, other in ((left, right), (right, left)))
        or _names(left, right, found.names.inside(segment))
        or _holds(segment, context.traded)
    )


def _ungoverned(diff: Difference, segment: Segment, context: _Context) -> bool:
    """Whether one text leaves out words that govern those it keeps, and says nothing like them elsewhere."""
    left, right = _words(diff, segment)
    if left and right:
        return False
    words, lo, hi = (diff.a, segment.a0, segment.a1) if left else (diff.b, segment.b0, segment.b1)
    elsewhere = context.condition_b if left else context.condition_a
    cut = words.words[lo:hi]
    if not governs(words, lo, hi) or (elsewhere and has_condition(cut)):
        return False
    if context.as_unsure and doubts(cut):
        return False  # "I think it is", "it is, it seems"
    if context.found.negated:
        return True
    there = context.stems_b if left else context.stems_a
    telling = [word for word in cut if word.weight >= 1 and word.form != "according"]
    if has_condition(cut) or not telling:
        telling = list(cut)  # of hearsay the small words may differ: "police said", "according to police"
    return not all(word.stem in there for word in telling) and not _negates(cut)


def _other_side(diff: Difference, segment: Segment) -> bool:
    """*Almost 40* against *over 40*, *nearly a year* against *over a year*: from below and from above."""
    left, right = _words(diff, segment)
    following = diff.a.words[segment.a1 : segment.a1 + 2], diff.b.words[segment.b1 : segment.b1 + 2]
    if not all(map(is_amount, following)):
        return False
    if _negates(left) or _negates(right):
        return False  # "no fewer than 40", "more than 40"
    sides = [
        {"below" if word.form in _BELOW else "above" for word in words if word.form in _BELOW | _ABOVE}
        for words in (left, right)
    ]
    return {"below"} in sides and {"above"} in sides


def _moved_negation(diff: Difference, segments: Sequence[Segment]) -> set[Segment]:
    """A negation that stands before a verb of saying here and behind it there: *never said that it was*, *said that it
    never was*; but *did not think that it was* is *thought that it was not*."""
    gaps = [
        (segment, _negates(left) - _negates(right)) for segment in segments for left, right in [_words(diff, segment)]
    ]
    moved = [(segment, gap) for segment, gap in gaps if gap]
    if len(moved) != 2 or moved[0][1] + moved[1][1]:
        return set()
    (one, _), (two, _) = moved
    own = [{word.stem for side in _words(diff, segment) for word in side if word.weight >= 1} for segment in (one, two)]
    if (own[0] & own[1]) - lexicon().negation:
        return set()  # what is denied moved along
    between = (*diff.a.words[one.a0 : two.a0], *diff.b.words[one.b0 : two.b0])
    return {one, two} if any(word.stem in _SAYING for word in between) else set()


def _anothers(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """*I drove* against *my wife drove*."""
    if len(words) != 1 or words[0].form not in _OWN or len(others) < 2:
        return False
    return others[0].form in _OWN[words[0].form] and any(word.weight >= 1 for word in others[1:])


def _done(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """*Will rebuild* against *have rebuilt*."""
    forms, there = ({word.form for word in side} for side in (words, others))
    return (
        not forms.isdisjoint(("will", "shall"))
        and "have" not in forms
        and not there.isdisjoint(("have", "has"))
        and there.isdisjoint(("will", "shall", "to"))
    )


def _freed(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """*Do not have to pay* against *must not pay*."""
    forms, there = ({word.form for word in side} for side in (words, others))
    denied = _negates(words) == _negates(others) == 1
    return (
        denied and "must" in forms and "to" in there and not there.isdisjoint(("have", "has", "had", "need", "needs"))
    )


def _hangs(diff: Difference, segment: Segment) -> bool:
    """Whether what one text has alone is a condition, an exception or a denial; hedges stand wherever they like."""
    left, right = _words(diff, segment)
    words = left or right
    return has_condition(words) or narrows(words)


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
    if bool(doubts(left, ("hedge",))) != bool(doubts(right, ("hedge",))):
        return True
    scopes = [_kinds(words, lex.scope, "") for words in (left, right)]
    denied = _negates(left) and _negates(right)  # "not a single one", "none"
    return scopes[0] != scopes[1] and not denied and (all(scopes) or any("only" in kinds for kinds in scopes))


def _bounded(diff: Difference, segment: Segment) -> bool:
    """*At least 40* against *40*."""
    return bounds_in(diff.a.words, segment.a0, segment.a1) != bounds_in(diff.b.words, segment.b0, segment.b1)


def _kinds(
    words: Sequence[Word], known: Mapping[str, str], without: str, shifted: Mapping[str, str] = MappingProxyType({})
) -> Counter[str]:
    forms = [shifted.get(word.form, word.form) for word in words]
    return Counter(known[form] for form in forms if known.get(form, without) != without)


def _names(left: Sequence[Word], right: Sequence[Word], lost: tuple[int, int]) -> bool:
    if all(lost):
        return True
    return len(left) == len(right) and any(
        one.name and other.name and one.form != other.form and not same_name(one, other)
        for one, other in zip(left, right, strict=True)
    )
