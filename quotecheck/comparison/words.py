"""A text as the words that are compared: where each stands, its normal form, and what part it plays.

Normal forms hide what *verbatim* lets differ: case, punctuation, hyphens, diacritics, British and American spelling,
numerals against number words. Contractions become the words they stand for, marked as contracted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.numerals import is_ordinal, join_numbers, numeral
from quotecheck.comparison.spelling import normal_form, stem_of

__all__ = ["ACRONYMS", "FUNCTION_WEIGHT", "Word", "Words", "read_words", "stem_of"]

_TOKEN = re.compile(
    r"""
    (?P<ellipsis>\.\s?\.\s?\.|…)
  | (?P<acronym>\b(?:[^\W\d_]\.){2,})
  | (?P<sum>(?<=[$€£¥₹])\d+(?:[.,]\d+)*\s?[mM]\b)
  | (?P<sign>(?:\bUS(?=[$])|(?<![\w)\].,])[-−](?=[$€£¥₹]\d))?[$€£¥₹] | [%&])
  | (?P<grade>\b[A-F]{1,3}[+−-](?![\w+−-]))
  | (?P<serial>\bNo\.?(?=\s?\d{1,3}(?![\d,:]|\.\d)))
  | (?P<number>(?:(?<![\w)\].,])[-−])?\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th|s|[kK]|[bBmMtT]n)\b)?)
  | (?P<word>(?:\[[^\W\d_]{1,3}\](?=[^\W\d_]))?[^\W\d_]+(?:\[[^\W\d_]{1,3}\]|['’ʼ][^\W\d_]+)*)
  | (?P<open>\[) | (?P<close>\])
  | (?P<stop>[.!?。！？])
  | (?P<mark>["“”‘’'«»„])
    """,
    re.VERBOSE,
)
_ENDINGS = (
    ("n't", "not"),
    ("'ll", "will"),
    ("'ve", "have"),
    ("'re", "are"),
    ("'m", "am"),
    ("'d", "would"),
    ("'t", "not"),
)
_IS_CONTRACTED = frozenset(
    "it that he she what there here who where how when this everybody everyone nobody one let".split()
)
_IRREGULAR = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"), "cannot": ("can", "not")}
_LOST_APOSTROPHE = {
    f"{first}nt": (first, "not")
    for first in "do does did is are was were has have had would could should must".split()
} | {
    "cant": ("can", "not"), "wont": ("will", "not"), "aint": ("is", "not"), "im": ("i", "am"), "ive": ("i", "have"),
    "youre": ("you", "are"), "youve": ("you", "have"), "youll": ("you", "will"), "theyre": ("they", "are"),
    "theyve": ("they", "have"), "theyll": ("they", "will"), "weve": ("we", "have"), "thats": ("that", "is"),
}  # fmt: skip
"""*dont* for *don't*; what is another word too (*were*, *ill*, *shed*) is left out."""
_SIGNS = {"%": "percent", "&": "and", "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee"}
_CLOSING = {"“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "‘": "’'", "'": "'’", "’": "’'", '"': '"'}

FUNCTION_WEIGHT = 0.25
"""Weight of a function word against 1 for any other: small, as two texts share them by chance. Set by hand."""

_ABBREVIATED = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr".split())
"""A full stop after one of these ends no sentence."""

_MAX_INNER = 400
"""Inner quotation marks further apart than this many characters are taken to be stray."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    ``start`` and ``end`` are code points in the text; ``form`` is compared for equality, ``stem`` for kinship.
    ``sentence`` counts the sentences before it. ``inner`` is set inside inner quotation marks. ``value`` is what a
    number is worth, ``most`` the most that one such as *hundreds* can mean, else the same; ``ordinal``: *third*, *3rd*.
    """

    start: int
    end: int
    form: str
    stem: str
    weight: float
    name: bool
    contracted: bool
    bracketed: bool
    inner: bool
    sentence: int
    value: float | None
    most: float | None
    ordinal: bool = False
    told: str = ""
    """An amount of several words that the other text has in other words (sameamounts.py): what stands there."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order; ``ellipses`` holds before which word index an ellipsis stands."""

    text: str
    words: tuple[Word, ...]
    ellipses: tuple[int, ...]
    weight: float
    """How much the text says: the sum of the words' weights."""


_PAUSES = frozenset(",;:—–()")


def runs_on(text: str, one: Word, other: Word) -> bool:
    """Whether two words of a text stand in one sentence, with no comma, dash or bracket between them."""
    return one.sentence == other.sentence and _PAUSES.isdisjoint(text[one.end : other.start])


def _parts(token: str, start: int) -> list[tuple[int, int, str, bool]]:
    """A token as its words (start, end, lower-case form, contracted): ``don't`` -> ``do`` and ``not``."""
    end = start + len(token)
    if (
        token.isalpha()
        and token.isascii()
        and token.lower() not in _IRREGULAR
        and token.lower() not in _LOST_APOSTROPHE
    ):
        return [(start, end, token.lower(), False)]
    plain = re.sub(r"[\[\]]", "", token.replace("’", "'").replace("ʼ", "'")).casefold()
    if len(plain) != len(token):  # brackets, or letters that casefolding lengthens: no place to cut at
        return [(start, end, plain, False)]
    if plain in _IRREGULAR:
        first, second = _IRREGULAR[plain]
        return [(start, start + len(first), first, "'" in plain), (start + len(first), end, second, "'" in plain)]
    if plain in _LOST_APOSTROPHE:
        first, second = _LOST_APOSTROPHE[plain]
        cut = min(start + len(first), end - 1)
        return [(start, cut, first, plain in ("cant", "wont")), (cut, end, second, True)]
    for ending, full in _ENDINGS:
        if plain.endswith(ending) and len(plain) > len(ending):
            middle = end - len(ending)
            return [(start, middle, plain[: -len(ending)], False), (middle, end, full, True)]
    if plain.endswith("'s"):
        if plain[:-2] in _IS_CONTRACTED:
            return [(start, end - 2, plain[:-2], False), (end - 2, end, "us" if plain == "let's" else "is", True)]
        return [(start, end, plain[:-2], False)]
    return [(start, end, plain.replace("'", ""), False)]


def read_words(text: str) -> Words:
    """Split a text into comparable words; linear in its length.

    A letter or ending in brackets belongs to its word (``[T]he``, ``pass[ed]``); other words in brackets are
    marked as the outlet's own. Runs of number words become one number: ``two hundred`` is one word of value 200.
    """
    words: list[Word] = []
    pauses: list[int] = []
    marks: list[re.Match[str]] = []
    in_brackets = after_stop = False
    shouted = text.isupper()
    sentence = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        token = match.group()
        if kind == "open":
            in_brackets = True
        elif kind == "close":
            in_brackets = False
        elif kind == "ellipsis":
            pauses.append(match.start())
            after_stop = bool(words)
        elif kind == "stop":
            last = text[words[-1].start : words[-1].end].casefold() if words else ""
            after_stop = bool(words) and not (last in _ABBREVIATED and words[-1].end == match.start())
        elif kind == "mark":
            marks.append(match)
        else:
            sentence += after_stop
            opens = after_stop or not words
            after_stop = False
            for start, end, plain, contracted in _pieces(kind, token, match.start()):
                word = _word(start, end, plain, kind, token, opens, contracted, in_brackets, sentence, shouted)
                if word.value is not None and text[word.start - 1 : word.start] in _SIGNS and _below_zero(words, text):
                    word = replace(word, form=f"-{word.form}", value=-word.value, most=-word.value)
                words.append(word)
    joined = _inside_marks(tuple(join_numbers(_had(words), text)), marks, text)
    starts = [word.start for word in joined]
    ellipses = tuple(bisect_left(starts, pause) for pause in pauses)
    return Words(text, joined, ellipses, sum(word.weight for word in joined))


def _below_zero(words: list[Word], text: str) -> bool:
    """Whether the last word is a sign of money with a minus: *-$5*."""
    return bool(words) and text[words[-1].start] in "-−"


def _pieces(kind: str | None, token: str, start: int) -> list[tuple[int, int, str, bool]]:
    if kind == "word":
        return _parts(token, start)
    if kind == "acronym":
        return [(start, start + len(token), token.replace(".", "").casefold(), False)]
    if kind == "serial":
        return [(start, start + len(token), "number", False)]
    if kind == "sign":
        return [(start, start + len(token), _SIGNS[token[-1]], False)]
    return [(start, start + len(token), token.replace("−", "-").lower(), False)]


def _had(words: list[Word]) -> list[Word]:
    """The words with *'d* read as *had* before a participle: *he'd gone*."""
    lex = lexicon()
    for place, word in enumerate(words[:-1]):
        if word.contracted and word.form == "would":
            after = next((w.form for w in words[place + 1 : place + 3] if w.form not in _BETWEEN), "")
            if (
                after in ("better", "to")
                or after in lex.participles
                or (after.endswith("ed") and after not in _BASES_IN_ED)
            ):
                words[place] = replace(word, form="had", stem=stem_of("had"))
    return words


_BETWEEN = frozenset("not never already always just also only even really probably".split())
_BASES_IN_ED = frozenset("need feed heed speed proceed succeed exceed embed shed bleed breed wed seed weed".split())


def _word(
    start: int, end: int, plain: str, kind: str | None, token: str, opens: bool, contracted: bool, bracketed: bool,
    sentence: int, shouted: bool,
) -> Word:  # fmt: skip
    lex = lexicon()
    form = normal_form(plain)
    if plain in ACRONYMS and token.replace(".", "").isupper() and not shouted:
        form = ACRONYMS[plain]
    function = form in lex.function or (plain in lex.function and plain == form) or kind == "sign"
    low = high = numeral(plain) if kind in ("number", "sum") else lex.numbers.get(plain)
    if low is None and plain in lex.ranges:
        low, high = lex.ranges[plain]
    # A capital at the start of a sentence says nothing, unless the word is no other or all in capitals (NATO).
    capital = token[:1].isupper() and not function and kind in ("word", "acronym")
    return Word(
        start=start,
        end=end,
        form=form,
        stem=stem_of(form),
        weight=FUNCTION_WEIGHT if function else 1.0,
        name=capital and (_only_a_name(form) or (not shouted and (not opens or (len(plain) > 1 and token.isupper())))),
        contracted=contracted,
        bracketed=bracketed,
        inner=False,
        sentence=sentence,
        value=low,
        most=high,
        ordinal=low is not None and is_ordinal(plain),
    )


ACRONYMS = {"us": "usa", "usa": "usa", "who": "w.h.o"}
"""Short names that are small words otherwise."""


def _only_a_name(form: str) -> bool:
    """Whether a word is none that is spelled without a capital: *Berlin*, *Qaddafi*, but not *Bakers*."""
    lex = lexicon()
    if any(len(phrase) == 1 for phrase, _ in lex.places.get(form, ())):
        return form not in _ALSO_WORDS
    if form in lex.common or form in lex.everyday or lex.numbers.get(form) is not None or form in lex.ranges:
        return False
    return not any(
        form.endswith(ending) and form[: -len(ending)] + whole in known
        for known in (lex.common, lex.everyday)
        for ending, whole in _INFLECTIONS
    )


_ALSO_WORDS = frozenset(
    "turkey china chile turkish polish pole poles dane niger chad bar kiwi lao finn swede swedes republican".split()
)
_INFLECTIONS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ers", ""),
    ("rs", ""), ("est", ""), ("ly", ""), ("ily", "y"), ("ness", ""), ("men", "man"), ("or", "our"), ("ors", "our"),
    ("ize", "ise"), ("izes", "ise"), ("izing", "ise"), ("able", ""),
)  # fmt: skip


def _inside_marks(words: tuple[Word, ...], marks: list[re.Match[str]], text: str) -> tuple[Word, ...]:
    """Flag the words between inner quotation marks; marks around the whole text, or never closed, count for nothing."""
    spans: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for mark in marks:
        before = text[mark.start() - 1 : mark.start()]
        after = text[mark.end() : mark.end() + 1]
        if opened is not None and mark.start() - opened.start() > _MAX_INNER:
            opened = None
        if opened is not None and mark.group() in _CLOSING[opened.group()] and not before.isspace():
            spans.append((opened.end(), mark.start()))
            opened = None
        elif opened is None and not before.isalnum() and after and not after.isspace():
            opened = mark
    if not spans or not words:
        return words
    flags: list[bool] = []
    at = 0
    for word in words:
        while at < len(spans) and spans[at][1] < word.end:
            at += 1
        flags.append(at < len(spans) and spans[at][0] <= word.start)
    if all(flags):
        return words
    return tuple(replace(word, inner=True) if flag else word for word, flag in zip(words, flags, strict=True))
