"""Quotes held against transcripts: places and spans, labels, what ellipses hide, stitching, speakers, hits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotecheck.articles import read_articles, read_claims, read_transcript
from quotecheck.comparison.differences import Difference
from quotecheck.comparison.judge import Judge, Opinion
from quotecheck.comparison.verification import verify_claims
from quotecheck.comparison.verification_claims import claim_of
from quotecheck.comparison.verification_judgement import added
from quotecheck.comparison.verification_lookup import nearest
from quotecheck.comparison.verification_speech import cleaned_difference, read_speech
from quotecheck.embedding import Encoder
from quotecheck.records import Claim, Line, Span, Verification
from quotecheck.report.verification import quoted_pieces
from quotecheck.speech.split import split_article

SPEECH = [
    ("1", "Ada Vale", "Good evening. Uh, we will, we will build the tunnel under the river, you know, before June."),
    ("2", "Ada Vale", "(APPLAUSE) I have never said that the ferry would be sold."),
    ("3", "Bo Tann", "You said -- you said the ferry would go."),
    ("4", "Ada Vale", "The ferry stays. It may be repainted, unless the harbour board objects. It is a good ship."),
    ("5", "Ada Vale", "We have — we had 250 workers on the night shift last winter."),
    ("6", "Bo Tann", "I do not believe that the tunnel is safe. Nobody has tested the pumps."),
    ("7", "Ada Vale", "The pumps were tested in March. They probably work. The engineers signed the papers."),
    ("8", "Ada Vale", "Our schools will get new windows. Our teachers will get a rise of four percent if the budget"),
    ("9", "Ada Vale", "passes in June. And our buses will run on Sundays."),
    ("10", "Bo Tann", "What about the mill at Oster Ness, which has been shut since autumn?"),
    ("11", "Ada Vale", "The mill is a private company and I will not comment."),
    ("12", "Ada Vale", "Our childcare is the gold standard of the valley."),
    ("13", "Bo Tann", "A gold standard it was, ten years ago."),
    ("14", "Ada Vale", "Thank you all, and good night."),
]
LINES = [Line(name, text, speaker) for name, speaker, text in SPEECH]
TEXTS = {line.id: line.text for line in LINES}

Ask = Callable[..., Verification]


class Untouched:
    """An encoder for the transcript that says when it is asked."""

    dimensions = 384
    identity = "untouched"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if texts:
            raise AssertionError("the whole transcript was encoded")
        return np.zeros((0, self.dimensions), np.float32)


class Blank(Untouched):
    """An encoder that finds nothing like anything."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((len(texts), self.dimensions), np.float32)


def verified(
    encoder: Encoder,
    claims: Sequence[Claim],
    lines: Sequence[Line] = LINES,
    kept: Encoder | None = None,
    k: int = 5,
    threshold: float = 0.5,
) -> list[Verification]:
    found = verify_claims(
        claims, lines, lambda: encoder, lambda: kept or encoder, threshold=threshold, k=k, tell=lambda *_: None
    )
    return list(found)


@pytest.fixture
def ask(encoder: Encoder) -> Ask:
    def one(text: str, speaker: str | None = "Ada Vale", **more: str) -> Verification:
        [found] = verified(encoder, [Claim("q", text, speaker, **more)])  # type: ignore[arg-type]
        return found

    return one


def told(found: Verification) -> list[tuple[str, str]]:
    """Each line with the words of its spans, cut out of the transcript."""
    return [
        (place.line, " … ".join(TEXTS[place.line][span.start : span.end] for span in place.spans))
        for place in found.places
    ]


