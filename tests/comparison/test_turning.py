"""One word or two that turn the sense of texts that are the same otherwise, and differences that look like it."""

from __future__ import annotations

import pytest

from quotecheck.comparison import score_pairs
from quotecheck.comparison.differences import difference
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.opposites import opposites_of
from quotecheck.comparison.turning import Placed, placed, same_name
from quotecheck.comparison.words import Word, read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Pair

TURNED = [
    ("The board will close the mill.", "The board may close the mill."),
    ("The board must close the mill.", "The board may close the mill."),
    ("The board should close the mill.", "The board will close the mill."),
    ("This syrup can cause a rash.", "This syrup will cause a rash."),
    ("Some of the weavers left the mill.", "All of the weavers left the mill."),
    ("Few people in Orrin like the levy.", "Many people in Orrin like the levy."),
    ("Only the rich will pay the levy.", "The rich will pay the levy."),
    ("At least 40 homes burned down.", "40 homes burned down."),
    ("Up to 40 homes burned down.", "40 homes burned down."),
    ("I think he is guilty of fraud.", "He is guilty of fraud."),
    ("It was, as far as I know, a mistake.", "It was ... a mistake."),
    ("The keeper allegedly sold the lamp.", "The keeper sold the lamp."),
    ("Wages rose 3% last year.", "Wages fell 3% last year."),
    ("We want to raise the toll.", "We want to lower the toll."),
    ("Tolls will go up in May.", "Tolls will go down in May."),
    ("They stopped the dredging on Friday.", "They started the dredging on Friday."),
    ("The repair cost £3 million.", "The repair cost $3 million."),
    ("Tolls rose 5 percent.", "Tolls rose 5 percentage points."),
    ("The rate fell by 50 basis points.", "The rate fell by 50 percentage points."),
    ("The shaft is 40 meters deep.", "The shaft is 40 feet deep."),
    ("The ferry leaves at 3 a.m.", "The ferry leaves at 3 p.m."),
    ("The guards earn 40 dollars an hour.", "The guards earn 40 dollars a day."),
    ("It was 40 degrees Celsius in Orrin.", "It was 40 degrees Fahrenheit in Orrin."),
    ("Police attacked the students at the gate.", "Students attacked the police at the gate."),
    ("We will talk to Iran next week.", "We will talk to Iraq next week."),
    ("We will finish within a month.", "We will finish within 40 days."),
    ("It starts on Monday, if the inspectors agree, and runs daily.", "It starts on Monday and runs daily."),
    ("I never said, and do not say, that the keeper lied.", "The keeper lied."),
    ("It is wrong to say that the mill will close.", "The mill will close."),
    ("It is not safe.", "It is not unsafe."),
    ("He never lies.", "He always lies."),
    ("The town may not win the case.", "The town lost the case."),
    ("They did not win before noon.", "They lost after noon."),
    ("Not all weavers agreed.", "All weavers disagreed."),
    ("Almost 40 homes burned down.", "Over 40 homes burned down."),
    ("Police attacked the students at the gate.", "Students attacked the police at the gate, witnesses added."),
    ("The keeper sued the mayor over unpaid wages.", "In June, the mayor sued the keeper over outstanding wages."),
    ("The levy falls in May, barring a new blockade.", "The levy falls in May."),
    ("The rail line opens in May, pending a vote.", "The rail line will open in May."),
    ("All harbours will open, but not for the poor.", "All harbours will open."),
    ("He never said that the quay was safe.", "He said that the quay was never safe."),
    ("Police met the students and attacked the crowd.", "The crowd met the students and attacked police."),
    ("The mayor of Orrin sued the keeper over unpaid wages.", "The keeper sued the mayor over outstanding wages."),
    ("My wife steered the ferry that night.", "I steered the ferry that night."),
    ("We will rebuild the quay.", "We have rebuilt the quay."),
    ("You don't have to pay the toll.", "You must not pay the toll."),
    ("Rumour has it that the keeper is ill.", "The keeper is ill."),
    ("The ferries will leave at noon, weather permitting.", "The ferries will leave at noon."),
    ("The levy was never paid, or so they tell us.", "The levy was never paid."),
    ("It took almost an hour.", "It took more than an hour."),
    ("Barring a strike, the ferries will leave.", "The ferries will leave."),
    ("We will close the gate if anything changes.", "We will close the gate."),
    ("If you will sign the paper, we will let them go.", "We will let them go."),
    ("The quay will be closed if a little more snow falls.", "The quay will be closed."),
    ("If I may not vote, I will leave the party.", "I will leave the party."),
    ("If you remember to vote, we will win.", "We will win."),
    ("We will leave if a dam breaks.", "We will leave."),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), TURNED)
