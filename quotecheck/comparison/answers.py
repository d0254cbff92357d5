"""Words that say how far a statement goes, and whether the other text has anything to answer them.

However freely two translators word a sentence, where one writes *may* the other has *could*, *perhaps* or *if*: in one
pair of a hundred of independent translations (edited_dev) nothing answers a *must* or a *may*.
"""

from __future__ import annotations

from quotecheck.comparison.differences import Difference
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Words

BEYOND = 3
"""Words before and after what both texts render that are looked at too, where both go on: *she must*, *he had to*."""

MOST = 2
"""So many unanswered words count. Set by hand."""


def unanswered(diff: Difference, kind: str) -> int:
    """In how many ways one text goes further than the other, at most MOST; symmetric.

    ``kind`` is that of the lists: ``force`` (*must*, *may*) or ``reach`` (*all*, *only*, *never*, *allegedly*).
    """
    a, b = diff.a.words, diff.b.words
    # What one text alone has before or after may be cut from the other.
    before = BEYOND if diff.region_a[0] and diff.region_b[0] else 0
    after = BEYOND if diff.region_a[1] < len(a) and diff.region_b[1] < len(b) else 0
    one = _said(diff.a, diff.region_a[0] - before, diff.region_a[1] + after)
    other = _said(diff.b, diff.region_b[0] - before, diff.region_b[1] + after)
    all_a, all_b = {word.form for word in a}, {word.form for word in b}
    found = sum(
        not said.isdisjoint(mine) and answer.isdisjoint(theirs)
        for said, answer in lexicon().answers[kind]
        for mine, theirs in ((one, all_b), (other, all_a))
    )
    return min(MOST, found)


def _said(words: Words, lo: int, hi: int) -> set[str]:
    """The forms of words ``lo`` to ``hi``, but for those with a capital within a sentence: *Theresa May*."""
    found = set()
    for at in range(max(0, lo), min(hi, len(words.words))):
        word = words.words[at]
        first = at == 0 or words.words[at - 1].sentence != word.sentence
        if first or not words.text[word.start].isupper():
            found.add(word.form)
    return found