@pytest.mark.parametrize(
    ("quote", "label", "places"),
    [
        # the words as they stand
        ("I have never said that the ferry would be sold.", "verbatim",
         [("2", "I have never said that the ferry would be sold")]),
        ("The pumps were tested in March. They probably work.", "verbatim",
         [("7", "The pumps were tested in March. They probably work")]),
        # over two lines of the transcript
        ("Our teachers will get a rise of four percent if the budget passes in June.", "verbatim",
         [("8", "Our teachers will get a rise of four percent if the budget"), ("9", "passes in June")]),
        # cleaned-up speech: a filler, a repeated start, a start given up for another, the noise of the hall
        ("We will build the tunnel under the river before June.", "verbatim",
         [("1", "we will build the tunnel under the river, you know, before June")]),
        ("Um, we had 250 workers on the night shift last winter.", "verbatim",
         [("5", "we had 250 workers on the night shift last winter")]),
        ("You said the ferry would go.", "verbatim", [("3", "you said the ferry would go")]),
        # compounds, and what an outlet put in brackets
        ("Our child care is the gold standard of the valley.", "verbatim",
         [("12", "Our childcare is the gold standard of the valley")]),
        ("The mill is a private company [in the valley] and I will not comment.", "verbatim",
         [("11", "The mill is a private company and I will not comment")]),
        # a part of a sentence; one with an ellipsis
        ("good night", "trimmed", [("14", "good night")]),
        ("The engineers signed … papers.", "trimmed", [("7", "The engineers signed … papers")]),
        # cut off from what governs it
        ("The ferry would be sold", "altered", [("2", "the ferry would be sold")]),
        ("Our teachers will get a rise of four percent", "altered",
         [("8", "Our teachers will get a rise of four percent")]),
        # an ellipsis that hides a negation, a condition, a hedge
        ("I have … said that the ferry would be sold.", "altered",
         [("2", "I have … said that the ferry would be sold")]),
        ("It may be repainted … It is a good ship.", "altered", [("4", "It may be repainted … It is a good ship")]),
        ("The pumps were tested in March … The engineers signed the papers.", "altered",
         [("7", "The pumps were tested in March … The engineers signed the papers")]),
        # other words
        ("We had 520 workers on the night shift last winter.", "altered",
         [("5", "we had 250 workers on the night shift last winter")]),
    ],
)  # fmt: skip
def test_label_and_spans(ask: Ask, quote: str, label: str, places: list[tuple[str, str]]) -> None:
    found = ask(quote)
    assert found.label == label
    spoken = [(line, words.removeprefix("We have — ").removeprefix("You said -- ")) for line, words in told(found)]
    assert spoken == places
    assert (found.divergence == 0) is (label == "verbatim")
    for change in found.changes:
        assert found.source[change.a.start : change.a.end] == change.a_text
        assert quote[change.b.start : change.b.end] == change.b_text


def test_what_an_ellipsis_hides_is_said(ask: Ask) -> None:
    found = ask("It may be repainted … It is a good ship.")
    assert found.reasons == ("leaves out “unless the harbour board objects”",)
    assert not found.stitched


def test_a_condition_with_nothing_to_follow_is_no_part_of_the_number_before_the_ellipsis(encoder: Encoder) -> None:
    """Numbers of several words before an ellipsis: what it hides is still found."""
    line = Line("1", "We will lend them two hundred million crowns, unless they default, and wait for ten years.")
    [found] = verified(
        encoder, [Claim("q", "We will lend them two hundred million crowns … and wait for ten years.")], [line]
    )
    assert (found.label, found.reasons) == ("altered", ("leaves out “unless they default”",))
    [kept] = verified(encoder, [Claim("q", "We will lend them two hundred million crowns …")], [line])
    assert kept.label == "altered"


def test_other_words_are_reworded(ask: Ask) -> None:
    found = ask("The mill at Oster Ness has been closed since the autumn.", "Bo Tann")
    assert found.label == "reworded"
    assert [place.line for place in found.places] == ["10"]
    assert 0 < found.divergence < 1


@pytest.mark.parametrize(
    "quote",
    [
        "We will build the tunnel under the river before June. Our buses will run on Sundays.",
        "We will build the tunnel under the river before June … Our buses will run on Sundays.",
        "Our buses will run on Sundays. We will build the tunnel under the river before June.",
    ],
)
def test_distant_sentences_are_told_as_stitched(ask: Ask, quote: str) -> None:
    found = ask(quote)
    assert found.stitched
    assert sorted(place.line for place in found.places) == ["1", "9"]
    assert dict(told(found))["9"].endswith("our buses will run on Sundays")
    assert found.label != "not found"


