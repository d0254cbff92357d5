"""Words that govern others: negations, hedges, conditions, exceptions, bounds, and what leaving them out does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.limits import UNTIL, limits
from quotecheck.comparison.words import Word, Words

GOVERNS = 4
"""A negation or a hedge that stands at most this many words from the kept words governs them."""

OPINION = 2
"""Words of *I think* where it is all that was left out. *I think that* opens speeches more than it hedges: readers of
the development pairs call a text without it trimmed."""

LOOSE_CONDITION = 12
"""A sentence of at most this many words that begins with *unless* or *except* hangs on the one before it."""

_INDEPENDENT = frozenset("and while because".split())
_BOUNDS = frozenset(("low", "high", "under"))


def phrases_in(words: Sequence[Word], lo: int, hi: int) -> Iterator[tuple[int, str]]:
    """Where a phrase of the lexicon lies wholly within words ``lo`` to ``hi``, and of which kind it is."""
    known = lexicon().phrases
    for place in range(lo, hi):
        for phrase, kind in known.get(words[place].form, {}).items():
            end = place + len(phrase)
            if end <= hi and all(word.form == form for word, form in zip(words[place:end], phrase, strict=True)):
                yield place, kind


def bounds_in(words: Sequence[Word]) -> list[str]:
    """The bounds set to numbers among ``words``, in order: ``low``, ``high``, ``under``."""
    return [kind for _, kind in phrases_in(words, 0, len(words)) if kind in _BOUNDS]


def has_condition(words: Sequence[Word]) -> bool:
    """Whether anything is made to hang on a condition, excepted, or limited by an *until*."""
    lex = lexicon()
    return any(word.form in lex.condition or word.form in lex.exception or word.form in UNTIL for word in words) or any(
        kind in ("condition", "exception") for _, kind in phrases_in(words, 0, len(words))
    )


def governs(long: Words, lo: int, hi: int) -> bool:
    """Whether words ``lo`` to ``hi``, left out, negate, condition, hedge or bound what is kept around them."""
    words = long.words
    after = words[hi].sentence if hi < len(words) else None
    before = words[lo - 1].sentence if lo else None
    for place, kind in _marks(words, lo, hi):
        here = words[place].sentence
        if kind in ("negation", "hedge"):
            # Between kept words of one sentence, or right before kept words.
            if here == after and (after == before or hi - place <= GOVERNS):
                return True
            # "…, or so I was told"; but "…, and he will probably come" is about something else.
            if kind == "hedge" and here == before and place - lo <= GOVERNS and words[lo].form not in _INDEPENDENT:
                return True
        elif kind == "opinion":
            # Speakers open with "I think" whatever they say; by itself it makes "he is guilty" an opinion.
            if here == after and place == lo and hi - place <= OPINION:
                return True
        elif kind in ("condition", "exception"):
            # "If …, taxes rise" without its first clause; "taxes rise if …" without its last.
            if here == after and "," in long.text[words[place].end : words[hi].start]:
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
    return False


def _marks(words: Sequence[Word], lo: int, hi: int) -> Iterator[tuple[int, str]]:
    lex = lexicon()
    for place in range(lo, hi):
        form = words[place].form
        if form in lex.negation:
            yield place, "negation"
        elif lex.certainty.get(form) == "unsure":
            yield place, "hedge"
        elif form in lex.condition:
            yield place, "condition"
        elif form in lex.exception:
            yield place, "exception"
        elif form in UNTIL:
            yield place, "limit"
        elif lex.scope.get(form) == "only" and place == hi - 1:
            yield place, "bound"
    for place, kind in phrases_in(words, lo, hi):
        if kind not in _BOUNDS:
            yield place, kind
        elif hi < len(words) and words[hi].value is not None:
            yield place, "bound"


def _loose(words: Sequence[Word], place: int) -> bool:
    """Whether a sentence that opens here is none by itself: "Unless, of course, they refuse." """
    if words[place].form == "if" and words[place - 1].form != "only":
        return False
    end = place + LOOSE_CONDITION
    return end >= len(words) or words[end].sentence != words[place].sentence
