"""One form for the spellings of one word: case, diacritics, British and American English."""

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
    folded = re.sub(r"our(s|ed|ing|ite|ites|able|ful|er|ers|hood)?$", r"or\1", folded)
    folded = re.sub(r"([tb])re(s|d)?$", r"\1er\2", folded)
    folded = re.sub(r"ogue(s)?$", r"og\1", folded)
    if len(folded) >= 8:
        folded = re.sub(r"ll(ed|ing|er|ers|ation)$", r"l\1", folded)
    return folded