def test_a_turn_that_is_all_that_differs_alters(encoder: Encoder, a: str, b: str) -> None:
    score = score_pairs([Pair("p", a, b)], encoder, load_judge())[0]
    assert score.label == "altered"
    assert score.altered >= 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The miller paid the baker.", "The baker was paid by the miller."),
        ("Ann and Bob came to the fair.", "Bob and Ann came to the fair."),
        ("Zelensky spoke to the crowd.", "Zelenskyy has spoken to the crowd."),
        ("We met the United Fishers in Orrin.", "We met the UF in Orrin."),
        ("We open on 3 October at noon.", "We open on October 3 at noon."),
        ("There's hope for the mill.", "There is hope for the mill."),
        ("The lamp weighs 5 tonnes.", "The lamp weighs 5 tons."),
        ("The ferry leaves at 3:49 a.m.", "The ferry leaves at 3:49 hours."),
        ("The repair cost 3 million pounds.", "The repair cost 3 million sterling."),
        ("They won five prizes in Orrin.", "They took five prizes in Orrin."),
        ("All the weavers left the mill.", "The weavers all left the mill."),
        ("I talked to Hana, lantern bearer, baker.", "I talked to proud lantern bearer, baker."),
        ("I have always opposed the levy.", "I have never supported the levy."),
        ("He opposes the levy.", "He does not support the levy."),
        ("The dam is hardly safe.", "The dam is unsafe."),
        ("The team has not been defeated.", "The team is undefeated."),
        ("The keeper is no longer alive.", "The keeper is dead."),
        ("According to the guards, two men left.", "Two men left, according to the guards."),
        ("The keeper met the mayor in Orrin.", "The mayor met the keeper in Orrin."),
        ("I have lived here for ten years.", "He has lived there for ten years."),
        ("The harbour office's director resigned.", "The director of the harbour office resigned."),
        ("He did not think that the quay was safe.", "He thought that the quay was not safe."),
        ("Unless we act now, the quay will be lost.", "If we do not act now, the quay will be lost."),
        ("According to the police, two men were arrested.", "Two men were arrested, police said."),
        ("I think the quay is safe.", "The quay is safe, if I'm not mistaken."),
        ('"I have nothing to hide," Berg told reporters.', 'Berg told reporters: "I have nothing to hide."'),
        ("The levy, said the mayor, will fall.", "The mayor said the levy will fall."),
        ('"It is lost," says the keeper Jan Kral.', '"It is lost," Jan Kral, the keeper, says.'),
        ("The keeper has been called up to the league.", "The keeper has been recalled by the league."),
        ("The fire at the harbour office was put out.", "The harbour office fire was put out."),
        ("The ropes are made from wool and sold by local weavers.", "The ropes are made by local weavers from wool."),
    ],
)
def test_the_same_sense_in_other_words(encoder: Encoder, a: str, b: str) -> None:
    assert score_pairs([Pair("p", a, b)], encoder, load_judge())[0].label == "reworded"


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        ("The tolls fell, but not in the hills.", "The tolls fell.", "altered"),
        ("The yard opens in May once the survey is over.", "The yard opens in May.", "altered"),
        ("She thanked everyone but the guards.", "She thanked everyone.", "altered"),
        ("Tolls will rise once again.", "Tolls will rise.", "trimmed"),
        ("The council meets once a week.", "The council meets.", "trimmed"),
        ("All houses burned, save the mill.", "All houses burned.", "altered"),
        ("The talks failed, not for the first time.", "The talks failed.", "trimmed"),
        ("She won the race, although the track was icy.", "She won the race.", "trimmed"),
        ("He left without saying goodbye.", "He left.", "trimmed"),
        ("He left the hall early and did not return.", "He left the hall early.", "trimmed"),
        ("He was kind, if a little strict.", "He was kind.", "trimmed"),
        ("We won the cup, if you remember.", "We won the cup.", "trimmed"),
        ("If I may say so, it is a poor plan.", "It is a poor plan.", "trimmed"),
    ],
)
def test_what_is_cut_at_the_end_alters_where_it_narrows_the_rest(encoder: Encoder, a: str, b: str, label: str) -> None:
    assert score_pairs([Pair("p", a, b)], encoder, load_judge())[0].label == label


