"""From an article to its quotes: the one function that walks the station's rooms in order."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.articles import metadata_spans
from quotecheck.records import Article, Kind, Quote, Span
from quotecheck.speech.attribution import Attribution, find_attributions
from quotecheck.speech.confidence import confidence
from quotecheck.speech.coreference import Speakers
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.quotation import find_quoted
from quotecheck.speech.sentences import strip_span


def split_article(article: Article) -> list[Quote]:
    """The quotes of one article, in the order of their first words, numbered ``id#1``, ``id#2`` …

    Header lines (headline, date) hold no quotes. Time and memory grow linearly with the article's text.
    """
    text = article.text
    paragraphs = paragraph_spans(text, skip=metadata_spans(text))
    regions = find_quoted(text, paragraphs)
    attributions, narrations = find_attributions(text, paragraphs, regions)
    speakers = Speakers(text, narrations)
    quotes: list[Quote] = []
    resolved: dict[int, tuple[str | None, float]] = {}
    for index in sorted(range(len(attributions)), key=lambda i: attributions[i].mention or (-1, -1)):
        mention = attributions[index].mention
        resolved[index] = speakers.resolve(mention) if mention is not None else (None, 1.0)
    for index, attribution in enumerate(attributions):
        content = _content(text, attribution.content)
        if not content:
            continue
        quoted = _quoted(content, attribution)
        kind = _kind(text, content, quoted)
        speaker, sure = resolved[index]
        via = speakers.resolve(attribution.via)[0] if attribution.via is not None else None
        found = confidence(attribution.pattern, kind, repaired=any(r.repaired for r in attribution.quotes))
        quotes.append(
            Quote(
                id=f"{article.id}#{len(quotes) + 1}",
                article=article.id,
                outlet=article.outlet,
                kind=kind,
                content=content,
                quoted=quoted,
                text=" ".join(text[s.start : s.end] for s in content),
                speaker=speaker,
                mention=attribution.mention,
                cue=attribution.cue,
                via=via,
                confidence=round(found * sure, 2),
            )
        )
    return quotes


def _content(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The content in order, without overlaps and empty spans."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        span = strip_span(text, max(start, kept[-1].end if kept else 0), end)
        if span.start < span.end:
            kept.append(span)
    return tuple(kept)


def _quoted(content: Sequence[Span], attribution: Attribution) -> tuple[Span, ...]:
    """The parts of the content in quotation marks, marks excluded; all of it where layout sets it off."""
    if attribution.block:
        return tuple(content)
    inner = sorted({region.inner for region in attribution.quotes})
    quoted = []
    at = 0
    for span in content:
        while at and inner[at - 1].end > span.start:
            at -= 1  # a part may reach over two spans of the content
        while at < len(inner) and inner[at].start < span.end:
            if inner[at].end > span.start:
                quoted.append(Span(max(inner[at].start, span.start), min(inner[at].end, span.end)))
            at += 1
    return tuple(quoted)


def _kind(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> Kind:
    if not quoted:
        return "indirect"
    return "direct" if _letters(text, quoted) >= _letters(text, content) else "mixed"


def _letters(text: str, spans: Sequence[Span]) -> int:
    return sum(char.isalnum() for span in spans for char in text[span.start : span.end])
