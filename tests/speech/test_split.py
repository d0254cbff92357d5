"""Articles in, quotes out: every construction of attribution, by hand. People, outlets and places are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.records import Article, Quote
from quotecheck.speech import split_article


def split(text: str) -> list[Quote]:
    return split_article(Article("a", text))


def words(text: str, span: tuple[int, int] | None) -> str | None:
    return None if span is None else text[span[0] : span[1]]


def only(text: str) -> tuple[str, list[str], str | None, str | None]:
    """(kind, content, mention, speaker) of the one quote in ``text``."""
    (found,) = split(text)
    return found.kind, [text[a:b] for a, b in found.content], words(text, found.mention), found.speaker


@pytest.mark.parametrize(
    ("text", "kind", "content", "mention"),
    [
        # the cue behind, before, inside; upright and inverted
        ("“The bridge is safe,” Ann Lee said.", "direct", ["“The bridge is safe,”"], "Ann Lee"),
        ("“The bridge is safe,” said Ann Lee.", "direct", ["“The bridge is safe,”"], "Ann Lee"),
        ("“The bridge is safe”, said Ann Lee.", "direct", ["“The bridge is safe”"], "Ann Lee"),
        ("“Is the bridge safe?” Ann Lee asked.", "direct", ["“Is the bridge safe?”"], "Ann Lee"),
        ("Ann Lee said, “The bridge is safe.”", "direct", ["“The bridge is safe.”"], "Ann Lee"),
        ("Ann Lee said: “The bridge is safe.”", "direct", ["“The bridge is safe.”"], "Ann Lee"),
        ("Ann Lee told reporters, “The bridge is safe.”", "direct", ["“The bridge is safe.”"], "Ann Lee"),
        ("“The bridge,” Ann Lee said, “is safe.”", "direct", ["“The bridge,”", "“is safe.”"], "Ann Lee"),
        ("“It is safe,” Ann Lee said. “Use it.”", "direct", ["“It is safe,”", "“Use it.”"], "Ann Lee"),
        ("“It is safe,” Ann Lee went on, “so use it.”", "direct", ["“It is safe,”", "“so use it.”"], "Ann Lee"),
        ("“It is safe today.” “Use it,” she said.", "direct", ["“It is safe today.”", "“Use it,”"], "she"),
        ("“It is safe,” Ann Lee was quoted as saying.", "direct", ["“It is safe,”"], "Ann Lee"),
        ("“It is safe,” Ann Lee bellowed over the noise.", "direct", ["“It is safe,”"], "Ann Lee"),
        ("As Ann Lee wrote, “The bridge is very safe.”", "direct", ["“The bridge is very safe.”"], "Ann Lee"),
        ("Ann Lee was blunt: “The bridge is safe.”", "direct", ["“The bridge is safe.”"], "Ann Lee"),
        ("“It is safe,” according to Ann Lee.", "direct", ["“It is safe,”"], "Ann Lee"),
        ("“It is safe,” Rep. Ann Lee (D-Md.) said Friday.", "direct", ["“It is safe,”"], "Rep. Ann Lee (D-Md.)"),
        ("“It is safe to use.” Ann Lee said on Monday.", "direct", ["“It is safe to use.”"], "Ann Lee"),
        ("“It is safe to use. ” Ann Lee said.", "direct", ["“It is safe to use. ”"], "Ann Lee"),
        ("“It is safe,” Ann Lee, 45, of Aville, said.", "direct", ["“It is safe,”"], "Ann Lee, 45, of Aville"),
        ("“It is safe,” Ann Lee was quoted by HBC as saying.", "direct", ["“It is safe,”"], "Ann Lee"),
        ("Ann Lee disagreed: “It is not.”", "direct", ["“It is not.”"], "Ann Lee"),
        ("Ann Lee, asked about it, said: “No comment.”", "direct", ["“No comment.”"], "Ann Lee"),
        ("“It is safe,”\nsaid Ann Lee.", "direct", ["“It is safe,”"], "Ann Lee"),
        ("“It is safe to use.” — Ann Lee", "direct", ["“It is safe to use.”"], "Ann Lee"),
        ("“It is safe,” said its warden, Ann Lee, 54.", "direct", ["“It is safe,”"], "its warden, Ann Lee, 54"),
        # the whole clause where only a part is in marks
        ("Ann Lee said the bridge was “safe as houses”.", "mixed", ["the bridge was “safe as houses”"], "Ann Lee"),
        ("Ann Lee said that it was “safe” now.", "mixed", ["that it was “safe” now"], "Ann Lee"),
        ("Ann Lee called the mayor “a coward”.", "mixed", ["the mayor “a coward”"], "Ann Lee"),
        ("Ann Lee described it as a “disaster”.", "mixed", ["it as a “disaster”"], "Ann Lee"),
        ("“It is safe as houses” and open, Ann Lee said.", "mixed", ["“It is safe as houses” and open"], "Ann Lee"),
        ("Ann Lee voiced grief at their “great loss”.", "mixed", ["their “great loss”"], "Ann Lee"),
        ("A bridge, in her words, was “a promise”.", "mixed", ["A bridge", "was “a promise”"], "her"),
        # without marks
        ("Ann Lee said that the bridge was safe.", "indirect", ["that the bridge was safe"], "Ann Lee"),
        ("The bridge was safe, Ann Lee said on Monday.", "indirect", ["The bridge was safe"], "Ann Lee"),
        ("The bridge, Ann Lee said, was safe.", "indirect", ["The bridge", "was safe"], "Ann Lee"),
        ("According to Ann Lee, the bridge was safe.", "indirect", ["the bridge was safe"], "Ann Lee"),
        ("The bridge was safe, according to Ann Lee.", "indirect", ["The bridge was safe"], "Ann Lee"),
        ("Ann Lee pledged to mend the bridge.", "indirect", ["to mend the bridge"], "Ann Lee"),
        ("Ann Lee told lawmakers that it was safe.", "indirect", ["that it was safe"], "Ann Lee"),
        ("Officials say the bridge was closed early.", "indirect", ["the bridge was closed early"], "Officials"),
    ],
)  # fmt: skip
def test_constructions(text: str, kind: str, content: list[str], mention: str) -> None:
    found = only(text)
    assert found[:3] == (kind, content, mention)


def test_coordinated_cues_share_their_subject() -> None:
    text = "Ann Lee said the bridge was “safe”, adding that it would “stay open”, and called critics “idle”."
    assert [(q.text, q.speaker) for q in split(text)] == [
        ("the bridge was “safe”", "Ann Lee"),
        ("that it would “stay open”", "Ann Lee"),
        ("critics “idle”", "Ann Lee"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They closed “Harbour Street” and the “Old Tower” on Monday.",
        "He was given the title “Hero of the River,” and a medal.",
        "The film “A Long Way Down” was shown at a place called “The Barn”.",
        "The so-called “bridge tax” is gone.",
        "He grew up as “Big Tom” in the north.",
        "The reported figures and a state note fell.",
        "The weather was fine and nobody spoke.",
    ],
)
def test_words_that_are_no_speech(text: str) -> None:
    assert [quote for quote in split(text) if quote.speech] == []


def test_a_name_in_marks_within_speech_is_not_counted_as_quoted() -> None:
    text = "Ann Lee announced that the new road was to be called “Harbour View” and would be “open to all”."
    (found,) = split(text)
    assert [words(text, span) for span in found.quoted] == ["open to all"]


def test_who_passes_the_words_on() -> None:
    text = "“It is safe,” Ann Lee said, according to the Harbour Times."
    (found,) = split(text)
    assert (found.speaker, found.via) == ("Ann Lee", "Harbour Times")
    text = "“It is safe,” the HBC agency quoted Ann Lee as saying."
    (found,) = split(text)
    assert (found.speaker, found.via) == ("Ann Lee", "HBC")


def test_an_agency_hands_on_what_somebody_else_says() -> None:
    text = "HBC state news agency reported that Ann Lee met the crew, and voiced “sorrow at so much loss” to them."
    spoken = [q for q in split(text) if q.quoted]
    assert [(q.speaker, q.via) for q in spoken] == [("Ann Lee", "HBC")]


class TestOverParagraphs:
    def test_a_repeated_opening_mark_makes_one_quote(self) -> None:
        text = "“First we wait,” Ann Lee said. “Then we act.\n\n“And then we rest.”\n\nIt rained."
        (found,) = split(text)
        assert [words(text, s) for s in found.quoted] == ["First we wait,", "Then we act.", "And then we rest."]

    def test_the_cue_may_stand_at_the_end_alone(self) -> None:
        text = "“First we wait.\n\n“Then we act.\n\n“And then we rest,” said Ann Lee."
        (found,) = split(text)
        assert (found.speaker, len(found.content)) == ("Ann Lee", 3)

    def test_a_paragraph_that_is_a_quote_goes_on_with_the_speaker(self) -> None:
        text = "“First we wait,” Ann Lee said.\n\n“And then we act.”\n\nIt rained."
        (found,) = split(text)
        assert (found.speaker, len(found.content)) == ("Ann Lee", 2)

    def test_a_colon_carries_over(self) -> None:
        text = "Ann Lee said:\n\n“The bridge is safe.”"
        assert only(text) == ("direct", ["“The bridge is safe.”"], "Ann Lee", "Ann Lee")

    def test_a_block_quote(self) -> None:
        text = "Ann Lee wrote:\n\n> The bridge is safe.\n\nIt rained."
        assert only(text) == ("direct", ["The bridge is safe."], "Ann Lee", "Ann Lee")

    def test_a_transcript(self) -> None:
        text = "LEE: The bridge is safe.\n\nBERG: It is not.\n\nLEE: It is."
        assert [(q.kind, q.text, q.speaker) for q in split(text)] == [
            ("direct", "The bridge is safe.", "LEE"),
            ("direct", "It is not.", "BERG"),
            ("direct", "It is.", "LEE"),
        ]

    def test_a_quote_without_any_cue_behind_a_sentence_about_somebody(self) -> None:
        text = "Ann Lee was furious. “This is a scandal.”"
        (found,) = split(text)
        assert found.speaker == "Ann Lee"
        assert found.confidence < 0.75


class TestWhoItIs:
    def test_surname_pronoun_and_description(self) -> None:
        text = (
            "Harbour mayor Ann Lee opened the bridge. “It is safe,” Lee said.\n\n"
            "“I walked it,” she added.\n\nThe harbour mayor said it was “a fine day”."
        )
        assert {q.speaker for q in split(text)} == {"Ann Lee"}

    def test_a_pronoun_agrees_in_gender_where_the_text_tells_it(self) -> None:
        text = "Mr. Tom Berg and Mrs. Ann Lee met. Mr. Berg smiled. “It is safe,” she said."
        (found,) = split(text)
        assert found.speaker == "Ann Lee"

    def test_two_people_who_share_a_surname(self) -> None:
        text = (
            "Tom Berg and Ann Berg met.\n\n“It is safe,” Ann Berg said.\n\n“It is not,” Tom Berg said.\n\n"
            "“Why not?” Ann Berg asked."
        )
        assert [q.speaker for q in split(text)] == ["Ann Berg", "Tom Berg", "Ann Berg"]

    def test_a_spokesman_is_not_whom_he_speaks_for(self) -> None:
        text = "“It is safe,” said a spokesman for Ann Lee."
        (found,) = split(text)
        assert found.speaker == "spokesman for Ann Lee"

    def test_an_honorific_tells_namesakes_apart(self) -> None:
        text = (
            "Moira Dale leads. Her brother Colin Dale drives. Ms Dale said that it was safe. Mr Dale said it was not."
        )
        assert [q.speaker for q in split(text)] == ["Moira Dale", "Colin Dale"]

    def test_a_surname_that_stays_ambiguous_is_left_as_it_stands(self) -> None:
        text = "Ann Berg and Tom Berg met. “It is safe,” Berg said."
        (found,) = split(text)
        assert found.speaker == "Berg"
        assert found.confidence < 0.9

    def test_an_apposition_names_the_new_subject(self) -> None:
        text = "“It is safe,” said Tom Berg.\n\nHis wife, Ann Lee, teaches French. “It is not,” she said."
        assert [q.speaker for q in split(text)] == ["Tom Berg", "Ann Lee"]

    def test_two_people_speak_together(self) -> None:
        (found,) = split("“It is safe,” Ann Lee and Tom Berg said in a joint statement.")
        assert found.speaker == "Ann Lee and Tom Berg"

    def test_a_document_speaks_for_its_author(self) -> None:
        (found,) = split("The bridge was safe, according to a report by the Harbour Board.")
        assert found.speaker == "Harbour Board"

    def test_a_name_that_tells_a_time_of_day(self) -> None:
        (found,) = split("The Morning Herald reported that the bridge was safe.")
        assert found.speaker == "Morning Herald"

    def test_the_fullest_name_wins(self) -> None:
        text = (
            "“It is safe,” said Lee. The National Harbour Agency (NHA) agreed with Ann B. Lee. “It is,” the NHA said."
        )
        assert [q.speaker for q in split(text) if q.kind == "direct"] == ["Ann B. Lee", "National Harbour Agency"]

    def test_nobody_is_guessed(self) -> None:
        (found,) = split("“It is safe,” they said.")
        assert found.speaker is None


def test_header_lines_hold_no_quotes() -> None:
    text = " date 2025-01-02 Mayor says bridge ‘safe’\nPublished: 2 Jan. 2025\n“It is safe,” Ann Lee said."
    assert [q.text for q in split(text)] == ["“It is safe,”"]


def test_ids_count_in_the_order_of_the_text() -> None:
    text = "“It is safe,” Ann Lee said.\n\n“It is not,” Tom Berg said."
    assert [q.id for q in split(text)] == ["a#1", "a#2"]


PIECES = st.sampled_from(
    ["“", "”", '"', "‘", "’", "Ann Lee", " said", " said,", " that ", ". ", ", ", " ", "he", "\n\n", "\n", ": ",
     "a bridge", "is safe", "according to ", "NOTE: ", "> ", "(", ")", "…", "—", "\u0000", "\u202e", "é", "東京"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_spans_always_slice_back_to_the_words(text: str) -> None:
    for quote in split(text):
        assert quote.text == " ".join(text[a:b] for a, b in quote.content)
        assert quote.content == tuple(sorted(quote.content))
        for start, end in (*quote.content, *quote.quoted):
            assert 0 <= start < end <= len(text)
        for start, end in quote.quoted:
            assert any(a <= start and end <= b for a, b in quote.content)
        for span in (quote.mention, quote.cue):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert (quote.kind == "indirect") == (not quote.quoted)
        assert 0.0 < quote.confidence < 1.0


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    split(text)


@pytest.mark.parametrize(
    "unit",
    [
        "“It is safe,” Ann Lee said. ",
        "." * 500 + "a ",
        "Anna: go.\n\nBert: no.\n\n",
        "word ",
        "Lee said ",
        "“a ",
        "s’ ",
        "Ann Lee ",
        "A. ",
        "“Open\n\n",
        "Lee wrote:\n",
    ],
)
def test_work_grows_linearly(unit: str, steps: Callable[[Callable[[], object]], int]) -> None:
    """Four times the text may cost five times the work, not sixteen."""

    def work(size: int) -> int:
        text = unit * (size // len(unit))
        return steps(lambda: split(text))

    assert work(20_000) < 5 * work(5_000) + 1000


def test_what_somebody_tells_of_others_is_one_quote() -> None:
    (found,) = split("Ann Lee said that the city had confirmed 21 cases but had no plans.")
    assert (found.speaker, found.text) == ("Ann Lee", "that the city had confirmed 21 cases but had no plans")


def test_many_namesakes_cost_no_quadratic_work(steps: Callable[[Callable[[], object]], int]) -> None:
    def work(count: int) -> int:
        text = "".join(f"A{'bcdefghijk'[n % 10]}{n} Brandt said that it was so. " for n in range(count))
        return steps(lambda: split(text))

    assert work(600) < 6 * work(150) + 1000


def test_a_pronoun_means_the_subject_of_its_paragraph_rather_than_who_spoke_before() -> None:
    text = (
        "Eva Strand, the mayor, met the owner, Olaf Berg, on Friday. Of the meeting she said, “It was short.”\n\n"
        "Ingrid Lund, a teacher, lost her house. She added: “I lost everything I own.”\n\n"
        "The head of the firm, Mr Lund, is not related to her. “We will pay,” Mr Lund promised."
    )
    assert [quote.speaker for quote in split(text) if quote.quoted] == ["Eva Strand", "Ingrid Lund", "Mr Lund"]
