"""What numerals and number words are worth, and which of them stand together for one number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quotecheck.comparison.lexicon import lexicon

if TYPE_CHECKING:
    from quotecheck.comparison.words import Word

_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_ORDINAL = re.compile(r"-?\d[\d.,]*(?:st|nd|rd|th)|first|second|third|[a-z]+th")
_DECADE = re.compile(r"(?:1\d|20)?\d0s|[a-z]+ties")
_SCALED = re.compile(r"(hundred|thousand|million|billion|trillion|[bmt]n|k)$", re.IGNORECASE | re.ASCII)


def numeral(token: str) -> float | None:
    """The value of a numeral: ``4,700`` -> 4700, ``3,2`` -> 3.2 (decimal comma), ``5bn`` -> 5e9, ``8:30`` -> 8.5.

    None for what is no number, as ``8:7``.
    """
    token = token.lower()
    if token[:1] in ("-", "−"):
        value = numeral(token[1:])
        return -value if value else value
    if clock := _CLOCK.fullmatch(token):
        return int(clock[1]) + int(clock[2]) / 60
    digits = token.rstrip("stndrhkmb").strip()
    if ":" in digits or len(digits) > 40:
        return None
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", digits):
        digits = re.sub(r"[,.]", "", digits)
    digits = digits.replace(",", ".")
    if digits.count(".") > 1:
        return None
    return float(digits) * _SCALES.get(token[len(token.rstrip("stndrhkmb")) :], 1.0)


def is_ordinal(token: str) -> bool:
    """Whether a number, in lower case, says which and not how many: *third*, *3rd*."""
    return _ORDINAL.fullmatch(token) is not None


def compose(left: float, right: float) -> float | None:
    """The number that two adjacent number words make, or None: (20, 5) -> 25, (2, 100) -> 200, (8, 7) -> None."""
    if right in (100.0, 1e3, 1e6, 1e9, 1e12):
        small = left % 1000 if right == 100.0 and left >= 1000 else left
        return left - small + small * right if left else None
    if left >= 20 and right < 10 and left % 10 == 0 and right == int(right) and right > 0:
        return left + right
    if left >= 1000 and left % 1000 == 0 and right < 1000:
        return left + right
    return None


def join_numbers(words: Sequence[Word], text: str) -> list[Word]:
    """Make one word of each run of numbers: ``716 billion`` -> 716e9, ``tens of thousands``, ``two thirds``.

    All numbers get the form of their figure, ordinals another one than cardinals, but in dates.
    """
    joined: list[Word] = []
    for place, one in enumerate(words):
        word = replace(one, form="mayday", stem="mayday", name=True, weight=1.0) if _is_may(words, place, text) else one
        after = words[place + 1] if place + 1 < len(words) else None
        while joined and word.start - joined[-1].end <= 1 and (run := _run(joined, word, after, text)) is not None:
            first, word = run
            del joined[first:]
        joined.append(_scored(joined, word, words[place + 1 : place + 3]))
        _scale_range(joined, text)
    return [_in_figures(joined, place, text) for place in range(len(joined))]


def _scored(joined: list[Word], word: Word, after: Sequence[Word]) -> Word:
    """*A score* of boats as 20; but no score of 3, or of a game."""
    if word.form != "score" or not joined or joined[-1].form != "a" or len(after) < 2 or after[0].form != "of":
        return word
    several = after[1].value is None and after[1].weight >= 1 and after[1].form.endswith("s")
    return _numbered(joined.pop(), word.end, 20.0) if several else word


def _scale_range(joined: list[Word], text: str) -> None:
    """Give the lower number of a range the scale of the higher one, which is the last word so far.

    *Two or three hundred*, *between 2 and 3 million*, *$2-3bn*; but not *between 500 and 1 million*.
    """
    high = joined[-1]
    if high.value is None or high.value != high.most or high.ordinal:
        return
    scale = _SCALED.search(text, high.start, high.end)
    at = _before_sign(joined, len(joined) - 1)
    if scale is None or at < 0:
        return
    link = joined[at].form
    if link in ("to", "or", "and"):
        at -= 1
        first = _before_sign(joined, at)
        if at < 0 or (link == "and" and (first < 0 or joined[first].form != "between")):
            return
    elif text[joined[at].end : high.start].strip(" $€£¥₹") not in ("-", "–"):
        return
    low = joined[at]
    unit = lexicon().numbers.get(scale[0].lower()) or _SCALES[scale[0].lower()]
    if low.value is not None and low.value == low.most and not low.ordinal and 0 < low.value < high.value / unit:
        joined[at] = replace(low, value=low.value * unit, most=low.value * unit)


def _before_sign(joined: Sequence[Word], at: int) -> int:
    """The place before a number, and before the currency that may stand there."""
    return at - 2 if at > 0 and joined[at - 1].form in lexicon().currency else at - 1


def _run(joined: Sequence[Word], word: Word, after: Word | None, text: str) -> tuple[int, Word] | None:
    """Where a number that ends with ``word`` begins, if it begins before it, and the two made one."""
    last = joined[-1]
    if parts := lexicon().fractions.get(word.form):
        number = 1.0 if last.form == "a" else last.value
        if number is not None and not last.ordinal and _is_fraction(joined, word, after, text):
            return len(joined) - 1, _numbered(last, word.end, number / parts)
    if word.value is None:
        return None
    if last.form == "a" and word.form in _COUNTED:
        return len(joined) - 1, replace(word, start=last.start)  # "a dozen", "a hundred"
    if (range_ := _range(joined, word)) is not None:
        first, low, high = range_
        return first, replace(word, start=joined[first].start, value=low, most=high)
    if word.most != word.value:
        return None
    if last.form == "minus" and not (len(joined) > 1 and joined[-2].value is not None):
        return len(joined) - 1, _numbered(last, word.end, -word.value)
    if last.value is not None and last.most == last.value and not last.ordinal:
        if text[last.end : word.start] == "/":
            return _slashed(joined, word, text)
        mixed = word.value < 1 and not word.form.isalpha() and last.value == int(last.value) and last.value < 100
        if mixed:
            return len(joined) - 1, _numbered(last, word.end, last.value + word.value)  # "2 1/2"
        value = last.value * 12 if word.form == "dozen" else compose(last.value, word.value)
        return None if value is None else (len(joined) - 1, _numbered(last, word.end, value, word.ordinal))
    return _after_and(joined, word, text) or _part_of(joined, word)


def _slashed(joined: Sequence[Word], word: Word, text: str) -> tuple[int, Word] | None:
    """*2/3*; but no date of three parts, and not *9/11*."""
    last = joined[-1]
    assert last.value is not None and word.value is not None
    alone = text[word.end : word.end + 1] != "/" and text[last.start - 1 : last.start] != "/"
    if alone and word.value in (2.0, 3.0, 4.0, 5.0, 8.0, 10.0) and 0 < last.value < word.value:
        return len(joined) - 1, _numbered(last, word.end, last.value / word.value)
    return None


def _after_and(joined: Sequence[Word], word: Word, text: str) -> tuple[int, Word] | None:
    """*one hundred and twenty*, *two and a half*, *a million and a half*, *two and three quarters*."""
    assert word.value is not None
    first = len(joined) - 2
    half = word.form == "half" and joined[-1].form == "a"
    if half:
        first -= 1
    if first < 0 or joined[first + 1].form != "and" or joined[first + 1].start - joined[first].end > 1:
        return None
    number = joined[first]
    value = number.value
    if value is None or value != number.most or value < 1 or value != int(value) or number.ordinal:
        return None
    if half or (word.value < 1 and not word.form.isalpha()):
        unit = next((scale for scale in (1e12, 1e9, 1e6, 1e3) if value >= scale and value % scale == 0), 1.0)
        return (first, _numbered(number, word.end, value + word.value * unit)) if unit > 1 or value < 100 else None
    spelled = word.form.isalpha() and text[number.end - 1].isalpha() and word.value >= 1
    between = first and joined[first - 1].form == "between"
    if spelled and not between and _leaves_room(value, word.value):
        return first, _numbered(number, word.end, value + word.value, word.ordinal)
    return None


def _leaves_room(value: float, more: float) -> bool:
    return value >= 100 and ((value % 100 == 0 and more < 100) or (value % 1000 == 0 and more < 1000))


def _part_of(joined: Sequence[Word], word: Word) -> tuple[int, Word] | None:
    """*a quarter of a million*."""
    if len(joined) > 1 and joined[-1].form == "of" and word.value in _ROUND[1:]:
        part = joined[-2].value
        if part is not None and 0 < part < 1 and part == joined[-2].most:
            return len(joined) - 2, _numbered(joined[-2], word.end, part * word.value)
    return None


def _is_may(words: Sequence[Word], place: int, text: str) -> bool:
    """Whether *may* is the month: a number beside it, or a word of time before, a sure one where it has no capital."""
    word = words[place]
    if word.form != "may":
        return False
    capital = text[word.start : word.end] == "May"
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    if before is not None:
        day = before.value is not None and before.value == before.most and 1 <= before.value <= _DAYS
        if before.form in (_BEFORE_MONTH if capital else _SURELY_BEFORE_MONTH) or (capital and day):
            return True
    # "They may one day": without a capital a day of the month is in figures.
    return (
        after is not None
        and after.value is not None
        and after.start - word.end <= 2
        and (capital or text[after.start].isdigit())
    )


_DAYS = 31
_SURELY_BEFORE_MONTH = frozenset("in since until till last next early late mid during".split())
_BEFORE_MONTH = _SURELY_BEFORE_MONTH | frozenset("of by this from to through on before after and".split())
MONTHS = {
    name: number
    for number, names in enumerate(
        """january february march/mar april/apr mayday june/jun july/jul august september october november
        december""".split(),
        1,
    )
    for name in names.split("/")
}
"""The forms of a month's name -> its number; *mayday* is *May* where it is the month."""


