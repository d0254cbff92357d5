"""Verses in several independent translations, read from the PyPI packages ``pythonbible-<version>``.

The versions named here are in the public domain (the Open English Bible by CC0) and in modern English. Only their
text is read; the packages' code is not run.
"""

from __future__ import annotations

import ast
import re
import zipfile
from collections import defaultdict
from pathlib import Path

VERSIONS = ("web", "bbe", "oeb", "mont", "wmth")
"""World English Bible, Bible in Basic English, Open English Bible, Montgomery, Weymouth."""

MEMBER = "plain_text_bible.py"
RUN_TOGETHER = r"[,.;:!?][^\W\d]|[^\W\d]“|[\[(»«]"
FARTHEST = 900
"""Characters from one verse's number to the next."""

PSALMS = 19
"""The book whose lines run into each other where a version prints them as verse."""


def verses(folder: Path) -> list[list[tuple[str, ...]]]:
    """The books, each a run of verses in the versions that have them, of the wheels in a folder."""
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for version in VERSIONS:
        for wheel in sorted(folder.glob(f"pythonbible_{version}-*.whl")):
            for number, verse in _read(wheel).items():
                found[number // 1_000_000][number].append(verse)
    books = []
    for book in sorted(set(found) - {PSALMS}):
        run = [tuple(texts) for _, texts in sorted(found[book].items()) if len(texts) > 1]
        books.append([texts for texts in run if _alike(texts)])
    return [book for book in books if book]


def _read(wheel: Path) -> dict[int, str]:
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith(f"/{MEMBER}"))
        source = files.read(name).decode("utf-8")
    first = source.index('"""')
    last = source.index('""",', first)
    text = ast.literal_eval(source[first : last + 3])
    made = {}
    at = 0
    begun: int | None = None
    for number in dict.fromkeys(
        int(number) for number in re.findall(r"^ +(\d{7,8}): \d+,$", source[last:], re.MULTILINE)
    ):
        # the offsets that stand beside the numbers are wrong in some versions
        begins = re.compile(rf"(?<![\d.,]){number % 1000}\.(?!\d)").search(text, at, at + FARTHEST)
        if begins is None:  # a version that counts otherwise here
            begun = None
            continue
        verse = " ".join(text[at : begins.start()].split())
        if begun is not None and 6 <= len(verse.split()) <= 60 and not re.search(RUN_TOGETHER, verse):
            made[begun] = verse[0].upper() + verse[1:]
        begun, at = number, begins.end()
    return made


def _alike(texts: tuple[str, ...]) -> bool:
    """Whether the shortest is long enough beside the longest for all to be the same verse."""
    sizes = [len(text) for text in texts]
    return min(sizes) > 0.6 * max(sizes)
