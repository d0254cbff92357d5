"""Amounts in a text, each read as all that it may mean: lengths of time, measures, shares, hours, dates, decades."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotecheck.comparison.measures import Reading, exactly, measures_of, share
from quotecheck.comparison.numerals import MONTHS
from quotecheck.comparison.words import Word, Words

LARGEST = 1e15
"""Numbers beyond this measure nothing."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Words ``lo`` to ``hi`` of a text, and all that they may mean."""

    lo: int
    hi: int
    readings: tuple[Reading, ...]


def amounts_in(text: Words) -> list[Amount]:
    """The amounts of a text in their order, the longest at each place; none overlap."""
    words = text.words
    found: list[Amount] = []
    at = 0
    while at < len(words):
        word = words[at]
        if (word.value is not None or word.form in _OPENING or word.stem in _PERIODS) and not word.told:
            amount = _Place(words, text.text, at).amount()
            if amount is not None:
                found.append(amount)
                at = amount.hi
                continue
        at += 1
    return found


_HOURS = {"noon": (12.0,), "midday": (12.0,), "midnight": (0.0, 24.0)}
_ARTICLES = frozenset(("a", "an"))
_PERIODS = frozenset(("decad", "century", "fortnight", "year", "month", "week", "day", "hour", "minut"))
_BEFORE_PERIOD = frozenset("past last next previous coming first final whole entire full".split())
_OPENING = frozenset(_HOURS) | _ARTICLES | frozenset(MONTHS) | {"half", "quarter"}
_NUMERIC_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})[.:]([0-5]\d)")


