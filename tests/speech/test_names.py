"""Where names begin and end, and what an article tells of whom it names. All people and bodies are made up."""

from __future__ import annotations

import pytest

from quotecheck.records import Span
from quotecheck.speech.entities import Entity, find_entities
from quotecheck.speech.names import clean_name, name_runs
from quotecheck.speech.narration import Narration, narrate
from quotecheck.speech.paragraphs import paragraph_spans


def narrations(text: str) -> list[list[Narration]]:
    return [narrate(text, Span(*p), n, []) for n, p in enumerate(paragraph_spans(text))]


def entities(text: str) -> dict[str, Entity]:
    return {e.name: e for e in find_entities(narrations(text))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("they met Secretary of State Ann Lee there.", ["Secretary", "Ann Lee"]),
        ("they met the Ministry of Trade there.", ["Ministry of Trade"]),
        ("they met the Ministry of the Interior there.", ["Ministry of the Interior"]),
        ("they met Tom van der Berg and Ann Lee there.", ["Tom van der Berg", "Ann Lee"]),
        ("they met Senator Ann Lee of Aland there.", ["Ann Lee", "Aland"]),
        ("they met Ann Lee (R-Aland) there.", ["Ann Lee"]),
        ("they met Billionaire Tom Berg there.", ["Tom Berg"]),
        ("Why Nobody Is Over Ann Lee Yet.", ["Nobody", "Ann Lee Yet"]),
    ],
)
def test_runs_of_capitals(text: str, names: list[str]) -> None:
    (sentence,) = narrations(text)[0]
    runs = name_runs(sentence.tokens)
    assert [clean_name(sentence.tokens[a:b])[0] for a, b in runs] == names


def test_what_is_told_of_a_person() -> None:
    found = entities("They met Ann Lee, 54, a retired pilot, and Tom Berg (R-Aland). Cho, his wife, came as Bo Cho.")
    assert {"54-year-old", "pilot"} <= found["Ann Lee"].roles
    assert "republican" in found["Tom Berg"].roles
    assert found["Bo Cho"].gender == "f"


def test_a_word_that_opens_a_sentence_is_no_part_of_a_name_used_without_it() -> None:
    found = entities("They spoke of Ann Lee all day.\n\nQuoting Ann Lee is hard. They met Ann Lee.")
    assert set(found) == {"Ann Lee"}


def test_a_headline_makes_no_names() -> None:
    assert set(entities("Ann Lee Slams Bridge\n\nThey met Ann Lee there.")) == {"Ann Lee"}


def test_a_spouse_has_the_other_gender_than_the_namesake() -> None:
    found = entities("They met Ann Berg. Her husband, Tom Berg, came too. Then Mrs. Berg left.")
    assert (found["Ann Berg"].gender, found["Tom Berg"].gender) == ("f", "m")


def test_what_stands_behind_in_once_is_no_place() -> None:
    found = entities(
        "They trust in Lee alone. Ann Lee spoke. Then Lee left. They saw Lee. They went to see Aland, in Aland."
    )
    assert not found["Ann Lee"].is_place
    assert found["Aland"].is_place
