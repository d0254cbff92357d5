"""Web pages: what trafilatura makes of them, with the marks of <q>, and pages that were made to hurt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.articles import read_articles
from quotecheck.articles.web import mark_quotations, read_html
from quotecheck.errors import InputError
from quotecheck.records import Article

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Ferry fares frozen | The Lowland Post</title>
<meta property="og:site_name" content="The Lowland Post"><meta name="author" content="Ida Bergström">
<meta property="article:published_time" content="2024-05-03T08:00:00Z">
<link rel="canonical" href="https://lowland.example/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry fares frozen</h1>
<p>The council froze the fares on Friday. <q>We owe it to the <em>islands</em></q>, said councillor Jonas Hale,
who lives on one of them himself and takes the boat to work.</p>
<blockquote><p>It has been a long winter for everyone out there.</p>
<p>We heard <q>you forgot us</q> a lot.</p></blockquote>
<p>He read from a letter: <q>My son said <q>never again</q> and left.</q></p>
<p>The shipping company had asked for an increase of nine per cent,
and has eight weeks to say whether it will appeal.</p>
</article><footer>Copyright The Lowland Post</footer></body></html>"""


def test_a_page(tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_text(PAGE, encoding="utf-8")
    [article], skipped = read_articles([tmp_path])
    assert skipped == []
    assert article == Article(
        id="ferry",
        text=article.text,
        outlet="The Lowland Post",
        title="Ferry fares frozen",
        date="2024-05-03",
        url="https://lowland.example/ferry",
        extra={"author": "Ida Bergström", "text": article.text},
    )
    paragraphs = article.text.split("\n\n")
    assert [paragraph for paragraph in paragraphs if "Ferry fares" not in paragraph] == [
        "The council froze the fares on Friday. “We owe it to the islands”, said councillor Jonas Hale, "
        "who lives on one of them himself and takes the boat to work.",
        "It has been a long winter for everyone out there.",
        "We heard “you forgot us” a lot.",
        "He read from a letter: “My son said ‘never again’ and left.”",
        "The shipping company had asked for an increase of nine per cent, "
        "and has eight weeks to say whether it will appeal.",
    ]


LONG = "<p>The ferry was late on Monday, as the harbour office told all who had waited in the long hall.</p>"


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        ("<blockquote>“No,” said Ida Rask.</blockquote>", ["“No,” said Ida Rask."]),
        ("<blockquote><p>“No.”</p><footer>Ida Rask</footer></blockquote>", ["“No.”", "Ida Rask"]),
        ("<blockquote>“No.”<footer>— <cite>Ida Rask</cite></footer></blockquote>", ["“No.”", "— Ida Rask"]),
        ("<figure><blockquote><p>No.</p></blockquote><figcaption>Ida Rask</figcaption></figure>", ["No.", "Ida Rask"]),
        ("<figure><blockquote><p>No.</p></blockquote></figure>", ["No."]),
        ("<figure><img src='a.png'><figcaption><q>No,</q> said Ida Rask.</figcaption></figure>",
         ["“No,” said Ida Rask."]),
        ("<figure><img src='a.png'><figcaption>The ferry. Photo: Ida Rask</figcaption></figure>", []),
        ('<blockquote class="twitter-tweet"><p>No.</p>— Ida Rask (@ida) <a href="https://x.example">May 2</a>'
         "</blockquote>", ["No.", "— Ida Rask (@ida) May 2"]),
    ],
)  # fmt: skip
def test_words_and_their_speaker_set_off_from_the_text_are_paragraphs(source: str, paragraphs: list[str]) -> None:
    page = f"<html><body><article>{LONG * 3}{source}{LONG.replace('Monday', 'Tuesday') * 3}</article></body></html>"
    found = read_html(page.encode(), "a").text.split("\n\n")
    assert [paragraph for paragraph in found if "ferry was late" not in paragraph] == paragraphs


