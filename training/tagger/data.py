"""The annotated articles of PolNeAR as windows of word pieces with tags and links."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.articles import metadata_spans
from quotecheck.speech.attribution import find_attributions
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.pieces import Pieces, pieces_of, rows, windows
from quotecheck.speech.quotation import find_quoted
from quotecheck.speech.tags import FORBIDDEN, TAGS

GOLD = {"content": "content_spans", "cue": "cue_spans", "source": "speaker_spans"}


@dataclass(frozen=True)
class Example:
    """An article with the gold attributions as ranges of pieces.

    ``tags`` (n,) int64. Each of ``items`` has the spans of its contents, its cue, its source (or None), and whether
    the cue is a verb of speech or the words bear quotation marks.
    """

    id: str
    pieces: Pieces
    tags: NDArray[np.int64]
    items: list[tuple[list[range], range | None, range | None, bool]]


@dataclass(frozen=True)
class Window:
    """Rows for the network (l,) and the spans in them: contents with the place of their cue, cues with their source."""

    ids: NDArray[np.int64]
    marks: NDArray[np.int64]
    tags: NDArray[np.int64]
    contents: list[tuple[int, int, int]]  # first row, last row, place in cues or -1
    cues: list[tuple[int, int, int, int]]  # first row, last row, place in sources or -1, speech
    sources: list[tuple[int, int]]


def read_examples(path: Path, tokenizer: Any, count: int | None = None) -> list[Example]:
    with path.open(encoding="utf-8") as lines:
        return [example_of(json.loads(line), tokenizer) for line in islice(lines, count)]


def example_of(row: dict[str, Any], tokenizer: Any) -> Example:
    text = row["text"]
    paragraphs = paragraph_spans(text, skip=metadata_spans(text))
    regions = find_quoted(text, paragraphs)
    attributions, _ = find_attributions(text, paragraphs, regions)
    pieces = pieces_of(tokenizer, text, paragraphs, regions, attributions)
    tags = np.zeros(len(pieces), np.int64)
    items = []
    for quote in row["quotes"]:
        spans: dict[str, list[range]] = {
            role: [r for r in (_pieces(pieces, *span) for span in quote.get(key) or []) if r]
            for role, key in GOLD.items()
        }
        for role, found in spans.items():
            for span in found:
                tags[span.start] = TAGS.index(f"B-{role}")
                tags[span.start + 1 : span.stop] = TAGS.index(f"I-{role}")
        if spans["content"]:
            cue = spans["cue"][0] if spans["cue"] else None
            source = spans["source"][0] if spans["source"] else None
            speech = bool(quote.get("cue_is_speech_verb")) or quote["type"] != "indirect"
            items.append((spans["content"], cue, source, speech))
    return Example(row["id"], pieces, tags, items)


def _pieces(pieces: Pieces, start: int, end: int) -> range:
    first = int(np.searchsorted(pieces.ends, start, side="right"))
    return range(first, int(np.searchsorted(pieces.starts, end, side="left")))


def cut(example: Example, longest: int, start: int = 0) -> list[Window]:
    """The windows of an example; spans that a window cuts are left out of its links."""
    made = []
    for window in windows(example.pieces, longest, start):
        ids, marks, places = rows(example.pieces, window)
        row_of = {int(place): row for row, place in enumerate(places) if place >= 0}

        def here(span: range | None, row_of: dict[int, int] = row_of) -> tuple[int, int] | None:
            if span is None or span.start not in row_of or span.stop - 1 not in row_of:
                return None
            return row_of[span.start], row_of[span.stop - 1]

        contents, cues, sources = [], [], []
        for parts, cue, source, speech in example.items:
            at = -1
            cue_rows, source_rows = here(cue), here(source)
            if cue_rows is not None:
                of = -1
                if source_rows is not None:
                    if source_rows not in sources:
                        sources.append(source_rows)
                    of = sources.index(source_rows)
                elif source is not None:
                    of = -2  # it stands outside the window: nothing to learn
                at = len(cues)
                cues.append((*cue_rows, of, int(speech)))
            contents += [
                (*part, at if cue_rows or cue is None else -2) for part in map(here, parts) if part is not None
            ]
        tags = _opened(np.where(places < 0, 0, example.tags[places]))
        made.append(Window(ids, marks, tags, contents, cues, sources))
    return made


def _opened(tags: NDArray[np.int64]) -> NDArray[np.int64]:
    """The tags of a window in which what goes on from another window or paragraph begins anew."""
    made = tags.copy()
    for at, tag in enumerate(tags.tolist()):
        if FORBIDDEN[made[at - 1] if at else 0, tag]:
            made[at] = tag - 1
    return made


def shuffled(examples: Sequence[Example], random: np.random.Generator, pieces: int) -> list[list[Window]]:
    """One epoch: every article cut at random lengths from a random paragraph on, in batches of some ``pieces``.

    Windows of like length stand together in a batch, so that little is padded.
    """
    cuts: list[Window] = []
    for example in examples:
        longest = int(random.choice([128, 192, 256, 256, 320]))
        starts = np.flatnonzero(np.diff(example.pieces.paragraphs, prepend=-1))
        if not len(starts):
            continue
        start = int(starts[random.integers(0, max(1, min(4, len(starts))))])
        cuts += cut(example, longest, start)
        if start:
            cuts += cut(_head(example, start), longest)
    cuts.sort(key=lambda w: len(w.ids) + random.uniform(0, 10))
    batches: list[list[Window]] = [[]]
    for window in cuts:
        if (len(batches[-1]) + 1) * len(window.ids) > pieces and batches[-1]:
            batches.append([])
        batches[-1].append(window)
    return [batches[i] for i in random.permutation(len(batches))]


def _head(example: Example, stop: int) -> Example:
    p = example.pieces
    pieces = Pieces(p.ids[:stop], p.marks[:stop], p.starts[:stop], p.ends[:stop], p.paragraphs[:stop])
    return Example(example.id, pieces, example.tags[:stop], example.items)
