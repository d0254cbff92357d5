"""The word lists of the package's data files, read once and kept as sets and tables of normal forms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import Any

from quotecheck.comparison.spelling import normal_form, stem_of, word_list, word_lists

Phrase = tuple[str, ...]
Kind = tuple[str, str]

_ANY_FORM = {
    "BE": ("am", "is", "are", "was", "were", "be", "been", "being"),
    "HAVE": ("have", "has", "had", "having"),
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists in normal form (see spelling.py); ``function``, ``numbers`` and their kin in plain lower case."""

    function: frozenset[str]
    negation: frozenset[str]
    denial: frozenset[str]
    condition: frozenset[str]
    exception: frozenset[str]
    claiming: frozenset[str]
    currency: frozenset[str]
    vague: frozenset[str]
    modality: Mapping[str, str]
    certainty: Mapping[str, str]
    answers: Mapping[str, tuple[tuple[frozenset[str], frozenset[str]], ...]]
    """kind -> (words that say how far a statement goes, these and what else answers them), line by line"""
    numbers: Mapping[str, float]
    ranges: Mapping[str, tuple[float, float]]
    several: Mapping[str, tuple[float, float]]
    fractions: Mapping[str, float]
    units: Mapping[str, str]
    """stem of a unit -> what it measures"""
    scope: Mapping[str, str]
    phrases: Mapping[str, Mapping[Phrase, str]]
    """first word -> phrases that begin with it -> ``condition``, ``exception``, ``opinion``, ``hedge``, ``low``, …"""
    marks: Mapping[str, Mapping[str, tuple[tuple[Phrase, Kind], ...]]]
    """first word -> second, if any -> (phrase, (``modality`` and so on, class)), the longest phrases first"""
    clauses: Mapping[str, Mapping[str, tuple[tuple[Phrase, Kind], ...]]]
    """the same of phrases that open a clause: (``clause``, ``condition`` and so on)"""
    opposites: Mapping[str, frozenset[str]]
    """stem -> the stems of words that mean the opposite, by the project's own list"""
    sides: Mapping[str, tuple[int, ...]]
    """stem -> numbers of the lists of opposites that it stands in, negative where on the right"""
    contrary: Mapping[str, frozenset[str]]
    """stem -> the same with the antonyms of WordNet, for words that stand in each other's place"""
    unprefixed: frozenset[str]
    """stems of words that only look as if a prefix negated the rest: *display*"""
    places: Mapping[str, tuple[tuple[Phrase, int], ...]]
    """first word of a name -> (the name, number of the country or body that it stands for), the longest first"""
    common: frozenset[str]
    """words that are spelled without a capital, in base form"""
    everyday: frozenset[str]
    """more such words: small ones, newer ones, and all that the lists of marks and opposites hold"""
    given: Mapping[str, int]
    """a given name, or a surname made of one -> number of those that are spellings of it"""
    participles: frozenset[str]
    """irregular participles that no other form of the verb is like: *gone*, *been*"""


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists of the package; the same object every time."""
    table: Mapping[str, Any] = word_lists()
    marks: Mapping[str, Any] = tomllib.loads(word_list("marks.toml"))
    opposites: dict[str, set[str]] = {}
    listed = tomllib.loads(word_list("opposites.toml"))
    for left, right in _halves(listed["pairs"]):
        _oppose(opposites, left, right)
    sides: dict[str, set[int]] = {}
    for number, halves in enumerate(_halves(listed["pairs"] + listed["sides"]), 1):
        for side, half in zip((number, -number), halves, strict=True):
            for stem in _stems(half):
                sides.setdefault(stem, set()).add(side)
    contrary = {stem: set(others) for stem, others in opposites.items()}
    pairs, _, common = word_list("wordnet.txt").partition("\n[opposites]\n")[2].partition("\n[common]\n")
    for left, right in chain(_halves(listed["beside"]), _halves(pairs, ":")):
        _oppose(contrary, left, right)
    words = table["words"]
    modality = _classes(marks["modality"])
    certainty = _classes(marks["certainty"])
    negation = dict.fromkeys(_listed(marks["negation"]["strong"]), "strong")
    phrased = {phrase: "phrase" for phrase in _listed(marks["negation"]["phrase"]) if phrase not in negation}
    bounds = _classes(marks["bounds"])
    phrases: dict[str, dict[Phrase, str]] = {}
    for kind, lines in table["phrases"].items():
        for line in lines.splitlines():
            if line:
                forms = tuple(normal_form(word) for word in line.split())
                phrases.setdefault(forms[0], {})[forms] = kind
    for forms, kind in bounds.items():
        if len(forms) > 1 and kind in ("low", "high", "under"):
            phrases.setdefault(forms[0], {})[forms] = kind
    return Lexicon(
        function=frozenset(table["function"].split()),
        negation=frozenset(phrase[0] for phrase in negation),
        denial=frozenset(phrase[0] for phrase in _listed(marks["negation"]["soft"])),
        condition=_forms(words["condition"].split()),
        exception=_forms(words["exception"].split()),
        claiming=_forms(words["claiming"].split()),
        currency=_forms(words["currency"].split()),
        vague=_forms(words["vague"].split()),
        modality={phrase[0]: kind for phrase, kind in modality.items() if len(phrase) == 1},
        certainty={p[0]: kind for p, kind in certainty.items() if len(p) == 1 and kind in ("sure", "unsure")},
        scope={p[0]: kind for p, kind in certainty.items() if len(p) == 1 and kind in _SCOPES},
        phrases=phrases,
        marks=_by_first_words(
            (phrase, (kind, key))
            for kind, table in (
                ("bound", bounds), ("modality", modality), ("certainty", certainty), ("negation", negation | phrased),
            )
            for phrase, key in table.items()
        ),
        clauses=_by_first_words((phrase, ("clause", kind)) for phrase, kind in _classes(marks["clauses"]).items()),
        answers={
            kind: tuple((_forms(said), _forms([*said, *more])) for said, more in _halves(lines))
            for kind, lines in marks["answers"].items()
        },
        numbers={word: float(value) for word, value in table["numbers"].items()},
        ranges={word: (float(low), float(high)) for word, (low, high) in table["ranges"].items()},
        several={word: (float(low), float(high)) for word, (low, high) in table["several"].items()},
        fractions={word: float(value) for word, value in table["fractions"].items()},
        units={stem_of(normal_form(word)): kind for kind, line in table["units"].items() for word in line.split()},
        opposites={stem: frozenset(others) for stem, others in opposites.items()},
        sides={stem: tuple(sorted(numbers)) for stem, numbers in sides.items()},
        contrary={stem: frozenset(others) for stem, others in contrary.items()},
        unprefixed=frozenset(_stems(listed["unprefixed"].split())),
        places=_places(word_list("places.txt")),
        common=frozenset(common.split()),
        everyday=_forms([*words["everyday"].split(), *_words_of(marks), *_WORD.findall(" ".join(listed.values()))]),
        participles=_forms(words["participles"].split()),
        given={
            normal_form(name): number
            for number, spellings in enumerate(words["given"].split())
            for name in spellings.split("/")
        },
    )  # fmt: skip


_SCOPES = frozenset(("all", "most", "some", "many", "few", "half", "only"))


_WORD = re.compile(r"[a-z]+")


def _words_of(marks: Mapping[str, Any]) -> Iterator[str]:
    """The words of all phrases of marks.toml."""
    return (word for table in marks.values() for lines in table.values() for word in _WORD.findall(lines))


def _forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(normal_form(word) for word in words)


def _oppose(table: dict[str, set[str]], left: list[str], right: list[str]) -> None:
    one, other = _stems(left), _stems(right)
    for stem in one:
        table.setdefault(stem, set()).update(other - {stem})
    for stem in other:
        table.setdefault(stem, set()).update(one - {stem})


def _stems(words: Iterable[str]) -> set[str]:
    return {stem_of(normal_form(word)) for word in words}


def _halves(lines: str, stroke: str = "/") -> Iterator[tuple[list[str], list[str]]]:
    """The words before and after the stroke, line by line."""
    for line in lines.strip().splitlines():
        left, _, right = line.partition(stroke)
        yield left.split(), right.split()


def _listed(lines: str) -> Iterator[Phrase]:
    """The phrases of a list parted by commas, those with BE and HAVE in every form of these."""
    for entry in lines.replace("\n", " ").split(","):
        words = entry.split()
        if words:
            yield from product(*(_ANY_FORM.get(word, (normal_form(word),)) for word in words))


def _classes(table: Mapping[str, str]) -> dict[Phrase, str]:
    return {phrase: kind for kind, lines in table.items() for phrase in _listed(lines)}


def _by_first_words(entries: Iterable[tuple[Phrase, Kind]]) -> dict[str, dict[str, tuple[tuple[Phrase, Kind], ...]]]:
    """First word -> second word, or nothing -> the phrases that begin so, the longest first."""
    table: dict[str, dict[str, list[tuple[Phrase, Kind]]]] = {}
    for phrase, kind in entries:
        table.setdefault(phrase[0], {}).setdefault(phrase[1] if len(phrase) > 1 else "", []).append((phrase, kind))
    return {
        first: {second: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for second, found in seconds.items()}
        for first, seconds in table.items()
    }


def _places(lines: str) -> dict[str, tuple[tuple[Phrase, int], ...]]:
    table: dict[str, list[tuple[Phrase, int]]] = {}
    for number, line in enumerate(lines.splitlines()):
        if not line.startswith("#"):
            for name in line.replace("/", ",").replace("-", " ").split(","):
                phrase = tuple(normal_form(word) for word in name.split())
                table.setdefault(phrase[0], []).append((phrase, number))
    return {first: tuple(sorted(names, key=lambda name: -len(name[0]))) for first, names in table.items()}
