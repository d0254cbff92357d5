"""Where the rules and the tagger meet: which attributions stand, with whose words and whose speaker.

Each of the two reads the article in its own way, so they err in different places. Both readings of a content and both
readings of its mention are weighed by how often such a reading is right (confidence.py); of readings that overlap the
likeliest stands. The marks are the quotation machine's: a content of the tagger never ends within a quote that it
mostly covers, and what layout sets off (block quotes, transcripts) is the rules' alone.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from quotecheck.records import Kind, Span
from quotecheck.speech.attribution import Attribution
from quotecheck.speech.confidence import TYPICAL, Sureness
from quotecheck.speech.quotation import QuotedRegion
from quotecheck.speech.sentences import strip_span
from quotecheck.speech.subjects import is_medium
from quotecheck.speech.tagging import Found

ALIKE = 0.5
"""Share of letters from which on two contents are readings of one attribution."""

COVERED = 0.5
"""Share of a quote's letters from which on a content that ends within the quote takes in all of it."""


_REACH = 50
"""Contents of the tagger, at most, that one of the rules' is held against; a few overlap it."""

_SET_OFF = frozenset(",;:—–-―")


@dataclass(frozen=True, slots=True)
class Reading:
    """A content and a mention that may be right, and where each comes from.

    ``ruled`` and ``tagged`` are what the rules and the tagger say of the attribution; one may be None. ``alike`` is the
    share of letters that their contents have in common. ``content_by`` and ``mention_by`` are "rules", "tagger", or
    "both" where they agree. ``quoted`` are the parts in quotation marks, marks excluded. ``teller``: a medium that
    tells of somebody's words in words of its own, which the reading is then a part of. ``unread``: the tagger was not
    given the paragraph.
    """

    content: tuple[Span, ...]
    quoted: tuple[Span, ...]
    kind: Kind
    mention: Span | None
    ruled: Attribution | None
    tagged: Found | None
    alike: float
    content_by: str
    mention_by: str
    teller: Span | None = None
    unread: bool = False

    @property
    def cue(self) -> Span | None:
        """The words that tell of the speaking, the tagger's where it has some."""
        if self.tagged is not None and self.tagged.cue is not None:
            return self.tagged.cue
        return self.ruled.cue if self.ruled is not None else None

    @property
    def set_off(self) -> bool:
        """Whether layout tells the words from the article's: a block quote, a transcript."""
        return self.ruled is not None and self.ruled.block

    @property
    def by_rules(self) -> Attribution | None:
        """The attribution of the rules where the tagger has no say: it did not read it, or it knows nothing of such.

        So it is with what layout sets off, and with words within the words of a medium: the corpus has neither.
        """
        return self.ruled if self.set_off or self.unread or self.teller is not None else None

    @property
    def via(self) -> Span | None:
        """Who passes the words on."""
        return self.teller or (self.ruled.via if self.ruled is not None else None)

    @property
    def speech(self) -> bool:
        """Whether somebody speaks here, rather than believes or wants: what the rules find and what is quoted."""
        return (
            self.ruled is not None or self.kind != "indirect" or (self.tagged is not None and self.tagged.speech >= 0.5)
        )


class Letters:
    """Counts the letters and digits of an article's spans in constant time."""

    def __init__(self, text: str) -> None:
        self._before = array("q", accumulate((char.isalnum() for char in text), initial=0))

    def count(self, spans: Sequence[Span]) -> int:
        return sum(self._before[end] - self._before[start] for start, end in spans)

    def alike(self, one: Sequence[Span], two: Sequence[Span]) -> float:
        """Letters in both over letters in either; 0 where there are none."""
        shared = self.count([*common(one, two)])
        either = self.count(one) + self.count(two) - shared
        return shared / either if either else 0.0

    def within(self, one: Sequence[Span], two: Sequence[Span]) -> bool:
        """Whether all letters of ``one`` are in ``two``."""
        return self.count([*common(one, two)]) == self.count(one)

    def kind(self, content: Sequence[Span], quoted: Sequence[Span]) -> Kind:
        if not quoted:
            return "indirect"
        return "direct" if self.count(quoted) >= self.count(content) else "mixed"


