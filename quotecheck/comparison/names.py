"""Names: which of two texts have no like in the other, by spelling, initials, or the country that they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Word

COMMON = 24
"""A letter pair that more words of a text than this have finds no look-alikes: the work stays linear in the length."""

LIKENESS = 0.55
"""Least Dice coefficient of letter pairs of two names with one first letter that are spellings of one. Set by hand."""

_SOUNDS = str.maketrans("gqcxdzvwfp", "kkkktsbbbb", "aeiouyjh'’")


def places_in(words: Sequence[Word]) -> list[int | None]:
    """For each word the number of the country or body that it names, alone or with the words beside it, else None."""
    known = lexicon().places
    found: list[int | None] = [None] * len(words)
    at = 0
    while at < len(words):
        for phrase, number in known.get(words[at].form, ()):
            end = at + len(phrase)
            if end <= len(words) and tuple(word.form for word in words[at:end]) == phrase and _capital(words[at:end]):
                found[at:end] = [number] * len(phrase)
                at = end - 1
                break
        at += 1
    return found


def _capital(words: Sequence[Word]) -> bool:
    return any(word.name for word in words)


def lost_names(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    """Which ``words`` are names and have no kin, look-alike, initials or country in the other text."""
    there = _Forms(others)
    short = {run for run, _ in _initials(others)}
    spelled = {word.start for run, part in _initials(words) if run in there.forms for word in part}
    known: dict[tuple[str, int | None], bool] = {}
    lost = []
    # What an outlet put in brackets stands for a name or a pronoun, unless the other put another name in brackets.
    clarified = any(other.bracketed and other.name for other in others)
    for word, place in zip(words, places_in(words), strict=True):
        if not word.name or (word.bracketed and not clarified) or word.form in short or word.start in spelled:
            lost.append(False)
            continue
        if (word.form, place) not in known:
            known[word.form, place] = there.like(word, place)
        lost.append(not known[word.form, place])
    return lost


def same_name(one: Word, other: Word) -> bool:
    """Whether two names can be spellings or forms of one: *Gadhafi*, *Qaddafi*; *Iran*, *Iranian*; not *Iraq*."""
    if one.stem == other.stem:
        return True
    places = [places_in([word])[0] for word in (one, other)]
    if any(place is not None for place in places):
        return places[0] == places[1]
    return _alike(one.form, other.form)


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if two_names(shorter, longer):
        return False
    if len(shorter) < 4:
        return shorter == longer
    if longer.startswith(shorter if len(shorter) < 6 else shorter[:-1]) and len(longer) - len(shorter) <= 4:
        return True
    if _skeleton(one) == _skeleton(other):
        return True
    pairs = _pairs(one), _pairs(other)
    return one[0] == other[0] and 2 * len(pairs[0] & pairs[1]) >= LIKENESS * (len(pairs[0]) + len(pairs[1]))


def two_names(one: str, other: str) -> bool:
    """Whether look-alikes are known for two names: *Harris*, *Harrison*; *Robert*, *Roberta*; *Michael*, *Michelle*.

    By the list of given names, and by *-son*, which makes another name of one.
    """
    shorter, longer = sorted((one, other), key=lambda name: (len(name), name))
    if shorter == longer:
        return False
    given = lexicon().given
    if shorter in given and longer in given:
        return given[shorter] != given[longer]
    if shorter.endswith("son") != longer.endswith("son"):
        with_son, without = (longer, shorter) if longer.endswith("son") else (shorter, longer)
        return len(without) >= 4 and with_son[:-3].startswith(without.removesuffix("s"))
    return False


def _skeleton(form: str) -> str:
    """The consonants of a name, those that transliterations swap made one, doubled ones single."""
    sounds = form.translate(_SOUNDS)
    return "".join(sound for place, sound in enumerate(sounds) if sound != sounds[place - 1 : place])


def _pairs(form: str) -> frozenset[str]:
    return frozenset(form[place : place + 2] for place in range(len(form) - 1))


class _Forms:
    """The words of a text, kept so that those like another are found without going through all."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.forms = {word.form for word in words}
        self._stems = {word.stem for word in words}
        self._names = {word.form for word in words if word.name}
        places = places_in(words)
        self._places = {place for place in places if place is not None}
        self._all = sorted({
            word.form for word, place in zip(words, places, strict=True) if len(word.form) >= 4 and place is None
        })  # fmt: skip
        self._having: dict[str, list[int]] | None = None
        self._pairs: list[frozenset[str]] = []
        self._starts: dict[str, list[str]] = {}

    def like(self, word: Word, place: int | None) -> bool:
        """Whether a word of the text names the same country, or is of the same form or stem, or a name with the same
        first letters, or shares half its letter pairs; names that are known for two are not alike."""
        if place is not None and place in self._places:
            return True
        if place is None and (word.form in self.forms or word.stem in self._stems):
            return True
        if self._having is None:
            self._having = {}
            for at, form in enumerate(self._all):
                self._pairs.append(_pairs(form))
                for pair in self._pairs[at]:
                    self._having.setdefault(pair, []).append(at)
            for form in self._all:
                if form in self._names:
                    self._starts.setdefault(form[:4], []).append(form)
        if any(not two_names(word.form, form) for form in self._starts.get(word.form[:4], ())):
            return True
        mine = _pairs(word.form)
        having = [self._having.get(pair, ()) for pair in mine]
        near = {at for places in having if len(places) <= COMMON for at in places}
        return any(
            4 * len(mine & self._pairs[at]) >= len(mine) + len(self._pairs[at])
            and not two_names(word.form, self._all[at])
            for at in near
        )


def _initials(words: Sequence[Word]) -> list[tuple[str, list[Word]]]:
    """Two to six names in a row, small words between them passed over, and their initials: *UN*."""
    runs: list[list[Word]] = [[]]
    for word in words:
        if word.name:
            runs[-1].append(word)
        elif word.weight >= 1:
            runs.append([])
    parts = [
        run[at : at + size] for run in runs for at in range(len(run)) for size in range(2, min(6, len(run) - at) + 1)
    ]
    return [("".join(word.form[0] for word in part), part) for part in parts]
