"""What changed, of which kind and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.changes import Found, find_changes, lost_names, lost_numbers, opposed, turns
from quotecheck.comparison.differences import difference
from quotecheck.comparison.words import read_words
from quotecheck.records import Change


def changes(a: str, b: str) -> list[tuple[str, str, str]]:
    return [(c.kind, c.a_text, c.b_text) for c in find_changes(difference(read_words(a), read_words(b)))]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("We lost 600 jobs here.", "We lost 4,700 jobs here.", ("number", "600", "4,700")),
        ("We lost six jobs here.", "We lost nine jobs here.", ("number", "six", "nine")),
        ("We will sell the harbour.", "We will not sell the harbour.", ("negation", "", "not")),
        ("The tunnel will flood.", "The tunnel may flood.", ("modality", "will", "may")),
        ("It will probably rain in Orrin.", "It will rain in Orrin.", ("certainty", "probably", "")),
        ("He met Ilse Quandt today.", "He met Tamsin Pell today.", ("entity", "Ilse Quandt", "Tamsin Pell")),
        ("They want to raise the duty.", "They want to lower the duty.", ("antonym", "raise", "lower")),
        ("I agree with the plan.", "I disagree with the plan.", ("antonym", "agree", "disagree")),
        ("The miller paid the baker.", "The baker paid the miller.", ("role", "miller", "baker")),
        ("The old ferry sank slowly.", "The ferry sank slowly.", ("omission", "old", "")),
        ("It was a brave effort.", "It was a courageous effort.", ("wording", "brave", "courageous")),
    ],
)  # fmt: skip
def test_kinds(a: str, b: str, expected: tuple[str, str, str]) -> None:
    if expected[0] == "entity":  # each name is a change of its own, or both are one
        found = changes(a, b)
        assert {kind for kind, _, _ in found} == {"entity"}
        assert " ".join(left for _, left, _ in found) == expected[1]
        assert " ".join(right for _, _, right in found) == expected[2]
    else:
        assert expected in changes(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We need two hundred men", "We need 200 men."),
        ("“The Labour vote”", "the labor vote"),
        ("He [the mayor] will come", "He will come"),
        ("[Mayor Quandt] will come", "She will come"),
        ("a work force of many", "a workforce of many"),
    ],
)
def test_no_change(a: str, b: str) -> None:
    assert changes(a, b) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("about 600 people came", "more than 590 people came"),
        ("in March 20 boats sank", "20 boats went down in March"),
        ("They could not save it.", "They failed to save it."),
        ("Mr. Gadhafi left", "Mr. Qaddafi left"),
    ],
)
def test_other_words_that_turn_nothing(a: str, b: str) -> None:
    found = turns(difference(read_words(a), read_words(b)))
    assert (found.number, found.number_lost, found.negation, found.entity) == (0, 0, 0, 0)


def mirrored(change: Change) -> Change:
    return Change(change.kind, change.b, change.a, change.b_text, change.a_text)


VOCABULARY = """we will not may must need needs needless the mayor Quandt Qaddafi Gadhafi Iran Iranian 600 six one 7 19
    about raise lower rise increase fall up down agree disagree able unable never only if some few probably % percent $
    dollar taxes, and or by. ‘bridge’ [now] … it's don't I""".split()
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=14).map(" ".join)


@given(TEXTS | st.text(max_size=60), TEXTS | st.text(max_size=60))
def test_spans_slice_and_swapping_mirrors(a: str, b: str) -> None:
    there = find_changes(difference(read_words(a), read_words(b)))
    back = find_changes(difference(read_words(b), read_words(a)))
    assert all(a[c.a.start : c.a.end] == c.a_text and b[c.b.start : c.b.end] == c.b_text for c in there)
    assert tuple(mirrored(change) for change in back) == there
    assert turns(difference(read_words(a), read_words(b))) == turns(difference(read_words(b), read_words(a)))


@given(TEXTS | st.text(max_size=80))
def test_a_text_against_itself(text: str) -> None:
    assert find_changes(difference(read_words(text), read_words(text))) == ()


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ("Prices rise, increase and go up this winter.", "Prices fall this winter.", 1),
        ("Prices rise and tolls increase.", "Prices fall and tolls decrease.", 2),
        ("We agree, and they were able to.", "We disagree, and they were unable to.", 2),
        ("Prices rise this winter.", "Prices rise and never fall this winter.", 0),
    ],
)
def test_as_many_opposites_count_as_either_text_has(a: str, b: str, count: int) -> None:
    assert turns(difference(read_words(a), read_words(b))).antonym == count
    assert turns(difference(read_words(b), read_words(a))).antonym == count


NUMERALS = st.lists(st.sampled_from("about 3 7 15 19 24 20 36 100 109 110 111 112 than".split()), max_size=8)


@given(NUMERALS, NUMERALS)
def test_numbers_agree_as_the_rule_says_of_each_two(left: list[str], right: list[str]) -> None:
    a, b = read_words(", ".join(left)).words, read_words(", ".join(right)).words

    def rough(tokens: list[str], place: int) -> bool:
        return "about" in tokens[max(0, place - 2) : place] or tokens[max(0, place - 1) : place] == ["than"]

    def agree(i: int, j: int) -> bool:
        x, y = int(left[i]), int(right[j])
        near = (rough(left, i) or rough(right, j)) and abs(x - y) * 10 <= max(x, y)
        return x == y or near or (abs(x - y) == 12 and max(x, y) <= 24)

    there = [j for j, token in enumerate(right) if token.isdigit()]
    expected = [token.isdigit() and not any(agree(i, j) for j in there) for i, token in enumerate(left)]
    assert lost_numbers(a, b) == expected


@given(
    st.lists(st.text("adhfiqKG", min_size=1, max_size=7), max_size=5),
    st.lists(st.text("adhfiqKG", min_size=1, max_size=7), max_size=5),
)
def test_names_have_look_alikes_as_the_rule_says_of_each_two(left: list[str], right: list[str]) -> None:
    # A weighty word between any two keeps them from being read as a name of several words, and from its initials.
    a, b = read_words("so zzz " + " zzz ".join(left)).words, read_words("so zzz " + " zzz ".join(right)).words

    def pairs(form: str) -> set[str]:
        return {form[place : place + 2] for place in range(len(form) - 1)}

    def like(one: str, other: str) -> bool:
        if one == other:
            return True
        if len(other) < 4:
            return False
        return one[:4] == other[:4] or 4 * len(pairs(one) & pairs(other)) >= len(pairs(one)) + len(pairs(other))

    lost = [
        word.name and word.stem not in {other.stem for other in b} and not any(like(word.form, o.form) for o in b)
        for word in a
    ]
    assert lost_names(a, b) == lost


def test_opposites_are_of_one_text_alone() -> None:
    a, b = read_words("They raise and lower the agreed toll").words, read_words("They lower the disagreed toll").words
    assert [word.form for word, mark in zip(a, opposed(a, b), strict=True) if mark] == ["agreed"]
    assert [word.form for word, mark in zip(b, opposed(b, a), strict=True) if mark] == ["disagreed"]


def coined(number: int) -> str:
    """A word of five letters that look drawn by lot, another for each number."""
    spread = number * 7_654_321 % 26**5
    return "".join(chr(97 + spread // 26**power % 26) for power in range(5))


def name(number: int) -> str:
    """A name that shares its last two letters with all others, and is like none of them."""
    return f"{coined(number)}{coined(number * 31 + 7)}kx".title()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (coined, lambda n: coined(n + 9999)),
        (name, lambda n: name(n + 9999)),
        (lambda n: f"{n + 1000},", lambda n: f"{n + 9000},"),
        (lambda n: f"about {n * n + 1000},", lambda n: f"{n * n + 900000},"),
        (lambda n: coined(n) + "ed", lambda n: coined(n) + "ing"),
        (coined, lambda n: coined(n) if n % 3 else "unless"),
    ],
    ids=["other words", "names", "numbers", "rough numbers", "kin", "words left out"],
)
def test_the_work_grows_with_the_length(
    steps: Callable[[Callable[[], object]], int], one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    def work(size: int) -> int:
        a, b = (read_words("so " + " ".join(word(n) for n in range(size))) for word in (one, other))
        diff = difference(a, b)

        def find() -> None:
            found = Found(diff)
            find_changes(diff, found)
            turns(diff, found)

        return steps(find)

    work(10)  # reads the word lists
    assert work(1600) < 3 * work(800)