def readings(
    text: str,
    letters: Letters,
    regions: Sequence[QuotedRegion],
    spoken: Sequence[QuotedRegion],
    ruled: Sequence[Attribution],
    tagged: Sequence[Found],
    unread: Collection[int] = (),
) -> list[Reading]:
    """Every reading of every attribution. ``regions`` are those of depth 0, ``spoken`` those that are no terms.

    ``unread`` are the numbers of the paragraphs that the tagger was not given for their length.
    """
    made: list[Reading] = []
    starts = [region.outer.start for region in regions]
    bare = [replace(f, mention=_bare(text, f.mention), cue=_bare(text, f.cue)) for f in tagged]
    pairs = sorted(((_snapped(text, letters, regions, starts, found), found) for found in bare), key=lambda p: p[0])
    snapped, tagged = [content for content, _ in pairs], [found for _, found in pairs]
    told = [in_order(text, attribution.content) for attribution in ruled]
    tellers = [_teller(text, letters, *pair, snapped, tagged) for pair in zip(ruled, told, strict=True)]
    partners = _partners(letters, told, snapped)
    retold = {region for a, teller in zip(ruled, tellers, strict=True) if teller is not None for region in a.quotes}
    own = [region for region in spoken if region not in retold]
    taken: set[int] = set()
    for attribution, content, partner, teller in zip(ruled, told, partners, tellers, strict=True):
        if partner is None or attribution.block or teller is not None:
            mine = own if teller is None else spoken
            alone = _reading(letters, content, attribution.mention, attribution, None, 0.0, "rules", "rules", mine)
            made.append(replace(alone, teller=teller, unread=attribution.paragraph in unread))
            continue
        taken.add(partner)
        found, other = tagged[partner], snapped[partner]
        alike = letters.alike(content, other)
        contents = [(content, "both")] if alike == 1.0 else [(content, "rules"), (other, "tagger")]
        if _same_mention(attribution.mention, found.mention):
            mentions = [(_whole_name(text, found.mention, attribution.mention), "both")]
        elif attribution.via is not None and _same_mention(attribution.via, found.mention):
            mentions = [(attribution.mention, "both")]  # whose words it is comes before who passes them on
        else:
            mentions = [(attribution.mention, "rules"), (found.mention, "tagger")]
        for words, content_by in contents:
            for mention, mention_by in mentions:
                made.append(_reading(letters, words, mention, attribution, found, alike, content_by, mention_by, own))
    handed_on = sorted((a.via, words) for a, words in zip(ruled, told, strict=True) if a.via is not None)
    for number, found in enumerate(tagged):
        # "…," Lee said, according to the paper: the paper is who passes Lee's words on, and has no words of its own
        end = bisect_left(handed_on, (found.mention.end,), key=lambda a: (a[0].start,)) if found.mention else 0
        passed_on = any(
            _same_mention(via, found.mention) and letters.within(words, snapped[number])
            for via, words in handed_on[max(0, end - _REACH) : end]
        )
        if number not in taken and not passed_on:
            made.append(_reading(letters, snapped[number], found.mention, None, found, 0.0, "tagger", "tagger", own))
    return made


SPEECH, SOUND, QUOTED = 0.35, 0.25, 0.05
"""A reading stands that is this likely to be right as speech, or that the tagger has and that is this likely to be
sound (confidence.py) where it has TYPICAL characters; words in marks that the rules find a speaker for stand sooner.
Chosen on the development articles: higher floors tell fewer wrong quotes and fewer beliefs (docs/decisions/0010)."""

FALL = 0.15
"""The floor of what is sound falls by so much each time that a content is e times as long: to leave out a long one
loses more words, and where it is wrong it is mostly its end."""

UNNAMED = 0.15
"""How much sounder a content must be for which nobody is named."""

CUT = 0.1
"""How much likelier indirect speech must be as the rules cut it than as the tagger does, whose ends are exacter."""


def standing(
    weighed: Sequence[tuple[Reading, Sureness]], least_speech: float = SPEECH, least_sound: float = SOUND
) -> list[tuple[Reading, Sureness]]:
    """The likeliest readings that do not overlap and are likely enough, by position.

    What layout sets off stands first, and words within the words of a medium stand beside these.
    """
    starts: list[int] = []
    ends: list[int] = []
    kept = [(reading, sure) for reading, sure in weighed if reading.teller is not None]
    rivals = [pair for pair in weighed if pair[0].teller is None]
    rivals.sort(key=lambda p: (not p[0].set_off, -_rank(*p), p[0].content, p[0].mention or (-1, -1)))
    for reading, sure in rivals:
        marked = reading.ruled is not None and reading.kind != "indirect" and sure.attributed >= QUOTED
        sound = reading.tagged is not None and sure.sound >= _sound_floor(reading, least_sound)
        if not reading.content or not (reading.set_off or marked or sound or sure.speech >= least_speech):
            continue
        if any(_taken(starts, ends, span) for span in reading.content):
            continue
        for span in reading.content:
            at = bisect_left(starts, span.start)
            starts.insert(at, span.start)
            ends.insert(at, span.end)
        kept.append((reading, sure))
    return sorted(kept, key=lambda pair: pair[0].content)


def _rank(reading: Reading, sure: Sureness) -> float:
    return sure.attributed - CUT * (reading.content_by == "rules" and reading.kind == "indirect")


def _sound_floor(reading: Reading, typical: float) -> float:
    size = sum(end - start for start, end in reading.content)
    floor = typical + UNNAMED * (reading.mention is None) - FALL * math.log((1 + size) / TYPICAL)
    return min(0.9, max(0.05, floor))


def _taken(starts: Sequence[int], ends: Sequence[int], span: Span) -> bool:
    at = bisect_right(starts, span.start)
    return (at > 0 and ends[at - 1] > span.start) or (at < len(starts) and starts[at] < span.end)


