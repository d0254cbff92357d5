"""Speech as it is spoken against speech as it is printed: what may go without changing what was said.

Transcripts keep fillers, repeated words, false starts and the noises of the hall; those who print a speech clean it up.
Nothing here decides by itself that a word is idle: only what one of two texts lacks is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from quotecheck.comparison.differences import Difference, difference
from quotecheck.comparison.words import Words, read_words

FILLERS = frozenset("uh um uhm umm er erm ah eh hm hmm mm mhm".split())
SET_OFF = frozenset({("you", "know"), ("i", "mean"), ("well",), ("oh",), ("okay",), ("ok",)})
"""Words that are idle between commas or dashes."""

LONGEST_START = 8
"""Words of a false start, or of a repeated stretch."""

SLIP = 3
"""Words of a start that is given up at a comma, or at any of its words."""

_NOISE = re.compile(
    r"""[(\[]\s*(?:
        [A-Z][A-Z ,.'’/-]{1,60}
      | (?i:[\w ,'’/-]{0,40}\b(?:applause|laughter|laughs|laughing|cheers|cheering|cheer|booing|boos|crosstalk|inaudible
          |unintelligible|music|chanting|chants|chant|pause|ph)\b[\w ,.!'’/-]{0,40})
      | \d{1,2}:\d\d(?::\d\d)?
    )\s*[)\]]""",
    re.VERBOSE,
)
_ELLIPSIS = re.compile(r"\.\s?\.\s?\.|…")
_CUT_OFF = re.compile(r"[—–…]|--|\.\s?\.\s?\.|(?:^|\s)-(?:\s|$)|-$")
_APART = re.compile(r"[,;:.!?()]|[—–…]|--|(?:^|\s)-(?:\s|$)")


def read_speech(text: str) -> Words:
    """The words of a quote or of a transcript, without the noises of the hall: *(APPLAUSE)*, *[crosstalk]*.

    Ellipses are told by places among the words as they stand, runs of number words put together.
    """
    words = read_words(text)
    starts = [word.start for word in words.words]
    ellipses = tuple(dict.fromkeys(bisect_left(starts, match.start()) for match in _ELLIPSIS.finditer(text)))
    words = replace(words, ellipses=ellipses)
    noises = [match.span() for match in _NOISE.finditer(text)]
    if not noises:
        return words
    at = 0
    idle: set[int] = set()
    for place, word in enumerate(words.words):
        while at < len(noises) and noises[at][1] <= word.start:
            at += 1
        if at < len(noises) and noises[at][0] <= word.start:
            idle.add(place)
    return without(words, idle)


def without(words: Words, idle: Iterable[int]) -> Words:
    """The same text without some of its words, by their places."""
    left_out = frozenset(idle)
    if not left_out:
        return words
    kept = [place for place in range(len(words.words)) if place not in left_out]
    place_of = {place: number for number, place in enumerate(kept)}
    at = len(kept)
    following = [at] * (len(words.words) + 1)  # for each place, where the first kept word from there on stands now
    for place in range(len(words.words) - 1, -1, -1):
        at = place_of.get(place, at)
        following[place] = at
    chosen = tuple(words.words[place] for place in kept)
    ellipses = tuple(dict.fromkeys(following[place] for place in words.ellipses))
    return replace(words, words=chosen, ellipses=ellipses, weight=sum(word.weight for word in chosen))


def cleaned_difference(said: Words, quoted: Words) -> Difference:
    """The difference of two texts once what either has of idle speech, and the other lacks, is left out."""
    said, quoted = (
        without(words, [place for place, word in enumerate(words.words) if word.form in FILLERS])
        for words in (said, quoted)
    )
    diff = difference(said, quoted)
    # What is set off goes first: in "with the, you know, with the dam" it parts a start from what it is given up for.
    for find in (_set_off_fillers, _starts):
        idle_a: set[int] = set()
        idle_b: set[int] = set()
        for segment in diff.segments:
            if segment.b0 == segment.b1:
                idle_a |= find(diff.a, segment.a0, segment.a1)
            elif segment.a0 == segment.a1:
                idle_b |= find(diff.b, segment.b0, segment.b1)
        if idle_a or idle_b:
            diff = difference(without(diff.a, idle_a), without(diff.b, idle_b))
    return diff


def _set_off_fillers(words: Words, lo: int, hi: int) -> set[int]:
    """Which of the words ``lo`` to ``hi``, which the other text lacks, only fill the pause between two signs."""
    every = words.words
    idle: set[int] = set()
    for place in range(lo, hi):
        for size in (1, 2):
            run = tuple(word.form for word in every[place : place + size])
            if place + size <= hi and run in SET_OFF and _set_off(words, place, place + size):
                idle |= set(range(place, place + size))
    return idle


def _starts(words: Words, lo: int, hi: int) -> set[int]:
    """The words ``lo`` to ``hi``, which the other text lacks, if they are said twice or a start that was given up."""
    return set(range(lo, hi)) if hi - lo <= LONGEST_START and _started_over(words, lo, hi) else set()


def _set_off(words: Words, lo: int, hi: int) -> bool:
    """Whether signs stand on both sides of the words ``lo`` to ``hi``, or an end of the text."""
    return all(place in (0, len(words.words)) or _APART.search(_between(words, place)) for place in (lo, hi))


def _between(words: Words, place: int) -> str:
    """The signs between the word before a place and the word at it."""
    start = words.words[place - 1].end if place else 0
    end = words.words[place].start if place < len(words.words) else len(words.text)
    return words.text[start:end]


def _started_over(words: Words, lo: int, hi: int) -> bool:
    """Whether the words ``lo`` to ``hi`` are said again at once, or are a start that is given up for another.

    A stretch may have been cut anywhere in its round: of *in many, in many cases* an alignment may leave over either
    *in many* or *many, in*. So it is turned back as far as the words before it are those at its end.
    """
    forms = [word.form for word in words.words[max(0, lo - 2 * LONGEST_START) : hi + LONGEST_START]]
    offset = max(0, lo - 2 * LONGEST_START)
    size = hi - lo
    first = lo - offset
    while True:
        stretch = forms[first : first + size]
        after = first + size
        for round_ in range(1, size + 1):  # said once more, or several times
            again = forms[first + round_ : after + round_]
            if size % round_ == 0 and stretch == again and _said_twice(words, offset + first, round_):
                return True
        if after < len(forms):
            signs = _between(words, offset + after)
            if _CUT_OFF.search(signs) and (stretch[0] == forms[after] or (size <= SLIP and forms[after] in stretch)):
                return True
            if "," in signs and size <= SLIP and stretch[0] == forms[after]:
                return True
        if not first or forms[first - 1] != forms[first + size - 1]:
            break
        first -= 1
    first = lo - offset
    return (
        first >= size
        and forms[first - size : first] == forms[first : first + size]
        and _said_twice(words, lo - size, size)
    )


def _said_twice(words: Words, first: int, size: int) -> bool:
    """Whether a stretch that stands twice is one thing said twice; numbers must be set off: *ten, ten people*."""
    if not all(word.value is not None for word in words.words[first : first + size]):
        return True
    return bool(_APART.search(_between(words, first + size)))
