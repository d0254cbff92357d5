"""The library's ``verify``: articles and quotes against lines, and what is wrong with other things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quotecheck import verify
from quotecheck.errors import InputError, QuotecheckError
from quotecheck.records import Article, Claim, Line, Quote, Skipped, Span
from quotecheck.report.verification import headline
from quotecheck.settings import Settings

VERIFIED = [Line("1", "The ferry stays.", "Ada Vale"), Line("2", "Nobody has tested the pumps.", "Bo Tann")]


def test_verify_takes_articles_and_quotes(tmp_path: Path) -> None:
    article = Article("a", "“The ferry stays,” Ada Vale said on Tuesday in the town hall.", outlet="The Courier")
    told: list[str] = []
    found = verify(
        [Claim("q", "Nobody has tested the pumps.", "Ada Vale"), article],
        iter(VERIFIED),
        Settings(cache=str(tmp_path)),
        k=1,
        skipped=[Skipped("x.txt", "holds no text")],
        progress=lambda what, *_: told.append(what),
    )
    claim, *of_article = found.verifications
    assert (claim.claim.id, claim.label, claim.misattributed) == ("q", "verbatim", True)
    assert [(one.claim.article, one.label, one.places[0].line) for one in of_article] == [("a", "verbatim", "1")]
    assert all(len(one.hits) == 1 for one in found.verifications)
    assert (found.lines, found.articles, [one.input for one in found.skipped]) == (2, (article,), ["x.txt"])
    assert {"finding quotes", "looking for quotes"} <= set(told)
    alone = verify([Claim("q", "Nobody has tested the pumps.", "Ada Vale")], VERIFIED, k=1, keep=False)
    assert alone.verifications == (claim,)
    assert "tagger:none" in alone.signature
    assert "tagger:none" not in found.signature


def test_the_signature_names_the_number_of_hits() -> None:
    few, more = (verify([Claim("q", "The ferry stays.")], VERIFIED, k=k, keep=False) for k in (1, 2))
    assert few.verifications != more.verifications
    assert few.signature.removesuffix("|k:1") == more.signature.removesuffix("|k:2") != few.signature


def test_no_folder_is_made_where_nothing_is_to_be_kept(tmp_path: Path) -> None:
    claims = [Claim("q", "They shall plant nine apple trees near the lake.")]
    for keep in (False, True):
        verify(claims, VERIFIED, Settings(cache=str(tmp_path / "vectors")), keep=keep)
        assert (tmp_path / "vectors").exists() is keep


@pytest.mark.parametrize(
    ("quotes", "lines", "wrong"),
    [
        ([Claim("q", "Yes.")], [], "the transcript holds no lines"),
        ([Claim("q", "Yes.")], [*VERIFIED, VERIFIED[0]], "two lines of the transcript have the id '1'"),
        ([Claim("q", "Yes."), Claim("q", "No.")], VERIFIED, "two quotes have the id 'q'"),
        ([Article("a", "Rain.")] * 2, VERIFIED, "two articles have the id 'a'"),
        ([], VERIFIED, "there are no quotes"),
        ([Article("a", "It rained all day.")], VERIFIED, "the articles hold no quotes"),
        ("quotes", VERIFIED, "an object of type str is no list of Article or Claim"),
        ([Claim("q", 3)], VERIFIED, "the text of one Claim is an object of type int"),  # type: ignore[arg-type]
        ([VERIFIED[0]], VERIFIED, "an object of type Line is no Claim"),
    ],
)
def test_verify_says_what_is_wrong(quotes: Any, lines: Any, wrong: str) -> None:
    with pytest.raises(QuotecheckError) as problem:
        verify(quotes, lines, keep=False)
    assert problem.value.wrong == wrong


@pytest.mark.parametrize("k", [0, -1, True, "3"])
def test_verify_wants_a_hit_or_more(k: Any) -> None:
    with pytest.raises(InputError, match="ask for one hit or more"):
        verify([Claim("q", "Yes.")], VERIFIED, k=k)


def quote(number: int, kind: Any, confidence: float, text: str) -> Quote:
    return Quote(f"a#{number}", "a", None, kind, (Span(0, 1),), (), text, "Ada Vale", confidence=confidence)


def test_indirect_speech_that_is_hardly_a_quote_is_listed_as_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only if it is not found; what stands in quotation marks is told, however doubtful its speaker."""
    elsewhere = "the cheese of the valley won a prize in\na distant country"
    found = [
        quote(1, "indirect", 0.04, elsewhere),
        quote(2, "indirect", 0.04, "nobody has tested the pumps"),
        quote(3, "indirect", 0.4, elsewhere),
        quote(4, "direct", 0.02, elsewhere),
    ]
    monkeypatch.setattr("quotecheck.pipeline.split_each", lambda *_: iter([found]))
    told = verify([Article("a", "Rain.")], VERIFIED, keep=False, skipped=[Skipped("x.txt", "holds no text")])
    assert [(one.claim.id, one.label) for one in told.verifications] == [
        ("a#2", "verbatim"),
        ("a#3", "not found"),
        ("a#4", "not found"),
    ]
    assert [(one.input, one.aside) for one in told.skipped] == [("x.txt", False), ("a#1", True)]
    assert "confidence 0.04" in told.skipped[1].reason
    assert "\n" not in told.skipped[1].reason
    monkeypatch.setattr("quotecheck.pipeline.split_each", lambda *_: iter([found[:1]]))
    alone = verify([Article("a", "Rain.")], VERIFIED, keep=False)
    assert (alone.verifications, len(alone.skipped)) == ((), 1)
    assert headline(alone) == "0 quotes against 2 lines of transcript."
