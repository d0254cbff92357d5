"""What a reader is shown of a statement, the same in the terminal, in Markdown and on a page.

One rendering is the measure: of those two that are farthest apart, which earn the statement its label, the one that is
nearer to all the others, so that the odd one out stands out. The others are shown against it. On both sides the words
are marked that the other side does not have, and in the others also the places where they lack words of the measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from quotecheck.records import LABELS, Change, Comparison, Quote, Rendering, Report, Span, Statement

TITLE = "How the outlets quote"
"""What a report is headed with."""

_OPENING = frozenset(" \t\r\n“‘„«([「『\"'")
_CLOSING = frozenset(" \t\r\n.,;:!?…)]”’»」』\"'")

NOBODY = "nobody named"
_KINDS = ("number", "negation", "entity", "role", "antonym", "modality", "certainty", "omission", "wording")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a rendering's text, ``marked`` where it differs; an empty marked one is where words are missing."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class View:
    """One rendering as it is shown; ``comparison`` is to the measure (its ``a`` side), None for the measure itself."""

    name: str
    rendering: Rendering
    pieces: tuple[Piece, ...]
    comparison: Comparison | None


def outlet_names(report: Report) -> dict[str, str]:
    """Article id -> the name it goes by: its outlet, with the id where two articles are of one outlet."""
    uses = Counter(article.outlet for article in report.articles)
    return {
        article.id: article.id
        if article.outlet is None
        else article.outlet
        if uses[article.outlet] == 1
        else f"{article.outlet} ({article.id})"
        for article in report.articles
    }


def views(statement: Statement, names: Mapping[str, str], quotes: Mapping[str, Quote]) -> list[View]:
    """The renderings of a statement in the order they are shown: the measure first, then as they stand.

    ``names`` are those of `outlet_names`, ``quotes`` the report's quotes by id.
    """
    compared = {(c.a, c.b): c for c in statement.comparisons}
    compared |= {(c.b, c.a): _turned(c) for c in statement.comparisons}

    def distance(rendering: Rendering) -> float:
        return sum(round(c.divergence, 6) for (a, _), c in compared.items() if a == rendering.quote)

    most = max((round(c.divergence, 6) for c in statement.comparisons), default=0.0)
    farthest = {quote for (quote, _), c in compared.items() if round(c.divergence, 6) == most}
    candidates = [r for r in statement.renderings if r.quote in farthest]
    measure = min(candidates or statement.renderings, key=distance)
    others = [rendering for rendering in statement.renderings if rendering is not measure]
    against = [compared.get((measure.quote, other.quote)) for other in others]
    marks = [[change.b for change in comparison.changes] if comparison else [] for comparison in against]
    marks.insert(0, [change.a for comparison in against if comparison for change in comparison.changes])
    return [
        View(
            names.get(r.article, r.article),
            r,
            _shown(r, own_marks, quotes.get(r.quote), gaps=comparison is not None),
            comparison,
        )
        for r, own_marks, comparison in zip([measure, *others], marks, [None, *against], strict=True)
    ]


def between_others(statement: Statement, shown: Sequence[View]) -> list[tuple[str, str, Comparison]]:
    """What the views do not tell: two renderings, by the names in ``shown``, that differ worse from each other than
    either was told to differ so far. The farthest come first; each raises two renderings, so that they stay few.
    """
    names = {view.rendering.quote: view.name for view in shown}
    worst = {view.rendering.quote: LABELS.index(view.comparison.label) for view in shown if view.comparison}
    told = []
    for comparison in sorted(statement.comparisons, key=lambda c: -round(c.divergence, 6)):
        label, pair = LABELS.index(comparison.label), (comparison.a, comparison.b)
        if all(quote in worst and worst[quote] < label for quote in pair):
            worst |= dict.fromkeys(pair, label)
            told.append((names[comparison.a], names[comparison.b], comparison))
    return told


def unmarked(quote: Quote) -> str:
    """A quote's text as it is shown: direct speech without the article's own quotation marks around it."""
    whole = Rendering(quote.id, quote.article, quote.outlet, quote.kind, quote.content, quote.text)
    return quote.text[slice(*inside_marks(whole, quote))]


def _shown(rendering: Rendering, marks: Sequence[Span], quote: Quote | None, *, gaps: bool) -> tuple[Piece, ...]:
    """Direct speech is shown without the article's own quotation marks: those who print it put one pair around it.

    ``gaps``: whether empty marks, where words are missing, are shown.
    """
    start, end = inside_marks(rendering, quote) if quote else (0, len(rendering.text))
    text = rendering.text[start:end]
    within = []
    for mark in marks:
        cut = Span(max(mark.start, start) - start, max(min(mark.end, end), start) - start)
        if text[slice(*cut)].strip() or (gaps and mark.start == mark.end):
            within.append(cut)
    return pieces(text, within)


def inside_marks(rendering: Rendering, quote: Quote) -> Span:
    """The part of a direct rendering's text without the quotation marks at its edges; all of it for other kinds."""
    first, last = rendering.content[0].start, rendering.content[-1].end
    quoted = [span for span in quote.quoted if span.end > first and span.start < last]
    if rendering.kind != "direct" or not quoted:
        return Span(0, len(rendering.text))
    left = max(0, quoted[0].start - first)
    return Span(left, max(left, len(rendering.text) - max(0, last - quoted[-1].end)))


