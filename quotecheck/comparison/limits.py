"""Time limits that carry the sense: *we will stay until the last hostage is free*, cut to *we will stay*."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.marks import marks_in
from quotecheck.comparison.words import Word, Words

UNTIL = frozenset(("until", "till"))

REACH = 12
"""Words beside an *until* among which the verb that it limits is looked for, and those of its own clause."""

_PROMISED = frozenset("firm expected conditional possible duty advice".split())
_LASTING = frozenset("stay stays remain remains continue continues keep keeps holds stands wait waits".split())
SUBJECTS = frozenset("i we you he she it they there everyone everybody someone somebody all both".split())
_AUXILIARIES = frozenset(
    "am is are was were be been have has had do does did can could may might must shall should".split()
)
_PREPOSITIONS = frozenset("of in on at by for from to into with about over under against between during".split())
_TIMES = frozenset(
    """
    end start beginning middle late early next last coming following same very then now recent recently today tomorrow
    tonight morning noon midday afternoon evening night midnight dawn dusk sunrise sunset moment time date term spring
    summer autumn winter easter christmas monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december
    """.split()
)


def limits(long: Words, lo: int, hi: int, until: int) -> bool:
    """Whether an *until* within words ``lo`` to ``hi``, left out, limits what is kept around them so that it says more.

    So it does where what is kept denies (*nobody will be paid until …*: later they will be), by whatever time; and
    where it promises, allows or lasts, by an event that a clause tells. A date alone (*closed until Monday*), or the
    end of what is over (*we worked until the sun went down*), is a detail.
    """
    words = long.words
    sentence = words[until].sentence
    if lo and words[lo - 1].sentence == sentence:
        kept = _before(long, lo, sentence)
    elif hi < len(words) and words[hi].sentence == sentence:
        kept = _after(long, hi, sentence)
    else:
        return False
    if any(word.form in lexicon().negation for word in kept):
        return True
    going_on = any(mark.kind == "modality" and mark.key in _PROMISED for mark in marks_in(kept)) or any(
        word.form in _LASTING for word in kept
    )
    return going_on and _tells_an_event(_clause(long, until + 1, hi, sentence))


def _before(long: Words, lo: int, sentence: int) -> Sequence[Word]:
    first = lo - 1
    while first and lo - first < REACH and long.words[first - 1].sentence == sentence and not _pause(long, first):
        first -= 1
    return long.words[first:lo]


def _after(long: Words, hi: int, sentence: int) -> Sequence[Word]:
    return _clause(long, hi, min(hi + REACH, len(long.words)), sentence)


def _clause(long: Words, lo: int, hi: int, sentence: int) -> Sequence[Word]:
    """The words from ``lo`` on up to a pause, the sentence's end or ``hi``."""
    last = lo
    while (
        last < min(hi, lo + REACH) and long.words[last].sentence == sentence and (last == lo or not _pause(long, last))
    ):
        last += 1
    return long.words[lo:last]


def _pause(long: Words, place: int) -> bool:
    return any(sign in long.text[long.words[place - 1].end : long.words[place].start] for sign in ",;:—–")


def _tells_an_event(clause: Sequence[Word]) -> bool:
    """Whether these words are a clause with a verb, and not a time or an event's name: *Monday*, *the election*."""
    if not clause:
        return False
    if clause[0].form in SUBJECTS:
        return True
    noun: Word | None = None
    for word in clause:
        if word.form in _AUXILIARIES and word is not clause[0]:
            return True
        if word.form in _PREPOSITIONS:
            return False
        if word.weight < 1 or word.value is not None or word.form in _TIMES or lexicon().units.get(word.stem) == "time":
            continue
        if noun is not None and not word.name and _may_be_verb(word, noun):
            return True
        noun = word
    return False


def _may_be_verb(word: Word, noun: Word) -> bool:
    """Whether a word behind a noun looks like its verb: *war ends*, *war ended*, *wall fell*, *wardens come*."""
    inflected = word.form != word.stem
    irregular = inflected and not word.form.startswith(word.stem[:-1])
    return (
        irregular
        or (inflected and word.form.endswith(("s", "ed")))
        or (noun.form.endswith("s") and noun.form != noun.stem)
    )
