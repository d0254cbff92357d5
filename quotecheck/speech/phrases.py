"""Noun phrases: where the words that name a speaker begin and end.

There is no part-of-speech tagger behind this: closed word classes (determiners, prepositions, auxiliaries …) and
capital letters decide, which is what attribution needs of syntax.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.speech import cues
from quotecheck.speech.narration import DASHES, STOPS, Token

_PRONOUNS = cues.PRONOUNS | cues.INDEFINITE
_ALONE = _PRONOUNS - cues.DETERMINERS
_SUBJECTS = cues.PRONOUNS | {"which", "whom", "whose"}
_NO_NOUN = cues.DETERMINERS | cues.PREPOSITIONS
_CLEAR_DETERMINERS = cues.DETERMINERS - frozenset("this that those these all some many each both her most".split())
_TRAILING = cues.ADVERBS | cues.TIME_WORDS
_LEADING = (cues.CONJUNCTIONS | cues.ADVERBS | cues.SUBORDINATORS) - cues.DETERMINERS
_VERBS_BETWEEN = cues.AUXILIARIES - {"’s", "'s"}
_PERSONAL = cues.PRONOUNS - {"who"}
_NO_PHRASE = cues.PREPOSITIONS | cues.SUBORDINATORS | cues.CONJUNCTIONS | cues.AUXILIARIES | {"to", "who"}
_LAST_WORDS = _TRAILING | {"on", "last", "this", "late", "early", "in", "of"}
_ENDS_PHRASE = cues.PREPOSITIONS | cues.SUBORDINATORS | cues.FINITE_VERBS | {"who", "to", "it", "he", "she", "they"}
_CUES_ONLY = frozenset(cues.FORMS) - cues.NOUN_LIKE
_LONGEST = 40  # tokens of one noun phrase


def is_break(token: Token) -> bool:
    """Whether a noun phrase cannot reach over this token."""
    return token.region is not None or token.lower in STOPS or token.lower == ","


def phrase_before(tokens: Sequence[Token], last: int, floor: int = 0) -> tuple[int, int] | None:
    """The noun phrase that ends at ``tokens[last]``, as (first, last + 1); None where there is none.

    Appositions between commas go with it: "Ann Lee, the mayor of Aville," (from ``last`` = the comma). ``floor``
    is the first token that it may take.
    """
    end = last + 1
    if last < floor:
        return None
    token = tokens[last]
    if token.lower == "," or token.lower in DASHES or token.lower == ")":
        return _with_apposition(tokens, last, floor)
    if token.lower in _ALONE:
        return last, end
    first = last
    while first > max(floor, last - _LONGEST) and _joins_left(tokens, first - 1, floor):
        first -= 1
    first, end = _trim(tokens, first, end)
    return (first, end) if _is_noun_phrase(tokens[first:end]) else None


def _joins_left(tokens: Sequence[Token], i: int, floor: int) -> bool:
    token = tokens[i]
    low = token.lower
    if is_break(token):
        return token.is_phrase
    if low in ("’s", "'s", "’", "'"):
        return True
    if low in cues.SUBORDINATORS and low not in ("after", "before", "as"):
        return False
    if low in _SUBJECTS and token.text != "US":
        return False
    if _reads_as_verb(tokens, i, floor):
        return False
    if low in cues.FINITE_VERBS or (low in cues.FORMS and not token.is_capital and not _is_noun_use(tokens, i)):
        # "state media", "a claim agency": the bare form of a verb that is often a noun stands for the noun here
        return low in cues.NOUN_LIKE and cues.FORMS[low] == {"base"}
    if low.endswith("ed") and not token.is_capital and i > floor and tokens[i - 1].is_word:
        # "the so-called", "a retired general": a participle inside the phrase follows a determiner or adjective
        return tokens[i - 1].lower in cues.DETERMINERS or tokens[i - 1].lower in ("’s", "'s")
    if low in ("and", "or", "&"):
        # "South Korean and Western agencies", "Lee and Cho": the left part is a short run of the same sort
        left = tokens[i - 1] if i > floor else None
        right = tokens[i + 1]
        if left is None or not left.is_word:
            return False
        if right.lower in cues.DETERMINERS or right.lower in cues.PRONOUNS:
            return False
        return left.is_capital == right.is_capital and not _has_verb(tokens, floor, i)
    return low not in ("but", "nor", "yet", "so")


def _reads_as_verb(tokens: Sequence[Token], i: int, floor: int) -> bool:
    """``the speech completes Lee's journey``: an unlisted third person between a noun and a name or determiner."""
    token, following = tokens[i], tokens[i + 1]
    if token.is_capital or not token.lower.endswith("s") or token.lower.endswith(("ss", "us", "is", "’s", "'s")):
        return False
    before = tokens[i - 1] if i > floor else None
    noun_before = before is not None and before.is_word and before.lower not in _NO_NOUN
    return noun_before and (following.is_capital or following.lower in cues.DETERMINERS)


