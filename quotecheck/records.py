"""Every record that passes between the stations of quotecheck: frozen data, no I/O, no logic beyond slicing.

All spans are half-open Unicode code-point offsets into ``Article.text`` as it was given, so that
``article.text[span.start:span.end]`` is the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from quotecheck.summaries import OutletSummary, SpeakerSummary

Kind = Literal["direct", "mixed", "indirect"]
"""How the words stand in the article: wholly inside quotation marks, partly, or not at all."""

Label = Literal["verbatim", "trimmed", "reworded", "altered", "different"]
"""How two renderings of one statement differ, from the least to the most."""

LABELS: tuple[Label, ...] = ("verbatim", "trimmed", "reworded", "altered", "different")

ChangeKind = Literal["number", "negation", "modality", "certainty", "entity", "role", "antonym", "omission", "wording"]


class Span(NamedTuple):
    """A half-open range of code points; compares and unpacks as the pair ``(start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's article: the text as given, and what is known about it."""

    id: str
    text: str
    outlet: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    event: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    """Keys of the input that quotecheck does not know; handed through untouched."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that was not used, and why, in one line.

    ``aside``: nothing is wrong with it. Its name says that it is no coverage and it was not asked for by that name,
    or it is a reading of an article that is hardly a quote.
    """

    input: str
    reason: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Attributed words of one article, who they are attributed to, and by which words.

    ``content`` holds the attributed words: several spans where the cue interrupts them; quotation marks at its
    edges go with it, as the corpora have it. ``quoted`` holds the parts of ``content`` inside quotation marks,
    marks excluded; it is empty for indirect speech. ``text`` joins the content spans by one space. ``mention``
    is where the article names the speaker and ``speaker`` whom this mention stands for, by the fullest name in
    the article. Both are None where nobody is named; ``speaker`` alone is None where the article does not tell
    whom the mention ("they") stands for. ``speech`` is False where the article tells what somebody believes, wants or
    plans, and not that it was said, or what somebody would not say. ``confidence`` is the probability that
    it is attributed by a cue of speech and that content and speaker are right.
    """

    id: str
    article: str
    outlet: str | None
    kind: Kind
    content: tuple[Span, ...]
    quoted: tuple[Span, ...]
    text: str
    speaker: str | None = None
    mention: Span | None = None
    cue: Span | None = None
    via: str | None = None
    confidence: float = 0.0
    speech: bool = True


@dataclass(frozen=True, slots=True)
class Rendering:
    """One outlet's wording of a statement: a quote, or the part of it that ``content`` delimits."""

    quote: str
    article: str
    outlet: str | None
    kind: Kind
    content: tuple[Span, ...]
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two texts; ``a`` and ``b`` are spans into the two compared texts.

    An insertion has an empty ``a`` span at the place where the words are missing, a deletion an empty ``b``.
    """

    kind: ChangeKind
    a: Span
    b: Span
    a_text: str
    b_text: str


PartName = Literal["other words", "other sense", "chance altered", "another statement"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a divergence: what it is, how much of it, and why, in words of quotecheck's own.

    The amounts of all parts, each 0 or more, sum to the divergence.
    """

    name: PartName
    amount: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike two texts are, in [0, 1]: by sentence embedding and by shared words."""

    semantic: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts to be compared, as ``score`` takes them."""

    id: str
    a: str
    b: str
    speaker_a: str | None = None
    speaker_b: str | None = None


@dataclass(frozen=True, slots=True)
class PairScore:
    """What ``score`` says of one pair.

    ``same``: probability that both render one statement. ``altered``: probability that the difference
    changes what was said. ``divergence``: 0 for the same words to 1 for different statements.
    """

    id: str
    same: float
    label: Label
    divergence: float
    altered: float
    similarity: Similarity
    changes: tuple[Change, ...] = ()
    parts: tuple[Part, ...] = ()
    """What the divergence is made of."""
    misattributed: bool = False
    """Whether one statement is given to two speakers."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two renderings of one statement compared; ``a`` and ``b`` are quote ids, change spans index their texts."""

    a: str
    b: str
    same: float
    divergence: float
    label: Label
    altered: float
    similarity: Similarity
    changes: tuple[Change, ...] = ()
    misattributed: bool = False
    """The two articles give these words to two different speakers."""
    withheld: str | None = None
    """The one quote, ``a`` or ``b``, whose words the speaker denied or left open, by its article."""
    parts: tuple[Part, ...] = ()
    """What the divergence is made of."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, its renderings (at most one an article) and how they compare, pair by pair.

    ``divergence`` is the largest among the comparisons and ``label`` the worst, which need not be of one pair: a
    free paraphrase is farther away than a changed number.
    """

    id: str
    speaker: str | None
    divergence: float
    label: Label
    renderings: tuple[Rendering, ...]
    comparisons: tuple[Comparison, ...]
    misattributed: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text with an id, as ``match`` takes queries and corpora."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A corpus text found for a query: ``score`` ranks, ``same`` is the probability that both are one statement."""

    id: str
    score: float
    same: float


@dataclass(frozen=True, slots=True)
class Match:
    """The hits of one query, best first."""

    id: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript: who said what. ``doc`` names the document that it is of, where there are several.

    ``start`` is the offset of ``text`` in a transcript of plain text, None where each line came by itself.
    """

    id: str
    text: str
    speaker: str | None = None
    doc: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote to be held against a transcript: the words that somebody is said to have said.

    ``context`` holds these words with what the outlet says around them in its own words, where part of a clause
    is in quotation marks; it helps to find the place. ``article`` and ``outlet`` say where the quote was printed.
    """

    id: str
    text: str
    speaker: str | None = None
    doc: str | None = None
    kind: Kind = "direct"
    context: str | None = None
    article: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a transcript has what a quote renders: the spans of one line's text, in the order of the line.

    There are several where an ellipsis of the quote passes over words in between.
    """

    line: str
    speaker: str | None
    doc: str | None
    spans: tuple[Span, ...]
    text: str
    """The words of the spans, joined by an ellipsis."""
    start: int | None = None
    """The line's offset in a transcript of plain text: ``start + span.start`` is an offset in the file."""


Outcome = Literal["verbatim", "trimmed", "reworded", "altered", "not found"]
"""How a quote differs from what the transcript has, from the least to the most."""

OUTCOMES: tuple[Outcome, ...] = ("verbatim", "trimmed", "reworded", "altered", "not found")


@dataclass(frozen=True, slots=True)
class Verification:
    """What a transcript says to one quote.

    ``places``: what the quote renders, in the quote's order; none where it was not found. ``source``: the sentences of
    the transcript that these stand in, joined; label, divergence and changes compare it (``a``) with ``claim.text``
    (``b``); where ``claim.context`` is compared too, and is the milder, label, ``same``, divergence, ``altered``,
    similarity and reasons are its. ``same``: probability that both are one statement. ``stitched``: the quote joins
    sentences that are apart in the transcript, with nothing to say so or with more between them than an ellipsis stands
    for. ``misattributed``: the transcript gives some of the words to another speaker. ``hits``: the likeliest lines,
    best first; ``nearest``: the first three such lines themselves, however few hits there are, where the quote was not
    found. ``reasons``: in words, what else made the label what it is.
    """

    claim: Claim
    label: Outcome
    same: float
    divergence: float
    altered: float
    similarity: Similarity
    places: tuple[Place, ...] = ()
    source: str = ""
    changes: tuple[Change, ...] = ()
    stitched: bool = False
    misattributed: bool = False
    hits: tuple[Hit, ...] = ()
    nearest: tuple[Line, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """All that ``verify`` found: each quote in the order given, and against how many lines it was held."""

    signature: str
    lines: int
    verifications: tuple[Verification, ...]
    articles: tuple[Article, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that ``check`` found; everything a report format prints is in here.

    ``unmatched`` holds the ids of the quotes that one article alone has. A quote that says again what another quote
    of its article says is in neither a statement nor ``unmatched``: others carry it, and once is enough.
    """

    signature: str
    articles: tuple[Article, ...]
    quotes: tuple[Quote, ...]
    statements: tuple[Statement, ...]
    speakers: tuple[SpeakerSummary, ...]
    outlets: tuple[OutletSummary, ...]
    unmatched: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()
