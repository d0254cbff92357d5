"""The people and bodies that an article names, and how it describes them.

Names are runs of capital letters outside quotation marks; what stands before a name ("North Korean leader …")
or behind it between commas ("…, a senator from Aland,") is kept as a description of it, by which a later "the
leader" finds its name again. Nothing is looked up in any list of persons.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from quotecheck.records import Span
from quotecheck.speech import cues
from quotecheck.speech.given import honorific_gender
from quotecheck.speech.identity import (
    FIRM,
    INSTITUTION_WORDS,
    SUFFIXES,
    TITLES,
    gender_by_name,
    name_keys,
    name_parts,
    same_name,
)
from quotecheck.speech.introductions import Mention, find_mentions
from quotecheck.speech.names import Gender, gender_of
from quotecheck.speech.narration import Narration
from quotecheck.speech.roles import in_full, is_people_word

_HEARD = 3
_OFTENER = 3
"""What the pronouns for one gender must come to, at least and against those for the other, to be believed."""


@dataclass(slots=True, eq=False)
class Entity:
    """One person or body of an article under all its names, the fullest first."""

    name: str
    names: set[str] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)
    descriptions: set[frozenset[str]] = field(default_factory=set)
    introduced: set[int] = field(default_factory=set)
    """The starts of those of its names that have a title or description."""

    owners: set[str] = field(default_factory=set)
    """What stands by its descriptions: for "the fire brigade's chief" ``fire`` and ``brigade``, without a role."""

    has_who: bool = False
    """Whether ", who" takes it up."""

    roles: set[str] = field(default_factory=set)
    """The heads of its descriptions: of "campaign manager" and "a spy agency" ``manager`` and ``agency``."""
    gender: Gender | None = None
    is_body: bool = False
    placed: int = 0
    """How often it stands behind "in" or the like, as places do."""

    told: bool = False
    """Whether a title tells the gender ("Mrs"), or what is said of the name ("Lee, for her part")."""

    heard: dict[Gender, int] = field(default_factory=lambda: {"m": 0, "f": 0})
    """By how many pronouns the article made it masculine or feminine, each counted by how clear it was.

    A given name that tells the gender counts like some of them, as it may mislead.
    """

    @property
    def is_bare(self) -> bool:
        """Whether its first mention is the name alone."""
        return self.starts[0] not in self.introduced

    @property
    def is_place(self) -> bool:
        """Whether it mostly stands where places do."""
        return self.placed * 3 > len(self.starts) and not self.has_role

    @property
    def is_person(self) -> bool:
        """Whether the text itself shows a person: a gender, a role before the name, a surname used by itself."""
        short = any(len(name_parts(other)) < len(name_parts(self.name)) for other in self.names)
        return not (self.is_body or self.is_place) and (
            short or self.has_who or self.gender is not None or self.has_role
        )

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

    def hear(self, gender: Gender | None, weight: int) -> None:
        """Count a pronoun that stood for it; the gender is what nearly all of them tell, unless a title tells it."""
        if gender is None or self.told:
            return
        self.heard[gender] += weight
        likelier: Gender = "m" if self.heard["m"] > self.heard["f"] else "f"
        least = max(_HEARD, _OFTENER * min(self.heard.values()))
        self.gender = likelier if self.heard[likelier] >= least else None


def find_entities(narrations: Sequence[Sequence[Narration]]) -> list[Entity]:
    """The people and bodies that an article names outside its quotes, by first occurrence.

    Full names are grouped first; a short form joins the one full name that fits it, or, where several do, the
    one that was named last before it. Headlines in title case add nothing, as all their words are capital.
    """
    sentences = [s for paragraph in narrations for s in paragraph if not _is_headline(s)]
    mentions = [m for i, s in enumerate(sentences) for m in find_mentions(s, sentences[i - 1] if i else None)]
    inside = {word for m in mentions if not m.opens for word in (m.name, *m.name.split())}
    common = {t.lower for s in sentences for t in s.tokens if t.is_word and not t.is_capital}

    def is_name(mention: Mention) -> bool:
        sure = not mention.opens or " " in mention.name or mention.name in inside
        return sure or not (mention.name.endswith("s") or mention.name.lower() in common)

    mentions = [_without_opener(m, inside, common) for m in mentions if is_name(m)]
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
        another = mention.apart and len(name_parts(mention.name)) == 1
        entity = None if another else settle(fitting, mention.name, mention.span.start, mention.gender)
        if entity is not None:
            entity.names.add(mention.name)
        elif not another and any(e.fits(mention.gender) for e in fitting):
            continue  # a surname that two people bear, and nothing tells which of them
        else:
            # of a namesake who is told apart by a title alone the title is a part of the name
            entity = Entity(_with_title(mention) if fitting else mention.name, {mention.name})
            entity.hear(gender_by_name(mention.name), _HEARD)
            entities.append(entity)
        for key in keys:
            if not any(e is entity for e in index[key][-_MOST:]):
                index[key].append(entity)
        if len(name_parts(mention.name)) > 1:
            whole[mention.name] = entity  # a name in full means the same all through the article
        insort(entity.starts, mention.span.start)
        _learn(entity, mention)
    return sorted(entities, key=lambda e: e.starts[0])


def _with_title(mention: Mention) -> str:
    title = next((t for t in mention.titles if honorific_gender(t) is not None), "")
    return f"{title.capitalize()} {mention.name}".strip()


def _without_opener(mention: Mention, inside: Set[str], common: Set[str]) -> Mention:
    """ "Using Ann Lee" is Ann Lee where the article names her elsewhere and the word before opens a sentence."""
    opener, _, rest = mention.name.partition(" ")
    low = opener.lower()
    no_name = low in common or low in cues.ADVERBS or low.endswith(("ing", "ly"))
    if not (mention.opens and rest in inside and no_name) or mention.titles:
        return mention
    if set(name_parts(mention.name)) & INSTITUTION_WORDS or opener in inside:
        return mention
    span = Span(mention.span.start + len(opener) + 1, mention.span.end)
    return replace(mention, span=span, name=rest, before=(low,), opens=False)


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
    if gender is not None and chosen:
        return max(chosen, key=lambda e: e.last_before(at))  # "Mrs Berg" stands near the Berg it takes up
    return None


def _is_headline(sentence: Narration) -> bool:
    """Whether a sentence is in title case: but for function words nearly all are capital."""
    words = [t for t in sentence.tokens if t.is_word and t.text[0].isalpha() and t.lower not in _SMALL]
    capital = sum(t.is_capital for t in words)
    enough = 3 if sentence.paragraph == 0 else 6
    return capital >= enough and capital > 0.9 * len(words) and (len(words) > 4 or sentence.tokens[-1].lower != ".")


_SMALL = cues.PREPOSITIONS | cues.CONJUNCTIONS | cues.DETERMINERS | cues.SUBORDINATORS | {"’s", "'s"}


_PRONOUNS = frozenset("he him his himself she her hers herself".split())
_CALLED_BODIES = frozenset(
    """
    agency newspaper magazine website broadcaster network charity firm company group organization organisation
    nonprofit think-tank airline university union
    """.split()
)


def _learn(entity: Entity, mention: Mention) -> None:
    titles = tuple(in_full(t) for t in mention.titles if t not in ("the", "former", "then"))
    behind = tuple(w for w in mention.behind if not w.startswith("="))
    for described in (mention.before + titles, behind):
        if described:
            entity.descriptions.add(frozenset(described))
    entity.roles.update(in_full(w) for part in (mention.before, behind) for w in part[-1:])
    entity.roles.update(w[:-1] for w in mention.before[-1:] if is_people_word(w) and w.endswith("s"))
    entity.roles.update(titles)
    entity.roles.update(w for w in (*mention.before, *behind) if w in TITLES or w.endswith("-year-old"))
    for word in mention.behind:
        if word.startswith("="):
            entity.names.add(word[1:])
    if mention.gender is not None and not entity.told:
        entity.gender, entity.told = mention.gender, True
    entity.hear(gender_of([w for w in (*mention.before[-1:], *behind[-1:]) if w not in _PRONOUNS]), _HEARD)
    if mention.before or mention.titles or mention.behind:
        entity.introduced.add(mention.span.start)
    entity.owners.update(mention.owners)
    entity.has_who |= mention.has_who
    entity.placed += mention.placed and not mention.titles
    last = mention.name.split()[-1]
    shouted = last.isupper() and len(last) > 2 and last.lower() not in SUFFIXES
    told_body = not titles and not _CALLED_BODIES.isdisjoint((*mention.beside, *behind[-1:]))
    if shouted or told_body or FIRM in mention.name or set(name_parts(mention.name)) & INSTITUTION_WORDS:
        entity.is_body = True
