"""What ``verify`` found, as Markdown and as an HTML page that stands alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from quotecheck.records import Verification, Verified
from quotecheck.report.escape import markdown, page
from quotecheck.report.frame import markdown_foot, markdown_head, page_foot, page_head
from quotecheck.report.layout import Piece, signed
from quotecheck.report.verification import (
    differences,
    headline,
    nearest_lines,
    notes,
    quoted_pieces,
    said_pieces,
    where,
    who,
)

TITLE = "Quotes against the transcript"


def render_markdown(verified: Verified) -> str:
    """The whole result; words that differ stand in ``<mark>`` and in ‹angle marks›."""
    return "\n".join(_markdown_lines(verified)) + "\n"


def _markdown_lines(verified: Verified) -> Iterator[str]:
    yield from markdown_head(TITLE, headline(verified))
    for position, one in enumerate(verified.verifications, start=1):
        yield from (f"## {position}. {markdown(who(one))}: {_verdict(one)}", "")
        yield f"- **printed** ({markdown(one.claim.id)}): {_words(quoted_pieces(one), markdown)}"
        if one.places:
            yield f"- **said** ({markdown(where(one))}): {_words(said_pieces(one), markdown)}"
            yield f"  <br>{markdown(differences(one))}"
        yield from (f"- nearest: {markdown(line)}" for line in nearest_lines(one))
        yield from (f"- **{markdown(told)}**" for told in notes(one))
        yield ""
    yield from markdown_foot(verified.skipped, verified.signature)


def render_html(verified: Verified) -> str:
    """The whole result as a page: no script, nothing loaded, all text escaped."""
    return "\n".join(_html_lines(verified)) + "\n"


def _html_lines(verified: Verified) -> Iterator[str]:
    yield from page_head(TITLE, headline(verified))
    for position, one in enumerate(verified.verifications, start=1):
        kind = "different" if one.label == "not found" else one.label
        yield f'<section class="statement"><header><h2>{position}. {page(who(one))}</h2>'
        yield f'<span class="verdict {kind}">{_verdict(one)}</span></header>'
        yield _figure(f"printed ({page(one.claim.id)})", _words(quoted_pieces(one), page))
        if one.places:
            yield _figure(f"said ({page(where(one))})", _words(said_pieces(one), page))
            yield f'<p class="found">{page(differences(one))}</p>'
        yield from (f'<p class="found">Nearest: {page(line)}</p>' for line in nearest_lines(one))
        yield from (f'<p class="wrong"><strong>{page(told)}</strong></p>' for told in notes(one))
        yield "</section>"
    yield from page_foot(verified.skipped, verified.signature)


def _figure(name: str, words: str) -> str:
    return f'<figure><figcaption class="name">{name}</figcaption><blockquote>{words}</blockquote></figure>'


def _verdict(one: Verification) -> str:
    return one.label if one.label == "not found" else f"{one.label}, divergence {one.divergence:.2f}"


def _words(cut: Sequence[Piece], escaped: Callable[[str], str]) -> str:
    return "".join(
        f"<mark>{escaped(piece.text)}</mark>" if piece.marked else escaped(piece.text) for piece in signed(cut)
    )
