"""Who did what to whom where one of the two is a pronoun: *my lawyer told me*, *I told my lawyer*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotecheck.comparison.differences import Difference
from quotecheck.comparison.differing import Part
from quotecheck.comparison.words import Word, Words, runs_on

BEFORE = 5
"""Auxiliaries and adverbs that may stand between a subject and its verb: *they have never really*."""

PHRASE = 4
"""Words of a noun phrase that are looked at: *the new minister*."""

_SUBJECT = {"i": "i", "we": "we", "he": "he", "she": "she", "they": "they", "you": "you", "it": "it"}
_OBJECT = {"me": "i", "us": "we", "him": "he", "her": "she", "them": "they", "you": "you", "it": "it"}
"""Pronouns, and which person they stand for."""

_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())

PRONOUNS = _SUBJECT.keys() | _OBJECT.keys()
"""Words that stand for somebody or something by themselves."""

BEING = frozenset("am is are was were be been being get gets got getting".split())
_AUXILIARIES = BEING | frozenset(
    "have has had having do does did will would shall should can could may might must".split()
)
_ADVERBS = frozenset("not never ever also just only still already always often once really even then".split())
_DETERMINERS = frozenset(
    "a an the this that these those my your his her its our their some any all no every each".split()
)
_PARTICLES = frozenset("to at about for against on upon of from up down out off after over into".split())
EVEN = frozenset("meet marry wed divorc rival resembl equal".split())
"""Stems of verbs; what they say holds both ways: *I met the minister*, *the minister met me*."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Who (``doer``) did something to whom: persons of pronouns or stems of nouns; in words ``lo`` to ``hi``."""

    doer: frozenset[str]
    other: frozenset[str]
    pronoun: bool
    lo: int
    hi: int


def shifts(diff: Difference) -> tuple[bool, bool]:
    """Whether the other text can be indirect speech of a, and of b: no *I* in it any more, or it opens with *that*."""
    a, b = diff.a.words, diff.b.words
    if not a or not b:
        return False, False
    by_me = [any(word.form in _FIRST for word in words) for words in (a, b)]
    that = [words[0].form == "that" for words in (a, b)]
    return by_me == [True, False] or that == [False, True], by_me == [False, True] or that == [True, False]


def traded_pronouns(diff: Difference) -> list[Part]:
    """The first verb that both texts have, around which the same two traded places and one is a pronoun; or nothing.

    Symmetric in the two texts.
    """
    a, b = diff.a.words, diff.b.words
    once_a, once_b = once(a), once(b)
    found: list[Part] = []
    for stem, i in once_a.items():
        j = once_b.get(stem)
        if j is None or stem in EVEN or a[i].name or b[j].name:
            continue
        one = _frame(diff.a, i)
        two = _frame(diff.b, j) if one else None
        if one is None or two is None or not (one.pronoun or two.pronoun):
            continue
        if one.doer & two.other and one.other & two.doer and not one.doer & two.doer and not one.other & two.other:
            found.append(Part("role", one.lo, one.hi, two.lo, two.hi))
    return sorted(found, key=lambda part: (part.a0 + part.b0, part.a1 + part.b1))[:1]


def once(words: Sequence[Word]) -> dict[str, int]:
    """The weighty words that a text has once, by stem, and where each stands."""
    places: dict[str, int] = {}
    for place, word in enumerate(words):
        if word.weight >= 1:
            places[word.stem] = -1 if word.stem in places else place
    return {stem: place for stem, place in places.items() if place >= 0}


def _frame(text: Words, verb: int) -> _Frame | None:
    words = text.words
    at = verb - 1
    being = False
    while at >= 0 and verb - at <= BEFORE and _joins(text, at) and _beside_verb(words[at]):
        being = being or words[at].form in BEING
        at -= 1
    if at < 0 or not _joins(text, at):
        return None
    subject, lo = _subject(text, at)
    after = verb + 1
    passive = being and not text.text[words[verb].start : words[verb].end].lower().endswith("ing")
    if passive and not (after < len(words) and words[after].form == "by"):
        return None  # by nobody named
    if passive or (after < len(words) and words[after].form in _PARTICLES):
        after += 1
    target, hi = _target(text, after)
    if not subject or not target:
        return None
    pronoun = words[at].form in _SUBJECT or (hi == after + 1 and words[after].form in _OBJECT)
    return _Frame(target, subject, pronoun, lo, hi) if passive else _Frame(subject, target, pronoun, lo, hi)


def _beside_verb(word: Word) -> bool:
    return word.form in _AUXILIARIES or word.form in _ADVERBS or (word.form.endswith("ly") and not word.name)


def _subject(text: Words, at: int) -> tuple[frozenset[str], int]:
    """Who the word at a place stands for, or its noun phrase that ends there; and where that begins."""
    words = text.words
    if words[at].form in _SUBJECT:
        return frozenset((f"*{_SUBJECT[words[at].form]}",)), at
    lo = at
    stems = set()
    while lo >= 0 and at - lo < PHRASE and words[lo].weight >= 1 and (lo == at or _joins(text, lo)):
        stems.add(words[lo].stem)
        lo -= 1
    if lo >= 0 and words[lo].form in _DETERMINERS and _joins(text, lo):
        lo -= 1
    return frozenset(stems), lo + 1


def _target(text: Words, at: int) -> tuple[frozenset[str], int]:
    """Who the word at a place stands for, or its noun phrase that begins there; and where that ends."""
    words = text.words
    if at >= len(words) or not _joins(text, at - 1):
        return frozenset(), at
    owns = at + 1 < len(words) and _joins(text, at) and words[at + 1].weight >= 1  # "her brother"
    if words[at].form in _OBJECT and not (words[at].form == "her" and owns):
        return frozenset((f"*{_OBJECT[words[at].form]}",)), at + 1
    hi = at + 1 if words[at].form in _DETERMINERS and owns else at
    stems = set()
    while hi < len(words) and hi - at < PHRASE and words[hi].weight >= 1 and (hi == at or _joins(text, hi - 1)):
        stems.add(words[hi].stem)
        hi += 1
    return frozenset(stems), hi


def _joins(text: Words, at: int) -> bool:
    """Whether the word at a place runs on into the next one."""
    return runs_on(text.text, text.words[at], text.words[at + 1])