def test_a_page_without_a_site_has_its_outlet_from_its_place(tmp_path: Path) -> None:
    page = "<html><body><p>One short article about a ferry that was sold.</p></body></html>"
    for name in ("gull/1.html", "reed/2.htm"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(page, encoding="utf-8")
    articles, _ = read_articles([tmp_path])
    assert [(article.id, article.outlet, article.title, article.date) for article in articles] == [
        ("1", "gull", None, None),
        ("2", "reed", None, None),
    ]


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("<p>She said <q>no</q>.</p>", "<p>She said “no”.</p>"),
        ("<p><Q cite='x'>a <q>b <q>c</q></q></Q></p>", "<p>“a ‘b “c”’”</p>"),
        ("<p><q>a</p><p>b</q> <q>c</q></p>", "<p>“a”</p><p>b “c”</p>"),
        ("<p><q>“a”</q> and “<q>b <q>c</q></q>”</p>", "<p>“a” and “b ‘c’”</p>"),
        ("<quote><pre><q>a", "<quote><pre>“a”"),
        ('<html lang="de-AT"><p><q>a <q>b</q></q></p>', '<html lang="de-AT"><p>„a ‚b‘“</p>'),
        ("<html lang=fr><p><q>a</q></p>", "<html lang=fr><p>«a»</p>"),
        ("<html lang=xx><p><q>a</q></p>", "<html lang=xx><p>“a”</p>"),
    ],
)
def test_the_marks_of_q(source: str, marked: str) -> None:
    assert mark_quotations(source) == marked


@given(st.lists(st.sampled_from(["<q>", "</q>", "<p>", "</p>", "a", " ", "<q", "“"])).map("".join))
def test_every_mark_that_is_opened_is_closed(source: str) -> None:
    marked = mark_quotations(source.replace("“", ""))
    assert "<q>" not in marked
    assert (marked.count("“"), marked.count("‘")) == (marked.count("”"), marked.count("’"))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("koi8-r", "koi8-r"), ("Shift_JIS", "shift_jis")],
)
def test_a_declared_encoding_holds(declared: str, encoding: str) -> None:
    words = {"koi8-r": "Паром продан.", "shift_jis": "船が売れた。"}.get(encoding, "The “Elsinør” is sold.")
    head = f'<meta http-equiv="x" content="text/html; charset={declared}">'
    page = f"<html><head>{head}</head><body><p>{words}</p></body></html>"
    assert read_html(page.encode(encoding), "a").text == words


def test_a_byte_order_mark_is_stronger_than_a_declaration() -> None:
    page = '<html><head><meta charset="koi8-r"></head><body><p>The “Elsinør” is sold.</p></body></html>'
    for encoding in ("utf-8-sig", "utf-16"):
        assert read_html(page.encode(encoding), "a").text == "The “Elsinør” is sold."


@pytest.mark.parametrize("name", ["unicode_escape", "zlib", "utf-7", "nonsense", "gb99"])
def test_an_encoding_that_no_browser_knows_is_passed_over(name: str) -> None:
    page = f'<html><head><meta charset="{name}"></head><body><p>The “Elsinør” is sold.</p></body></html>'
    assert read_html(page.encode(), "a").text == "The “Elsinør” is sold."


@pytest.mark.parametrize(
    "date",
    ["<time>yesterday</time>", "<time>3 days ago</time>", "<time>now</time>", '<meta name="date" content="today">'],
)
def test_no_date_depends_on_the_day_of_reading(date: str) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2024-05-03T08:00:00Z">', "")
    place = "</head>" if date.startswith("<meta") else "<blockquote>"
    page = page.replace(place, date + place)
    assert read_html(page.encode(), "a").date is None


def test_a_date_after_today_is_read_as_it_stands() -> None:
    page = PAGE.replace("2024-05-03", "2088-05-03")
    assert read_html(page.encode(), "a").date == "2088-05-03"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"<html><body></body></html>", "holds no article that can be made out"),
        (b"<!-- nothing -->", "is no web page"),
        (b"<p>a\0b</p>", "holds NUL characters"),
        (b"<p>caf\xe9</p>", "is not UTF-8 (byte 0xe9 at offset 6)"),
        (b'<meta charset="shift_jis"><p>\xff</p>', "is not SHIFT_JIS (byte 0xff at offset 29)"),
        (b"<p>Words.</p>" * 5_001, "has too many elements for a page with an article"),
        (b"<div>" * 5_000 + b"<p>Words.", "has too many elements for a page with an article"),
        (b"<p>" + b"<em>Words.</em> " * 5_001, "has too many elements for a page with an article"),
    ],
)
def test_a_page_without_an_article_says_why(page: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_html(page, "a")
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body><p>" + "“Words and words,” he said. ".encode() * 30_000,
        b"<html><body><p>" + b"<q>Words</q> " * 30_000,
        b"<html><body><p>" + b"<q>Words " * 30_000,
        b"<q " * 100_000,
        b"<html " * 100_000,
        b"<meta " * 100_000,
    ],
    ids=["long", "quotations", "nested", "open tags", "html", "meta"],
)
def test_a_hostile_page_is_read_or_refused_in_one_line(page: bytes) -> None:
    try:
        assert read_html(page, "a").text
    except InputError as error:
        assert "\n" not in str(error)