def test_an_ellipsis_between_distant_sentences_is_judged_by_what_lies_between(encoder: Encoder) -> None:
    between = "We bought a new crane for the quay last year, and the old one went to the museum in the town, where "
    between += "children climb it every Sunday and their parents take pictures of them from the terrace of the café."
    said = ["The ferry stays.", between, "{}", "The mill is a private company."]
    for middle, label, reasons in (
        ("The harbour has forty lamps.", "trimmed", ()),
        ("The harbour has no lamps.", "altered", ("leaves out “The harbour has no lamps”",)),
    ):
        lines = [Line(str(number), text.format(middle)) for number, text in enumerate(said)]
        claims = [Claim("q", "The ferry stays … The mill is a private company."),
                  Claim("r", "The mill is a private company … The ferry stays.")]  # fmt: skip
        found, turned_round = verified(encoder, claims, lines)
        assert (found.label, found.stitched, found.reasons) == (label, True, reasons)
        assert (turned_round.stitched, turned_round.reasons) == (True, ())
        assert [place.line for place in turned_round.places] == ["3", "0"]


def test_a_sentence_left_out_without_a_sign_is_stitched_and_with_one_is_not(ask: Ask) -> None:
    assert ask("The pumps were tested in March. The engineers signed the papers.").stitched
    assert not ask("The pumps were tested in March … The engineers signed the papers.").stitched


def test_a_sentence_that_was_never_said_is_told(ask: Ask) -> None:
    found = ask("The mill is a private company. I hate cats and their smell.")
    assert found.label == "altered"
    assert found.reasons == ("the transcript does not have “I hate cats and their smell”",)
    assert [place.line for place in found.places] == ["11"]


@pytest.mark.parametrize(
    ("speaker", "wrong"),
    [("Bo Tann", False), ("Mr. Tann", False), ("Ada Vale", True), (None, False), ("a spokesman", False)],
)
def test_wrong_speaker(ask: Ask, speaker: str | None, wrong: bool) -> None:
    found = ask("Nobody has tested the pumps.", speaker)
    assert found.label == "verbatim"
    assert found.misattributed is wrong
    assert [place.speaker for place in found.places] == ["Bo Tann"]


def test_a_fragment_that_stands_twice_goes_to_its_speaker(ask: Ask) -> None:
    assert ask("gold standard", "Ada Vale").hits[0].id == "12"
    assert ask("gold standard", "Bo Tann").hits[0].id == "13"
    assert {hit.id for hit in ask("gold standard", None).hits[:2]} == {"12", "13"}


def test_a_fragment_goes_to_the_document_it_names(encoder: Encoder) -> None:
    lines = [Line(f"{doc}#{number}", text, "Ada Vale", doc) for doc in ("may", "june") for number, text in
             enumerate(["We will build it.", "It is a promise."])]  # fmt: skip
    for doc in ("may", "june"):
        [found] = verified(encoder, [Claim("q", "a promise", "Ada Vale", doc)], lines)
        assert [place.line for place in found.places] == [f"{doc}#1"]


@pytest.mark.parametrize(
    "quote", ["I like cheese more than anything else in the world.", "Rain is expected.", "", "…", "!"]
)
def test_not_found_gives_the_nearest_lines(ask: Ask, quote: str) -> None:
    found = ask(quote)
    assert (found.label, found.places, found.divergence, found.source) == ("not found", (), 1.0, "")
    assert [line.id for line in found.nearest] == [hit.id for hit in found.hits[:3]]
    if any(character.isalpha() for character in quote):
        assert found.nearest


