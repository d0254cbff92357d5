"""Word lists for the judge's training edits, written for it; lexicon.toml, which the product reads, is another list."""

from __future__ import annotations


def _pairs(lines: str) -> list[tuple[str, str]]:
    """``one / two`` a line, both ways."""
    both = [tuple(side.strip() for side in line.split("/")) for line in lines.strip().splitlines()]
    return [(a, b) for a, b in both] + [(b, a) for a, b in both]  # type: ignore[misc]


MODALS = {
    "will": ("may", "might", "could", "must", "should", "would", "can"),
    "would": ("will", "may", "must", "should", "might"),
    "can": ("must", "cannot", "might", "should", "will"),
    "could": ("must", "will", "should", "can"),
    "may": ("must", "will", "should"),
    "might": ("must", "will", "should"),
    "must": ("may", "might", "can", "could", "should"),
    "should": ("must", "may", "might", "can", "will"),
    "shall": ("may", "might", "should"),
}

MODAL_PHRASES = _pairs(
    """
    is going to / might
    are going to / may
    has to / may
    have to / can
    had to / could
    needs to / may
    need to / might
    is able to / has to
    are able to / have to
    plans to / refuses to
    want to / have to
    wants to / has to
    is expected to / is certain to
    are expected to / are certain to
    is likely to / is bound to
    are likely to / are sure to
    is allowed to / is required to
    are allowed to / are required to
    is obliged to / is free to
    tried to / managed to
    intends to / has begun to
    agreed to / offered to
    hopes to / is about to
    would like to / is determined to
    hope to / will
    hopes to / will
    plans to / will
    wants to / will
    promised to / refused to
    is considering / has decided on
    are considering / have decided on
    is planning / has cancelled
    will be / has been
    will be / have been
    will be / was
    will be / were
    is being / has been
    are being / have been
    is about to / has already begun to
    """
)

AUXILIARIES = frozenset(
    "is are was were am has have had will would can could may might must should shall do does did".split()
)

CERTAINTY = _pairs(
    """
    probably / certainly
    possibly / definitely
    perhaps / certainly
    maybe / surely
    likely / certainly
    allegedly / demonstrably
    reportedly / provenly
    apparently / undoubtedly
    almost / fully
    nearly / exactly
    partly / entirely
    partially / completely
    largely / slightly
    mostly / rarely
    often / rarely
    usually / seldom
    sometimes / always
    frequently / occasionally
    some / all
    many / few
    most / few
    several / no
    every / hardly any
    each / no
    all / some
    both / neither
    everyone / nobody
    everybody / hardly anyone
    everything / nothing
    someone / everyone
    a few / all
    a lot of / hardly any
    majority / minority
    half / all
    seems / is proven
    suspected / confirmed
    claims / proves
    suggests / shows
    could be / is
    may have been / was
    might have / had
    believed / knew
    rumours / facts
    rumors / facts
    """
)

INSERTED_HEDGES = (
    "allegedly", "reportedly", "supposedly", "possibly", "perhaps", "almost", "hardly", "barely", "only", "nearly",
    "rarely", "seldom", "partly", "purportedly", "initially", "nominally", "scarcely", "temporarily",
)  # fmt: skip

