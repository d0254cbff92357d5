"""Whom a sentence tells of beside its subjects, and in what rank."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.speech.clauses import OPENS_CLAUSE, acts_itself, names_whom, speaks_last
from quotecheck.speech.directory import Directory
from quotecheck.speech.discourse import INNER, NAMED, OWNER, SPEAKER, Act
from quotecheck.speech.frame import Range
from quotecheck.speech.mentions import trimmed, unnamed
from quotecheck.speech.names import name_runs
from quotecheck.speech.narration import Token
from quotecheck.speech.phrases import phrase_before
from quotecheck.speech.roles import is_people_word

_MANY = 5  # unnamed people of one sentence that are looked at


def beside(tokens: Sequence[Token], number: int, subjects: Sequence[Range], names: Directory, text: str) -> list[Act]:
    """The names and the people that a sentence tells of beside its subjects."""
    acts: list[Act] = []
    for first, last in name_runs(tokens):
        who = names.at(tokens[first].start)
        if who is None:
            continue
        clause = first > 0 and tokens[first - 1].lower in OPENS_CLAUSE
        rank = INNER if clause or acts_itself(tokens, last) or names_whom(tokens, first) else NAMED
        if acts_itself(tokens, last) and speaks_last(tokens, last):
            rank = SPEAKER  # "The bridge was safe, Ann Lee said."
        owns = any(a <= first < b for a, b in subjects)
        acts.append(Act(tokens[first].start, number, who, OWNER if owns else rank))
    several = [i for i, t in enumerate(tokens) if is_people_word(t.lower) and not any(a <= i < b for a, b in subjects)]
    for i in several[:_MANY]:
        phrase = phrase_before(tokens, i)
        people = unnamed(trimmed(tokens[phrase[0] : phrase[1]]), text) if phrase else None
        if phrase is not None and people is not None and people.kind == "people":
            acts.append(Act(tokens[phrase[0]].start, number, people, INNER if acts_itself(tokens, i + 1) else 1.0))
    return acts