def pieces(text: str, marks: Iterable[Span]) -> tuple[Piece, ...]:
    """``text`` cut at the marked spans; marks that touch or have only blanks between them are one mark.

    Blanks at the edges of a mark stay outside of it. Joined together the pieces are the text again; marks that
    reach beyond the text are cut to it.
    """
    joined: list[Span] = []
    for start, end in sorted(marks):
        if joined and not text[joined[-1].end : start].strip():
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    cut: list[Piece] = []
    at = 0
    for start, end in (_trimmed(text, mark) for mark in joined):
        if start > at:
            cut.append(Piece(text[at:start], marked=False))
        cut.append(Piece(text[start:end], marked=True))
        at = end
    if at < len(text) or not cut:
        cut.append(Piece(text[at:], marked=False))
    return tuple(cut)


def signed(cut: Sequence[Piece], longest: int | None = None) -> list[Piece]:
    """The pieces as they are printed: the marked ones in ‹angle marks›, ‹› standing free between its neighbours.

    ``longest`` clips each piece to that many characters.
    """
    shown: list[Piece] = []
    for place, piece in enumerate(cut):
        words = piece.text if longest is None else clipped(piece.text, longest)
        if piece.marked:
            words = f"‹{words}›"
            before = cut[place - 1].text if place else " "
            after = cut[place + 1].text if place + 1 < len(cut) else " "
            if not piece.text:
                words = f"{' ' if before[-1:] not in _OPENING else ''}{words}{' ' if after[:1] not in _CLOSING else ''}"
        shown.append(Piece(words, piece.marked))
    return shown


Sides = tuple[str, str]
"""What the two texts of a change are called, the ``a`` side first."""

A_AND_B: Sides = ("a", "b")


def change_words(change: Change, longest: int = 60, sides: Sides = A_AND_B) -> str:
    """A change in words: ``number: 600 → 4,700``, ``negation: “not” in a, not in b``.

    ``sides``: what the texts are called, so that it is told which of them has the words and which lacks them.
    """
    a, b = (clipped(text.strip(), longest) for text in (change.a_text, change.b_text))
    if a and b:
        return f"{change.kind}: {a} → {b}"
    has, lacks = sides if a else sides[::-1]
    return f"{change.kind}: “{a or b}” in {has}, not in {lacks}"


def findings(comparison: Comparison, sides: Sides = A_AND_B) -> list[str]:
    """What a comparison found, in words, the weightiest first; mere wording is counted, as the marks show it.

    ``sides``: what the renderings are called.
    """
    told = [f"same {comparison.same:.2f}", f"chance altered {comparison.altered:.2f}"]
    if comparison.withheld is not None:
        side = sides[0] if comparison.withheld == comparison.a else sides[1]
        told.append(f"denied or left open in {side}, said in the other")
    changes = weighty(comparison.changes)
    told += [change_words(change, sides=sides) for change in changes]
    worded = len(comparison.changes) - len(changes)
    return [*told, f"other wording in {counted(worded, 'place')}"] if worded else told


def weighty(changes: Sequence[Change]) -> list[Change]:
    """The changes but for mere wording, the weightiest first."""
    return sorted((one for one in changes if one.kind != "wording"), key=lambda change: _KINDS.index(change.kind))


def clipped(text: str, longest: int) -> str:
    """``text`` within ``longest`` characters, with an ellipsis in its middle where it had to be cut."""
    if len(text) <= longest:
        return text
    head = (longest - 3) * 2 // 3
    return f"{text[:head].rstrip()} … {text[len(text) - (longest - 3 - head) :].lstrip()}"


def speakers_told(shown: Sequence[View]) -> str:
    """Who gives the words to whom: ``The Courier gives them to Ada Marsh, Daily Ledger to Bo Tann``."""
    told = [f"{view.name} gives them to {view.rendering.speaker or NOBODY}" for view in shown[:1]]
    told += [f"{view.name} to {view.rendering.speaker or NOBODY}" for view in shown[1:]]
    return ", ".join(told)


def headline(report: Report) -> str:
    """The report in a sentence: how much was read, how many statements are shared, how they differ."""
    labels = Counter(statement.label for statement in report.statements)
    told = ", ".join(f"{labels[label]} {label}" for label in LABELS if labels[label])
    read = f"{counted(len(report.articles), 'article')}, {counted(len(report.quotes), 'quote')}"
    if not report.statements:
        return f"{read}. No statement is carried by more than one article."
    wrong = sum(statement.misattributed for statement in report.statements)
    speakers = f"; {wrong} with different speakers" if wrong else ""
    return f"{read}, {counted(len(report.statements), 'shared statement')}: {told}{speakers}."


def counted(count: int, noun: str) -> str:
    """``1 quote``, ``2 quotes``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _turned(comparison: Comparison) -> Comparison:
    """The same comparison read from the other side."""
    changes = tuple(Change(c.kind, c.b, c.a, c.b_text, c.a_text) for c in comparison.changes)
    return replace(comparison, a=comparison.b, b=comparison.a, changes=changes)


def _trimmed(text: str, mark: Span) -> Span:
    start, end = min(mark.start, len(text)), min(mark.end, len(text))
    words = text[start:end]
    if not words.strip():
        return Span(start, start)
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
