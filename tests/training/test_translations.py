"""What the judge's training takes from other collections: verses in several versions, and a table of paraphrases."""

from __future__ import annotations

import gzip
import random
import zipfile
from pathlib import Path

from training.judge.bible import verses
from training.judge.edits import Ground
from training.judge.paraphrases import paraphrased, read_table
from training.judge.sentence import apply, tokens
from training.judge.wordnet import WordNet


def version(folder: Path, name: str, texts: list[str], offset: int = 0) -> None:
    """A package as the real ones are, chapter one of book 40; ``offset`` is how wrong its places are."""
    text, places = "", []
    for number, verse in enumerate(texts, 1):
        places.append((40_001_000 + number, len(text) + offset))
        text += f"{number}. {verse} "
    lines = "\n".join(f"        {number}: {at}," for number, at in places)
    source = f'bible = Bible(\n    Version.X,\n    """{text.strip()}""",\n    {{\n{lines}\n    }},\n)\n'
    with zipfile.ZipFile(folder / f"pythonbible_{name}-0.0.2-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"pythonbible_{name}/plain_text_bible.py", source)


def test_verses_stand_beside_their_other_versions(tmp_path: Path) -> None:
    one = [
        "And the miller went up to the weir at dawn.",
        "There were 12 sacks of barley, and the rats ate 2. of them he said nothing",
        "But the baker of Ostrel bought what was left.",
        "Short one.",
    ]
    two = [
        "At dawn the miller climbed up to the weir.",
        "Twelve sacks of barley there were, of which rats had eaten two.",
        "What remained the baker of Ostrel then bought.",
        "That is a short one, too.",
    ]
    version(tmp_path, "web", one)
    version(tmp_path, "bbe", two, offset=7)
    (book,) = verses(tmp_path)
    assert (one[0], two[0]) in book
    assert (one[2], two[2]) in book
    assert all("Short one." not in texts for texts in book)


def test_a_verse_in_one_version_alone_is_left_out(tmp_path: Path) -> None:
    version(tmp_path, "web", ["And the miller went up to the weir at dawn."])
    assert verses(tmp_path) == []


TABLE = [
    (0.3, "the big boat", "the large ship"),
    (0.2, "the large ship", "the big boat"),
    (0.2, "was built", "was constructed"),  # its reverse is rare
    (0.001, "was constructed", "was built"),
    (0.5, "victory", "defeat"),
    (0.5, "could sail", "must sail"),
    (0.5, "three boats", "four boats"),
    (0.5, "in may", "1999"),
    (0.6, "the cats", "the cat"),
]


def test_a_table_gives_what_both_directions_say_and_nothing_grave(tmp_path: Path, net: WordNet) -> None:
    path = tmp_path / "paraphrase-en.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(f"{chance}\n{one}\n{two}\n" for chance, one, two in TABLE)
    table = read_table(path, net)
    assert table == {
        "the big boat": ("the large ship",),
        "the large ship": ("the big boat",),
        "the cats": ("the cat",),
    }
    text = "The big boat of Mara Quill left."
    edit = paraphrased(random.Random(1), text, tokens(text), Ground(net, [], {}, table))
    assert edit is not None
    assert apply(text, edit)[0] == "The large ship of Mara Quill left."
    assert paraphrased(random.Random(1), "Nothing here.", tokens("Nothing here."), Ground(net, [], {}, table)) is None
