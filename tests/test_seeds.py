"""The sample coverage: its gold.json files say true things of its articles, and each event holds what it promises."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from quotecheck.articles import metadata_spans, read_articles
from quotecheck.records import LABELS

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
EVENTS = ("bereaved-families", "budget-speech", "harbour-bridge")
MARKS = "“”‘’\"'"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _holds(whole: list[str], part: list[str]) -> bool:
    """Whether ``part`` stands in ``whole``, in one piece."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


class Event:
    """One folder: its gold and its articles' bodies, the metadata lines blanked so that offsets stay."""

    def __init__(self, name: str) -> None:
        self.folder = SEEDS / name
        self.gold: dict[str, Any] = json.loads((self.folder / "gold.json").read_text(encoding="utf-8"))
        self.texts = {key: (self.folder / file).read_text(encoding="utf-8") for key, file in self.gold["files"].items()}
        self.bodies = {}
        for key, text in self.texts.items():
            body = text
            for start, end in metadata_spans(text):
                body = body[:start] + " " * (end - start) + body[end:]
            self.bodies[key] = body
        self.speech = {item["id"]: item for item in self.gold["speech"]}

    def between(self, key: str, item: dict[str, Any]) -> str:
        """The words of the body from ``begins`` through ``ends``."""
        body = self.bodies[key]
        start = body.index(item["begins"])
        ends = item.get("ends", item["begins"])
        return body[start : body.index(ends, start) + len(ends)]

    def rendering(self, statement: dict[str, Any], quote: str) -> str:
        """What one quote has of a statement, without the cue that interrupts it."""
        item = next(r for r in statement["renderings"] if r["quote"] == quote)
        whole = self.between(self.speech[quote]["in"], item)
        return re.sub(r"”[^“]*“|’ said [^‘]*‘", " ", whole)


@pytest.fixture(scope="module", params=EVENTS)
def event(request: pytest.FixtureRequest) -> Event:
    return Event(request.param)


def test_there_are_no_other_events() -> None:
    assert sorted(path.name for path in SEEDS.iterdir() if path.is_dir()) == list(EVENTS)


def test_the_articles_are_read_and_nothing_else(event: Event) -> None:
    articles, skipped = read_articles([event.folder])
    beside = [str(event.folder / event.gold["transcript"])] if "transcript" in event.gold else []
    assert [(one.input, one.aside) for one in skipped] == [(name, True) for name in beside]
    assert sorted(f"{article.id}.txt" for article in articles) == sorted(event.gold["files"].values())
    assert all(article.date and article.title and article.outlet == article.id for article in articles)


def test_an_article_is_of_an_article_s_length(event: Event) -> None:
    for key, body in event.bodies.items():
        assert 300 <= len(body.split()) <= 450, key


def test_every_span_stands_in_the_body_once(event: Event) -> None:
    items = chain(event.gold["speech"], event.gold["indirect"])
    for item in items:
        assert event.bodies[item["in"]].count(item["begins"]) == 1, item
        assert event.between(item["in"], item)
        for key in ("mention", "via"):
            assert item.get(key, "") in event.bodies[item["in"]], item


def test_every_named_speaker_is_named_in_that_article(event: Event) -> None:
    for item in chain(event.gold["speech"], event.gold["indirect"]):
        assert item["speaker"] in event.bodies[item["in"]], item
    everywhere = "\n".join(event.bodies.values())
    for names in chain(event.gold["same_speaker"], event.gold["different_speakers"]):
        assert len(set(names)) == len(names) >= 2
        assert all(name in everywhere for name in names)


def test_kinds_and_parts_agree_with_the_marks(event: Event) -> None:
    for item in event.gold["speech"]:
        assert item["kind"] in {"direct", "mixed"}
        body = event.bodies[item["in"]]
        start = body.index(item["begins"])
        words = event.between(item["in"], item)
        assert body[start - 1] in MARKS, item
        assert any(mark in MARKS for mark in body[start + len(words) :][:2]), item
        if item.get("parts") == 2:
            assert re.search(r"[”’\"] [^“‘\"]+ [“‘\"]", words), item


def test_all_words_in_marks_are_accounted_for(event: Event) -> None:
    """A quote, a nested quote, no speech, or either: a reader of gold.json is told of every pair of marks."""
    for key, body in event.bodies.items():
        known = [event.between(key, item) for item in event.gold["speech"] if item["in"] == key]
        known += [item["words"] for item in chain(event.gold["not_speech"], event.gold["either"]) if item["in"] == key]
        for marked in re.findall(r"“([^”]+)”|(?<!\w)‘([^’]+)’(?!\w)|\"([^\"]+)\"", body):
            words = _words("".join(marked))
            assert any(_holds(_words(text), words) for text in known), (key, marked)


