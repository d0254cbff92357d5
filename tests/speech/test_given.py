"""What titles and given names tell of gender."""

from __future__ import annotations

import pytest

from quotecheck.speech.given import given_gender, honorific_gender
from quotecheck.speech.identity import gender_by_name, group_names, same_name


@pytest.mark.parametrize(("title", "gender"), [("Mr.", "m"), ("mrs", "f"), ("Ms", "f"), ("Dr", None), ("the", None)])
def test_titles(title: str, gender: str | None) -> None:
    assert honorific_gender(title) == gender


@pytest.mark.parametrize("name", ["alex", "jean", "kim", "robin", "andrea", "victoria", "jordan", "quux"])
def test_names_that_both_bear_places_and_unknown_words_tell_nothing(name: str) -> None:
    assert given_gender(name) is None


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Ingrid Lund", "f"),
        ("Mayor Ingrid Lund", "f"),
        ("Stig Lund", "m"),
        ("José Lund", "m"),
        ("Mr Lund", "m"),
        ("Lord Mayor Ingrid Lund", "f"),
        ("Lord Mayor Lund", None),
        ("Lund", None),
        ("Ingrid", None),
        ("Stig Lund University", None),
        ("Stig & Sons", None),
        ("Charles River", None),
    ],
)
def test_names(name: str, gender: str | None) -> None:
    assert gender_by_name(name) == gender


def test_a_title_agrees_with_no_name_of_the_other_gender() -> None:
    assert not same_name("Mr Lund", "Ingrid Lund")
    assert not same_name("Mr Lund", "Mrs Lund")
    assert same_name("Mr Lund", "Stig Lund")
    assert same_name("Ms Lund", "Lund")
    assert not same_name("Mr Kit Lund", "Mrs Kit Lund")


def test_one_name_is_one_whatever_its_given_name_usually_tells() -> None:
    assert same_name("Ms Stig Lund", "STIG LUND")
    assert same_name("Lord Mayor Ingrid Lund", "Ingrid Lund")


def test_a_namesake_stays_apart_where_names_are_grouped() -> None:
    names = group_names(["Mr Lund", "Ingrid Lund", "Ingrid Lund"])
    assert names == {"Mr Lund": "Mr Lund", "Ingrid Lund": "Ingrid Lund"}


def test_a_firm_is_none_of_its_partners() -> None:
    assert not same_name("Lund", "Berg & Lund")
    assert not same_name("Ann Lund", "Berg & Lund")
    assert same_name("Berg and Lund", "Berg & Lund")
