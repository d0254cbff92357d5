"""The people and bodies of an article by their names and by how it describes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from quotecheck.speech.discourse import Discourse, Referent, is_rivalled
from quotecheck.speech.entities import Entity, find_entities, settle
from quotecheck.speech.identity import INSTITUTION_WORDS, name_keys, name_parts, same_name
from quotecheck.speech.mentions import DEFINITE, OWNED, POSSESSIVE, head_noun
from quotecheck.speech.names import Gender, gender_of, name_runs
from quotecheck.speech.narration import Narration, Token
from quotecheck.speech.roles import BODIES, BROADER, OFFICES, answers_to, in_full, is_person_word

Found = tuple[Referent | None, float]
"""Who is meant and how sure that is, as a factor on the confidence."""


_NO_CONTENT = frozenset("a an the former this that own new old young then".split())
_BY_DESCRIPTION = 0.97
BY_PLACE = 0.85
"""How sure a description is that was taken for whoever is talked about there."""

_AMBIGUOUS = 0.85
_MOST = 64  # entities that a name or a description is held against, which bounds the work on endless lists
_LATELY = 800  # characters within which "his wife" means a wife that was named
_TALKED_OF = 1.5  # the least score of who is talked about in a discourse
_ENOUGH = 0.5  # of a description's words must be known of whom it means


class Directory:
    """Looks up the entities of one article."""

    def __init__(self, narrations: Sequence[Sequence[Narration]]) -> None:
        entities = find_entities(narrations)
        self._by_start = {start: e for e in entities for start in e.starts}
        self._by_key: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        self._bodies: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in entities:
            for key in {key for name in entity.names for key in name_keys(name)}:
                self._by_key[key].append(entity)
            for word in {word for described in entity.descriptions for word in described}:
                self._by_word[word].append(entity)
            if entity.is_body:
                for part in set(name_parts(entity.name)):
                    self._bodies[part].append(entity)

    def at(self, start: int) -> Entity | None:
        """Whom a name that begins at ``start`` names."""
        return self._by_start.get(start)

    def named(self, name: str, at: int, gender: Gender | None = None) -> Found:
        """Whom ``name`` at ``at`` means; None where the article tells of nobody so called, or of several."""
        if len(name) < 2:
            return None, 1.0  # the Q and A of an interview name nobody
        here = self._by_start.get(at)
        if here is not None and any(same_name(name, other) for other in here.names):
            return self._whole(here, at), 1.0
        alike = list({id(e): e for key in name_keys(name) for e in self._by_key[key][-_MOST:]}.values())
        fitting = [e for e in alike if name in e.names] or [
            e for e in alike if all(same_name(name, other) for other in e.names)
        ]
        if not fitting:
            return self._short_body(name, at), 1.0
        settled = settle(fitting, name, at, gender)
        if settled is None:
            return None, _AMBIGUOUS  # a surname that two people bear stays as the article has it
        return self._whole(settled, at), 1.0

    def _whole(self, entity: Entity, at: int) -> Entity:
        """For "the Times" or "the Board", which came to be entities of their own, the body with the whole name."""
        return (self._short_body(entity.name, at) or entity) if entity.is_body else entity

    def _short_body(self, name: str, at: int) -> Entity | None:
        parts = name_parts(name)
        if not parts or parts[-1] not in INSTITUTION_WORDS | BODIES:
            return None
        longer = []
        for entity in self._bodies[parts[-1]][-_MOST:]:
            whole = name_parts(entity.name)
            if len(whole) > len(parts) and whole[-len(parts) :] == parts and entity.starts[0] < at:
                longer.append(entity)
        return max(longer, key=lambda e: e.last_before(at)) if longer else None

    # --- descriptions ---

    def described(self, head: Sequence[Token], at: int, sentence: int, talk: Discourse) -> Found:
        """Whom "the leader", "his wife" or "the agency" means, by what the article told of people and bodies."""
        words = [in_full(t.lower) for t in head if t.is_word]
        if not words:
            return None, 1.0
        noun = in_full(head_noun(head))
        definite = words[0] in DEFINITE
        if any(t.lower in POSSESSIVE for t in head):
            return None, 1.0  # "the leader's aide" is somebody else
        content = {w for w in words if w not in _NO_CONTENT and w not in OWNED}
        person = is_person_word(noun) or (head[-1].is_capital and noun.endswith(("ian", "ite", "crat")))
        if not (definite or words[0] in OWNED):
            return None, 1.0
        salient = {id(c.who): c.score for c in talk.person(at, sentence, gender_of([noun]))} if person else {}
        best = self._by_words(noun, content, at, salient, owned=not definite)
        if best is not None and (
            best[0] >= 1 or not (definite and person) or salient.get(id(best[1]), 0) >= _TALKED_OF
        ):
            return best[1], _BY_DESCRIPTION if best[0] >= _ENOUGH else BY_PLACE
        if not definite:
            return None, 1.0
        if person:
            found, sure = self._by_role(noun, content, at, sentence, talk)
            return (found, sure) if found is not None or best is None else (best[1], BY_PLACE)
        if noun in BODIES and not name_runs(head):
            return self._body(noun, content, at), _BY_DESCRIPTION
        return None, 1.0

    def _by_words(
        self, noun: str, content: set[str], at: int, salient: dict[int, float], *, owned: bool
    ) -> tuple[float, Entity] | None:
        """Who was described by these words best, of several the one that is talked about."""
        best: tuple[float, int, float, Entity] | None = None
        alike = {id(e): e for word in (noun, *sorted(BROADER.get(noun, ()))) for e in self._by_word[word][-_MOST:]}
        for entity in alike.values():
            if entity.starts[0] >= at or (entity.is_body and is_person_word(noun)):
                continue
            if not entity.fits(gender_of([noun])):
                continue
            known = frozenset(word for described in entity.descriptions for word in described) | entity.owners
            known |= set(name_parts(entity.name)) if entity.is_body else set()
            if not answers_to(noun, frozenset(entity.roles)):
                continue
            if owned and not 0 <= at - entity.last_before(at) < _LATELY:
                continue
            score = (len((content - {noun}) & known) + 1) / max(1, len(content))
            talked_of = min(max(salient.get(id(entity), -1.0), -1.0), 3.0)
            ranked = (2 * score + talked_of, entity.last_before(at), score, entity)
            if best is None or ranked[:3] > best[:3]:
                best = ranked
        return (best[2], best[3]) if best is not None else None

    def _by_role(self, noun: str, content: set[str], at: int, sentence: int, talk: Discourse) -> Found:
        """Whom a new description of a person takes up: "the Texan" is whoever is talked about."""
        found = [c for c in talk.person(at, sentence, gender_of([noun])) if isinstance(c.who, Entity)]
        if not found or found[0].score < _TALKED_OF:
            return None, 1.0
        if noun in OFFICES and len(found) > 1:
            # "the judge" need be nobody who was named, but "the Aland senator" is likely somebody without an office
            first = found[0].who
            busy = isinstance(first, Entity) and not first.roles.isdisjoint(OFFICES)
            if busy or len(content) == 1 or is_rivalled(found):
                return None, 1.0
        return found[0].who, BY_PLACE

    def _body(self, noun: str, content: set[str], at: int) -> Entity | None:
        """The body whose name holds the noun ("the ministry"), or, of a general noun, the one named last."""
        named = [e for e in self._bodies[noun][-_MOST:] if e.last_before(at) >= 0]
        if named and len(content) == 1:
            return max(named, key=lambda e: e.last_before(at))
        return None
