"""The people and bodies that an article names, and how it describes them.

Names are runs of capital letters outside quotation marks; what stands before a name ("North Korean leader …")
or behind it between commas ("…, a senator from Aland,") is kept as a description of it, by which a later "the
leader" finds its name again. Nothing is looked up in any list of persons.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from quotecheck.records import Span
from quotecheck.speech import cues
from quotecheck.speech.identity import INSTITUTION_WORDS, TITLES, fold, name_keys, name_parts, same_name
from quotecheck.speech.narration import Narration, Token
from quotecheck.speech.phrases import is_break

Gender = Literal["m", "f"]

_INNER = frozenset(
    """
    of for and de da di du del della van von der den bin ibn al el la le the & y
    """.split()
)
_MASCULINE = frozenset(
    """
    mr mr. sir king prince father brother husband son uncle grandfather chairman spokesman congressman
    businessman councilman herr lord he him his himself man boy actor
    """.split()
)
_FEMININE = frozenset(
    """
    mrs mrs. ms ms. miss mme dame queen princess mother sister wife daughter aunt grandmother chairwoman
    spokeswoman congresswoman businesswoman councilwoman frau lady she her hers herself woman girl actress
    """.split()
)
_LEADING = TITLES | {
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "sen.",
    "rep.",
    "gov.",
    "gen.",
    "lt.",
    "col.",
    "sgt.",
    "capt.",
    "prof.",
    "rev.",
    "st.",
    "the",
    "former",
    "then",
}


@dataclass(slots=True, eq=False)
class Entity:
    """One person or body of an article under all its names, the fullest first."""

    name: str
    names: set[str] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)
    descriptions: set[frozenset[str]] = field(default_factory=set)
    gender: Gender | None = None
    is_body: bool = False
    is_place: bool = False

    @property
    def is_person(self) -> bool:
        """Whether the text itself shows a person: a gender, a role before the name, a surname used by itself."""
        short = any(len(name_parts(other)) < len(name_parts(self.name)) for other in self.names)
        return not (self.is_body or self.is_place) and (short or self.gender is not None or self.has_role)

    @property
    def has_role(self) -> bool:
        """Whether a description of it is a role that people have."""
        return any(word in TITLES for description in self.descriptions for word in description)

    def last_before(self, at: int) -> int:
        """Where the article named it last before ``at``; -1 where it did not."""
        i = bisect_left(self.starts, at)
        return self.starts[i - 1] if i else -1

    def fits(self, gender: Gender | None) -> bool:
        return gender is None or self.gender is None or self.gender == gender


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name in the narration."""

    span: Span
    name: str
    titles: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    opens: bool
    """Whether it opens its sentence, where a capital letter alone makes no name."""

    placed: bool
    """Whether it stands behind "in" or the like, as places do."""