def test_hits_are_best_first_and_as_many_as_asked(encoder: Encoder) -> None:
    for k in (1, 4, 50):
        [found] = verified(encoder, [Claim("q", "The ferry stays. Nobody has tested the pumps.")], k=k)
        names = [hit.id for hit in found.hits]
        assert len(names) == len(set(names)) <= k
        assert names[0] in {"4", "6"}
        assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
        assert all(0 <= hit.same <= 1 and 0 <= hit.score <= 1 for hit in found.hits)


def test_words_that_stand_there_need_no_embedding_of_the_transcript(encoder: Encoder) -> None:
    claims = [Claim(line.id, line.text.rstrip(".?"), line.speaker) for line in LINES]
    for found in verified(encoder, claims, kept=Untouched()):
        assert found.label in {"verbatim", "trimmed"}
        assert found.hits[0].id == found.claim.id


def test_long_lines_are_searched_sentence_by_sentence(encoder: Encoder) -> None:
    filler = " ".join(f"The barge number {number} carried gravel to the quay." for number in range(60))
    line = Line("1", f"{filler} Our lighthouse shall be painted green. {filler}", "Ada Vale")
    [found] = verified(encoder, [Claim("q", "Our lighthouse will be painted green.")], [line])
    [place] = found.places
    start = line.text.index("Our lighthouse")
    assert place.spans == (Span(start, start + len("Our lighthouse shall be painted green")),)
    assert found.source == "Our lighthouse shall be painted green."


def test_a_mixed_quote_is_judged_by_its_marked_words_or_by_its_clause(ask: Ask) -> None:
    marked = ask("rise of four percent … the budget passes", context="a “rise of four percent” if “the budget passes”",
                 kind="mixed")  # fmt: skip
    assert marked.label in {"trimmed", "reworded"}
    assert ask("rise of four percent … the budget passes").label == "altered"


def test_what_is_told_of_a_mixed_quote_is_of_its_marked_words(encoder: Encoder) -> None:
    """The clause lends label and reasons; spans and changes are of the words that are shown."""
    line = Line("1", "We will not raise the duty on bread this year.", "Ada Vale")
    claim = Claim("q", "raise the duty on bread", "Ada Vale", kind="mixed",
                  context="the council would not “raise the duty on bread” this year")  # fmt: skip
    [found] = verified(encoder, [claim], [line])
    [alone] = verified(encoder, [Claim("q", claim.text, "Ada Vale")], [line])
    assert (found.label, alone.label) == ("reworded", "altered")
    assert found.altered < 0.5 <= alone.altered
    assert (found.changes, found.source) == (alone.changes, alone.source)
    assert [change.b_text for change in found.changes] == ["", ""]
    assert [(place.line, place.text) for place in found.places] == [("1", "raise the duty on bread")]
    assert "".join(piece.text for piece in quoted_pieces(found)) == claim.text
    assert not any(piece.text for piece in quoted_pieces(found) if piece.marked)


def test_a_mixed_quote_whose_clause_is_verbatim_has_no_changes(encoder: Encoder) -> None:
    line = Line("1", "We will not raise the duty on bread this year.")
    claim = Claim(
        "q", "raise the duty on bread", kind="mixed", context="We will not “raise the duty on bread” this year"
    )
    [found] = verified(encoder, [claim], [line])
    assert (found.label, found.divergence, found.changes) == ("verbatim", 0.0, ())
    assert [place.text for place in found.places] == ["raise the duty on bread"]


OTHER_DOCUMENT = [
    Line("d1:9", "We shall never give this harbour to anybody else.", "Ada Vale", "d1"),
    Line("d2:1", "Rain fell on the market for two whole days.", "Bo Tann", "d2"),
    *(
        Line(f"d3:{n}", f"Nothing else was said about item number {n} of the agenda.", "Cyd Oru", "d3")
        for n in range(6)
    ),
]


