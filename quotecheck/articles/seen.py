"""Which ids came before, and on which line, in 24 to 48 bytes an id however long the ids are."""

from __future__ import annotations

from array import array
from hashlib import blake2b

_FULL = 2 / 3
_FIRST_SIZE = 1024


class SeenIds:
    """A table of 64-bit fingerprints and lines, with open addressing.

    Two ids among n have one fingerprint with a chance of n² / 2⁶⁵: one in 37 million for a million ids.
    """

    def __init__(self) -> None:
        self._count = 0
        self._prints = array("Q", bytes(8 * _FIRST_SIZE))
        self._lines = array("Q", bytes(8 * _FIRST_SIZE))

    def line_of(self, name: str, line: int) -> int | None:
        """The line on which the id was seen first; None, and it is noted for this line, if it was not."""
        mark = int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") or 1
        place = self._place(mark)
        if self._prints[place]:
            return self._lines[place]
        self._prints[place], self._lines[place] = mark, line
        self._count += 1
        if self._count > _FULL * len(self._prints):
            self._grow()
        return None

    def _place(self, mark: int) -> int:
        """Where the fingerprint stands, or where it belongs; 0 marks a free place."""
        prints, mask = self._prints, len(self._prints) - 1
        place = mark & mask
        while prints[place] and prints[place] != mark:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        held = zip(self._prints, self._lines, strict=True)
        size = 2 * len(self._prints)
        self._prints, self._lines = array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
        for mark, line in held:
            if mark:
                place = self._place(mark)
                self._prints[place], self._lines[place] = mark, line
