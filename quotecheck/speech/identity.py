"""Whether two names are one speaker, within an article and across outlets.

Names are compared part by part after folding case, diacritics, hyphens, titles and the common romanisation
variants, so that Kim Jong Un is Kim Jong-un and Zelensky is Zelenskyy, while two people who share a surname
stay two. There is no list of people: everything is decided by the spelling of the names at hand.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from quotecheck.records import Quote
from quotecheck.speech.given import Gender, given_gender, honorific_gender
from quotecheck.speech.roles import THINGS

TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father pastor rabbi imam sheikh shaikh
    hon honorable honourable senator sen representative rep congressman congresswoman governor gov president
    vice prime deputy acting former ex then chief minister premier chancellor secretary ambassador mayor judge
    justice general gen lieutenant lt colonel col major maj captain capt commander cmdr admiral adm sergeant sgt
    king queen prince princess pope archbishop bishop cardinal chairman chairwoman chairperson chair speaker
    leader director officer spokesman spokeswoman spokesperson attorney ayatollah mme monsieur madame herr frau
    dictator candidate nominee lawmaker councilman councilwoman councillor inspector detective sheriff constable
    coach manager analyst adviser advisor aide professor
    prosecutor superintendent teacher headteacher headmaster headmistress principal lawyer commissioner cllr
    assemblyman assemblywoman selectman selectwoman alderman alderwoman engineer economist editor
    farmer nurse architect private investigator mp mep republican democrat tory
    baroness baron count countess duke duchess executive solicitor barrister coroner surgeon brigadier marshal
    chairperson president-elect trustee bailiff curator professor vicar deacon canon dean provost rector
    """.split()
)
"""Words that stand before a name and are no part of it."""

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md"})
_PARTICLES = frozenset(
    """
    de da di do dos das del della van von der den ter ten la le el al bin ibn ben abu y e of the for and
    """.split()
)
INSTITUTION_WORDS = frozenset(
    """
    ministry department agency service office bureau commission committee council court party union association
    federation league bank group company corporation university institute foundation center centre campaign
    administration government parliament congress senate house assembly army navy force forces police news times
    post journal press post daily tribune herald network television radio magazine guardian organization
    organisation authority board pac club fund society alliance coalition initiative project movement inc corp ltd
    team llc plc airlines airways motors museum hospital library
    """.split()
)
FIRM = " & "
"""What joins the names of partners to that of their firm."""

GENERIC = frozenset(
    """
    official officials source sources spokesman spokeswoman spokesperson people person aide aides analyst
    analysts expert experts critic critics supporter supporters witness witnesses reporter reporters lawmaker
    lawmakers student students voter voters resident residents police authorities he she they it we i who one
    others some many president leader minister senator secretary chairman chairwoman governor mayor judge general
    his her their its our my the a an this that these those other another several both team campaign staff
    committee government ministry department office agency company group party union court council opposition
    """.split()
)
"""Words that describe a speaker without naming one; alone they never prove that two speakers are the same."""

_FOLDS = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
    }
)
_PIECES = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"(.)\1+")


def fold(word: str) -> str:
    """Lower case without diacritics, e.g. ``Łukašenka`` -> ``lukasenka``."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_FOLDS))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


_BEFORE = TITLES | {"the", "a", "an"}


@lru_cache(maxsize=16384)
def name_parts(name: str) -> tuple[str, ...]:
    """The folded words of a name without titles before it, possessive and suffixes behind it.

    Hyphens part words, as romanisations differ in them. A name that is titles alone keeps its last word.
    """
    cleaned = re.sub(r"['’]s?$", "", name.strip().split(",")[0])
    words = [fold(piece) for piece in _PIECES.findall(re.sub(r"(?<=\w)[’'](?=\w)", "", cleaned))]
    # "U.S." and "J.K." come apart into letters; a run of single letters is one word when it is the whole name
    if len(words) > 1 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    while len(words) > 1 and words[0] in _BEFORE and words[1] not in INSTITUTION_WORDS:
        words = words[1:]  # but "Justice Department" is no justice
    while len(words) > 2 and words[-1] in SUFFIXES:
        words = words[:-1]
    return tuple(words)


@lru_cache(maxsize=4096)
def _romanised(word: str) -> str:
    """One spelling for the usual romanisation variants of a name's word (own rules, by the common variants)."""
    for variant, standard in (
        ("kh", "h"),
        ("ph", "f"),
        ("ue", "u"),
        ("oe", "o"),
        ("ae", "a"),
        ("ou", "u"),
        ("w", "v"),
        ("j", "y"),
    ):
        word = word.replace(variant, standard)
    word = _DOUBLED.sub(r"\1", re.sub(r"(?:[iy]+)$", "i", word))
    return word.replace("y", "i")


