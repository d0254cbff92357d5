"""Planted edits: sentences of news quotes made from patterns, each with one change of a known kind at a known place.

A pattern of planted.toml holds slots in braces. ``{kind:words}`` is a slot whose words an edit of that kind changes;
capital letters are names (P person, B body, C country, N nationality, T town, D day, M month), ``{n}`` a count,
``{x|y}`` two words for one thing, ``{cut:…}`` a clause that turns the sense when it is left out. A ``+`` marks phrases
that are in none of the package's lists as they stand: they show what carries over.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Spans = tuple[tuple[int, int], ...]

KINDS = ("number", "negation", "modality", "certainty", "entity", "role", "antonym", "omission")


@dataclass(frozen=True)
class Planted:
    """Two texts, the kind of the edit between them, and where its words stand in either; ``known``: without a ``+``."""

    kind: str
    a: str
    b: str
    in_a: Spans
    in_b: Spans
    known: bool


_DATA = tomllib.loads((Path(__file__).parent / "planted.toml").read_text(encoding="utf-8"))


def _listed(lines: str) -> list[str]:
    return [entry.strip() for entry in lines.split("/")]


PATTERNS = _DATA["patterns"].strip().splitlines()
PEOPLE, BODIES, TOWNS, COUNTRIES, DAYS, MONTHS = (
    _listed(_DATA["names"][sort]) for sort in ("people", "bodies", "towns", "countries", "days", "months")
)
ORDINALS, HEDGES, BEFORE_NUMBER, SURE, NEGATED = (
    _listed(_DATA["words"][sort]) for sort in ("ordinals", "hedges", "before_number", "sure", "negated")
)
MODALS, QUANTIFIERS, CLAUSES = (
    {key: _listed(lines) for key, lines in _DATA[sort].items()} for sort in ("modals", "quantifiers", "clauses")
)
UNITS = (("days", "weeks", "months", "years"), ("hours", "minutes", "days"), ("tons", "kilograms", "pounds"))


class _Maker:
    """Fills one pattern; ``edit`` is the slot that the edited side fills anew."""

    def __init__(self, chance: random.Random, kind: str, reword: bool) -> None:
        self.chance = chance
        self.kind = kind
        self.reword = reword
        self.known = True

    def word(self, choices: str | Sequence[str]) -> str:
        """One of the choices; a ``+`` marks those from no word list."""
        chosen = self.chance.choice(choices.split("/") if isinstance(choices, str) else choices).strip()
        self.known = self.known and not chosen.startswith("+")
        return chosen.removeprefix("+")


Slot = tuple[str, str, str]
"""Name, words of the unedited text, words of the edited text; the same for all slots but the planted one."""


def _number(maker: _Maker) -> tuple[str, str]:
    chance = maker.chance
    if chance.random() < 0.15:
        one, other = maker.word(_DATA["words"]["vague_numbers"]).split("|")
        return one, other
    value = chance.choice([chance.randint(2, 60), chance.randint(61, 999), chance.randint(2, 99) * 100])
    others = (value * 10, value * 2, value + chance.randint(1, 9), chance.randint(2, 9000), value // 2 + 1)
    other = chance.choice([number for number in others if number != value])
    ways: list[Callable[[int], str]] = [str, lambda number: f"{number:,}"]
    if max(value, other) < len(_WORDS):
        ways = [str, lambda number: _WORDS[number]]
    way = chance.choice(ways)
    return way(value), way(other)


_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()


def _money(maker: _Maker) -> tuple[str, str]:
    few = maker.chance.randint(2, 90)
    one, other = maker.word(_DATA["words"]["money"]).split("|")
    return one.replace("#", str(few)), other.replace("##", str(few * 3)).replace("#", str(few))


_SLOT = re.compile(r"\{([^{}]*)\}")


def _slots(pattern: str, maker: _Maker) -> list[tuple[str, str, str]]:
    """The pattern as runs: (slot, first words, second words); plain text has no slot name."""
    pattern = re.sub(
        r"\{(role|cut):([^{}]*)\{([^{}]*)\}([^{}]*)\}", lambda m: f"{{{m[1]}:{m[2]}§{m[3]}§{m[4]}}}", pattern
    )
    runs, at = [], 0
    for match in _SLOT.finditer(pattern):
        runs += [("", pattern[at : match.start()], "")] if match.start() > at else []
        name, _, words = match.group(1).partition(":")
        if not words and "|" in name:
            name, words = "synonym", name.removeprefix("adj|")
        runs.append((name, words, ""))
        at = match.end()
    return [*runs, ("", pattern[at:], "")]


class _Fill:
    """The words of every slot of one pattern, the names of it all different."""

    def __init__(self, maker: _Maker) -> None:
        self.maker = maker
        self.taken: set[str] = set()

    def name(self, choices: Sequence[str]) -> str:
        free = [choice for choice in choices if choice not in self.taken]
        chosen = self.maker.chance.choice(free).strip()
        self.taken.add(chosen)
        return chosen

    def pair(self, slot: str, words: str) -> tuple[str, str]:
        """What the slot holds in the first text, and what an edit of its kind would make of it."""
        maker = self.maker
        if slot in ("P", "B", "T", "D", "M"):
            pool = {"P": PEOPLE, "B": BODIES, "T": TOWNS, "D": DAYS, "M": MONTHS}[slot]
            first = self.name(pool)
            if slot == "P" and maker.chance.random() < 0.3:
                return first, f"{first.partition(' ')[0]} {self.name(PEOPLE).rpartition(' ')[2]}"
            return first, self.name(pool)
        if slot in ("C", "N"):
            part = 0 if slot == "C" else 1
            pool = [entry.split(":")[part] for entry in (one.strip() for one in COUNTRIES)]
            return self.name(pool), self.name(pool)
        if slot == "n":
            return _number(maker)
        if slot == "money":
            return _money(maker)
        if slot == "year":
            year = maker.chance.randint(1950, 2019)
            return str(year), str(year + maker.chance.randint(1, 30))
        if slot == "ord":
            first = self.name(ORDINALS[1:])
            return first, self.name(ORDINALS[1:])
        if slot == "unit":
            group = next(group for group in UNITS if words in group)
            return words, maker.chance.choice([unit for unit in group if unit != words])
        return words, words


def make(chance: random.Random, kind: str, reword: bool = False) -> Planted:
    """One planted edit of a kind, in a pattern drawn by lot; with ``reword`` the other text says the rest otherwise."""
    while True:
        pattern = chance.choice(PATTERNS)
        maker = _Maker(chance, kind, reword)
        fill = _Fill(maker)
        runs = [
            (slot, *fill.pair(slot, words)) if slot else ("", words, "") for slot, words, _ in _slots(pattern, maker)
        ]
        runs = [(slot, _inner(first, fill), second) for slot, first, second in runs]
        planted = _plant(runs, kind, maker)
        if planted is not None and 8 <= len(planted.a.split()) <= 45:
            return planted


def _inner(words: str, fill: _Fill) -> str:
    """Slots within a slot: a country within a clause."""
    return re.sub(r"§(\w+)(?:\|(\w+)\|(\w+))?§", lambda m: m[2] or fill.pair(m[1], "")[0], words)


def _plant(runs: list[Slot], kind: str, maker: _Maker) -> Planted | None:
    chance = maker.chance
    put = _EDITS[kind](runs, maker)
    if put is None:
        return None
    sides: list[list[tuple[str, bool]]] = [[], []]
    for place, (slot, words, _) in enumerate(runs):
        first, second = _plain(slot, words, maker)
        if maker.reword and slot == "synonym":
            first, second = second, words.split("|")[0]
        elif slot == "synonym":
            first = second = words.split("|")[0]
        marked = place in put
        if marked:
            first, second = put[place]
        sides[0].append((first, marked))
        sides[1].append((second, marked))
    a, in_a = _joined(sides[0])
    b, in_b = _joined(sides[1])
    if maker.reword:
        a, in_a = _moved(a, in_a, chance)
    if kind != "role":
        in_a, in_b = _differing(a, in_a, b, in_b)
    if kind != "omission" and chance.random() < 0.5:
        a, b, in_a, in_b = b, a, in_b, in_a
    return Planted(kind, a, b, in_a, in_b, maker.known)


def _plain(slot: str, words: str, maker: _Maker) -> tuple[str, str]:
    """A slot that is not edited, in both texts."""
    if slot in ("anto", "vd", "vs"):
        words = words.split("|", maxsplit=1)[0]
    if slot == "hedge":
        words = ""
    if slot == "cut":
        words = words if maker.kind != "omission" else ""
    if slot == "synonym":
        left, right = words.split("|")
        return left, right
    return words, words


def _joined(pieces: Sequence[tuple[str, bool]]) -> tuple[str, Spans]:
    text, spans = "", []
    for words, marked in pieces:
        if not words:
            continue
        if text.endswith(" ") and words.startswith((" ", ",")):
            text = text.rstrip(" ") if words.startswith(",") else text
            words = words.lstrip(" ") if not words.startswith(",") else words  # noqa: PLW2901
        if marked:
            start = len(text) + len(words) - len(words.lstrip(" ,"))
            spans.append((start, len(text) + len(words.rstrip(" ,"))))
        text += words
    text = text[:1].upper() + text[1:]
    return text, tuple(spans)


def _differing(a: str, in_a: Spans, b: str, in_b: Spans) -> tuple[Spans, Spans]:
    """The planted spans without the words that both begin or end with."""
    if not in_a or not in_b:
        return in_a, in_b
    left = [(m.start(), m.end()) for m in re.finditer(r"\S+", a[: in_a[0][1]]) if m.start() >= in_a[0][0]]
    right = [(m.start(), m.end()) for m in re.finditer(r"\S+", b[: in_b[0][1]]) if m.start() >= in_b[0][0]]
    for end in (0, -1):
        while left and right and a[slice(*left[end])].lower() == b[slice(*right[end])].lower():
            left.pop(end)
            right.pop(end)
    return tuple((s[0][0], s[-1][1]) for s in (left,) if s), tuple((s[0][0], s[-1][1]) for s in (right,) if s)


def _moved(text: str, spans: Spans, chance: random.Random) -> tuple[str, Spans]:
    """The text with an adverbial put before it, or with "he added" behind it."""
    way = chance.randrange(3)
    if way == 0:
        lead = chance.choice(["In a short speech, ", "At a crowded meeting, ", "Speaking softly, ", "As before, "])
        text = lead + text
        return text, tuple((start + len(lead), end + len(lead)) for start, end in spans)
    if way == 1:
        return text.rstrip(".") + chance.choice(
            [", witnesses added.", ", a reporter wrote.", ", listeners recalled."]
        ), spans
    return text, spans


Edit = dict[int, tuple[str, str]]


def _one(runs: Sequence[Slot], slots: Sequence[str], chance: random.Random) -> int | None:
    places = [place for place, (slot, _, _) in enumerate(runs) if slot in slots]
    return chance.choice(places) if places else None


def _edit_value(slots: Sequence[str]) -> Callable[[list[Slot], _Maker], Edit | None]:
    def edit(runs: list[Slot], maker: _Maker) -> Edit | None:
        place = _one(runs, slots, maker.chance)
        return None if place is None else {place: (runs[place][1], runs[place][2])}

    return edit


def _edit_antonym(runs: list[Slot], maker: _Maker) -> Edit | None:
    place = _one(runs, ("anto",), maker.chance)
    if place is None:
        return None
    left, right = runs[place][1].split("|")
    return {place: (left, right)}


def _edit_modality(runs: list[Slot], maker: _Maker) -> Edit | None:
    place = _one(runs, ("modal", "modal", "vs"), maker.chance)
    if place is None:
        return None
    slot, words, _ = runs[place]
    if slot == "modal":
        return {place: (words, maker.word(MODALS[words]))}
    verb, base = words.split("|")
    if verb == base:
        return {place: (verb, f"{maker.word('may/might/must/should/could/have to/ought to')} {base}")}
    return {place: (verb, f"{maker.word('may/might/must/should/could/has to/needs to/ought to')} {base}")}


def _edit_negation(runs: list[Slot], maker: _Maker) -> Edit | None:
    place = _one(runs, ("aux", "vd", "vs", "modal"), maker.chance)
    if place is None:
        return None
    slot, words, _ = runs[place]
    if slot in ("aux", "modal"):
        if words == "has to":
            return {place: (words, "does not have to")}
        short = {"will": "won't", "can": "cannot"}.get(words, f"{words}n't")
        if words not in ("may", "might") and maker.chance.random() < 0.35:
            return {place: (words, short)}
        return {place: (words, f"{words} {maker.word(NEGATED)}")}
    verb, base = words.split("|")
    ways = _listed(_DATA["words"]["past_denied" if slot == "vd" else "now_denied"])
    if verb == base:  # a plural: "need", "do not need"
        ways = [way.replace("does", "do").replace("doesn't", "don't") for way in ways]
    return {place: (verb, maker.word(ways).replace("^", base).replace("@", verb))}


def _edit_certainty(runs: list[Slot], maker: _Maker) -> Edit | None:
    place = _one(runs, ("hedge", "hedge", "all", "all", "n", "aux", "vd"), maker.chance)
    if place is None:
        return None
    slot, words, _ = runs[place]
    if slot == "hedge":
        return {place: ("", maker.word(HEDGES) + ",")}
    if slot == "all":
        key = words.lower()
        return {place: (words, maker.word(QUANTIFIERS[key]))}
    if slot == "n":
        if not words[0].isdigit():
            return None
        return {place: (words, f"{maker.word(BEFORE_NUMBER)} {words}")}
    if slot == "aux":
        return {place: (words, f"{words} {maker.word(SURE)}")}
    verb = words.split("|")[0]
    return {place: (verb, f"{maker.word(SURE)} {verb}")}


def _edit_role(runs: list[Slot], maker: _Maker) -> Edit | None:
    places = [place for place, (slot, _, _) in enumerate(runs) if slot == "role"]
    if len(places) != 2:
        return None
    one, two = places
    left, right = runs[one][1], runs[two][1]
    if maker.chance.random() < 0.15 and runs[one + 2][0] == "vd":
        verb = runs[one + 2][1].split("|")[0]
        if verb.endswith("ed"):
            return {one + 2: (verb, f"was {verb} by")}
    return {one: (left, _cased(right, left)), two: (right, _cased(left, right))}


def _cased(words: str, like: str) -> str:
    if words.lower().startswith("the "):
        return ("T" if like[0] == "T" else "t") + words[1:]
    return words


def _edit_omission(runs: list[Slot], maker: _Maker) -> Edit | None:
    place = _one(runs, ("cut",), maker.chance)
    if place is None or maker.chance.random() < 0.6:
        # A clause of any kind after the first verb phrase, set off by commas or not.
        ends = [at for at, (slot, words, _) in enumerate(runs) if slot == "" and words.strip().startswith((".", ","))]
        if not ends:
            return None
        kind = maker.word(list(CLAUSES))
        clause = maker.word(CLAUSES[kind])
        at = maker.chance.choice(ends)
        rest = runs[at][1]
        runs.insert(at, ("put", "", ""))
        comma = maker.chance.choice([", ", " "]) if rest.lstrip().startswith(".") else ", "
        return {at: (f"{comma}{clause}", "")}
    return {place: (runs[place][1], "")}


_EDITS: dict[str, Callable[[list[Slot], _Maker], Edit | None]] = {
    "number": _edit_value(("n", "money", "year", "ord", "unit")),
    "entity": _edit_value(("P", "B", "C", "N", "T", "D", "M")),
    "antonym": _edit_antonym,
    "modality": _edit_modality,
    "negation": _edit_negation,
    "certainty": _edit_certainty,
    "role": _edit_role,
    "omission": _edit_omission,
}