OPPOSITES = _pairs(
    """
    more / less
    more / fewer
    higher / lower
    bigger / smaller
    better / worse
    older / younger
    larger / smaller
    faster / slower
    earlier / later
    longer / shorter
    stronger / weaker
    greater / lesser
    most / least
    best / worst
    highest / lowest
    largest / smallest
    biggest / smallest
    first / last
    before / after
    above / below
    over / under
    inside / outside
    up / down
    into / out of
    to / from
    for / against
    with / without
    near / far from
    during / after
    until / since
    at least / at most
    more than / less than
    no more than / no less than
    and / or
    because of / despite
    because / although
    thanks to / despite
    increase / decrease
    increased / decreased
    increases / decreases
    increasing / decreasing
    rise / fall
    rose / fell
    rises / falls
    rising / falling
    grew / shrank
    growing / shrinking
    growth / decline
    gain / loss
    won / lost
    win / lose
    victory / defeat
    success / failure
    succeeded / failed
    support / oppose
    supports / opposes
    supported / opposed
    accept / reject
    accepted / rejected
    allow / forbid
    allowed / banned
    approved / blocked
    confirmed / denied
    confirm / deny
    began / ended
    begin / end
    started / stopped
    start / stop
    opened / closed
    open / closed
    opening / closing
    bought / sold
    buy / sell
    gave / took
    give / take
    come / go
    came / left
    arrived / departed
    arrive / leave
    remember / forget
    love / hate
    loved / hated
    likes / dislikes
    trust / distrust
    attack / defend
    attacked / defended
    attackers / defenders
    praised / criticised
    praise / criticise
    agreed / disagreed
    agree / disagree
    agreement / disagreement
    advantage / drawback
    cheap / expensive
    strong / weak
    rich / poor
    young / old
    new / old
    good / bad
    great / terrible
    big / small
    large / small
    high / low
    long / short
    early / late
    easy / difficult
    easily / hardly
    simple / complicated
    safe / dangerous
    happy / sad
    public / private
    legal / illegal
    guilty / innocent
    possible / impossible
    true / false
    right / wrong
    full / empty
    dead / alive
    died / survived
    killed / rescued
    same / different
    similar / different
    positive / negative
    male / female
    man / woman
    men / women
    boy / girl
    father / mother
    son / daughter
    brother / sister
    husband / wife
    friend / enemy
    friends / enemies
    ally / rival
    allies / rivals
    domestic / foreign
    local / foreign
    permanent / temporary
    voluntary / compulsory
    mandatory / optional
    together / separately
    north / south
    northern / southern
    east / west
    eastern / western
    left / right
    war / peace
    peaceful / violent
    life / death
    day / night
    morning / evening
    summer / winter
    yesterday / tomorrow
    past / future
    today / yesterday
    last / next
    always / never
    again / never again
    still / no longer
    already / not yet
    ever / never
    everywhere / nowhere
    include / exclude
    including / excluding
    included / excluded
    join / leave
    joined / left
    appear / disappear
    appeared / vanished
    build / destroy
    built / demolished
    create / destroy
    protect / threaten
    improved / worsened
    improve / worsen
    strengthen / weaken
    raise / cut
    raised / cut
    expand / reduce
    extend / shorten
    hire / dismiss
    hired / dismissed
    borrow / lend
    borrowed / lent
    teacher / pupil
    doctor / patient
    buyer / seller
    employer / employee
    winner / loser
    majority / minority
    maximum / minimum
    progress / setback
    optimistic / pessimistic
    brave / cowardly
    careful / careless
    honest / dishonest
    him / her
    us / them
    """
)

NEGATED = _pairs(
    """
    not / also
    never / often
    no / a
    no / some
    without / with
    no one / everyone
    nobody / everybody
    nothing / something
    none of / some of
    neither / both
    nor / and
    no longer / still
    not yet / already
    failed to / managed to
    fails to / manages to
    refused to / agreed to
    unable to / able to
    hardly any / a lot of
    stopped / kept
    lacks / has
    lack of / wealth of
    refuses / agrees
    denies / admits
    denied / admitted
    rejects / welcomes
    rejected / welcomed
    prevents / helps
    prevented / helped
    avoided / caused
    doubts / believes
    doubt / know
    unless / if
    except / including
    rather than / as well as
    instead of / together with
    too / not
    """
)

UNITS = _pairs(
    """
    million / billion
    million / thousand
    billion / trillion
    thousand / hundred
    hundreds / thousands
    thousands / millions
    dozens / hundreds
    tens / hundreds
    percent / percentage points
    per cent / per mille
    dollars / euros
    euros / pounds
    crowns / euros
    shekels / dollars
    kilometers / miles
    kilometres / miles
    meters / kilometers
    metres / feet
    kilograms / grams
    tons / kilograms
    tonnes / pounds
    hectares / acres
    litres / gallons
    degrees / percent
    minutes / hours
    hours / days
    seconds / minutes
    days / weeks
    day / week
    weeks / months
    week / month
    months / years
    month / year
    years / decades
    year / decade
    decades / centuries
    century / decade
    once / twice
    twice / three times
    half / a third
    third / quarter
    double / triple
    doubled / halved
    tripled / doubled
    """
)

NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()

COUNTRIES = (
    "Albania/Albanian Algeria/Algerian Argentina/Argentine Armenia/Armenian Australia/Australian Austria/Austrian "
    "Bangladesh/Bangladeshi Belarus/Belarusian Belgium/Belgian Bolivia/Bolivian Brazil/Brazilian Bulgaria/Bulgarian "
    "Cambodia/Cambodian Canada/Canadian Chile/Chilean China/Chinese Colombia/Colombian Croatia/Croatian Cuba/Cuban "
    "Cyprus/Cypriot Denmark/Danish Ecuador/Ecuadorian Egypt/Egyptian Estonia/Estonian Ethiopia/Ethiopian "
    "Finland/Finnish France/French Georgia/Georgian Germany/German Ghana/Ghanaian Greece/Greek Hungary/Hungarian "
    "Iceland/Icelandic India/Indian Indonesia/Indonesian Iran/Iranian Iraq/Iraqi Ireland/Irish Israel/Israeli "
    "Italy/Italian Jamaica/Jamaican Japan/Japanese Jordan/Jordanian Kenya/Kenyan Kuwait/Kuwaiti Latvia/Latvian "
    "Lebanon/Lebanese Libya/Libyan Lithuania/Lithuanian Malaysia/Malaysian Mexico/Mexican Mongolia/Mongolian "
    "Morocco/Moroccan Nepal/Nepalese Nigeria/Nigerian Norway/Norwegian Pakistan/Pakistani Peru/Peruvian Poland/Polish "
    "Portugal/Portuguese Qatar/Qatari Romania/Romanian Russia/Russian Serbia/Serbian Singapore/Singaporean "
    "Slovakia/Slovak Slovenia/Slovenian Somalia/Somali Spain/Spanish Sudan/Sudanese Sweden/Swedish "
    "Switzerland/Swiss Syria/Syrian Taiwan/Taiwanese Thailand/Thai Tunisia/Tunisian Turkey/Turkish "
    "Ukraine/Ukrainian Vietnam/Vietnamese Yemen/Yemeni"
).split()

SAME = _pairs(
    """
    about / around
    about / approximately
    about / roughly
    nearly / almost
    more than / over
    less than / under
    at least / no fewer than
    also / too
    but / however
    but / yet
    because of / due to
    before / prior to
    after / following
    during / in the course of
    must / has to
    should / ought to
    can / is able to
    cannot / is not able to
    will / is going to
    need to / have to
    allegedly / reportedly
    probably / likely
    perhaps / maybe
    certainly / surely
    often / frequently
    rarely / seldom
    always / at all times
    never / not once
    only / just
    some / a number of
    several / a few
    many / a lot of
    all / every one of
    every / each
    everyone / everybody
    nobody / no one
    someone / somebody
    without / lacking
    failed to / did not
    no longer / not any more
    unable to / not able to
    impossible / not possible
    illegal / not legal
    unlike / different from
    refused to / would not
    said / stated
    says / declares
    said / told reporters
    told / informed
    asked / requested
    began / started
    begin / start
    ended / finished
    end / finish
    stopped / halted
    rise / increase
    rose / increased
    rose / went up
    fell / dropped
    fell / went down
    fall / drop
    grew / expanded
    bought / purchased
    buy / purchase
    sold / disposed of
    built / constructed
    build / construct
    help / assist
    helped / assisted
    show / demonstrate
    showed / demonstrated
    allow / permit
    allowed / permitted
    banned / prohibited
    tried / attempted
    try / attempt
    chose / picked
    choose / pick
    got / received
    get / receive
    sent / dispatched
    killed / slain
    died / passed away
    hurt / injured
    won / came out on top
    lost / was beaten
    big / large
    huge / enormous
    small / little
    quick / fast
    quickly / rapidly
    hard / difficult
    easy / simple
    important / significant
    whole / entire
    wrong / mistaken
    right / correct
    afraid / scared
    angry / furious
    sad / unhappy
    rich / wealthy
    ill / sick
    brave / courageous
    strange / odd
    famous / well-known
    enough / sufficient
    main / principal
    main / primary
    currently / at present
    now / at the moment
    soon / before long
    again / once more
    immediately / at once
    together / jointly
    especially / particularly
    mostly / for the most part
    exactly / precisely
    approximately / some
    job / work
    jobs / posts
    money / funds
    people / persons
    children / kids
    child / kid
    car / vehicle
    cars / vehicles
    house / home
    film / movie
    street / road
    shop / store
    town / city
    country / nation
    countries / nations
    government / administration
    company / firm
    companies / firms
    boss / head
    chief / head
    law / legislation
    talks / negotiations
    deal / agreement
    meeting / session
    fight / battle
    war / armed conflict
    attack / assault
    troops / soldiers
    police / officers
    election / vote
    doctor / physician
    doctors / physicians
    answer / reply
    idea / notion
    mistake / error
    error / slip
    problem / difficulty
    problems / difficulties
    goal / aim
    place / spot
    part / portion
    way / manner
    result / outcome
    results / outcomes
    aid / assistance
    plan / scheme
    danger / peril
    risk / hazard
    percent / %
    per cent / percent
    tv / television
    do not / don't
    does not / doesn't
    did not / didn't
    is not / isn't
    are not / aren't
    was not / wasn't
    were not / weren't
    will not / won't
    would not / wouldn't
    could not / couldn't
    should not / shouldn't
    has not / hasn't
    have not / haven't
    had not / hadn't
    it is / it's
    that is / that's
    i am / I'm
    they are / they're
    we are / we're
    we have / we've
    i have / I've
    """
)

