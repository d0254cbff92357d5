"""Pairs to train the judge on: translations of one sentence, copies and parts of a sentence, with edits and without.

Edits that change the sense are planted in one side of a pair. So that no trace of editing gives them away, pairs are
edited harmlessly too, and the same edit is made in both sides, which leaves them one statement.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.comparison.sidebyside import NONE, Row, row, side
from quotecheck.comparison.words import read_words
from training.judge.bible import verses
from training.judge.edits import ALTERING, Ground, Maker
from training.judge.harmless import HARMLESS
from training.judge.paraphrases import Table
from training.judge.sentence import Edit, apply, tokens
from training.judge.wordnet import WordNet

UNKNOWN = -1

SETS = ("wmt2021_csen", "wmt2022_csen", "wmt2022_deen", "wmt2023_heen")
FOLDED = SETS[:2]
"""Those that the development pairs with planted edits were made from, a fold each."""

LONGEST = 240
"""Word pieces of a training pair."""

PLANTED, JUDGED = 0.1, 0.03
"""Shares of the development pairs among all."""

MASKED = (0.0, 0.0, 0.05, 0.1, 0.15)
"""Shares of the word pieces hidden from the network, of which each pair draws one; else it knows them by heart."""

VERSES = 0.4
"""Share of verses among the translations. Without them the judge learns its few news sentences by heart."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair and what is known of it: 1, 0 or UNKNOWN. ``spans`` are the edited places of the sides."""

    a: str
    b: str
    same: int
    altered: int
    kind: str
    spans: tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]] = ((), ())
    sides: tuple[bool, bool] = (False, False)
    """Whether it is known of each side which of its words are altered."""


@dataclass(slots=True)
class Texts:
    """What pairs are made of."""

    documents: list[list[tuple[str, ...]]] = field(default_factory=list)
    """Runs of sentences that follow upon each other, each in several translations, human ones first."""
    verses: list[list[tuple[str, ...]]] = field(default_factory=list)
    """The same of another kind of text, which no words are drawn from."""
    singles: list[list[str]] = field(default_factory=list)
    """Runs of sentences and quotes of one article or debate."""
    planted: list[tuple[str, str, str]] = field(default_factory=list)
    """A translation, a second one, and the second one with an edit that others planted in it."""
    judged: list[tuple[str, str, int]] = field(default_factory=list)
    """A translation, a machine's, and whether readers found that it alters the sense."""


def read_texts(shared: Path, bibles: Path, fold: int | None) -> Texts:
    """Translations, edited and judged; verses; training articles and their quotes; debates no quote is looked up in.

    ``fold`` is the one of the two folds that is left out, so that its pairs tell how good the judge is.
    """
    texts = Texts(verses=verses(bibles))
    for r in read_edited(shared):
        if fold != r["fold"] and r["label"] == "altered" and r["before"]:
            texts.planted.append((r["a"], r["before"], r["b"]))
    for r in read_mistranslated(shared):
        if fold != r["fold"]:
            texts.judged.append((r["a"], r["b"], int(r["label"] == "altered")))
    for name in SETS:
        if fold is not None and name == FOLDED[fold]:
            continue
        rows = read_rows(shared / "data" / "translations" / f"{name}.jsonl")
        texts.documents.append([(r["a"], r["b"], *good_systems(r)) for r in rows if r["a"] and r["b"]])
    for r in read_rows(shared / "data" / "quotes" / "train.gold.jsonl"):
        run = []
        for quote in r["quotes"]:
            words = " ".join(r["text"][start:end] for start, end in quote["content_spans"])
            words = " ".join(words.split()).strip(' "“”')
            if 6 <= len(words.split()) <= 60:
                run.append(words[0].upper() + words[1:])
        texts.singles.append(run)
        texts.singles.append([text for text in _sentences(r["text"]) if 8 <= len(text.split()) <= 50])
    debates: dict[str, list[str]] = {}
    looked_up = {r["doc"] for r in read_rows(shared / "data" / "transcripts" / "quotes_dev.jsonl")}
    for r in read_rows(shared / "data" / "transcripts" / "lines_dev.jsonl"):
        if r["doc"] not in looked_up and 8 <= len(r["text"].split()) <= 50:
            debates.setdefault(r["doc"], []).append(" ".join(r["text"].split()))
    texts.singles += debates.values()
    return texts


