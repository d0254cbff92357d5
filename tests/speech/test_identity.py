"""When two names are one speaker. All people and bodies are made up but for the romanised spellings under test."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.records import Quote, Span
from quotecheck.speech.identity import group_names, is_generic, name_keys, same_name, same_speaker, unify_speakers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong-un"),
        ("Kim Jong Un", "Kim"),
        ("Volodymyr Zelensky", "President Volodymyr Zelenskyy"),
        ("Gerhard Schröder", "Gerhard Schroeder"),
        ("Łukasz Ødegård", "Lukasz Odegard"),
        ("Anna B. Lindqvist", "Anna Lindqvist"),
        ("A. Lindqvist", "Anna Lindqvist"),
        ("Sen. Anna Lindqvist", "Anna Lindqvist"),
        ("National Harbour Agency", "NHA"),
        ("Justice Department", "Department of Justice"),
        ("Lindqvist's", "Lindqvist"),
        ("Superintendent Anna Lindqvist", "Anna Lindqvist"),
        ("Grand Wizard Anna Lindqvist", "Anna Lindqvist"),
        ("Bob Hale", "Robert Hale"),
    ],
)
def test_spellings_of_one_speaker(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)
    assert same_speaker(one, other) is True
    assert name_keys(one) & name_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Yo Jong"),
        ("John Smith", "Jane Smith"),
        ("George W. Adler", "George H. W. Adler"),
        ("Anna Lindqvist", "Anna Berg"),
        ("National Harbour Agency", "Harbour"),
        ("Ministry of Defence", "Ministry of Justice"),
    ],
)
def test_different_speakers(one: str, other: str) -> None:
    assert same_speaker(one, other) is False


def test_a_description_proves_nothing() -> None:
    assert same_speaker("officials", "officials") is None
    assert same_speaker(None, "Anna Berg") is None
    assert is_generic("a senior official")
    assert not is_generic("Anna Berg")


@pytest.mark.parametrize(
    "name", ["spokesman for Anna Berg", "aides to Berg", "Berg's lawyer", "a lawyer of the Bergs' firm"]
)
def test_who_speaks_for_somebody_is_somebody_else(name: str) -> None:
    assert is_generic(name)
    assert same_speaker(name, "Anna Berg") is None


@pytest.mark.parametrize("name", ["van der Berg", "al-Bergi", "Berg administration", "People’s Harbour Party"])
def test_names_that_open_or_end_in_lower_case(name: str) -> None:
    assert not is_generic(name)


def test_a_spokesman_does_not_keep_the_names_of_his_chief_apart() -> None:
    heads = group_names(["Bob Hale", "Robert P. Hale", "spokesman for Robert Hale"])
    assert heads["Bob Hale"] == "Robert P. Hale"


def test_a_surname_that_two_people_bear_stays_alone() -> None:
    heads = group_names(["John Smith", "Jane Smith", "Smith", "J. Smith", "Dr. John Smith"])
    assert heads["Dr. John Smith"] == heads["John Smith"] != heads["Jane Smith"]
    assert heads["Smith"] == "Smith"
    assert heads["J. Smith"] == "J. Smith"


def quote(name: str, n: int) -> Quote:
    return Quote(f"a#{n}", "a", None, "direct", (Span(0, 1),), (), "x", speaker=name)


def test_one_name_for_all_articles() -> None:
    quotes = [quote(name, n) for n, name in enumerate(["Kim Jong-un", "Kim Jong Un", "Kim Jong Un", "Kim"])]
    assert {q.speaker for q in unify_speakers(quotes)} == {"Kim Jong Un"}


def test_a_name_in_full_goes_before_its_initials() -> None:
    assert set(group_names({"O. Brücker": 5, "Ottilie Brucker": 1}).values()) == {"Ottilie Brucker"}


NAMES = st.lists(st.sampled_from(["Ann", "Bo", "Lee", "Cho", "A.", "officials", "Agency"]), min_size=1, max_size=3).map(
    " ".join
)


@given(st.lists(NAMES, max_size=8))
def test_grouping_does_not_depend_on_the_order(names: list[str]) -> None:
    assert group_names(names) == group_names(list(reversed(names)))


@given(NAMES, NAMES)
def test_sameness_is_symmetric(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)
    assert same_name(one, one)
