"""Who did what to whom: words that changed places around one verb, and a verb turned passive whose words did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from quotecheck.comparison.differences import Difference, Segment, in_text_order
from quotecheck.comparison.differing import Part
from quotecheck.comparison.pronouns import BEING, EVEN, once, traded_pronouns
from quotecheck.comparison.words import Word, Words, runs_on

LONG = 400
"""In texts of more words than this only words that stand in each other's place are taken for swapped."""

ALIKE = 0.6
"""Share of the weighty words that both texts must have, for the order of these to tell anything. Set by hand."""

_LISTING = frozenset("and or as well nor both with the a an".split())
_BINDING = frozenset("of at in from for".split())
"""What binds one noun to another."""
_ADVERBIAL = frozenset(
    "in on at by from since until during after before for to into under over within throughout near".split()
)


def swapped(diff: Difference) -> list[Segment]:
    """Segments whose words changed places: X against Y here, Y against X there."""
    keys: dict[tuple[frozenset[str], frozenset[str]], list[Segment]] = {}
    for segment in diff.segments:
        sides = diff.a.words[segment.a0 : segment.a1], diff.b.words[segment.b0 : segment.b1]
        if any(side and side[0].form in _ADVERBIAL for side in sides):
            continue  # "on Monday" may stand anywhere
        left, right = (_content(side) for side in sides)
        if left and right and left != right:
            keys.setdefault((left, right), []).append(segment)
    return [segment for (left, right), found in keys.items() if (right, left) in keys for segment in found]


def _content(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in words if word.weight >= 1)


def excused(diff: Difference, segments: Sequence[Segment]) -> bool:
    """Whether words that changed places do so in a list (*ann and bob*) or by a passive."""
    a, b = diff.a.words, diff.b.words
    if not segments:
        return True
    between_a = a[min(part.a1 for part in segments) : max(part.a0 for part in segments)]
    between_b = b[min(part.b1 for part in segments) : max(part.b0 for part in segments)]
    return _harmless(diff, between_a, between_b)


def _aside(words: Words, between: Sequence[Word]) -> bool:
    """Whether these only tell who speaks, after a comma: *the budget, said the chancellor, will balance*."""
    said = [word for word in between if word.weight >= 1]
    if [word.stem for word in said] != ["say"]:
        return False
    place = words.words.index(said[0])
    return place > 0 and not runs_on(words.text, words.words[place - 1], said[0])


def _harmless(diff: Difference, between_a: Sequence[Word], between_b: Sequence[Word]) -> bool:
    a, b = diff.a.words, diff.b.words
    if _aside(diff.a, between_a) or _aside(diff.b, between_b):
        return True
    if all(word.form in _LISTING for word in (*between_a, *between_b)):
        return True
    if all(_mutual(between) for between in (between_a, between_b)):
        return True  # "Ann met Bob", "Bob met Ann"
    being = [any(word.form in BEING for word in between) for between in (between_a, between_b)]
    if being[0] != being[1]:
        return True  # "the storm destroyed the pier", "the pier was destroyed in the storm"
    if all(being) and all(word.form in BEING or word.weight < 1 for word in (*between_a, *between_b)):
        return True  # "the winner was Smith", "Smith was the winner"
    return sum(word.form == "by" for word in a) != sum(word.form == "by" for word in b)


def _mutual(words: Sequence[Word]) -> bool:
    """Whether all that is said here holds both ways."""
    said = {word.stem for word in words if word.weight >= 1 and not word.name}
    return bool(said) and said <= EVEN


def roles(diff: Difference, segments: Sequence[Segment]) -> list[Part]:
    """The parts of a difference in which the same words have other roles; ``segments`` are those of :func:`swapped`.

    Symmetric: the texts are read in one order, whichever is called a.
    """
    ordered = in_text_order(diff)
    if ordered is diff:
        return [_with_articles(diff, part) for part in _roles(diff, segments)]
    other = sorted((Segment(part.b0, part.b1, part.a0, part.a1) for part in segments), key=lambda one: (one.a0, one.b0))
    found = [_with_articles(ordered, part) for part in _roles(ordered, other)]
    return [Part(part.kind, part.b0, part.b1, part.a0, part.a1) for part in found]


def _with_articles(diff: Difference, part: Part) -> Part:
    """The same with the article that stands before it in both texts."""
    a, b = diff.a.words, diff.b.words
    if part.a0 and part.b0 and a[part.a0 - 1].form == b[part.b0 - 1].form and a[part.a0 - 1].form in ("the", "a", "an"):
        return replace(part, a0=part.a0 - 1, b0=part.b0 - 1)
    return part


def _roles(diff: Difference, segments: Sequence[Segment]) -> list[Part]:
    parts: list[Part] = []
    if segments and not excused(diff, segments):
        parts += [Part("role", part.a0, part.a1, part.b0, part.b1) for part in segments]
    if max(len(diff.a.words), len(diff.b.words)) <= LONG:
        parts = parts or _turned_around(diff)
        parts = parts or _made_passive(diff)
        parts = parts or traded_pronouns(diff)
    return parts


