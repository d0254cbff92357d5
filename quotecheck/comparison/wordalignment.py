"""Which word of one text answers to which word of another: a global alignment with affine gaps.

Gotoh's recursion (J. Mol. Biol. 162, 1982), a row at a time in NumPy: within a row the gap that runs along it is a
running maximum, so only the rows are looped over. Texts too long for one table are cut at word runs that occur once
in each (Cohen's patience diff), and what lies between two such runs is aligned on its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import Word

Floats = npt.NDArray[np.float32]

# Set by hand on made-up sentences: a gap must cost less than two mismatches, so that a moved word stays apart, and
# opening one more than continuing it, so that the words of a fragment stay together.
MISMATCH = -0.45
GAP_OPEN = -0.4
GAP_EXTEND = -0.06
KIN = 0.8
"""Score of two words of one stem, as a share of a match."""
LOOKALIKE = 0.6
"""Least Dice coefficient of letter pairs at which two longer words count as spellings of one (Gadhafi, Qaddafi)."""
CELLS = 4_000_000
"""Largest table held at once: 2,000 by 2,000 words, 36 MB."""
ANCHOR = 4
"""Words in a run that anchors long texts to each other."""
_PAIRS = 512

Link = tuple[int, int]


def align_words(a: Sequence[Word], b: Sequence[Word]) -> list[Link]:
    """Pairs (i, j) of words that answer to each other, rising in both; words without a partner are left out.

    Partners are the same word, kin (one stem, look-alike spelling) or stand in for each other: a number for a
    number, an opposite, a modal verb for a modal verb. Takes time ``len(a) * len(b)`` up to CELLS and little more
    than ``len(a) + len(b)`` beyond.
    """
    head = 0
    while head < min(len(a), len(b)) and a[head].form == b[head].form:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail].form == b[-1 - tail].form:
        tail += 1
    if head == len(a) == len(b):
        return [(i, i) for i in range(head)]
    # A shared start or end is kept only if the texts are equally long but for few words; else a repeated
    # phrase could be tied to the wrong one of its places.
    if abs(len(a) - len(b)) > 3:
        head = tail = 0
    links = [(i, i) for i in range(head)]
    links += _align_block(a, b, head, len(a) - tail, head, len(b) - tail)
    links += [(len(a) - tail + i, len(b) - tail + i) for i in range(tail)]
    return links


def _align_block(a: Sequence[Word], b: Sequence[Word], a0: int, a1: int, b0: int, b1: int) -> list[Link]:
    if a0 >= a1 or b0 >= b1:
        return []
    if (a1 - a0) * (b1 - b0) <= CELLS:
        return [(a0 + i, b0 + j) for i, j in _gotoh(similarities(a[a0:a1], b[b0:b1]))]
    links: list[Link] = []
    for i, j in [*_anchors(a[a0:a1], b[b0:b1]), (a1 - a0, b1 - b0)]:
        start_a, start_b = (links[-1][0] + 1, links[-1][1] + 1) if links else (a0, b0)
        i, j = a0 + i, b0 + j  # noqa: PLW2901
        if i < start_a or j < start_b:
            continue
        if 0 < (i - start_a) * (j - start_b) <= CELLS:
            links += [(start_a + p, start_b + q) for p, q in _gotoh(similarities(a[start_a:i], b[start_b:j]))]
        if i < a1 and j < b1:
            links += [(i + step, j + step) for step in range(ANCHOR)]
    return links


def _anchors(a: Sequence[Word], b: Sequence[Word]) -> list[Link]:
    """Runs of ANCHOR words that occur once in both, as many as rise in both texts together."""

    def once(words: Sequence[Word]) -> dict[tuple[str, ...], int]:
        seen: dict[tuple[str, ...], int] = {}
        forms = [word.form for word in words]
        for start in range(len(forms) - ANCHOR + 1):
            run = tuple(forms[start : start + ANCHOR])
            seen[run] = -1 if run in seen else start
        return {run: start for run, start in seen.items() if start >= 0}

    there = once(b)
    shared = [(start, there[run]) for run, start in once(a).items() if run in there]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(shared):
        place = bisect_left(ends, j)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(j)
            last.append(index)
        else:
            ends[place] = j
            last[place] = index
    chain: list[Link] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(shared[index])
        index = before[index]
    return chain[::-1]


def similarities(a: Sequence[Word], b: Sequence[Word]) -> Floats:
    """How well each word of ``a`` answers to each of ``b``: (len(a), len(b)) float32; MISMATCH where not at all."""
    forms_a, at_a = _distinct(a)
    forms_b, at_b = _distinct(b)
    table = _type_scores(forms_a, forms_b)
    scores = table[np.ix_(at_a, at_b)]
    weight_a = np.array([_pull(word) for word in a], np.float32)
    weight_b = np.array([_pull(word) for word in b], np.float32)
    positive = np.maximum(weight_a[:, None], weight_b[None, :])
    return np.where(scores > 0, scores * positive, scores)


def _pull(word: Word) -> float:
    """How much a word pulls at its partner: small words that turn the sense pull more than they weigh."""
    lex = lexicon()
    turns = word.form in lex.negation or word.form in lex.modality or word.value is not None
    return max(word.weight, 0.7) if turns else word.weight


def _distinct(words: Sequence[Word]) -> tuple[list[Word], npt.NDArray[np.intp]]:
    index: dict[str, int] = {}
    kept: list[Word] = []
    at = np.empty(len(words), np.intp)
    for place, word in enumerate(words):
        known = index.get(word.form)
        if known is None:
            known = index[word.form] = len(kept)
            kept.append(word)
        at[place] = known
    return kept, at


def _type_scores(a: list[Word], b: list[Word]) -> Floats:
    """Scores of distinct words against each other, before weights."""
    lex = lexicon()
    stems = {word.stem for word in a} & {word.stem for word in b}
    table = np.full((len(a), len(b)), MISMATCH, np.float32)
    long_a, long_b = (_long(words, stems) for words in (a, b))
    if long_a and long_b:
        dice = _letter_pairs([a[i] for i in long_a]) @ _letter_pairs([b[j] for j in long_b]).T
        table[np.ix_(long_a, long_b)] = np.where(dice >= LOOKALIKE, dice * KIN, np.float32(MISMATCH))
    by_form: dict[str, list[int]] = {}
    by_stem: dict[str, list[int]] = {}
    numbers: list[int] = []
    modals: list[int] = []
    negations: list[int] = []
    denials: list[int] = []
    for j, word in enumerate(b):
        by_form.setdefault(word.form, []).append(j)
        by_stem.setdefault(word.stem, []).append(j)
        if word.value is not None:
            numbers.append(j)
        if word.form in lex.modality:
            modals.append(j)
        if word.form in lex.negation:
            negations.append(j)
        elif word.form in lex.denial:
            denials.append(j)
    for i, word in enumerate(a):
        if word.value is not None:
            table[i, :] = MISMATCH
            table[i, numbers] = 0.3
        elif word.form in lex.modality:
            table[i, modals] = 0.4
        elif word.form in lex.negation:  # "could not save", "failed to save"
            table[i, denials] = 0.5
        elif word.form in lex.denial:
            table[i, negations] = 0.5
        for other in lex.contrary.get(word.stem, _NONE) & by_stem.keys():
            for j in by_stem[other]:
                table[i, j] = max(table[i, j], 0.4)
        for j in by_stem.get(word.stem, ()):
            table[i, j] = KIN
        for j in by_form.get(word.form, ()):
            table[i, j] = 1.0
    return table


_NONE: frozenset[str] = frozenset()


def _long(words: list[Word], known: set[str]) -> list[int]:
    """Places of the words whose spelling is compared: not short, no numbers, no stems ``known`` on both sides."""
    return [
        place
        for place, word in enumerate(words)
        if len(word.form) >= 5 and word.value is None and word.weight >= 1 and word.stem not in known
    ]


def _letter_pairs(words: list[Word]) -> Floats:
    """Unit rows of hashed letter pairs."""
    rows = np.zeros((len(words), _PAIRS), np.float32)
    for i, word in enumerate(words):
        codes = np.frombuffer(f"^{word.form}$".encode("utf-32-le"), np.uint32).astype(np.int64)
        rows[i, (codes[:-1] * 31 + codes[1:]) % _PAIRS] = 1.0
    rows /= np.sqrt(rows.sum(axis=1, keepdims=True))
    return rows


def _gotoh(scores: Floats) -> list[Link]:
    """Best global alignment of a (n, m) table of scores; the links are the cells with a positive score on its path."""
    n, m = scores.shape
    low = np.float32(-1e9)
    steps = np.arange(m + 1, dtype=np.float32) * np.float32(GAP_EXTEND)
    best = np.empty(m + 1, np.float32)  # best score of any kind that ends at this cell of the previous row
    best[0] = 0.0
    best[1:] = GAP_OPEN + steps[:m]
    down = np.full(m + 1, low, np.float32)
    came = np.zeros((n + 1, m + 1), np.uint8)  # 0 diagonal, 1 down (a word of a alone), 2 along (a word of b alone)
    came[0, 1:] = 2
    opened = np.zeros((n + 1, m + 1), np.bool_)  # whether the gap down was opened at this cell
    origin = np.zeros((n + 1, m + 1), np.int32)  # where a gap along the row began
    places = np.arange(m + 1, dtype=np.int32)
    for i in range(1, n + 1):
        open_down = best + np.float32(GAP_OPEN)
        go_down = down + np.float32(GAP_EXTEND)
        opened[i] = open_down >= go_down
        down = np.maximum(open_down, go_down)
        here = down.copy()
        diagonal = best[:-1] + scores[i - 1]
        take = diagonal >= here[1:]
        here[1:][take] = diagonal[take]
        came[i] = 1
        came[i, 1:][take] = 0
        # A gap along the row from cell k to cell j costs open + (j - k - 1) * extend.
        level = here - steps
        reach = np.maximum.accumulate(level)
        origin[i, 1:] = np.maximum.accumulate(np.where(level >= reach, places, 0))[:-1]
        along = np.full(m + 1, low, np.float32)
        along[1:] = reach[:-1] + steps[:-1] + np.float32(GAP_OPEN)
        better = along > here
        came[i, better] = 2
        here[better] = along[better]
        best = here
    return _trace(scores, came, opened, origin)


def _trace(
    scores: Floats, came: npt.NDArray[np.uint8], opened: npt.NDArray[np.bool_], origin: npt.NDArray[np.int32]
) -> list[Link]:
    i, j = scores.shape
    links: list[Link] = []
    while i > 0 and j > 0:
        way = came[i, j]
        if way == 0:
            if scores[i - 1, j - 1] > 0:
                links.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif way == 1:
            while i > 0 and not opened[i, j]:
                i -= 1
            i -= 1
        else:
            j = int(origin[i, j])
    return links[::-1]
