"""A text as the words that are compared: where each stands, its normal form, and what part it plays.

Normal forms hide what *verbatim* lets differ: case, punctuation, hyphens, diacritics, British and American spelling,
numerals against number words. Contractions become the words they stand for, marked as contracted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.spelling import normal_form

_TOKEN = re.compile(
    r"""
    (?P<ellipsis>\.\s?\.\s?\.|…)
  | (?P<acronym>\b(?:[^\W\d_]\.){2,})
  | (?P<sum>(?<=[$€£])\d+(?:[.,]\d+)*\s?[mM]\b)
  | (?P<number>\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th|s|[kK]|[bBmMtT]n)\b)?)
  | (?P<word>(?:\[[^\W\d_]{1,3}\](?=[^\W\d_]))?[^\W\d_]+(?:\[[^\W\d_]{1,3}\]|['’ʼ][^\W\d_]+)*)
  | (?P<open>\[) | (?P<close>\])
  | (?P<sign>[%&$€£])
  | (?P<stop>[.!?。！？])
  | (?P<mark>["“”‘’'«»„])
    """,
    re.VERBOSE,
)
_ENDINGS = (("n't", "not"), ("'ll", "will"), ("'ve", "have"), ("'re", "are"), ("'m", "am"), ("'d", "would"))
_IS_CONTRACTED = frozenset(
    "it that he she what there here who where how when this everybody everyone nobody one let".split()
)
_IRREGULAR = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"), "cannot": ("can", "not")}
_SIGNS = {"%": "percent", "&": "and", "$": "dollar", "€": "euro", "£": "pound"}
_CLOSING = {"“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "‘": "’'", "'": "'’", "’": "’'", '"': '"'}

FUNCTION_WEIGHT = 0.25
"""Weight of a function word against 1 for any other: small, as two texts share them by chance. Set by hand."""

_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_ABBREVIATED = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr".split())
"""A full stop after one of these ends no sentence."""

_MAX_INNER = 400
"""Inner quotation marks further apart than this many characters are taken to be stray."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    ``start`` and ``end`` are code points in the text; ``form`` is compared for equality, ``stem`` for kinship.
    ``sentence`` counts the sentences before it. ``inner`` is set inside inner quotation marks.
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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order; ``ellipses`` holds before which word index an ellipsis stands."""

    text: str
    words: tuple[Word, ...]
    ellipses: tuple[int, ...]
    weight: float
    """How much the text says: the sum of the words' weights."""


@lru_cache(maxsize=65536)
def stem_of(form: str) -> str:
    """Cut the commonest English endings, so that kin meet: ``duties`` -> ``duty``, ``increases`` -> ``increas``."""
    stem = form
    if len(stem) > 4 and stem.endswith("ies"):
        stem = stem[:-3] + "y"
    elif len(stem) > 4 and stem.endswith(("sses", "shes", "ches", "xes", "zes")):
        stem = stem[:-2]
    elif len(stem) > 3 and stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        stem = stem[:-1]
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            stem = stem[: -len(ending)]
            break
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiouls":
        stem = stem[:-1]
    if len(stem) > 4 and stem.endswith("e"):
        stem = stem[:-1]
    return stem


def _number(token: str) -> float | None:
    """The value of a numeral: ``4,700`` -> 4700, ``3,2`` -> 3.2 (decimal comma), ``5bn`` -> 5e9; None for ``8:7``."""
    token = token.lower()
    digits = token.rstrip("stndrhkmb").strip()
    if ":" in digits or len(digits) > 40:
        return None
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", digits):
        digits = re.sub(r"[,.]", "", digits)
    digits = digits.replace(",", ".")
    if digits.count(".") > 1:
        return None
    return float(digits) * _SCALES.get(token[len(token.rstrip("stndrhkmb")) :], 1.0)


def _parts(token: str, start: int) -> list[tuple[int, int, str, bool]]:
    """A token as its words (start, end, lower-case form, contracted): ``don't`` -> ``do`` and ``not``."""
    end = start + len(token)
    plain = re.sub(r"[\[\]]", "", token.replace("’", "'").replace("ʼ", "'")).casefold()
    if len(plain) != len(token):  # brackets, or letters that casefolding lengthens: no place to cut at
        return [(start, end, plain, False)]
    if plain in _IRREGULAR:
        first, second = _IRREGULAR[plain]
        return [(start, start + len(first), first, "'" in plain), (start + len(first), end, second, "'" in plain)]
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
    ellipses: list[int] = []
    marks: list[re.Match[str]] = []
    in_brackets = after_stop = False
    sentence = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        token = match.group()
        if kind == "open":
            in_brackets = True
        elif kind == "close":
            in_brackets = False
        elif kind == "ellipsis":
            ellipses.append(len(words))
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
                words.append(_word(start, end, plain, kind, token, opens, contracted, in_brackets, sentence))
    joined = _inside_marks(tuple(_join_numbers(words)), marks, text)
    return Words(text, joined, tuple(ellipses), sum(word.weight for word in joined))


def _pieces(kind: str | None, token: str, start: int) -> list[tuple[int, int, str, bool]]:
    if kind == "word":
        return _parts(token, start)
    if kind == "acronym":
        return [(start, start + len(token), token.replace(".", "").casefold(), False)]
    return [(start, start + len(token), _SIGNS.get(token, token), False)]


def _word(
    start: int, end: int, plain: str, kind: str | None, token: str, opens: bool, contracted: bool, bracketed: bool,
    sentence: int,
) -> Word:  # fmt: skip
    lex = lexicon()
    form = normal_form(plain)
    function = plain in lex.function or kind == "sign"
    value = _number(plain) if kind in ("number", "sum") else lex.numbers.get(plain)
    return Word(
        start=start,
        end=end,
        form=form,
        stem=stem_of(form),
        weight=FUNCTION_WEIGHT if function else 1.0,
        # A capital at the start of a sentence says nothing, unless the whole word is in capitals (NATO).
        name=kind in ("word", "acronym")
        and token[:1].isupper()
        and not function
        and (not opens or (len(plain) > 1 and token.isupper())),
        contracted=contracted,
        bracketed=bracketed,
        inner=False,
        sentence=sentence,
        value=value,
    )


def _join_numbers(words: list[Word]) -> list[Word]:
    """Make one word of each run of adjacent numbers: ``716 billion`` -> 716e9, ``twenty-five`` -> 25."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        value = None
        if last is not None and last.form == "a" and word.form in _COUNTED and word.start - last.end <= 1:
            joined[-1] = replace(word, start=last.start)  # "a dozen", "a hundred"
            continue
        if last is not None and last.value is not None and word.value is not None and word.start - last.end <= 1:
            value = _compose(last.value, word.value)
        if last is None or value is None:
            joined.append(word)
        else:
            joined[-1] = replace(last, end=word.end, value=value, form=f"{value:g}", stem=f"{value:g}", weight=1.0)
    return [
        word if word.value is None or (word.form.isalpha() and word.value < 2) else
        replace(word, form=f"{word.value:.12g}", stem=f"{word.value:.12g}", weight=1.0)
        for word in joined
    ]  # fmt: skip


_COUNTED = frozenset("dozen hundred thousand million billion trillion".split())


def _compose(left: float, right: float) -> float | None:
    """The number that two adjacent number words make, or None: (20, 5) -> 25, (2, 100) -> 200, (8, 7) -> None."""
    if right in (100.0, 1e3, 1e6, 1e9, 1e12):
        small = left % 1000 if right == 100.0 and left >= 1000 else left
        return left - small + small * right if left else None
    if left >= 20 and right < 10 and left % 10 == 0 and right == int(right) and right > 0:
        return left + right
    if left >= 1000 and left % 1000 == 0 and right < 1000:
        return left + right
    return None


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
