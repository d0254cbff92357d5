"""The words of names: where runs of capital letters make up a name, and what before them is a title.

Nothing is looked up in any list of persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from quotecheck.speech import cues
from quotecheck.speech.identity import INSTITUTION_WORDS, TITLES, fold
from quotecheck.speech.narration import Token
from quotecheck.speech.phrases import is_break
from quotecheck.speech.roles import ABBREVIATIONS, PERSONS

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
_LEADING = TITLES | {title + "." for title in ABBREVIATIONS} | {"mr.", "mrs.", "ms.", "the", "former", "then"}
_OPENING = PERSONS | frozenset("fellow rival longtime presidential gubernatorial ag pm ceo cfo coo vp da".split())
_OPENING -= frozenset(
    """
    marine star sailor baker champion native guard man woman boy girl conservative liberal independent libertarian
    socialist member speaker carpenter butcher barber cook gardener forester tailor porter painter miner chef
    """.split()
)
"""What may open a run of capitals at the start of a sentence without being part of the name, beside titles."""

_OFFICES = frozenset(
    """
    state defense defence staff treasury interior commerce labor labour energy education health justice homeland
    security agriculture transportation transport war house finance foreign affairs trade veterans police
    """.split()
)
_JOINING = cues.PREPOSITIONS | cues.SUBORDINATORS | cues.CONJUNCTIONS
_NO_NAME = frozenset(
    """
    is are was were does did has have had not his her their your its he she they we it you who that this
    these those what why how when because says said tells told wants gets makes takes
    """.split()
)
"""Words in upper case only because the line is a title."""


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
            elif tokens[j].lower in _INNER and _holds_together(tokens, i, j):
                after = j + 2 if j + 1 < stop and tokens[j + 1].lower in _INNER else j + 1  # "van der"
                if after >= stop or not _is_name_word(tokens, after):
                    break
                j = after + 1
            elif (behind := _behind_nickname(tokens, j)) is not None and behind < stop:
                j = behind + 1
            else:
                break
        begin = _behind_office(tokens, i, j)
        while begin < j - 1 and tokens[begin].lower in _JOINING:
            begin += 1  # "Over Ann Lee" in a line of a title
        if begin < j:
            runs.append((begin, j))
        i = j
    return runs


def _behind_nickname(tokens: Sequence[Token], i: int) -> int | None:
    """Where a name goes on behind a nickname in marks or in parentheses: "Ann ‘Bo’ Lee", "Ann (Bo) Lee".

    The surname stands right behind it, and nothing but the name within the parentheses.
    """
    if tokens[i].region is not None:
        nickname = tokens[i].is_phrase and all(word[:1].isupper() for word in tokens[i].inner.split())
        behind = i + 1
    else:
        inside = [t.lower for t in tokens[i : i + 3 : 2]]
        nickname = inside == ["(", ")"] and tokens[i + 1].is_capital and not tokens[i + 1].text.isupper()
        behind = i + 3
    if not nickname or behind >= len(tokens) or not _is_name_word(tokens, behind):
        return None
    return behind


def _behind_office(tokens: Sequence[Token], first: int, end: int) -> int:
    """Where the name begins in "Secretary of State Ann Lee", from the run ``State Ann Lee``."""
    if _title_of(tokens, first) is None:
        return first
    while first < end and tokens[first].lower in _OFFICES:
        first += 1
    return first


def _title_of(tokens: Sequence[Token], first: int) -> int | None:
    """The index of the title whose office begins at ``tokens[first]``: "Secretary of", "Speaker of the"."""
    before = first - 1
    if before > 0 and tokens[before].lower == "the":
        before -= 1
    if before < 1 or tokens[before].lower not in ("of", "for") or tokens[first].lower not in _OFFICES:
        return None
    return before - 1 if tokens[before - 1].lower in TITLES | {"chief"} else None


def _is_name_word(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if not token.text.lstrip("@#")[:1].isupper() or not token.is_word:
        return False
    low = token.lower
    if low[:2] in ("r-", "d-", "i-") and token.text[2:3].isupper():
        return False  # the party and state of "Ann Lee (R-Aland)"
    if low in _NO_NAME and not (token.text.isupper() and len(low) > 1):
        return False
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
    most such not under over senior local state federal police republicans democrats indeed perhaps maybe instead
    besides moreover furthermore still together rather
    """.split())
) - {"may"}  # fmt: skip


_PARTS_OF_TIME = frozenset("morning evening night week today tonight".split())


def _before_capital(tokens: Sequence[Token], i: int) -> bool:
    """Whether the next word goes on in upper case, as in the "Morning Herald"."""
    return i + 1 < len(tokens) and tokens[i + 1].is_capital


def _holds_together(tokens: Sequence[Token], first: int, inner: int) -> bool:
    """ "Lee & Cho", "Ministry of Defence" and "van der Berg" are one name, "Lee and Cho", "Lee of Aland" are not."""
    low = tokens[inner].lower
    if low in ("of", "for", "and", "the"):
        return any(fold(t.text) in INSTITUTION_WORDS for t in tokens[first:inner])
    return True


_PARTISANS = frozenset("republican democrat independent libertarian socialist conservative tory".split())


def is_role(run: Sequence[Token]) -> bool:
    """Whether capitals after an article describe a person: "Aland Republican", "President", but not "Union Leader"."""
    last = run[-1].lower
    return last in _PARTISANS or (len(run) == 1 and last in PERSONS) or [t.lower for t in run] == ["prime", "minister"]


def clean_name(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """A name as it is shown, without the titles before it, and those titles in lower case."""
    words = list(tokens)
    titles: list[str] = []
    cut = 0
    firm = any(token.text == "&" for token in words)
    for i, token in enumerate(words[:-1]):
        low = token.lower
        low = low[:-1] if firm and low.endswith("s") and low[:-1] in _OPENING else low  # "Lawyers Lee & Cho"
        if (low in _LEADING and low != "the") or low.rstrip(".") in TITLES or (cut == i and low in _OPENING | {"the"}):
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


def title_before(tokens: Sequence[Token], first: int) -> int | None:
    """Where "secretary of state" begins before a name, as the index of its title."""
    begin = first
    while begin > 0 and tokens[begin - 1].lower in _OFFICES:
        begin -= 1
    return _title_of(tokens, begin) if begin < first else None


def gender_of(words: Sequence[str]) -> Gender | None:
    """The gender that words themselves give ("he", "the spokeswoman"), or None."""
    found = set(words)
    if found & _MASCULINE and not found & _FEMININE:
        return "m"
    if found & _FEMININE and not found & _MASCULINE:
        return "f"
    return None