def name_runs(tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[tuple[int, int]]:
    """The runs of capital tokens in ``tokens[first:last]`` that make up names, as half-open index pairs."""
    stop = len(tokens) if last is None else last
    runs = []
    i = first
    while i < stop:
        if not _is_name_word(tokens, i):
            i += 1
            continue
        j = i + 1
        while j < stop:
            if _is_name_word(tokens, j):
                j += 1
            elif (
                tokens[j].lower in _INNER
                and j + 1 < stop
                and _is_name_word(tokens, j + 1)
                and _holds_together(tokens, i, j)
            ):
                j += 2
            else:
                break
        runs.append((i, j))
        i = j
    return runs


def _is_name_word(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if not token.is_word or token.region is not None or not token.text.lstrip("@#")[:1].isupper():
        return False
    low = token.lower
    if token.text == "I" or (low in cues.TIME_WORDS and not (low in _PARTS_OF_TIME and _before_capital(tokens, i))):
        return False
    opens = i == 0 or is_break(tokens[i - 1])
    if opens and low in _FUNCTION:
        return False
    return not (opens and low in cues.FORMS)  # "Added Lee:" opens with a cue, not with a name


_FUNCTION = (
    cues.PREPOSITIONS | cues.SUBORDINATORS | cues.CONJUNCTIONS | cues.ADVERBS | cues.PRONOUNS | cues.DETERMINERS
    | cues.AUXILIARIES | cues.INDEFINITE | cues.ADVERBIAL_OPENERS
    | frozenset("""
    according asked speaking meanwhile however but analysts officials critics people despite yes no here there
    most such not under over senior local state federal police republicans democrats
    """.split())
) - {"may"}  # fmt: skip


_PARTS_OF_TIME = frozenset("morning evening night week today tonight".split())


def _before_capital(tokens: Sequence[Token], i: int) -> bool:
    """Whether the next word goes on in upper case, as in the "Morning Herald"."""
    return i + 1 < len(tokens) and tokens[i + 1].is_capital


def _holds_together(tokens: Sequence[Token], first: int, inner: int) -> bool:
    """ "Ministry of Defence" and "van der Berg" are one name; "Senator Lee of Aland", "Lee and Cho" are not."""
    low = tokens[inner].lower
    if low in ("of", "for", "and", "&", "the"):
        return any(fold(t.text) in INSTITUTION_WORDS for t in tokens[first:inner])
    return True


def clean_name(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """A name as it is shown, without the titles before it, and those titles in lower case."""
    words = list(tokens)
    titles: list[str] = []
    cut = 0
    for i, token in enumerate(words[:-1]):
        if token.lower in _LEADING or token.lower.rstrip(".") in TITLES:
            cut = i + 1
    if cut and not any(fold(t.text) in INSTITUTION_WORDS for t in words[cut - 1 :]):
        titles = [t.lower for t in words[:cut]]
        words = words[cut:]
    return _join(words), tuple(titles)


def _join(words: Sequence[Token]) -> str:
    parts: list[str] = []
    for i, token in enumerate(words):
        if i and token.start > words[i - 1].end:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)


def find_entities(narrations: Sequence[Sequence[Narration]]) -> list[Entity]:
    """The people and bodies that an article names outside its quotes, by first occurrence.

    Full names are grouped first; a short form joins the one full name that fits it, or, where several do, the
    one that was named last before it. Headlines in title case add nothing, as all their words are capital.
    """
    sentences = [s for paragraph in narrations for s in paragraph if not _is_headline(s)]
    mentions = [m for s in sentences for m in _mentions(s)]
    inside = {word for m in mentions if not m.opens for word in m.name.split()}
    common = {t.lower for s in sentences for t in s.tokens if t.is_word and not t.is_capital}

    def is_name(mention: Mention) -> bool:
        sure = not mention.opens or " " in mention.name or mention.name in inside
        return sure or not (mention.name.endswith("s") or mention.name.lower() in common)

    mentions = [m for m in mentions if is_name(m)]
    mentions.sort(key=lambda m: m.span)
    entities: list[Entity] = []
    index: defaultdict[str, list[Entity]] = defaultdict(list)
    whole: dict[str, Entity] = {}
    for mention in sorted(mentions, key=lambda m: (-len(name_parts(m.name)), m.span)):
        known = whole.get(mention.name)
        if known is not None:
            insort(known.starts, mention.span.start)
            _learn(known, mention)
            continue
        keys = name_keys(mention.name)
        alike = list({id(e): e for key in keys for e in index[key][-_MOST:]}.values())
        fitting = [e for e in alike if all(same_name(mention.name, other) for other in e.names)]
        entity = settle(fitting, mention.name, mention.span.start, gender_of(mention.titles))
        if entity is not None:
            entity.names.add(mention.name)
        elif fitting:
            continue  # a surname that two people bear, and nothing tells which of them
        else:
            entity = Entity(mention.name, {mention.name})
            entities.append(entity)
        for key in keys:
            if not any(e is entity for e in index[key][-_MOST:]):
                index[key].append(entity)
        if len(name_parts(mention.name)) > 1:
            whole[mention.name] = entity  # a name in full means the same all through the article
        insort(entity.starts, mention.span.start)
        _learn(entity, mention)
    return sorted(entities, key=lambda e: e.starts[0])


_MOST = 64  # namesakes that a name is held against, which bounds the work on endless lists
_NEARBY = 1500
"""Characters within which a second bearer of a surname makes it ambiguous."""


def settle(fitting: Sequence[Entity], name: str, at: int, gender: Gender | None) -> Entity | None:
    """Which of several entities a short ``name`` at ``at`` means; None where the article does not tell.

    An honorific decides first ("Mrs Berg"), then who goes by the short name already, then whether only one of
    them was named lately.
    """
    agreeing = [e for e in fitting if e.fits(gender)]
    for chosen in (
        agreeing,
        [e for e in agreeing if gender is not None and e.gender == gender],
        [e for e in agreeing if name in e.names],
        [e for e in agreeing if e.starts[0] < at],
        [e for e in agreeing if 0 <= at - e.last_before(at) <= _NEARBY and e.last_before(at) >= 0],
    ):
        if len(chosen) == 1:
            return chosen[0]
    return None


def _is_headline(sentence: Narration) -> bool:
    words = [t for t in sentence.tokens if t.is_word and t.text[0].isalpha() and len(t.text) > 3]
    return sentence.paragraph == 0 and len(words) >= 4 and sum(t.is_capital for t in words) > 0.7 * len(words)


def _mentions(sentence: Narration) -> list[Mention]:
    tokens = sentence.tokens
    found = []
    for first, last in name_runs(tokens):
        name, titles = clean_name(tokens[first:last])
        if not name_parts(name):
            continue
        before = _describing(tokens, first - 1)
        behind = _apposed(tokens, last)
        comma = first - 1 - len(before)
        if not set(before) - {"former"} and comma >= 1 and tokens[comma].lower == ",":
            # "its president, Ann Lee, said"
            before = _describing(tokens, comma - 1)
        span = Span(tokens[first].start, tokens[last - 1].end)
        opens = first == 0 or is_break(tokens[first - 1])
        placed = first > 0 and tokens[first - 1].lower in _PLACING
        found.append(Mention(span, name, titles, tuple(before), tuple(behind), opens, placed))
    return found


_PLACING = frozenset("in near across throughout outside inside".split())


def _apposed(tokens: Sequence[Token], end: int) -> list[str]:
    """The description that begins at ``tokens[end]`` behind a name: ", a senator from …" or "(NHA)" (as "=NHA")."""
    following = tokens[end : end + 12]
    if len(following) < 3:
        return []
    if following[0].lower == "(" and following[2].lower == ")" and following[1].text.isupper():
        return ["=" + following[1].text]
    if following[0].lower != "," or following[1].lower not in ("a", "an", "the", "who", "his", "her", "its"):
        return []
    words: list[str] = []
    for token in following[2:]:
        if is_break(token) or token.lower in cues.PREPOSITIONS:
            return words
        if token.lower in cues.FINITE_VERBS or token.lower in cues.FORMS or token.lower.endswith("ed"):
            return []  # a new clause, not an apposition: "with Lee, the governor pointed out"
        words.append(token.lower)
    return []


def _describing(tokens: Sequence[Token], last: int) -> list[str]:
    """The nouns and adjectives that end at ``tokens[last]``: what stands before a name and describes it."""
    first = last
    while first >= 0 and last - first < 6 and tokens[first].is_word and tokens[first].lower not in _STOP_DESCRIBING:
        first -= 1
    return [token.lower for token in tokens[first + 1 : last + 1]]


_STOP_DESCRIBING = (
    cues.PREPOSITIONS | cues.SUBORDINATORS | cues.CONJUNCTIONS | cues.PRONOUNS | cues.FINITE_VERBS
    | frozenset(cues.FORMS) - cues.NOUN_LIKE | cues.DETERMINERS | {"’s", "'s"}
)  # fmt: skip


def _learn(entity: Entity, mention: Mention) -> None:
    for described in (mention.before + tuple(t for t in mention.titles if t not in _LEADING - TITLES), mention.behind):
        words = frozenset(w for w in described if not w.startswith("="))
        if words:
            entity.descriptions.add(words)
    for word in mention.behind:
        if word.startswith("="):
            entity.names.add(word[1:])
    hints = set(mention.titles) | set(mention.before) | set(mention.behind)
    if entity.gender is None:
        if hints & _MASCULINE and not hints & _FEMININE:
            entity.gender = "m"
        elif hints & _FEMININE and not hints & _MASCULINE:
            entity.gender = "f"
    entity.is_place = entity.is_place or (mention.placed and not mention.titles)
    parts = name_parts(mention.name)
    if set(parts) & INSTITUTION_WORDS or (mention.name.isupper() and len(mention.name) > 2):
        entity.is_body = True


def gender_of(words: Sequence[str]) -> Gender | None:
    """The gender that words themselves give ("he", "the spokeswoman"), or None."""
    found = set(words)
    if found & _MASCULINE and not found & _FEMININE:
        return "m"
    if found & _FEMININE and not found & _MASCULINE:
        return "f"
    return None
