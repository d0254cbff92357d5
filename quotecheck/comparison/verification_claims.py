"""An article's quotes as what a transcript is asked for: the words that it says were spoken, if these are quotes."""

from __future__ import annotations

import re

from quotecheck.comparison.verification_judgement import cut_short
from quotecheck.records import Article, Claim, Quote, Skipped, Span

HARDLY_A_QUOTE = 0.1
"""Confidence under which indirect speech that is not in a transcript says more of how its article was read. By hand:
nine in ten such readings are wrong. What stands in quotation marks is told, however doubtful its speaker."""

_OPENING = re.compile(r"(?<!\w)(?:[“„«\"]|[‘'](?=\w))")
_DOUBLE = re.compile(r"[“”„«»\"]")
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\S)|(?<=\S)[’'](?!\w)")


def claim_of(article: Article, quote: Quote) -> Claim:
    """The words of a quote that are to be held against a transcript.

    Of a direct quote these are the words in quotation marks, of a mixed one as well, with an ellipsis between two pairs
    of marks; there the whole clause is the context. Indirect speech is taken as it stands.
    """
    marked = [article.text[slice(*span)] for span in _outermost(quote)]
    between = " … " if quote.kind == "mixed" else " "
    return Claim(
        id=quote.id,
        text=between.join(marked) if marked and quote.kind != "indirect" else quote.text,
        speaker=quote.speaker,
        kind=quote.kind,
        context=quote.text if quote.kind == "mixed" and marked else None,
        article=quote.article,
        outlet=quote.outlet,
    )


def unmarked(context: str) -> str:
    """The clause around marked words without their marks, so that they are compared like all others.

    Words in quotation marks count as talk about what was said (``similarity.evidence``), and those marks are the
    outlet's. Marks of the other kind, inside these, stay.
    """
    opening = _OPENING.search(context)
    if opening is None:
        return context
    return (_DOUBLE if _DOUBLE.match(opening.group()) else _SINGLE).sub("", context)


def is_doubtful(quote: Quote) -> bool:
    """Whether a quote is to be told only if the transcript has it."""
    return quote.kind == "indirect" and quote.confidence < HARDLY_A_QUOTE


def hardly_a_quote(claim: Claim, confidence: float) -> Skipped:
    """What is told of a doubtful quote that is not in the transcript."""
    words = " ".join(cut_short(claim.text).split())
    reason = f"not in the transcript, and hardly a quote (confidence {confidence:.2f}): {words}"
    return Skipped(claim.id, reason, aside=True)


def _outermost(quote: Quote) -> list[Span]:
    """The spans in quotation marks that lie in no other one, in order."""
    kept: list[Span] = []
    for span in sorted(quote.quoted, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