@pytest.mark.parametrize("put", ["maybe", "at least", "only"])
def test_a_word_before_a_list_in_another_order_is_read_the_same_both_ways(encoder: Encoder, put: str) -> None:
    a, b = "We said rich and poor people left the mill.", f"We said {put} poor and rich people left the mill."
    one, other = score_pairs([Pair("p", a, b), Pair("q", b, a)], encoder, load_judge())
    assert (one.altered, one.divergence) == (other.altered, other.divergence)


def places(a: str, b: str) -> Placed:
    shown = placed(difference(read_words(a), read_words(b)))
    assert placed(difference(read_words(b), read_words(a))) == shown
    return shown


def test_free_wording_is_no_plain_turn() -> None:
    assert places("The board will close the mill in the spring.", "Spring may well see an end of the works.").plain == 0
    assert places("The board will close the mill in spring.", "The board may close the mill in spring.").plain == 1


def test_opposites_are_opposites_both_ways() -> None:
    stems = lexicon().contrary
    one_way = [(s, o) for s in stems for o in opposites_of(s) & stems.keys() if s not in opposites_of(o)]
    assert one_way == []
    assert sum(len(opposites_of(stem) & stems.keys()) for stem in stems) > 5000


def test_words_that_stand_in_each_others_place() -> None:
    free = "After the flood the council had the quay built anew.", "Before the high water, the quay was rebuilt."
    assert places(*free) == Placed(plain=0.0, opposed=True, single=True)
    moved = "The mill closed after the flood.", "After the flood, the mill was shut."
    assert not places(*moved).opposed
    assert places("It is not legal to fish here.", "It is illegal to fish here.") == Placed()
    assert places("He never lies to us.", "He always lies to us.") == Placed(
        plain=1.0, opposed=True, single=True, reach=1
    )
    assert places("Rich and poor alike will pay.", "Poor and rich alike will pay.") == Placed()
    swapped = "We want less government and more freedom.", "We want more government and less freedom."
    assert places(*swapped) == Placed(plain=1.0, opposed=True, single=True)
    assert not places("We saw the display there.", "We saw the play there.").opposed
    assert not places("The winter took all of it.", "The loser took all of it.").opposed
    number = places("They rebuilt 40 of the huts.", "Some 60 huts were set up again.")
    assert (number.opposed, number.single) == (False, False)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Gadhafi", "Qaddafi", True), ("Zelensky", "Zelenskiy", True), ("Iran", "Iranian", True),
        ("Iran", "Iraq", False), ("Austria", "Australia", False), ("Quandt", "Quill", False),
    ],
)  # fmt: skip
def test_names(a: str, b: str, same: bool) -> None:
    def name(word: str) -> Word:
        return read_words(f"by {word}").words[1]

    assert same_name(name(a), name(b)) is same
    assert same_name(name(b), name(a)) is same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("It cost $3m.", "It cost $3 million."),
        ("It cost £3bn in all.", "It cost £3 billion in all."),
        ("It cost €5bn in all.", "It cost €5,000,000,000 in all."),
        ("It cost £100k in all.", "It cost £100,000 in all."),
        ("It opens on Oct. 3 at noon.", "It opens on October 3 at noon."),
        ("It is 5 km off.", "It is 5 kilometres off."),
        ("We saw a dozen boats.", "We saw 12 boats."),
        ("a hundred boats", "100 boats"),
    ],
)
def test_one_amount_written_in_two_ways(encoder: Encoder, a: str, b: str) -> None:
    assert score_pairs([Pair("p", a, b)], encoder, load_judge())[0].label == "verbatim"


def test_metres_are_no_millions() -> None:
    assert [word.value for word in read_words("a 3m wall").words if word.value] != [3e6]
    assert [word.value for word in read_words("a $3m wall").words if word.value] == [3e6]


def test_a_substitution_is_no_trimming(encoder: Encoder) -> None:
    for a, b in (("I went too far.", "She went too far."), ("Few of us like it here.", "Most of us like it here.")):
        assert score_pairs([Pair("p", a, b)], encoder, load_judge())[0].label != "trimmed"


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        ("The wardens chased the poachers.", "The wardens were chased by the poachers.", "altered"),
        ("We will sail unless the wind turns.", "We will sail if the wind turns.", "altered"),
        ("Few sailors believed the tale.", "A few sailors believed the tale.", "reworded"),
        ("The yard dumped the oil in the river.", "The oil was dumped in the river by the yard.", "reworded"),
    ],
)
def test_reversals_in_small_words_are_told(encoder: Encoder, a: str, b: str, label: str) -> None:
    assert score_pairs([Pair("p", a, b)], encoder, load_judge())[0].label == label
