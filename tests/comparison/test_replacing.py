"""One word in the place of another: the same in other words, or another thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison import score_pairs
from quotecheck.comparison.differences import difference
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.replacing import _near, kinship
from quotecheck.comparison.turning import placed
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Pair


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("buy", "purchas", "akin"), ("car", "automobil", "akin"), ("big", "larg", "akin"), ("quay", "quay", "akin"),
        ("death", "infection", "unlike"), ("school", "prison", "unlike"), ("nurs", "doctor", "unlike"),
        ("quay", "zorbling", "unknown"),
    ],
)  # fmt: skip
def test_kinship(a: str, b: str, kind: str) -> None:
    assert kinship(a, b) == kinship(b, a) == kind


KNOWN = sorted(_near())[::20]


@given(st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_kinship_is_symmetric_and_of_itself_akin(a: str, b: str) -> None:
    assert kinship(a, b) == kinship(b, a)
    assert kinship(a, a) == "akin"


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        ("The pill halved the number of strokes.", "The pill halved the number of births.", "altered"),
        ("The harbour office will hire divers.", "The harbour office will hire cooks.", "altered"),
        ("The mayor apologised for the delay.", "The mayor apologised for the insult.", "altered"),
        ("The mayor apologised for the delay.", "The mayor apologised for the hold-up.", "reworded"),
        ("The keeper repaired the lamp on Friday.", "The keeper fixed the lamp on Friday.", "reworded"),
        ("The harbour office will hire divers.", "The harbour office will recruit divers.", "reworded"),
        ("The boat sank off Orrin in the night.", "The vessel sank off Orrin in the night.", "reworded"),
    ],
)  # fmt: skip
def test_one_replaced_word_is_a_synonym_or_an_alteration(encoder: Encoder, a: str, b: str, label: str) -> None:
    assert score_pairs([Pair("p", a, b)], encoder, load_judge())[0].label == label


def shown(a: str, b: str) -> tuple[float, float, float]:
    found = placed(difference(read_words(a), read_words(b)))
    assert placed(difference(read_words(b), read_words(a))) == found
    return found.replaced, found.unlike, found.akin


def test_of_several_words_all_must_have_kin() -> None:
    assert shown("They will build a big school here.", "They will build a large prison here.")[2] == 0


def test_replaced_words_count_where_nothing_else_differs() -> None:
    assert shown("The keeper sold the boat to the mayor.", "The keeper sold the lamp to the mayor.") == (1, 1, 0)
    assert shown("The keeper sold the boat to the mayor.", "The keeper sold the vessel to the mayor.") == (1, 0, 1)
    free = "The keeper sold the boat to the mayor.", "In June a lamp was bought of him by Orrin's head of council."
    assert shown(*free) == (0, 0, 0)


def test_names_numbers_opposites_and_moved_words_have_their_own_rules() -> None:
    for a, b in (
        ("We flew to Orrin in June.", "We flew to Velm in June."),
        ("We saw 40 boats in June.", "We saw 60 boats in June."),
        ("The tolls rose in June.", "The tolls fell in June."),
        ("The keeper sued the mayor over the levy.", "The mayor sued the keeper over the levy."),
    ):
        assert shown(a, b) == (0, 0, 0), (a, b)
