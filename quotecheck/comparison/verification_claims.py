"""An article's quotes as what a transcript is asked for: the words that it says were spoken."""

from __future__ import annotations

from quotecheck.records import Article, Claim, Quote, Span


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


def _outermost(quote: Quote) -> list[Span]:
    """The spans in quotation marks that lie in no other one, in order."""
    kept: list[Span] = []
    for span in sorted(quote.quoted, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
