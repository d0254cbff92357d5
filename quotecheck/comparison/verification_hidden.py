"""What a quote keeps from its readers that turns what it keeps: negations, conditions, hedges, questions, persons.

All of it is told as reasons, in words of the transcript.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quotecheck.comparison.differences import Difference, Segment
from quotecheck.comparison.governing import governs, phrases_in
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.verification_judgement import Extract, passed_over, shown
from quotecheck.comparison.verification_speech import read_speech
from quotecheck.comparison.words import Word, Words, runs_on
from quotecheck.records import Line

MOST_BETWEEN = 20_000
"""Characters that are read of what lies between two places."""

LEAST_CLAUSE = 3
"""Words that are kept of a question from which on they can be a statement. By hand."""

AUXILIARIES_BETWEEN = 4
"""Auxiliaries and adverbs that may stand between a subject and its verb: *they have never really*."""

_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
_SECOND = frozenset("you your yours yourself yourselves".split())
_THIRD = frozenset("he him his himself she her hers herself they them their theirs themselves".split())
_PERSONS = {form: person for person, forms in enumerate((_FIRST, _SECOND, _THIRD)) for form in forms}
_SUBJECTS = frozenset("i we you he she it they there this that these those".split())
_BEING = frozenset("am is are was were".split())
_AUXILIARIES = _BEING | frozenset(
    "be been being do does did have has had will would shall should can could may might must".split()
)
_BEFORE_A_VERB = _AUXILIARIES | frozenset("not never ever also just only still already always really even".split())
_BARE_AFTER = frozenset("do does did will would shall should can could may might must to".split())
"""What a verb without an ending follows."""

_ASKING = frozenset("what who whom whose which when where why how".split())
_OPENS_A_TURN = frozenset("and but so well now then ok okay yes no".split())
_OPENS_A_CLAUSE = frozenset(
    """
    that think believe say know agree accept admit concede deny feel suppose understand claim mean argue suggest hope
    fear regret true fair right possible likely sure aware certain confident convinced saying telling
    """.split()
)
"""Words in front of a clause: *do you believe …*, *is it true …*, *are you saying …*."""

_OPENS_A_PHRASE = frozenset("a an the this that these those my your his her its our their no some any all".split())
_BREAKS = frozenset("but because that who which what when where if unless though although while so".split())
_ONLY = frozenset("only just merely simply solely".split())
_ENDING = re.compile(r"[aeiouy].*ing$|[aeiouy].*(?<!e)ed$|[^su]s$")


def hidden(diff: Difference, source: Extract, lines: Sequence[Line]) -> list[str]:
    """What the quote passes over, or was cut off from, that turns what it keeps; as it stands in the transcript.

    Behind an ellipsis that is any negation, condition or exception, and any hedge that bears on the words kept; where
    the quote begins or ends, what governs its words. What somebody else says in between turns nothing.
    """
    marked = frozenset(passed_over(diff))
    speakers = _speakers(diff.a, source, lines)

    def hides(segment: Segment) -> bool:
        lo, hi = segment.a0, segment.a1
        at_edge = segment.b0 == segment.b1 and segment.b0 in (0, len(diff.b.words)) and lo < hi
        if segment in marked:
            around = {speakers[place] for place in (lo - 1, hi) if 0 <= place < len(speakers)}
            if _turning(diff.a, lo, hi, [speaker in around for speaker in speakers[lo:hi]]) is not None:
                return True
        if not (segment in marked or at_edge):
            return False
        return _governs(diff.a, lo, hi) or (segment.b0 == 0 and _reaches(diff.a, lo, hi))

    return [shown(diff.a, segment.a0, segment.a1) for segment in diff.segments if hides(segment)]


def _speakers(words: Words, source: Extract, lines: Sequence[Line]) -> list[str | None]:
    """Who says each of the words of a source."""
    starts = [offset for _, _, _, offset in source.parts]
    return [lines[source.parts[bisect_right(starts, word.start) - 1][0]].speaker for word in words.words]


def hidden_between(diff: Difference, source: Extract, lines: Sequence[Line]) -> list[str]:
    """What an ellipsis passes over between two blocks, if that turns the sense: the first sentence that does.

    Only where the second block stands further on in the same document, and only what their speakers say.
    """
    found: list[str] = []
    bounds = [*source.blocks, len(source.text) + 1]
    ranges: dict[int, tuple[int, int]] = {}  # the words of the quote that each block holds, first and last
    for i, j in diff.links:
        block = bisect_right(bounds, diff.a.words[i].start) - 1
        low, high = ranges.get(block, (j, j))
        ranges[block] = min(low, j), max(high, j)
    for one, other in pairwise(sorted(ranges)):
        marked = any(ranges[one][1] < place <= ranges[other][0] for place in diff.b.ellipses)
        before = [part for part in source.parts if bounds[one] <= part[3] < bounds[one + 1]][-1]
        after = next(part for part in source.parts if part[3] >= bounds[other])
        first, last = lines[before[0]], lines[after[0]]
        if not marked or first.doc != last.doc or (after[0], after[1]) < (before[0], before[2]):
            continue
        if before[0] == after[0]:
            texts = [first.text[before[2] : after[1]]]
        else:
            own = (first.speaker, last.speaker)
            between = [line.text for line in lines[before[0] + 1 : after[0]] if line.speaker in own]
            texts = [first.text[before[2] :], *between, last.text[: after[1]]]
        words = read_speech(" ".join(texts)[:MOST_BETWEEN])
        turning = _turning(words, 0, len(words.words))
        if turning is not None:
            sentence = words.words[turning].sentence
            places = [place for place, word in enumerate(words.words) if word.sentence == sentence]
            found.append(shown(words, places[0], places[-1] + 1))
    return found


def _turning(words: Words, lo: int, hi: int, own: Sequence[bool] | None = None) -> int | None:
    """The first of some words that negates, conditions or excepts, or hedges a sentence that is left out whole.

    ``own`` says of each whether the speaker of the words around says it.
    """
    lex = lexicon()
    every = words.words
    around = {every[place].sentence for place in (lo - 1, hi) if 0 <= place < len(every)}
    counts = [own is None or own[place - lo] for place in range(lo, hi)]
    for place in range(lo, hi):
        form = every[place].form
        if not counts[place - lo] or _in_tag(every, place):
            continue
        if form in lex.negation or form in lex.condition or form in lex.exception:
            return place
        if lex.certainty.get(form) == "unsure" and every[place].sentence not in around:
            return place
    for place, _, kind in phrases_in(every, lo, hi):
        if counts[place - lo] and (
            kind in ("condition", "exception") or (kind == "hedge" and every[place].sentence not in around)
        ):
            return place
    return None


def _in_tag(words: Sequence[Word], place: int) -> bool:
    """Whether a negation is that of a question that only asks for assent: *…, isn't it?*"""
    if not (0 < place < len(words) - 1 and words[place].contracted and words[place - 1].form in _AUXILIARIES):
        return False
    ends = place + 2 == len(words) or words[place + 2].sentence != words[place].sentence
    return ends and words[place + 1].form in _SUBJECTS


