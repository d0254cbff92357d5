"""From renderings to what they say together: which are one statement, and how and how far they diverge."""

from __future__ import annotations

from quotecheck.comparison.alignment import Alignment, align
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.matching import find_matches
from quotecheck.comparison.scoring import score_pairs

__all__ = ["CONSTANTS", "Alignment", "align", "find_matches", "load_judge", "score_pairs"]
