"""Amounts that are the same, written otherwise, and amounts that are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.comparison import score_pairs
from quotecheck.comparison.changes import find_changes, turns
from quotecheck.comparison.differences import difference
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.sameamounts import as_the_other, written_alike
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Pair

SAME = [
    ("jailed for {}", "24 months", "two years"),
    ("jailed for {}", "a decade", "ten years"),
    ("jailed for {}", "18 months", "a year and a half"),
    ("closed for {}", "two days", "48 hours"),
    ("closed for {}", "a fortnight", "two weeks"),
    ("closed for {}", "a fortnight", "14 days"),
    ("closed for {}", "half an hour", "30 minutes"),
    ("sold {} of the fleet", "a quarter", "25 percent"),
    ("sold {} of the fleet", "a third", "33 percent"),
    ("sold {} of the fleet", "half", "50 per cent"),
    ("sold {} boats", "two in five", "40% of"),
    ("weighed {} at dusk", "3,500 grams", "3.5 kilos"),
    ("weighed {} at dusk", "200 pounds", "90 kilos"),
    ("weighed {} at dusk", "ten stone", "140 pounds"),
    ("lay {} from Orrin", "5 miles", "8 kilometers"),
    ("lay {} from Orrin", "12 miles", "19 km"),
    ("lay {} from Orrin", "20-30 miles", "32-48 km"),
    ("stood {} high", "10 feet", "3 metres"),
    ("covered {} of bog", "100 acres", "40 hectares"),
    ("covered {} of bog", "2 square miles", "5.2 sq km"),
    ("spilled {} of oil", "100 gallons", "380 litres"),
    ("did {} there", "60 mph", "97 km/h"),
    ("did {} there", "60 miles an hour", "97 kilometres per hour"),
    ("baked at {} there", "86 degrees Fahrenheit", "30 degrees Celsius"),
    ("baked at {} there", "86°F", "30°C"),
    ("opened at {} daily", "noon", "12 p.m."),
    ("opened at {} daily", "midnight", "00:00"),
    ("opened at {} daily", "5:30 p.m.", "17:30"),
    ("opened at {} daily", "half past three", "3:30"),
    ("opened at {} daily", "a quarter to four", "3:45"),
    ("opened on {} again", "3 October", "03/10"),
    ("opened on {} again", "3 October", "10/03"),
    ("opened on {} again", "Oct. 3", "3rd of October"),
    ("opened in the {} again", "19th century", "1800s"),
]
OTHER = [
    ("jailed for {}", "24 months", "three years"),
    ("jailed for {}", "a decade", "nine years"),
    ("closed for {}", "two days", "24 hours"),
    ("closed for {}", "a fortnight", "14 weeks"),
    ("sold {} of the fleet", "a quarter", "a third"),
    ("sold {} of the fleet", "a quarter", "35 percent"),
    ("fell by {} there", "10 percent", "10 percentage points"),
    ("weighed {} at dusk", "3,500 grams", "3,500 kilos"),
    ("weighed {} at dusk", "200 pounds", "200 kilos"),
    ("lay {} from Orrin", "5 miles", "5 kilometers"),
    ("did {} there", "100 mph", "100 km/h"),
    ("covered {} of bog", "100 acres", "100 hectares"),
    ("baked at {} there", "86 degrees Fahrenheit", "86 degrees Celsius"),
    ("opened at {} daily", "noon", "2 p.m."),
    ("opened at {} daily", "half past three", "3:15"),
    ("opened on {} again", "3 October", "3 November"),
    ("opened on {} again", "3 October", "04/10"),
    ("cost {} then", "5 dollars", "5 euros"),
    ("cost {} then", "50 cents", "50 dollars"),
]


def texts(frame: str, one: str, other: str) -> tuple[str, str]:
    frame = f"The ferry of Marta Quandt {frame}."
    return frame.format(one), frame.format(other)


@pytest.mark.parametrize(("frame", "one", "other"), SAME)
def test_the_same_amount_is_other_wording(frame: str, one: str, other: str) -> None:
    for a, b in (texts(frame, one, other), texts(frame, other, one)):
        diff = difference(read_words(a), read_words(b))
        assert {change.kind for change in find_changes(diff)} <= {"wording", "omission"}
        assert find_changes(diff)  # not told apart, it would be verbatim
        assert (turns(diff).number, turns(diff).number_lost) == (0, 0)


@pytest.mark.parametrize(("frame", "one", "other"), OTHER)
def test_another_amount_is_a_change(frame: str, one: str, other: str) -> None:
    for a, b in (texts(frame, one, other), texts(frame, other, one)):
        diff = difference(read_words(a), read_words(b))
        told = any(change.kind in ("number", "entity") for change in find_changes(diff))
        assert told or turns(diff).number_lost


def test_labels(encoder: Encoder) -> None:
    def label(pairs: list[tuple[str, str, str]]) -> list[str]:
        scores = score_pairs([Pair(str(n), *texts(*pair)) for n, pair in enumerate(pairs)], encoder, load_judge())
        return [score.label for score in scores]

    assert set(label(SAME)) == {"reworded"}
    assert set(label(OTHER)) == {"altered"}


def test_the_word_of_an_amount() -> None:
    first, second = written_alike(read_words("It took two years … in Orrin."), read_words("It took 24 months, all."))
    one, other = first.words[2], second.words[2]
    assert (one.form, one.told, other.form, other.told) == ("2 years", "", "2 years", "two years")
    assert second.text[other.start : other.end] == "24 months"
    assert first.ellipses == (3,)
    assert as_the_other(first) is first
    read = as_the_other(second)
    assert read.text == "It took two years, all."
    assert [read.text[word.start : word.end] for word in read.words] == ["It", "took", "two years", "all"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("It took two years.", "It took two years."),
        ("It cost 25 percent more.", "It cost 25 per cent more."),
        ("Two years here, 24 months there.", "24 months here, two years there."),
        ("It cost 5 dollars.", "It cost 500 cents."),
        ("Nothing is counted here.", "It took two years."),
    ],
)
def test_what_stays_as_it_is(a: str, b: str) -> None:
    first, second = read_words(a), read_words(b)
    assert written_alike(first, second) == (first, second)


WORDS = st.sampled_from(
    """two three 24 years months a decade half an hour 30 minutes 5 miles 8 kilometers noon 12 p.m. quarter 25 percent 3
    October 03/10 … not over Quandt lost it, and . 200 pounds 91 kg""".split()
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_spans_slice_and_swapping_mirrors(a: str, b: str) -> None:
    there, back = (find_changes(difference(read_words(x), read_words(y))) for x, y in ((a, b), (b, a)))
    assert all(a[c.a.start : c.a.end] == c.a_text and b[c.b.start : c.b.end] == c.b_text for c in there)
    assert [(c.kind, c.a, c.b) for c in there] == [(c.kind, c.b, c.a) for c in back]


@given(TEXTS, TEXTS)
def test_a_text_read_as_the_other_holds_its_words(a: str, b: str) -> None:
    _, second = written_alike(read_words(a), read_words(b))
    read = as_the_other(second)
    assert len(read.words) == len(second.words)
    for told, word in zip(second.words, read.words, strict=True):
        assert read.text[word.start : word.end] == (told.told or second.text[told.start : told.end])


@given(st.integers(1, 8), st.integers(-3, 3))
def test_weeks_and_days(weeks: int, more: int) -> None:
    # Up to eight weeks a day is more than rounding.
    pair = read_words(f"It took {weeks} weeks."), read_words(f"It took {7 * weeks + more} days.")
    assert (written_alike(*pair) != pair) is (more == 0)


def test_the_work_grows_with_the_length(steps: Callable[[Callable[[], object]], int]) -> None:
    def work(size: int) -> int:
        # Amounts of about one size that are all different.
        one = read_words(", ".join(f"{10 + n / 1e5} miles" for n in range(size)))
        other = read_words(", ".join(f"{19 + n / 1e5} kilometers" for n in range(size)))
        return steps(lambda: written_alike(one, other))

    work(400)  # reads the table of units
    assert work(1600) < 3 * work(800)
