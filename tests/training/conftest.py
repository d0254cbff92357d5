"""Makes training/ importable, which is no part of the package, and a WordNet of a few words.

Appended, so that an installed quotecheck comes first.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from training.judge.wordnet import WordNet

sys.path.append(str(Path(__file__).resolve().parents[2]))

# WordNet's own format (wndb(5)): offset, file, part, word count in hex, words with ids, pointer count, pointers.
DATA = {
    "noun": """\
00000001 05 n 01 animal 0 000 | made up
00000100 05 n 01 cat 0 001 @ 00000001 n 0000 | made up
00000200 05 n 02 dog 0 hound 0 001 @ 00000001 n 0000 | made up
00000300 05 n 01 victory 0 001 ! 00000400 n 0101 | made up
00000400 05 n 01 defeat 0 001 ! 00000300 n 0101 | made up
""",
    "verb": """\
00000500 30 v 01 grow 0 001 ! 00000600 v 0101 01 + 01 00 | made up
00000600 30 v 01 shrink 0 001 ! 00000500 v 0101 01 + 01 00 | made up
""",
    "adj": "",
    "adv": "",
}
INDEX = {
    "noun": """\
animal n 1 0 1 0 00000001
cat n 1 1 @ 1 0 00000100
dog n 1 1 @ 1 0 00000200
hound n 1 1 @ 1 0 00000200
victory n 1 1 ! 1 0 00000300
defeat n 1 1 ! 1 0 00000400
""",
    "verb": "grow v 1 1 ! 1 0 00000500\nshrink v 1 1 ! 1 0 00000600\n",
    "adj": "",
    "adv": "",
}


@pytest.fixture(scope="session")
def net(tmp_path_factory: pytest.TempPathFactory) -> WordNet:
    from training.judge.wordnet import WordNet

    folder = tmp_path_factory.mktemp("wordnet")
    for part, lines in DATA.items():
        (folder / f"data.{part}").write_text("  1 licence\n" + lines, encoding="utf-8")
        (folder / f"index.{part}").write_text("  1 licence\n" + INDEX[part], encoding="utf-8")
        (folder / f"{part}.exc").write_text("grew grow\n" if part == "verb" else "", encoding="utf-8")
    return WordNet(Path(folder))
