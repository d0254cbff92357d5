"""The clauses of a sentence, as far as whom they talk about goes: subjects, what is theirs, and what stands ahead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from quotecheck.speech import cues
from quotecheck.speech.frame import Range
from quotecheck.speech.names import name_runs
from quotecheck.speech.narration import Token
from quotecheck.speech.phrases import phrase_after
from quotecheck.speech.subjects import main_subject

_OWN = frozenset("his himself her herself".split())
OPENS_CLAUSE = frozenset("when while because if although though as since that whether until unless".split())
_AHEAD = 12  # tokens
_NAME = 8  # tokens of a name, at most
_GENITIVE = frozenset(("’s", "'s"))
_SHORT_IS = cues.PRONOUNS | cues.INDEFINITE | frozenset("what there here where how this that when why".split())
_NO_NOUN = cues.PREPOSITIONS | cues.CONJUNCTIONS | cues.DETERMINERS | cues.SUBORDINATORS | cues.AUXILIARIES


def place_in(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that begins at ``at``."""
    return bisect_left(tokens, at, key=lambda token: token.start)


def name_ahead(tokens: Sequence[Token], i: int) -> int | None:
    """The subject that a pronoun before it means: of "In his ruling, Lee wrote" or "When he spoke, Tom Lee said".

    The index of the first token of its name; a pronoun that is no possessive waits for a name in full alone.
    """
    if not 0 < i <= _AHEAD or tokens[0].lower not in cues.PREPOSITIONS | cues.SUBORDINATORS:
        return None
    comma = next((k for k in range(i + 1, min(len(tokens), i + _AHEAD)) if tokens[k].lower == ","), None)
    runs = name_runs(tokens, comma + 1, comma + 8) if comma is not None and comma + 8 < len(tokens) else []
    if comma is None or not runs or runs[0][0] != comma + 1 or not acts_itself(tokens, runs[0][1]):
        return None
    own = tokens[i].lower in ("his", "her")
    return comma + 1 if own or (tokens[i].lower in ("he", "she") and runs[0][1] - runs[0][0] > 1) else None


def subject(tokens: Sequence[Token], floor: int) -> Range | None:
    """The subject of the clause that begins at ``floor``, a speaker named behind the cue of a quote included."""
    if floor and floor < len(tokens) and tokens[floor].lower == ",":
        floor += 1
    if floor >= len(tokens):
        return None
    if floor and cues.FORMS.get(tokens[floor].lower, frozenset()) & {"past", "third"}:
        return phrase_after(tokens, floor + 1)
    named = name_runs(tokens, floor, floor + _NAME)[:1] if floor + _NAME < len(tokens) else []
    if (
        named
        and named[0][0] == floor
        and [t.lower for t in tokens[named[0][1] :][:2]] in ([",", "who"], [",", "whose"])
    ):
        return named[0]  # whatever the relative clause says of it
    return main_subject(_possessives(tokens), floor)


def _possessives(tokens: Sequence[Token]) -> Sequence[Token]:
    """The same tokens with every "’s" behind a noun told from a short "is": in narration it is its genitive."""
    if not any(t.lower in _GENITIVE for t in tokens):
        return tokens
    told = list(tokens)
    for i, (before, token) in enumerate(pairwise(tokens), 1):
        if token.lower in _GENITIVE and before.lower not in _SHORT_IS:
            told[i] = token._replace(lower=token.lower[0])
    return told


def nearest(words: Sequence[Token]) -> Sequence[Token]:
    """The last of the nouns that prepositions join: of "a poll of Aland voters" the voters."""
    runs = name_runs(words)
    for i in range(len(words) - 2, 0, -1):
        joins = words[i].lower in cues.PREPOSITIONS or words[i].lower in ("and", "or")
        if joins and not any(a < i < b for a, b in runs):
            return words[i + 1 :]
    return words


def names_whom(tokens: Sequence[Token], first: int) -> bool:
    """Whether a name is what its sentence presents: "The other is the mayor, Ann Lee"."""
    return any(t.lower in ("is", "was", "’s", "'s") for t in tokens[max(0, first - 4) : first])


def speaks_last(tokens: Sequence[Token], i: int) -> bool:
    """Whether the cue at ``i`` ends its sentence but for an adverbial, as in "It was safe, Ann Lee said on Monday."."""
    if "say" not in cues.PATTERNS.get(tokens[i].lower, ()):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is None or not after.is_word or after.lower in cues.PREPOSITIONS | cues.TIME_WORDS


def own(tokens: Sequence[Token]) -> list[str]:
    """The pronouns behind a subject by which it means itself: "his ruling", "herself", but not "met her"."""
    return [
        t.lower
        for t, following in pairwise(tokens)
        if t.lower in _OWN
        and (t.lower != "her" or (following.is_word and following.lower not in _NO_NOUN and not following.is_capital))
    ]


def acts_itself(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb follows at ``tokens[i]``, which makes a subject of what stands before it."""
    while i < len(tokens) and (tokens[i].lower in cues.ADVERBS or tokens[i].lower.endswith("ly")):
        i += 1
    if i >= len(tokens) or tokens[i].is_capital or tokens[i].lower in ("’s", "'s"):
        return False
    low = tokens[i].lower
    if low == "," and i + 1 < len(tokens) and tokens[i + 1].lower in ("who", "whose"):
        return True
    if low.endswith(("n’t", "n't")):
        return True
    return low in cues.FINITE_VERBS or bool(cues.FORMS.get(low, frozenset()) & {"past", "third"}) or low.endswith("ed")
