"""A divergence part by part, in words and figures that add up as they are printed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from quotecheck.records import Comparison, PairScore, Part
from quotecheck.report.layout import A_AND_B, Sides, change_words, weighty

CHANGES_TOLD = 3
LIKELY = 0.5


def explained(found: Comparison | PairScore, sides: Sides = A_AND_B) -> str:
    """``0.63 = 0.08 other words (84% shared) + 0.02 other sense (…) + 0.53 chance altered (0.99; number: 64 → 46)``.

    Parts that round to nothing are left out; those that are printed add up to the divergence as it is printed. Holds
    words of the article: to be escaped. ``sides``: what the texts are called.
    """
    total = f"{found.divergence:.2f}"
    if not found.parts:
        return f"{total}: the same words"
    told = []
    for part, amount in zip(found.parts, shares(found.parts, found.divergence, 2), strict=True):
        if amount > 0:
            because = "; ".join([part.why] * bool(part.why) + _turned(found, part, sides))
            told.append(f"{amount:.2f} {part.name}" + (f" ({because})" if because else ""))
    return " = ".join([total, " + ".join(told)] if told else [total])


def shares(parts: Sequence[Part], total: float, places: int) -> list[float]:
    """The amounts rounded to ``places`` such that they sum to ``total`` rounded: largest remainders go up first."""
    unit = 10**places
    exact = [part.amount * unit for part in parts]
    floors = [math.floor(amount) for amount in exact]
    missing = round(round(total, places) * unit) - sum(floors)  # 0.025 is printed as 0.03, and 2.5 rounds to 2
    by_remainder = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    for place in by_remainder[: max(0, missing)]:
        floors[place] += 1
    return [amount / unit for amount in floors]


def _turned(found: Comparison | PairScore, part: Part, sides: Sides) -> list[str]:
    """The changes that make it likelier than not that the sense was altered; a low chance has no reason to tell."""
    if part.name != "chance altered" or found.altered < LIKELY:
        return []
    changes = weighty(found.changes)
    more = len(changes) - CHANGES_TOLD
    told = [change_words(change, sides=sides) for change in changes[:CHANGES_TOLD]]
    return told + ([f"and {more} more"] if more > 0 else [])
