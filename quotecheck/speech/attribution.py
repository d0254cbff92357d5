"""Attribution over a whole article: frames of single sentences, and the quotes whose cue stands elsewhere.

What a sentence cannot decide alone is decided here: quotes that go on without a cue, quotes that a colon or a
repeated opening mark carries over paragraphs, block quotes, and transcripts (NAME: words).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quotecheck.records import Span
from quotecheck.speech.frame import Frame, Range
from quotecheck.speech.frames import find_frames
from quotecheck.speech.narration import Narration, Token, narrate
from quotecheck.speech.quotation import QuotedRegion
from quotecheck.speech.subjects import main_subject, reports_as_medium
from quotecheck.speech.terms import is_scare, is_term

_SPEAKER_LABEL = re.compile(r"(?:[-–—•*>]\s*)?(?P<name>[^\W\d_][\w.'’\-]*(?: [\w.'’()\-]+){0,5})\s?:\s+(?=\S)")
_BLOCK = re.compile(r">+\s?")


@dataclass(slots=True)
class Attribution:
    """Attributed words of an article before the speaker is known by name.

    ``content`` spans include quotation marks at their edges. ``pattern`` names the construction they were found by.
    ``block``: the words are set off by layout (block quote, transcript) and count as quoted throughout.
    """

    content: list[Span]
    mention: Span | None
    cue: Span | None
    paragraph: int
    pattern: str
    via: Span | None = None
    block: bool = False
    quotes: list[QuotedRegion] = field(default_factory=list)


def find_attributions(
    text: str, paragraphs: Sequence[Span], regions: Sequence[QuotedRegion]
) -> tuple[list[Attribution], list[list[Narration]]]:
    """The attributions of an article, by position, and the folded sentences of every paragraph.

    This is the seam between rules and a learned tagger: whatever returns Attributions can stand in its place.
    """
    top = [region for region in regions if region.depth == 0]
    by_paragraph: dict[int, list[QuotedRegion]] = {}
    for region in top:
        by_paragraph.setdefault(region.paragraph, []).append(region)
    narrations = [narrate(text, p, n, by_paragraph.get(n, [])) for n, p in enumerate(paragraphs)]
    transcript = _transcript_labels(text, paragraphs)
    found: list[Attribution] = []
    pending: Attribution | None = None  # a cue whose content stands in the next paragraph
    held: list[tuple[Narration, int]] = []  # quotes that run on into the next paragraph, where their cue may stand
    for number, sentences in enumerate(narrations):
        if number in transcript:
            found.append(_labelled(transcript[number], paragraphs[number], number))
            pending = None
            continue
        here, opened, held = _paragraph(sentences, number, found, pending, held)
        if pending is not None and not any(set(a.quotes) for a in here) and not pending.content:
            block = _block(text, paragraphs, number, pending, here)
            if block is not None:
                here = [block]
        found.extend(here)
        pending = opened
    found = [a for a in found if a.content]
    found.sort(key=lambda a: (a.content[0], a.content[-1]))
    return found, narrations


def _paragraph(
    sentences: Sequence[Narration],
    number: int,
    before: Sequence[Attribution],
    pending: Attribution | None,
    held: Sequence[tuple[Narration, int]],
) -> tuple[list[Attribution], Attribution | None, list[tuple[Narration, int]]]:
    """The attributions of one paragraph, what it leaves behind a colon, and the quotes that run on from it."""
    here: list[Attribution] = []
    waiting = list(held)  # quotes that no frame has claimed so far
    opened: Attribution | None = None
    carries = pending
    starts = [s.span.start for s in sentences]
    for position, sentence in enumerate(sentences):
        frames = find_frames(sentence)
        opened = None
        made = [_from_frame(sentence, frame, number) for frame in frames if frame.content]
        for frame in frames:
            if frame.opens_next:
                opened = _from_frame(sentence, frame, number)
        claimed = {region for attribution in made for region in attribution.quotes}
        loose = [i for i in sentence.quotes if sentence.tokens[i].region not in claimed]
        loose = [i for i in loose if not is_term(sentence.tokens, i)]
        leading = [a for a in made if a.pattern.startswith("left") or a.pattern == "unlisted"]
        if leading and waiting:
            # “One.” “Two,” she said: what stood before belongs to the first cue of the paragraph
            first = leading[0]
            ahead = [_whole(s, i) for s, i in waiting]
            first.content = [span for span, _ in ahead] + first.content
            first.quotes = [region for _, region in ahead] + first.quotes
            waiting = []
        here.extend(made)
        for i in loose:
            span, region = _whole(sentence, i)
            last = _last_quoted(here)
            if region.continues and not here and before and before[-1].quotes and not waiting:
                _extend(before[-1], span, region)
            elif not _is_utterance(sentence, i):
                continue
            elif carries is not None and not here and i == 0 and position == 0:
                carries = Attribution(
                    [span], carries.mention, carries.cue, number, "colon", carries.via, quotes=[region]
                )
                here.append(carries)
            elif last is not None:
                _extend(last, span, region)
            else:
                waiting.append((sentence, i))
        if sentence.tokens[-1].lower == ":" and opened is None:
            opened = _introduced(sentence, frames, number)
    if waiting and not here and _runs_on(sentences[-1]):
        return here, opened, waiting
    since = waiting[0][0].paragraph - 1 if waiting else number
    if waiting and not here and before and _stands_alone(sentences) and before[-1].paragraph >= since:
        last = before[-1]
        if last.quotes:
            for sentence, i in waiting:
                _extend(last, *_whole(sentence, i))
            last.paragraph = number
            waiting = []
    for sentence, i in waiting:
        cueless = _cueless(_told_before(sentences, starts, sentence), sentence, i, number)
        if cueless is not None:
            here.append(cueless)
    return here, opened, []


def _from_frame(sentence: Narration, frame: Frame, number: int) -> Attribution:
    tokens = sentence.tokens
    content = [_span(tokens, r) for r in frame.content]
    passed_on = reports_as_medium(tokens, frame)
    quotes = []
    for first, last in frame.content:
        for i in range(first, last):
            region = tokens[i].region
            if region is None:
                continue
            named = last - first > 1 and (is_term(tokens, i) or (passed_on and is_scare(tokens, i)))
            if not named:
                quotes.append(region)
    return Attribution(
        content=content,
        mention=_span(tokens, frame.mention) if frame.mention else None,
        cue=_span(tokens, frame.cue),
        paragraph=number,
        pattern=frame.pattern,
        via=_span(tokens, frame.via) if frame.via else None,
        quotes=quotes,
    )


def _span(tokens: Sequence[Token], piece: Range) -> Span:
    return Span(tokens[piece[0]].start, tokens[piece[1] - 1].end)


def _whole(sentence: Narration, i: int) -> tuple[Span, QuotedRegion]:
    """A quote without a cue of its own, with the words that finish its sentence ("…" to the rest of the country)."""
    token = sentence.tokens[i]
    assert token.region is not None
    last = len(sentence.tokens) - 1
    while last > i and not (sentence.tokens[last].is_word or sentence.tokens[last].region):
        last -= 1
    end = token.end
    if i == 0 and last > 0 and all(t.region is None for t in sentence.tokens[1 : last + 1]):
        end = sentence.tokens[last].end
    return Span(token.start, end), token.region


def _extend(attribution: Attribution, span: Span, region: QuotedRegion) -> None:
    attribution.content.append(span)
    attribution.quotes.append(region)


def _last_quoted(here: Sequence[Attribution]) -> Attribution | None:
    """The attribution that a quote without a cue goes on with: the latest that holds a quote, else the latest."""
    recent = here[-8:]
    return next((a for a in reversed(recent) if a.quotes), recent[-1] if recent else None)


def _is_utterance(sentence: Narration, i: int) -> bool:
    """Whether a quote can be a sentence of its own: it opens its sentence and is no mere phrase within it."""
    token = sentence.tokens[i]
    inner = token.inner
    words = inner.split()
    if len(words) < 2:
        return False
    alone = all(not t.is_word for j, t in enumerate(sentence.tokens) if j != i and t.region is None)
    return (
        alone
        or (i == 0 and (inner[-1] in ".!?…," or len(words) >= 6))
        or (len(words) >= 6 and inner[:1].isupper() and sentence.tokens[i - 1].lower in (",", ":", "—", "–", "-"))
    )


def _runs_on(sentence: Narration) -> bool:
    """Whether a paragraph ends within a quote, which the next one carries on."""
    region = sentence.tokens[-1].region
    return region is not None and not region.repaired and region.inner.end == region.outer.end


def _stands_alone(sentences: Sequence[Narration]) -> bool:
    return all(t.region is not None or not t.is_word for s in sentences for t in s.tokens)


def _introduced(sentence: Narration, frames: Sequence[Frame], number: int) -> Attribution | None:
    """A paragraph that ends in a colon introduces what follows, in the words of whom it is about."""
    subject = frames[-1].mention if frames else main_subject(sentence.tokens)
    if subject is None:
        return None
    tokens = sentence.tokens
    colon = Span(tokens[-1].start, tokens[-1].end)
    return Attribution([], Span(tokens[subject[0]].start, tokens[subject[1] - 1].end), colon, number, "colon")


def _told_before(sentences: Sequence[Narration], starts: Sequence[int], sentence: Narration) -> Narration | None:
    """The sentence before ``sentence`` in which the article itself speaks."""
    at = bisect_left(starts, sentence.span.start)
    return next((s for s in reversed(sentences[max(0, at - 3) : at]) if any(t.is_word for t in s.tokens)), None)


def _cueless(told: Narration | None, sentence: Narration, i: int, number: int) -> Attribution | None:
    """A quote without any cue right behind a sentence about somebody: Lee was furious. “It is a scandal.”"""
    if told is None:
        return None
    span, region = _whole(sentence, i)
    subject = main_subject(told.tokens)
    if subject is None or not _may_speak(told.tokens[subject[0] : subject[1]]):
        return None
    tokens = told.tokens
    mention = Span(tokens[subject[0]].start, tokens[subject[1] - 1].end)
    return Attribution([span], mention, None, number, "cueless", quotes=[region])


def _may_speak(words: Sequence[Token]) -> bool:
    return any(t.is_capital for t in words if t.is_word) or words[0].lower in ("he", "she", "they")


# --- layout ---------------------------------------------------------------------------------------------------------


def _block(
    text: str, paragraphs: Sequence[Span], number: int, pending: Attribution, here: Sequence[Attribution]
) -> Attribution | None:
    """The paragraph behind "Lee wrote:" as a block quote, where it bears no attribution of its own."""
    paragraph = paragraphs[number]
    marked = _BLOCK.match(text, paragraph.start)
    said = pending.cue is not None and text[pending.cue.start : pending.cue.end] != ":"
    if marked is None and (here or not said):
        return None
    start = marked.end() if marked else paragraph.start
    if start >= paragraph.end:
        return None
    content = [Span(start, paragraph.end)]
    return Attribution(content, pending.mention, pending.cue, number, "block", pending.via, block=True)


def _transcript_labels(text: str, paragraphs: Sequence[Span]) -> dict[int, re.Match[str]]:
    """The paragraphs that open with a speaker's label, in articles that are (in part) transcripts.

    A label is in upper case, or recurs; one lone "Note: …" makes no transcript.
    """
    labels: dict[int, re.Match[str]] = {}
    for number, paragraph in enumerate(paragraphs):
        match = _SPEAKER_LABEL.match(text, paragraph.start, min(paragraph.end, paragraph.start + 90))
        if match and match["name"][0].isupper() and '"' not in match[0]:
            labels[number] = match
    counts = Counter(match["name"] for match in labels.values())
    if len(counts) < 2:
        return {}
    dialogue = len(labels) == len(paragraphs) or (len(labels) >= 3 and len(labels) > 0.6 * len(paragraphs))
    kept = {}
    for number, match in labels.items():
        name = match["name"]
        if dialogue or (name.isupper() and len(name) > 2) or counts[name] >= 2:
            kept[number] = match
    return kept if len(kept) >= 3 or dialogue else {}


def _labelled(match: re.Match[str], paragraph: Span, number: int) -> Attribution:
    name = Span(match.start("name"), match.end("name"))
    colon = Span(match.end("name"), match.end("name") + 1)
    return Attribution([Span(match.end(), paragraph.end)], name, colon, number, "label", block=True)
