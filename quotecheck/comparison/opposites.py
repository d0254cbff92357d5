"""Words that mean the opposite of each other, by lists, or by a prefix or ending that negates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence, Set
from functools import lru_cache

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Word

NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de")
_DENYING = NEGATING_PREFIXES[:-1]
"""Those that deny what they stand before; *de* undoes it."""


def take_sides(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether two texts take opposite sides on anything: one has a word of one side more often than the other, which
    has one of the other side more often: *rose after the vote*, *had been rising before it*.

    Not where either side has gained on both; nor where one text negates more often, which may make up for it.
    """
    if negations(words) != negations(others):
        return False
    mine, there = (Counter(word.stem for word in side if not word.name) for side in (words, others))
    mine, there = mine - there, there - mine
    if _undone(mine, there) or _undone(there, mine):
        return True
    sides = lexicon().sides
    left, right = ({side for stem in stems for side in sides.get(stem, ())} for stems in (mine, there))
    return any(-side in right and -side not in left and side not in right for side in left)


def _undone(stems: Container[str], others: Iterable[str]) -> bool:
    """Whether one of the others is one of the stems behind a prefix that negates: *fair*, *unfair*."""
    return any(rest in stems for stem in others for rest in _affirmed(stem))


def negations(words: Iterable[Word]) -> int:
    """How many words negate; *unless* does: *unless we act*, *if we do not act*."""
    negating = lexicon().negation
    return sum(word.form in negating or word.form == "unless" for word in words)


def denies(word: Word, stems: Set[str]) -> bool:
    """Whether a word denies by itself what the others say: *unable* and *able*."""
    return word.form in lexicon().denial or not stems.isdisjoint(_stripped(word.stem, _DENYING))


@lru_cache(maxsize=65536)
def opposites_of(stem: str) -> frozenset[str]:
    """The stems of what means the opposite of a stem: by the lists, or by a prefix or ending put before or taken off
    it."""
    table = lexicon().contrary
    known = table.get(stem, frozenset())
    formed: set[str] = set()
    for ending in ("er", "est"):
        if stem.endswith(ending):
            bases = [base for base in _bases(stem[: -len(ending)]) if base in table]
            formed.update(form for base in bases for other in table[base] for form in _compared(other, ending))
    if len(stem) >= 4:
        formed.update(prefix + stem for prefix in NEGATING_PREFIXES)
        formed -= lexicon().unprefixed
        if stem.endswith("ful"):
            formed.add(stem[:-3] + "less")
        if stem.endswith("less"):
            formed.add(stem[:-4] + "ful")
    formed.update(_affirmed(stem))
    return known | formed


def _affirmed(stem: str) -> list[str]:
    """What a stem negates by its prefix, if that may be a word: ``unfair`` -> ``fair``."""
    return [rest for rest in _stripped(stem, NEGATING_PREFIXES) if len(rest) >= 4]


def _stripped(stem: str, prefixes: Iterable[str]) -> list[str]:
    """What is left of a stem without a prefix that negates."""
    if stem in lexicon().unprefixed:
        return []
    return [stem[len(prefix) :] for prefix in prefixes if stem.startswith(prefix)]


def _bases(rest: str) -> list[str]:
    """What *-er* and *-est* may have been put to: ``bigg`` -> ``big``, ``happi`` -> ``happy``, ``saf`` -> ``safe``."""
    shorter = [rest[:-1] + "y"] if rest.endswith("i") else [rest[:-1]] if rest[-2:-1] == rest[-1:] else []
    return [rest, rest + "e", *shorter]


def _compared(stem: str, ending: str) -> tuple[str, ...]:
    last = stem[-1]
    return stem + ending, stem + last + ending, stem[:-1] + "i" + ending, stem.removesuffix("e") + ending
