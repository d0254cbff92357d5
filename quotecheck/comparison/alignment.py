"""From quotes to statements: which parts of which quotes, article by article, render one thing said.

Pairs of units (clauses, sentences) of different articles are scored; statements grow from the best pair down, and a
unit joins only if it agrees with the members on average, so that no chain of single likenesses ties strangers
together. Statements that lie next to each other in every article they share become one.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.acts import act_of, withheld
from quotecheck.comparison.candidates import candidate_pairs
from quotecheck.comparison.differences import difference
from quotecheck.comparison.extent import extended
from quotecheck.comparison.judge import Judge
from quotecheck.comparison.judgement import Verdict, count, denied_there, verdicts
from quotecheck.comparison.similarity import evidence
from quotecheck.comparison.ties import Ties
from quotecheck.comparison.units import Clause, Unit, clauses_of, unit, units_of
from quotecheck.embedding import Encoder
from quotecheck.records import LABELS, Article, Comparison, Quote, Rendering, Statement
from quotecheck.speech.identity import same_speaker

RUNS = 6
"""Clauses of indirect speech of which parts are looked at; where there are more, parts would be many."""

AT_ONCE = 256
"""Pairs of renderings that are laid against each other before the judge reads them."""

SAME_WORDS = 0.5
"""Share of the words from which on what one article says was said is what the other says was denied. Set by hand."""

LEAST_AGREEMENT = 0.5
"""Each pair of a group reaches at least this share of the threshold."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The statements found, and the ids of the quotes that no other article renders."""

    statements: tuple[Statement, ...]
    unmatched: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """Units of different articles that render one statement: article number -> unit number."""

    members: dict[int, int]


def align(
    articles: Sequence[Article], quotes: Sequence[Quote], encoder: Encoder, network: Judge, threshold: float
) -> Alignment:
    """Line up the renderings of each statement across articles.

    ``threshold`` is the probability of being one statement from which on two renderings are taken to be. The order of
    ``articles`` and ``quotes`` does not matter: statements are numbered s1, s2, … by where their first rendering
    stands, articles taken in the order of their ids. Quotes of articles that are not given are left out.
    """
    texts = {article.id: article.text for article in articles}
    ordered = sorted((quote for quote in quotes if quote.article in texts and quote.content), key=_place)
    work = _Coverage(texts, ordered, encoder, threshold)
    statements = work.statements(work.groups(), encoder, network)
    statements.sort(key=lambda s: (s.renderings[0].article, s.renderings[0].content[0], s.renderings[1:][0].article))
    numbered = tuple(dataclasses.replace(statement, id=f"s{number}") for number, statement in enumerate(statements, 1))
    matched = {rendering.quote for statement in numbered for rendering in statement.renderings} | work.repeated
    unmatched = tuple(quote.id for quote in ordered if quote.id not in matched)
    return Alignment(numbered, unmatched)


def _place(quote: Quote) -> tuple[str, int, int, str]:
    first = quote.content[0] if quote.content else None
    return (quote.article, first.start if first else -1, quote.content[-1].end if first else -1, quote.id)


