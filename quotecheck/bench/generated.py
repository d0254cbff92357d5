"""Made-up news, for machines without real articles: sentences that differ, and articles of some 760 words.

People, outlets and places are invented. The same call gives the same text everywhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from quotecheck.records import Article

ARTICLE_WORDS = 760
"""Words of a made-up article: the mean of news articles in the corpora that quotecheck is measured on is near it."""

SHARED_QUOTES = 6
"""Quotes that every article on one made-up event carries, in its own wording."""

PEOPLE = (
    "Amara Veld", "Tobias Renn", "Ines Corvalho", "Piet Haugland", "Selma Brandt", "Jonas Okafor", "Mirela Dunst",
    "Callum Aster", "Noor Haddow", "Viktor Lindqvist", "Odile Marchetti", "Rafe Sunder", "Greta Palombo",
    "Hamid Torvald", "Lucie Ferrand", "Bram Ashdown", "Yara Nilsen", "Dario Whitlock", "Elke Mornay", "Sanjay Thorne",
)  # fmt: skip
ROLES = (
    "the mayor", "the harbour master", "a council member", "the school board", "the union leader", "the fund's head",
    "the regional minister", "the fire chief", "a company spokeswoman", "the hospital director",
)  # fmt: skip
PLACES = (
    "Ostermoor", "Vellmark", "Tarn Valley", "Port Callis", "Brindleford", "Sankt Orren", "Lower Haverly", "Quillan Bay",
    "Eastrick", "Marrowick", "Dunmere", "Kestrel Point",
)  # fmt: skip
ACTS = (
    "will close", "will reopen", "has sold", "may rebuild", "cannot afford", "refused to inspect", "promised to repair",
    "is going to double", "has not paid for", "wants to move", "voted against", "has begun to clear",
)  # fmt: skip
THINGS = (
    "the old bridge", "its two water plants", "the night ferry", "every rural clinic", "the flood wall", "the depot",
    "a third of the fishing fleet", "the winter shelter", "the quarry road", "the grain terminal", "four schools",
    "the emergency radio network", "the public archive", "its shares in the power station",
)  # fmt: skip
CIRCUMSTANCES = (
    "before the first frost", "after months of quarrels", "although nobody had asked", "for less than {n} million",
    "within {n} days", "unless the court steps in", "because {n} families depend on it", "while prices keep rising",
    "in spite of {n} complaints", "once the report is out", "without a word to the residents", "with {n} new workers",
)  # fmt: skip
VERBS = ("said", "told reporters", "warned", "insisted", "added", "explained")
OUTLETS = ("Northern Ledger", "Daily Sextant", "Vellmark Tribune", "Coast Dispatch", "The Lantern", "Harbour Post")


def sentences(count: int, seed: int = 0) -> list[str]:
    """``count`` sentences, no two the same."""
    chance = random.Random(f"sentences {seed}")
    found: dict[str, None] = {}
    while len(found) < count:
        found[_sentence(chance)] = None
    return list(found)


def articles(count: int, words: int = ARTICLE_WORDS, seed: int = 0) -> Iterator[Article]:
    """``count`` articles of about ``words`` words, two on each event: these share quotes, one of them reworded."""
    for number in range(count):
        event, side = divmod(number, 2)
        outlet = OUTLETS[number % len(OUTLETS)]
        yield Article(f"made-up-{number:04}", _article(f"{seed} {event}", side, words), outlet=outlet)


def _sentence(chance: random.Random) -> str:
    return f"{_subject(chance)} {_predicate(chance)}."


def _subject(chance: random.Random) -> str:
    who = chance.choice(PEOPLE) if chance.random() < 0.5 else f"{chance.choice(ROLES)} of {chance.choice(PLACES)}"
    return who[0].upper() + who[1:]


def _predicate(chance: random.Random) -> str:
    circumstance = chance.choice(CIRCUMSTANCES).format(n=chance.randint(2, 90))
    place = f" in {chance.choice(PLACES)}" if chance.random() < 0.6 else ""
    return f"{chance.choice(ACTS)} {chance.choice(THINGS)}{place} {circumstance}"


def _article(event: str, side: int, words: int) -> str:
    told = random.Random(f"event {event}")
    quotes = [(told.choice(PEOPLE), _predicate(told), told.randint(2, 90)) for _ in range(SHARED_QUOTES)]
    chance = random.Random(f"article {event} {side}")
    paragraphs: list[str] = []
    length = 0
    while length < words or quotes:
        if quotes and (chance.random() < 0.4 or length >= words):
            who, what, number = quotes.pop(0)
            # the second article gives the number of one quote wrong and leaves out the end of the others
            end = f", and {number + side * (len(quotes) == 2)} people know it" if not side or len(quotes) == 2 else ""
            paragraph = f"“The town {what}{end},” {who} {chance.choice(VERBS)} on Tuesday."
        else:
            paragraph = " ".join(_sentence(chance) for _ in range(chance.randint(2, 4)))
        paragraphs.append(paragraph)
        length += len(paragraph.split())
    return "\n\n".join(paragraphs) + "\n"
