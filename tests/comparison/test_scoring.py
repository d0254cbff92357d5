"""Pairs: labels on made-up examples, what always holds, and the accuracy on the development data."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotecheck.comparison import score_pairs
from quotecheck.comparison.judge import load_judge
from quotecheck.embedding import Encoder
from quotecheck.records import LABELS, Pair, PairScore

FULL = "We brought 46 people off the deck in under two hours, and nobody was left behind."
EXAMPLES = [
    (FULL, "we brought forty-six people off the deck in under two hours and nobody was left behind", "verbatim"),
    (FULL, "We brought 46 people off the deck in under two hours", "trimmed"),
    (FULL, "We brought 46 people off the deck … and nobody was left behind.", "trimmed"),
    (FULL, "We brought 64 people off the deck in under two hours, and nobody was left behind.", "altered"),
    ("We will not close the northern lane this winter.", "We will close the northern lane this winter.", "altered"),
    ("We will not, whatever they say, close the lane.", "We will … close the lane.", "altered"),
    ("If the harvest fails, we will raise the duty on bread.", "We will raise the duty on bread.", "altered"),
    (
        "The inspectors found cracks in the third pier.",
        "Inspectors had discovered that pier three was cracked.",
        "reworded",
    ),
    (FULL, "The duty on bread will rise by a tenth in the spring.", "different"),
    ("", "The duty on bread will rise.", "different"),
]


@pytest.mark.parametrize(("a", "b", "label"), EXAMPLES)
def test_labels(encoder: Encoder, a: str, b: str, label: str) -> None:
    score = score_pairs([Pair("p", a, b)], encoder, load_judge())[0]
    assert score.label == label
    assert (score.divergence == 0) == (label == "verbatim")
    assert (score.divergence == 1) == (label == "different")


def test_divergence_grows_with_the_difference(encoder: Encoder) -> None:
    told = [
        FULL,
        "We brought 46 people off the deck in under two hours",
        "We got 46 people off that deck within two hours",
        "We brought 64 people off the deck in three hours",
        "The duty on bread will rise.",
    ]
    found = [
        score.divergence
        for score in score_pairs([Pair(str(i), FULL, b) for i, b in enumerate(told)], encoder, load_judge())
    ]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_a_pair_is_scored_by_itself_and_in_order(encoder: Encoder) -> None:
    pairs = [Pair(str(number), a, b) for number, (a, b, _) in enumerate(EXAMPLES)]
    together = score_pairs(pairs, encoder, load_judge())
    assert [score.id for score in together] == [pair.id for pair in pairs]
    assert together == [score_pairs([pair], encoder, load_judge())[0] for pair in pairs]
    assert score_pairs([], encoder, load_judge()) == []


def test_speakers_inform(encoder: Encoder) -> None:
    a, b = "We shall look at the pier again soon.", "There will be another look at the third pier."
    given_speakers = [(None, None), ("Ada Vale", "Ada Vale"), ("Ada Vale", "Tamsin Pell")]
    unknown, same, other = score_pairs(
        [Pair("p", a, b, one, two) for one, two in given_speakers], encoder, load_judge()
    )
    assert other.same < unknown.same < same.same


def test_one_statement_of_two_speakers_is_told(encoder: Encoder) -> None:
    words, other = "The road through the marsh opens in May.", "Bread will be dearer in the towns of the north."
    given = [
        (words, "Ada Vale", "Tamsin Pell", True),
        (words, "Ada Vale", "Ms. Vale", False),
        (words, "Ada Vale", None, False),
        (other, "Ada Vale", "Tamsin Pell", False),
    ]
    pairs = [Pair(f"{place}", words, b, one, two) for place, (b, one, two, _) in enumerate(given)]
    scores = score_pairs(pairs, encoder, load_judge())
    assert [score.misattributed for score in scores] == [wrong for *_, wrong in given]
    assert [score.label for score in scores] == ["verbatim", "verbatim", "verbatim", "different"]


CUT = [
    ("If we lose this seat I will step down.", "I will step down.", "altered"),
    ("Should the well run dry again, we will move the herd.", "We will move the herd.", "altered"),
    ("In my view the pier was never safe.", "The pier was never safe.", "altered"),
    ("The pier was never safe, as far as I know.", "The pier was never safe.", "altered"),
    ("As far as I can tell, nobody was on the pier.", "Nobody was on the pier.", "altered"),
    ("According to my accountant, the fund was empty.", "The fund was empty.", "altered"),
    ("Her critics claim that the fund was empty.", "The fund was empty.", "altered"),
    ("On Tuesday the ferry will sail again.", "The ferry will sail again.", "trimmed"),
    ("I said that the ferry will sail again.", "the ferry will sail again", "trimmed"),
]
TRADED = [
    ("The mayor threatened the harbour master.", "The harbour master threatened the mayor.", "altered"),
    ("Quandt owes the bank nine million crowns.", "The bank owes Quandt nine million crowns.", "altered"),
    ("The mayor and the harbour master left.", "The harbour master and the mayor left.", "reworded"),
    ("The queen met the envoy on Sunday.", "On Sunday the envoy met the queen.", "reworded"),
    ("The mayor was threatened by the harbour master.", "The harbour master threatened the mayor.", "reworded"),
    ("We hope to finish the pier by May.", "We will finish the pier by May.", "altered"),
    ("It is not legal to fish there.", "It is illegal to fish there.", "reworded"),
]


@pytest.mark.parametrize(("a", "b", "label"), CUT + TRADED)
def test_what_turns_the_sense_is_altered_and_what_does_not_is_not(encoder: Encoder, a: str, b: str, label: str) -> None:
    (score,) = score_pairs([Pair("p", a, b)], encoder, load_judge())
    assert score.label == label


def test_who_did_it_is_more_than_a_cut(encoder: Encoder) -> None:
    (score,) = score_pairs([Pair("p", "My brother sank the boat.", "I sank the boat.")], encoder, load_judge())
    assert score.label in ("reworded", "altered")


def test_modal_verbs_in_the_tense_of_indirect_speech_are_no_change_of_modality(encoder: Encoder) -> None:
    pairs = [("We can pay the crew.", "that they could pay the crew"), ("I will stay on.", "She would stay on.")]
    scores = score_pairs([Pair(a, a, b) for a, b in pairs], encoder, load_judge())
    assert not any(change.kind == "modality" for score in scores for change in score.changes)
    (other,) = score_pairs([Pair("p", "We can pay the crew.", "We could pay the crew.")], encoder, load_judge())
    assert [change.kind for change in other.changes] == ["modality"]


def mirrored(score: PairScore) -> list[tuple[Any, ...]]:
    return [(c.kind, c.b, c.a, c.b_text, c.a_text) for c in score.changes]


TURNING = "we will may must needless needs not the mayor Quandt 600 about six raise lower agree disagree % by.".split()
TEXT = (
    st.text(max_size=60)
    | st.sampled_from([text for a, b, _ in EXAMPLES for text in (a, b)])
    | st.lists(st.sampled_from(TURNING), max_size=8).map(" ".join)
)
relaxed = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@relaxed
@given(TEXT, TEXT)
def test_swapping_the_texts_changes_nothing(encoder: Encoder, a: str, b: str) -> None:
    there, back = score_pairs([Pair("p", a, b), Pair("p", b, a)], encoder, load_judge())
    assert (there.same, there.altered, there.divergence, there.label) == (
        back.same,
        back.altered,
        back.divergence,
        back.label,
    )
    assert mirrored(back) == [(c.kind, c.a, c.b, c.a_text, c.b_text) for c in there.changes]
    assert there.label in LABELS
    assert all(0 <= value <= 1 for value in (there.same, there.altered, there.divergence))
    assert 0 <= there.similarity.semantic <= 1
    assert 0 <= there.similarity.lexical <= 1


@relaxed
@given(TEXT)
def test_a_text_against_itself(encoder: Encoder, text: str) -> None:
    score = score_pairs([Pair("p", text, text)], encoder, load_judge())[0]
    assert (score.label, score.divergence, score.changes) == ("verbatim", 0.0, ())
    assert score.same > 0.9


def evaluate(shared: Path, script: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(shared / "eval" / script), *arguments, "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def scored(shared: Path, name: str, encoder: Encoder, folder: Path, step: int = 1) -> dict[str, Any]:
    lines = (shared / "data/pairs" / name).read_text(encoding="utf-8").splitlines()[::step]
    rows = [json.loads(line) for line in lines]
    scores = score_pairs([Pair(row["id"], row["a"], row["b"]) for row in rows], encoder, load_judge())
    (folder / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    fields = ("id", "same", "label", "altered")
    predicted = "\n".join(json.dumps({name: getattr(score, name) for name in fields}) for score in scores)
    (folder / "predicted.jsonl").write_text(predicted, encoding="utf-8")
    return evaluate(shared, "pairs_eval.py", str(folder / "gold.jsonl"), str(folder / "predicted.jsonl"))


def test_accuracy_on_quotes_of_one_event(shared: Path, encoder: Encoder, tmp_path: Path) -> None:
    found = scored(shared, "outlets_dev.jsonl", encoder, tmp_path)
    assert found["same"]["auroc"] >= 0.995
    assert found["same, hard"]["auroc"] >= 0.955
    assert found["labels"]["macro f1"] >= 0.92
