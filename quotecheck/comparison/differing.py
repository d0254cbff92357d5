"""Places where two texts differ, what of each place is of which kind, and how such parts are put in one order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.words import Word
from quotecheck.records import ChangeKind

PRIORITY: tuple[ChangeKind, ...] = (
    "number", "negation", "role", "entity", "antonym", "modality", "certainty", "omission", "wording",
)  # fmt: skip
"""Of two kinds that the same words show, the first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A change of a kind: words ``a0`` to ``a1`` of one text against ``b0`` to ``b1`` of the other."""

    kind: ChangeKind
    a0: int
    a1: int
    b0: int
    b1: int


class Places:
    """Where words of one text would stand in the other, by the aligned words beside them."""

    def __init__(self, diff: Difference) -> None:
        self._a = [i for i, _ in diff.links]
        self._b = [j for _, j in diff.links]

    def in_b(self, lo: int, hi: int) -> int:
        """Where words ``lo`` to ``hi`` of the first text would stand in the second: before what follows them there."""
        return _answering(self._a, self._b, lo, hi)

    def in_a(self, lo: int, hi: int) -> int:
        """The same the other way round."""
        return _answering(self._b, self._a, lo, hi)


def _answering(here: Sequence[int], there: Sequence[int], lo: int, hi: int) -> int:
    at = bisect_left(here, hi)
    if at < len(here) and here[at] == hi:
        return there[at]
    at = bisect_left(here, lo)
    return there[at - 1] + 1 if at else 0


def glued(diff: Difference, part: Part) -> Part:
    """The part with all of the written words that it begins or ends within: *hasn't*, *$40*."""
    a, b = diff.a.words, diff.b.words
    a0, a1, b0, b1 = part.a0, part.a1, part.b0, part.b1
    if (a0 < a1 and _within(a, a0)) or (b0 < b1 and _within(b, b0)):
        a0, b0 = max(0, a0 - 1), max(0, b0 - 1)
    if (a0 < a1 and _within(a, a1)) or (b0 < b1 and _within(b, b1)):
        a1, b1 = min(len(a), a1 + 1), min(len(b), b1 + 1)
    return replace(part, a0=a0, a1=a1, b0=b0, b1=b1)


def _within(words: Sequence[Word], place: int) -> bool:
    return 0 < place < len(words) and words[place - 1].end == words[place].start


def joined(segments: Sequence[Segment]) -> list[Segment]:
    """Segments that touch on both sides made one."""
    kept: list[Segment] = []
    for segment in segments:
        if kept and (kept[-1].a1, kept[-1].b1) == (segment.a0, segment.b0):
            kept[-1] = Segment(kept[-1].a0, segment.a1, kept[-1].b0, segment.b1)
        else:
            kept.append(segment)
    return kept


def in_order(parts: Sequence[Part]) -> list[Part]:
    """The parts sorted, those made one that overlap or cross, so that all rise in both texts."""
    kept: list[Part] = []
    for part in sorted(parts, key=lambda one: (one.a0 + one.b0, one.a1 + one.b1, PRIORITY.index(one.kind))):
        new = part
        while kept and not (kept[-1].a1 <= new.a0 and kept[-1].b1 <= new.b0):
            last = kept[-1]
            opposite = new.kind == last.kind and (last.a0 == last.a1) != (new.a0 == new.a1)
            if opposite and (last.b0 == last.b1) != (new.b0 == new.b1):
                kept.pop()
                new = _both(last, new)
                continue
            if last.a1 <= new.a0 and new.b0 == new.b1:
                new = replace(new, b0=last.b1, b1=last.b1)
                break
            if last.b1 <= new.b0 and new.a0 == new.a1:
                new = replace(new, a0=last.a1, a1=last.a1)
                break
            kept.pop()
            new = _both(last, new)
        kept.append(new)
    return kept


def _both(one: Part, other: Part) -> Part:
    return Part(
        min(one.kind, other.kind, key=PRIORITY.index),
        min(one.a0, other.a0), max(one.a1, other.a1), min(one.b0, other.b0), max(one.b1, other.b1),
    )  # fmt: skip


def remaining(segments: Sequence[Segment], parts: Sequence[Part]) -> list[Segment]:
    """What of the segments no part covers; the parts are in order and may reach beyond the segments."""
    left: list[Segment] = []
    first = 0
    for segment in segments:
        while first < len(parts) and parts[first].a1 <= segment.a0 and parts[first].b1 <= segment.b0:
            first += 1
        i, j = segment.a0, segment.b0
        at = first
        while at < len(parts) and parts[at].a0 <= segment.a1 and parts[at].b0 <= segment.b1:
            part = parts[at]
            lo, hi = max(i, min(part.a0, segment.a1)), max(j, min(part.b0, segment.b1))
            if lo > i or hi > j:
                left.append(Segment(i, lo, j, hi))
            i, j = max(lo, min(part.a1, segment.a1)), max(hi, min(part.b1, segment.b1))
            at += 1
        if i < segment.a1 or j < segment.b1:
            left.append(Segment(i, segment.a1, j, segment.b1))
    return left
