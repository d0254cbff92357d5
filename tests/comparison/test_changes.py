"""What changed, of which kind and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.changes import Found, find_changes, turns
from quotecheck.comparison.differences import difference
from quotecheck.comparison.names import lost_names
from quotecheck.comparison.opposites import take_sides
from quotecheck.comparison.quantities import lost_numbers
from quotecheck.comparison.words import read_words
from quotecheck.records import Change


def changes(a: str, b: str) -> list[tuple[str, str, str]]:
    return [(c.kind, c.a_text, c.b_text) for c in find_changes(difference(read_words(a), read_words(b)))]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("We lost 600 jobs here.", "We lost 4,700 jobs here.", ("number", "600", "4,700")),
        ("We lost six jobs here.", "We lost nine jobs here.", ("number", "six", "nine")),
        ("We will sell the harbour.", "We will not sell the harbour.", ("negation", "", "not")),
        ("The tunnel will flood.", "The tunnel may flood.", ("modality", "will", "may")),
        ("It will probably rain in Orrin.", "It will rain in Orrin.", ("certainty", "probably", "")),
        ("He met Ilse Quandt today.", "He met Tamsin Pell today.", ("entity", "Ilse Quandt", "Tamsin Pell")),
        ("They want to raise the duty.", "They want to lower the duty.", ("antonym", "raise", "lower")),
        ("I agree with the plan.", "I disagree with the plan.", ("antonym", "agree", "disagree")),
        ("The miller paid the baker.", "The baker paid the miller.", ("role", "The miller", "The baker")),
        ("The old ferry sank slowly.", "The ferry sank slowly.", ("omission", "old", "")),
        ("It was a brave effort.", "It was a courageous effort.", ("wording", "brave", "courageous")),
        # numbers: units, ranges, parts, magnitudes
        ("It cost $40 million.", "It cost €40 million.", ("number", "$40 million", "€40 million")),
        ("Tolls rose 5 percent.", "Tolls rose 5 percentage points.", ("number", "5 percent", "5 percentage points")),
        ("Hundreds of men came.", "Thousands of men came.", ("number", "Hundreds", "Thousands")),
        ("Hundreds of men came.", "100 men came.", ("number", "Hundreds of", "100")),
        ("Two thirds of us left.", "Three quarters of us left.", ("number", "Two thirds", "Three quarters")),
        ("At least 40 homes burned.", "At most 40 homes burned.", ("number", "At least", "At most")),
        ("We waited for 46 minutes.", "We waited for 46 hours.", ("number", "46 minutes", "46 hours")),
        ("It cost 5 pounds.", "It cost 5 dollars.", ("number", "5 pounds", "5 dollars")),
        ("It fell by 50 basis points.", "It fell by 50 percent.", ("number", "50 basis points", "50 percent")),
        ("It took two weeks.", "It took 14 days.", ("wording", "two weeks", "14 days")),
        ("It weighs 5 kilos.", "It weighs 5 kilograms.", ("wording", "5 kilos", "5 kilograms")),
        ("It will take three dozen men.", "It will take two dozen men.", ("number", "three dozen", "two dozen")),
        # negation in many words
        ("He supports the plan.", "He does not support the plan.", ("negation", "supports", "does not support")),
        ("The crew reached the lamp.", "The crew failed to reach the lamp.",
         ("negation", "reached", "failed to reach")),
        ("She has signed it.", "She hasn't signed it.", ("negation", "has", "hasn't")),
        ("The firm no longer sells salt.", "The firm sells salt.", ("negation", "no longer", "")),
        ("They came with permits.", "They came without permits.", ("negation", "with", "without")),
        ("They denied the tale.", "They did not deny the tale.", ("negation", "denied", "did not deny")),
        # modal verbs in many words
        ("The mill has to close.", "The mill is free to close.", ("modality", "has to", "is free to")),
        ("The mill closes in spring.", "The mill could close in spring.", ("modality", "closes", "could close")),
        ("The mill will close.", "The mill is itching to close.", ("modality", "will", "is itching to")),
        # hedges and quantifiers
        ("He was, as far as we know, alone.", "He was alone.", ("certainty", "as far as we know", "")),
        ("Nearly 40 homes burned.", "40 homes burned.", ("certainty", "Nearly", "")),
        ("All of the crew left.", "Some of the crew left.", ("certainty", "All of", "Some of")),
        # names
        ("Austria will sign it.", "Australia will sign it.", ("entity", "Austria", "Australia")),
        ("It opens in May.", "It opens in June.", ("entity", "May", "June")),
        ("US troops left Orrin.", "UK troops left Orrin.", ("entity", "US", "UK")),
        ("Quandt sold the lamp.", "Penhallow sold the lamp.", ("entity", "Quandt", "Penhallow")),
        # opposites by inflection, prefix, ending
        ("It is the biggest boat.", "It is the smallest boat.", ("antonym", "biggest", "smallest")),
        ("Wages rose again.", "Wages fell again.", ("antonym", "rose", "fell")),
        ("He was careful with it.", "He was careless with it.", ("antonym", "careful", "careless")),
        ("We voted for the levy.", "We voted against the levy.", ("antonym", "for", "against")),
        # signs, ordinals, decades
        ("Growth was -2 percent.", "Growth was 2 percent.", ("number", "-2", "2")),
        ("It was −5 at dawn.", "It was 5 at dawn.", ("number", "−5", "5")),
        ("It made -$5 million.", "It made $5 million.", ("number", "-$5 million", "$5 million")),
        ("It cost ¥500 then.", "It cost ₹500 then.", ("number", "¥500", "₹500")),
        ("We counted the ten sheep.", "We counted the tenth sheep.", ("number", "ten", "tenth")),
        ("Third quarter of the year", "Three quarters of the year", ("number", "Third", "Three quarters")),
        ("It sank in the '90s.", "It sank in the '80s.", ("number", "90s", "80s")),
        # what was put in brackets
        ("[Quandt] lied to us all.", "[Penhallow] lied to us all.", ("entity", "Quandt", "Penhallow")),
        ("I will [not] go.", "I will go.", ("negation", "not", "")),
        ("I [must] go.", "I go.", ("modality", "must", "")),
        # a negation or a modal verb at another verb; may, and no name, at the start
        ("Tolls will not rise and wages will grow.", "Tolls will rise and wages will not grow.",
         ("negation", "not", "")),
        ("We must pay and they may stay.", "We may pay and they must stay.", ("modality", "must", "may")),
        ("Thousands may be dead.", "Thousands are dead.", ("modality", "may be", "are")),
        ("All three may resign.", "All three resigned.", ("modality", "may resign", "resigned")),
        ("Without reform we fail.", "With reform we fail.", ("negation", "Without", "With")),
        # names that look alike
        ("Michael Quandt left.", "Michelle Quandt left.", ("entity", "Michael", "Michelle")),
        ("Alexander Quandt left.", "Alexandra Quandt left.", ("entity", "Alexander", "Alexandra")),
        ("Senator Harris left.", "Senator Harrison left.", ("entity", "Harris", "Harrison")),
        # who did what to whom
        ("Guards beat the thieves.", "Guards were beaten by the thieves.", ("role", "beat", "were beaten by")),
        ("It shows the debts of the heirs.", "It shows the heirs of the debts.",
         ("role", "the debts of the heirs", "the heirs of the debts")),
        # what was cut
        ("Tolls rise if the board agrees, he said.", "Tolls rise, he said.",
         ("omission", "if the board agrees", "")),
        ("All may vote, except for the clerks.", "All may vote.", ("omission", "except for the clerks", "")),
        ("We sell it, but not to the poor.", "We sell it.", ("omission", "but not to the poor", "")),
        ("Tolls rise this spring unless the board balks.", "Tolls rise this season.",
         ("omission", "unless the board balks", "")),
    ],
)  # fmt: skip
def test_kinds(a: str, b: str, expected: tuple[str, str, str]) -> None:
    if expected[0] == "entity":  # each name is a change of its own, or both are one
        found = changes(a, b)
        assert {kind for kind, _, _ in found} == {"entity"}
        assert " ".join(left for _, left, _ in found) == expected[1]
        assert " ".join(right for _, _, right in found) == expected[2]
    else:
        assert expected in changes(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We need two hundred men", "We need 200 men."),
        ("“The Labour vote”", "the labor vote"),
        ("He [the mayor] will come", "He will come"),
        ("[Mayor Quandt] will come", "She will come"),
        ("[Quandt] will come", "[Ilse Quandt] will come"),
        ("a work force of many", "a workforce of many"),
        ("US TROOPS LEFT ORRIN", "US troops left Orrin"),
        ("TELL US NOW", "Tell us now"),
        ("I dont think so, it cant be", "I don't think so, it can't be"),
        ("Ive no idea why they didnt come", "I've no idea why they didn't come"),
        ("She is the No. 2 official here", "She is the number two official here"),
        ("The No 2 of the guild left", "The number two of the guild left"),
        # numbers in words and in figures
        ("Some one hundred and twenty boats sank", "Some 120 boats sank"),
        ("In two thousand and five it sank", "In 2005 it sank"),
        ("Half a million boats sank", "500,000 boats sank"),
        ("A quarter of a million boats sank", "250,000 boats sank"),
        ("One and a half million boats sank", "1.5 million boats sank"),
        ("A million and a half boats sank", "1.5 million boats sank"),
        ("About 2 1/2 million boats sank", "About 2.5 million boats sank"),
        ("Two-thirds of the boats sank", "2/3 of the boats sank"),
        ("A third of the boats sank", "One third of the boats sank"),
        ("A quarter of the boats sank", "One quarter of the boats sank"),
        ("It sank in the '90s", "It sank in the 1990s"),
        ("His 1st boat sank", "His first boat sank"),
        ("It sank on October 3rd", "It sank on October 3"),
        ("It cost $5 million then", "It cost five million dollars then"),
        ("It cost US$5 then", "It cost $5 then"),
    ],
)
def test_no_change(a: str, b: str) -> None:
    assert changes(a, b) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("about 600 people came", "more than 590 people came"),
        ("in March 20 boats sank", "20 boats went down in March"),
        ("They could not save it.", "They failed to save it."),
        ("Mr. Gadhafi left", "Mr. Qaddafi left"),
        ("Norway will sign it", "The Norwegian side will sign it"),
        ("The United Kingdom left", "Britain left"),
        ("We met the World Health Organization", "We met the WHO"),
        ("It took two weeks", "It took 14 days"),
        ("several hundred boats", "hundreds of boats"),
        ("hundreds of boats sank", "some 300 boats sank"),
        ("It opens at 3 p.m.", "It opens at 15:00"),
        ("It opens at 3:49 a.m.", "It opens at 3:49 hours"),
        ("He is not able to come", "He is unable to come"),
        ("I don't think he will come", "I think he will not come"),
        ("A third of the boats sank", "33 percent of the boats sank"),
        ("Half of the boats sank", "50 percent of the boats sank"),
        ("She shot her tenth goal for Orrin", "She has shot ten goals for Orrin"),
        ("It ended in round 4", "It ended in the fourth round"),
        ("The 1990s were hard", "The year 1994 was hard"),
        ("Lawmakers left the hall", "Legislators left the hall"),
        ("Everybody left the hall", "Everyone left the hall"),
    ],
)
def test_other_words_that_turn_nothing(a: str, b: str) -> None:
    found = turns(difference(read_words(a), read_words(b)))
    assert (found.number, found.number_lost, found.negation, found.entity) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The court found Quandt guilty.", "Quandt was found guilty in the court."),
        ("The storm destroyed the pier.", "The pier was destroyed in the storm."),
        ("The new levy bans smoking.", "Smoking is banned under the new levy."),
        ("Ilse Quandt was the winner.", "The winner was Ilse Quandt."),
    ],
)
def test_a_passive_changes_no_roles(a: str, b: str) -> None:
    assert not [change for change in changes(a, b) if change[0] == "role"]
    assert not [change for change in changes(b, a) if change[0] == "role"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ﷺ foo bar baz", "foo bar baz"),
        ("$1,2,3 m sold here today", "sold here today"),
        ("The court found Quandt guilty.", "Quandt was found guilty in the court."),
        ("He got a B+ for it.", "He got a B- for it."),
        ("Kim [Yo Jong] said it.", "Kim [Jong Un] said it."),
        ("He'd gone home.", "He had gone home."),
        ("He'd come home.", "He had come home."),
        ("TELL US ABOUT US TROOPS", "Tell us about US troops"),
        ("He counts pounds now.", "He counts ringgit now."),
        ("a pound", "hryvnia kg a.m."),
    ],
)
def test_something_is_told_and_the_same_both_ways(a: str, b: str) -> None:
    there, back = (find_changes(difference(read_words(x), read_words(y))) for x, y in ((a, b), (b, a)))
    assert there
    assert tuple(mirrored(change) for change in back) == there


@pytest.mark.parametrize(
    ("a", "b"), [("He'd gone home.", "He had gone home."), ("He'd come home.", "He had come home."),
                 ("He'd go home.", "He would go home."), ("He had to go home.", "He'd to go home.")],
)  # fmt: skip
def test_a_contraction_is_no_other_modal_verb(a: str, b: str) -> None:
    assert not [change for change in changes(a, b) if change[0] == "modality"]


def mirrored(change: Change) -> Change:
    return Change(change.kind, change.b, change.a, change.b_text, change.a_text)


VOCABULARY = """2/3 -5 $5 half third hundred May Michelle [Quandt] [not] B+ No. ﷺ unlike was is praised baker
    we will not may must need needs needless the mayor Quandt Qaddafi Gadhafi Iran Iranian 600 six one 7 19
    about raise lower rise increase fall up down agree disagree able unable never only if some few probably % percent $
    dollar pounds kg ringgit taxes, and or by. ‘bridge’ [now] … it's don't I""".split()
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=14).map(" ".join)


@given(TEXTS | st.text(max_size=60), TEXTS | st.text(max_size=60))
def test_spans_slice_and_swapping_mirrors(a: str, b: str) -> None:
    there = find_changes(difference(read_words(a), read_words(b)))
    back = find_changes(difference(read_words(b), read_words(a)))
    assert all(a[c.a.start : c.a.end] == c.a_text and b[c.b.start : c.b.end] == c.b_text for c in there)
    assert tuple(mirrored(change) for change in back) == there
    assert turns(difference(read_words(a), read_words(b))) == turns(difference(read_words(b), read_words(a)))


@given(TEXTS | st.text(max_size=80))
def test_a_text_against_itself(text: str) -> None:
    assert find_changes(difference(read_words(text), read_words(text))) == ()


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("Prices rise this winter.", "This winter they fall, the prices.", True),
        ("They raise and lower the agreed toll.", "They lower the disagreed toll.", True),
        ("After the flood the council rebuilt the quay.", "The quay was set up again before the high water.", True),
        ("They subsequently left Orrin.", "Before that, they went away from Orrin.", True),
        ("The judges thought the fee fair.", "An unfair charge, the judges found.", True),
        ("Prices rise this winter.", "Prices rise and never fall this winter.", False),
        ("Prices rise, then fall.", "Prices fall, then rise.", False),
        ("They did not win.", "They lost.", False),
        ("It is not legal.", "It is illegal.", False),
        ("The quay was rebuilt after the flood.", "Following the flood, the quay was set up again.", False),
    ],
)
def test_texts_take_opposite_sides(a: str, b: str, apart: bool) -> None:
    one, other = read_words(a).words, read_words(b).words
    assert take_sides(one, other) is take_sides(other, one) is apart
    assert turns(difference(read_words(a), read_words(b))).antonym == apart


NUMERALS = st.lists(st.sampled_from("about 3 7 15 19 24 20 36 100 109 110 111 112 than".split()), max_size=8)


@given(NUMERALS, NUMERALS)
def test_numbers_agree_as_the_rule_says_of_each_two(left: list[str], right: list[str]) -> None:
    a, b = read_words(", ".join(left)).words, read_words(", ".join(right)).words

    def rough(tokens: list[str], place: int) -> set[str]:
        if tokens[max(0, place - 1) : place] == ["than"]:
            return {tokens[max(0, place - 2)]}
        return {"about"} & set(tokens[max(0, place - 2) : place])

    def agree(i: int, j: int) -> bool:
        x, y = int(left[i]), int(right[j])
        # A value that stands in the text twice is as rough as all of its places together.
        all_y = set().union(*(rough(right, k) for k, token in enumerate(right) if token == right[j]))
        near = rough(left, i) != all_y and abs(x - y) * 10 <= max(x, y)
        return x == y or near

    there = [j for j, token in enumerate(right) if token.isdigit()]
    expected = [token.isdigit() and not any(agree(i, j) for j in there) for i, token in enumerate(left)]
    assert lost_numbers(a, b) == expected


@given(
    st.lists(st.text("adhfiqKG", min_size=1, max_size=7), max_size=5),
    st.lists(st.text("adhfiqKG", min_size=1, max_size=7), max_size=5),
)
def test_names_have_look_alikes_as_the_rule_says_of_each_two(left: list[str], right: list[str]) -> None:
    # A weighty word between any two keeps them from being read as a name of several words, and from its initials.
    a, b = read_words("so zzz " + " zzz ".join(left)).words, read_words("so zzz " + " zzz ".join(right)).words

    def pairs(form: str) -> set[str]:
        return {form[place : place + 2] for place in range(len(form) - 1)}

    def like(one: str, other: str, named: bool) -> bool:
        if one == other:
            return True
        if len(other) < 4:
            return False
        return (named and one[:4] == other[:4]) or 4 * len(pairs(one) & pairs(other)) >= len(pairs(one)) + len(
            pairs(other)
        )

    lost = [
        word.name
        and word.stem not in {other.stem for other in b}
        and not any(like(word.form, o.form, o.name) for o in b)
        for word in a
    ]
    assert lost_names(a, b) == lost


def coined(number: int) -> str:
    """A word of five letters that look drawn by lot, another for each number."""
    spread = number * 7_654_321 % 26**5
    return "".join(chr(97 + spread // 26**power % 26) for power in range(5))


def name(number: int) -> str:
    """A name that shares its last two letters with all others, and is like none of them."""
    return f"{coined(number)}{coined(number * 31 + 7)}kx".title()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (coined, lambda n: coined(n + 9999)),
        (name, lambda n: name(n + 9999)),
        (lambda n: f"{n + 1000},", lambda n: f"{n + 9000},"),
        (lambda n: f"about {n * n + 1000},", lambda n: f"{n * n + 900000},"),
        (lambda n: coined(n) + "ed", lambda n: coined(n) + "ing"),
        (coined, lambda n: coined(n) if n % 3 else "unless"),
        (lambda n: "half", lambda n: "quarter"),
        (lambda n: "we'd", lambda n: "quarter"),
    ],
    ids=["other words", "names", "numbers", "rough numbers", "kin", "words left out", "halves", "contractions"],
)
def test_the_work_grows_with_the_length(
    steps: Callable[[Callable[[], object]], int], one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    def work(size: int) -> int:
        a, b = (read_words("so " + " ".join(word(n) for n in range(size))) for word in (one, other))
        diff = difference(a, b)

        def find() -> None:
            found = Found(diff)
            find_changes(diff, found)
            turns(diff, found)

        return steps(find)

    work(1600)  # reads the word lists, and what is kept of each word
    assert work(1600) < 3 * work(800)
