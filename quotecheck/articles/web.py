"""Web pages: article text, title, date, site and author by trafilatura, with the marks of ``<q>`` put back first."""

from __future__ import annotations

import codecs
import logging
import re
from typing import TYPE_CHECKING, cast

from quotecheck.articles.files import decode, one_line
from quotecheck.errors import InputError
from quotecheck.records import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

MARKS = {
    "cs": "„“‚‘",
    "de": "„“‚‘",
    "en": "“”‘’",
    "es": "«»“”",
    "fr": "«»“”",
    "it": "«»“”",
    "ja": "「」『』",
    "pl": "„”«»",
    "ru": "«»„“",
    "uk": "«»„“",
}
"""Outer and inner quotation marks by language, after the delimiters of Unicode's CLDR; English for all others."""

LATEST_DATE = "2100-01-01"
"""The latest date that is taken for a page's own. A fixed day, so that a page reads the same whenever it is read."""

ELEMENT_LIMIT, CHILDREN_LIMIT, DEPTH_LIMIT = 20_000, 5_000, 256
"""Elements of one page, of one parent, and inside one another. Trafilatura's time grows with the square of the elements
in one parent (4 s for 10,000, 18 s for 20,000, measured on two cores); long news pages have a tenth of this. The depth
is libxml2's own limit, which is lifted together with its limit on the length of a text."""

for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # what goes wrong is said by the InputErrors below

_OPENING = frozenset("“„‚‘«‹「『\"'")
_MARK = re.compile('[“”„«»「『"]')
_TAG = re.compile(
    r"<(?:(/?)(q)(?=[\s/>])|/?(?:p|div|li|td|blockquote|article|body)(?=[\s/>]))[^<>]{0,2000}>", re.IGNORECASE
)
_LANGUAGE = re.compile(r"<html\b[^<>]{0,2000}?\blang\s{0,8}=\s{0,8}[\"']?([A-Za-z]{2,8})", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta\b[^<>]{0,512}?\bcharset\s{0,8}=\s{0,8}[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_PRESCAN = 4096
_TEXT_ENCODING = re.compile(
    r"iso-?8859-?\d+|latin-?1|windows-?125\d|cp125\d|koi8-[ru]|shift_jis|euc-(jp|kr)|gb\w+|big5"
)


def read_html(data: bytes, stem: str) -> Article:
    """The article on a web page; ``stem`` is its id, its outlet the site that it names, if any.

    The text is what trafilatura takes for the article, reader comments left out, paragraphs set off by a blank line.
    ``extra["text"]`` holds it too, so that reports hand it through: no file has the text that the spans index. The
    author, where there is one, is ``extra["author"]``. Raises InputError if no article can be made out.
    """
    from trafilatura import bare_extraction

    page = _parse(mark_quotations(decode(data, _encoding(data))))
    _keep_quotations(page)
    dates = {"original_date": True, "extensive_search": False, "max_date": LATEST_DATE}
    try:
        found = cast(
            "Document | None",
            bare_extraction(page, include_comments=False, with_metadata=True, date_extraction_params=dates),
        )
    except Exception as problem:  # a page may be anything, and so may what it sets off in a foreign package
        wrong = f"cannot be taken apart ({type(problem).__name__}: {one_line(str(problem))[:100]})"
        raise InputError(wrong, "save the article as plain text") from problem
    lines = (found.text or "").split("\n") if found else []
    text = "\n\n".join(filter(None, map(str.strip, lines)))
    if found is None or not text:
        raise InputError("holds no article that can be made out", "save the article as plain text")
    return Article(
        id=stem,
        text=text,
        outlet=found.sitename or None,
        title=found.title or None,
        date=found.date or None,
        url=found.url or None,
        extra={"text": text} | ({"author": found.author} if found.author else {}),
    )


def mark_quotations(page: str) -> str:
    """Write the quotation marks that a browser shows around each ``<q>`` into the page, in place of the tags.

    The language is that of the whole page. Marks that the author wrote are not doubled. Where a block ends before
    its ``</q>`` comes, the quotation ends with it. Done on the source, in one pass, since lxml's ways to dissolve an
    element take time that grows with the square of their number.
    """
    language = _LANGUAGE.search(page, 0, _PRESCAN)
    marks = MARKS.get(language[1].lower(), MARKS["en"]) if language else MARKS["en"]
    pieces: list[str] = []
    closing: list[str] = []  # the mark that ends each open quotation, empty where the author has written it
    at = 0
    for tag in _TAG.finditer(page):
        before = page[at : tag.start()]
        pieces.append(before)
        at = tag.end()
        if not tag[2]:
            pieces += [*reversed(closing), tag[0]]
            closing.clear()
        elif tag[1]:
            pieces.append(closing.pop() if closing else "")
        else:
            written = page[at : at + 40].lstrip()[:1] in _OPENING or (not closing and before[-1:] in _OPENING)
            inner = 2 * (len(closing) % 2)
            pieces.append("" if written else marks[inner])
            closing.append("" if written else marks[inner + 1])
    return "".join([*pieces, page[at:], *reversed(closing)])


def _keep_quotations(page: HtmlElement) -> None:
    """Make paragraphs of what trafilatura would drop and may be speech: the footer of a blockquote, which says whose
    words they are, and a figure with a blockquote or with quotation marks in its caption."""
    for footer in list(page.iter("footer")):
        if any(above.tag == "blockquote" for above in footer.iterancestors()):
            footer.tag = "p"
    for caption in list(page.iter("figcaption")):
        figure = caption.getparent()
        if figure is None or figure.tag != "figure":
            continue
        if figure.find(".//blockquote") is not None or _MARK.search(caption.text_content()):
            figure.tag, caption.tag = "div", "p"
    for quotation in list(page.iter("blockquote")):
        figure = quotation.getparent()
        if figure is not None and figure.tag == "figure":
            figure.tag = "div"


def _encoding(data: bytes) -> str:
    """The encoding that a page declares, if it is one that browsers know; UTF-8 otherwise."""
    declared = _DECLARED.search(data[:_PRESCAN])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _TEXT_ENCODING.fullmatch(name):
        return "utf-8"
    if name in {"iso-8859-1", "iso8859-1", "latin-1", "latin1"}:
        return "windows-1252"  # as every browser reads it (WHATWG Encoding Standard)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"


def _parse(text: str) -> HtmlElement:
    from lxml.etree import ParserError, XMLSyntaxError, iterwalk
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    try:
        page = document_fromstring(text.encode("utf-8"), parser=parser)
    except (ParserError, XMLSyntaxError) as problem:
        raise InputError("is no web page", "save the article as plain text") from problem
    elements = depth = 0
    for event, element in iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if elements > ELEMENT_LIMIT or depth > DEPTH_LIMIT or len(element) > CHILDREN_LIMIT:
            raise InputError("has too many elements for a page with an article", "save the article as plain text")
    return page