class _Place:
    """One word of a text, and what amount begins there."""

    def __init__(self, words: Sequence[Word], text: str, at: int) -> None:
        self.words, self.text, self.at = words, text, at

    def amount(self) -> Amount | None:
        """The longest one; if two are as long, it may be either: *3/10*."""
        ways = (self._hour(), self._date(), self._measured(), self._share(), self._years())
        found = [way for way in ways if way is not None]
        end = max((way.hi for way in found), default=0)
        return self._found(end, *(reading for way in found if way.hi == end for reading in way.readings))

    def _form(self, place: int) -> str:
        return self.words[place].form if place < len(self.words) else ""

    def _written(self, place: int) -> str:
        return self.text[self.words[place].start : self.words[place].end]

    def _number(self, place: int) -> float | None:
        """The value of a plain number."""
        if place >= len(self.words):
            return None
        word = self.words[place]
        plain = word.value == word.most and not word.ordinal and not word.told
        return word.value if word.value is not None and plain and abs(word.value) < LARGEST else None

    def _found(self, end: int, *readings: Reading) -> Amount | None:
        return Amount(self.at, end, readings) if readings else None

    # Hours and dates

    def _hour(self) -> Amount | None:
        """*Noon*, *3 p.m.*, *15:00*, *half past three*."""
        at = self.at
        if hours := _HOURS.get(self._form(at)):
            return self._clock(at + 1, hours)
        past = self._form(at + 1)
        if past in ("past", "after", "to"):
            minutes = {"half": 30.0, "quarter": 15.0, "0.25": 15.0}.get(self._form(at)) or self._number(at) or 0.0
            hour = self._number(at + 2)
            if 0 < minutes <= 30 and hour is not None and hour in range(1, 13):
                return self._half_day(at + 3, hour + (-minutes if past == "to" else minutes) / 60)
        value = self._number(at)
        if value is None:
            return None
        if self._form(at + 1) in ("noon", "midnight") and value == 12:
            return self._clock(at + 2, _HOURS[self._form(at + 1)])
        written = _CLOCK.fullmatch(self._written(at))
        if written and int(written[1]) <= 24:
            hour = int(written[1]) + int(written[2]) / 60
            if ":" in written[0]:
                return self._half_day(at + 1, hour)
        elif value in range(1, 13):
            hour = value
        else:
            return None
        return self._half_day(at + 1, hour) if self._form(at + 1) in ("am", "pm", "oclock") else None

    def _half_day(self, end: int, hour: float) -> Amount | None:
        """An hour, before noon or after it, as the word behind tells if one does."""
        half = self._form(end)
        if half == "oclock":
            half = self._form(end := end + 1)
        if half in ("am", "pm") and hour < 13:
            return self._clock(end + 1, (hour % 12 + (12 if half == "pm" else 0),))
        return self._clock(end, (hour, hour + 12) if 0 < hour < 13 and self._form(end) not in ("am", "pm") else (hour,))

    def _clock(self, end: int, hours: Sequence[float]) -> Amount | None:
        return self._found(end, *(exactly("hour", hour % 24) for hour in hours))

    def _date(self) -> Amount | None:
        """*3 October*, *October 3rd*, *the 3rd of October*; *03/10*, with the day first or the month."""
        at = self.at
        if month := MONTHS.get(self._form(at)):
            return self._day(at + 2, month, at + 1)
        after = at + (2 if self._form(at + 1) == "of" else 1)
        if month := MONTHS.get(self._form(after)):
            return self._day(after + 1, month, at)
        if self.words[at].value is None or not self._written(at)[:1].isdigit():
            return None
        end = at + 2 if self._next(at) in ("/", ".", "-") else at + 1
        if end > len(self.words):
            return None
        written = self.text[self.words[at].start : self.words[end - 1].end]
        match = _NUMERIC_DATE.fullmatch(written.replace("-", "/"))
        if match is None:
            return None
        one, two = int(match[1]), int(match[2])
        before = self._before()
        if "-" in written and not before:
            return None  # a score
        ways = ((one, two),) if before else ((one, two), (two, one))
        return self._found(
            end, *(_on(month, day) for month, day in ways if month in range(1, 13) and day in range(1, 32))
        )

    def _next(self, at: int) -> str:
        """The sign between a word and the next one."""
        return self.text[self.words[at].end : self.words[at + 1].start] if at + 1 < len(self.words) else ""

    def _before(self) -> bool:
        """Whether a year in figures stands right before: *2021-10-03*."""
        return self.at > 0 and len(self._written(self.at - 1)) == 4 and self._next(self.at - 1) in ("-", "/", ".")

    def _day(self, end: int, month: int, place: int) -> Amount | None:
        value = self.words[place].value if place < len(self.words) else None
        return self._found(end, _on(month, int(value))) if value is not None and value in range(1, 32) else None

    # Measures

    def _measured(self) -> Amount | None:
        """A number and a unit, a range, a sum of two: *half a mile*, *5 to 10 days*, *an hour and a half*."""
        at = self.at
        word = self.words[at]
        if word.value is None:
            if word.form in _ARTICLES:
                found = self._unit(at + 1, 1.0, 1.0)
            elif word.form == "quarter":
                found = self._unit(self._behind_part(at + 1), 0.25, 0.25)
            elif word.form == word.stem or word.form.endswith(("e", "y")):
                before = self.words[at - 1].form if at else ""
                found = self._unit(at, 1.0, 1.0) if before in _BEFORE_PERIOD else None
            else:
                found = None
        else:
            found = self._counted()
        return found and (self._sum(found) or found)

    def _counted(self) -> Amount | None:
        at = self.at
        low, high = self.words[at].value, self.words[at].most
        if low is None or high is None or self.words[at].ordinal or not high < LARGEST:
            return None
        end = at + 1
        if low == high:
            gap = 1 if self._form(end) in ("to", "or") or (self._form(end) == "and" and self._between()) else 0
            to = self._number(end + gap)
            if to is not None and low < to and (gap or self._next(at) in ("-", "–")):
                high, end = to, end + gap + 1
        return self._unit(self._behind_part(end) if 0 < low < 1 else end, low, high)

    def _behind_part(self, place: int) -> int:
        """Where the unit stands that has such a part: *half a mile*, *a quarter of an hour*."""
        place += self._form(place) == "of"
        return place + (self._form(place) in _ARTICLES)

    def _between(self) -> bool:
        return self.at > 0 and self.words[self.at - 1].form == "between"

    def _unit(self, place: int, low: float, high: float) -> Amount | None:
        """So many of the unit that begins at a place."""
        if place >= len(self.words) or self.words[place].told:
            return None
        form = self._form(place)
        power = {"square": 2, "sq": 2, "cubic": 3}.get(form, 1)
        place += power > 1
        measures = measures_of(self.words[place].stem) if place < len(self.words) else ()
        end = place + 1
        if power > 1:
            dimension = "area" if power == 2 else "volume"
            measures = tuple(one.to_the_power(power, dimension) for one in measures if one.dimension == "length")
        elif form in _DEGREES and (scale := measures_of(self.words[end].stem) if end < len(self.words) else ()):
            if scale[0].dimension in ("temperature", "warming"):
                measures, end = scale, end + 1
        elif measures and measures[0].dimension == "length" and self._an_hour(end):
            end += 1 + (self._form(end) in _PER)
            measures = tuple(replace(one, dimension="speed", factor=one.factor / 1000) for one in measures)
        return self._found(end, *(one.reading(low, high) for one in measures))

    def _an_hour(self, place: int) -> bool:
        return (self._form(place) in _PER and self._form(place + 1) == "hour") or (
            self._form(place) in ("h", "hr") and self._next(place - 1) == "/"
        )

    def _sum(self, found: Amount) -> Amount | None:
        """*An hour and a half*, *7 pounds 11 ounces*."""
        end = found.hi + (self._form(found.hi) == "and")
        if end > found.hi and self._form(end + (self._form(end) in _ARTICLES)) in ("half", "0.5", "0.25"):
            half = end + (self._form(end) in _ARTICLES)
            part = self._number(half)
            if part is None or measures_of(self.words[half + 1].stem if half + 1 < len(self.words) else ""):
                return None
            once = self._unit(found.hi - 1, part, part)
            return once and _added(replace(once, hi=half + 1), found)
        if self._number(end) is None:
            return None
        more = _Place(self.words, self.text, end)._counted()
        return more and _added(more, found)

    # Shares and years

    def _share(self) -> Amount | None:
        """*25 percent*, *a quarter*, *one in four*."""
        at = self.at
        value = self._number(at)
        if value is None or value < 0:
            return None
        place = at + 1 + (value < 1 and self._form(at + 1) in _ARTICLES)
        if points := self._points(place):
            return self._found(place + 2, replace(exactly("points", value * points), unit=self._form(place)))
        if self._form(place) == "percent":
            return self._found(place + 1, share(value / 100, "percent"))
        if self._form(place) == "per" and self._form(place + 1) == "cent":
            return self._found(place + 2, share(value / 100, "percent"))
        if 0 < value < 1:
            return self._found(at + 1, share(value, "part"))
        place = at + (2 if self._form(at + 1) == "out" else 1)
        whole = self._number(place + 1) if self._form(place) in ("in", "of") else None
        if whole is None or not value < whole <= 1000 or value != int(value) or whole != int(whole):
            return None
        if place + 2 < len(self.words) and measures_of(self.words[place + 2].stem):
            return None  # "two in five days"
        return self._found(place + 2, share(value / whole, "part"))

    def _points(self, place: int) -> float:
        """*Percentage points*, *basis points*, in percentage points."""
        point = self._form(place + 1) in ("point", "points")
        return {"percentage": 1.0, "basis": 0.01}.get(self._form(place), 0.0) if point else 0.0

    def _years(self) -> Amount | None:
        """*The 1800s*, a decade or a century, and *the 19th century*."""
        word = self.words[self.at]
        if word.value is None or word.most is None:
            return None
        if word.ordinal and self._form(self.at + 1) == "century":
            return self._found(self.at + 2, exactly("years", 100 * word.value - 100, 100 * word.value - 1))
        if word.form.endswith("00s") and word.most == word.value + 9:
            return self._found(self.at + 1, exactly("years", word.value, word.value + 99))
        return None


_DEGREES = frozenset(("degree", "degrees"))
_PER = frozenset(("per", "a", "an"))


def _on(month: int, day: int) -> Reading:
    return exactly("date", 100.0 * month + day)


def _added(more: Amount, found: Amount) -> Amount | None:
    """An amount and a smaller one of its dimension as one."""
    sums = tuple(
        replace(
            one, unit=f"{one.unit} {less.unit}", low=one.low + less.low, high=one.high + less.high, reach=less.reach
        )
        for one in found.readings
        for less in more.readings
        if one.dimension == less.dimension and one.system == less.system and 0 < less.low < one.low
        if one.dimension not in ("temperature", "warming")
    )
    return Amount(found.lo, more.hi, sums) if sums else None
