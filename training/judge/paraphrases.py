"""Other words that translators use for the same: METEOR's paraphrase table (Denkowski and Lavie 2014), filtered.

The table, ``meteor/data/paraphrase-en.gz`` in the PyPI package pycocoevalcap, was made by pivoting through parallel
texts: three lines an entry, a probability and two phrases. Much in it is no paraphrase, so that an entry is taken
only if it stands there in both directions and no word says more, less or the contrary on one side.
"""

from __future__ import annotations

import gzip
import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from training.judge.edits import Ground
from training.judge.lists import AUXILIARIES, INSERTED_HEDGES, NUMBER_WORDS, ORDINALS
from training.judge.sentence import Edit, Token, like
from training.judge.wordnet import WordNet

LEAST, LEAST_BACK, SURE = 0.08, 0.01, 0.35
"""Probability of an entry and of its reverse, or of an entry without a reverse."""

LONGEST = 4
"""Words of a phrase."""

EMPTY = frozenset(
    "a an the of to in on at by for with from as that which who it its this these those there and is are was were be "
    "been being has have had do does did 's also such".split()
)
"""Words that may be on one side alone."""

GRAVE = {
    *"no not never none nor neither without nothing nobody cannot n't if unless until except but although".split(),
    *"because however or only all every some many few most more less least fewer under over above below up".split(),
    *"down before after between against minus plus than first last next previous he she him her his their".split(),
    *"they we us our you your i me my mr mrs ms can could may might must shall should will would".split(),
    *NUMBER_WORDS, *ORDINALS, *INSERTED_HEDGES, *(AUXILIARIES - EMPTY),
}  # fmt: skip
"""Words that must stand on both sides or on neither."""

Table = Mapping[str, Sequence[str]]


def read_table(path: Path, net: WordNet) -> dict[str, tuple[str, ...]]:
    """Phrase -> its paraphrases, both in lower case."""
    likely: dict[tuple[str, str], float] = {}
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        while len(entry := list(islice(lines, 3))) == 3:
            chance = float(entry[0])
            if chance >= LEAST_BACK:
                likely[entry[1].strip(), entry[2].strip()] = chance
    found: dict[str, list[str]] = defaultdict(list)
    for (one, two), chance in sorted(likely.items()):
        back = likely.get((two, one), 0.0)
        if ((chance >= LEAST and back >= LEAST_BACK) or chance >= SURE) and _fit(one, two, net):
            found[one].append(two)
    return {one: tuple(others) for one, others in found.items()}


def _fit(one: str, two: str, net: WordNet) -> bool:
    if one == two or not re.fullmatch(r"[a-z' -]+", one) or not re.fullmatch(r"[a-z' -]+", two):
        return False
    a, b = one.split(), two.split()
    if max(len(a), len(b)) > LONGEST or not set(a) - EMPTY or not set(b) - EMPTY:
        return False
    left, right = set(a) - set(b) - EMPTY, set(b) - set(a) - EMPTY
    if (left | right) & GRAVE or len(left) - len(right) not in (-1, 0, 1) or (not left and not right):
        return False
    if bool(left) != bool(right) or len(left) + len(right) == 3:
        return False
    if len(left) == len(right) == 1 and not _kin(*left, *right, net):
        return False
    opposed = {other for word in left for other in net.opposites(word)}
    return not opposed & right


def _kin(one: str, two: str, net: WordNet) -> bool:
    """Whether two words are forms of one, or have a sense in common."""
    return bool({lemma for _, lemma, _ in net.lemmas(one)} & {lemma for _, lemma, _ in net.lemmas(two)}) or (
        two in net.synonyms(one) or one in net.synonyms(two) or one[:5] == two[:5]
    )


def paraphrased(chance: random.Random, text: str, words: Sequence[Token], ground: Ground) -> Edit | None:
    """One phrase of the text, of one to four words without a name, in other words."""
    order = list(range(len(words)))
    chance.shuffle(order)
    for at in order[:12]:
        for size in chance.sample(range(1, LONGEST + 1), LONGEST):
            run = words[at : at + size]
            if len(run) < size or any(word.name for word in run):
                continue
            start, end = run[0].start, run[-1].end
            others = ground.table.get(text[start:end].casefold())
            if others:
                return ((start, end, like(text[start], chance.choice(others))),)
    return None
