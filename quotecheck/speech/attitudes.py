"""Which paragraphs can hold an attribution at all: the others need not be sent through the network.

A paragraph can if it has a quotation mark, a colon, or one of the words below in any of its forms. The lexicon is
wider than that of the rules (cues.py), which know speech alone: it has the verbs and nouns of belief, intention and
attitude too. Written from general grammar; on the training part of PolNeAR 1.0 the paragraphs left out, 11 in 100, hold
7 in 1,000 of all attributions and 1 in 1,800 of those that are speech.
"""

from __future__ import annotations

import re

from quotecheck.speech import cues

_VERBS = """
    accept accuse admire advocate agree aim analyse analyze anticipate apologise apologize appeal appear appreciate
    approve argue ask assume attack attempt attribute back ban believe blame bring call care challenge champion
    charge choose claim commit conceive concern conclude confess confirm consider contest convince decide decline
    deem demand deny describe desire despise detail determine disagree discover discuss dislike dismiss display
    dispute doubt dream embrace encourage endorse estimate expect experience explain fear feel figure find forecast
    foresee forget guess hate hear highlight hint hold hope identify ignore imagine indicate insist intend interest
    interpret introduce issue judge know lack lament lay learn like list lobby look love mean measure mind need
    nominate note object offer oppose outline perceive persuade pick plan please pledge poll post praise predict
    prefer prepare present press pressure project promise promote propose publish push put question raise rate
    realise realize recall recognise recognize refuse regard regret reject release remember report represent request
    require resent resist resolve respect respond reveal review run say see seek seem show sign sound speak stand
    strive suggest support suppose surprise survey suspect swear swipe talk target tell testify thank think threaten
    tout trust try turn understand urge value view vote vow wait want warn welcome wish wonder worry write
"""
_IRREGULAR = """
    brought chose chosen dreamt felt forgot forgotten found heard held knew known laid learnt meant ran said saw
    seen shown sought spoke spoken stood strove swore sworn thought told understood written wrote
"""
_NOUNS = """
    accord accusation advice allegation ambition analysis announcement answer apology appetite argument aspiration
    assertion assessment attitude backer belief claim comment complaint concern conclusion confidence conviction
    critic criticism decision declaration desire determination disappointment doubt editorial email enthusiasm
    estimate evaluation evidence expectation explanation faith fan fear finding forecast frustration goal guess hope
    idea impression intention interview judgement judgment letter memo message notion opinion opposition outrage
    perception petition plan pledge poll post prediction preference promise proposal question reaction reason
    recommendation refusal remark report request resistance response scepticism sentiment skepticism source
    speculation speech stance statement study suggestion supporter survey suspicion sympathy theory thought threat
    trust tweet understanding verdict view vow warning willingness wish word worry
"""
_OTHERS = """
    according adamant afraid allegedly angry apparently aware certain clear concerned confident convinced critical
    determined eager favor favorable favour favourable glad grateful happy hopeful likely optimistic proud ready
    reluctant reportedly sceptical skeptical sorry supportive supposedly sure sympathetic tired unaware uncertain
    unconvinced unhappy unimpressed unlikely unwilling upset wary willing
"""


def _forms() -> frozenset[str]:
    words = {*cues.FORMS, *_IRREGULAR.split(), *_OTHERS.split()}
    for word in (_VERBS + _NOUNS).split():
        stem = word[:-1] if word.endswith("e") else word
        words |= {word, word + "s", stem + "es", stem + "ed", stem + "ing"}
        if word.endswith("y"):
            words |= {word[:-1] + "ies", word[:-1] + "ied"}
        words |= {word + word[-1] + "ed", word + word[-1] + "ing"}  # planned
    return frozenset(words)


_FORMS = _forms()
_MARK = re.compile("[\"“”„‟«»‹›「」『』‘’'`:]\\B|\\B[\"“”„‟«»‹›「」『』‘'`]")
_WORD = re.compile(r"[^\W\d_]+")


def may_attribute(paragraph: str) -> bool:
    """Whether the paragraph can hold words attributed to somebody."""
    return _MARK.search(paragraph) is not None or any(match[0].lower() in _FORMS for match in _WORD.finditer(paragraph))