NEAR_NUMBERS = frozenset(
    [
        "about",
        "around",
        "approximately",
        "roughly",
        "some",
        "nearly",
        "almost",
        "over",
        "under",
        "more than",
        "less than",
    ]
)
"""Phrases of SAME that mean the same before a number alone."""

INITIALS = (
    ("united states", "US"), ("united kingdom", "UK"), ("united nations", "UN"), ("european union", "EU"),
)  # fmt: skip

FILLERS = (
    "also", "very", "really", "actually", "indeed", "of course", "in fact", "simply", "now", "then", "even",
    "in particular", "in addition", "moreover", "well", "quite", "rather", "as well",
    "therefore", "thus", "furthermore", "overall", "in total", "altogether", "truly",
)  # fmt: skip

GOVERNING = frozenset(
    "if unless except provided although though while only not never no without hardly barely but until whether may "
    "might could would should must can n't allegedly reportedly perhaps probably possibly likely nearly almost when "
    "because before after despite instead rather neither nor".split()
)
"""Words that a harmless cut may not take away."""

SUBORDINATE = frozenset(
    "if unless except provided although though while until when because before after without despite but "
    "only where whenever".split()
)
"""Words that open a clause which, cut, changes what is left."""


def _words(lines: str) -> dict[str, str]:
    return {old.strip(): new.strip() for old, new in (part.split(">") for part in lines.split(";"))}


SPEAKER = {
    who: _words(
        f"i > {who}; me > {him}; my > {his}; mine > {theirs}; myself > {him}self; i'm > {who} was; i've > {who} had; "
        f"i'll > {who} would; i'd > {who} would; am > was"
    )
    for who, him, his, theirs in (("he", "him", "his", "his"), ("she", "her", "her", "hers"))
}
COMPANY = _words(
    "we > they; us > them; our > their; ours > theirs; ourselves > themselves; we're > they were; we've > they had; "
    "we'll > they would; we'd > they would"
)
"""What a reporter says for who speaks, and for those spoken for."""

BACKSHIFTED = _words(
    "will > would; can > could; may > might; is > was; are > were; has > had; have > had; won't > would not; "
    "can't > could not; cannot > could not; isn't > was not; aren't > were not; don't > did not; doesn't > did not; "
    "hasn't > had not; haven't > had not; it's > it was; that's > that was"
)
"""Verbs one tense back, as after *she said that*."""
