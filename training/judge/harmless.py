"""Edits that leave the sense as it was, so that an edited text is no sign of an altered one."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise

from training.judge.edits import Ground, Maker
from training.judge.lists import (
    AUXILIARIES,
    BACKSHIFTED,
    COMPANY,
    DAYS,
    FILLERS,
    GOVERNING,
    INITIALS,
    MONTHS,
    NEAR_NUMBERS,
    NUMBER_WORDS,
    SAME,
    SPEAKER,
)
from training.judge.paraphrases import paraphrased
from training.judge.sentence import Edit, Swap, Token, phrases, replace

OPENING = frozenset("the a an he she it they we this these his her there".split())
"""Words that lose their capital where a phrase comes before them."""


def same_phrase(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """Other words for the same thing."""
    names = {word.start for word in words if word.name}
    found = [edit for edit in phrases(words, SAME) if edit[0][0] not in names and _fits(text, edit[0])]
    found += phrases(words, INITIALS)
    return chance.choice(found) if found else None


def _fits(text: str, swap: Swap) -> bool:
    start, end, new = swap
    if not NEAR_NUMBERS & {text[start:end].casefold(), new.casefold()}:
        return True
    following = re.match(r"\W*(\w+)", text[end:])
    return following is not None and (following[1][0].isdigit() or following[1].casefold() in NUMBER_WORDS)


def synonym(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """A word of one sense gives way to another of that sense."""
    found = [replace(word, other) for word in words if not word.name for other in ground.net.synonyms(word.form)[:2]]
    return chance.choice(found) if found else None


def filler(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """A word that adds nothing is put in or left out."""
    found: list[Edit] = []
    for word in words:
        if word.form in ("also", "very", "just", "really", "actually", "indeed", "then", "well"):
            found += [((word.start, min(len(text), word.end + 1), ""),)] * 2
    for word in words[:-1]:
        if word.form in ("is", "are", "was", "were", "has", "have", "had", "will", "would", "and", "but"):
            found.append(((word.end, word.end, " " + chance.choice(FILLERS)),))
    return chance.choice(found) if found else None


def spelled(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """Digits for number words and the other way round, other thousands separators, short months."""
    found: list[Edit] = []
    for word in words:
        if word.form in NUMBER_WORDS[:18]:
            found.append(((word.start, word.end, str(NUMBER_WORDS.index(word.form) + 2)),))
        elif word.text.isdigit() and 2 <= int(word.text) <= 19:
            found.append(((word.start, word.end, NUMBER_WORDS[int(word.text) - 2]),))
        elif re.fullmatch(r"\d{1,3},\d{3}", word.text):
            found.append(((word.start, word.end, word.text.replace(",", chance.choice(["", " "]))),))
        elif len(word.text) > 4 and word.text in (*MONTHS, *DAYS):
            found.append(((word.start, word.end, word.text[:3] + "."),))
    return chance.choice(found) if found else None


def shorter_name(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """A first name or a title before a surname is left out."""
    found: list[Edit] = []
    for one, two in pairwise(words):
        plain = ground.common.get(one.form, 0) or ground.common.get(two.form, 0)  # "North Korea", "the White House"
        if one.name and two.name and not plain and text[one.end : two.start] == " ":
            found.append(((one.start, two.start, ""),))
    return chance.choice(found) if found else None


def trimmed(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """The text loses an end, unless that governs what is kept."""
    if len(words) < 8:
        return None
    size = chance.randint(1, len(words) * chance.choice([1, 1, 2]) // 3)
    if chance.random() < 0.5:
        lost, start, stop = words[:size], 0, words[size].start
    else:
        lost, start, stop = words[-size:], words[-size - 1].end, len(text)
    return None if any(word.form in GOVERNING for word in lost) else ((start, stop, ""),)


def moved(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """A phrase of place or time goes from the end to the beginning, or back."""
    ended = re.search(r"^(.{20,}?) ((?:in|on|at|during|after|since|from) [^,;:.]{4,40})([.!?]?)$", text)
    if ended and not re.search(r"[\"“”]", text):
        body, phrase, stop = ended.groups()
        made = f"{phrase[0].upper()}{phrase[1:]}, {body if body[:2].isupper() else body[0].lower() + body[1:]}{stop}"
        if text.split(maxsplit=1)[0].casefold() in OPENING:
            return ((0, len(text), made),)
    begun = re.search(r"^((?:In|On|At|During|After|Since) [^,;:.]{4,40}), ([^,;:]{15,}?)([.!?]?)$", text)
    if begun:
        phrase, body, stop = begun.groups()
        return ((0, len(text), f"{body[0].upper()}{body[1:]} {phrase[0].lower()}{phrase[1:]}{stop}"),)
    return None


def dressed(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """Other marks: quotes around a word, a comma more or less, a full stop gone."""
    way = chance.random()
    if way < 0.4 and "," in text:
        at = chance.choice([m.start() for m in re.finditer(",", text)])
        return ((at, at + 1, ""),)
    if way < 0.7 and words:
        word = chance.choice(list(words))
        return ((word.start, word.end, f"“{word.text}”"),)
    return ((len(text) - 1, len(text), ""),) if text.endswith(".") else None


def reported(chance: random.Random, text: str, words: Sequence[Token], _: Ground) -> Edit | None:
    """Direct speech as a reporter tells it: *I will not stay* -> *he would not stay*; or its tenses alone."""
    forms = [word.form.replace("’", "'") for word in words]
    speaks = {"i", "me", "my", "i'm", "i've", "i'll", "i'd"} & set(forms)
    person = SPEAKER[chance.choice(["he", "she"])] | COMPANY if chance.random() < 0.8 else {}
    for form, verb in pairwise(forms):
        told = verb in BACKSHIFTED or verb in AUXILIARIES or verb.endswith("ed")
        if form in ("i", "we") and speaks and not told:
            return None  # "he think"
    shifted = BACKSHIFTED if chance.random() < 0.85 else {}
    swaps: list[Swap] = []
    for word, form in zip(words, forms, strict=True):
        new = person.get(form) or shifted.get(form)
        if new is not None:
            swaps.append((word.start, word.end, new if word.start else new[0].upper() + new[1:]))
    return tuple(swaps) if swaps and (person or shifted) else None


HARMLESS: dict[str, tuple[float, Maker]] = {
    "same phrase": (3.0, same_phrase),
    "synonym": (1.5, synonym),
    "paraphrase": (2.5, paraphrased),
    "filler": (1.0, filler),
    "spelled": (0.8, spelled),
    "shorter name": (0.7, shorter_name),
    "trimmed": (0.8, trimmed),
    "moved": (0.6, moved),
    "dressed": (0.5, dressed),
    "reported": (1.2, reported),
}
