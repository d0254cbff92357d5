"""Quotes cut into the pieces that can answer to each other: clauses, and the sentences that they make up."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotecheck.comparison.words import Words, read_words
from quotecheck.records import Quote, Span
from quotecheck.speech.sentences import sentence_spans, strip_span

MIN_CLAUSE_WEIGHT = 2.0
"""A clause says at least this much (two words that are no function words), else it stays with its neighbour."""

LONG_SENTENCE = 40
"""Sentences of more characters than this are cut into clauses."""

_CUT = re.compile(r"""[;:,]["”’]?(?=\s)|[—–]|(?<=\s)--?(?=\s)""")
_CONJUNCTION = re.compile(
    r"(?<=\s)(?:and|but|because|where|while|although|though|unless|so\sthat)(?=\s)", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?…。！？][\"'”’»)\]」』]*$")

_HANGS_ON = re.compile(r"(?:unless|except|provided that|(?:but )?only (?:if|when))\b", re.IGNORECASE)
"""A sentence that opens with one of these belongs to the one before it."""

_OPENING_MARKS = frozenset('"“”„«»‘「『')
_CLOSING_MARKS = frozenset('"“”«»」』')


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest part of a quote that can be a rendering: one span of the article, and its sentence's number.

    ``marks`` are where the quote's own quotation marks stand in it or beside it.
    """

    quote: int
    place: int
    sentence: int
    span: Span
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """Consecutive clauses ``first`` to ``last`` (inclusive) of the quote with index ``quote``."""

    quote: int
    first: int
    last: int
    spans: tuple[Span, ...]
    text: str
    words: Words

    def overlaps(self, other: Unit) -> bool:
        """Whether the two share a clause."""
        return self.quote == other.quote and self.first <= other.last and other.first <= self.last


def clauses_of(text: str, quote: Quote, index: int) -> list[Clause]:
    """The clauses of a quote, in order; all of its content but white space and outer marks is in one of them.

    ``text`` is the article's. A sentence that a cue interrupts goes on in the next content span.
    """
    clauses: list[Clause] = []
    sentence = 0
    # In a mixed quote the marked words may be all that another outlet has; its other words are the reporter's.
    edges = sorted({edge for span in quote.quoted for edge in span}) if quote.kind == "mixed" else []
    marks = sorted({mark for start, end in quote.quoted for mark in (start - 1, end)})
    for content in quote.content:
        for place, span in enumerate(sentence_spans(text, content.start, content.end)):
            # "…," he said, "…" is one sentence; "…," he said. "Then …" is two, though the first ends in a comma.
            pieces = _pieces(text, span, edges)
            if clauses and pieces and not _goes_on(text, clauses[-1].span, pieces[0], place):
                sentence += 1
            clauses += [
                Clause(
                    index,
                    len(clauses) + at,
                    sentence,
                    piece,
                    tuple(marks[bisect_left(marks, piece.start - 1) : bisect_right(marks, piece.end)]),
                )
                for at, piece in enumerate(pieces)
            ]
    return clauses


def _goes_on(text: str, before: Span, here: Span, place: int) -> bool:
    """Whether the piece ``here`` goes on with the sentence of ``before``; ``place`` counts sentences of its span."""
    if _HANGS_ON.match(text, here.start, here.end):
        return True
    return not place and text[here.start].islower() and not _ends(text, before)


def _ends(text: str, span: Span) -> bool:
    return _ENDS.search(text, max(span.start, span.end - 8), span.end) is not None


def units_of(text: str, clauses: Sequence[Clause], *, runs: bool = False) -> list[Unit]:
    """Each clause as a unit, and each sentence of more than one clause.

    With ``runs`` the beginnings and the ends of a sentence are units too: indirect speech puts several statements into
    one sentence, and another outlet may have one of them.
    """
    units = [unit(text, clauses, place, place) for place in range(len(clauses))]
    first = 0
    for place in range(1, len(clauses) + 1):
        if place == len(clauses) or clauses[place].sentence != clauses[first].sentence:
            if place - first > 1:
                units.append(unit(text, clauses, first, place - 1))
            if runs:
                units += [unit(text, clauses, first, last) for last in range(first + 1, place - 1)]
                units += [unit(text, clauses, begin, place - 1) for begin in range(first + 1, place - 1)]
            first = place
    return units


def unit(text: str, clauses: Sequence[Clause], first: int, last: int) -> Unit:
    """The unit of clauses ``first`` to ``last``; spans that only white space parts are joined.

    What is within the quote's own marks is no quotation within it, so the words are read without these.
    """
    spans: list[Span] = []
    for clause in clauses[first : last + 1]:
        if spans and not text[spans[-1].end : clause.span.start].strip():
            spans[-1] = Span(spans[-1].start, clause.span.end)
        else:
            spans.append(clause.span)
    spans = [part for span in spans for part in with_whole_marks(text, span)]
    joined = " ".join(text[span.start : span.end] for span in spans)
    own = {mark for clause in clauses[first : last + 1] for mark in clause.marks}
    bare = " ".join(
        "".join(" " if place in own else text[place] for place in range(span.start, span.end)) for span in spans
    )
    words = dataclasses.replace(read_words(bare), text=joined)
    return Unit(clauses[first].quote, first, last, tuple(spans), joined, words)


_PARTNER = {"“": "”", "„": "“", "«": "»", "「": "」", "『": "』", '"': '"'}


def with_whole_marks(text: str, span: Span) -> list[Span]:
    """The span in parts without lone halves of pairs of marks; a closing mark that follows upon it is taken in.

    Straight marks open after white space or at the start, and close elsewhere.
    """
    opened: list[int] = []
    lone: list[int] = []
    for place in range(span.start, span.end):
        mark = text[place]
        if mark == '"':
            opens = place == span.start or text[place - 1] in " \t\n([—–-“‘'"
        else:
            opens = mark in _PARTNER and not (mark == "“" and opened and text[opened[-1]] == "„")
        if opens and mark in _PARTNER:
            opened.append(place)
        elif mark in _PARTNER.values():
            if opened and _PARTNER[text[opened[-1]]] == mark:
                opened.pop()
            else:
                lone.append(place)
    end = span.end
    if len(opened) == 1 and text[end : end + 1] == _PARTNER[text[opened[0]]]:
        opened, end = [], end + 1
    parts: list[Span] = []
    begin = span.start
    for place in [*sorted({*opened, *lone}), end]:
        part = strip_span(text, begin, place)
        if part.start < part.end:
            parts.append(part)
        begin = place + 1
    return parts


def _pieces(text: str, span: Span, edges: Sequence[int]) -> list[Span]:
    """One sentence cut at its clause marks and at ``edges``; pieces that say too little stay with a neighbour."""
    cuts = set(edges[bisect_right(edges, span.start) : bisect_left(edges, span.end)])
    if span.end - span.start > LONG_SENTENCE:
        cuts |= {match.end() for match in _CUT.finditer(text, span.start, span.end)}
        cuts |= {match.start() for match in _CONJUNCTION.finditer(text, span.start, span.end)}
    pieces: list[Span] = []
    begin = last = span.start
    weight = 0.0
    for cut in [*sorted(cuts), span.end]:
        weight += read_words(text[last:cut]).weight
        last = cut
        if weight >= MIN_CLAUSE_WEIGHT:
            pieces.append(_stripped(text, begin, cut))
            begin, weight = cut, 0.0
    rest = _stripped(text, begin, span.end)
    if rest.start < rest.end:
        if pieces:
            pieces[-1] = Span(pieces[-1].start, rest.end)
        else:
            pieces.append(rest)
    return pieces


def _stripped(text: str, start: int, end: int) -> Span:
    """The span without white space and quotation marks at its ends; unless there is nothing else."""
    first, last = start, end
    while first < last and (text[first].isspace() or text[first] in _OPENING_MARKS):
        first += 1
    while last > first and (
        text[last - 1].isspace()
        or text[last - 1] in _CLOSING_MARKS
        or (text[last - 1] in "’'" and text[last - 2 : last - 1] in (*".,!?…;:",))  # no apostrophe stands there
    ):
        last -= 1
    return Span(first, last) if first < last else Span(start, start)
