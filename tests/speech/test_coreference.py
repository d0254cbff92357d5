"""Whom a mention stands for. People, bodies and places are made up; the right speakers are told by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.records import Span
from quotecheck.speech.attribution import find_attributions
from quotecheck.speech.coreference import Speakers
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.quotation import find_quoted


def speakers(text: str) -> Speakers:
    paragraphs = paragraph_spans(text)
    return Speakers(text, find_attributions(text, paragraphs, find_quoted(text, paragraphs))[1])


def resolved(marked: str) -> list[str | None]:
    """The speakers of the mentions that ``marked`` sets between ‹ and ›, asked in the order of the text."""
    text, spans = "", []
    for piece in marked.split("‹"):
        inner, closed, rest = piece.partition("›")
        if closed:
            spans.append(Span(len(text), len(text) + len(inner)))
        text += inner + rest
    found = speakers(text)
    return [found.resolve(span)[0] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names
        ("Mayor Ann Lee opened the bridge. ‹Lee› said it was safe.", "Ann Lee"),
        ("Ann Lee opened the bridge. ‹Lee's› view was that it was safe.", "Ann Lee"),
        ("Robert Hale opened the bridge. ‹Bob Hale› said it was safe.", "Robert Hale"),
        ("It rained. ‹Harbour spokesman Tom Berg› said it was safe.", "Tom Berg"),
        ("It rained. ‹Secretary of State Ann Lee› said it was safe.", "Ann Lee"),
        ("It rained. ‹Speaker of the House Ann Lee› said it was safe.", "Ann Lee"),
        ("It rained. ‹Ann Lee, the minister of trade,› said it was safe.", "Ann Lee"),
        ("It rained. ‹the minister, Ann Lee,› said it was safe.", "Ann Lee"),
        ("It rained. ‹A man named Tom Berg› said it was safe.", "Tom Berg"),
        ("It rained. ‹Comedian and radio host Tom Berg› said it was safe.", "Tom Berg"),
        ("Rival Ann Lee waited. Later Ann Lee left. ‹Lee› said it was safe.", "Ann Lee"),
        ("Quoting Ann Lee is fun. They met Ann Lee at home, quoting her. ‹Lee› said so.", "Ann Lee"),
        # several at once
        ("It rained. ‹Ann Lee, Bo Cho and Tom Berg› said it was safe.", "Ann Lee, Bo Cho and Tom Berg"),
        ("It rained. ‹Both Ann Lee and Tom Berg› said it was safe.", "Ann Lee and Tom Berg"),
        ("It rained. ‹Ann Lee and other critics› said it was safe.", "Ann Lee and other critics"),
        # bodies
        ("The National Harbour Agency (NHA) met. ‹The NHA› said it was safe.", "National Harbour Agency"),
        ("The National Harbour Agency met on Monday. ‹The agency› said it was safe.", "National Harbour Agency"),
        ("The Aville Morning Times sent a man. ‹The Times› said it was safe.", "Aville Morning Times"),
        ("The Board of Works met on Monday. ‹It› said the bridge was safe.", "Board of Works"),
        ("HBC, a news agency, was there. ‹The agency› reported that it was safe.", "HBC"),
        # pronouns
        ("Mr. Tom Berg met Mrs. Ann Lee. ‹She› said it was safe.", "Ann Lee"),
        ("Mr. Tom Berg met Mrs. Ann Lee. ‹He› said it was safe.", "Tom Berg"),
        ("Ann Lee praised Bo Cho at length on Monday. ‹She› said it was safe.", "Ann Lee"),
        ("“It is safe,” said Bo Cho, whom Ann Lee had asked. “Use it,” ‹he› added.", "Bo Cho"),
        ("Ann Lee said that Bo Cho was late. ‹She› added that it did not matter.", "Ann Lee"),
        ("“It is safe,” said one aide. Then it was late, Tom Berg said. “Use it,” ‹he› added.", "Tom Berg"),
        ("Ann Lee spoke of Tom Berg's plans. Berg, who had seen Lee's house, smiled when ‹he› heard.", "Tom Berg"),
        ("The head of the Harbour Board, Ann Lee, was there. ‹She› said it was safe.", "Ann Lee"),
        ("The mayor is Ann Lee. ‹She› said it was safe.", "Ann Lee"),
        ("Ann Lee stood there. The bridge was new. ‹She› said it was safe.", "Ann Lee"),
        ("“Start,” said Tom Berg. Ann Lee was late, ‹he› said.", "Tom Berg"),
        ("Ann Lee would run again, ‹she› said.", "Ann Lee"),
        ("Bo Cho was there. In ‹her› ruling, Ann Lee wrote that it was safe.", "Ann Lee"),
        ("Two aides to the mayor came. ‹They› said it was safe.", "Two aides to the mayor"),
        ("Ann Lee and Tom Berg came. ‹They› said it was safe.", "Ann Lee and Tom Berg"),
        ("Tom Berg's supporters cheered. ‹They› said it was safe.", "Tom Berg's supporters"),
        ("Twenty companies went to court over rules that aides wrote. ‹They› said so.", "Twenty companies"),
        ("A woman stood on the bridge. ‹She› said it was safe.", "woman"),
        # namesakes that a title, a given name or the article's own word tells apart
        ("Ingrid Lund, a nurse, lost it all. ‹Mr Lund› promised to pay.", "Mr Lund"),
        ("Ingrid Lund lost it all. The owner, Mr. Lund, came. ‹He› promised to pay.", "Mr. Lund"),
        ("Ingrid Lund lost it all. The owner, Mr Lund, came. ‹Ms Lund› was angry.", "Ingrid Lund"),
        ("Stig Lund lost it all. ‹Mr Lund› was angry.", "Stig Lund"),
        ("Ingrid Lund lost it all. The owner, Lund, is not related to her. ‹Ingrid Lund› was angry.", "Ingrid Lund"),
        # what a name tells of gender, and what stands beside it
        ("Nora Lind came. Berg, for his part, called it a mistake. Of the men ‹she› said it was sad.", "Nora Lind"),
        ("Nora Lind came. For his part, Berg called it a mistake. Of the men ‹she› said it was sad.", "Nora Lind"),
        ("Nora Lind came. Berg himself called it a mistake. Of the men ‹she› said it was sad.", "Nora Lind"),
        ("Nora Lind met Stig Berg. ‹He› said it was sad.", "Stig Berg"),
        ("The talks in Aland went on. ‹She› said it was sad.", None),
        ("“Use it,” said Lind. Lind left. “Now,” she said.\n\nTuva Berg stayed. “No,” ‹she› said.", "Tuva Berg"),
        # nicknames and firms within a name
        ("It rained. ‹Welder Olaf 'Olli' Berg› said it was safe.", "Olaf 'Olli' Berg"),
        ("It rained. ‹Nora (Nonny) Lind› said it was safe.", "Nora (Nonny) Lind"),
        ("Olaf “Olli” Berg came. ‹Olli Berg› said it was safe.", "Olaf “Olli” Berg"),
        ("It rained. ‹the auditors Berg & Lind› said it was safe.", "Berg & Lind"),
        ("It rained. ‹Lawyers Berg & Lind› said it was safe.", "Berg & Lind"),
        ("Nora Lind called Berg & Lind. ‹Lind› said it was safe.", "Nora Lind"),
        # descriptions
        ("Sen. Ann Lee came. ‹The senator› said it was safe.", "Ann Lee"),
        ("Sen. Ann Lee came with Gov. Tom Berg. ‹The governor› said it was safe.", "Tom Berg"),
        ("Ann Lee, 54, opened the bridge. ‹The 54-year-old› said it was safe.", "Ann Lee"),
        ("Aland's prime minister, Ann Lee, came. ‹The prime minister› said it was safe.", "Ann Lee"),
        ("Ann Lee is a retired pilot. Bo Cho came too. ‹The retired pilot› said it was safe.", "Ann Lee"),
        ("Ann Lee won the primary on Monday. ‹The Aland Republican› said it was safe.", "Ann Lee"),
        ("Tycoon Tom Berg came. ‹The billionaire› said it was safe.", "Tom Berg"),
        ("Tom Berg was jailed on Monday as Ann Lee wept. ‹The judge› said it was right.", "judge"),
        ("A harbour spokesman came on Monday. ‹The spokesman› said it was safe.", "harbour spokesman"),
        ("Ann Lee came. ‹Lee's lawyer› said it was safe.", "Lee's lawyer"),
        # who
        ("They met Sen. Ann Lee of Aland, ‹who› said it was safe.", "Ann Lee"),
        ("It was Ann Lee, ‹who› said it was safe.", "Ann Lee"),
        ("It was news to Ann Lee and Tom Berg, ‹who› say it was safe.", "Ann Lee and Tom Berg"),
        ("A poll of the Aland voters ‹who› stayed at home told more.", "Aland voters"),
        ("They met a clerk of the Harbour Board ‹who› said it was safe.", "clerk of the Harbour Board"),
        ("They met a woman ‹who› said it was safe.", "woman"),
        # inside quotes
        ("“‹I› said it was safe,” Ann Lee told them.", "Ann Lee"),
        ("Ann Lee was sure: “‹We› said it was safe.”", "Ann Lee"),
        # nobody by name
        ("It rained. ‹A senior official who asked not to be named› said so.", "senior official"),
        ("It rained. ‹critics› said it was safe.", "critics"),
        ("It rained. ‹the report› said it was safe.", "report"),
        ("It rained. ‹by many Aland voters› it was thought safe.", "many Aland voters"),
        ("It rained. ‹those who stayed› said it was safe.", "those who stayed"),
        ("It rained. ‹women, farmers, and others› said it was safe.", "women, farmers, and others"),
        ("It rained. ‹about a third of voters› said it was safe.", "about a third of voters"),
        ("It rained. ‹They› said it was safe.", None),
        ("It rained. ‹It› said the bridge was safe.", None),
        ("It rained. ‹You› said it was safe.", None),
        ("It rained. ‹According to› the wind.", None),
    ],
)  # fmt: skip
def test_one_mention(text: str, expected: str | None) -> None:
    assert resolved(text) == [expected]


def test_the_chain_holds_over_sentences_about_other_things() -> None:
    text = (
        "Tom Berg opened the fair. ‹He› said it was safe. The rain had stopped by noon.\n\n"
        "“It was a long night,” ‹he› added. ‹The fair's founder› was not there."
    )
    assert resolved(text) == ["Tom Berg", "Tom Berg", "fair's founder"]


def test_a_gender_told_later_holds_for_what_stands_before() -> None:
    text = "Bo Cho met Ann Lee. ‹She› said it was safe. Lee ate. She slept. Cho ate. He slept. Mr. Cho left Mrs. Lee."
    assert resolved(text) == ["Ann Lee"]


def test_married_people_are_told_apart_by_honorifics() -> None:
    text = "Ann Berg came with her husband, Tom Berg. ‹Mr. Berg› said it was safe. ‹Mrs. Berg› said it was not."
    assert resolved(text) == ["Tom Berg", "Ann Berg"]


def test_of_two_with_one_surname_the_paragraph_tells_who_is_meant() -> None:
    text = (
        "“It took two hours,” said the warden, Pavel Orsini, “and nobody was hurt.”\n\n"
        "Greta Orsini, who sells tickets at the gate and is no kin of his, disagreed. “It took four,” ‹she› said."
    )
    assert resolved(text) == ["Greta Orsini"]


@pytest.mark.parametrize(
    ("introduced", "later"),
    [
        ("The night fell to the ferry line's crew. “We rowed,” said its chief, Pavel Orsini.", "the ferry chief"),
        ("“We rowed,” said the ferry line's chief, Pavel Orsini.", "the ferry chief"),
        ("“We rowed,” said Pavel Orsini, the chief of the ferry line.", "the ferry chief"),
        ("The ferry line met. Its head keeper, Pavel Orsini, spoke.", "the ferry keeper"),
    ],
)
def test_a_description_may_take_up_whose_office_it_is(introduced: str, later: str) -> None:
    text = introduced + "\n\nA trawler lay near. Her master, Tom Berg, was awake. “I saw it,” ‹Berg› said.\n\n"
    assert resolved(text + f"“Nobody ran,” ‹{later}› said.") == ["Tom Berg", "Pavel Orsini"]


def test_what_somebody_does_is_no_description() -> None:
    text = "Ann Lee, who runs the fishing agency, came. The Harbour Agency met. ‹The agency› said it was safe."
    assert resolved(text) == ["Harbour Agency"]


@pytest.mark.parametrize("opening", ["A town mayor has resigned.", "The town's mayor has resigned, it is said."])
def test_whoever_opens_an_article_unnamed_is_named_next(opening: str) -> None:
    text = "\n\n“I am tired,” Ann Lee said on Monday.\n\nBo Cho was glad. “It is enough,” ‹the mayor› added."
    assert resolved(opening + text) == ["Ann Lee"]


@pytest.mark.parametrize(
    "named",
    [
        "“I am tired,” said Ann Lee, a neighbour.",  # somebody else, who is introduced as such
        "“I am tired,” said Judge Ann Lee.",
        "It rained.\n\nIt snowed.\n\n“I am tired,” Ann Lee said.",
        "The town thanked Ann Lee.",
    ],
)
def test_whoever_is_named_next_need_not_be_the_one_of_the_opening(named: str) -> None:
    text = f"A town mayor has resigned.\n\n{named}\n\nThen it was late. “It is enough,” ‹the mayor› added."
    assert resolved(text) == ["town mayor"]


def test_people_that_open_a_sentence_are_nobody_by_name() -> None:
    assert resolved("Ann Lee gave a talk. Families with a garden would pay less, ‹she› said.") == ["Ann Lee"]
    assert resolved("It rained. ‹Voters of the north› said it was safe.") == ["Voters of the north"]


def test_whose_the_subject_is_may_be_taken_up() -> None:
    text = "Mr. Berg met Mayor Ann Lee. Bo Cho slept. The mayor's plan would cost more. ‹She› said it was safe."
    assert resolved(text) == ["Ann Lee"]


def test_a_genitive_is_no_verb() -> None:
    text = "Tom Berg came. Bo Cho, the port's engineer, said it was late. “It is closed,” ‹she› said."
    assert resolved(text) == ["Bo Cho"]


def test_the_caller_may_tell_whose_quote_it_is() -> None:
    text = "Ann Lee came. Bo Cho came. Then this: “I said it was safe.”"
    start = text.index("“")
    known = [(Span(start, len(text)), Span(0, 7))]
    paragraphs = paragraph_spans(text)
    narrations = find_attributions(text, paragraphs, find_quoted(text, paragraphs))[1]
    assert Speakers(text, narrations, known).resolve(Span(start + 1, start + 2))[0] == "Ann Lee"


def test_a_quote_that_names_itself_as_its_speaker_ends() -> None:
    text = "“I said it was safe.”"
    paragraphs = paragraph_spans(text)
    narrations = find_attributions(text, paragraphs, find_quoted(text, paragraphs))[1]
    known = [(Span(0, len(text)), Span(1, 2))]
    assert Speakers(text, narrations, known).resolve(Span(1, 2))[0] is None


def test_sureness_falls_from_names_to_guesses_to_nobody() -> None:
    text = "Ann Lee met Bo Cho. Tom Berg said it. They left it there."
    found = speakers(text)
    named = found.resolve(Span(text.index("Tom Berg"), text.index(" said")))
    nobody = found.resolve(Span(text.index("They"), text.index(" left")))
    assert named == ("Tom Berg", 1.0)
    assert nobody[0] is None
    assert nobody[1] < 0.8


def test_a_resolution_is_the_same_when_asked_again() -> None:
    text = "Sen. Ann Lee came. The senator said it was safe."
    span = Span(text.index("The senator"), text.index(" said"))
    assert speakers(text).resolve(span) == speakers(text).resolve(span)


PIECES = st.sampled_from(
    ["“", "”", "‘", "’", "’s", "Ann Lee", "Mr. Berg", " said", " said,", " that ", ". ", ", ", " ", "he", "She",
     "they", " who ", "\n\n", ": ", "the mayor", "a bridge", "officials", " and ", "the Harbour Board", "It", "I",
     "(", ")", "—", "of ", "Secretary of State ", "which", "\u0000", "\u202e", "é", "東京"]
)  # fmt: skip


@settings(max_examples=200)
@given(
    st.lists(PIECES, min_size=1, max_size=40).map("".join),
    st.lists(st.tuples(st.integers(0), st.integers(1, 30)), max_size=12),
)
def test_every_speaker_occurs_in_the_text(text: str, places: list[tuple[int, int]]) -> None:
    found = speakers(text)
    for begin, length in places:
        start = begin % len(text)
        who, sure = found.resolve(Span(start, min(len(text), start + length)))
        assert 0 < sure <= 1
        if who is not None:
            assert who.strip()
            assert " ".join(who.lower().split()) in " ".join(text.lower().split())


@given(st.text(max_size=200), st.integers(0, 250), st.integers(0, 250))
def test_no_span_breaks_it(text: str, start: int, end: int) -> None:
    speakers(text).resolve(Span(min(start, end), max(start, end)))


@pytest.mark.parametrize(
    ("unit", "mention"),
    [
        ("“I went,” Ann Lee said. He met the mayor, who left. ", "I"),
        ("Ann Lee met Tom Berg and they spoke of it. ", "they"),
        ("Mayor A{n}b Lee came and the mayor spoke. ", "the mayor"),
        ("He said so and ", "He"),
        ("Officials and aides ", "aides"),
        ("“I said ", "I"),
    ],
)
def test_work_grows_linearly(unit: str, mention: str, steps: Callable[[Callable[[], object]], int]) -> None:
    """Four times the text with four times the mentions may cost five times the work, not sixteen."""

    def work(count: int) -> int:
        parts, spans, at = [], [], 0
        for n in range(count):
            part = unit.replace("{n}", str(n))
            spans.append(Span(at + part.index(mention), at + part.index(mention) + len(mention)))
            parts.append(part)
            at += len(part)
        text = "".join(parts)

        def resolve() -> None:
            found = speakers(text)
            for span in spans:
                found.resolve(span)

        return steps(resolve)

    assert work(480) < 5 * work(120) + 1000