def _in_figures(words: Sequence[Word], place: int, text: str) -> Word:
    """A number under its value, however it is written; a bare *one* or *first* and the time of day stay as they are."""
    word = words[place]
    if word.value is None or word.most is None or (word.form.isalpha() and word.most < 2) or ":" in word.form:
        return word
    if _DECADE.fullmatch(word.form):
        return _decade(words, place, text)
    figure = f"{word.value:.12g}" if word.value == word.most else f"{word.value:g}–{word.most:g}"
    ordinal = word.ordinal and not _in_date(words, place, text)
    if ordinal:
        figure = "first" if word.value == 1 else f"{figure}th"
    return replace(word, form=figure, stem=figure, weight=1.0, ordinal=ordinal)


def _decade(words: Sequence[Word], place: int, text: str) -> Word:
    """*1990s*, *the '90s*: any year of ten; but *in her 90s* is an age, and *20s* next to no article a number."""
    word = words[place]
    assert word.value is not None
    low = word.value
    if low < 100 and word.start and text[word.start - 1] not in "'’‘":
        before = {one.form for one in words[max(0, place - 2) : place]}
        if before & _OWNERS or "the" not in before:
            return replace(word, form=f"{low:g}", stem=f"{low:g}", weight=1.0)
    low += 1900 if low < 100 else 0
    figure = f"{low:g}s"
    return replace(word, form=figure, stem=figure, weight=1.0, value=low, most=low + 9)


