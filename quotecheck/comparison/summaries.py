"""Who is quoted how consistently, and which outlet departs from the others: speakers and outlets over the coverage.

An outlet departs from a consensus only: where three or more carry a statement, it stands farther from the others than
these stand from each other. Of two that differ, nobody can say from the articles which of them departs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from quotecheck.comparison.bootstrap import Observation, Source, interval
from quotecheck.records import LABELS, Article, ChangeKind, Comparison, Quote, Statement
from quotecheck.summaries import Counts, Departure, OutletSummary, SpeakerSummary

DEPARTS = 0.1
"""How much farther a rendering is from the others than these from each other, to depart. By hand: about as much as
leaving a third of a sentence out adds."""

ALONE = 0.5
"""An outlet stands alone on a kind of change if it differs by it from more of the others than these do from each other,
by more than this share. By hand: among three it differs from both, and they do not differ."""

ADDITION = "addition"
"""An omission seen from the outlet that has the words."""

_KINDS = (*get_args(ChangeKind), ADDITION)


@dataclass(slots=True)
class _Tally:
    """What is known of one speaker or outlet so far."""

    statements: int = 0
    misattributed: int = 0
    outlets: set[str] = field(default_factory=set)
    observed: list[Observation] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    standing: list[Observation] = field(default_factory=list)
    departs: list[str] = field(default_factory=list)
    on: Counter[str] = field(default_factory=Counter)


def summarise_speakers(
    articles: Sequence[Article], quotes: Sequence[Quote], statements: Sequence[Statement], unmatched: Collection[str]
) -> tuple[SpeakerSummary, ...]:
    """Every named speaker, those with most statements first.

    ``statements`` counts shared statements and the quotes that one article alone carries. Where articles name
    different speakers for one statement it counts for each of them, as ``misattributed`` too: the articles alone
    cannot tell who is right. ``divergence`` is the mean over the shared statements, None if there are none.
    """
    by_id = {article.id: article for article in articles}
    tallies: dict[str, _Tally] = {}
    for statement in statements:
        named = {rendering.speaker for rendering in statement.renderings if rendering.speaker}
        first = min(rendering.article for rendering in statement.renderings)
        for speaker in named or {statement.speaker} - {None}:
            tally = tallies.setdefault(str(speaker), _Tally())
            tally.statements += 1
            tally.misattributed += statement.misattributed
            tally.observed.append(Observation(statement.divergence, 1, _source(by_id.get(first), first)))
            tally.labels[statement.label] += 1
            tally.changes.update({change.kind for one in statement.comparisons for change in one.changes})
    alone = set(unmatched)
    for quote in quotes:
        if quote.speaker:
            tally = tallies.setdefault(quote.speaker, _Tally())
            tally.statements += quote.id in alone
            tally.outlets.add(quote.outlet or quote.article)
    summaries = (
        SpeakerSummary(
            speaker,
            tally.statements,
            tuple(sorted(tally.outlets)),
            _mean(tally.observed),
            tally.misattributed,
            _counts(tally.labels, LABELS),
            _counts(tally.changes, _KINDS),
            interval(tally.observed),
        )
        for speaker, tally in tallies.items()
    )
    return tuple(sorted(summaries, key=lambda s: (-s.statements, s.speaker)))


def summarise_outlets(
    articles: Sequence[Article], quotes: Sequence[Quote], statements: Sequence[Statement]
) -> tuple[OutletSummary, ...]:
    """Every outlet by name, those without quotes too; an article without an outlet stands for itself.

    ``shared`` counts quotes of which at least a part is a rendering of a shared statement. ``divergence`` is the mean
    over all comparisons that one of the outlet's renderings takes part in, None if there are none.
    """
    outlet_of = {article.id: article.outlet or article.id for article in articles}
    source_of = {article.id: _source(article, article.id) for article in articles}
    home = {quote.id: outlet_of[quote.article] for quote in quotes}
    written = Counter(home.values())
    shared = Counter(home[quote] for quote in {r.quote for s in statements for r in s.renderings})
    tallies = {name: _Tally() for name in outlet_of.values()}
    for statement in statements:
        own: dict[str, list[Comparison]] = {}
        for comparison in statement.comparisons:
            for name in {home[comparison.a], home[comparison.b]}:
                own.setdefault(name, []).append(comparison)
        places = sorted((r.article for r in statement.renderings), reverse=True)
        sources = {outlet_of[place]: source_of[place] for place in places}  # that of its first article
        for name, compared in own.items():
            total = math.fsum(comparison.divergence for comparison in compared)
            tallies[name].observed.append(Observation(total, len(compared), sources[name]))
            tallies[name].labels[max((c.label for c in compared), key=LABELS.index)] += 1
        differences = _differences(statement.comparisons, home)
        seen = _seen(differences)
        for name, kinds in seen.items():
            tallies[name].changes.update(kinds.keys())
        far = standing(differences, lambda pair: pair.divergence)
        departs = {name for name, value in far.items() if round(value, 9) >= DEPARTS}
        alone = _alone(differences, seen) if departs else {}
        for name, value in far.items():
            tallies[name].standing.append(Observation(value, 1, sources[name]))
        for name in departs:
            tallies[name].departs.append(statement.id)
            tallies[name].on.update(alone[name])
    return tuple(
        OutletSummary(
            name,
            written[name],
            shared[name],
            _mean(tally.observed),
            _counts(tally.labels, LABELS),
            _counts(tally.changes, _KINDS),
            interval(tally.observed),
            _departure(tally),
        )
        for name, tally in sorted(tallies.items())
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """How two outlets differ in one statement: ``kinds`` of change as each of the two sees them."""

    divergence: float
    kinds: Mapping[str, frozenset[str]]


def _differences(comparisons: Iterable[Comparison], home: Mapping[str, str]) -> list[Difference]:
    """Each two outlets of a statement; where an outlet has several articles, what holds for half of them or more."""
    between: dict[tuple[str, str], list[Comparison]] = {}
    for comparison in comparisons:
        one, other = sorted((home[comparison.a], home[comparison.b]))
        if one != other:
            between.setdefault((one, other), []).append(comparison)
    found = []
    for names, compared in between.items():
        kinds = {}
        for name in names:
            seen = Counter(kind for c in compared for kind in _kinds(c, own_is_a=home[c.a] == name))
            kinds[name] = frozenset(kind for kind, count in seen.items() if 2 * count >= len(compared))
        found.append(Difference(math.fsum(c.divergence for c in compared) / len(compared), kinds))
    return found


def _kinds(comparison: Comparison, *, own_is_a: bool) -> set[str]:
    """The kinds of change in a comparison, as one side sees them: what it lacks is omitted, what it has is added."""
    kinds = set()
    for change in comparison.changes:
        own, other = (change.a_text, change.b_text) if own_is_a else (change.b_text, change.a_text)
        kinds.add(ADDITION if change.kind == "omission" and len(own) > len(other) else change.kind)
    return kinds


def standing(differences: Sequence[Difference], measure: Callable[[Difference], float]) -> dict[str, float]:
    """How far each outlet of a statement stands off: its mean distance to the others, less that among the others.

    ``measure`` is the distance. Empty with fewer than three outlets, as there is nothing to stand off from. The
    values sum to 0.
    """
    distances: dict[str, list[float]] = {}
    for pair in differences:
        distance = measure(pair)
        for name in pair.kinds:
            distances.setdefault(name, []).append(distance)
    if len(distances) < 3:
        return {}
    own = {name: math.fsum(values) for name, values in distances.items()}
    total = math.fsum(own.values()) / 2
    among = len(own) - 1
    pairs = among * (among - 1) / 2
    return {name: own[name] / among - (total - own[name]) / pairs for name in own}


def _seen(differences: Iterable[Difference]) -> dict[str, Counter[str]]:
    """By outlet, from how many others it differs by each kind of change."""
    seen: dict[str, Counter[str]] = {}
    for pair in differences:
        for name, kinds in pair.kinds.items():
            seen.setdefault(name, Counter()).update(kinds)
    return seen


def _alone(differences: Sequence[Difference], seen: Mapping[str, Counter[str]]) -> dict[str, set[str]]:
    """By outlet, the kinds of change on which it stands alone. What one omits, another adds: a difference in length."""
    alone: dict[str, set[str]] = {name: set() for name in seen}
    length = {"omission", ADDITION}
    kinds = {kind for counted in seen.values() for kind in counted}
    for alike in [{kind} for kind in kinds - length] + [length]:

        def differ(pair: Difference, alike: Collection[str] = alike) -> float:
            return float(any(not found.isdisjoint(alike) for found in pair.kinds.values()))

        for name, far in standing(differences, differ).items():
            if round(far, 9) > ALONE:
                alone[name].add(max(sorted(alike, reverse=True), key=lambda kind: seen[name][kind]))
    return alone


def _departure(tally: _Tally) -> Departure | None:
    mean = _mean(tally.standing)
    if mean is None:
        return None
    on = _counts(tally.on, _KINDS)
    return Departure(mean, len(tally.standing), tuple(tally.departs), on, interval(tally.standing))


def _source(article: Article | None, name: str) -> Source:
    """What the statements of an article have in common: the event it names, else the article itself."""
    return ("event", article.event) if article is not None and article.event is not None else ("article", name)


def _mean(observed: Sequence[Observation]) -> float | None:
    return math.fsum(one.total for one in observed) / sum(one.count for one in observed) if observed else None


def _counts(counted: Counter[str], order: Sequence[str]) -> Counts:
    """The most frequent first; equally frequent ones in the given order."""
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], order.index(item[0]))))
