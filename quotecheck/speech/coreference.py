"""From the words that mention a speaker to the speaker: names, pronouns and descriptions within one article.

A name stands for the fullest name of its bearer. A pronoun stands for the person who spoke or acted last and
agrees with it in gender where the text tells the gender. A description ("the leader") stands for the person
whom the article introduced with its words; one that fits nobody speaks for itself ("officials").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from quotecheck.records import Span
from quotecheck.speech import cues
from quotecheck.speech.identity import DOCUMENTS, name_keys, same_name
from quotecheck.speech.names import Entity, Gender, clean_name, find_entities, gender_of, name_runs, settle
from quotecheck.speech.narration import Narration, Token
from quotecheck.speech.subjects import main_subject

_RELATIVE = frozenset(("who", "which", "that"))
_POSSESSIVES = {"his": "he", "her": "she", "their": "they", "its": "it", "my": "i", "our": "we"}
_PRONOUNS = cues.PRONOUNS | _RELATIVE | frozenset(_POSSESSIVES)
_PLURAL_PRONOUNS = frozenset(("they", "we"))
_ARTICLES = frozenset(("a", "an", "the"))
_NO_CONTENT = _ARTICLES | {"former", "this", "that", "own"}
_PERSON_NOUNS = frozenset(
    """
    leader president minister chancellor senator governor mayor chairman chairwoman chair secretary director
    official spokesman spokeswoman spokesperson candidate nominee businessman billionaire congressman
    congresswoman representative judge justice general colonel commander ambassador king queen prince pope
    professor author lawyer attorney analyst coach chief executive premier lawmaker politician republican
    democrat actor singer founder owner manager officer pastor sister brother wife husband mother father son
    daughter tycoon dictator strongman incumbent newcomer veteran developer mogul host commissioner prosecutor
    activist economist historian scientist doctor physician surgeon engineer teacher writer journalist editor
    """.split()
)


_MEDIUM = frozenset(
    """
    state news agency newspaper newspapers television tv radio broadcaster network magazine website channel
    """.split()
)
"""What may follow the name of a medium without changing whom it names: the ABCD state news agency."""


_BY_DESCRIPTION = 0.97
_AMBIGUOUS = 0.85
"""How much of the confidence stays where the speaker was inferred; by hand, as no data at hand tell it."""

_OWN = frozenset("his himself her herself".split())
_AGED = re.compile(r"^\d+-year-old$")
_REACH = 2500  # characters that a pronoun looks back
_MOST = 400  # people that a pronoun or a description is held against, which bounds the work on endless lists
_NEAR = 40  # who spoke or acted, at most, that it looks at


class Speakers:
    """Resolves the mentions of one article; ask in the order of the text, as pronouns look back at who spoke."""

    def __init__(self, text: str, narrations: Sequence[Sequence[Narration]]) -> None:
        self._text = text
        self._sentences = [s for paragraph in narrations for s in paragraph]
        self._starts = [s.span.start for s in self._sentences]
        self._entities = find_entities(narrations)
        self._by_start = {start: e for e in self._entities for start in e.starts}
        self._by_key: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in self._entities:
            for key in {key for name in entity.names for key in name_keys(name)}:
                self._by_key[key].append(entity)
            for word in {word for described in entity.descriptions for word in described}:
                self._by_word[word].append(entity)
        self._spoken: list[tuple[int, Entity | str]] = []
        self._sure = 1.0
        self._subjects: list[tuple[int, Entity | str]] = []
        for sentence in self._sentences:
            subject = self._subject(sentence)
            if subject is not None:
                self._subjects.append(subject)
        self._subject_starts = [start for start, _ in self._subjects]

    def resolve(self, mention: Span) -> tuple[str | None, float]:
        """The speaker that ``mention`` stands for by the fullest name, None where nobody can be told; how sure that is.

        The second is a factor on the confidence: 1 where the mention names the speaker or nobody else can be meant.
        """
        self._sure = 1.0
        found = self._resolve(mention)
        if found is not None:
            self._spoken.append((mention.start, found))
        return (found.name if isinstance(found, Entity) else found), self._sure

    def _resolve(self, mention: Span) -> Entity | str | None:
        tokens = self._tokens(mention)
        if not tokens:
            # a label of a transcript, or words that no sentence of the narration holds
            return self._named(self._text[mention.start : mention.end].strip())
        words = [t.lower for t in tokens]
        if len(words) == 1 and words[0] in _PRONOUNS:
            return self._pronoun(_POSSESSIVES.get(words[0], words[0]), mention.start)
        head = _head(tokens)
        runs = name_runs(head)
        if _AGED.search(head[-1].lower):
            return self._last(mention.start)
        if len(runs) > 1 and any(t.lower == "and" for t in head[runs[0][1] : runs[-1][0]]):
            return _plain(tokens, self._text)  # two people speak together
        if head[-1].lower in DOCUMENTS:
            author = self._author(head[-1])
            if author is not None:
                return author
        if runs and all(t.lower in _MEDIUM for t in head[runs[-1][1] :]):
            first, last = runs[-1]
            name, titles = clean_name(head[first:last])
            return self._named(name, head[first].start, gender_of(titles))
        apposed = tokens[len(head) + 1 :]
        runs = name_runs(apposed)
        if runs and runs[0][0] == 0 and tokens[len(head)].lower == ",":
            # "its president, Ann Lee": the name is in the apposition
            name, _ = clean_name(apposed[: runs[0][1]])
            return self._named(name, apposed[0].start)
        described = self._described(head, mention.start)
        if described is not None:
            self._sure = _BY_DESCRIPTION
        return described or _plain(tokens, self._text)

    def _author(self, document: Token) -> Entity | str | None:
        """Who is named behind a document: of "a report by the Harbour Board" the board."""
        sentence = self._sentence(document.start)
        behind = [t for t in sentence.tokens if t.start >= document.end] if sentence else []
        if not behind or behind[0].lower not in ("by", "from"):
            return None
        runs = name_runs(behind[:12])
        if not runs or any(not t.is_word or t.lower in cues.FINITE_VERBS for t in behind[1 : runs[0][0]]):
            return None
        name, _ = clean_name(behind[runs[0][0] : runs[0][1]])
        return self._named(name, behind[runs[0][0]].start)

    # --- names ---

    def _named(self, name: str, at: int = 0, gender: Gender | None = None) -> Entity | str | None:
        if len(name) < 2:
            return None  # the Q and A of an interview name nobody
        here = self._by_start.get(at)
        if here is not None and any(same_name(name, other) for other in here.names):
            return here
        alike = list({id(e): e for key in name_keys(name) for e in self._by_key[key][-_MOST:]}.values())
        fitting = [e for e in alike if name in e.names] or [
            e for e in alike if all(same_name(name, other) for other in e.names)
        ]
        if not fitting:
            return _unshout(name)
        settled = settle(fitting, name, at, gender)
        if settled is None:
            self._sure = _AMBIGUOUS  # a surname that two people bear stays as the article has it
        return settled or name

    # --- pronouns ---

    def _pronoun(self, word: str, at: int) -> Entity | str | None:
        if word in _RELATIVE:
            return self._antecedent(at)
        if word in ("i", "it", "we", "you"):
            return None if word != "it" else self._last(at, body=True)
        if word in _PLURAL_PRONOUNS:
            return self._last(at, plural=True)
        gender = gender_of([word])
        found = self._last(at, gender=gender)
        others = {who.name for _, who in self._acted_before(at) if isinstance(who, Entity) and who is not found}
        rivals = [e for e in self._entities[:_MOST] if e.name in others and e.fits(gender) and self._may_be_he(e)]
        if rivals and not (isinstance(found, Entity) and found.gender is not None):
            self._sure = _AMBIGUOUS
        elif isinstance(found, Entity) and found.gender is None:
            # the text has now told the gender, which later pronouns must agree with
            found.gender = gender
        return found

    def _last(
        self, at: int, *, gender: Gender | None = None, body: bool = False, plural: bool = False
    ) -> Entity | str | None:
        """Who spoke or was the subject of a sentence last before ``at`` and agrees with the pronoun."""
        for start, who in self._acted_before(at):
            if isinstance(who, str):
                if plural and _is_plural(who):
                    return who
                if not plural and not body and not _is_plural(who) and _agrees(who, gender) and start > at - 800:
                    return who
            elif not plural and who.is_body == body and (body or (who.fits(gender) and self._may_be_he(who))):
                return who
        if plural or body:
            return None
        people = [
            e
            for e in self._entities[:_MOST]
            if not (e.is_body or e.is_place)
            and e.fits(gender)
            and e.last_before(at) >= 0
            and (" " in e.name or e.gender is not None)
        ]
        return max(people, key=lambda e: e.last_before(at)) if people else None

    def _may_be_he(self, who: Entity) -> bool:
        """Whether a pronoun of a person can stand for it: one known as a person, by two names, or as a speaker."""
        if who.is_place or who.is_body:
            return False
        return who.is_person or " " in who.name or any(spoken is who for _, spoken in self._spoken[-_NEAR:])

    def _acted_before(self, at: int) -> Iterator[tuple[int, Entity | str]]:
        """Who spoke or was a sentence's subject in the stretch before ``at``, the latest first."""
        i = bisect_left(self._subject_starts, at)
        near = [self._subjects[k] for k in range(max(0, i - _NEAR), i)] + self._spoken[-_NEAR:]
        for start, who in sorted(near, key=lambda pair: pair[0], reverse=True):
            if at - _REACH <= start < at:
                yield start, who

    def _antecedent(self, at: int) -> Entity | str | None:
        """Whom a relative pronoun takes up: the phrase right before it."""
        sentence = self._sentence(at)
        if sentence is None:
            return None
        before = [t for t in sentence.tokens if t.end <= at]
        while before and not before[-1].is_word:
            before.pop()
        runs = name_runs(before)
        if runs and runs[-1][1] >= len(before) - 8:
            name, _ = clean_name(before[runs[-1][0] : runs[-1][1]])
            return self._named(name, before[runs[-1][0]].start)
        return None

    # --- descriptions ---

    def _described(self, tokens: Sequence[Token], at: int) -> Entity | None:
        words = [t.lower for t in tokens if t.is_word]
        if not words or words[0] not in ("the", "this", "that"):
            return None
        content = {w for w in words if w not in _NO_CONTENT}
        head = words[-1]
        best: tuple[float, int, Entity] | None = None
        for entity in self._by_word[head][-_MOST:]:
            if entity.starts[0] >= at or (entity.is_body and head in _PERSON_NOUNS):
                continue
            if not entity.fits(gender_of([head])):
                continue
            for description in entity.descriptions:
                if head not in description:
                    continue
                score = len(content & self._spread(description, entity)) / len(content)
                recent = entity.last_before(at)
                if score >= 0.5 and (best is None or (score, recent) > best[:2]):
                    best = (score, recent, entity)
        if best is not None:
            return best[2]
        if head in _PERSON_NOUNS and "’s" not in content and "'s" not in content:
            # "the leader" in an article that has named one person so far can only be that person
            people = {id(e): e for _, e in self._acted_before(at) if isinstance(e, Entity) and e.is_person}
            only = next(iter(people.values())) if len(people) == 1 else None
            return only if only is not None and only.fits(gender_of([head])) else None
        return None

    def _spread(self, description: frozenset[str], entity: Entity) -> set[str]:
        return set(description) | {word for other in entity.descriptions for word in other}

    # --- where things stand ---

    def _sentence(self, at: int) -> Narration | None:
        i = bisect_left(self._starts, at + 1) - 1
        return self._sentences[i] if i >= 0 and self._sentences[i].span.end > at else None

    def _tokens(self, span: Span) -> list[Token]:
        sentence = self._sentence(span.start)
        return [t for t in sentence.tokens if span.start <= t.start < span.end] if sentence else []

    def _subject(self, sentence: Narration) -> tuple[int, Entity] | None:
        if not sentence.tokens:
            return None
        subject = main_subject(sentence.tokens)
        if subject is None:
            return None
        first, last = subject
        head = first + len(_head(sentence.tokens[first:last]))
        runs = name_runs(sentence.tokens, first, last)
        # the name itself, or the one that completes a description: "His wife, Ann Lee, …"
        named = [r for r in runs if r[1] == head or (r[0] == head + 1 and runs[0] == r)]
        if not named:
            return None
        name, titles = clean_name(sentence.tokens[named[0][0] : named[0][1]])
        start = sentence.tokens[named[0][0]].start
        entity = self._named(name, start, gender_of(titles))
        if not isinstance(entity, Entity):
            return None
        if entity.gender is None:
            # "Judge Lee wrote in his ruling": what a subject calls its own tells its gender
            own = [t.lower for t in sentence.tokens[last : last + 8] if t.lower in _OWN]
            entity.gender = gender_of(own)
        return start, entity