@pytest.mark.parametrize("doc", ["d1", "d2"])
def test_a_likeness_below_the_threshold_is_no_place_in_another_s_line(encoder: Encoder, doc: str) -> None:
    """The next line is of another speaker, in the same document or in another."""
    lines = [replace(line, doc=doc) if line.id == "d2:1" else line for line in OTHER_DOCUMENT]
    claim = Claim("q", "We shall never give this harbour to anybody else. Rain destroyed the market.", "Ada Vale", "d1")
    [found] = verified(encoder, [claim], lines, threshold=1.0)
    assert [place.line for place in found.places] == ["d1:9"]
    assert (found.misattributed, found.stitched, found.label) == (False, False, "altered")
    assert found.reasons == ("the transcript does not have “Rain destroyed the market”",)


def test_what_the_speaker_says_next_is_compared_though_it_is_below_the_threshold(encoder: Encoder) -> None:
    lines = [replace(line, doc="d1", speaker="Ada Vale") if line.id == "d2:1" else line for line in OTHER_DOCUMENT]
    claim = Claim("q", "We shall never give this harbour to anybody else. Rain destroyed the market.", "Ada Vale", "d1")
    [found] = verified(encoder, [claim], lines, threshold=1.0)
    assert [place.line for place in found.places] == ["d1:9", "d2:1"]


def test_sentences_of_neighbouring_places_stand_once_in_the_source(encoder: Encoder) -> None:
    """Rows of captions, which end no sentence: each of two places would be extended into the other."""
    said = [
        "we came down to the harbour at dawn", "and the boats were already burning there",
        "nobody had called the brigade in time", "so my brother ran to the bell tower",
        "and rang it until his hands bled",
    ]  # fmt: skip
    lines = [Line(str(number), text, "Ada Vale") for number, text in enumerate(said, start=1)]
    lines += [Line(f"x{number}", f"item number {number} of the agenda was passed.", "Bo Tann") for number in range(6)]
    for quote in (f"{said[2]} … {said[0]}", f"{said[4]} … {said[2]} … {said[0]}", f"{said[3]} … {said[1]}"):
        [found] = verified(encoder, [Claim("q", quote, "Ada Vale")], lines)
        assert found.stitched
        assert all(found.source.count(text) <= 1 for text in said)
        assert {place.text for place in found.places} == set(quote.split(" … "))
        assert not any(reason.startswith("the transcript does not have") for reason in found.reasons)


def test_a_sentence_that_the_alignment_passed_by_is_not_told_as_added() -> None:
    """Of two sentences the other way round an alignment in order finds one."""
    said = "Our lamps are blue. The ferry stays in the old harbour for ever."
    turned_round = "The ferry stays in the old harbour for ever. Our lamps are blue."
    assert added(cleaned_difference(read_speech(said), read_speech(turned_round))) == []
    wrong = "The ferry stays in the old harbour for ever. Our lamps are green."
    assert added(cleaned_difference(read_speech(said), read_speech(wrong))) == ["Our lamps are green"]


BRIDGE = [
    Line("1", "I would not say that they lied. I would say they were slow.", "INA ROTH"),
    Line("2", "The bridge is safe. Our people checked it twice.", "INA ROTH"),
    Line("3", "The ferry is late, and nobody told us. We will ask the ministry again.", "INA ROTH"),
]


@pytest.mark.parametrize(
    ("text", "context", "line", "label"),
    [
        ("would not say that they lied", "she “would not say that they lied”", "1", "trimmed"),
        ("the bridge is safe", "that “the bridge is safe”", "2", "verbatim"),
        ("the bridge is safe", "that 'the bridge is safe'", "2", "verbatim"),
        ("checked it twice", "their people ‘checked it twice’", "2", "trimmed"),
        # the outlet's own words tell of other things
        ("nobody told us", "a crowd of angry commuters in the market that critics of her scheme should remember how "
         "“nobody told us” about the flooded cellars", "3", "trimmed"),
    ],
)  # fmt: skip
def test_the_marked_words_of_a_mixed_quote_are_found(
    encoder: Encoder, text: str, context: str, line: str, label: str
) -> None:
    [found] = verified(encoder, [Claim("q", text, "Ina Roth", kind="mixed", context=context)], BRIDGE)
    assert (found.label, [place.line for place in found.places]) == (label, [line])


