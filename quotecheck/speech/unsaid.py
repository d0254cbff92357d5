"""Cues by which an article tells that somebody did not say something: "would not say whether", "declined to discuss".

What follows such a cue is nobody's statement, so nobody can be quoted with it. To deny, to doubt or to think something
is one, and so is not to do it: "did not deny that", "does not think that".
"""

from __future__ import annotations

import re

from quotecheck.records import Span
from quotecheck.speech import cues

_WORD = re.compile(r"\w+(?:[’']\w+)*")
_NEGATION = frozenset("not never cannot neither nor".split())
_REFUSING = frozenset("decline declines declined declining refuse refuses refused refusing unable unwilling".split())
_SAID_AFTER_ALL = frozenset(
    """
    only just merely simply alone hesitate hesitated hesitating shy resist help tire tired tiring fail failed fails
    miss missed forget forgot mince minced stop stopped stops
    deny denies denied denying dispute disputes disputed disputing doubt doubts doubted doubting rule ruled ruling
    think thinks thought believe believes believed expect expects expected agree agrees agreed accept accepts accepted
    """.split()
)
"""Words beside which a negation is none of the saying: "not only said", "did not hesitate to say", "did not deny"."""

_NOBODY = re.compile(r"(?:no(?=[ -][^\W\d])|none|nobody|neither)\b", re.IGNORECASE)  # not "No 10"
_APART = re.compile(r"[,;:—–]|\b(?:and|but|while)\b")
_BETWEEN = 5  # helping words, at most, that stand between a speaker and the cue


def is_unsaid(text: str, cue: Span, mention: Span | None) -> bool:
    """Whether a cue, with the helping words between its speaker and it, tells that nothing of the kind was said.

    True too where the speaker is "nobody" or "neither company".
    """
    if mention is not None and mention.end <= cue.start and _NOBODY.match(text, mention.start, mention.end):
        return True
    last = max((match.end() for match in _APART.finditer(text, cue.start, cue.end)), default=cue.start)
    words = _words(text, last, cue.end)  # of "declined, saying" what follows hangs on the last word
    if mention is not None and mention.end <= cue.start and last == cue.start:
        ahead = _words(text, mention.end, cue.start) if cue.start - mention.end < _BETWEEN * 12 else []
        if len(ahead) <= _BETWEEN and all(_is_helping(word) for word in ahead):
            words = ahead + words
    negated = any(word in _NEGATION | _REFUSING or word.endswith("n't") for word in words)
    return negated and _SAID_AFTER_ALL.isdisjoint(words)


def _words(text: str, start: int, end: int) -> list[str]:
    return [match[0].lower().replace("’", "'") for match in _WORD.finditer(text, start, end)]


def _is_helping(word: str) -> bool:
    return word in cues.AUXILIARIES | cues.ADVERBS | _NEGATION | _REFUSING | {"to"} or word.endswith(("n't", "ly"))
