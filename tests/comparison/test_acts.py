"""What a cue does beside saying."""

from __future__ import annotations

import pytest

from quotecheck import split
from quotecheck.comparison.acts import act_of, withheld
from quotecheck.records import Article

TOLLS = "the tolls had been spent twice"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Mayor Ada Quandt denied that {TOLLS}.", True),
        (f"Mayor Ada Quandt did not deny that {TOLLS}.", False),
        (f"Mayor Ada Quandt did not say that {TOLLS}.", True),
        (f"Mayor Ada Quandt has never claimed that {TOLLS}.", True),
        (f"Mayor Ada Quandt cannot say that {TOLLS}.", True),
        (f"Mayor Ada Quandt would not say if {TOLLS}.", True),
        (f"Mayor Ada Quandt asked if {TOLLS}.", True),
        (f"Mayor Ada Quandt asked whether {TOLLS}.", True),
        (f"Mayor Ada Quandt said that {TOLLS}.", False),
        (f"Mayor Ada Quandt not only said that {TOLLS}.", False),
        # A condition is said.
        ("Mayor Ada Quandt warned if the tolls rise again the boats would stop for good.", False),
        ("If the tolls rise again, the boats would stop for good, Mayor Ada Quandt said.", False),
        ("Whether or not the tolls rise again, the boats would stop for good, Mayor Ada Quandt said.", False),
        # What is denied before belongs to something else.
        (f"Mayor Ada Quandt came. The crew had not. She said that {TOLLS}.", False),
        ("The tolls were lower than in Orrin but cheap they were not, Mayor Quandt said.", False),
        ("The tolls were lower than in Orrin but cheap they were not, she said.", False),
        (f"Mayor Ada Quandt tied the knot, and said that {TOLLS}.", False),
    ],
)
def test_what_is_withheld(text: str, expected: bool) -> None:
    (quote,) = split([Article("herald", text)])
    assert withheld(text, quote) is expected


@pytest.mark.parametrize(
    ("cue", "act"),
    [("denied", "deny"), ("pledged", "pledge"), ("admitted", "admit"), ("has promised", "pledge"), ("said", None)],
)
def test_the_act_of_a_cue(cue: str, act: str | None) -> None:
    text = f"Mayor Ada Quandt {cue} that {TOLLS}."
    (quote,) = split([Article("herald", text)])
    assert act_of(text, quote) == act
