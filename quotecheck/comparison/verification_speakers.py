"""Whether the speaker that a quote names is who says a line, as far as the labels of a transcript tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotecheck.records import Line
from quotecheck.speech.identity import TITLES, fold, is_generic, same_speaker

_ASKS = frozenset(("reporter", "reporters"))
_WORD = re.compile(r"[^\W\d_]+")


class Speakers:
    """The labels of a transcript, by document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._labels: dict[str | None, set[str]] = {}
        for line in lines:
            if line.speaker is not None:
                self._labels.setdefault(line.doc, set()).add(line.speaker)

    def says(self, speaker: str | None, line: Line) -> bool | None:
        """Whether ``speaker`` says the line; None where that cannot be known.

        A label that is a description names nobody, but a transcript does not put one person under two labels: with
        ANNA BERG in it, WITNESS is somebody else. Only an office may be hers beside her name (THE MAYOR), and who asks
        as a reporter is nobody that is asked.
        """
        together = same_speaker(speaker, line.speaker)
        if together is not None or speaker is None or line.speaker is None or is_generic(speaker):
            return together
        words = {fold(word) for word in _WORD.findall(line.speaker)}
        if words & _ASKS:
            return False
        if words & TITLES:
            return None
        named = any(same_speaker(speaker, label) for label in self._labels[line.doc])
        return False if named else None
