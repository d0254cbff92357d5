"""Narration cut into sentences and tokens, with each quote folded into one token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quotecheck.records import Span
from quotecheck.speech import cues
from quotecheck.speech.quotation import QuotedRegion
from quotecheck.speech.sentences import sentence_spans

_TOKEN = re.compile(
    r"""(?P<word>(?:[^\W\d_]\.){2,}                       # U.S.
        |[@#$€£]?\w+(?:[.,:]\d+)*(?:[-‐‑&/.·]\w+)*           # words, figures, hyphened compounds
        )(?P<clitic>(?:[’']\w+)*)                          # ’s, n’t
        |(?P<mark>\.{3}|--+|[^\w\s])""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:mr|mrs|ms|dr|sen|rep|gov|gen|lt|col|sgt|capt|st|jr|sr|prof|rev|hon|maj|adm|d|r)$", re.IGNORECASE
)
_CLITIC = re.compile(r"[’'](?:s|ve|d|re|ll|m)?$|[’'](?:s|ve|d|re|ll|m)$", re.IGNORECASE)
DASHES = frozenset(("—", "–", "-", "--", "---", "―"))
STOPS = frozenset((".", ";", ":", "?", "!", "(", ")", "[", "]", "{", "}", "<", ">", "…", "...", "|", "•")) | DASHES


_LONGEST = 400  # tokens


class Token(NamedTuple):
    """A word, a mark, or a whole quote of the article standing as one token (then ``region`` is set)."""

    start: int
    end: int
    text: str
    lower: str
    region: QuotedRegion | None = None

    @property
    def is_word(self) -> bool:
        return self.region is None and (self.text[0].isalnum() or self.text[0] in "@#$€£’'")

    @property
    def inner(self) -> str:
        """The words of a quote token without its marks and the white space inside them."""
        if self.region is None:
            return ""
        inner = self.region.inner
        return self.text[inner.start - self.start : inner.end - self.start].strip()

    @property
    def is_phrase(self) -> bool:
        """Whether a quote token is a few words without a mark at their end, which may be part of a noun phrase."""
        inner = self.inner
        return bool(inner) and len(inner) < 40 and len(inner.split()) <= 4 and inner[-1] not in ",.!?…—–-;:"

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Narration:
    """One sentence of an article with its quotes folded: ``tokens`` cover ``span`` from left to right."""

    span: Span
    paragraph: int
    tokens: tuple[Token, ...]

    @property
    def quotes(self) -> list[int]:
        return [i for i, token in enumerate(self.tokens) if token.region is not None]


def narrate(text: str, paragraph: Span, number: int, regions: Sequence[QuotedRegion]) -> list[Narration]:
    """The sentences of one paragraph, its top-level quotes folded into single tokens.

    A sentence end inside a quote ends the narrator's sentence only where the quote ends with it.
    """
    masked = []
    at = paragraph.start
    for region in regions:
        masked.append(text[at : region.inner.start])
        inner = text[region.inner.start : region.inner.end]
        said = inner.rstrip()
        end = said[len(said.rstrip(".!?…")) :]
        # the first letter keeps its case, by which the sentence splitter knows whether a new sentence opens
        opens = next((char for char in inner if char.isalnum()), "x")
        body = len(inner) - len(end)
        masked.append((("X" if not opens.islower() else "x") + "x" * body)[:body] + end)
        at = region.inner.end
    masked.append(text[at : paragraph.end])
    flat = "".join(masked)
    sentences = [Span(s.start + paragraph.start, s.end + paragraph.start) for s in sentence_spans(flat)]
    narrations: list[Narration] = []
    at = 0
    for span in sentences:
        first = at
        while at < len(regions) and regions[at].outer.start < span.end:
            at += 1
        tokens = _tokens(text, span, regions[first:at])
        if narrations and (_is_asked(narrations[-1], tokens) or _is_signed(narrations[-1], tokens)):
            before = narrations.pop()
            narrations.append(Narration(Span(before.span.start, span.end), number, before.tokens + tokens))
            continue
        # no sentence of prose is this long; cutting a run without full stops keeps all later work linear
        for begin in range(0, len(tokens), _LONGEST):
            piece = tokens[begin : begin + _LONGEST]
            narrations.append(Narration(Span(piece[0].start, piece[-1].end), number, piece))
    return narrations


def _is_asked(before: Narration, tokens: Sequence[Token]) -> bool:
    """“Why?” Smith asked. — the cue of a quote that ends in ? or ! opens in upper case like a new sentence."""
    last = before.tokens[-1]
    if last.region is None or not tokens or tokens[0].region is not None:
        return False
    full_stop = last.inner[-1:] not in ("?", "!", "…", ",", "—", "–", "-")
    for i, token in enumerate(tokens[:12]):
        forms = cues.FORMS.get(token.lower)
        if forms and not token.is_capital and forms & {"past", "third"} and "say" in cues.PATTERNS[token.lower]:
            # behind a full stop only a bare "Smith said." belongs to the quote; more would be the next sentence
            bare = _is_adverbial(tokens[i + 1 :])
            return i > 0 and all(t.is_word or t.lower == "," for t in tokens[:i]) and (bare or not full_stop)
        if token.lower in cues.FINITE_VERBS or token.lower in cues.SUBORDINATORS:
            return False
    return False


def _is_adverbial(tokens: Sequence[Token]) -> bool:
    """Whether nothing but a mark or a short "on Monday in Aville" stands there."""
    words = [t for t in tokens if t.is_word]
    if not words or any(t.region is not None for t in tokens):
        return not words and len(tokens) <= 1
    opens = words[0].lower in cues.ADVERBIAL_OPENERS | cues.TIME_WORDS | cues.ADVERBS
    clause = any(t.lower in cues.FINITE_VERBS | cues.PRONOUNS | {"that", ","} for t in tokens)
    return opens and not clause and len(words) <= 8


def _is_signed(before: Narration, tokens: Sequence[Token]) -> bool:
    """“We are closed.” — Ann Lee: a dash and a name sign the quote before them."""
    if before.tokens[-1].region is None or not tokens or tokens[0].lower not in DASHES:
        return False
    words = [t for t in tokens[1:9] if t.lower not in (".", ",")]
    return 0 < len(words) == sum(t.lower not in (".", ",") for t in tokens[1:]) and all(t.is_capital for t in words)


def _tokens(text: str, span: Span, regions: Sequence[QuotedRegion]) -> tuple[Token, ...]:
    tokens: list[Token] = []
    at = span.start
    for region in regions:
        tokens.extend(_plain_tokens(text, at, region.outer.start))
        words = text[region.outer.start : region.outer.end]
        tokens.append(Token(region.outer.start, region.outer.end, words, "“”", region))
        at = region.outer.end
    tokens.extend(_plain_tokens(text, at, span.end))
    return tuple(tokens)


def _plain_tokens(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    at = start
    while match := _TOKEN.search(text, at, end):
        begin, stop = match.span()
        clitic = match["clitic"]
        if clitic and _CLITIC.match(clitic) and clitic.lower() not in ("’t", "'t"):
            stop -= len(clitic)
            tokens.append(_token(text, begin, stop))
            tokens.append(_token(text, stop, stop + len(clitic)))
            at = stop + len(clitic)
            continue
        if match["word"] and text[stop : stop + 1] == "." and stop < end and _is_abbreviation(text, begin, stop, end):
            stop += 1
        tokens.append(_token(text, begin, stop))
        at = stop
    return tokens


def _token(text: str, start: int, end: int) -> Token:
    words = text[start:end]
    return Token(start, end, words, words.lower())


def _is_abbreviation(text: str, start: int, end: int, limit: int) -> bool:
    word = text[start:end]
    if len(word) == 1 and word.isupper():
        return end + 1 < limit
    return _ABBREVIATION.fullmatch(word) is not None
