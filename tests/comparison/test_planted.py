"""How many planted edits are found: one change of the right kind that covers the planted words and little else."""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quotecheck.comparison import score_pairs
from quotecheck.comparison.changes import find_changes
from quotecheck.comparison.differences import difference
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Change, Pair, Span

EDITS = 200

SPARE = 3
"""Words that a change may tell beyond the planted ones."""

Spans = Sequence[tuple[int, int]]


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planted", Path(__file__).parent / "planted.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["planted"] = module
    spec.loader.exec_module(module)
    return module


planted = _loaded()


def found(edit: Any, changes: Sequence[Change]) -> bool:
    """Whether one change of the right kind (of role: all of them) covers the planted words and at most SPARE others."""
    right = [change for change in changes if change.kind == edit.kind]
    if edit.kind == "role":
        sides = [[change.a for change in right], [change.b for change in right]]
        return all(
            _covers(sides[at], text, wanted)
            for at, (text, wanted) in enumerate(((edit.a, edit.in_a), (edit.b, edit.in_b)))
        )
    return any(_covers([change.a], edit.a, edit.in_a) and _covers([change.b], edit.b, edit.in_b) for change in right)


def _covers(spans: Sequence[tuple[int, int]], text: str, wanted: Spans) -> bool:
    """Whether the words of the wanted spans are within the spans, articles aside, and little else is."""
    told = _words(text, spans)
    asked = _words(text, wanted)
    asked -= {at for at in asked if re.match(r"(?i)(the|a|an)\b", text[at:])}
    hull = _words(text, [(min(s for s, _ in wanted), max(e for _, e in wanted))]) if wanted else asked
    return asked <= told and len(told - hull) <= SPARE


def _words(text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    return {
        match.start()
        for match in re.finditer(r"[\w$€£%]+", text)
        if any(start < match.end() and match.start() < end for start, end in spans)
    }


def share_found(kind: str, reword: bool, seed: str) -> float:
    chance = random.Random(f"{seed} {kind} {reword}")
    hits = 0
    for _ in range(EDITS):
        edit = planted.make(chance, kind, reword)
        hits += found(edit, find_changes(difference(read_words(edit.a), read_words(edit.b))))
    return hits / EDITS


@pytest.mark.parametrize("kind", planted.KINDS)
def test_planted_edits_are_found(kind: str) -> None:
    assert share_found(kind, False, "plain") >= 0.9


@pytest.mark.parametrize("kind", planted.KINDS)
def test_planted_edits_are_found_among_other_words(kind: str) -> None:
    assert share_found(kind, True, "reworded") >= 0.85


@pytest.mark.parametrize(
    ("kind", "least"), [("modality", 0.75), ("omission", 0.7), ("negation", 0.5), ("certainty", 0.1)]
)
def test_edits_in_phrases_of_no_list_are_found_by_their_place(kind: str, least: float) -> None:
    chance = random.Random(f"unlisted {kind}")
    edits = [edit for _ in range(EDITS * 4) if not (edit := planted.make(chance, kind)).known]
    told = [found(edit, find_changes(difference(read_words(edit.a), read_words(edit.b)))) for edit in edits]
    assert len(edits) > EDITS / 4
    assert sum(told) >= least * len(edits)


@pytest.mark.parametrize(("kind", "least"), [("role", 0.9), ("omission", 0.6), ("entity", 0.9), ("antonym", 0.85)])
def test_planted_edits_among_other_words_are_altered(encoder: Encoder, kind: str, least: float) -> None:
    chance = random.Random(f"altered {kind}")
    edits = [planted.make(chance, kind, True) for _ in range(EDITS)]
    scores = score_pairs([Pair(str(at), edit.a, edit.b) for at, edit in enumerate(edits)], encoder, load_judge())
    assert sum(score.label == "altered" for score in scores) >= least * len(edits)


@pytest.mark.parametrize("kind", planted.KINDS)
def test_the_edits_are_what_they_are_said_to_be(kind: str) -> None:
    chance = random.Random(f"edits {kind}")
    edits = [planted.make(chance, kind) for _ in range(EDITS)]
    assert len({(edit.a, edit.b) for edit in edits}) > EDITS * 0.6
    for edit in edits:
        assert edit.a != edit.b
        assert edit.in_a or edit.in_b
        # Outside the planted spans both texts say the same.
        left, right = (_without(text, spans) for text, spans in ((edit.a, edit.in_a), (edit.b, edit.in_b)))
        assert left == right


def _without(text: str, spans: Spans) -> list[str]:
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return [word.strip(',."') for word in text.lower().split() if word.strip(',."')]


def test_the_measure_is_strict() -> None:
    a, b = "We lost 46 boats in the storm.", "We lost 64 boats in the storm."
    edit = planted.Planted("number", a, b, ((8, 10),), ((8, 10),), True)

    def told(kind: str, start: int, end: int) -> bool:
        span = Span(start, end)
        return bool(found(edit, [Change(kind, span, span, a[start:end], b[start:end])]))  # type: ignore[arg-type]

    assert told("number", 8, 10)
    assert told("number", 3, 16)
    assert not told("wording", 8, 10)
    assert not told("number", 3, 7)
    assert not told("number", 0, len(a))