def _governs(words: Words, lo: int, hi: int) -> bool:
    """``governs``, unless all that was left out is a question for assent."""
    if hi - lo <= LEAST_CLAUSE and any(_in_tag(words.words, place) for place in range(lo, hi)):
        return False
    return governs(words, lo, hi)


def _reaches(words: Words, lo: int, hi: int) -> bool:
    """Whether a negation among words ``lo`` to ``hi`` holds for a verb that is joined on behind them, however far off.

    *I will not stand here in this hall and blame the weather*: the verb has no ending, so that it hangs on the same
    *will* or *to*.
    """
    lex = lexicon()
    every = words.words
    if hi >= len(every) or every[hi - 1].form not in ("and", "or") or not _bare(every[hi]):
        return False
    for place in range(hi - 2, lo - 1, -1):
        word, after = every[place], every[place + 1]
        if word.sentence != every[hi].sentence or word.form in _BREAKS:
            return False
        if not runs_on(words.text, word, after):
            return False
        if word.form in lex.negation and after.form not in _ONLY:
            begin = max(lo, place - 1)  # "will not", "not to"
            return any(one.form in _BARE_AFTER for one in every[begin : hi - 1])
    return False


def _bare(word: Word) -> bool:
    """Whether a word can be a verb without an ending: *blame*, *pass*, *sing*."""
    return word.weight >= 1 and not word.name and word.value is None and not _ENDING.search(word.form)


