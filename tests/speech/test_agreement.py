"""Where the rules and the tagger disagree: which readings there are, and which of them stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.records import Span
from quotecheck.speech.agreement import Letters, Reading, common, readings, standing
from quotecheck.speech.attribution import Attribution
from quotecheck.speech.confidence import Confidence, Sureness
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.quotation import QuotedRegion, find_quoted
from quotecheck.speech.tagging import Found

TEXT = "Bo Tann said the mill “would open by spring, whatever it costs,” and left."


def span(words: str, text: str = TEXT) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def found(*content: Span, mention: Span | None = None, cue: Span | None = None, speech: float = 0.9) -> Found:
    return Found(content, cue, mention, 0.8, 0.9, 0.9, 0.9, 0.9, speech)


def ruled(*content: Span, mention: Span | None = None, block: bool = False) -> Attribution:
    return Attribution([*content], mention, span("said"), 0, "clause-after", block=block)


def quoted(text: str) -> list[QuotedRegion]:
    return [region for region in find_quoted(text, paragraph_spans(text)) if region.depth == 0]


def read(rules: list[Attribution], tags: list[Found], text: str = TEXT) -> list[Reading]:
    regions = quoted(text)
    return readings(text, Letters(text), regions, regions, rules, tags)


CLAUSE = span("the mill “would open by spring, whatever it costs,”")
QUOTE = span("“would open by spring, whatever it costs,”")
NAME = span("Bo Tann")


def test_two_that_agree_are_one_reading() -> None:
    made = read([ruled(CLAUSE, mention=NAME)], [found(CLAUSE, mention=span("Tann"), cue=span("said"))])
    assert [(r.content, r.content_by, r.mention_by) for r in made] == [((CLAUSE,), "both", "both")]
    assert made[0].mention == span("Tann")  # the tagger knows better how far a name reaches
    assert made[0].kind == "mixed"
    assert made[0].alike == 1.0


def test_two_that_differ_are_four_readings() -> None:
    made = read([ruled(QUOTE, mention=NAME)], [found(CLAUSE, mention=span("the mill"))])
    assert {(r.content, r.mention) for r in made} == {
        ((c,), m) for c in (CLAUSE, QUOTE) for m in (NAME, span("the mill"))
    }
    assert {r.kind for r in made if r.content == (QUOTE,)} == {"direct"}
    # 32 letters are in the quote and 7 in "the mill"
    assert {round(r.alike, 4) for r in made} == {round(32 / 39, 4)}


def test_what_only_one_of_them_sees_is_read_too() -> None:
    assert [r.content_by for r in read([ruled(CLAUSE)], [])] == ["rules"]
    assert [r.content_by for r in read([], [found(CLAUSE)])] == ["tagger"]
    apart = read([ruled(NAME)], [found(QUOTE)])
    assert [(r.content_by, r.alike) for r in apart] == [("rules", 0.0), ("tagger", 0.0)]


def test_a_content_that_covers_most_of_a_quote_takes_in_its_marks_and_one_that_covers_little_does_not() -> None:
    most = span("the mill “would open by spring, whatever")
    assert read([], [found(most)])[0].content == (CLAUSE,)
    little = span("the mill “would open")
    assert read([], [found(little)])[0].content == (little,)


def test_layout_is_the_rules_alone() -> None:
    made = read([ruled(CLAUSE, mention=NAME, block=True)], [found(QUOTE, mention=span("the mill"))])
    assert (made[0].content, made[0].mention, made[0].content_by) == ((CLAUSE,), NAME, "rules")
    assert made[0].kind == "direct"


def test_of_readings_that_overlap_the_likeliest_stands() -> None:
    short, long = read([], [found(span("the mill"), mention=NAME), found(span("said the mill"), mention=NAME)])
    sure = [(short, Sureness(0.7, 0.6, 0.1)), (long, Sureness(0.8, 0.5, 0.9))]
    assert standing(sure) == [sure[1]]
    assert standing(sure[:1]) == sure[:1]
    assert standing(sure, least_speech=0.9, least_sound=0.95) == sure[1:]  # no floor is over 0.9
    assert standing([sure[0], (long, Sureness(0.8, 0.5, 0.8))], least_speech=0.55, least_sound=0.95) == sure[:1]
    assert standing(sure, least_speech=0.55, least_sound=0.8) == sure[1:]


def test_the_floor_of_what_is_sound_falls_with_length_and_rises_where_nobody_is_named() -> None:
    faint = Sureness(0.2, 0.1, 0.4)
    (short,) = read([], [found(span("the mill"), mention=NAME)])
    (long,) = read([], [found(Span(0, len(TEXT)), mention=NAME)])
    (nobody,) = read([], [found(Span(0, len(TEXT)))])
    assert standing([(short, faint)]) == []
    assert standing([(long, faint)], least_sound=0.35) == [(long, faint)]
    assert standing([(nobody, faint)], least_sound=0.35) == []


def test_words_in_marks_stand_sooner_and_what_layout_sets_off_at_once() -> None:
    faint = Sureness(0.2, 0.2, 0.2)
    (marked,) = read([ruled(QUOTE, mention=NAME)], [])
    assert standing([(marked, faint)]) == [(marked, faint)]
    (plain,) = read([], [found(span("the mill"), mention=NAME)])
    assert standing([(plain, faint)]) == []
    (block,) = read([ruled(span("the mill"), mention=NAME, block=True)], [])
    surer = (read([], [found(span("said the mill"), mention=NAME)])[0], Sureness(0.9, 0.9, 0.9))
    assert standing([surer, (block, faint)]) == [(block, faint)]


def test_what_nobody_is_named_for_and_nobody_says_does_not_stand() -> None:
    (nobody,) = read([], [found(span("the mill"), speech=0.1)])
    assert standing([(nobody, Sureness(0.9, 0.1, 0.5))]) == []


def test_an_agency_that_tells_of_somebodys_words_hands_them_on() -> None:
    text = "Bo Tann voiced “sorrow at the loss” in the hall, the HBC agency reports."
    whole = span("Bo Tann voiced “sorrow at the loss” in the hall", text)
    inner = Attribution(
        [span("“sorrow at the loss”", text)],
        span("Bo Tann", text),
        span("voiced", text),
        0,
        "name",
        quotes=quoted(text),
    )
    outer, own = sorted(
        read([inner], [found(whole, mention=span("the HBC agency", text))], text), key=lambda r: r.content
    )
    assert (outer.kind, outer.quoted) == ("indirect", ())
    assert (own.kind, own.via) == ("direct", span("the HBC agency", text))
    sure = Sureness(0.9, 0.9, 0.9)
    assert len(standing([(outer, sure), (own, sure)])) == 2
    someone = read([inner], [found(whole, mention=span("the hall", text))], text)
    assert all(reading.teller is None for reading in someone)


def test_belief_is_told_from_speech_by_the_cue_unless_there_are_marks() -> None:
    words = span("and left")
    assert not read([], [found(words, speech=0.1)])[0].speech
    assert read([], [found(words, speech=0.9)])[0].speech
    assert read([], [found(QUOTE, speech=0.1)])[0].speech
    assert read([ruled(words)], [])[0].speech


def test_a_weightless_confidence_is_that_of_coins() -> None:
    made = read([], [found(CLAUSE)])[0]
    assert Confidence({}, {}, {}, {}).of(made) == Sureness(0.25, 0.25, 0.5)


spans = st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True).map(
    lambda places: [Span(a, b) for a, b in zip(sorted(places)[::2], sorted(places)[1::2], strict=False)]
)


@given(spans, spans)
def test_common_is_what_both_cover(one: list[Span], two: list[Span]) -> None:
    cover = {at for s in one for at in range(*s)} & {at for s in two for at in range(*s)}
    assert {at for s in common(one, two) for at in range(*s)} == cover
    assert sum(s.end - s.start for s in common(one, two)) == len(cover)


@given(st.text(max_size=60).map(lambda text: text.ljust(60)), spans, spans)
def test_likeness_is_that_of_the_letters(text: str, one: list[Span], two: list[Span]) -> None:
    letters = Letters(text)
    a, b = ({at for s in spans for at in range(*s) if text[at].isalnum()} for spans in (one, two))
    assert letters.count(one) == len(a)
    assert letters.alike(one, two) == (pytest.approx(len(a & b) / len(a | b)) if a | b else 0.0)
