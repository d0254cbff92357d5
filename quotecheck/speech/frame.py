"""The record of one attribution within a sentence, as ranges of the sentence's tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

from quotecheck.speech import cues
from quotecheck.speech.narration import Token

_HELPERS = cues.AUXILIARIES | cues.ADVERBS | cues.NEGATIONS

Range = tuple[int, int]
"""Half-open indices into the tokens of one sentence."""


@dataclass(slots=True)
class Frame:
    """One attribution in a sentence, as ranges of its tokens.

    ``pattern`` names the construction, on which the confidence depends. ``opens_next``: the content stands in the
    next paragraph, behind a colon. ``via`` is who passes the words on.
    """

    cue: Range
    mention: Range | None
    content: list[Range] = field(default_factory=list)
    via: Range | None = None
    pattern: str = ""
    opens_next: bool = False

    @property
    def begin(self) -> int:
        return min(r[0] for r in [self.cue, *self.content, *([self.mention] if self.mention else [])])


def is_helper(token: Token) -> bool:
    return token.is_word and (
        token.lower in _HELPERS
        or token.lower.endswith(("n’t", "n't"))
        or (
            token.lower.endswith("ly")
            and not token.is_capital
            and token.lower not in ("family", "ally", "rally", "july")
        )
    )
