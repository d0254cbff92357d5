"""What a cue does beside saying: to pledge, to deny, to demand. Two reports of one act tend to be of one statement.

Classes after Searle's commissives, directives and expressives (A Classification of Illocutionary Acts, 1976), cut finer
where news tells them apart; own lists, written from general English.
"""

from __future__ import annotations

import re

from quotecheck.records import Quote, Span
from quotecheck.speech.unsaid import is_unsaid

_ACTS = {
    "pledge": "pledge promise vow swear undertake guarantee",
    "deny": "deny refute reject dismiss dispute",
    "demand": "demand urge call order request appeal press insist plead implore",
    "warn": "warn caution threaten",
    "accuse": "accuse blame allege charge fault",
    "apologise": "apologize apologise regret",
    "thank": "thank praise congratulate applaud commend hail",
    "condemn": "condemn denounce criticize criticise decry slam blast",
    "admit": "admit concede acknowledge confess",
    "estimate": "estimate predict forecast project expect",
    "propose": "propose suggest recommend offer",
    "announce": "announce plan unveil",
    "approve": "approve endorse support back welcome",
    "refuse": "refuse decline",
}
_NO_VERBS = {
    "apology": "apologise",
    "denial": "deny",
    "condemnation": "condemn",
    "accusation": "accuse",
    "swore": "pledge",
}
_WORD = re.compile(r"[a-z]+")


def _forms() -> dict[str, str]:
    acts = dict(_NO_VERBS)
    for act, verbs in _ACTS.items():
        for verb in verbs.split():
            stem = verb[:-1] if verb.endswith("e") else verb
            for form in (verb, f"{verb}s", f"{stem}es", f"{stem}ed", f"{stem}ing"):
                acts[form] = act
            if verb.endswith("y"):
                acts[f"{verb[:-1]}ies"] = acts[f"{verb[:-1]}ied"] = act
            acts[f"{verb}{verb[-1]}ed"] = acts[f"{verb}{verb[-1]}ing"] = act  # admitted, planned
    return acts


_FORMS = _forms()


_LONGEST = 200
"""Characters of a cue that are looked at."""

_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.IGNORECASE)
_WHETHER = re.compile(r"[\W_]*whether\b", re.IGNORECASE)
_IF = re.compile(r"[\W_]*if\b", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:ask|wonder|question)", re.IGNORECASE)
_BEFORE = 12
"""Characters before a cue in which a *not* still belongs to it."""


def withheld(text: str, quote: Quote) -> bool:
    """Whether the speaker denies the words or leaves them open: *denied that …*, *would not say whether …*."""
    if quote.cue is None or quote.kind == "direct":
        return False
    if act_of(text, quote) == "deny":
        return not _NOT.search(text, max(0, quote.cue.start - _BEFORE), _end(quote.cue))
    if unsaid(text, quote):
        return True
    if quote.cue.start >= quote.content[0].start:
        return False  # "whether or not it rains, she said" is a condition
    asks = _IF.match(quote.text) and _ASKING.search(text, quote.cue.start, _end(quote.cue))
    return bool(asks or _WHETHER.match(quote.text))


def unsaid(text: str, quote: Quote) -> bool:
    """Whether the cue of reported words tells that nothing of the kind was said: *did not say that …*."""
    return quote.cue is not None and quote.kind != "direct" and is_unsaid(text, quote.cue, quote.mention)


def act_of(text: str, quote: Quote) -> str | None:
    """The act that the quote's cue in ``text`` tells of; None for mere saying and where there is no cue."""
    if quote.cue is None:
        return None
    words = _WORD.findall(text[quote.cue.start : _end(quote.cue)].lower())
    return next((_FORMS[word] for word in words if word in _FORMS), None)


def _end(cue: Span) -> int:
    return min(cue.end, cue.start + _LONGEST)