def _turned_around(diff: Difference) -> list[Part]:
    """X did Y against Y did X, where the alignment could not keep the verb in its place."""
    a, b = diff.a.words, diff.b.words
    places_a, places_b = once(a), once(b)
    shared = sorted((i, places_b[key]) for key, i in places_a.items() if key in places_b)
    linked = set(diff.links)
    fewer = min(len(places_a), len(places_b))
    if len(shared) < 2 or len(shared) < ALIKE * fewer or all(pair in linked for pair in shared):
        return []
    blocks = _blocks(shared, a, b)
    for (a0, a1, b0, b1), (c0, c1, d0, d1) in pairwise(blocks):
        # "the practices of the accused", "the accused of the practices"
        between_a, between_b = ([word.form for word in words] for words in (a[a1:c0], b[d1:b0]))
        if d1 <= b0 and between_a and between_a == between_b and not _harmless(diff, a[a1:c0], b[d1:b0]):
            return [Part("role", a0, c1, d0, b1)]
    for one, pivot, other in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if not one[2] > pivot[3] - 1 or not pivot[2] > other[3] - 1:
            continue
        (a0, a1, b0, b1), (c0, c1, d0, d1) = one, other
        if (
            _pivots(a, pivot[0], pivot[1])
            and not _harmless(diff, a[a1:c0], b[d1:b0])
            and not _adverbials(a, b, one, other)
            and not any(_saying(a[block[0] : block[1]]) for block in (one, other))
            and not _rephrased(a[a0:c1], b[d0:b1])
        ):
            return [Part("role", a0, c1, d0, b1)]
    return []


def _blocks(shared: Sequence[tuple[int, int]], a: Sequence[Word], b: Sequence[Word]) -> list[tuple[int, int, int, int]]:
    """Runs of shared words that stand together in both texts, small words between them, in the order of the first."""
    blocks: list[tuple[int, int, int, int]] = []
    for i, j in shared:
        if blocks:
            a0, a1, b0, b1 = blocks[-1]
            if b1 <= j and all(word.weight < 1 for word in (*a[a1:i], *b[b1:j])):
                blocks[-1] = (a0, i + 1, b0, j + 1)
                continue
        blocks.append((i, i + 1, j, j + 1))
    return blocks


def _pivots(words: Sequence[Word], lo: int, hi: int) -> bool:
    return any(word.weight >= 1 and not word.name and word.stem not in EVEN for word in words[lo:hi])


def _saying(words: Sequence[Word]) -> bool:
    """Whether nothing but a verb of saying stands here; it goes before the speaker's name or behind it."""
    return all(word.stem == "say" for word in words if word.weight >= 1)


def _adverbials(
    a: Sequence[Word], b: Sequence[Word], one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> bool:
    """Whether either block took a preposition along: *in Orrin on Monday*."""
    for block in (one, other):
        before_a = {word.form for word in a[max(0, block[0] - 2) : block[0]]} & _ADVERBIAL
        before_b = {word.form for word in b[max(0, block[2] - 2) : block[2]]} & _ADVERBIAL
        if before_a & before_b:
            return True
    return False


def _rephrased(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether a noun stands before another here and behind a preposition there: *the library director*, *director of
    the library*, *fire at the library*; but *the mayor of Orrin* is not *the mayor*."""
    return _ofs(left, right) != _ofs(right, left)


def _ofs(words: Sequence[Word], others: Sequence[Word]) -> int:
    """How often *of* or the like stands before a word that the others have too."""
    there = {word.stem for word in others if word.weight >= 1}
    count = 0
    for at, word in enumerate(words):
        following = [one for one in words[at + 1 : at + 3] if one.form not in ("the", "a", "an")][:1]
        count += word.form in _BINDING and any(one.stem in there for one in following)
    return count


def _made_passive(diff: Difference) -> list[Part]:
    """X did Y against X was done by Y: the verb changed its voice, and nobody changed places."""
    a, b = diff.a.words, diff.b.words
    for i, j in diff.links:
        if a[i].stem != b[j].stem or a[i].weight < 1:
            continue
        voice_a, voice_b = _passive(a, i), _passive(b, j)
        if (voice_a is None) == (voice_b is None) or _by(a, i) == _by(b, j):
            continue
        if not (_active(a, i) if voice_a is None else _active(b, j)):
            continue
        before = any(
            p < i and q < j and a[p].stem == b[q].stem and a[p].weight >= 1 and i - p <= 6 for p, q in diff.links
        )
        after = any(
            p > i and q > j and a[p].stem == b[q].stem and a[p].weight >= 1 and p - i <= 6 for p, q in diff.links
        )
        if before and after:
            lo_a, hi_a = voice_a or (i, i + 1)
            lo_b, hi_b = voice_b or (j, j + 1)
            return [Part("role", lo_a, hi_a, lo_b, hi_b)]
    return []


def _active(words: Sequence[Word], verb: int) -> bool:
    """Whether a verb can have an object here: not *was made from wool*, nor *with German support in the matter*; of
    *who beat whom* neither is told."""
    following = words[verb + 1].form if verb + 1 < len(words) else ""
    if following in _ADVERBIAL or following in ("of", "whom"):
        return False
    being = any(word.form in BEING for word in words[max(0, verb - 2) : verb])
    return words[verb].form.endswith("ing") or not being


def _by(words: Sequence[Word], verb: int) -> bool:
    return verb + 1 < len(words) and words[verb + 1].form == "by"


def _passive(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """From the form of *be* before a verb to the *by* right after it, if it has both."""
    if not _by(words, verb):
        return None
    for place in range(verb - 1, max(-1, verb - 4), -1):
        if words[place].form in BEING:
            return place, verb + 2
        if words[place].form == "to":
            break
    return None
