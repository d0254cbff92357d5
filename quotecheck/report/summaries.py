"""What the summaries of speakers and outlets say in words, the same in the terminal, in Markdown and on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quotecheck.records import LABELS, Report
from quotecheck.report.layout import counted
from quotecheck.summaries import LEAST_UNITS, Counts, Departure, Interval, OutletSummary, SpeakerSummary

TOO_FEW = "too few to tell"
STATEMENTS_TOLD = 6

SPEAKER_TITLES = (
    "speaker",
    "#statements",
    "#shared",
    "outlets",
    "#mean divergence",
    "95% interval",
    "labels",
    "changes",
)
OUTLET_TITLES = ("outlet", "#quotes", "#shared", "#mean divergence", "95% interval", "labels", "changes")
"""Columns of the summaries; # marks those of numbers."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One outlet's departure from the others, in a sentence that goes on from its name."""

    outlet: str
    told: str


def interval_words(interval: Interval | None, statements: int) -> str:
    """``0.31 to 0.52``, with what was drawn if not statements; else why there is none; empty without statements."""
    if interval is not None:
        return f"{interval.low:.2f} to {interval.high:.2f}{_drawn(interval)}"
    if not statements:
        return ""
    return TOO_FEW if statements < LEAST_UNITS else "all alike"


def mean_and_interval(summary: SpeakerSummary | OutletSummary) -> str:
    """``0.39 (0.31–0.52)``, with an asterisk where not statements were drawn; ``0.39 (too few)``."""
    if summary.divergence is None:
        return ""
    interval = summary.interval
    if interval is None:
        return f"{summary.divergence:.2f} ({'too few' if shared_of(summary) < LEAST_UNITS else 'all alike'})"
    drawn = "" if interval.unit == "statement" else "*"
    return f"{summary.divergence:.2f} ({interval.low:.2f}–{interval.high:.2f}){drawn}"


def label_words(summary: SpeakerSummary | OutletSummary) -> str:
    """``2 verbatim, 1 altered``, from the least difference to the most, and how many have different speakers."""
    found = dict(summary.labels)
    told = [f"{found[label]:,} {label}" for label in LABELS if label in found]
    wrong = summary.misattributed if isinstance(summary, SpeakerSummary) else 0
    return ", ".join(told + [f"{wrong:,} with different speakers"] * bool(wrong))


def change_counts(changes: Counts) -> str:
    """``number 3, negation 1``; mere wording is not told."""
    return ", ".join(f"{kind} {count:,}" for kind, count in changes if kind != "wording")


def speaker_cells(speaker: SpeakerSummary) -> tuple[str, ...]:
    """A row under SPEAKER_TITLES; not escaped."""
    count = shared_of(speaker)
    return (
        speaker.speaker, f"{speaker.statements:,}", f"{count:,}", ", ".join(speaker.outlets), *_mean(speaker),
        label_words(speaker), change_counts(speaker.changes),
    )  # fmt: skip


def outlet_cells(outlet: OutletSummary) -> tuple[str, ...]:
    """A row under OUTLET_TITLES; not escaped."""
    return (
        outlet.outlet, f"{outlet.quotes:,}", f"{outlet.shared:,}", *_mean(outlet), label_words(outlet),
        change_counts(outlet.changes),
    )  # fmt: skip


def _mean(summary: SpeakerSummary | OutletSummary) -> tuple[str, str]:
    return mean_words(summary.divergence), interval_words(summary.interval, shared_of(summary))


def shared_of(summary: SpeakerSummary | OutletSummary) -> int:
    """How many shared statements a summary rests on."""
    return sum(count for _, count in summary.labels)


def mean_words(divergence: float | None) -> str:
    """A mean divergence; empty where nothing is shared and there is none."""
    return "" if divergence is None else f"{divergence:.2f}"