def read_edited(shared: Path) -> list[dict[str, Any]]:
    """The development pairs with planted edits, with their ``fold`` and, if known, the text ``before`` the edit."""
    rows = list(read_rows(shared / "data" / "pairs" / "edited_dev.jsonl"))
    before = {r["id"].rpartition(".")[0]: r["b"] for r in rows if r["label"] == "reworded"}
    for r in rows:
        year, languages = r["id"].split(".")[:2]
        r["fold"] = FOLDED.index(f"{year}_{languages.replace('-', '')}")
        r["before"] = before.get(r["id"].rpartition(".")[0])
    return rows


def read_mistranslated(shared: Path) -> list[dict[str, Any]]:
    """The development pairs of human and machine translations with their ``fold``: the first half or the second."""
    rows = list(read_rows(shared / "data" / "pairs" / "mistranslated_dev.jsonl"))
    sentence = [int(r["id"].split(".")[2]) for r in rows]
    middle = sorted(set(sentence))[len(set(sentence)) // 2]
    for r, number in zip(rows, sentence, strict=True):
        r["fold"] = int(number >= middle)
    return rows


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _sentences(text: str) -> list[str]:
    """Sentences of an article, near enough."""
    parts = re.split(r"\n+|(?<=[.!?])\s+(?=[A-Z“\"])|(?<=[.!?][”\"])\s+(?=[A-Z“\"])", text)
    return [" ".join(part.split()) for part in parts]


def good_systems(row: Mapping[str, Any]) -> list[str]:
    """The machine translations that share most letter runs with a human one; the others may well be wrong."""
    human = [_runs(row["a"]), _runs(row["b"])]
    scored = []
    for text in row["systems"]:
        runs = _runs(text)
        scored.append((max(2 * len(runs & one) / (len(runs) + len(one) + 1) for one in human), text))
    return [text for score, text in sorted(set(scored), reverse=True) if score >= 0.6][:2]


def _runs(text: str) -> set[str]:
    text = text.casefold()
    return {text[at : at + 4] for at in range(len(text) - 3)}


def ground_of(texts: Texts, net: WordNet, table: Table) -> Ground:
    """Names and words of the texts for edits to draw on."""
    names: Counter[str] = Counter()
    common: Counter[str] = Counter()
    for text in _all(texts):
        words = tokens(text)
        common.update(word.form for word in words if not word.name and word.form.isalpha())
        names.update(word.text for word in words if word.name and word.form.isalpha() and len(word.text) > 3)
        for one, two in pairwise(words):
            if one.name and two.name and text[one.end : two.start] == " ":
                names[f"{one.text} {two.text}"] += 1
    held = sorted(name for name, count in names.items() if count >= 2 and common[name.casefold()] * 3 <= count)
    return Ground(net, held, {word: count for word, count in sorted(common.items()) if count >= 3}, table)


def _all(texts: Texts) -> Iterator[str]:
    for document in texts.documents:
        for versions in document:
            yield from versions[:2]
    for run in texts.singles:
        yield from run


def examples(texts: Texts, ground: Ground, chance: random.Random, count: int) -> Iterator[Example]:
    """``count`` pairs, of which about half are altered among those of one statement."""
    translated = [(document, at) for document in texts.documents for at in range(len(document))]
    biblical = [(book, at) for book in texts.verses for at in range(len(book))]
    singles = [(run, at) for run in texts.singles for at in range(len(run))]
    made = 0
    while made < count:
        one = _example(chance, translated, biblical, singles, texts.planted, texts.judged, ground)
        if one is not None and len(one.a) + len(one.b) < LONGEST * 5:
            made += 1
            yield one


def _example(
    chance: random.Random,
    translated: Sequence[tuple[list[tuple[str, ...]], int]],
    biblical: Sequence[tuple[list[tuple[str, ...]], int]],
    singles: Sequence[tuple[list[str], int]],
    planted: Sequence[tuple[str, str, str]],
    judged: Sequence[tuple[str, str, int]],
    ground: Ground,
) -> Example | None:
    way = chance.random()
    if way < 0.04:
        return _two(chance, translated, singles)
    if planted and chance.random() < PLANTED:
        return _planted(chance, chance.choice(planted), ground)
    if judged and chance.random() < JUDGED:
        a, b, altered = chance.choice(judged)
        return Example(*chance.sample([a, b], 2), 1, altered, "judged")
    if way < 0.78:
        document, at = chance.choice(biblical if biblical and chance.random() < VERSES else translated)
        versions = document[at]
        if chance.random() < 0.4 or len(versions) < 3:
            a, b = versions[0], versions[1]
        else:
            a, b = chance.sample(versions, 2)
        if chance.random() < 0.5:
            a, b = b, a
        copy = False
    else:
        if chance.random() < 0.25:
            document, at = chance.choice(translated)
            a = b = chance.choice(document[at][:2])
        else:
            run, at = chance.choice(singles)
            a = b = run[at]
        copy = True
    return _one(chance, a, b, ground, copy=copy)


def _two(
    chance: random.Random,
    translated: Sequence[tuple[list[tuple[str, ...]], int]],
    singles: Sequence[tuple[list[str], int]],
) -> Example | None:
    """Two statements: sentences of one document, or two parts of one sentence."""
    way = chance.random()
    if way < 0.4:
        document, at = chance.choice(translated)
        other = at + chance.choice([-3, -2, -1, 1, 2, 3])
        if not 0 <= other < len(document):
            return None
        a, b = chance.choice(document[at][:2]), chance.choice(document[other][:2])
    elif way < 0.9:
        run, at = chance.choice(singles)
        if len(run) < 4:
            return None
        forms = {word.form for word in tokens(run[at]) if len(word.form) > 3}
        alike = [len(forms & set(text.casefold().split())) for text in run]
        near = sorted((number for number in range(len(run)) if number != at), key=lambda n: (-alike[n], n))
        a, b = run[at], run[chance.choice(near[:4])]
    else:
        run, at = chance.choice(singles)
        words = run[at].split()
        if len(words) < 14:
            return None
        middle = len(words) // 2
        a, b = " ".join(words[:middle]), " ".join(words[middle:])
    both = {word.form for word in tokens(a)} & {word.form for word in tokens(b)}
    if len(both) > 0.6 * min(len(tokens(a)), len(tokens(b))):
        return None
    return Example(a, b, 0, UNKNOWN, "different")


def _planted(chance: random.Random, found: tuple[str, str, str], ground: Ground) -> Example:
    """Someone else's edit: between translations or copies; or none, or one in both texts, and harmless ones."""
    a, before, after = found
    altered = chance.random() < 0.5
    if altered:
        other, text = chance.choice([a, a, before]), after
    else:
        other, text = chance.choice([(a, before), (a, before), (after, after)])
    for _ in range(chance.choice([0, 0, 1, 2])):
        other = _edited(chance, other, _drawn(chance, HARMLESS)[1], ground)
    spans = _changed(before, text) if altered else []
    sides = (False, bool(spans)) if altered else (True, True)  # what is cut out stands nowhere
    if chance.random() < 0.5:
        return Example(text, other, 1, int(altered), "planted", (spans, ()), sides[::-1])
    return Example(other, text, 1, int(altered), "planted", ((), spans), sides)


def _changed(before: str, after: str) -> list[tuple[int, int]]:
    """Where the words of ``after`` stand that ``before`` has not there."""
    old, new = tokens(before), tokens(after)
    same = SequenceMatcher(None, [w.text for w in old], [w.text for w in new], autojunk=False)
    return [
        (new[start].start, new[end - 1].end)
        for _, _, _, start, end in (op for op in same.get_opcodes() if op[0] != "equal")
        if end > start
    ]


def _one(chance: random.Random, a: str, b: str, ground: Ground, *, copy: bool) -> Example | None:
    """One statement: perhaps the same edit on both sides, perhaps harmless ones, then the planted one or none."""
    wanted = chance.random() < 0.5
    if chance.random() < (0.3 if wanted else 0.45):
        a, b = _both(chance, a, b, ground)
    for _ in range(chance.choice([0, 0, 1, 2, 3] if not copy else [0, 1, 2, 3, 5])):
        _, maker = _drawn(chance, HARMLESS)
        if chance.random() < 0.5:
            a = _edited(chance, a, maker, ground)
        else:
            b = _edited(chance, b, maker, ground)
    if not wanted:
        return Example(a, b, 1, 0, "copy" if copy else "translation", ((), ()), (True, True))
    kind, maker = _drawn(chance, ALTERING)
    words = tokens(b)
    edit = maker(chance, b, words, ground)
    if edit is None or _meets(a, b, edit):
        return None
    made, spans = apply(b, edit)
    if made.casefold() == b.casefold():
        return None
    if chance.random() < 0.5:
        return Example(made, a, 1, 1, kind, (spans, ()), (True, False))
    return Example(a, made, 1, 1, kind, ((), spans), (False, True))


def _meets(a: str, b: str, edit: Edit) -> bool:
    """Whether the edit brings b nearer to a: its new words are a's, and the old ones are not."""
    there = {word.form for word in tokens(a)}
    new = {word.form for _, _, words in edit for word in tokens(words)}
    old = {word.form for start, end, _ in edit for word in tokens(b[start:end])}
    gained, lost = new - old, old - new
    if not gained and lost:
        return not lost & there  # what is cut must be in a
    return bool(gained) and gained <= there and not (lost and lost <= there)


def _both(chance: random.Random, a: str, b: str, ground: Ground) -> tuple[str, str]:
    """The same altering edit on both sides, where both have its place; else as they were."""
    for _ in range(4):
        _, maker = _drawn(chance, ALTERING)
        edit = maker(chance, b, tokens(b), ground)
        if edit is None or len(edit) != 1:
            continue
        ((start, end, new),) = edit
        old, at = b[start:end], start
        if not old.strip():  # put in between two words: the other side must have both
            before, after = b[:start].split()[-1:], b[end:].split()[:1]
            if not before or not after:
                continue
            old, new = f"{before[0]} {after[0]}", f"{before[0]}{new} {after[0]}"
            at = start - len(before[0])
            if b[at : at + len(old)] != old:
                continue
        if a.count(old) == 1 and b.count(old) == 1 and new:
            there = a.index(old)
            around = a[max(0, there - 1) : there] + a[there + len(old) : there + len(old) + 1]
            if not any(char.isalnum() for char in around):
                return a.replace(old, new), b.replace(old, new)
    return a, b


def _edited(chance: random.Random, text: str, maker: Maker, ground: Ground) -> str:
    edit = maker(chance, text, tokens(text), ground)
    made = apply(text, edit)[0] if edit else text
    return made if made.strip() else text


def _drawn(chance: random.Random, table: Mapping[str, tuple[float, Maker]]) -> tuple[str, Maker]:
    kind = chance.choices([*table], weights=[weight for weight, _ in table.values()])[0]
    return kind, table[kind][1]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example as the network is given it; ``places`` (l,) is 1, 0 or UNKNOWN for each word piece."""

    ids: NDArray[np.int64]
    marks: NDArray[np.int64]
    places: NDArray[np.int64]
    same: int
    altered: int


def lessons(given: Iterable[Example], tokenizer: Any, masks: int | None = None) -> Iterator[Lesson]:
    """Examples cut into word pieces, some of them hidden if ``masks`` is a seed; those too long are left out."""
    hidden = None if masks is None else np.random.default_rng(masks)
    mask = tokenizer.token_to_id("[MASK]")
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    for example in given:
        one = side(tokenizer, example.a, read_words(example.a).words)
        two = side(tokenizer, example.b, read_words(example.b).words)
        if len(one.ids) + len(two.ids) + 3 > LONGEST:
            continue
        made = row(one, two, cls, sep)
        places = _places(made, len(one.ids), example)
        ids = made.ids
        if hidden is not None:
            out = (hidden.random(len(ids)) < hidden.choice(MASKED)) & (made.marks != NONE) & (places != 1)
            ids = np.where(out, mask, ids)
        yield Lesson(ids, made.marks, places, example.same, example.altered)


def _places(made: Row, split: int, example: Example) -> NDArray[np.int64]:
    places = np.full(len(made.ids), UNKNOWN, np.int64)
    for number, part in enumerate((slice(1, split + 1), slice(split + 2, len(made.ids) - 1))):
        if not example.sides[number]:
            continue
        places[part] = 0
        for start, end in example.spans[number]:
            inside = (made.starts[part] < end) & (made.ends[part] > start)
            places[part][inside] = 1
    return places
