"""What is known of any two speakers of a coverage, as one table that is looked up for whole columns of pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from quotecheck.speech.identity import is_generic, lookup_keys, same_name

TWO, ONE, UNKNOWN = 0, 1, 2
"""Two people or bodies; one; not to be told, as one of them is missing or told by a description alone."""


def relations(speakers: Sequence[str | None]) -> npt.NDArray[np.int8]:
    """(n, n): TWO, ONE or UNKNOWN for every two of the speakers, as ``same_speaker`` has it.

    Names that have no key in common are two without a closer look, so the work grows with the likenesses.
    """
    table = np.full((len(speakers), len(speakers)), TWO, np.int8)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(speakers):
        if name is None or is_generic(name):
            table[place, :] = table[:, place] = UNKNOWN
            continue
        keys = lookup_keys(name)
        for key in keys:
            holders[key].append(place)
        for other in {other for key in keys for other in holders[key]}:
            if same_name(name, str(speakers[other])):
                table[place, other] = table[other, place] = ONE
    return table