def asked(diff: Difference) -> list[str]:
    """Questions of the transcript of which the quote ``diff.b`` makes statements, without the words that ask."""
    linked: dict[int, list[tuple[int, int]]] = {}
    for i, j in diff.links:
        linked.setdefault(diff.a.words[i].sentence, []).append((i, j))
    told = []
    for sentence, lo, hi in _sentences(diff.a):
        links = linked.get(sentence, [])
        if not links or "?" not in _after(diff.a, hi):
            continue
        i, j = links[0]
        end = next((hi for _, lo, hi in _sentences(diff.b) if lo <= links[-1][1] < hi), len(diff.b.words))
        quoted = diff.b.words[j:end]
        if "?" in _after(diff.b, end) or len(quoted) < LEAST_CLAUSE or _still_asks(diff.b, j):
            continue
        if _asks(diff.a.words[lo:i], diff.a.words[i]):
            told.append(shown(diff.a, lo, hi))
    return told


def _sentences(words: Words) -> Iterator[tuple[int, int, int]]:
    """Each sentence's number, and which words it has, first and last + 1."""
    lo = 0
    for place in range(1, len(words.words) + 1):
        if place == len(words.words) or words.words[place].sentence != words.words[lo].sentence:
            yield words.words[lo].sentence, lo, place
            lo = place


def _after(words: Words, place: int) -> str:
    """The signs before the word at a place, or at the end of the text."""
    end = words.words[place].start if place < len(words.words) else len(words.text)
    return words.text[words.words[place - 1].end : end]


def _still_asks(words: Words, place: int) -> bool:
    """Whether the quote's own words before a place, in its sentence, ask: *whether …*"""
    before = [word for word in words.words[:place] if word.sentence == words.words[place].sentence]
    return any(word.form in _ASKING or word.form in ("whether", "if") for word in before) or _inverted(before)


def _inverted(words: Sequence[Word]) -> bool:
    """Whether an auxiliary stands before its subject: *do you*, *isn't it*."""
    forms = [word.form for word in words if word.form != "not"]
    return any(
        one in _AUXILIARIES and other in _SUBJECTS and (not at or forms[at - 1] not in _SUBJECTS)
        for at, (one, other) in enumerate(pairwise(forms))
    )


def _asks(left_out: Sequence[Word], kept: Word) -> bool:
    """Whether the words left out at the start of a question ask, and those from ``kept`` on are a clause."""
    if not left_out:
        return False
    forms = [word.form for word in left_out]
    starts = kept.form in _SUBJECTS or kept.form in _OPENS_A_PHRASE or kept.name or kept.form in _PERSONS
    if forms[-1] in _AUXILIARIES or (forms[-1] == "not" and len(forms) > 1 and forms[-2] in _AUXILIARIES):
        return starts  # "Did | the operator lie?"
    opening = next((form for form in forms if form not in _OPENS_A_TURN), "")
    return forms[-1] in _OPENS_A_CLAUSE and (_inverted(left_out) or opening in _ASKING)


def other_persons(diff: Difference) -> list[str]:
    """Where the quote ``diff.b`` has *I* and the transcript *you*, or one of *he*, *she* and *they*, around one word.

    Only of use where a quote gives a speaker's own words: what is told in other words has other persons. What an outlet
    puts in brackets is its own.
    """
    told = []
    for i, j in diff.equal:
        if diff.a.words[i].form in _PERSONS or diff.a.words[i].form in _BEFORE_A_VERB:
            continue
        said, quoted = _person_before(diff.a, i), _person_before(diff.b, j)
        if said is None or quoted is None or diff.b.words[quoted].bracketed or diff.a.words[said].bracketed:
            continue
        if _PERSONS[diff.a.words[said].form] != _PERSONS[diff.b.words[quoted].form]:
            told.append(f"“{shown(diff.b, quoted, j + 1)}” is “{shown(diff.a, said, i + 1)}” in the transcript")
    return list(dict.fromkeys(told))


def _person_before(text: Words, place: int) -> int | None:
    """Where the pronoun stands that a word's subject or owner is, if one is right before it but for auxiliaries."""
    words = text.words
    at = place - 1
    while at >= 0 and place - at <= AUXILIARIES_BETWEEN and words[at].form in _BEFORE_A_VERB:
        at -= 1
    if at < 0 or words[at].form not in _PERSONS or not runs_on(text.text, words[at], words[place]):
        return None
    return at
