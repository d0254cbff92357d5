"""The words that attribute: reporting verbs with their inflections, and what they take as their complement.

Own lexicon, written from general grammar and style guides; which verbs earn their place was measured on the
training part of PolNeAR 1.0 (only English verbs, nothing of its texts, stand here).
"""

from __future__ import annotations

from typing import Literal

Pattern = Literal["say", "tell", "urge", "commit", "name", "offer"]
"""How a verb takes what is said.

say     a clause or the words themselves: said (that) …
tell    somebody first, then the clause: told reporters (that) …
urge    somebody to do something; who is urged is part of the content: urged members to …
commit  an infinitive or a clause: pledged to …
name    an object and what it is called or accused of; speech only where words of it are in quotation marks
offer   a noun of speech first (offered condolences for …); speech only where words of it are in quotation marks
"""

_VERBS: dict[Pattern, str] = {
    "say": """say add write state note explain claim argue declare announce report reply respond answer insist
        acknowledge admit suggest assert allege confirm tweet post comment remark recall concede conclude continue
        contend complain caution deny disclose emphasize emphasise stress estimate indicate joke maintain
        mention observe predict recount reiterate repeat reveal swear testify shout yell chant exclaim whisper mutter
        quip snap retort muse lament boast interject counter proclaim opine elaborate clarify decree email text
        counsel hint imply warn agree believe marvel gush intone scoff sigh shrug joke pronounce protest
        recommend reflect rejoin signal specify stipulate submit surmise venture volunteer warrant wonder
        demand ask inquire object conjecture affirm attest aver avow confess confide divulge enthuse
        fume grumble holler hypothesize insinuate interrupt murmur narrate posit preach profess reason
        reassert recite relate resolve rule speculate summarize tease theorize thunder underline underscore
        utter vent voice vouch wail warble weigh blurt bark blog caption cheer cry crow declaim deadpan exhort
        fret gripe groan growl hiss instruct jest mumble plead pray prophesy quote read rant rave
        roar scream screech sneer snarl sob stammer stutter sum taunt trumpet cite find echo""",
    "tell": "tell inform remind assure notify reassure advise",
    "urge": "urge order implore beg encourage beseech command",
    "commit": "pledge promise vow threaten propose",
    "name": """call describe label dub brand accuse blame criticize criticise praise condemn denounce blast slam refer
        dismiss mock hail characterize characterise deride decry portray depict liken compare tout ridicule
        lambaste castigate credit deem thank applaud commend congratulate chide scold rebuke ask defend
        speak bash attack assail rip berate cast paint paraphrase pronounce question salute skewer tag term trash
        welcome warn honor honour laud lament invoke reject""",
    "offer": "express voice convey extend issue deliver offer give send share renew",
}
SPEECH_NOUNS = frozenset(
    """
    condolence condolences apology apologies regret regrets sympathy sympathies thanks gratitude support concern
    concerns hope hopes confidence doubt doubts grief sorrow outrage anger remorse solidarity optimism
    frustration disappointment praise warning warnings statement congratulations assurance assurances blessing
    blessings promise promises greetings tribute message surprise satisfaction skepticism scepticism dismay
    alarm fear fears sadness joy pride admiration respect appreciation interest
    """.split()
)
_IRREGULAR: dict[str, tuple[str, str]] = {
    "say": ("said", "said"), "tell": ("told", "told"), "write": ("wrote", "written"), "swear": ("swore", "sworn"),
    "find": ("found", "found"), "read": ("read", "read"), "give": ("gave", "given"), "send": ("sent", "sent"),
    "cast": ("cast", "cast"), "speak": ("spoke", "spoken"), "weigh": ("weighed", "weighed"),
}  # fmt: skip
_DOUBLING = frozenset(["dub", "tag", "admit", "submit", "quip", "snap", "slam", "sum", "rip", "sob"])

Form = Literal["base", "third", "past", "participle", "ing"]


def _inflect(verb: str) -> dict[str, frozenset[Form]]:
    if verb in _IRREGULAR:
        past, participle = _IRREGULAR[verb]
    elif verb.endswith("e"):
        past = participle = verb + "d"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past = participle = verb[:-1] + "ied"
    elif verb in _DOUBLING:
        past = participle = verb + verb[-1] + "ed"
    else:
        past = participle = verb + "ed"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    if verb.endswith("e") and not verb.endswith("ee"):
        ing = verb[:-1] + "ing"
    elif verb in _DOUBLING:
        ing = verb + verb[-1] + "ing"
    else:
        ing = verb + "ing"
    forms: dict[str, set[Form]] = {}
    for word, form in ((verb, "base"), (third, "third"), (past, "past"), (participle, "participle"), (ing, "ing")):
        forms.setdefault(word, set()).add(form)  # type: ignore[arg-type]
    return {word: frozenset(kinds) for word, kinds in forms.items()}


