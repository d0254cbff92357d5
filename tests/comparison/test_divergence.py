"""What must always hold of the divergence: 0 for the same words, one value both ways, parts that sum, worse is more."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.comparison import score_pairs
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.judgement import divergence_parts
from quotecheck.embedding import Encoder
from quotecheck.records import Pair, PairScore, Similarity

SHARES = st.floats(0, 1)

WHO = ("the council", "our crews", "the harbour board", "farmers", "we")
MODAL = ("will", "may", "must")
VERB = ("raise", "lower", "support", "oppose", "close", "open", "repair")
WHAT = ("the tolls", "the northern road", "600 houses", "40 boats", "the old school in Ostermoor")
WHEN = ("before the winter", "with Marta Quandt", "after the storm", "for 19 million crowns")
OTHERWISE = {
    "the council": "the town council", "our crews": "our teams", "repair": "mend", "raise": "lift", "close": "shut",
    "before the winter": "ahead of winter", "after the storm": "once the storm had passed", "farmers": "growers",
}  # fmt: skip
OPPOSITE = {"raise": "lower", "lower": "raise", "support": "oppose", "oppose": "support", "close": "open"}
OTHER_NUMBER = {"600 houses": "60 houses", "40 boats": "400 boats", "for 19 million crowns": "for 91 million crowns"}
OTHER_MODAL = {"will": "may", "may": "will", "must": "may"}
OTHER_NAME = {"with Marta Quandt": "with Olof Brandt", "the old school in Ostermoor": "the old school in Vellmark"}

Clause = list[str]


@dataclass(frozen=True)
class Planted:
    """A text, an honest other rendering of it (the same, reworded or cut), and that one with a change planted."""

    said: str
    rendered: str
    changed: str


def joined(clauses: list[Clause]) -> str:
    return " and ".join(" ".join(clause) for clause in clauses) + "."


@st.composite
def planted(draw: st.DrawFn) -> Planted:
    clause = st.tuples(*(st.sampled_from(phrases) for phrases in (WHO, MODAL, VERB, WHAT, WHEN))).map(list)
    said = draw(st.lists(clause, min_size=1, max_size=3))
    rendered = [list(one) for one in said]
    if draw(st.booleans()):
        rendered = [[OTHERWISE.get(p, p) if draw(st.booleans()) else p for p in one] for one in rendered]
    elif draw(st.booleans()):
        rendered = rendered[: draw(st.integers(1, len(rendered)))]
        rendered[-1] = rendered[-1][:4]
    changed = [list(one) for one in rendered]
    where = draw(st.sampled_from(changed))
    for place, phrase in enumerate(where):
        for table in (OTHER_NUMBER, OTHER_MODAL, OTHER_NAME, OPPOSITE):
            if phrase in table and draw(st.booleans()):
                where[place] = table[phrase]
                return Planted(joined(said), joined(rendered), joined(changed))
    where[1] += " not"
    return Planted(joined(said), joined(rendered), joined(changed))


def scored(encoder: Encoder, a: str, b: str) -> PairScore:
    (score,) = score_pairs([Pair("1", a, b)], encoder, load_judge())
    return score


@settings(max_examples=60)
@given(planted())
def test_a_planted_change_never_lowers_the_divergence(encoder: Encoder, found: Planted) -> None:
    before, after = (scored(encoder, found.said, text) for text in (found.rendered, found.changed))
    if before.label in ("verbatim", "trimmed", "reworded"):
        assert after.divergence >= before.divergence


@settings(max_examples=40)
@given(planted())
def test_parts_sum_to_the_divergence_which_is_the_same_both_ways(encoder: Encoder, found: Planted) -> None:
    for text in (found.rendered, found.changed):
        there, back = scored(encoder, found.said, text), scored(encoder, text, found.said)
        assert math.fsum(part.amount for part in there.parts) == pytest.approx(there.divergence, abs=1e-9)
        assert all(part.amount >= 0 for part in there.parts)
        assert (there.divergence, there.parts) == (back.divergence, back.parts)


@settings(max_examples=20)
@given(planted())
def test_the_same_words_diverge_by_nothing(encoder: Encoder, found: Planted) -> None:
    same = scored(encoder, found.said, f"“{found.said.upper()}”")
    assert (same.label, same.divergence, same.parts) == ("verbatim", 0.0, ())


def test_another_statement_is_one_part(encoder: Encoder) -> None:
    other = scored(encoder, "The dairy opens at six.", "Nobody has counted the votes of the northern islands.")
    assert (other.label, other.divergence, [part.name for part in other.parts]) == (
        "different",
        1.0,
        ["another statement"],
    )


@given(SHARES, SHARES, SHARES, SHARES, st.booleans())
def test_likelier_altered_and_less_alike_is_farther(
    lexical: float, semantic: float, one: float, two: float, cut: bool
) -> None:
    def far(lexical: float, semantic: float, altered: float) -> float:
        return math.fsum(part.amount for part in divergence_parts(Similarity(semantic, lexical), altered, cut=cut))

    low, high = sorted((one, two))
    assert far(lexical, semantic, low) <= far(lexical, semantic, high) + 1e-12
    assert far(high, semantic, lexical) <= far(low, semantic, lexical) + 1e-12
    assert far(semantic, high, lexical) <= far(semantic, low, lexical) + 1e-12
    assert 0 <= far(lexical, semantic, one) <= 1


def test_worked_out_by_hand() -> None:
    """The examples of docs/divergence.md."""
    assert CONSTANTS["divergence_altered"] == 0.6
    trimmed = divergence_parts(Similarity(semantic=0.90, lexical=5 / 7), 0.16, cut=True)
    assert [round(part.amount, 3) for part in trimmed] == [0.071, 0.025, 0.087]
    harmed = divergence_parts(Similarity(semantic=0.70, lexical=2.5 / 5.25), 0.80, cut=True)
    assert [round(part.amount, 3) for part in harmed] == [0.131, 0.075, 0.381]
    altered = divergence_parts(Similarity(semantic=0.95, lexical=0.652), 0.99, cut=False)
    assert [round(part.amount, 3) for part in altered] == [0.174, 0.025, 0.476]