_OWNERS = frozenset("his her my your our their its whose".split())


def _in_date(words: Sequence[Word], place: int, text: str) -> bool:
    """Whether a month stands beside: *October 3rd*, *the 3rd of October*."""

    def month(at: int) -> bool:
        return 0 <= at < len(words) and words[at].form in MONTHS and text[words[at].start].isupper()

    def has(at: int, form: str) -> bool:
        return 0 <= at < len(words) and words[at].form == form

    return (
        month(place + 1)
        or month(place - 1)
        or (has(place + 1, "of") and month(place + 2))
        or (has(place - 1, "the") and month(place - 2))
    )


def _numbered(word: Word, end: int, value: float, ordinal: bool = False) -> Word:
    figure = f"{value:g}"
    return replace(word, end=end, value=value, most=value, form=figure, stem=figure, weight=1.0, ordinal=ordinal)


_COUNTED = frozenset("dozen hundred thousand million billion trillion".split())
_ROUND = (12.0, 100.0, 1e3, 1e6, 1e9, 1e12)


def _range(joined: Sequence[Word], word: Word) -> tuple[int, float, float] | None:
    """Where a range of numbers that ends with ``word`` begins, and its ends: *several hundred*, *tens of thousands*."""
    lex = lexicon()
    last = joined[-1]
    unit = word.value
    if unit is None:
        return None
    first = len(joined) - 1
    if last.form == "of" and len(joined) > 1:
        first -= 1
        last = joined[first]
        if word.most != unit and last.most is not None and last.value is not None and last.most != last.value:
            scale = unit / 2
            return first, last.value * scale, last.most * scale + scale - 1
    if last.form in lex.several and (unit in _ROUND or word.most != unit):
        if word.most != unit:
            unit /= 2
        low, high = lex.several[last.form]
        if first and joined[first - 1].form == "a":
            first -= 1
        return first, low * unit, high * unit
    return None


def _is_fraction(joined: Sequence[Word], part: Word, after: Word | None, text: str) -> bool:
    """*two thirds*, *three-quarters*, *a third of*; but not *one third man*, *the third quarter*."""
    number = joined[-1]
    if part.form.endswith("s") and part.form not in lexicon().several:
        return number.value is not None and number.value < 10
    if part.form == "half" and number.form == "a":
        return False  # "half" says as much
    if number.form != "a" and number.value != 1:
        return False
    if text[number.end : part.start] == "-" or (after is not None and after.form == "of"):
        return True
    return part.form in ("third", "quarter") and (after is None or after.weight < 1)