def test_a_stray_word_in_marks_is_no_find(encoder: Encoder) -> None:
    context = "the orchestra's new conductor arrived “late” for his first concert"
    claim = Claim("q", "late", kind="mixed", context=context)
    [found] = verified(encoder, [claim], BRIDGE)
    assert found.label == "not found"


@pytest.mark.parametrize(("speaker", "label"), [("REPORTER", "trimmed"), ("Ina Roth", "altered")])
def test_an_ellipsis_over_another_s_words_hides_nothing(encoder: Encoder, speaker: str, label: str) -> None:
    said = ["It should be shut at once.", "They never came, and nobody asked them.", "That is for them to say."]
    lines = [Line(str(number), text, speaker if number == 1 else "Ina Roth") for number, text in enumerate(said)]
    [found] = verified(encoder, [Claim("q", f"{said[0]} … {said[2]}", "Ina Roth")], lines)
    assert (found.label, [place.line for place in found.places]) == (label, ["0", "2"])
    assert (said[1] in found.source) is (label == "altered")
    [joined] = verified(encoder, [Claim("q", f"{said[0]} {said[2]}", "Ina Roth")], lines)
    assert joined.stitched


@pytest.mark.parametrize(("between", "label"), [("", "verbatim"), (" ", "verbatim"), ("When?", "trimmed")])
def test_only_a_line_with_words_comes_between(encoder: Encoder, between: str, label: str) -> None:
    said = ["It should be shut at once.", between, "That is for them to say."]
    lines = [Line(str(number), text, None if number == 1 else "Ina Roth") for number, text in enumerate(said)]
    joint = " … " if between.strip() else " "
    [found] = verified(encoder, [Claim("q", f"{said[0]}{joint}{said[2]}", "Ina Roth")], lines)
    assert (found.label, found.stitched) == (label, False)


@pytest.mark.parametrize("joint", [". ", " ... ", " … "])
def test_sentences_of_one_line_the_other_way_round_are_stitched(encoder: Encoder, joint: str) -> None:
    said = ["I will not resign today", "I can't tell you what happens after the inquiry", "The harbour is open"]
    lines = [Line("1", f"{said[0]}. {said[1]}. {said[2]}.", "Ina Roth")]
    for order in ((1, 0), (2, 0), (2, 1, 0), (1, 2, 0)):
        quote = joint.join(said[number] for number in order)
        [found] = verified(encoder, [Claim("q", quote, "Ina Roth")], lines)
        assert (found.label, found.stitched, found.reasons) == ("trimmed", True, ())
        told = " ".join(place.text for place in found.places)
        assert all(said[number] in told for number in order)
    [found] = verified(encoder, [Claim("q", f"{said[1]}{joint}I will resign today", "Ina Roth")], lines)
    assert found.label == "altered"


@pytest.mark.parametrize(
    ("label", "speaker", "wrong"),
    [
        ("REPORTER", "Ina Roth", True),
        ("REPORTER 2", "Ina Roth", True),
        ("REPORTER (DAILY POST)", "Ina Roth", True),
        ("WITNESS", "Ina Roth", True),
        ("THE MAYOR", "Ina Roth", False),
        ("WITNESS", "Cyd Oru", False),  # who may be the witness
        ("REPORTER", None, False),
        ("REPORTER", "a reporter", False),
    ],
)
def test_a_label_that_names_nobody(encoder: Encoder, label: str, speaker: str | None, wrong: bool) -> None:
    lines = [Line("1", "The roof should have been closed in May.", label), Line("2", "I will ask.", "INA ROTH")]
    [found] = verified(encoder, [Claim("q", "The roof should have been closed in May.", speaker)], lines)
    assert (found.label, found.misattributed) == ("verbatim", wrong)


