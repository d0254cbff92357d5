"""Amounts that two texts have in other words: *two years* and *24 months*, found among all and written alike.

Those of the second text that the first one has too are made one word of the first one's form, so that whoever compares
words finds nothing changed there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quotecheck.comparison.amounts import Amount, amounts_in
from quotecheck.comparison.measures import Reading, agree, most_rounding
from quotecheck.comparison.words import Word, Words

NEAR = 8
"""Amounts of about one size among which the like of another one is looked for."""


def written_alike(first: Words, second: Words) -> tuple[Words, Words]:
    """The texts with each amount that they have in other words made one word, of the form that the first text has.

    ``told`` of this word in the second text is what the first one has there. Amounts that both write alike stay.
    """
    mine, theirs = amounts_in(first), amounts_in(second)
    if not mine or not theirs:
        return first, second
    known = {_letters(first, one) for one in mine} & {_letters(second, one) for one in theirs}
    mine, theirs = (
        [one for one in found if _letters(words, one) not in known]
        for words, found in ((first, mine), (second, theirs))
    )
    pairs = _pairs(mine, theirs) if mine and theirs else []
    if not pairs:
        return first, second
    joined = [_joined(first, second, one, other) for one, other in pairs]
    return (
        _with(first, {one.lo: (one.hi, word) for (one, _), (word, _) in zip(pairs, joined, strict=True)}),
        _with(second, {other.lo: (other.hi, word) for (_, other), (_, word) in zip(pairs, joined, strict=True)}),
    )


def as_the_other(words: Words) -> Words:
    """The text with its amounts put as the other text has them, where ``written_alike`` has made them one word."""
    if not any(word.told for word in words.words):
        return words
    text = ""
    read: list[Word] = []
    end = 0
    for word in words.words:
        text += words.text[end : word.start]
        start = len(text)
        text += word.told or words.text[word.start : word.end]
        read.append(replace(word, start=start, end=len(text)))
        end = word.end
    return replace(words, text=text + words.text[end:], words=tuple(read))


def _letters(words: Words, amount: Amount) -> str:
    return "".join(word.form for word in words.words[amount.lo : amount.hi])


def _joined(first: Words, second: Words, one: Amount, other: Amount) -> tuple[Word, Word]:
    """The words that an amount of both texts becomes: the first text's, and the second's."""
    said, same = first.words[one.lo : one.hi], second.words[other.lo : other.hi]
    form = " ".join(word.form for word in said)
    number = next((word for word in (*said, *same) if word.value is not None), None)
    mine = replace(
        said[0], end=said[-1].end, form=form, stem=form, weight=sum(word.weight for word in said), name=False,
        value=number.value if number else None, most=number.most if number else None, ordinal=False,
    )  # fmt: skip
    return mine, replace(
        mine, start=same[0].start, end=same[-1].end, bracketed=same[0].bracketed, inner=same[0].inner,
        sentence=same[0].sentence, told=first.text[mine.start : mine.end],
    )  # fmt: skip


def _with(words: Words, joined: dict[int, tuple[int, Word]]) -> Words:
    """The words with those from a place on, up to another, made one."""
    kept: list[Word] = []
    places: list[int] = []
    at = 0
    while at < len(words.words):
        end, word = joined.get(at, (at + 1, words.words[at]))
        places += [len(kept)] * (end - at)
        kept.append(word)
        at = end
    ellipses = tuple(places[place] if place < len(places) else len(kept) for place in words.ellipses)
    return replace(words, words=tuple(kept), ellipses=ellipses, weight=sum(word.weight for word in kept))


def _pairs(mine: Sequence[Amount], theirs: Sequence[Amount]) -> list[tuple[Amount, Amount]]:
    """Amounts of both texts that are one, each taken once, in the order of the first text."""
    sizes: dict[str, list[tuple[float, int]]] = {}
    for place, other in enumerate(theirs):
        for reading in other.readings:
            sizes.setdefault(reading.dimension, []).append((reading.high, place))
    for found in sizes.values():
        found.sort()
    taken: set[int] = set()
    pairs: list[tuple[Amount, Amount]] = []
    for one in mine:
        near = {place for reading in one.readings for place in _near(sizes.get(reading.dimension, ()), reading)}
        for place in sorted(near - taken):
            if any(agree(reading, other) for reading in one.readings for other in theirs[place].readings):
                taken.add(place)
                pairs.append((one, theirs[place]))
                break
    return pairs


def _near(sizes: Sequence[tuple[float, int]], reading: Reading) -> list[int]:
    room = max(reading.reach, 2 * most_rounding(False) * abs(reading.high))
    middle = bisect_left(sizes, (reading.high, -1))
    lo = max(bisect_left(sizes, (reading.high - room, -1)), middle - NEAR)
    hi = min(bisect_right(sizes, (reading.high + room, len(sizes))), middle + NEAR)
    return [place for _, place in sizes[lo:hi]]
