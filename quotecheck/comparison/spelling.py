"""One form for the spellings of one word (case, diacritics, British and American), and one stem for its inflections."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def word_lists() -> Mapping[str, Mapping[str, object]]:
    """lexicon.toml as it stands in the package."""
    source = resources.files("quotecheck.comparison").joinpath("lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@lru_cache(maxsize=8)
def word_list(name: str) -> str:
    """Another data file of the package, by its name, as it stands."""
    return resources.files("quotecheck.comparison").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _variants() -> dict[str, str]:
    return {word: str(other) for word, other in word_lists()["spelling"].items()}


@lru_cache(maxsize=65536)
def normal_form(word: str) -> str:
    """Fold case, diacritics and British spelling: ``Organised`` -> ``organized``, ``Défense`` -> ``defense``.

    The rules may yield non-words (``rise`` -> ``rize``); that does no harm, as both sides are folded alike.
    """
    folded = word.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    folded = _variants().get(folded, folded)
    if len(folded) < 5:
        return folded
    folded = re.sub(r"is(e|es|ed|er|ers|ing|ation|ations)$", r"iz\1", folded)
    folded = re.sub(r"ys(e|es|ed|er|ers|ing)$", r"yz\1", folded)
    folded = re.sub(r"(?<=\w\w)our(s|ed|ing|ite|ites|able|ful|er|ers|hood)?$", r"or\1", folded)
    folded = re.sub(r"([tb])re(s|d)?$", r"\1er\2", folded)
    folded = re.sub(r"ogue(s)?$", r"og\1", folded)
    if len(folded) >= 8:
        folded = re.sub(r"ll(ed|ing|er|ers|ation)$", r"l\1", folded)
    return folded


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    """Normal form -> the normal form that it is an inflection of."""
    table: dict[str, str] = {}
    for entry in str(word_lists()["irregular"]["forms"]).replace("\n", " / ").split("/"):
        base, *forms = (normal_form(form) for form in entry.split()) if entry.split() else ("",)
        table.update((form, base) for form in forms)
    return table


_SILENT_E = re.compile(r"[^aeiou][aeiou][^aeiouwxy]")
"""*hir(ing)*: a single consonant that is not doubled before an ending stands for one with *e*."""


_WHOLE = re.compile(r"\w?\w?eed|\w+ceed|indeed|\w?\w?ing|\w?\w?red|during|evening|morning|ceiling|hundred|sacred")
"""Words that end like an inflection and are none."""


@lru_cache(maxsize=65536)
def stem_of(form: str) -> str:
    """Cut the commonest English endings of a normal form, so that kin meet: ``duties`` -> ``duty``.

    Stems need not be words; irregular inflections are those of the lexicon.
    """
    stem = _irregular().get(form, form)
    if len(stem) > 4 and stem.endswith(("ies", "ied")):
        stem = stem[:-3] + "y"
    elif len(stem) > 4 and stem.endswith(("sses", "shes", "ches", "xes", "zes")):
        stem = stem[:-2]
    elif len(stem) > 3 and stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        stem = stem[:-1]
    if stem.endswith("eed") and not _WHOLE.fullmatch(stem):
        stem = stem[:-1]
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        if stem.endswith(ending) and len(stem) - len(ending) >= 3 and not _WHOLE.fullmatch(stem):
            stem = stem[: -len(ending)]
            if _SILENT_E.fullmatch(stem):
                stem += "e"
            break
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiouls":
        stem = stem[:-1]
    if len(stem) > 4 and stem.endswith("e"):
        stem = stem[:-1]
    return stem