@pytest.mark.parametrize(
    ("said", "quote", "speaker"),
    [
        ("I cannot recommend it. We looked at the whole coast before we chose this place, and we spent two years on "
         "it, as the engineers of the harbour board will tell you.", "I can recommend it.", None),
        ("We looked at the whole coast before we chose this place, and we spent two years on it. I cannot recommend "
         "that anybody swims there at night.", "I can recommend", None),
        ("Every line has its dangers and we know them. There are safer lines. But it was the one that we could build.",
         "There are no safer lines.", None),
    ],
)  # fmt: skip
def test_a_short_denial_of_what_a_long_line_says_is_altered(
    encoder: Encoder, said: str, quote: str, speaker: str | None
) -> None:
    lines = [Line("1", "Is it not dangerous? Would you go there?", "REPORTER"), Line("2", said, "Ina Roth")]
    [found] = verified(encoder, [Claim("q", quote, speaker)], [*lines, *BRIDGE[1:]])
    assert (found.label, [place.line for place in found.places]) == ("altered", ["2"])


@pytest.mark.parametrize("threshold", [0.99, 1.0])
def test_what_stands_there_word_for_word_is_found_whatever_the_threshold(encoder: Encoder, threshold: float) -> None:
    [found] = verified(encoder, [Claim("q", "Nobody has tested the pumps.", "Bo Tann")], threshold=threshold)
    assert (found.label, [place.line for place in found.places]) == ("verbatim", ["6"])
    [free] = verified(encoder, [Claim("q", "No one tried out these pumps.", "Bo Tann")], threshold=threshold)
    assert free.label == "not found"


def test_the_nearest_lines_do_not_depend_on_the_number_of_hits(encoder: Encoder) -> None:
    claim = Claim("q", "I like cheese more than anything else in the world.")
    few, many = (verified(encoder, [claim], k=k)[0] for k in (1, 50))
    assert len(few.nearest) == 3
    assert few.nearest == many.nearest
    assert few.hits == many.hits[:1]


@pytest.mark.parametrize("text", ["We had 520 workers on the night shift.", "The mill was thrown out by the council."])
def test_the_judge_is_asked_for_what_is_compared_alone(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    asked: list[int] = []
    read = Judge.read

    def counted(self: Judge, diffs: Sequence[Difference]) -> list[Opinion]:
        asked.append(len(diffs))
        return read(self, diffs)

    monkeypatch.setattr(Judge, "read", counted)
    [found] = verified(encoder, [Claim("q", text)], k=14)
    assert len(found.hits) > 3
    assert len(asked) <= 2


@given(st.lists(st.sampled_from([x / 8 for x in range(-8, 9)]), min_size=1, max_size=30), st.data())
def test_the_neighbours_of_a_place_are_the_nearest_passages_elsewhere(
    cosines: list[float], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(cosines) - 1))
    last = min(len(cosines) - 1, first + data.draw(st.integers(0, 1)))
    told = nearest(np.array(cosines, np.float32), 7)
    assert all(cosines[place] == cosine for place, cosine in told)
    elsewhere = sorted((cos for at, cos in enumerate(cosines) if not first - 1 <= at <= last + 1), reverse=True)
    assert [cos for at, cos in told if not first - 1 <= at <= last + 1][:3] == elsewhere[:3]


def test_each_quote_is_judged_by_itself(encoder: Encoder) -> None:
    quotes = [
        "good night",
        "The ferry stays … a good ship",
        "the mill was closed in autumn",
        "gold standard",
        "no idea",
    ]
    claims = [Claim(str(number), text, "Ada Vale") for number, text in enumerate(quotes)]
    together = verified(encoder, claims)
    assert together == [verified(encoder, [claim])[0] for claim in claims]
    assert together == verified(encoder, claims[::-1])[::-1]


