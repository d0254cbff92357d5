"""The word lists of lexicon.toml, read once and kept as sets and tables of normal forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from quotecheck.comparison.spelling import normal_form, word_lists


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists in normal form (see spelling.py); ``function`` and ``numbers`` in plain lower case."""

    function: frozenset[str]
    negation: frozenset[str]
    denial: frozenset[str]
    condition: frozenset[str]
    exception: frozenset[str]
    currency: frozenset[str]
    vague: frozenset[str]
    modality: Mapping[str, str]
    certainty: Mapping[str, str]
    numbers: Mapping[str, float]
    scope: Mapping[str, str]
    phrases: Mapping[str, Mapping[tuple[str, ...], str]]
    """first word -> phrases that begin with it -> ``condition``, ``exception``, ``opinion``, ``hedge``, ``low``, …"""
    opposites: Mapping[str, frozenset[str]]
    """word -> the words that mean the opposite"""


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists of the package; the same object every time."""
    table: Mapping[str, Any] = word_lists()
    opposites: dict[str, set[str]] = {}
    for line in table["opposites"]["pairs"].split("\n"):
        if "/" not in line:
            continue
        left, right = (_forms(side.split()) for side in line.split("/"))
        for word in left:
            opposites.setdefault(word, set()).update(right)
        for word in right:
            opposites.setdefault(word, set()).update(left)
    words = table["words"]
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    listed = [(line, kind) for kind, lines in table["phrases"].items() for line in lines.splitlines()]
    for line, kind in [*listed, *table["bounds"].items()]:
        forms = tuple(normal_form(word) for word in line.split())
        if forms:
            phrases.setdefault(forms[0], {})[forms] = kind
    return Lexicon(
        function=frozenset(table["function"].split()),
        negation=_forms(table["negation"].split()),
        denial=_forms(table["denial"].split()),
        condition=_forms(words["condition"].split()),
        exception=_forms(words["exception"].split()),
        currency=_forms(words["currency"].split()),
        vague=_forms(words["vague"].split()),
        modality={normal_form(word): kind for word, kind in table["modality"].items()},
        certainty={normal_form(word): kind for word, kind in table["certainty"].items()},
        scope={normal_form(word): kind for word, kind in table["scope"].items()},
        phrases=phrases,
        numbers={word: float(value) for word, value in table["numbers"].items()},
        opposites={word: frozenset(others - {word}) for word, others in opposites.items()},
    )


def _forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(normal_form(word) for word in words)
