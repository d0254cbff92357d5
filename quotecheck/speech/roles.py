"""Words for what people and bodies are: by them "the senator" finds the person who was introduced as "Sen.".

Common nouns only, written from general knowledge of English; no person, office holder or organisation is listed.
"""

from __future__ import annotations

import re
from functools import lru_cache

ABBREVIATIONS = {
    "sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative", "gov": "governor",
    "govs": "governor", "gen": "general", "lt": "lieutenant", "col": "colonel", "maj": "major", "capt": "captain",
    "cmdr": "commander", "adm": "admiral", "sgt": "sergeant", "insp": "inspector", "det": "detective",
    "prof": "professor", "profs": "professor", "dr": "doctor", "drs": "doctor", "rev": "reverend",
    "hon": "honourable", "pres": "president", "sec": "secretary", "atty": "attorney", "supt": "superintendent",
    "cllr": "councillor", "st": "saint",
}  # fmt: skip
"""Titles as they are shortened before names, without their full stop."""

PERSONS = frozenset(
    """
    leader president minister chancellor senator governor mayor chairman chairwoman chair chairperson secretary
    director official officer spokesman spokeswoman spokesperson candidate nominee businessman businesswoman
    billionaire millionaire congressman congresswoman representative judge justice general colonel major captain
    lieutenant sergeant commander admiral ambassador envoy diplomat king queen prince princess pope bishop
    archbishop cardinal professor academic scholar researcher expert author lawyer attorney solicitor barrister
    analyst coach chief executive premier lawmaker legislator politician republican democrat socialist libertarian
    conservative liberal independent actor actress comedian singer musician rapper artist director producer
    filmmaker founder co-founder cofounder owner manager pastor preacher priest rabbi imam cleric reverend sister
    brother wife husband mother father parent son daughter uncle aunt cousin niece nephew grandfather
    grandmother grandson granddaughter widow widower fiance fiancee boyfriend girlfriend partner friend neighbour
    neighbor colleague tycoon dictator strongman incumbent newcomer veteran developer mogul magnate host
    co-host moderator anchor presenter commissioner prosecutor sheriff detective inspector constable policeman
    policewoman trooper deputy activist organiser organizer campaigner advocate economist historian scientist
    physicist biologist psychologist psychiatrist sociologist doctor physician surgeon nurse paramedic dentist
    veterinarian engineer architect teacher headteacher headmaster headmistress principal superintendent writer
    novelist poet journalist reporter correspondent editor columnist commentator critic blogger pundit pollster
    strategist consultant adviser advisor aide assistant counsel intern donor fundraiser lobbyist delegate
    councilman councilwoman councillor alderman treasurer auditor recorder clerk curator conductor composer
    designer farmer fisherman driver pilot astronaut sailor soldier marine guard firefighter athlete player
    striker goalkeeper midfielder defender quarterback pitcher boxer champion runner swimmer cyclist golfer
    batsman captain skipper trainer referee umpire man woman boy girl teenager teen student pupil graduate resident
    victim survivor witness suspect defendant plaintiff complainant convict prisoner inmate patient driver
    passenger customer worker employee employer boss contractor landlord tenant shopkeeper baker trader broker
    banker investor entrepreneur industrialist philanthropist insider source whistleblower hacker gunman attacker
    shooter killer murderer mogul star celebrity supermodel model native immigrant refugee migrant hopeful
    contender front-runner frontrunner rival opponent challenger successor predecessor freshman lieutenant
    technocrat statesman stateswoman heir monarch ruler emperor empress sultan emir sheikh ayatollah marshal
    secretary-general vicar chaplain dean provost rector mp mep member voter supporter caller person speaker
    parishioner bystander onlooker mourner pensioner retiree grandparent newlywed newscaster weatherman
    welder plumber electrician bricklayer carpenter mechanic builder roofer painter decorator docker miner trucker
    cleaner caretaker janitor waiter waitress cook chef barber hairdresser butcher gardener forester tailor porter
    midwife carer librarian bookseller beekeeper homeowner householder apprentice foreman forewoman
    """.split()
)
"""Nouns for one person."""

OFFICES = frozenset(
    """
    president minister premier chancellor king queen pope judge justice governor mayor pastor bishop archbishop
    sheriff coach principal ambassador general colonel captain commander speaker senator congressman congresswoman
    representative chairman chairwoman secretary commissioner superintendent professor doctor director
    spokesman spokeswoman spokesperson lawyer attorney prosecutor wife husband mother father brother sister son
    daughter widow author editor manager reporter host moderator victim witness suspect driver man woman boy girl
    defendant student teacher pilot neighbour neighbor friend source person member voter supporter
    """.split()
)
"""Of these, what somebody is or is not: who was never called so is not meant by it."""

PEOPLE = frozenset(
    """
    people police media press authorities women men children families staff troops others respondents americans
    crowd public both critics forces prosecutors clergy personnel folks youth youths rebels protesters parents
    many some several few most majority
    """.split()
)
"""Nouns and pronouns for many people that are not a listed person with an s."""

