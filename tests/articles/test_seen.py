from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from quotecheck.articles.seen import SeenIds


@given(st.lists(st.text(st.characters(), max_size=3), max_size=60))
def test_it_knows_what_a_dictionary_would(names: list[str]) -> None:
    seen, known = SeenIds(), dict[str, int]()
    for line, name in enumerate(names, start=1):
        assert seen.line_of(name, line) == known.get(name)
        known.setdefault(name, line)


def test_it_still_knows_all_after_it_has_grown() -> None:
    seen = SeenIds()
    assert [seen.line_of(f"row {n}", n) for n in range(5000)] == [None] * 5000
    assert [seen.line_of(f"row {n}", 9) for n in range(5000)] == list(range(5000))


def test_an_id_takes_few_bytes_however_long_it_is() -> None:
    tracemalloc.start()
    try:
        seen = SeenIds()
        for number in range(20_000):
            seen.line_of(f"{number}" * 100, number)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held <= 20_000 * 48 + 10_000
    assert peak <= 20_000 * 72 + 10_000
    assert seen.line_of("7" * 100, 0) == 7
