"""A text as the words that an edit can take hold of, and edits as replacements that know where they end up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")

Swap = tuple[int, int, str]
"""Code points start to end of the text give way to other words."""

Edit = tuple[Swap, ...]
"""Swaps that are made together; they do not overlap."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text; ``form`` is lower case, ``name`` whether it is capitalised where a sentence does not begin."""

    start: int
    end: int
    text: str
    form: str
    name: bool


def tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    found = []
    for match in WORD.finditer(text):
        before = text[: match.start()].rstrip(" \"'“‘(")
        begins = not before or before[-1] in ".!?:…"
        word = match.group()
        found.append(Token(match.start(), match.end(), word, word.casefold(), word[0].isupper() and not begins))
    return found


def apply(text: str, edit: Edit) -> tuple[str, list[tuple[int, int]]]:
    """The text after the edit, and where its new words stand; what was cut marks the words beside the cut."""
    made: list[str] = []
    spans: list[tuple[int, int]] = []
    at = size = 0
    for start, end, new in sorted(edit):
        made += [text[at:start], new]
        size += start - at
        if new:
            spans.append((size, size + len(new)))
        else:
            spans.append((max(0, size - 1), size + 1))
        size += len(new)
        at = end
    made.append(text[at:])
    return tidy("".join(made), spans)


def tidy(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Without double spaces and spaces before commas, which a cut leaves behind and would give it away."""
    kept: list[str] = []
    place: list[int] = []
    for at, char in enumerate(text):
        place.append(len(kept))
        following = text[at + 1 : at + 2]
        if char == " " and (not kept or kept[-1] == " " or following in {",", ".", ";", "?", "!"}):
            continue
        kept.append(char)
    place.append(len(kept))
    made = "".join(kept)
    if made and text[:1].isupper() != made[:1].isupper() and made[0].isalpha():
        made = made[0].upper() + made[1:]
    return made, [(place[start], place[min(end, len(text))]) for start, end in spans]


def like(model: str, word: str) -> str:
    """The word with a capital where ``model`` has one."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def replace(token: Token, new: str) -> Edit:
    """The edit that puts a word in the place of a token, in its case."""
    return ((token.start, token.end, like(token.text, new)),)


def phrases(words: Sequence[Token], table: Iterable[tuple[str, str]]) -> list[Edit]:
    """Edits that put the second phrase of a pair in the place of the first, wherever it stands."""
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for old, new in table:
        parts = old.split()
        by_first.setdefault(parts[0], []).append((parts, new))
    found: list[Edit] = []
    for at, word in enumerate(words):
        for parts, new in by_first.get(word.form, ()):
            run = words[at : at + len(parts)]
            if [one.form for one in run] == parts:
                found.append(((run[0].start, run[-1].end, like(run[0].text, new)),))
    return found
