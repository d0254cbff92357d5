"""The words of a mention taken apart: its head, who stands in apposition, what of it is shown when it names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from quotecheck.speech import cues
from quotecheck.speech.discourse import Unnamed
from quotecheck.speech.identity import DOCUMENTS
from quotecheck.speech.names import gender_of, name_runs, title_before
from quotecheck.speech.narration import DASHES, Token
from quotecheck.speech.roles import BODIES, in_full, is_people_word, is_person_word, is_plural_word

POSSESSIVE = frozenset(("’s", "'s", "’", "'"))
DEFINITE = frozenset("the this that these those".split())
OWNED = frozenset("his her their its my our your".split())
_ARTICLES = frozenset(("a", "an", "the"))
_CLAUSE = frozenset(("who", "whose", "whom", "which", "that", "(", "[", "—", "–", "--"))
_PAIRING = frozenset(("both", "neither", "either"))
_LEADING = frozenset("by in from to with among for of on and but or as via according".split())
_COUNTS = frozenset(
    """
    percent majority majorities half halves third thirds quarter quarters dozen dozens hundreds thousands millions
    number numbers group groups handful trio pair duo couple lot lots plenty some many most several few all both
    one two three four five six seven eight nine ten more fewer less none each any
    """.split()
)
_BETWEEN = frozenset((",", "and", "&", "or", "nor", "(", ")", ".", "the"))
_ASIDE = (cues.PREPOSITIONS | {",", "such", "-"}) - {"of"}
_STOPS = _PAIRING | _ARTICLES | OWNED | cues.FINITE_VERBS | POSSESSIVE
_CALLED = frozenset(("named", "called"))


def trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    """A mention without the marks and possessive endings at its edges and the prepositions before it."""
    first, end = 0, len(tokens)
    while end > first and (tokens[end - 1].lower in POSSESSIVE or _is_mark(tokens[end - 1])):
        end -= 1
    while first < end - 1 and (
        _is_mark(tokens[first])
        or tokens[first].lower in POSSESSIVE
        or (tokens[first].lower in _LEADING and not _continues_name(tokens, first))
    ):
        first += 1
    if first < end and _is_mark(tokens[first]):
        first += 1
    return tokens[first:end]


def owner_of(phrase: Sequence[Token]) -> Sequence[Token]:
    """Whose a phrase is: of "the mayor's plan" the mayor; empty where it is nobody's."""
    last = max((i for i, token in enumerate(phrase) if token.lower in POSSESSIVE), default=0)
    return phrase[:last]


def _is_mark(token: Token) -> bool:
    return token.region is None and not token.is_word and token.lower != ")"


def _continues_name(tokens: Sequence[Token], i: int) -> bool:
    """Whether a preposition in upper case is the first word of a name: "Without Borders"."""
    return tokens[i].is_capital and i + 1 < len(tokens) and tokens[i + 1].is_capital and tokens[i + 1].text.istitle()


def head_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """The phrase without appositions, relative clauses, parentheses and what prepositions add."""
    runs: list[tuple[int, int]] | None = None
    for i, token in enumerate(tokens):
        if i == 0:
            continue
        if token.lower == "," or token.lower in _CLAUSE or token.region is not None:
            runs = name_runs(tokens) if runs is None and token.lower != "," else runs
            if token.lower != "," and any(a < i < b for a, b in runs or ()):
                continue  # the nickname in "Ann “Bo” Lee"
            return tokens[:i]
        if token.lower in cues.PREPOSITIONS:
            runs = name_runs(tokens) if runs is None else runs
            if not any(a < i < b or _titled(tokens, a, i) for a, b in runs):
                return tokens[:i]
    return tokens


def _titled(tokens: Sequence[Token], name: int, i: int) -> bool:
    """Whether the "of" at ``i`` belongs to the title of a name: "Secretary of State Ann Lee"."""
    if not i < name <= i + 6:
        return False
    title = title_before(tokens, name)
    return title is not None and title < i


def head_noun(head: Sequence[Token]) -> str:
    """The last word of a head, in lower case: of "the party's two leaders" ``leaders``."""
    words = [t.lower for t in head if t.is_word and t.lower not in POSSESSIVE]
    while len(words) > 1 and words[-1] in cues.TIME_WORDS:
        words.pop()
    return words[-1] if words else ""


def joint(tokens: Sequence[Token]) -> Sequence[Token] | None:
    """The part of a mention that lists several people by name ("Ann Lee, Bo Cho and Tom Berg"), or None."""
    head = _without_parentheses(_until_clause(tokens))
    runs = [run for run in name_runs(head) if not all(_is_title(t) for t in head[run[0] : run[1]])]
    if len(runs) < 2 or any(t.lower in _ASIDE for t in head[: runs[0][0]]):
        return None
    paired = False
    end = runs[0][1]
    for (_, stop), (start, after) in pairwise(runs):
        gap = head[stop:start]
        if not gap or not all(t.lower in _BETWEEN or t.lower in cues.FORMS or _is_title(t) for t in gap):
            break
        if not any(t.lower in ("and", "&", "or", "nor", ",") for t in gap):
            break
        paired = paired or any(t.lower in ("and", "&", "or", "nor") for t in gap)
        end = after
    else:
        tail = head[end:]
        if paired and all(t.lower in POSSESSIVE or not t.is_word for t in tail):
            first = runs[0][0]
            while first > 0 and head[first - 1].is_word and head[first - 1].lower not in _STOPS:
                first -= 1
            return head[first:end]
    return None