def _reading(
    letters: Letters,
    content: tuple[Span, ...],
    mention: Span | None,
    ruled: Attribution | None,
    tagged: Found | None,
    alike: float,
    content_by: str,
    mention_by: str,
    spoken: Sequence[QuotedRegion],
) -> Reading:
    if ruled is not None and ruled.block:
        quoted = content
    else:
        quoted = tuple(common(content, [region.inner for region in spoken_in(spoken, content)]))
    return Reading(
        content, quoted, letters.kind(content, quoted), mention, ruled, tagged, alike, content_by, mention_by
    )


def spoken_in(spoken: Sequence[QuotedRegion], content: Sequence[Span]) -> list[QuotedRegion]:
    """Those of ``spoken``, which are in order and apart, that the content overlaps."""
    found: list[QuotedRegion] = []
    for span in content:
        at = bisect_right(spoken, span.start, key=lambda region: region.outer.end)
        while at < len(spoken) and spoken[at].outer.start < span.end:
            if not found or found[-1] is not spoken[at]:
                found.append(spoken[at])
            at += 1
    return found


def _snapped(
    text: str, letters: Letters, regions: Sequence[QuotedRegion], starts: Sequence[int], found: Found
) -> tuple[Span, ...]:
    """The tagger's content with its ends put outside of the quotes that it mostly covers."""
    kept: list[Span] = []
    for span in found.content:
        wide = span
        for edge in span:
            at = bisect_right(starts, edge) - 1
            if at < 0 or not regions[at].outer.start <= edge <= regions[at].outer.end:
                continue
            region = regions[at]
            within = letters.count([*common([wide], [region.inner])])
            if within >= COVERED * max(1, letters.count([region.inner])):
                wide = Span(min(wide.start, region.outer.start), max(wide.end, region.outer.end))
        kept.append(wide)
    return in_order(text, kept)


def _bare(text: str, span: Span | None) -> Span | None:
    """A mention or a cue without the commas and dashes that set it off."""
    if span is None:
        return None
    start, end = span
    while end - start > 1 and (text[end - 1].isspace() or text[end - 1] in _SET_OFF):
        end -= 1
    while end - start > 1 and (text[start].isspace() or text[start] in _SET_OFF):
        start += 1
    return Span(start, end)


def _teller(
    text: str,
    letters: Letters,
    attribution: Attribution,
    words: tuple[Span, ...],
    snapped: Sequence[tuple[Span, ...]],
    tagged: Sequence[Found],
) -> Span | None:
    """The medium that the tagger takes for the source of words which the rules find somebody quoted in.

    The corpus that it learned from knows one source alone for any words: the agency in "Lee voiced “sorrow”, the agency
    reports".
    """
    if not attribution.quotes or attribution.block or attribution.mention is None:
        return None
    for number in _near(snapped, words):
        source = tagged[number].mention
        if (
            source is None
            or _same_mention(source, attribution.mention)
            or not is_medium(text[source.start : source.end])
        ):
            continue
        if letters.within(words, snapped[number]) and not letters.within(snapped[number], words):
            return source
    return None


def _near(snapped: Sequence[tuple[Span, ...]], words: Sequence[Span]) -> range:
    """The numbers of the contents, which are in order, that may overlap the words; those that end before are passed."""
    if not words:
        return range(0)
    end = bisect_left(snapped, words[-1].end, key=lambda content: content[0].start if content else -1)
    begin = max(0, end - _REACH)
    while begin < end and (not snapped[begin] or snapped[begin][-1].end <= words[0].start):
        begin += 1
    return range(begin, end)


def _whole_name(text: str, tagged: Span | None, ruled: Span | None) -> Span | None:
    """The tagger's mention, which tells better what belongs to it; where it cuts a name in two, up to the rules'."""
    if tagged is None or ruled is None or ruled.end <= tagged.end:
        return tagged
    return Span(tagged.start, ruled.end) if text[tagged.end : ruled.end].lstrip()[:1].isupper() else tagged


def _partners(
    letters: Letters, told: Sequence[tuple[Span, ...]], snapped: Sequence[tuple[Span, ...]]
) -> list[int | None]:
    """For each attribution of the rules the tagger's reading of it, each of which has but one partner."""
    pairs = []
    for i, words in enumerate(told):
        for j in _near(snapped, words):
            alike = letters.alike(words, snapped[j])
            if alike >= ALIKE:
                pairs.append((-alike, i, j))
    partners: list[int | None] = [None] * len(told)
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if partners[i] is None and j not in taken:
            partners[i] = j
            taken.add(j)
    return partners


def in_order(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, without overlaps, empty ones and white space at their edges."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        span = strip_span(text, max(start, kept[-1].end if kept else 0), end)
        if span.start < span.end:
            kept.append(span)
    return tuple(kept)


def common(one: Sequence[Span], two: Sequence[Span]) -> Iterator[Span]:
    """Where both have words; each is in order and without overlaps."""
    at = 0
    for start, end in one:
        while at and two[at - 1].end > start:
            at -= 1
        while at < len(two) and two[at].start < end:
            low, high = max(start, two[at].start), min(end, two[at].end)
            if low < high:
                yield Span(low, high)
            at += 1


def _same_mention(one: Span | None, two: Span | None) -> bool:
    if one is None or two is None:
        return one is two
    return one.start < two.end and two.start < one.end