BODIES = frozenset(
    """
    agency group organization organisation company corporation ministry department committee campaign court
    commission council board union newspaper paper daily weekly network broadcaster channel magazine outlet
    website site firm bank church foundation institute institution university college school hospital government
    administration party army navy military parliament legislature senate congress house bureau office team club
    association federation league center centre think-tank panel authority watchdog regulator tribunal airline
    coalition alliance charity nonprofit non-profit society trust fund business retailer manufacturer carmaker
    automaker startup carrier publisher service squad force task nation country state city county town kingdom
    republic caucus chamber cabinet delegation embassy consulate museum theatre theater orchestra band
    """.split()
)
"""Nouns for a body that can speak."""

MEDIUM = frozenset(
    """
    state news agency newspaper newspapers television tv radio broadcaster network magazine website channel
    """.split()
)
"""What may follow the name of a medium without changing whom it names: the ABCD state news agency."""

THINGS = frozenset(
    """
    act school street day war cup prize award awards bill law treaty agreement plan deal road avenue river lake island
    islands bay mountain mountains airport station stadium hall arena hotel tower bridge building palace square park
    festival show series game games constitution amendment code project program programme rule train express flight
    revolution movement age century debate election primary caucus convention conference summit week month century
    ocean world earth east west north south coast valley hills city county state states country university college
    """.split()
)
"""Last words of names that are of no person."""

_BROADER = {
    "lawmaker": "senator representative congressman congresswoman mp mep legislator councilman councilwoman",
    "legislator": "senator representative congressman congresswoman lawmaker",
    "congressman": "representative",
    "congresswoman": "representative",
    "representative": "congressman congresswoman",
    "politician": "senator representative congressman congresswoman governor mayor lawmaker minister mp president",
    "leader": "president premier chancellor minister chief dictator king ruler",
    "ruler": "president king queen dictator leader emir sultan",
    "strongman": "president dictator leader ruler",
    "dictator": "president leader ruler strongman",
    "premier": "minister",
    "official": "secretary minister director commissioner officer",
    "candidate": "nominee contender hopeful front-runner frontrunner challenger",
    "contender": "nominee candidate hopeful front-runner frontrunner",
    "hopeful": "nominee candidate contender",
    "nominee": "candidate front-runner frontrunner",
    "front-runner": "frontrunner candidate nominee",
    "frontrunner": "front-runner candidate nominee",
    "billionaire": "tycoon mogul magnate businessman",
    "tycoon": "billionaire mogul magnate businessman",
    "mogul": "billionaire tycoon magnate businessman developer",
    "magnate": "billionaire tycoon mogul businessman",
    "businessman": "billionaire tycoon mogul magnate developer entrepreneur",
    "attorney": "lawyer",
    "lawyer": "attorney solicitor barrister counsel",
    "jurist": "judge justice",
    "judge": "justice",
    "physician": "doctor surgeon",
    "doctor": "physician surgeon",
    "academic": "professor scholar researcher",
    "scholar": "professor academic researcher",
    "researcher": "professor scientist",
    "scientist": "physicist biologist researcher",
    "cleric": "imam priest bishop pastor ayatollah rabbi reverend",
    "priest": "reverend father",
    "pastor": "reverend",
    "spokesperson": "spokesman spokeswoman",
    "actor": "actress star",
    "journalist": "reporter correspondent editor columnist anchor",
    "reporter": "journalist correspondent anchor",
    "anchor": "journalist reporter host presenter newscaster",
    "host": "anchor presenter moderator",
    "moderator": "anchor host journalist",
    "officer": "sergeant lieutenant captain detective inspector constable",
    "adviser": "advisor aide strategist",
    "advisor": "adviser aide strategist",
    "aide": "adviser advisor",
    "newspaper": "daily paper", "paper": "newspaper daily", "network": "broadcaster channel",
    "broadcaster": "network channel",
}  # fmt: skip
BROADER = {word: frozenset(narrower.split()) for word, narrower in _BROADER.items()}
"""What else may have introduced somebody whom the article later calls by this word."""

_AGED = re.compile(r"\d{1,3}-year-old")
_AGENT = re.compile(r"\w{3,}(?:man|woman|person|worker)|\w{4,}(?:ologist|ographer|ician)|\w{5,}ist")
_PLURAL_IN_S = frozenset(
    ("news", "politics", "congress", "press", "business", "series", "campus", "census", "economics")
)


def is_person_word(word: str) -> bool:
    """Whether a noun in lower case stands for one person."""
    return word in PERSONS or bool(_AGED.fullmatch(word)) or bool(_AGENT.fullmatch(word))


@lru_cache(maxsize=8192)
def is_people_word(word: str) -> bool:
    """Whether a noun in lower case stands for several people or bodies."""
    if word in PEOPLE:
        return True
    if word.endswith("men") and is_person_word(word[:-3] + "man"):
        return True
    one = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return word.endswith("s") and (is_person_word(one) or one in BODIES)


def is_plural_word(word: str) -> bool:
    """Whether a noun in lower case looks like more than one."""
    return is_people_word(word) or (
        word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")) and word not in _PLURAL_IN_S
    )


def in_full(title: str) -> str:
    """A title in lower case as it is spoken: ``sen.`` -> ``senator``."""
    bare = title.rstrip(".")
    return ABBREVIATIONS.get(bare, bare)


def answers_to(word: str, described: frozenset[str]) -> bool:
    """Whether somebody described by these words may be called by ``word``."""
    return word in described or not described.isdisjoint(BROADER.get(word, ()))
