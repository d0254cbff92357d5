"""Who an article talks about at a place in it: the chain of subjects and speakers that pronouns take up.

After centering (Grosz, Joshi and Weinstein 1995): the subject of a sentence is likelier taken up by a pronoun than
what else it names, the nearer sentence likelier than the farther, and who has been the subject before likelier
than a newcomer. The weights are by hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from quotecheck.speech.entities import Entity
from quotecheck.speech.identity import DOCUMENTS
from quotecheck.speech.names import Gender
from quotecheck.speech.roles import THINGS, is_people_word

SPEAKER, SUBJECT, OWNER, INNER, NAMED = 3.8, 3.0, 2.4, 2.2, 0.5
"""How likely a pronoun takes up a speaker, a sentence's subject, who owns the subject, an inner subject, the rest."""

_FADING = 0.7  # lost with each sentence
_SAME_PARAGRAPH = 0.5  # gained by who is talked of in the paragraph of the pronoun
_TAKEN_UP = 0.3  # gained besides by the subject of the sentence right before "he" or "she", in the same paragraph
_LASTING = 0.1  # gained with each further time as a subject, up to four
_DOUBTFUL = 1.5  # lost where nothing shows that a name is of the asked sort
_CLOSE = 0.5  # two candidates nearer than this are rivals
_REACH = 2500  # characters looked back
_NEAR = 60  # acts looked at, at most, which bounds the work on endless lists


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Somebody or something told by a description alone: "a senior official", "two aides", "the report"."""

    words: str
    head: str
    kind: Literal["person", "people", "body", "thing", "things"]
    gender: Gender | None = None


Referent = Entity | Unnamed


class Act(NamedTuple):
    """That ``who`` was talked of from ``start`` on, in which sentence and in what rank."""

    start: int
    sentence: int
    who: Referent
    rank: float


class Candidate(NamedTuple):
    score: float
    start: int
    who: Referent


class Discourse:
    """The acts of an article so far, by position; ``paragraphs`` are the numbers of the sentences' paragraphs."""

    def __init__(self, paragraphs: Sequence[int]) -> None:
        self._paragraphs = paragraphs
        self._acts: list[Act] = []
        self._starts: list[int] = []
        self._spoke: set[int] = set()

    def add(self, act: Act) -> None:
        i = bisect_left(self._starts, act.start)
        while i < len(self._acts) and self._starts[i] == act.start:
            if self._acts[i].who is act.who and self._acts[i].rank >= act.rank:
                return
            i += 1
        self._acts.insert(i, act)
        self._starts.insert(i, act.start)

    def speaks(self, who: Referent) -> None:
        """Remember that ``who`` has spoken, as people and bodies do and places seldom."""
        self._spoke.add(id(who))

    def person(self, at: int, sentence: int, gender: Gender | None) -> list[Candidate]:
        """Who "he" or "she" or "the senator" at ``at`` may be, the likeliest first."""

        def fit(act: Act) -> float | None:
            who = act.who
            if isinstance(who, Unnamed):
                fits = who.kind == "person" and (who.gender is None or who.gender == gender or gender is None)
                return -_FADING * max(0, sentence - act.sentence - 1) if fits else None  # they are soon forgotten
            if who.is_place or is_people_name(who) or not who.fits(gender) or (who.is_body and who.gender is None):
                return None
            known = who.is_person or id(who) in self._spoke
            if not known and who.name.split()[-1].lower() in THINGS:
                return None
            before = gender is not None and act.rank >= SUBJECT and act.sentence == sentence - 1
            nearest = _TAKEN_UP if before and self._together(act.sentence, sentence) else 0.0
            told = 0.1 if who.gender and gender else 0.0
            return nearest + told - (0.0 if known else 0.2 if " " in who.name else _DOUBTFUL)

        return self._ranked(at, sentence, fit)

    def people(self, at: int, sentence: int) -> list[Candidate]:
        """Who "they" at ``at`` may be, the likeliest first."""

        def fit(act: Act) -> float | None:
            if sentence - act.sentence > 5:
                return None
            if isinstance(act.who, Unnamed):
                return {"people": 0.0, "things": -_DOUBTFUL, "body": -1.2}.get(act.who.kind)
            if is_people_name(act.who):
                return 0.0
            return -1.2 if act.who.is_body and sentence - act.sentence <= 2 else None

        return self._ranked(at, sentence, fit)

    def body(self, at: int, sentence: int) -> list[Candidate]:
        """What "it" at ``at`` may be, the likeliest first."""

        def fit(act: Act) -> float | None:
            if sentence - act.sentence > 3:
                return None
            if isinstance(act.who, Unnamed):
                return 0.0 if act.who.kind == "body" or act.who.head in DOCUMENTS else None
            if act.who.is_body or act.who.is_place:
                return 0.0
            return None if act.who.is_person or is_people_name(act.who) or " " in act.who.name else -_DOUBTFUL

        return self._ranked(at, sentence, fit)

    def only_person(self, at: int, sentence: int) -> Entity | None:
        """The one person named in the sentence before and so far in this one, if it is their subject."""
        found: set[int] = set()
        only: Entity | None = None
        end = bisect_left(self._starts, at)
        for act in reversed(self._acts[max(0, end - _NEAR) : end]):
            if act.sentence < sentence - 1:
                break
            if isinstance(act.who, Unnamed):
                if act.who.kind == "person":
                    return None
            elif not (act.who.is_body or act.who.is_place or is_people_name(act.who)):
                found.add(id(act.who))
                only = act.who if act.rank >= INNER else only
        return only if len(found) == 1 else None

    def named_later(self, told: Unnamed) -> Entity | None:
        """Who the unnamed person of an opening is: "A mayor has resigned." then "Ann Lee said" who needs no role.

        The first person that the article names, if it speaks within the next paragraph and is introduced by the bare
        name, as one does with somebody whom the reader has met.
        """
        opening: int | None = None
        for act in self._acts[:_NEAR]:
            if isinstance(act.who, Unnamed):
                opening = act.sentence if act.who == told and opening is None else opening
                continue
            if act.who.is_body or act.who.is_place or not (act.who.is_person or " " in act.who.name):
                continue
            if opening is None or act.sentence == opening or not act.who.is_bare or not act.who.fits(told.gender):
                return None
            if self._paragraphs[act.sentence] > self._paragraphs[opening] + 1:
                return None
            speaks = any(
                a.who is act.who and a.rank == SPEAKER for a in self._acts[:_NEAR] if a.sentence == act.sentence
            )
            return act.who if speaks else None
        return None

    def _ranked(
        self,
        at: int,
        sentence: int,
        fit: Callable[[Act], float | None],
    ) -> list[Candidate]:
        end = bisect_left(self._starts, at)
        best: dict[int | Unnamed, Candidate] = {}
        times: dict[int | Unnamed, int] = {}
        for act in self._acts[max(0, end - _NEAR) : end]:
            fitness = fit(act) if act.start >= at - _REACH else None
            if fitness is None:
                continue
            key = act.who if isinstance(act.who, Unnamed) else id(act.who)
            score = act.rank + fitness - _FADING * (sentence - act.sentence)
            score += _SAME_PARAGRAPH * (act.rank >= SUBJECT and self._together(act.sentence, sentence))
            times[key] = times.get(key, 0) + (act.rank >= INNER)
            if key not in best or (score, act.start) > best[key][:2]:
                best[key] = Candidate(score, act.start, act.who)
        found = [
            Candidate(c.score + _LASTING * min(max(times[key] - 1, 0), 4), c.start, c.who) for key, c in best.items()
        ]
        return sorted(found, key=lambda c: (-c.score, -c.start))

    def _together(self, one: int, other: int) -> bool:
        """Whether two sentences stand in one paragraph."""
        return one == other or self._paragraphs[one] == self._paragraphs[other]


def is_rivalled(candidates: list[Candidate]) -> bool:
    """Whether the second of the candidates is nearly as likely as the first."""
    return len(candidates) > 1 and candidates[0].score - candidates[1].score < _CLOSE


def is_people_name(who: Entity) -> bool:
    """Whether a name is of many: "Republicans", "Texans"."""
    low = who.name.lower()
    return " " not in low and (is_people_word(low) or (low.endswith(_PEOPLES) and not who.is_person))


_PEOPLES = ("ans", "ics", "ims", "ites", "ists", "ese", "inos")
