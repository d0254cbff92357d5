"""An archive that lasts: texts on disk, encoded once, in which a query is answered without reading them again.

Each query is answered by itself: the nearest texts by embedding are found among all, and the letter trigrams are
compared for those alone, weighted by how rare they are in the whole archive. Scores mean what those of
quotecheck.comparison.matching do with ``rivals`` False.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from quotecheck.comparison.matching import DIGITS, Floats, Ints, best_of, fit_of, same_of
from quotecheck.comparison.ngrams import Rarity, cosines, trigrams
from quotecheck.embedding import Encoder
from quotecheck.errors import InputError, ModelError
from quotecheck.records import Hit, Match, Skipped, Text
from quotecheck.search.index import Index

COMMITTED = 16_384
"""Texts of one commit: what an interruption can cost, some 20 seconds of encoding."""

ENCODED = 2048
"""Texts encoded between two tellings of progress."""

POOL = 100
"""Candidates for each query beyond the asked ones. On translations, among 6,342 texts and among 62,102, the right one
comes first as often as where all texts are candidates; with 50 it does not among the 62,102."""

CELLS = 4_000_000
"""Candidates of one block of queries: 48 MB of scores and row numbers."""

_ID, _TEXT = "id", "text"
_CODES, _TEXTS = "trigrams", "trigrams-texts"


@dataclass(frozen=True, slots=True)
class Holding:
    """What an archive holds: how many texts, and the identity of the encoder that it was made with."""

    texts: int
    model: str


@dataclass(frozen=True, slots=True)
class Addition:
    """What adding came to: texts ``added``, those ``known`` already, those not taken, and what is held now."""

    added: int
    known: int
    skipped: tuple[Skipped, ...]
    holding: Holding


def is_archive(folder: Path) -> bool:
    """Whether the folder holds an archive, whatever its state. Raises InputError where it cannot be looked at."""
    try:
        return Index.is_index(folder)
    except OSError as problem:
        raise InputError(f"{folder} cannot be used ({problem.strerror})", "name another folder") from problem


def holding(folder: Path) -> Holding:
    """What the archive in the folder holds. Raises InputError where there is none or it is damaged."""
    index = _opened(folder)
    return Holding(len(index), index.identity)


def verify_archive(folder: Path) -> Holding:
    """Read all of the archive. Raises InputError naming the first file that is not what was written."""
    index = _opened(folder)
    index.verify()
    return Holding(len(index), index.identity)


def add_texts(
    texts: Iterable[Text], folder: Path, encoder: Encoder, tell: Callable[[str, int, int], None] | None = None
) -> Addition:
    """Add texts to the archive in the folder, which is made if there is none.

    ``COMMITTED`` texts at a time are written for good, so that an interrupted run is resumed by adding the same texts
    again: one that is in already, by id and words, is passed over. One whose id is in with other words is not taken,
    nor is one of which the encoder makes a row of zeros. Raises ModelError where the archive was made with another
    encoder, InputError where it cannot be used or written.
    """
    waiting = iter(texts)
    batch = list(islice(waiting, COMMITTED))
    there = is_archive(folder)
    index = _for_encoder(folder, encoder) if there else Index.create(folder, encoder.dimensions, encoder.identity)
    rows = {name: row for row, name in enumerate(index.strings(_ID))} if len(index) else {}
    rarity = _rarity(index)
    seen, known, skipped, before = 0, 0, list[Skipped](), len(index)
    while batch:
        new, refused = _sifted(batch, index, rows)
        known += len(batch) - len(new) - len(refused)
        vectors = _encoded(list(new.values()), encoder, tell, seen)
        ids, words = list(new), list(new.values())
        usable = vectors.any(axis=1)
        refused += [_refused(ids[at], "is nothing to the model: leave it out") for at in np.flatnonzero(~usable)]
        ids, words = ([column[at] for at in np.flatnonzero(usable)] for column in (ids, words))
        if ids:
            rows |= {name: row for row, name in enumerate(ids, len(index))}
            rarity = rarity.joined(Rarity.of(trigrams(words), len(words)))
            index.append(vectors[usable], {_ID: ids, _TEXT: words}, {_CODES: rarity.codes, _TEXTS: rarity.texts})
        skipped += refused
        seen += len(batch)
        batch = list(islice(waiting, COMMITTED))
    return Addition(len(index) - before, known, tuple(skipped), Holding(len(index), index.identity))


def find_in_archive(queries: Sequence[Text], folder: Path, k: int, encoder: Encoder) -> list[Match]:
    """For each query, in the order given, the best ``k`` texts of the archive (fewer in a smaller one).

    Ties go by id, and the order in which texts were added does not matter. A query of which the encoder makes a row of
    zeros gets no hits. Memory grows with k and with the texts that tie, not with the archive. Raises InputError where
    there is no archive or it is damaged, ModelError where it was made with another encoder.
    """
    index = _for_encoder(folder, encoder)
    asked = sorted({query.text for query in queries})
    hits: dict[str, tuple[Hit, ...]] = dict.fromkeys(asked, ())
    if len(index) and asked and k > 0:
        rarity = _rarity(index)
        vectors = encoder.encode(asked)
        usable = np.flatnonzero(vectors.any(axis=1))
        pool = min(k + POOL, len(index))
        step = max(1, CELLS // (pool + 1))
        for first in range(0, len(usable), step):
            part = usable[first : first + step]
            for place, (semantic, rows) in zip(part.tolist(), _nearest(index, vectors[part], pool), strict=True):
                hits[asked[place]] = _ranked(index, rarity, asked[place], semantic, rows, k)
    return [Match(query.id, hits[query.text]) for query in queries]


def _opened(folder: Path) -> Index:
    if not is_archive(folder):
        what = "is a folder and no archive" if folder.is_dir() else "is no archive"
        raise InputError(f"{folder} {what}", "make one by quotecheck archive add")
    index = Index.open(folder)
    try:
        if len(index):
            for name in (_ID, _TEXT):
                index.strings(name, np.zeros(0, np.int64))
            _rarity(index)
    except KeyError as problem:
        raise InputError(
            f"{folder} holds vectors and no texts", "make an archive by quotecheck archive add"
        ) from problem
    return index


def _for_encoder(folder: Path, encoder: Encoder) -> Index:
    index = _opened(folder)
    if index.identity != encoder.identity:
        raise ModelError(
            f"{folder} was made with {index.identity} and not with {encoder.identity}",
            "use that model, or make an archive with this one",
        )
    return index


def _rarity(index: Index) -> Rarity:
    if not len(index):
        return Rarity.of(trigrams([]), 0)
    return Rarity(len(index), index.table(_CODES), index.table(_TEXTS))


def _sifted(batch: Sequence[Text], index: Index, rows: Mapping[str, int]) -> tuple[dict[str, str], list[Skipped]]:
    """Texts by id that are new, and those that have the id of another text; ``rows`` has the row of each id."""
    there = [text.id for text in batch if text.id in rows]
    held = (
        dict(zip(there, index.strings(_TEXT, np.array([rows[name] for name in there])), strict=True)) if there else {}
    )
    new: dict[str, str] = {}
    refused = []
    for text in batch:
        words = held.setdefault(text.id, text.text)
        if words != text.text:
            refused.append(_refused(text.id, "is in the archive with other words: give it another id"))
        elif text.id not in rows:
            new[text.id] = words
    return new, refused


def _refused(name: str, reason: str) -> Skipped:
    return Skipped(f"the text {name!r}", reason)


def _encoded(texts: Sequence[str], encoder: Encoder, tell: Callable[[str, int, int], None] | None, seen: int) -> Floats:
    """(n, d) float32, encoded part by part."""
    parts = [encoder.encode([])]
    for first in range(0, len(texts), ENCODED):
        if tell:
            tell("adding texts", seen + first, 0)
        parts.append(encoder.encode(texts[first : first + ENCODED]))
    return np.concatenate(parts)


def _nearest(index: Index, vectors: Floats, pool: int) -> list[tuple[Floats, Ints]]:
    """For each query the ``pool`` nearest rows and all that tie with the last of them: scores and rows."""
    scores, rows = index.top_k(vectors, pool + 1)
    found = []
    for place, last in enumerate(scores[:, pool - 1]):
        near = slice(0, pool)
        if scores[place, pool] < last:
            found.append((scores[place, near], rows[place, near]))
            continue
        # Which of them come first is chance. A threshold is compared before scores are rounded.
        below = float(np.nextafter(last, np.float32(-np.inf)))
        [all_scores], [all_rows] = index.top_k(vectors[place : place + 1], len(index), below)
        tied = all_scores >= last
        found.append((all_scores[tied], all_rows[tied]))
    return found


def _ranked(index: Index, rarity: Rarity, query: str, semantic: Floats, rows: Ints, k: int) -> tuple[Hit, ...]:
    texts = index.strings(_TEXT, rows)
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    lexical = np.round(cosines(query, list(place), rarity), DIGITS)[[place[text] for text in texts]]
    # A cosine may have been rounded to a little over 1.
    semantic = np.minimum(semantic, np.float32(1))
    score = np.round(fit_of(semantic, lexical), DIGITS)
    best = best_of(score, k)
    # Negated, so that the highest score comes first and equal ones by id.
    ranked = sorted(zip((-score[best]).tolist(), index.strings(_ID, rows[best]), best.tolist(), strict=True))[:k]
    return tuple(Hit(name, -negated, same_of(float(semantic[at]), float(lexical[at]))) for negated, name, at in ranked)
