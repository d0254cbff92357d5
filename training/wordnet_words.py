"""What the comparison reads of WordNet 3.0: opposites, words near in meaning, words spelled without a capital.

    python -m training.wordnet_words [--wordnet DIR] [--to quotecheck/comparison]

DIR holds the files of Debian's package wordnet-base (1:3.0-37), as wndb(5) describes them. The two files that this
writes, wordnet.txt and wordnet_near.txt, say in their heads what is taken; their licence is WordNet's own.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from quotecheck.comparison.spelling import normal_form, stem_of

ROOT = Path(__file__).resolve().parent.parent
PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
KINDS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
"""Number of a part of speech in the key of a sense -> its letter."""

SENSES = 4
"""Senses of a word that count: the most frequent ones come first."""

PARTICLES = frozenset(
    "about across after against ahead along apart around aside at away back by down for forth forward in into of off "
    "on out over through to together under up upon with".split()
)

PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
"""A word with one of these is known for an opposite without a list (comparison/opposites.py)."""

LEFT_OUT = frozenset(
    """
    one two three four five six seven eight nine ten twenty thirty hundred thousand
    first second third fourth fifth sixth tenth sixteenth
    any both each every less many no only several some always go in mid on thither up
    angelic compressed dazed ex goddam gray jagged muffled oriental powdered powdery pubescent reactionary rigid
    rocklike roundabout squat stagnant stereotyped subdued sultry taut thunderous translucent transparent uneven wrongly
    """.split()
)
"""Words that are given no opposites: many numbers and small words, which other lists have, and some others."""

NO_OPPOSITES = frozenset([frozenset(("federal", "local")), frozenset(("here", "there"))])
"""Pairs that are left out though their words have other opposites."""

HEAD = "From WordNet 3.0 (Debian package wordnet-base 1:3.0-37), whose licence is:"
TAKEN = """\
Taken: words that WordNet's tagged texts have and that it spells without a capital (under [common]), and words that
it marks as antonyms within their first four senses (under [opposites]; one word, a colon, its opposites). Adjectives
and adverbs include words similar to the antonym in their first sense. Pairs that differ by a prefix such as un- alone
are left out."""
TAKEN_NEAR = """\
Taken: of the words that WordNet's tagged texts have and that it spells without a capital, and of verbs with a particle
(put_off), pairs that share a sense, and pairs of which one has a sense right above the other's (hypernym), like it
(adjectives) or in its group (verbs), within the first four senses of both. Each line: a stem
(quotecheck.comparison.spelling), a colon, stems near it in meaning; each pair stands once."""

Key = tuple[str, int]
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning: its words, the (word, its antonym, the antonym's sense) that it marks, the senses like it, and
    those right above it or, of verbs, in its group."""

    words: tuple[str, ...]
    antonyms: tuple[tuple[str, str, Key], ...]
    similar: tuple[Key, ...]
    beside: tuple[Key, ...] = ()


class WordNet:
    """``senses`` by part of speech and offset, ``of``: those of each word, ``phrasal``: those of verbs with a particle,
    ``tagged``: how often texts have a word."""

    def __init__(self, folder: Path) -> None:
        self.senses: dict[Key, Sense] = {}
        self.of: dict[tuple[str, str], list[Key]] = {}
        self.phrasal: dict[str, list[Key]] = {}
        self.tagged: Counter[tuple[str, str]] = Counter()
        read: dict[Key, tuple[tuple[str, ...], list[str]]] = {}
        for part, name in PARTS.items():
            for fields in _fields(folder / f"data.{name}"):
                count = int(fields[3], 16)
                words = tuple(fields[4 + 2 * at].split("(")[0] for at in range(count))
                read[part, int(fields[0])] = words, fields[4 + 2 * count :]
            for fields in _fields(folder / f"index.{name}"):
                particles = fields[0].split("_")[1:]
                if part == "v" and particles and PARTICLES.issuperset(particles):
                    self.phrasal[fields[0]] = [(part, int(offset)) for offset in fields[-int(fields[2]) :]]
                if _plain(fields[0]):
                    self.of[part, fields[0]] = [(part, int(offset)) for offset in fields[-int(fields[2]) :]]
        for key, (words, rest) in read.items():
            antonyms, similar, beside = [], [], []
            for at in range(int(rest[0])):
                symbol, offset, part, link = rest[1 + 4 * at : 5 + 4 * at]
                there = ("a" if part == "s" else part, int(offset))
                if symbol == "!":
                    antonyms.append((words[int(link[:2], 16) - 1], read[there][0][int(link[2:], 16) - 1], there))
                elif symbol == "&":
                    similar.append(there)
                elif symbol in "@$":
                    beside.append(there)
            self.senses[key] = Sense(words, tuple(antonyms), tuple(similar), tuple(beside))
        for place, _, times in _fields(folder / "cntlist.rev"):
            word, _, sense = place.partition("%")
            self.tagged[KINDS[sense[0]], word] += int(times)