def _head(tokens: Sequence[Token]) -> Sequence[Token]:
    """The phrase without appositions, relative clauses, parentheses and what prepositions add."""
    end = len(tokens)
    for i, token in enumerate(tokens):
        if i == 0:
            continue
        if token.lower in (",", "(", "who", "whose", "which", "that", "—", "–") or token.region is not None:
            end = i
            break
        if token.lower in cues.PREPOSITIONS:
            runs = name_runs(tokens, 0)
            if any(a < i < b for a, b in runs):
                continue
            end = i
            break
    return tokens[:end]


def _plain(tokens: Sequence[Token], text: str) -> str | None:
    """A description as the article words it, without its article."""
    words = list(tokens)
    while words and words[0].lower in _ARTICLES:
        words = words[1:]
    words = list(_until_comma(words))
    if not words:
        return None
    return " ".join(text[words[0].start : words[-1].end].split())


def _until_comma(tokens: Sequence[Token]) -> Sequence[Token]:
    for i, token in enumerate(tokens):
        if token.lower in (",", "who", "(") and i:
            return tokens[:i]
    return tokens


def _is_plural(words: str) -> bool:
    last = (
        words.split(maxsplit=1)[0].lower()
        if " of " in words or " for " in words
        else words.rsplit(maxsplit=1)[-1].lower()
    )
    return last.endswith("s") or last in ("people", "police", "media") or " and " in words


_ANYBODY = _PERSON_NOUNS | frozenset(
    "man woman person voter witness resident supporter aide adviser source fan student".split()
)


def _agrees(words: str, gender: Gender | None) -> bool:
    told = gender_of(words.lower().split())
    head = re.split(r" (?:for|of|at) ", words)[0].rsplit(maxsplit=1)[-1].lower()
    return (told is None or told == gender) and head in _ANYBODY


def _unshout(name: str) -> str:
    """A name in capitals throughout (as transcripts label speakers) in ordinary case."""
    return name.title() if name.isupper() and len(name) > 5 else name
