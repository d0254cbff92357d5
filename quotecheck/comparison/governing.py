"""Words that govern others: negations, hedges, conditions, exceptions, bounds, and what leaving them out does."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.limits import SUBJECTS, UNTIL, limits
from quotecheck.comparison.marks import openers_in
from quotecheck.comparison.words import Word, Words

GOVERNS = 4
"""A negation or a hedge that stands at most this many words from the kept words governs them."""

LOOSE_CONDITION = 12
"""A sentence of at most this many words that begins with *unless* or *except* hangs on the one before it."""

_INDEPENDENT = frozenset("and while because".split())
_BOUNDS = frozenset(("low", "high", "under"))
_CONCEDING = frozenset("although though however even besides outside short given whether whenever as".split())
"""These open a clause that may go without harm to the rest: it concedes something, or adds to it."""
_NARROWING = frozenset(
    "in on at by from for to with under within near during before after because all always any every if when".split()
)
"""What follows a negation that takes something out of what was said: *but not for the poor*, not *and did not stay*."""
_POLITE = tuple(
    tuple(phrase.split())
    for phrase in "anything, you remember, you recall, you will, you like, you please, you must know, i may, i might, "
    "i may say, i may say so, i might say so, i may add, i might add, truth be told".split(", ")
)
"""What follows an *if* that sets no condition, where a pause comes next."""
_SLIGHTLY = (("a", "little"), ("a", "bit"), ("a", "touch"), ("a", "trifle"))
"""The same before one more word: *kind, if a little strict*."""
_JOINING = frozenset("and but though although".split())
_WHOLE = frozenset(
    "all everyone everybody everything everywhere nobody nothing none anyone anybody anything one".split()
)
LONGEST_OPENER = 5
"""Words of the longest phrase that opens a clause, and a conjunction before it."""


def phrases_in(words: Sequence[Word], lo: int, hi: int) -> Iterator[tuple[int, int, str]]:
    """From where to where the phrases of the lexicon lie that are within words ``lo`` to ``hi``, and of which kind."""
    known = lexicon().phrases
    forms = tuple(word.form for word in words[lo:hi])
    for at, form in enumerate(forms):
        for phrase, kind in known.get(form, {}).items():
            if forms[at : at + len(phrase)] == phrase:
                yield lo + at, lo + at + len(phrase), kind


def bounds_in(words: Sequence[Word], lo: int, hi: int) -> list[str]:
    """The bounds that words ``lo`` to ``hi`` set to a number, in order: ``low``, ``high``, ``under``."""
    return [kind for _, end, kind in phrases_in(words, lo, hi) if kind in _BOUNDS and is_amount(words[end : end + 2])]


def is_amount(words: Sequence[Word]) -> bool:
    """Whether two words begin with an amount: *40 homes*, *another 40*, *an hour*; but not *the league*."""
    in_units = words[0].form in ("a", "an") and words[-1].stem in lexicon().units if words else False
    return in_units or any(word.value is not None for word in words)


def doubts(words: Sequence[Word], kinds: Container[str] = ("hedge", "opinion")) -> int:
    """How often ``words`` call what is said unsure, hearsay or, by phrases of the kind ``opinion``, a belief."""
    count = end = 0
    unsure = lexicon().certainty
    singles = [(at, at + 1) for at, word in enumerate(words) if unsure.get(word.form) == "unsure"]
    phrases = [(lo, hi) for lo, hi, kind in phrases_in(words, 0, len(words)) if kind in kinds]
    for start, stop in sorted(singles + phrases):
        count += start >= end
        end = max(end, stop)
    return count


def has_condition(words: Sequence[Word]) -> bool:
    """Whether anything is made to hang on a condition, excepted, or limited by an *until*."""
    lex = lexicon()
    return any(word.form in lex.condition or word.form in lex.exception or word.form in UNTIL for word in words) or any(
        kind in ("condition", "exception") for _, _, kind in phrases_in(words, 0, len(words))
    )


def governs(long: Words, lo: int, hi: int) -> bool:
    """Whether words ``lo`` to ``hi``, left out, negate, condition, hedge or bound what is kept around them."""
    words = long.words
    after = words[hi].sentence if hi < len(words) else None
    before = words[lo - 1].sentence if lo else None
    for place, end, kind in _marks(words, lo, hi):
        here = words[place].sentence
        if kind in ("negation", "hedge"):
            # Between kept words of one sentence, or right before kept words.
            if here == after and (after == before or hi - end < GOVERNS):
                return True
            # "…, or so I was told"; but "…, and he will probably come" is about something else.
            if kind == "hedge" and here == before and place - lo <= GOVERNS and words[lo].form not in _INDEPENDENT:
                return True
        elif kind == "opinion":
            # Speakers open with "I think" whatever they say; by itself it makes "he is guilty" an opinion.
            if here in (before, after) and place == lo and hi == end:
                return True
        elif kind in ("condition", "exception"):
            # "If …, taxes rise" without its first clause; "taxes rise if …" without its last.
            if here == after and ("," in long.text[words[place].end : words[hi].start] or _opens(words, place, lo, hi)):
                return True
            if here == before and place - lo < GOVERNS:
                return True
            if lo and place - lo <= 1 and here not in (before, after) and _loose(words, place):
                return True
        elif kind == "limit":
            behind = here == before and place - lo < GOVERNS
            ahead = here == after and here != before and place - lo < GOVERNS
            if (behind or (ahead and "," in long.text[words[hi - 1].end : words[hi].start])) and limits(
                long, lo, hi, place
            ):
                return True
        elif here == after and hi - place <= GOVERNS:
            return True  # "only the rich", "at least 40"
    if lo < hi < len(words) and before != words[lo].sentence == after:
        # "Barring a strike, the ferry sails" without its first words
        return "," in long.text[words[hi - 1].end : words[hi].start] and narrows(words[lo:hi])
    if not lo < hi or words[lo].sentence != before:
        return False
    return narrows(words[lo:hi]) or (words[lo].form == "but" and words[lo - 1].form in _WHOLE)  # "all but the poor"


def narrows(cut: Sequence[Word]) -> bool:
    """Whether a clause that was cut behind kept words opens with a condition, an exception or a denial that narrows
    them: *pending a vote*, *not counting the islands*, *but never in secret*."""
    kind = openers_in(cut[:LONGEST_OPENER]).get(0)
    first, *rest = (word.form for word in cut[: LONGEST_OPENER + 1])
    if first == "once":
        if len(cut) < 3 or cut[2].stem in lexicon().units:
            return False  # "once a week", "once the month before"
        return cut[1].form in SUBJECTS or cut[1].form == "the" or cut[1].name
    if _polite(cut, 0):
        return False
    if kind in ("condition", "exception"):
        return first not in UNTIL and (first not in _CONCEDING or rest[:1] == ["not"])
    if kind != "negation":
        return False
    if first in _JOINING:
        first, *rest = rest or [""]
        if first in lexicon().negation and _NARROWING.intersection(rest[:1]):
            return True
    return first == "without" and bool(rest) and not rest[0].endswith("ing")  # "he left without saying why"


def _opens(words: Sequence[Word], place: int, lo: int, hi: int) -> bool:
    """Whether a condition opens the sentence and what is kept begins with a subject: *If we lose I will go*."""
    return place == lo and _first(words, place) and (words[hi].form in SUBJECTS or words[hi].name)


def _marks(words: Sequence[Word], lo: int, hi: int) -> Iterator[tuple[int, int, str]]:
    lex = lexicon()
    polite = {place + ahead for place in range(lo, hi) for ahead in range(_polite(words, place))}
    for place in range(lo, hi):
        form = words[place].form
        end = place + 1
        if place in polite:
            continue
        if form in lex.negation:
            yield place, end, "negation"
        elif lex.certainty.get(form) == "unsure":
            yield place, end, "hedge"
        elif form in lex.condition or _inverted(words, place):
            yield place, end, "condition"
        elif form in lex.exception:
            yield place, end, "exception"
        elif form in UNTIL:
            yield place, end, "limit"
        elif lex.scope.get(form) == "only" and place == hi - 1:
            yield place, end, "bound"
        elif form in lex.claiming and place > lo and hi - end <= 1 and words[place - 1].form not in ("i", "we"):
            yield place, end, "hedge"  # "critics claim that …"
    for place, end, kind in phrases_in(words, lo, hi):
        if kind not in _BOUNDS:
            yield place, end, kind
        elif hi < len(words) and words[hi].value is not None:
            yield place, end, "bound"


def _polite(words: Sequence[Word], place: int) -> int:
    """Of how many words an *if* and what follows it are an aside that sets no condition, else 0: *if anything, …*, *as
    if*, *if you remember*, *if I may say so*; but *if anything changes* sets one."""
    if words[place].form != "if":
        return 0
    if place > 0 and words[place - 1].form == "as":
        return 1
    following = tuple(word.form for word in words[place + 1 : place + 5])
    lengths = [len(phrase) for phrase in _POLITE if following[: len(phrase)] == phrase]
    lengths += [len(phrase) + 1 for phrase in _SLIGHTLY if following[: len(phrase)] == phrase]
    return next((length + 1 for length in lengths if _pauses(words, place + length)), 0)


def _pauses(words: Sequence[Word], place: int) -> bool:
    """Whether more than a space, or nothing, follows a word."""
    return place + 1 >= len(words) or words[place + 1].start - words[place].end > 1


def _inverted(words: Sequence[Word], place: int) -> bool:
    """Whether a sentence opens with a condition that has no *if*: *should the rains fail, …*."""
    if words[place].form not in ("should", "were", "had") or place + 1 == len(words):
        return False
    return _first(words, place) and (words[place + 1].form in SUBJECTS or words[place + 1].form in ("the", "a", "an"))


def _first(words: Sequence[Word], place: int) -> bool:
    """Whether a sentence begins at a place."""
    return not place or words[place - 1].sentence != words[place].sentence


def _loose(words: Sequence[Word], place: int) -> bool:
    """Whether a sentence that opens here is none by itself: "Unless, of course, they refuse." """
    if words[place].form == "if" and words[place - 1].form != "only":
        return False
    end = place + LOOSE_CONDITION
    return end >= len(words) or words[end].sentence != words[place].sentence