def _has_verb(tokens: Sequence[Token], first: int, last: int) -> bool:
    for i in range(last - 1, first - 1, -1):
        token = tokens[i]
        if is_break(token):
            return False
        low = token.lower
        if low in cues.FINITE_VERBS or (low.endswith("ed") and not token.is_capital):
            return True
        if low in cues.FORMS and not token.is_capital and not _is_noun_use(tokens, i):
            return True
    return False


def _is_noun_use(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].lower in cues.NOUN_LIKE and i > 0 and looks_nominal(tokens, i)


def looks_nominal(tokens: Sequence[Token], i: int) -> bool:
    """Whether what stands before ``tokens[i]`` makes a noun of it: a determiner, possessive, adjective, "of"."""
    before = tokens[i - 1]
    low = before.lower
    return (
        low in _CLEAR_DETERMINERS
        or low in ("her", "’s", "'s", "’", "of", "for", "in", "with", "on", "any", "such")
        or (
            low.endswith(("al", "ic", "ous", "ive", "able", "ary", "ent", "ful", "less", "ing"))
            and not before.is_capital
        )
    )


def _trim(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    """Cut leading adverbials ("On Monday …", "But …") and trailing adverbs and days off a phrase."""
    while end > first + 1 and (
        tokens[end - 1].lower in _TRAILING or (tokens[end - 1].lower.endswith("ly") and not tokens[end - 1].is_capital)
    ):
        end -= 1
        if end > first + 1 and tokens[end - 1].lower in ("on", "last", "this", "late", "early", "in"):
            end -= 1
    changed = True
    while changed and first < end - 1:
        changed = False
        low = tokens[first].lower
        if low in cues.CONJUNCTIONS | cues.ADVERBS | cues.SUBORDINATORS or (
            low.endswith("ly") and low not in ("family",)
        ):
            if low not in cues.DETERMINERS:
                first += 1
                changed = True
        elif low in cues.PREPOSITIONS:
            head = _after_adverbial(tokens, first, end)
            changed = head != first
            first = head
        elif low in cues.TIME_WORDS and first + 1 < end and tokens[first + 1].lower not in ("’s", "'s"):
            first += 1
            changed = True
    return first, end


def _after_adverbial(tokens: Sequence[Token], first: int, end: int) -> int:
    """Where the noun phrase starts behind a leading "In a statement Lee": its last capital run or determiner."""
    start = end - 1
    if tokens[start].is_capital or tokens[start].lower in ("’s", "'s"):
        while start - 1 > first and tokens[start - 1].is_capital and tokens[start - 1].lower not in cues.TIME_WORDS:
            start -= 1
        if (
            tokens[start - 1].lower in ("the", "a", "an", "his", "her", "their")
            and tokens[start - 2].lower not in cues.PREPOSITIONS
        ):
            start -= 1
        return start
    for i in range(end - 1, first, -1):
        if tokens[i].lower in cues.DETERMINERS and tokens[i - 1].lower not in cues.PREPOSITIONS:
            return i
    return end - 1


def _with_apposition(tokens: Sequence[Token], comma: int, floor: int) -> tuple[int, int] | None:
    """A phrase with a parenthesis that ends at ``tokens[comma]``; the parenthesis goes along when it describes."""
    opening = {",": ",", ")": "("}.get(tokens[comma].lower, tokens[comma].lower)
    best: tuple[int, int] | None = None
    i = comma - 1
    while i > floor and comma - i < 40:
        token = tokens[i]
        if token.region is not None and not token.is_phrase:
            break
        if (
            (token.lower == "." and opening != "(")
            or token.lower in (";", "?", "!")
            or (token.lower == ":" and opening != ":")
        ):
            break
        if token.lower == opening:
            inside = tokens[i + 1 : comma]
            if not inside or not _describes(inside):
                break
            if tokens[i - 1].lower.isdigit() and i >= 2 and tokens[i - 2].lower == ",":
                i -= 1  # an age: "Jim Hall, 45, of Leeds,"
                continue
            head = phrase_before(tokens, i - 1, floor) if not is_break(tokens[i - 1]) else None
            lead = [t.lower for t in tokens[max(0, head[0] - 2) : head[0]]] if head is not None else []
            scene = lead[-1:] and (
                lead[-1] in cues.PREPOSITIONS or (lead[-1] in cues.DETERMINERS and lead[0] in cues.PREPOSITIONS)
            )
            if best is not None and scene:
                break  # "In a letter to the Post, its chief, Ann Lee, said": the Post is not described
            if head is not None:
                adverbial = inside[0].lower in cues.ADVERBIAL_OPENERS or inside[0].lower.endswith(("ing", "ly"))
                keep = best if best is not None and best[0] == i + 1 and adverbial else None
                closing = comma + (tokens[comma].lower == ")")
                best = keep or (head[0], head[1] if adverbial else closing)
                if opening != ",":
                    break
            else:
                break
        i -= 1
    return best


def _describes(inside: Sequence[Token]) -> bool:
    """Whether words between commas can be an apposition, a relative clause or an adverbial of their phrase."""
    first = inside[0].lower
    if first in ("who", "whose", "which", "where"):
        return True
    if first in cues.PRONOUNS or first in ("that", "if", "but", "and", "or", "because", "although"):
        return False
    return not any(t.lower in _VERBS_BETWEEN for t in inside)


def phrase_after(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """The noun phrase that begins at ``tokens[first]``, an apposition behind a comma included (first, end)."""
    if first >= len(tokens) or not tokens[first].is_word:
        return None
    low = tokens[first].lower
    if low in _PERSONAL:
        return first, first + 1
    if low in _NO_PHRASE:
        return None
    if low in cues.TIME_WORDS and not (first + 1 < len(tokens) and tokens[first + 1].is_capital):
        return None
    end = first
    while end < min(len(tokens), first + _LONGEST) and _joins_right(tokens, end, first):
        end += 1
    end = _name_apposed(tokens, end) or _apposition_after(tokens, end)
    while end > first + 1 and (tokens[end - 1].lower in _LAST_WORDS or tokens[end - 1].lower.endswith("ly")):
        end -= 1
    return (first, end) if _is_noun_phrase(tokens[first:end]) else None


_OF = frozenset(["of", "for", "from", "with", "de", "the"])


def _joins_right(tokens: Sequence[Token], i: int, first: int) -> bool:
    token = tokens[i]
    low = token.lower
    if token.region is not None:
        return token.is_phrase and i + 1 < len(tokens) and tokens[i + 1].is_word and i > first
    if is_break(token):
        return False
    if low in ("’s", "'s", "’", "'"):
        return True
    if low in _OF:
        return True
    if low in ("at", "in", "on"):
        # "a professor at Aville University", but "said Lee at a rally": of a role only
        return (
            not tokens[i - 1].is_capital
            and i > first
            and i + 1 < len(tokens)
            and tokens[i + 1].lower not in cues.TIME_WORDS
        )
    if low in _ENDS_PHRASE:
        return False
    if low in ("and", "or"):
        if i + 2 < len(tokens) and tokens[i + 1].lower == "the" and tokens[i + 2].is_capital:
            return tokens[i - 1].is_capital  # "in South Korea and the West"
        return (
            i + 1 < len(tokens)
            and tokens[i + 1].is_word
            and tokens[i + 1].is_capital == tokens[i - 1].is_capital
            and (tokens[i + 1].lower not in cues.FORMS)
        )
    if low in ("but", "nor", "yet", "so"):
        return False
    return not (low in _CUES_ONLY and not token.is_capital and i > first)


def _name_apposed(tokens: Sequence[Token], end: int) -> int | None:
    """Where ``its chief, Ann Lee,`` ends: a description that a name between commas completes."""
    if (
        end + 1 >= len(tokens)
        or tokens[end].lower != ","
        or tokens[end - 1].is_capital
        or not tokens[end + 1].is_capital
    ):
        return None
    last = end + 1
    while last < len(tokens) and tokens[last].is_word and tokens[last].is_capital:
        last += 1
    closed = last >= len(tokens) or is_break(tokens[last])
    return last if closed and last - end <= 5 and tokens[end + 1].lower not in cues.TIME_WORDS else None


def _apposition_after(tokens: Sequence[Token], end: int) -> int:
    """Take along ", a senator from Aland" or ", who runs the harbour" behind a name."""
    if end + 1 >= len(tokens) or tokens[end].lower != ",":
        return end
    opener = tokens[end + 1]
    low = opener.lower
    describing = (
        low in cues.DETERMINERS
        or low in ("who", "whose", "which", "president", "former", "director", "chairman", "co-founder")
        or (low.isdigit() and len(low) <= 3)
        or low in ("d", "r", "i")
        or (
            opener.is_word
            and not opener.is_capital
            and not low.endswith(("ing", "ed", "ly"))
            and low not in _NOT_APPOSITION
        )
    )
    if not describing:
        return end
    i = end + 1
    while i < len(tokens) and i - end < 30:
        token = tokens[i]
        if (token.region is not None and not token.is_phrase) or token.lower in (".", ";", ":", "?", "!"):
            return i
        if token.lower == ",":
            inside = tokens[end + 1 : i]
            if len(inside) <= 2 and inside[0].lower.isdigit():
                end = i  # an age: the apposition proper may follow
                return _apposition_after(tokens, end)
            return i
        i += 1
    return i if i >= len(tokens) else end


_NOT_APPOSITION = (
    cues.PREPOSITIONS | cues.SUBORDINATORS | cues.CONJUNCTIONS | cues.ADVERBS | cues.PRONOUNS | cues.FINITE_VERBS
) - {"who", "all", "both", "one"}


def _is_noun_phrase(tokens: Sequence[Token]) -> bool:
    if not tokens or len(tokens) > 40:
        return False
    words = [t for t in tokens if t.is_word and t.lower not in ("’s", "'s", "’", "'")]
    if not words:
        return False
    if len(words) == 1:
        low = words[0].lower
        if low in _PRONOUNS:
            return True
    return any(
        t.lower not in cues.TIME_WORDS
        and t.lower not in cues.PREPOSITIONS
        and t.lower not in cues.DETERMINERS
        and t.lower not in cues.ADVERBS
        and t.lower not in cues.CONJUNCTIONS
        and t.lower not in cues.SUBORDINATORS
        and t.lower not in cues.FINITE_VERBS
        and not t.lower.endswith("ly")
        and not (t.text[0].isdigit() and len(words) == 1)
        for t in words
    )