def name_keys(name: str) -> frozenset[str]:
    """Keys of which two names share one whenever ``same_name`` holds for them, for looking names up.

    But for initials of two letters, which are no key: half of all people would share one.
    """
    parts = name_parts(name)
    longer = {initials for initials in _initials(parts) if len(initials) > 2}
    return frozenset({_romanised(part) for part in parts} | {"".join(parts), *parts} | longer)


def lookup_keys(name: str) -> frozenset[str]:
    """Keys of which two names share one whenever ``same_name`` holds for them, without exception."""
    return name_keys(name) | _initials(name_parts(name))


def _initials(parts: Sequence[str]) -> frozenset[str]:
    """The first letters of all parts, and of those that are no particles."""
    return frozenset("".join(part[0] for part in some) for some in (parts, [p for p in parts if p not in _PARTICLES]))


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and _romanised(one) == _romanised(other))


def _same_given(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return _same_word(one, other) or _SHORT_FOR.get(one, one) == _SHORT_FOR.get(other, other)


_SHORT_FOR = {
    short: long
    for long, forms in {
        "abigail": "abby", "alexander": "alex sandy", "andrew": "andy drew", "anthony": "tony", "benjamin": "ben",
        "catherine": "cathy kate katie", "charles": "charlie chuck", "christopher": "chris", "daniel": "dan danny",
        "david": "dave", "deborah": "debbie deb", "donald": "don", "douglas": "doug", "edward": "ed eddie ted",
        "elizabeth": "liz beth betsy lizzie", "eugene": "gene", "frederick": "fred", "gerald": "gerry jerry",
        "gregory": "greg", "jacob": "jake", "james": "jim jimmy", "jeffrey": "jeff", "john": "jack johnny",
        "jonathan": "jon", "joseph": "joe", "joshua": "josh", "katherine": "kathy", "kenneth": "ken",
        "lawrence": "larry", "leonard": "len", "margaret": "maggie peggy", "matthew": "matt", "michael": "mike",
        "nathaniel": "nate", "nicholas": "nick", "pamela": "pam", "patricia": "pat trish", "peter": "pete",
        "philip": "phil", "raymond": "ray", "rebecca": "becky", "richard": "dick rick rich",
        "robert": "bob rob bobby", "ronald": "ron", "samuel": "sam", "stephen": "steve", "steven": "steve",
        "susan": "sue", "theodore": "theo", "thomas": "tom tommy", "timothy": "tim", "victoria": "vicky",
        "vincent": "vince", "walter": "walt", "william": "bill billy will",
    }.items()
    for short in forms.split()
}  # fmt: skip
"""The usual short forms of English given names; by them Bob Hale is Robert Hale."""


@lru_cache(maxsize=16384)
def gender_by_name(name: str) -> Gender | None:
    """What the title before a name or its given name tells: of ``Mr Berg`` and ``Tom Berg`` ``m``, of ``Berg`` nothing.

    Bodies and things that are called after somebody have none.
    """
    told = _gender_by_title(name)
    parts = name_parts(name)
    if told is not None or len(parts) < 2 or FIRM in name or set(parts) & INSTITUTION_WORDS or parts[-1] in THINGS:
        return told
    return given_gender(parts[0])


def _gender_by_title(name: str) -> Gender | None:
    written = name.split()
    if len(written) < 2 or (fold(written[0]) == "lord" and fold(written[1]) in TITLES):
        return None  # a Lord Mayor may be a woman
    return honorific_gender(written[0])


def same_name(one: str, other: str) -> bool:
    """Whether two names can be of one speaker: same surname, and given names that do not contradict.

    A bare surname (or, with names that put it first, the first word) agrees with every full name that has it;
    whoever asks must know whether that is ambiguous. Initials agree with the names they begin. Bodies agree
    with their initials ("National Intelligence Service", "NIS"). A title that tells a man ("Mr Berg") agrees
    with no woman's name, nor the other way round.
    """
    a, b = name_parts(one), name_parts(other)
    if not a or not b:
        return False
    if a == b or "".join(a) == "".join(b):
        # one name: what given names usually tell is no reason against it
        return {_gender_by_title(one), _gender_by_title(other)} != {"m", "f"}
    if len(a) > len(b):
        a, b, one, other = b, a, other, one
    if len(a) == 1:
        return _short_form(a[0], one, b, firm=FIRM in other) and _may_be_one(one, other)
    if set(a) & INSTITUTION_WORDS or set(b) & INSTITUTION_WORDS or FIRM in one or FIRM in other:
        bare = set(a) - _PARTICLES, set(b) - _PARTICLES
        return bare[0] == bare[1] or (_contains(b, a) and a[-1] == b[-1])
    if b[len(b) - len(a) :] == a:
        return True  # "Headteacher Ann Lee": what stands before a whole name is a title, known or not
    if not _same_word(a[-1], b[-1]) or not _same_given(a[0], b[0]):
        return False
    # middle names may be left out, but those that both names give must agree one by one
    middle, other_middle = a[1:-1], b[1:-1]
    if not middle or not other_middle:
        return True
    return len(middle) == len(other_middle) and all(map(_same_given, middle, other_middle))


def _may_be_one(one: str, other: str) -> bool:
    return {gender_by_name(one), gender_by_name(other)} != {"m", "f"}


def _short_form(word: str, written: str, full: tuple[str, ...], *, firm: bool) -> bool:
    if len(full) == 1:
        return _same_word(word, full[0])
    letters = "".join(part[0] for part in full if part not in _PARTICLES)
    if word == letters or word == "".join(part[0] for part in full):
        return written.strip().strip(".").replace(".", "").isupper()
    if firm or set(full) & INSTITUTION_WORDS:
        return False
    return _same_word(word, full[-1]) or (_same_word(word, full[0]) and len(word) > 1)


def _contains(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return any(longer[i : i + len(shorter)] == shorter for i in range(len(longer) - len(shorter) + 1))


DOCUMENTS = frozenset(
    """
    statement statements letter letters memo report reports response reply email emails tweet tweets post posts
    article articles ad ads video document documents transcript filing filings complaint lawsuit indictment order
    speech remarks release website page caption headline sign signs banner banners poll polls survey study studies
    book film interview amendment bill constitution law rule rules resolution message messages
    """.split()
)
"""What words stand in; whoever speaks through one need not be named beside it."""


def _describes(pieces: Sequence[str], name: str) -> bool:
    """Whether words that hold a name describe somebody else: they open in lower case, or own what ends so."""
    if pieces[0].islower() and fold(pieces[0]) not in _PARTICLES:
        return True
    return pieces[-1].islower() and len(pieces) > 2 and bool(_OWNING.search(name))


_OWNING = re.compile(r"\w(?:['’]s|s['’]) ")


def is_generic(name: str) -> bool:
    """Whether a speaker is told by a description or a document alone, which identifies nobody.

    "officials" and "a spokesman" are; so is "the committee's letter", which speaks for people it may not name, and
    so are "spokesman for Ann Lee" and "Lee's lawyer", who are not Lee.
    """
    pieces = _PIECES.findall(name)
    if pieces and (fold(pieces[-1]) in DOCUMENTS or _describes(pieces, name)):
        return True
    return not any(piece[0].isupper() and fold(piece) not in GENERIC for piece in pieces)


def same_speaker(a: str | None, b: str | None) -> bool | None:
    """Whether two speakers are the same person or body; None where that cannot be known.

    Unknown are a missing speaker and one told by a description alone.
    """
    if a is None or b is None:
        return None
    if is_generic(a) or is_generic(b):
        return None
    return same_name(a, b)


def _fullness(name: str) -> int:
    return sum(len(part) > 1 for part in name_parts(name))


def group_names(names: Mapping[str, int] | Iterable[str]) -> dict[str, str]:
    """Map every name to the fullest name of the same speaker among ``names`` (with how often each occurs).

    A short name that fits two different full names stays by itself. Full names join first, then short ones,
    each group under the name with most words, the most frequent of these, the first in the alphabet.
    """
    counts = Counter(dict(names) if isinstance(names, Mapping) else Counter(names))
    order = sorted(counts, key=lambda name: (-_fullness(name), -len(name_parts(name)), -counts[name], name))
    groups: list[list[str]] = []
    index: defaultdict[str, list[list[str]]] = defaultdict(list)
    for name in order:
        alike = [] if is_generic(name) else list({id(g): g for key in name_keys(name) for g in index[key]}.values())
        fitting = [group for group in alike if all(same_name(name, member) for member in group)]
        if len(fitting) == 1:
            group = fitting[0]
            group.append(name)
        else:
            group = [name]
            groups.append(group)
        if not is_generic(name):
            for key in name_keys(name):
                index[key].append(group)
    heads: dict[str, str] = {}
    for group in groups:
        head = min(group, key=lambda name: (-_fullness(name), -len(name_parts(name)), -counts[name], -len(name), name))
        heads.update(dict.fromkeys(group, head))
    return heads


def unify_speakers(quotes: Sequence[Quote]) -> list[Quote]:
    """The same quotes with one name per speaker across all their articles; order kept.

    Speakers told by a description alone are not joined across articles: "an official" here need not be
    "an official" there. They keep their words.
    """
    counts: defaultdict[str, int] = defaultdict(int)
    for quote in quotes:
        if quote.speaker is not None:
            counts[quote.speaker] += 1
    heads = group_names(counts)
    return [dataclasses.replace(q, speaker=heads[q.speaker]) if q.speaker is not None else q for q in quotes]
