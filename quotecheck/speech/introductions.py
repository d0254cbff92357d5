"""How an article introduces those whom it names: each occurrence of a name with what is said of it beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quotecheck.records import Span
from quotecheck.speech import cues
from quotecheck.speech.identity import name_parts
from quotecheck.speech.names import Gender, clean_name, gender_of, is_role, name_runs, title_before
from quotecheck.speech.narration import Narration, Token
from quotecheck.speech.phrases import is_break
from quotecheck.speech.roles import is_person_word


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name in the narration."""

    span: Span
    name: str
    titles: tuple[str, ...]
    gender: Gender | None
    """What its title tells ("Mrs"), or words beside it that mean it: "Lee himself", "Lee, for her part"."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    owners: tuple[str, ...]
    """The words for whose mayor or what clerk it is, as far as they stand there."""

    has_who: bool
    """Whether ", who" follows, which takes up people."""

    beside: tuple[str, ...]
    """The noun right before the name, without a comma between them."""

    opens: bool
    """Whether it opens its sentence, where a capital letter alone makes no name."""

    placed: bool
    """Whether it stands behind "in" or the like, as places do."""

    apart: bool
    """Whether the article says of it that it is no relation of a namesake."""


def find_mentions(sentence: Narration, last_sentence: Narration | None) -> list[Mention]:
    """The names of a sentence in their order; the one before it tells whose "its chief" is."""
    tokens = sentence.tokens
    found = []
    for first, last in name_runs(tokens):
        name, titles = clean_name(tokens[first:last])
        if not name_parts(name):
            continue
        if first > 0 and tokens[first - 1].lower in cues.DETERMINERS and is_role(tokens[first:last]):
            continue  # "the Aland Republican", "the President" are descriptions
        title = title_before(tokens, first)
        ahead = first - 1 if title is None else title
        before = _describing(tokens, ahead)
        ahead -= len(before)
        if title is not None:
            before += [t.lower for t in tokens[title + 2 : first]]
        beside = before[-1:]
        behind = _apposed(tokens, last)
        comma = first - 1 - len(before)
        if not set(before) - {"former"} and comma >= 1 and tokens[comma].lower == ",":
            # "its president, Ann Lee, said"
            before = _describing(tokens, comma - 1)
            ahead = comma - 1 - len(before)
        owners = _owners(tokens, ahead, last_sentence) if before else []
        if behind:
            end = next((i for i in range(last + 1, len(tokens)) if is_break(tokens[i])), len(tokens))
            owners += [t.lower for t in tokens[last + 1 : min(end, last + 14)]]
        has_who = [t.lower for t in tokens[last : last + 2]] == [",", "who"]
        span = Span(tokens[first].start, tokens[last - 1].end)
        opens = first == 0 or is_break(tokens[first - 1])
        owns = last < len(tokens) and tokens[last].lower in _POSSESSIVE
        placed = first > 0 and tokens[first - 1].lower in _PLACING and not owns
        about = (tuple(before), tuple(behind), tuple(owners), has_who, tuple(beside))
        gender = gender_of(titles) or gender_of(_meaning(tokens, first, last))
        found.append(Mention(span, name, titles, gender, *about, opens, placed, _is_apart(tokens, last)))
    return found


def _owners(tokens: Sequence[Token], i: int, last_sentence: Narration | None) -> list[str]:
    """Whose a description is that begins behind ``tokens[i]``: of "the fire brigade's chief" the fire brigade's.

    For "its chief" all that the pronoun may take up: the words before it, down to the sentence before.
    """
    if i < 0:
        return []
    if tokens[i].lower in _POSSESSIVE:
        return _describing(tokens, i - 1)
    if tokens[i].lower not in _OWNED:
        return []
    words = [*(last_sentence.tokens[-_OWNERS:] if last_sentence is not None else ()), *tokens[max(0, i - _OWNERS) : i]]
    return [t.lower for t in words if t.is_word]


def _meaning(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """The pronoun beside a name that can mean nobody else: "Lee himself", "Lee, for her part,", "For her part, Lee"."""
    behind = [t.lower for t in tokens[last : last + 4]]
    ahead = [t.lower for t in tokens[max(0, first - 4) : first]]
    if behind[:1] in (["himself"], ["herself"]):
        return behind[:1]
    if behind[:2] == [",", "for"] and behind[3:] == ["part"]:
        return behind[2:3]
    return ahead[1:2] if ahead[:1] == ["for"] and ahead[2:] == ["part", ","] else []


def _is_apart(tokens: Sequence[Token], last: int) -> bool:
    """Whether "no relation" or the like follows a name, before the sentence names anybody else."""
    behind = tokens[last : last + _APART]
    for one, two in pairwise(behind):
        if one.is_capital:
            return False
        if one.lower == "unrelated" or (one.lower, two.lower) in _NO_RELATION:
            return True
    return False


_APART = 12  # tokens behind a name
_NO_RELATION = frozenset((("no", "relation"), ("not", "related"), ("no", "relative")))

_OWNED = frozenset("his her their its".split())
_OWNERS = 40  # tokens looked back for whose a description is


_PLACING = frozenset("in near across throughout outside inside".split())


_ARTICLES = frozenset(("a", "an", "the"))
_POSSESSIVE = frozenset(("’s", "'s", "’", "'"))


def _apposed(tokens: Sequence[Token], end: int) -> list[str]:
    """What begins at ``tokens[end]`` behind a name and tells of it: ", a senator from …", "(NHA)" (as "=NHA").

    So do an age, a party in parentheses, and "is a senator".
    """
    following = tokens[end : end + 14]
    if len(following) < 3:
        return []
    opener, first, second = (t.lower for t in following[:3])
    if opener == "(":
        if second == ")" and following[1].text.isupper():
            return ["=" + following[1].text]
        return {"r": ["republican"], "d": ["democrat"]}.get(first.split("-")[0], [])
    aged = []
    if opener == "," and first.isdigit() and len(first) < 4:
        aged = [f"{first}-year-old"]
        if second != ",":
            return aged
        following = following[2:]
        if len(following) < 3:
            return aged
        opener, first, second = (t.lower for t in following[:3])
    if opener in ("is", "was", "became"):
        start = 2 if first in _ARTICLES else len(following)
    elif opener != ",":
        start = len(following)
    elif first == "who":
        is_one = second in ("is", "was") and len(following) > 3 and following[3].lower in _ARTICLES
        start = 4 if is_one else len(following)  # what somebody does ("who leads the board") is no word for them
    elif first in _ARTICLES or first in _OWNED:
        start = 2
    else:
        start = next((i + 1 for i, t in enumerate(following[:6]) if t.lower in _POSSESSIVE), 1)
        start = start if start > 1 or is_person_word(first) or first == "former" else len(following)
    words: list[str] = []
    for token in following[start:]:
        if is_break(token) or token.lower in cues.PREPOSITIONS or token.lower in ("who", "and"):
            return aged + words
        verb = token.lower in cues.FINITE_VERBS or token.lower in cues.FORMS or token.lower.endswith("ed")
        if verb and words:
            return aged  # a new clause, not an apposition: "with Lee, the governor pointed out"
        words = [] if token.lower in _POSSESSIVE else [*words, token.lower]  # "Berg's lawyer" is no Berg
    return aged


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