def _lexicon() -> tuple[dict[str, frozenset[Form]], dict[str, frozenset[Pattern]]]:
    forms: dict[str, frozenset[Form]] = {}
    patterns: dict[str, frozenset[Pattern]] = {}
    for pattern, verbs in _VERBS.items():
        for verb in verbs.split():
            for word, kinds in _inflect(verb).items():
                forms[word] = forms.get(word, frozenset()) | kinds
                patterns[word] = patterns.get(word, frozenset()) | {pattern}
    return forms, patterns


FORMS, PATTERNS = _lexicon()
"""Every inflected cue verb with the forms it can be, and with the patterns it takes."""

WEAK = frozenset(
    w
    for verb in """
    find echo cite read rule resolve relate reason object question agree believe signal submit reflect answer
    volunteer counsel shrug cheer cry plead pray protest text post continue repeat counter tease sum weigh
    reject welcome cast paint term tag lament wonder hint imply find quote recite underline underscore demand
    ask propose specify stipulate interrupt
    """.split()
    for w in _inflect(verb)
)
"""Forms of verbs that attribute only together with words in quotation marks, a colon or an explicit *that*."""

NOUN_LIKE = frozenset(
    """
    reports report claims claim calls call notes note states state charges demand demands comment comments post
    posts answer answers question questions text texts remark remarks estimate estimates promise promises pledge
    pledges order orders offer offers attack attacks reply replies response tweet tweets warning warnings praise
    blame signal signals vow vows threat cry cries cheer cheers protest protests rule rules hint hints email
    emails blog blogs quote quotes echo echoes find finds read reads credit voice ruling finding meaning reading
    posting calling writing asking questioning offering reporting opening find lament underscores concern
    """.split()
)
"""Cue forms that are often nouns; after a determiner, an adjective or a possessive they are taken for one."""

AUXILIARIES = frozenset(
    """
    has have had having is are was were be been being am do does did will would can could may might must shall
    should ’s 's ’ve 've ’d 'd ’re 're
    """.split()
)
NEGATIONS = frozenset(["not", "never", "n't", "nor", "neither", "hardly", "without"])
ADVERBS = frozenset(
    """
    also later then once now again still even just already too further instead soon often always first last
    earlier previously meanwhile ultimately simply only however once twice therefore thus famously both all each
    yesterday today tonight nonetheless nevertheless though afterward afterwards
    """.split()
)
PRONOUNS = frozenset(["he", "she", "they", "i", "we", "you", "it", "who"])
INDEFINITE = frozenset(
    """
    some many others most all both another several few one neither none those these that which
    """.split()
)
DETERMINERS = frozenset(
    """
    the a an this that these those his her their its our my your some many most several few two three four five
    six seven eight nine ten another other both all each every no any one
    """.split()
)
PREPOSITIONS = frozenset(
    """
    in on at by with from to of for about into over after before during under against between among through
    without within since until till amid despite near across behind beyond toward towards upon via per like as
    along around outside inside following including regarding concerning ahead because
    """.split()
)
ADVERBIAL_OPENERS = frozenset(
    """
    in on at after before during when while since until through via as by following amid despite from late early
    last next this earlier later yesterday today tonight tomorrow monday tuesday wednesday thursday friday
    saturday sunday again to with of about without over regarding under mon tue wed thu fri sat sun
    """.split()
)
"""What may open an adverbial between a cue and its content, or stand behind it."""

CONJUNCTIONS = frozenset(["and", "or", "but", "nor", "yet", "so"])
SUBORDINATORS = frozenset(
    """
    that if when while because although though since unless until whereas whether after before as where why how
    what once than
    """.split()
)
TIME_WORDS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec yesterday today tonight
    tomorrow morning afternoon evening night week month year mon tue tues wed thu thurs fri sat sun
    """.split()
)
FINITE_VERBS = AUXILIARIES | frozenset(
    """
    went came took made got saw knew thought gave found held kept left lost met paid put ran sat sent set spent
    stood won wore began became brought built bought chose drew drove fell felt fought grew heard hit led let
    meant read rose sold shot spoke struck swept taught threw understood goes comes takes makes gets sees knows
    thinks gives holds keeps leaves meets pays puts runs sends sets spends stands wins begins becomes brings
    seems appears wants needs likes hopes plans seeks wanted hoped refuses faces leads remains continues joined
    broke caught dealt fled forgot hung hid lay laid lent lit rode rang sang sank slept sought swore tore woke
    wound wrote shook ate bit blew bent clung crept dug flew froze knelt leapt shone shrank slid spat sprang
    stole stuck strode swung wept withdrew overcame arose awoke forbade forgave mistook undertook
    """.split()
)