def test_not_speech_stands_in_marks(event: Event) -> None:
    for item in chain(event.gold["not_speech"], event.gold["either"]):
        body = event.bodies[item["in"]]
        assert body.count(item["words"]) == 1, item
        assert body[body.index(item["words"]) - 1] in MARKS, item


def test_statements_and_unmatched_cover_the_quotes_once(event: Event) -> None:
    gold = event.gold
    for statement in gold["statements"]:
        quotes = [r["quote"] for r in statement["renderings"]]
        articles = [event.speech[quote]["in"] for quote in quotes]
        assert len(set(articles)) == len(articles) >= 2
        pairs = {frozenset((pair["a"], pair["b"])) for pair in statement["pairs"]}
        assert len(pairs) == len(statement["pairs"]) == len(quotes) * (len(quotes) - 1) // 2
        assert set().union(*pairs) == set(quotes)
        for rendering in statement["renderings"]:
            whole = event.between(event.speech[rendering["quote"]]["in"], event.speech[rendering["quote"]])
            assert event.rendering(statement, rendering["quote"])
            assert rendering["begins"] in whole
            assert rendering["ends"] in whole
    shared = {r["quote"] for statement in gold["statements"] for r in statement["renderings"]}
    assert shared.isdisjoint(gold["unmatched"])
    assert shared | set(gold["unmatched"]) == set(event.speech)


def test_labels_say_what_the_words_say(event: Event) -> None:
    for statement in event.gold["statements"]:
        for pair in statement["pairs"]:
            assert set(pair["label"]) <= set(LABELS)
            a, b = (_words(event.rendering(statement, pair[side])) for side in "ab")
            if pair["label"] == ["verbatim"]:
                assert a == b, pair
            else:
                assert a != b, pair
            if "trimmed" in pair["label"]:
                assert _holds(max(a, b, key=len), min(a, b, key=len)), pair
            if "altered" in pair["label"]:
                lost, gained = (_words(pair["changed"][side]) for side in "ab")
                assert _holds(a, lost), pair
                assert not lost or not _holds(b, lost), pair
                assert _holds(b, gained), pair
            if pair["label"] == ["altered"]:
                rest = " ".join(a).replace(" ".join(lost), " ".join(gained), 1).split()
                assert rest == b, pair
            speakers = {event.speech[pair[side]]["speaker"] for side in "ab"}
            one = len(speakers) == 1 or any(speakers <= set(names) for names in event.gold["same_speaker"])
            assert one is not pair.get("misattributed", False), pair


def test_the_made_up_event_has_every_kind_of_rendering() -> None:
    gold = Event("harbour-bridge").gold
    assert len(gold["files"]) == 3
    pairs = [pair for statement in gold["statements"] for pair in statement["pairs"]]
    labels = {label for pair in pairs for label in pair["label"] if len(pair["label"]) == 1}
    assert labels == {"verbatim", "trimmed", "reworded", "altered"}
    assert {pair["changed"]["kind"] for pair in pairs if "changed" in pair} == {"number", "negation"}
    assert sum(pair.get("misattributed", False) for pair in pairs) == 1
    assert {quote[0] for quote in gold["unmatched"]} == set(gold["files"])


def test_the_speech_has_a_transcript_line_for_each_quote_of_it() -> None:
    event = Event("budget-speech")
    lines = {}
    for row in (event.folder / event.gold["transcript"]).read_text(encoding="utf-8").splitlines():
        line = json.loads(row)
        assert set(line) == {"id", "speaker", "text"}
        lines[line["id"]] = line
    spellings = {name: names[0] for names in event.gold["same_speaker"] for name in names}
    assert sorted(item["quote"] for item in event.gold["verify"]) == sorted(event.speech)
    for item in event.gold["verify"]:
        speech = event.speech[item["quote"]]
        words = _words(re.sub(r"”[^“]*“", " ", event.between(speech["in"], speech)))
        if item["line"] is None:
            assert item["label"] == ["not found"]
            continue
        line = lines[item["line"]]
        assert spellings.get(speech["speaker"], speech["speaker"]) == line["speaker"]
        assert ("verbatim" in item["label"]) is _holds(_words(line["text"]), words), item
