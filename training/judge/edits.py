"""Edits that change what a text says, each planted at a random place; None where a text has no place for one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from training.judge.lists import (
    AUXILIARIES,
    CERTAINTY,
    COUNTRIES,
    DAYS,
    INSERTED_HEDGES,
    MODAL_PHRASES,
    MODALS,
    MONTHS,
    NEGATED,
    NUMBER_WORDS,
    OPPOSITES,
    ORDINALS,
    SUBORDINATE,
    UNITS,
)
from training.judge.sentence import Edit, Swap, Token, like, phrases, replace
from training.judge.wordnet import WordNet

NATIONS = {name: "country" for pair in COUNTRIES for name in pair.split("/")[:1]}
PEOPLES = {name: "people" for pair in COUNTRIES for name in pair.split("/")[1:]}


@dataclass(frozen=True, slots=True)
class Ground:
    """What edits draw words from: WordNet, names of the training texts, how common their words are, paraphrases."""

    net: WordNet
    names: Sequence[str]
    common: dict[str, int]
    table: Mapping[str, Sequence[str]]
    """Phrases and other words for them."""


BOUNDS = ("at most", "fewer than", "more than", "nearly", "up to", "only", "at least")
ARTICLES = frozenset("the a an his her their our".split())

Maker = Callable[[random.Random, str, Sequence[Token], Ground], Edit | None]


def _one(chance: random.Random, found: Sequence[Edit]) -> Edit | None:
    return chance.choice(found) if found else None


def number(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """Another number, unit or magnitude, in digits or in words."""
    found: list[Edit] = []
    for word in words:
        if word.text[0].isdigit():
            found += [((word.start, word.end, _other_number(chance, word.text)),)] * 2
        elif word.form in NUMBER_WORDS:
            found.append(replace(word, chance.choice([n for n in NUMBER_WORDS if n != word.form])))
        elif word.form in ORDINALS:
            found.append(replace(word, chance.choice([n for n in ORDINALS if n != word.form])))
    if not found or chance.random() < 0.3:
        found = phrases(words, UNITS) or found
    return _one(chance, found)


def _other_number(chance: random.Random, numeral: str) -> str:
    while True:
        way = chance.random()
        digits = [place for place, char in enumerate(numeral) if char.isdigit()]
        if way < 0.55:
            at = chance.choice(digits)
            made = numeral[:at] + chance.choice("123456789") + numeral[at + 1 :]
        elif way < 0.7:
            made = numeral + chance.choice(["0", "5", "00"]) if len(digits) < 4 else numeral[: digits[-2] + 1]
        elif way < 0.8 and len(digits) > 1:
            one, two = digits[0], digits[1]
            made = numeral[:one] + numeral[two] + numeral[one + 1 : two] + numeral[one] + numeral[two + 1 :]
        else:
            plain = re.sub(r"\D", "", numeral)
            value = int(plain) if len(plain) < 15 else 100
            made = str(
                max(1, round(value * chance.choice([0.1, 0.5, 0.6, 0.8, 1.2, 1.5, 2, 3, 10])) + chance.randint(-1, 1))
            )
        if made != numeral and made.strip(".,:0") and not made.startswith(("0", ".", ",")):
            return made


def negation(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """A negation put in, taken out, or turned into its opposite."""
    out: list[Edit] = phrases(words, NEGATED)
    for at, word in enumerate(words):
        if word.form in ("not", "never") and at:
            out += [((words[at - 1].end, word.end, ""),)] * 3
        if word.form.endswith(("n't", "n’t")):
            bare = {"won": "will", "ca": "can", "sha": "shall"}.get(word.form[:-3], word.form[:-3])
            out += [replace(word, bare)] * 3
        if word.form == "cannot":
            out += [replace(word, "can")] * 3
    if out and chance.random() < 0.5:
        return _one(chance, out)
    put: list[Edit] = []
    for at, word in enumerate(words[:-1]):
        following = words[at + 1].form
        if word.form in AUXILIARIES and following not in ("not", "never") and not word.form.endswith("n't"):
            new = chance.choice([" not", " not", " never", " no longer", " hardly"])
            put.append(((word.end, word.end, new),))
            if word.form in ("is", "are", "was", "were", "has", "have", "had", "would", "could", "should", "did"):
                put.append(((word.end, word.end, "n't"),))
        elif at and word.form not in AUXILIARIES:
            put += _denied(word, ground)
    return _one(chance, put or out)


def _denied(word: Token, ground: Ground) -> list[Edit]:
    """A finite verb with do-support and a negation: *grows* -> *does not grow*; sure verbs only."""
    kinds = ground.net.lemmas(word.form)
    if {part for part, _, _ in kinds} != {"v"}:
        return []
    _, lemma, ending = kinds[0]
    if ending in ("s", "es", "ies"):
        return [replace(word, f"does not {lemma}")]
    if ending in ("ed", "ied"):
        return [
            replace(word, f"did not {lemma}"),
            replace(word, f"failed to {lemma}"),
            replace(word, f"never {word.form}"),
        ]
    return []


def entity(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """Another name, country, people, day or month in the place of one."""
    found: list[Edit] = []
    at = 0
    while at < len(words):
        word = words[at]
        known = next(
            (sorted(kind) for kind in (NATIONS, PEOPLES) if word.text in kind),
            next((kind for kind in (DAYS, MONTHS) if word.text in kind), None),
        )
        if known:
            found.append(replace(word, chance.choice([name for name in known if name != word.text])))
        elif word.name and len(word.text) > 2:
            last = _last_of_name(text, words, at)
            run = text[word.start : words[last].end]
            other = chance.choice(ground.names)
            if other.casefold() not in text.casefold():
                if last > at and chance.random() < 0.4:  # another person of the same first name
                    found.append(((words[last].start, words[last].end, other.split()[-1]),))
                elif run.casefold() != other.casefold():
                    found.append(((word.start, words[last].end, other),))
            at = last
        at += 1
    return _one(chance, found)


def _last_of_name(text: str, words: Sequence[Token], at: int) -> int:
    """Where the run of capitalised words ends that begins at ``at``."""
    while at + 1 < len(words) and words[at + 1].name and text[words[at].end : words[at + 1].start] == " ":
        at += 1
    return at


def modality(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """Another modal verb or phrase, or one where a plain statement stood."""
    found = [replace(word, chance.choice(MODALS[word.form])) for word in words if word.form in MODALS]
    found += phrases(words, MODAL_PHRASES)
    if not found or chance.random() < 0.15:
        for at, word in enumerate(words[:-1]):
            if word.form in ("is", "are") and not words[at + 1].form.endswith("ing"):
                found.append(replace(word, chance.choice(["may be", "could be", "will be", "must be", "should be"])))
            elif word.form in ("was", "were"):
                found.append(replace(word, chance.choice(["may have been", "could have been", "should have been"])))
            elif word.form in ("has", "have") and words[at + 1].form.endswith("ed"):
                found.append(replace(word, chance.choice(["may have", "should have", "could have"])))
    return _one(chance, found)


def certainty(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """A hedge or a quantifier put in, taken out or exchanged."""
    found = phrases(words, CERTAINTY)
    for word in words:
        if word.form in INSERTED_HEDGES:
            found.append(((word.start, min(len(text), word.end + 1), ""),))
    if not found or chance.random() < 0.3:
        for at, word in enumerate(words[:-1]):
            if word.form in AUXILIARIES and words[at + 1].form != "not":
                found.append(((word.end, word.end, " " + chance.choice(INSERTED_HEDGES)),))
        for word in words:
            if word.text[0].isdigit():
                found.append(((word.start, word.start, chance.choice(BOUNDS) + " "),))
    return _one(chance, found)


def opposite(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """A word gives way to its opposite."""
    found = phrases(words, OPPOSITES)
    if not found or chance.random() < 0.45:
        known: list[Edit] = []
        for word in words:
            if not word.name and len(word.form) > 2:
                known += [replace(word, other) for other in ground.net.opposites(word.form)[:3]]
        found = known or found
    if not found:
        return None
    # Not *to* and *and* most of the time, because they are in every sentence; yet *after* and *against* often enough.
    rarity = [ground.common.get(text[start:end].casefold(), 1) ** -0.25 for ((start, end, _),) in found]
    return chance.choices(found, rarity)[0]


def sister(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """A noun or verb gives way to another of its kind, as in a mistranslation."""
    found = []
    for word in words:
        if word.name or len(word.form) < 4 or word.form in AUXILIARIES:
            continue
        others = [other for other in ground.net.sisters(word.form) if ground.common.get(other, 0) >= 3]
        if others:
            found.append(replace(word, chance.choice(others)))
    return _one(chance, found)


def stranger(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """A content word gives way to some other of the same part of speech and ending."""
    places = [
        w for w in words if not w.name and len(w.form) > 3 and ground.net.lemmas(w.form) and w.form not in AUXILIARIES
    ]
    if not places:
        return None
    word = chance.choice(places)
    part, _, ending = ground.net.lemmas(word.form)[0]
    for other in chance.choices([*ground.common], weights=[*ground.common.values()], k=40):
        kinds = ground.net.lemmas(other)
        if other != word.form and len(other) > 3 and kinds and kinds[0][0] == part and kinds[0][2] == ending:
            return replace(word, other)
    return None


def role(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """Two names, or two noun phrases, change places across a verb."""
    groups: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        last = at
        if words[at].name:
            last = _last_of_name(text, words, at)
            groups.append((words[at].start, words[last].end))
        elif words[at].form in ARTICLES and at + 1 < len(words):
            last = at + 1
            groups.append((words[at].start, words[last].end))
        at = last + 1
    pairs = []
    for i, one in enumerate(groups):
        for two in groups[i + 1 : i + 3]:
            between = text[one[1] : two[0]]
            left, right = text[one[0] : one[1]], text[two[0] : two[1]]
            if (
                left.casefold() != right.casefold()
                and re.search(r"\w", between)
                and between.strip(" ,") not in ("and", "or", "")
            ):
                pairs.append((one, two))
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    left, right = text[one[0] : one[1]], text[two[0] : two[1]]
    swaps: list[Swap] = [(one[0], one[1], _cased(left, right)), (two[0], two[1], _cased(right, left))]
    return tuple(swaps)


def _cased(model: str, words: str) -> str:
    """A phrase that begins with an article takes the case of the one whose place it takes."""
    small = words.split(maxsplit=1)[0].casefold() in ARTICLES
    return like(model, words[0].lower() + words[1:]) if small else words


def omission(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """A clause that governs the rest is cut out: a condition, an exception, a time."""
    found: list[Edit] = []
    for at, word in enumerate(words):
        if word.form not in SUBORDINATE:
            continue
        end = at
        while end + 1 < len(words) and not re.search(r"[,.;:!?—–]", text[words[end].end : words[end + 1].start]):
            end += 1
        size = end - at + 1
        if 2 <= size <= 14 and len(words) - size >= 4:
            start = word.start
            stop = words[end].end
            if text[:start].rstrip().endswith(",") and text[stop : stop + 1] in (",", ".", ""):
                start = text[:start].rstrip().rindex(",")
            elif not text[:start].strip() and text[stop : stop + 1] == ",":
                stop += 1
            found.append(((start, stop, ""),))
    return _one(chance, found)


ALTERING: dict[str, tuple[float, Maker]] = {
    "number": (2.0, number),
    "negation": (1.4, negation),
    "entity": (1.5, entity),
    "modality": (2.4, modality),
    "certainty": (0.9, certainty),
    "opposite": (2.9, opposite),
    "sister": (0.7, sister),
    "stranger": (0.5, stranger),
    "role": (1.1, role),
    "omission": (0.6, omission),
}
"""Kinds of edit, with how often each is tried against the others."""
