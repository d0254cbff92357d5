"""What an amount may be worth: intervals in one unit of each dimension, and when two of them are one amount."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from quotecheck.comparison.spelling import normal_form, stem_of, word_list

SHARE = 0.00375
"""A part of a whole is rounded by at most this: *two thirds* are *66 percent* or *67 percent*. Set by hand."""
SMALL_SHARE = 0.025
"""A small part by at most this share of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that an amount may mean: from ``low`` to ``high`` in the dimension's base unit, give or take ``reach``.

    ``unit`` is the name it goes by, ``system`` what its units belong to: *metric*, *imperial*.
    """

    dimension: str
    unit: str
    system: str
    low: float
    high: float
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """What one unit is worth in the base unit of its dimension, and where it has its zero."""

    dimension: str
    unit: str
    system: str
    factor: float
    zero: float = 0.0

    def reading(self, low: float, high: float) -> Reading:
        """So many of the unit, as exact as the less exact figure is given."""
        reach = max(_rounding(low), _rounding(high))
        if self.dimension == "temperature":
            reach = min(reach, 0.5)  # 30 degrees are no round number
        return Reading(
            self.dimension, self.unit, self.system,
            low * self.factor + self.zero, high * self.factor + self.zero, reach * self.factor,
        )  # fmt: skip

    def to_the_power(self, power: int, dimension: str) -> Measure:
        """The unit of an area or of a volume (in liters)."""
        factor = self.factor**power * (1000 if dimension == "volume" else 1)
        return replace(self, dimension=dimension, unit=f"{self.unit}{power}", factor=factor)


def share(part: float, unit: str) -> Reading:
    """A part of a whole, between 0 and 1, of percent or of a fraction."""
    return Reading("share", unit, unit, part, part, min(SHARE, SMALL_SHARE * part))


def exactly(dimension: str, low: float, high: float | None = None) -> Reading:
    """What nobody rounds: an hour of the day, a date, a decade."""
    return Reading(dimension, dimension, dimension, low, low if high is None else high)


def agree(one: Reading, other: Reading) -> bool:
    """Whether two readings are one amount: the same in one unit, in two units the same once both are rounded."""
    if one.dimension != other.dimension:
        return False
    # What a float loses in conversion is no difference.
    room = 1e-9 * max(abs(one.high), abs(other.high))
    if one.unit != other.unit:
        most = most_rounding(one.system == other.system)
        room += sum(min(reading.reach, most * abs(reading.high)) for reading in (one, other))
    return abs(one.low - other.low) <= room and abs(one.high - other.high) <= room


def most_rounding(one_system: bool) -> float:
    """The share of an amount that its rounding takes or adds at most, in units of one system or in those of two."""
    return _table().same if one_system else _table().other


def measures_of(stem: str) -> tuple[Measure, ...]:
    """What a unit may be, by the stem of its name; nothing for other words. *Degrees* are of two scales."""
    return _table().units.get(stem, ())


@dataclass(frozen=True, slots=True)
class _Table:
    units: Mapping[str, tuple[Measure, ...]]
    same: float
    other: float


@lru_cache(maxsize=1)
def _table() -> _Table:
    table: dict[str, Any] = tomllib.loads(word_list("measures.toml"))
    rounding = table.pop("rounding")
    units: dict[str, tuple[Measure, ...]] = {}
    for system, dimensions in table.items():
        for dimension, names in dimensions.items():
            for name, worth in names.items():
                stem = stem_of(normal_form(name))
                found = (Measure(dimension, stem, system, factor, zero) for factor, zero in _worths(worth))
                units[stem] = (*units.get(stem, ()), *found)
    return _Table(units, float(rounding["same"]), float(rounding["other"]))


def _worths(worth: float | list[float] | dict[str, float]) -> Iterator[tuple[float, float]]:
    if isinstance(worth, dict):
        yield worth["factor"], worth["zero"]
    else:
        yield from ((float(factor), 0.0) for factor in (worth if isinstance(worth, list) else [worth]))


def _rounding(value: float) -> float:
    """Half a unit of the last digit that is no 0: 0.5 for 12, 50 for 300, 0.05 for 3.5."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    digits, _, power = f"{abs(value):.11e}".partition("e")
    return 0.5 * 10.0 ** (int(power) - len(digits.rstrip("0").rstrip(".").replace(".", "")) + 1)
