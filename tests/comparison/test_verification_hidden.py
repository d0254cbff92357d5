"""What a quote hides: a verb's far negation, a question, another person; and what hides nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.verification_hidden import asked, hidden, hidden_between, other_persons
from quotecheck.comparison.verification_judgement import extract
from quotecheck.comparison.verification_speech import cleaned_difference, read_speech
from quotecheck.records import Line


def reasons(said: list[tuple[str, str]], quote: str) -> list[str]:
    """What is hidden of lines (speaker, text) that were said one after the other."""
    lines = [Line(str(number), text, speaker) for number, (speaker, text) in enumerate(said)]
    source = extract(lines, [[(number, 0, len(line.text)) for number, line in enumerate(lines)]])
    return hidden(cleaned_difference(read_speech(source.text), read_speech(quote)), source, lines)


@pytest.mark.parametrize(
    ("said", "quote", "told"),
    [
        ("I'm not going to stand here and blame the weather.", "blame the weather", "I'm not going to stand here and"),
        ("I will never sit at this long table again and praise the mill.", "praise the mill",
         "I will never sit at this long table again and"),
        ("Nobody would want to come to this hall and sing for them.", "sing for them",
         "Nobody would want to come to this hall and"),
    ],
)  # fmt: skip
def test_a_negation_reaches_a_verb_that_is_joined_on(said: str, quote: str, told: str) -> None:
    assert reasons([("Ina", said)], quote) == [told]


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("We did not go to the old mill by boat and he blamed the weather.", "he blamed the weather"),
        ("It was not the fault of the crew at all, and blame helps nobody.", "blame helps nobody"),
        ("I will not only stand here in this hall and blame the weather.", "blame the weather"),
        ("I would not say that they came to the hall and blame the weather.", "blame the weather"),
        ("I came to stand here in this hall and blame the weather.", "blame the weather"),
    ],
)
def test_a_negation_does_not_reach_further(said: str, quote: str) -> None:
    assert reasons([("Ina", said)], quote) == []


def test_what_asks_for_assent_or_is_another_s_hides_nothing() -> None:
    said = "It should be shut, shouldn't it? We paid for it."
    assert reasons([("Ina", said)], "It should be shut … We paid for it.") == []
    between = [("Ina", "It should be shut at once."), ("Bo", "They never came."), ("Ina", "That is for them to say.")]
    quote = "It should be shut at once … That is for them to say."
    assert reasons(between, quote) == []
    assert reasons([(speaker.replace("Bo", "Ina"), text) for speaker, text in between], quote) == ["They never came"]


@pytest.mark.parametrize(("speaker", "told"), [("Bo", []), ("Ina", ["They never came"])])
def test_between_two_places_only_their_speakers_count(speaker: str, told: list[str]) -> None:
    lines = [Line("0", "It is shut.", "Ina"), Line("1", "They never came.", speaker), Line("2", "We paid.", "Ina")]
    source = extract(lines, [[(0, 0, len(lines[0].text))], [(2, 0, len(lines[2].text))]])
    diff = cleaned_difference(read_speech(source.text), read_speech("It is shut … We paid."))
    assert hidden_between(diff, source, lines) == told


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Do you believe the operator lied to you?", "the operator lied to you"),
        ("Well, is it true that the bridge is safe? Tell us.", "the bridge is safe"),
        ("What makes you think they sold the ferry?", "they sold the ferry"),
        ("Did the operator lie to the people?", "the operator lie to the people"),
    ],
)
def test_a_question_is_no_statement(said: str, quote: str) -> None:
    told = asked(cleaned_difference(read_speech(said), read_speech(quote)))
    assert len(told) == 1
    assert told[0] in said


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Do you believe the operator lied to you?", "Do you believe the operator lied to you"),
        ("Do you believe the operator lied to you?", "the operator lied to you?"),
        ("Do you believe the operator lied to you?", "whether the operator lied to you"),
        ("Do you believe the operator lied to you.", "the operator lied to you"),
        ("Did you see the night contractor at the mill?", "the night contractor at the mill"),
        ("Was it the night contractor?", "the night contractor"),
        ("You know that when it rains we think the bridge is safe?", "the bridge is safe"),
        ("Why did they do it? The council did nothing.", "The council did nothing."),
    ],
)
def test_what_is_still_asked_or_was_not(said: str, quote: str) -> None:
    assert asked(cleaned_difference(read_speech(said), read_speech(quote))) == []


@pytest.mark.parametrize(
    ("said", "quote", "told"),
    [
        ("Minister, you approved the contract.", "I approved the contract.", ("I approved", "you approved")),
        ("I think that you have never really paid.", "I have never really paid.",
         ("I have never really paid", "you have never really paid")),
        ("They sold our mill.", "They sold your mill.", ("your mill", "our mill")),
        ("She opened the gate.", "I opened the gate.", ("I opened", "She opened")),
    ],
)  # fmt: skip
def test_another_person_is_told(said: str, quote: str, told: tuple[str, str]) -> None:
    found = other_persons(cleaned_difference(read_speech(said), read_speech(quote)))
    assert found == ["“{}” is “{}” in the transcript".format(*told)]


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("You approved the contract and I approved the loan.", "I approved the loan."),
        ("He approved the contract.", "[I] approved the contract."),
        ("I approved the contract.", "we approved the contract"),
        ("It was you, the mill did it.", "It was I, the mill did it."),
    ],
)
def test_the_same_person_or_one_in_brackets(said: str, quote: str) -> None:
    assert other_persons(cleaned_difference(read_speech(said), read_speech(quote))) == []


WORDS = st.lists(st.sampled_from("I you we he do not did believe that and the bridge safe is ? . , … [we]".split()))


@given(WORDS, WORDS)
def test_whatever_is_told_stands_in_the_transcript_and_a_text_hides_nothing_of_itself(
    said: list[str], quoted: list[str]
) -> None:
    text = " ".join(said)
    diff = cleaned_difference(read_speech(text), read_speech(" ".join(quoted)))
    line = Line("1", text)
    told = [*asked(diff), *hidden(diff, extract([line], [[(0, 0, len(text))]]), [line])]
    assert all(words.removesuffix(" …") in text for words in told)  # what is long is cut
    same = cleaned_difference(read_speech(text), read_speech(text))
    assert (asked(same), other_persons(same)) == ([], [])
