"""From an article to its quotes: the one function that walks the station's rooms in order."""

from __future__ import annotations

from dataclasses import dataclass

from quotecheck.articles import metadata_spans
from quotecheck.records import Article, Quote
from quotecheck.speech.agreement import Letters, Reading, readings, spoken_in, standing
from quotecheck.speech.attitudes import may_attribute
from quotecheck.speech.attribution import find_attributions
from quotecheck.speech.coreference import Speakers
from quotecheck.speech.handover import without_earlier
from quotecheck.speech.narration import Narration
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.pieces import pieces_of
from quotecheck.speech.quotation import find_quoted
from quotecheck.speech.tagging import load_tagger
from quotecheck.speech.terms import is_term
from quotecheck.speech.unsaid import is_unsaid

LONGEST_PARAGRAPH = 100_000
"""Characters up to which the tagger reads a paragraph, some 17,000 words. What is longer is no prose and left to the
rules, so that a line of megabytes does not take minutes."""


@dataclass(frozen=True, slots=True)
class Read:
    """An article as the rules and the tagger read it."""

    readings: list[Reading]
    narrations: list[list[Narration]]


def read_attributions(article: Article) -> Read:
    """Every reading of every attribution of an article. Header lines (headline, date) hold none."""
    text = article.text
    tagger = load_tagger()
    paragraphs = paragraph_spans(text, skip=metadata_spans(text))
    every = find_quoted(text, paragraphs)
    top = [region for region in every if region.depth == 0]
    attributions, narrations = find_attributions(text, paragraphs, every)
    unread = {n for n, p in enumerate(paragraphs) if p.end - p.start > LONGEST_PARAGRAPH}
    telling = [p for n, p in enumerate(paragraphs) if n not in unread and may_attribute(text[p.start : p.end])]
    pieces = pieces_of(tagger.tokenizer, text, telling, top, attributions)
    said = {region for attribution in attributions for region in attribution.quotes}
    named = {region for attribution in attributions for region in spoken_in(top, sorted(attribution.content))} - said
    for sentence in (sentence for sentences in narrations for sentence in sentences):
        named |= {
            region
            for i in sentence.quotes
            if (region := sentence.tokens[i].region) is not None and region not in said and is_term(sentence.tokens, i)
        }
    spoken = [region for region in top if region not in named]
    tagged = without_earlier(paragraphs, attributions, tagger.find(pieces))
    found = readings(text, Letters(text), top, spoken, attributions, tagged, unread)
    return Read(found, narrations)


def split_article(article: Article) -> list[Quote]:
    """The quotes of one article, in the order of their first words, numbered ``id#1``, ``id#2`` …

    Header lines (headline, date) hold no quotes. Time and memory grow linearly with the article's text. Raises
    ModelError where the tagger is missing or damaged.
    """
    text = article.text
    read = read_attributions(article)
    weigh = load_tagger().confidence
    stand = standing([(reading, weigh.of(reading)) for reading in read.readings])
    links = [(span, r.mention) for r, _ in stand if r.mention is not None for span in r.content]
    speakers = Speakers(text, read.narrations, links)
    resolved: dict[int, tuple[str | None, float]] = {}
    for index in sorted(range(len(stand)), key=lambda i: stand[i][0].mention or (-1, -1)):
        mention = stand[index][0].mention
        nameless = mention is None or text[mention.start : mention.end] in ("Q", "A")  # question and answer
        resolved[index] = (None, 1.0) if nameless or mention is None else speakers.resolve(mention)
    quotes: list[Quote] = []
    for index, (reading, found) in enumerate(stand):
        speaker, sure = resolved[index]
        unsaid = (
            reading.kind == "indirect" and reading.cue is not None and is_unsaid(text, reading.cue, reading.mention)
        )
        quotes.append(
            Quote(
                id=f"{article.id}#{len(quotes) + 1}",
                article=article.id,
                outlet=article.outlet,
                kind=reading.kind,
                content=reading.content,
                quoted=reading.quoted,
                text=" ".join(text[s.start : s.end] for s in reading.content),
                speaker=speaker,
                mention=reading.mention,
                cue=reading.cue,
                via=speakers.resolve(reading.via)[0] if reading.via is not None else None,
                speech=reading.speech and not unsaid,
                confidence=min(0.99, max(0.01, round(found.speech * sure, 2))),
            )
        )
    return quotes