def _fields(file: Path) -> Iterator[list[str]]:
    """The fields of each line, without the gloss; the licence at the beginning is indented."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            yield line.split(" | ")[0].split()


def _plain(word: str) -> bool:
    return re.fullmatch("[a-z]+", word) is not None


def common(net: WordNet) -> list[str]:
    """Words of the tagged texts that WordNet spells without a capital in some sense, in order."""
    spelled = {word for sense in net.senses.values() for word in sense.words}
    return sorted({word for _, word in net.tagged if _plain(word)} & spelled)


def opposites(net: WordNet) -> dict[str, list[str]]:
    """Word -> its opposites, each pair under that word of it that has more of them, all in order."""
    pairs = {
        pair
        for pair in {*_antonyms(net), *_alike(net)}
        if len(pair) == 2 and not pair & LEFT_OUT and pair not in NO_OPPOSITES and not _prefixed(*pair)
    }
    return _table(pairs)


def near(net: WordNet) -> dict[str, list[str]]:
    """Stem -> stems near it in meaning, each pair under that stem of it that has more of them, all in order."""
    known = set(common(net))
    of: dict[Key, list[str]] = defaultdict(list)
    for (_, word), senses in net.of.items():
        if word in known:
            for key in senses[:SENSES]:
                of[key].append(stem_of(normal_form(word)))
    for phrase, senses in net.phrasal.items():
        verb, _, particles = phrase.partition("_")
        for key in senses[:SENSES]:
            of[key].append(f"{stem_of(normal_form(verb))}_{particles}")
    pairs = set()
    for key, stems in of.items():
        sense = net.senses[key]
        others = [other for there in (key, *sense.similar, *sense.beside) for other in of.get(there, ())]
        pairs.update(frozenset((stem, other)) for stem in stems for other in others)
    return _table(pair for pair in pairs if len(pair) == 2)


def _table(found: Iterable[Pair]) -> dict[str, list[str]]:
    pairs = set(found)
    uses = Counter(word for pair in pairs for word in pair)
    table: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        less, more = sorted(pair, key=lambda word: (uses[word], word))
        table[more].append(less)
    return {word: sorted(table[word]) for word in sorted(table)}


def _prefixed(one: str, other: str) -> bool:
    return any(one == prefix + other or other == prefix + one for prefix in PREFIXES)


def _antonyms(net: WordNet) -> Iterator[Pair]:
    """Marked antonyms within the first senses of both words, one of which the tagged texts have."""
    for (part, word), senses in net.of.items():
        for key in senses[:SENSES]:
            for mine, other, there in net.senses[key].antonyms:
                texts_have_it = net.tagged[part, word] or net.tagged[part, other]
                if mine == word and texts_have_it and there in net.of.get((part, other), ())[:SENSES]:
                    yield frozenset((word, other))


def _alike(net: WordNet) -> Iterator[Pair]:
    """Adjectives and adverbs around two antonyms: one of the words of one sense, or of a sense like it, on either side.

    Tagged texts have the more frequent word three times or more, and one that is only like an antonym twice.
    """
    around: dict[Key, list[str]] = defaultdict(list)
    for (part, word), senses in net.of.items():
        if part in "ar" and net.tagged[part, word]:
            for head in _heads(net, word, senses, net.tagged[part, word]):
                around[head].append(word)
    for head, words in around.items():
        for there in {there for _, _, there in net.senses[head].antonyms}:
            for word in words:
                for other in around.get(there, ()):
                    if max(net.tagged[head[0], word], net.tagged[head[0], other]) > 2:
                        yield frozenset((word, other))


def _heads(net: WordNet, word: str, senses: list[Key], times: int) -> set[Key]:
    """The senses with an antonym that a word is around: by the first sense, or by the second if marked itself."""
    heads = {key for key in senses[:2] if any(mine == word for mine, _, _ in net.senses[key].antonyms)}
    first = net.senses[senses[0]]
    if word in first.words and first.antonyms:
        heads.add(senses[0])
    elif word in first.words and times > 1:
        heads.update(key for key in first.similar if net.senses[key].antonyms)
    return heads


def rendered(net: WordNet, licence: list[str]) -> str:
    """The whole of wordnet.txt."""
    words = ["[common]", *textwrap.wrap(" ".join(common(net)), 118)]
    return "\n".join([*_head(licence, TAKEN), "[opposites]", *_lines(opposites(net)), "", *words, ""])


def rendered_near(net: WordNet, licence: list[str]) -> str:
    """The whole of wordnet_near.txt."""
    return "\n".join([*_head(licence, TAKEN_NEAR), "[near]", *_lines(near(net)), ""])


def _head(licence: list[str], taken: str) -> list[str]:
    return [*(f"# {line}".rstrip() for line in (HEAD, "", *licence, "", *taken.splitlines())), ""]


def _lines(table: Mapping[str, list[str]]) -> list[str]:
    return [f"{word}: {' '.join(others)}" for word, others in table.items()]


def licence_of(folder: Path) -> list[str]:
    """The licence that each of WordNet's files begins with: indented, numbered lines."""
    lines = (folder / "index.adj").read_text(encoding="utf-8").splitlines()
    return [re.sub(r"^ +\d+ ?", "", line).rstrip() for line in lines if line.startswith(" ")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--to", type=Path, default=ROOT / "quotecheck" / "comparison")
    options = parser.parse_args()
    net, licence = WordNet(options.wordnet), licence_of(options.wordnet)
    for name, made in (("wordnet.txt", rendered(net, licence)), ("wordnet_near.txt", rendered_near(net, licence))):
        (options.to / name).write_text(made, encoding="utf-8")
        print(f"{options.to / name}: {len(made.splitlines())} lines")


if __name__ == "__main__":
    main()
