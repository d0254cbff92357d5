"""Idle speech: what may go, and what only looks like it."""

from __future__ import annotations

import pytest

from quotecheck.comparison.verification_speech import cleaned_difference, read_speech, without
from quotecheck.comparison.words import read_words


def left(said: str, quoted: str) -> bool:
    """Whether anything differs once idle speech is left out."""
    one = cleaned_difference(read_speech(said), read_speech(quoted))
    other = cleaned_difference(read_speech(quoted), read_speech(said))
    assert bool(one.segments) is bool(other.segments)
    return bool(one.segments)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Uh, we will, um, build it.", "We will build it."),
        ("We will build it, you know, by May.", "We will build it by May."),
        ("We, we will build it.", "We will build it."),
        ("In many — in many cases it helps.", "In many cases it helps."),
        ("They will come, they will come, they will come by boat.", "They will come by boat."),
        ("I wanted -- I want a boat.", "I want a boat."),
        ("We have, we had a boat.", "We had a boat."),
        ("We lost ten, ten people.", "We lost ten people."),
        ("It was (LAUGHTER) a good boat. [crosstalk]", "It was a good boat."),
        ("[00:01:02] It was a good boat.", "It was a good boat."),
        ("Well, it was a good boat.", "It was a good boat."),
        ("We had trouble with the, you know, with the dam.", "We had trouble with the dam."),
        ("So what we did, what we -- well, you know, what we did was mend it.", "So what we did was mend it."),
        ("They paid for the, uh, I mean, the pumps.", "They paid for the pumps."),
    ],
)
def test_idle(said: str, quoted: str) -> None:
    assert not left(said, quoted)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("You know him, and you know her.", "You him, and you know her."),
        ("We lost 10 10 people.", "We lost 10 people."),
        ("We will not build it.", "We will build it."),
        ("I want a boat — the boat of Ann.", "The boat of Ann."),
        ("It went well for us.", "It went for us."),
        ("It was (as I said) a good boat.", "It was a good boat."),
        ("We lost 240 of them in May.", "We lost of them in May."),
    ],
)
def test_not_idle(said: str, quoted: str) -> None:
    assert left(said, quoted)


def test_ellipses_are_told_among_words_as_they_stand() -> None:
    words = read_speech("two hundred million … and ten thousand … boats …")
    assert [word.form for word in words.words] == ["200000000", "and", "10000", "boats"]
    assert words.ellipses == (1, 3, 4)


def test_leaving_words_out_keeps_places_and_ellipses() -> None:
    words = read_words("one two … three four …")
    fewer = without(words, [1, 2])
    assert [(word.form, words.text[word.start : word.end]) for word in fewer.words] == [("one", "one"), ("4", "four")]
    assert fewer.ellipses == (1, 2)
    assert fewer.weight == sum(word.weight for word in fewer.words)
    assert without(words, []) is words