def pair(head: Sequence[Token]) -> bool:
    """Whether a head joins two phrases by "and" of which each could stand alone: "Ann Lee and other critics"."""
    runs = name_runs(head)
    ends = {stop for first, stop in runs if not all(_is_title(t) for t in head[first:stop])}
    return any(
        token.lower in ("and", "&")
        and not any(a < i < b for a, b in runs)
        and (head[i + 1].lower in cues.DETERMINERS or i in ends)
        for i, token in enumerate(head[:-1])
    )


def names_at_end(tokens: Sequence[Token]) -> Sequence[Token]:
    """The names joined by commas and "and" with which a phrase ends, from the first of them on."""
    runs = name_runs(tokens)
    first = len(runs) - 1
    while first > 0 and all(
        t.lower in _BETWEEN or _is_title(t) for t in _without_parentheses(tokens[runs[first - 1][1] : runs[first][0]])
    ):
        first -= 1
    return tokens[runs[first][0] :] if runs else tokens


def _is_title(token: Token) -> bool:
    return is_person_word(in_full(token.lower)) or token.lower == "former"


def _until_clause(tokens: Sequence[Token]) -> Sequence[Token]:
    for i, token in enumerate(tokens):
        if i and (token.lower in ("who", "whose", "which", "that") or token.lower in DASHES):
            return tokens[:i]
    return tokens


def _without_parentheses(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.lower == "("
        if not depth:
            kept.append(token)
        depth = max(0, depth - (token.lower == ")"))
    return kept


def apposition(tokens: Sequence[Token], end: int) -> Sequence[Token]:
    """What stands behind the comma that ends a phrase with this head: of "the head of the board, Ann Lee" the name."""
    for i in range(end, min(len(tokens), end + 8)):
        if tokens[i].lower == ",":
            return tokens[i + 1 : i + 16]
        if tokens[i].lower in _CLAUSE or not tokens[i].is_word:
            break
    return ()


def named_so(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The name in "a man named Tom Berg", as a range of tokens."""
    for i, token in enumerate(tokens[:12]):
        behind = i + 1
        if token.lower == "identified" and behind < len(tokens) and tokens[behind].lower == "as":
            behind += 1
        elif token.lower not in _CALLED:
            continue
        runs = name_runs(tokens, behind)
        if i and runs and runs[0][0] == behind:
            return runs[0] if not name_runs(tokens[:i]) else None
    return None


def shown(tokens: Sequence[Token], text: str) -> str | None:
    """A description as the article words it, without its article, relative clause and parenthesis."""
    words = list(tokens)
    if _is_list(words):
        return shown_whole(words, text)
    while len(words) > 1 and words[0].lower in _ARTICLES:
        words = words[1:]
    for i, token in enumerate(words):
        # "those who stayed" would be nobody without the clause
        alone = i == 1 and words[0].lower in cues.INDEFINITE | cues.PRONOUNS
        if i and not alone and token.lower in (",", "who", "whose", "which", "(", "—", "–", "--"):
            words = words[:i]
            break
    if not words:
        return None
    return " ".join(text[words[0].start : words[-1].end].split()) or None


def shown_whole(tokens: Sequence[Token], text: str) -> str:
    """All the words of a phrase as the article has them, but for its line breaks."""
    return " ".join(text[tokens[0].start : tokens[-1].end].split())


def _is_list(tokens: Sequence[Token]) -> bool:
    """Whether commas list three or more short phrases: "women, farmers, and others"."""
    parts = [0]
    for token in tokens:
        if token.lower in (",", "and", "or"):
            parts.append(0)
        elif token.is_word:
            parts[-1] += 1
        else:
            return False
    last = [t.lower for t in tokens if t.lower in (",", "and", "or")][-1:]
    return len([n for n in parts if n]) > 2 and max(parts) < 4 and last in (["and"], ["or"])


def unnamed(tokens: Sequence[Token], text: str) -> Unnamed | None:
    """A mention that names nobody, with what its head tells of number and gender."""
    words = shown(tokens, text)
    if words is None:
        return None
    head = head_of(tokens)
    noun = head_noun(head)
    if joint(tokens) is not None or pair(head):
        return Unnamed(words, noun, "people")
    behind = tokens[len(head) : len(head) + 1]
    counts = noun in _COUNTS and (not behind or behind[0].lower in ("of", "in", "who", "that"))
    if tokens[0].lower.endswith("ing") and len(tokens) > 2:
        return Unnamed(words, noun, "thing")  # "Ignoring the voters"
    if is_people_word(noun) or (counts and noun != "one"):
        return Unnamed(words, noun, "people")
    if is_person_word(noun) or noun == "one":
        return Unnamed(words, noun, "person", gender_of([noun]))
    if noun in DOCUMENTS:
        return Unnamed(words, noun, "thing")
    if noun in BODIES:
        return Unnamed(words, noun, "body")
    return Unnamed(words, noun, "things" if is_plural_word(noun) else "thing")


def unshouted(name: str) -> str:
    """A name in capitals throughout (as transcripts label speakers) in ordinary case."""
    return name.title() if name.isupper() and len(name) > 5 else name