def nothing_shared(speakers: Iterable[SpeakerSummary], longest: int) -> str:
    """The speakers whom no two articles quote alike, and how often: ``… Ada Marsh 2, Bo Tann 1 and 3 more.``"""
    alone = [f"{speaker.speaker} {speaker.statements:,}" for speaker in speakers if not speaker.labels]
    more = len(alone) - longest
    listed = ", ".join(alone[:longest]) + (f" and {more:,} more" if more > 0 else "")
    return f"Quoted without a shared statement: {listed}." if alone else ""


def departures_title(report: Report) -> str:
    """What the sentences on departures rest on."""
    return f"Who departs from the others ({counted(_judged(report), 'statement')} in three outlets or more)"


def departures(report: Report) -> list[Standing]:
    """Who departs from the others, the farthest first; empty where no statement is in three outlets."""
    positions = {statement.id: str(place) for place, statement in enumerate(report.statements, start=1)}
    found = [(outlet.outlet, outlet.departure) for outlet in report.outlets if outlet.departure is not None]
    found.sort(key=lambda one: (-round(one[1].mean, 6), one[0]))
    return [
        Standing(name, f"{_departs(one, [positions.get(s, s) for s in one.departs])}; {_on_average(one)}.")
        for name, one in found
    ]


def has_intervals(report: Report) -> bool:
    """Whether any mean divergence is sure enough for an interval."""
    summaries: list[SpeakerSummary | OutletSummary] = [*report.speakers, *report.outlets]
    return any(one.interval for one in summaries)


def on_intervals(report: Report, *, in_brackets: bool = False) -> str:
    """What the intervals are, or why there are none; empty where there is nothing that could have one."""
    if not report.statements:
        return ""
    if not has_intervals(report):
        return f"Too few to tell how far the mean divergences would hold: an interval takes {LEAST_UNITS} statements."
    few = f"under {LEAST_UNITS} statements it is too few to tell"
    if not in_brackets:
        return f"The intervals are bootstrapped over statements, or over what they name; {few}."
    return f"In brackets the 95% interval, bootstrapped over statements (* over events or articles); {few}."


def undecided(report: Report) -> str:
    """Of how many statements nobody can say who departs, and why; empty if there are none."""
    left = len(report.statements) - _judged(report)
    if not left:
        return ""
    outlets = "one outlet's articles or two outlets" if _within_one(report) else "two outlets"
    return f"{counted(left, 'statement')} in {outlets} only: where two differ, nobody can say which of them departs."


def _judged(report: Report) -> int:
    return sum(len(outlets) > 2 for outlets in _carriers(report))


def _within_one(report: Report) -> bool:
    return any(len(outlets) == 1 for outlets in _carriers(report))


def _carriers(report: Report) -> list[set[str]]:
    names = {article.id: article.outlet or article.id for article in report.articles}
    return [{names.get(r.article, r.article) for r in statement.renderings} for statement in report.statements]


def _departs(found: Departure, positions: list[str]) -> str:
    if not positions:
        return f"departs in none of {found.statements:,}"
    more = len(positions) - STATEMENTS_TOLD
    told = ", ".join(positions[:STATEMENTS_TOLD]) + (f" and {more:,} more" if more > 0 else "")
    where = f"statement{'' if len(positions) == 1 else 's'} {told}"
    kinds = change_counts(found.on)
    return f"departs in {len(positions):,} of {found.statements:,} ({where})" + (f", on {kinds}" if kinds else "")


def _on_average(found: Departure) -> str:
    if found.interval is None:
        return interval_words(None, found.statements)
    low, high = found.interval.low, found.interval.high
    verdict = "no more than chance explains" if low <= 0 <= high else "more than chance explains"
    far = f"{abs(found.mean):.2f}"
    if float(far) == 0:
        told = "as far from the others as these are from each other"
    elif found.mean > 0:
        told = f"{far} farther from the others than these are from each other"
    else:
        told = f"{far} nearer to the others than these are to each other"
    interval = f"95% interval {low:+.2f} to {high:+.2f}{_drawn(found.interval)}".replace("-", "−")
    return f"on average {told} ({interval}), {verdict}"


def _drawn(interval: Interval) -> str:
    return "" if interval.unit == "statement" else f", {interval.units:,} {interval.unit}s"