class _Coverage:
    """The units of one coverage and all that is known of their pairs."""

    def __init__(self, texts: dict[str, str], quotes: Sequence[Quote], encoder: Encoder, threshold: float) -> None:
        self.texts = texts
        self.quotes = quotes
        self.threshold = threshold
        self.repeated: set[str] = set()
        names = sorted({quote.article for quote in quotes})
        number = {name: place for place, name in enumerate(names)}
        self.clauses: list[list[Clause]] = []
        self.units: list[Unit] = []
        for index, quote in enumerate(quotes):
            clauses = clauses_of(texts[quote.article], quote, index)
            self.clauses.append(clauses)
            self.units += units_of(
                texts[quote.article], clauses, runs=quote.kind == "indirect" and len(clauses) <= RUNS
            )
        self.pieces = {(one.quote, one.first, one.last): one for one in self.units}
        self.article_of = [number[quotes[unit.quote].article] for unit in self.units]
        self.vectors = encoder.encode([unit.text for unit in self.units])
        acts = [act_of(texts[quote.article], quote) for quote in quotes]
        self.ties = Ties(self.units, np.array(self.article_of, np.int64), quotes, acts, self.vectors)

    def groups(self) -> list[list[tuple[int, int, int]]]:
        """Statements as lists of (quote, first clause, last clause), at most one an article."""
        pairs = candidate_pairs(self.units, np.array(self.article_of, np.int64), self.vectors)
        strong: list[tuple[float, int, int]] = []
        for i, j in self.ties.promising(*pairs, self.threshold):
            tie = self.ties.tie(i, j)
            if tie is not None and tie.same >= self.threshold:
                strong.append((-tie.gain, i, j))
                self.repeated.update((self.quotes[self.units[i].quote].id, self.quotes[self.units[j].quote].id))
        strong = self._needed(strong)
        strong.sort()
        taken: dict[int, list[int]] = {}  # article -> its units that are in a group
        group_of: dict[int, _Group] = {}
        for _, i, j in strong:
            if self._free(i, taken) and self._free(j, taken):
                left = group_of.get(i, _Group({self.article_of[i]: i}))
                right = group_of.get(j, _Group({self.article_of[j]: j}))
                if left is not right and self._agree(left, right):
                    left.members.update(right.members)
                    for number in left.members.values():
                        if number not in group_of:
                            taken.setdefault(self.article_of[number], []).append(number)
                        group_of[number] = left
        distinct = {id(group): group for group in group_of.values()}
        merged = self._merged([group.members for group in distinct.values()])
        kinds = [quote.kind for quote in self.quotes]
        return extended(merged, self.clauses, kinds, [quote.article for quote in self.quotes], self._piece)

    def _needed(self, strong: Sequence[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
        """Without the pairs of which a part of the one side that is indirect speech is as sure: the rest says else."""
        parts: dict[tuple[int, int], list[tuple[int, float]]] = {}
        for _, i, j in strong:
            tie = self.ties.tie(i, j)
            same = tie.same if tie is not None else 0.0
            parts.setdefault((self.units[i].quote, j), []).append((i, same))
            parts.setdefault((self.units[j].quote, i), []).append((j, same))

        def whole(one: int, other: int, same: float) -> bool:
            """Whether no part of unit ``one`` is as surely the statement of ``other``."""
            unit = self.units[one]
            if self.quotes[unit.quote].kind != "indirect":
                return True
            return not any(
                sure >= same
                and part != one
                and unit.first <= self.units[part].first
                and self.units[part].last <= unit.last
                for part, sure in parts[unit.quote, other]
            )

        kept = []
        for gain, i, j in strong:
            tie = self.ties.tie(i, j)
            same = tie.same if tie is not None else 0.0
            if whole(i, j, same) and whole(j, i, same):
                kept.append((gain, i, j))
        return kept

    def _free(self, number: int, taken: dict[int, list[int]]) -> bool:
        """Whether no other unit over the same words is taken; quotes within quotes share words."""
        one = self.units[number]
        return all(
            other == number or not _share_words(one, self.units[other])
            for other in taken.get(self.article_of[number], ())
        )

    def _agree(self, left: _Group, right: _Group) -> bool:
        """No article twice; the pairs across are one statement on average, and none of them is out of the question."""
        if left.members.keys() & right.members.keys():
            return False
        ties = [self.ties.tie(i, j) for i in left.members.values() for j in right.members.values()]
        if any(tie is None for tie in ties):
            return False
        sure = [tie.same for tie in ties if tie is not None]
        return sum(sure) / len(sure) >= self.threshold and min(sure) >= LEAST_AGREEMENT * self.threshold

    def _merged(self, groups: Iterable[dict[int, int]]) -> list[list[tuple[int, int, int]]]:
        """Join groups of the same articles that follow upon each other, clause after clause, in every one of them."""
        ranges = [
            {
                article: (self.units[number].quote, self.units[number].first, self.units[number].last)
                for article, number in members.items()
            }
            for members in groups
        ]
        ranges.sort(key=lambda group: sorted(group.items()))
        begins: dict[tuple[tuple[int, int, int], ...], int] = {}
        for place, group in enumerate(ranges):
            begins[tuple((article, part[0], part[1]) for article, part in sorted(group.items()))] = place
        merged: list[list[tuple[int, int, int]]] = []
        used: set[int] = set()
        for place, group in enumerate(ranges):
            if place in used:
                continue
            grown = dict(group)
            while True:
                after = tuple((article, part[0], part[2] + 1) for article, part in sorted(grown.items()))
                following = begins.get(after)
                if following is None or following in used:
                    break
                used.add(following)
                for article, part in ranges[following].items():
                    grown[article] = (part[0], grown[article][1], part[2])
            merged.append([part for _, part in sorted(grown.items())])
        return merged

    def statements(
        self, groups: Sequence[Sequence[tuple[int, int, int]]], encoder: Encoder, network: Judge
    ) -> list[Statement]:
        """Each group as a statement, its renderings in the order of their articles' ids."""
        pieces = [[self._piece(*part) for part in group] for group in groups]
        known = {unit.text: row for unit, row in zip(self.units, self.vectors, strict=True)}
        new = sorted({piece.text for group in pieces for piece in group} - known.keys())
        if new:
            known.update(zip(new, encoder.encode(new), strict=True))
        pairs = [pair for group in pieces for pair in combinations(group, 2)]
        compared = self._compared(pairs, known, network)
        return [self._statement(group, [*islice(compared, comb(len(group), 2))]) for group in pieces]

    def _compared(
        self, pairs: Sequence[tuple[Unit, Unit]], vectors: Mapping[str, npt.NDArray[np.float32]], network: Judge
    ) -> Iterator[Comparison]:
        for first in range(0, len(pairs), AT_ONCE):
            some = pairs[first : first + AT_ONCE]
            counted = []
            for one, other in some:
                cosine = float(np.sum(vectors[one.text].astype(np.float64) * vectors[other.text]))
                diff = difference(one.words, other.words)
                found = evidence(diff, cosine)
                counted.append(count(diff, found, self.ties.surest(one, other), one_statement=True))
            for (one, other), verdict in zip(some, verdicts(counted, network), strict=True):
                yield self._comparison(one, other, verdict)

    def _piece(self, quote: int, first: int, last: int) -> Unit:
        key = (quote, first, last)
        if key not in self.pieces:
            self.pieces[key] = unit(self.texts[self.quotes[quote].article], self.clauses[quote], first, last)
        return self.pieces[key]

    def _statement(self, pieces: Sequence[Unit], comparisons: Sequence[Comparison]) -> Statement:
        renderings = tuple(
            Rendering(
                quote=self.quotes[piece.quote].id,
                article=self.quotes[piece.quote].article,
                outlet=self.quotes[piece.quote].outlet,
                kind=self.quotes[piece.quote].kind,
                content=piece.spans,
                text=piece.text,
                speaker=self.quotes[piece.quote].speaker,
            )
            for piece in pieces
        )
        worst = max((LABELS.index(comparison.label) for comparison in comparisons), default=0)
        return Statement(
            id="",
            speaker=_commonest(rendering.speaker for rendering in renderings),
            divergence=max((comparison.divergence for comparison in comparisons), default=0.0),
            label=LABELS[worst],
            renderings=renderings,
            comparisons=tuple(comparisons),
            misattributed=any(comparison.misattributed for comparison in comparisons),
        )

    def _comparison(self, one: Unit, other: Unit, verdict: Verdict) -> Comparison:
        first, second = self.quotes[one.quote], self.quotes[other.quote]
        misattributed = same_speaker(first.speaker, second.speaker) is False
        denied = None
        if verdict.similarity.lexical >= SAME_WORDS and not _denies(verdict):
            kept_back = [quote.id for quote in (first, second) if withheld(self.texts[quote.article], quote)]
            denied = kept_back[0] if len(kept_back) == 1 else None
        if denied is not None:
            verdict = denied_there(verdict)
        return Comparison(
            a=first.id,
            b=second.id,
            same=verdict.same,
            divergence=verdict.divergence,
            label=verdict.label,
            altered=verdict.altered,
            similarity=verdict.similarity,
            changes=verdict.changes,
            misattributed=misattributed,
            withheld=denied,
            parts=verdict.parts,
        )


def _denies(verdict: Verdict) -> bool:
    """Whether the words hold the denial that the other's cue holds: *denied that he lied*, *said he did not lie*."""
    return any(change.kind in ("negation", "antonym") for change in verdict.changes)


def _share_words(one: Unit, other: Unit) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.spans for b in other.spans)


def _commonest(names: Iterable[str | None]) -> str | None:
    counted = Counter(name for name in names if name is not None)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else None