words = st.lists(
    st.sampled_from(
        "we will not build the tunnel ferry unless it rains … in , . Uh — [they] 240 never “ ” (APPLAUSE)".split()
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=1, max_size=4), words, st.none() | words)
def test_spans_lie_in_their_lines_and_the_changes_in_both_texts(
    encoder: Encoder, texts: list[str], quote: str, around: str | None
) -> None:
    lines = [Line(str(number), text) for number, text in enumerate(texts)]
    context = None if around is None else f"{around} {quote} {around}"
    [found] = verified(encoder, [Claim("q", quote, kind="mixed", context=context)], lines)
    for place in found.places:
        text = lines[int(place.line)].text
        assert place.spans
        assert place.text == " … ".join(text[span.start : span.end] for span in place.spans)
        assert all(0 <= one.start < one.end <= len(text) for one in place.spans)
        assert all(one.end <= two.start for one, two in zip(place.spans, place.spans[1:], strict=False))
    for change in found.changes:
        assert found.source[change.a.start : change.a.end] == change.a_text
        assert quote[change.b.start : change.b.end] == change.b_text
    assert (found.label == "not found") is (not found.places)
    assert 0 <= found.divergence <= 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(LINES) - 1), st.data())
def test_a_run_of_a_line_s_words_is_found_in_it(encoder: Encoder, number: int, data: st.DataObject) -> None:
    line = LINES[number]
    tokens = line.text.split()
    start = data.draw(st.integers(0, max(0, len(tokens) - 4)))
    end = data.draw(st.integers(min(start + 4, len(tokens)), len(tokens)))
    [found] = verified(encoder, [Claim("q", " ".join(tokens[start:end]), line.speaker)])
    assert found.label in {"verbatim", "trimmed", "altered"}
    assert line.id in {place.line for place in found.places}


def test_work_grows_with_the_length(encoder: Encoder, steps: Callable[[Callable[[], object]], int]) -> None:
    def work(size: int) -> int:
        lines = [Line("1", "we will not build it, no, no, no " * size, "A")]
        claim = Claim("q", "we will build it … no no " * size)
        return steps(lambda: verified(encoder, [claim], lines, kept=Blank()))

    assert work(200) < 3 * work(100)


def test_the_sample_speech(encoder: Encoder, root: Path) -> None:
    """The made-up budget speech: what a careful reader finds for each marked quote of two outlets."""
    folder = root / "seeds" / "budget-speech"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    lines, _ = read_transcript(folder / "transcript.jsonl")
    articles, _ = read_articles([folder])
    claims = [claim_of(article, quote) for article in articles for quote in split_article(article) if quote.speech]
    found = {one.claim.id: one for one in verified(encoder, claims, lines)}
    files = {key: name.removesuffix(".txt") for key, name in gold["files"].items()}
    speech = {item["id"]: item for item in gold["speech"]}
    wrong = []
    for item in gold["verify"]:
        quote = speech[item["quote"]]
        [one] = [
            one for one in found.values()
            if one.claim.article == files[quote["in"]] and quote["begins"] in f"{one.claim.text} {one.claim.context}"
        ]  # fmt: skip
        line = one.places[0].line if one.places else None
        if (line, one.label in item["label"], one.misattributed) != (item["line"], True, False):
            wrong.append(item["quote"])
    # "a letter to those who come after us", of which the speech has "a letter to the future", is a coin's toss
    assert set(wrong) <= {"N5"}


def test_debates_and_speeches(encoder: Encoder, shared: Path) -> None:
    """Quotes as fact checkers printed them, among some 20,000 lines, by their words alone.

    One quote is annotated with as many lines as it runs over, in as many rows; any of them may come first.
    """
    folder = shared / "data" / "transcripts"
    lines, _ = read_transcript(folder / "lines_dev.jsonl")
    rows = [json.loads(row) for row in (folder / "quotes_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = defaultdict(set)
    claims = {}
    for row, claim in zip(rows, read_claims(folder / "quotes_dev.jsonl"), strict=True):
        assert isinstance(claim, Claim)
        gold[claim.doc, claim.speaker, claim.text].add(row["match"])
        claims.setdefault((claim.doc, claim.speaker, claim.text), claim)
    found = verified(encoder, list(claims.values()), lines, kept=Blank(), k=1)
    right = [one.hits[0].id in gold[key] for key, one in zip(claims, found, strict=True)]
    assert sum(right) / len(right) >= 0.80
