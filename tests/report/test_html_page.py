from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from quotecheck.records import Report, Skipped
from quotecheck.report import render_report
from quotecheck.summaries import Departure

VOID = {"meta"}
HOSTILE = "</style></p><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick='x' \x1b\u202e"


class Reader(HTMLParser):
    """Collects tags, attributes and text; every element must be closed in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_page_is_well_formed_and_tells_all(report: Report) -> None:
    page = render_report(report, "html")
    reader = read(page)
    assert page.startswith("<!DOCTYPE html>")
    for words in ("Ada Marsh", "‹4,700›", "number: 600 → 4,700", "Cyd Oru", "Silent Star", "Alone", "empty.txt"):
        assert words in reader.text


def test_explained_each_divergence_is_there_part_by_part(report: Report) -> None:
    plain, explained = (read(render_report(report, "html", explain=told)).text for told in (False, True))
    assert "0.52 = 0.05 other words (82% shared)" in explained
    assert "other words" not in plain


def test_page_loads_and_runs_nothing_whatever_the_text(report: Report) -> None:
    statement = replace(report.statements[0], speaker=HOSTILE)
    hostile = replace(
        report,
        signature=HOSTILE,
        statements=(statement,),
        skipped=(Skipped(HOSTILE, HOSTILE),),
        articles=tuple(replace(article, outlet=HOSTILE + article.id) for article in report.articles),
        speakers=(replace(report.speakers[0], speaker=HOSTILE, outlets=(HOSTILE,)),),
        outlets=(replace(report.outlets[0], outlet=HOSTILE, departure=Departure(0.5, 1, ("s1",))),),
    )
    reader = read(render_report(hostile, "html", explain=True))
    departing = replace(report.outlets[0], departure=Departure(0.5, 1, ("s1",)))
    harmless = replace(report, statements=report.statements[:1], outlets=(departing,))
    assert not reader.tags & {"script", "img", "iframe", "link", "object", "a", "form"}
    assert not {name for name in reader.attributes if name.startswith("on")} | (reader.attributes & {"src", "href"})
    assert reader.tags == read(render_report(harmless, "html", explain=True)).tags
