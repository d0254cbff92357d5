"""Where sentences end: abbreviations, initials, decimal points, quotation marks and dashes taken into account.

A small rule set on purpose: the sentences of quoted speech are what the comparison aligns, so their edges
must be predictable and independent of any model.
"""

from __future__ import annotations

import re

from quotecheck.records import Span

# An abbreviation before a name or a number: its full stop never ends a sentence.
_BEFORE_NAME = frozenset(
    """
    mr mrs ms dr prof rev hon sen rep gov gen lt col maj capt cmdr adm sgt cpl pvt pres supt insp det st ste mt
    ft no nos vs v fig art sec ch vol pp ed eds approx est messrs mme mlle sr sra dom fr br atty asst assoc dep
    dist
    """.split()
)
# An abbreviation that a sentence may well end with; it does where the next word opens a sentence.
_MAY_END = frozenset(
    """
    jr sr inc corp co ltd llc plc bros etc al jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed
    thu thur thurs fri sat sun ave blvd rd univ dept calif conn del fla ill ind kan ky la md mass mich minn miss
    mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ariz ark colo ga am pm ph
    """.split()
)
_DOTTED = re.compile(r"(?:\w\.)+\w?$")
_OPENERS = frozenset(
    """
    a an the he she it they we i you this that these those his her its their our my your but and so there here
    what when where who why how if in on at for as to by from with after before while although however meanwhile
    then still yet also not no some many most all
    """.split()
)
_BOUNDARY = re.compile(
    r"""(?<![.!?…])(?P<end>[.!?…]++|[。！？]++)   # the mark that may end a sentence
        (?P<close>["'”’»›)\]」』]*+)   # what closes around it
        (?P<gap>\s+|(?<=[。！？」』])|$)""",
    re.VERBOSE,
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_WORD_BEFORE = re.compile(r"[\w.’'&-]*$")
_WORD_AFTER = re.compile(r"[\"'“‘«‹„(\[「『—–-]*\s*([\w’']*)")
_OPENING = frozenset("“„«")
_LOOKBACK = 40


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text[start:end]``, in order, without the white space around them.

    Every character that is no white space lies in exactly one sentence. A blank line always ends one.
    """
    stop = len(text) if end is None else end
    cuts = [
        match.end("close")
        for match in _BOUNDARY.finditer(text, start, stop)
        if match.end() >= stop or _ends_sentence(text, match, start, stop)
    ]
    cuts.extend(match.start() for match in _BLANK_LINE.finditer(text, start, stop))
    spans = []
    begin = start
    for cut in sorted({*cuts, stop}):
        span = strip_span(text, begin, cut)
        if span.start < span.end:
            spans.append(span)
        begin = cut
    return spans


def strip_span(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ends_sentence(text: str, match: re.Match[str], start: int, stop: int) -> bool:
    mark = match["end"]
    if mark[0] in "。！？":
        return True
    after = _WORD_AFTER.match(text, match.end(), stop)
    following = after[1] if after else ""
    if following[:1].islower():
        return False
    if mark != "." or match["close"]:
        # "Why?" / "wait…" / "it is.”": what follows opens in upper case, a figure or another mark.
        return mark not in ("…", "...") or not following or following[:1].isupper()
    before = _WORD_BEFORE.search(text, max(start, match.start() - _LOOKBACK), match.start())
    word = before[0].lower().lstrip(".'’") if before else ""
    if not word:
        return True
    if after is not None and text[match.end() : match.end() + 1] in _OPENING and match.end() < stop:
        return True  # no abbreviation goes on with a quote: "… on X. “We lost,” he said."
    bare = word.rpartition("-")[2]
    if bare in _BEFORE_NAME:
        return False
    initial = (len(bare) == 1 and bare.isalpha() and bare != "i") or _DOTTED.fullmatch(word + ".") is not None
    if initial or bare in _MAY_END:
        return following.lower() in _OPENERS and following != "" and not (len(bare) == 1 and "." not in word)
    return True
