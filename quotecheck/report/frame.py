"""What every page and every Markdown text begins and ends with, whatever it tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecheck.records import Skipped
from quotecheck.report.escape import markdown, page, visible

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a page may load: nothing."""

STYLE = """
:root { color-scheme: light dark; --verbatim: #1a7f37; --trimmed: #0a7285; --reworded: #8a6100;
  --altered: #c1121f; --different: #8250df; --quiet: #63676d; --line: #d5d8dc; --mark: #ffe9a8; }
@media (prefers-color-scheme: dark) { :root { --verbatim: #56d364; --trimmed: #56c8d8; --reworded: #e3b341;
  --altered: #ff7b72; --different: #d2a8ff; --quiet: #9da3ab; --line: #3a3f45; --mark: #5c4b12; } }
body { font: 1rem/1.55 Georgia, 'Times New Roman', serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; }
h1, h2, table, summary, .name, .found, .verdict, .lead, footer { font-family: system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 0; }
section.statement { border-top: 1px solid var(--line); padding: 1rem 0; }
header { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
.verdict { font-weight: 600; } .name { font-weight: 600; font-size: .85rem; }
.found, .lead, footer, figcaption small { color: var(--quiet); font-size: .85rem; }
figure { margin: .7rem 0 0 0; } blockquote { margin: .1rem 0; } p { margin: .2rem 0; }
mark { background: var(--mark); color: inherit; border-bottom: 2px solid currentColor; }
.verbatim { color: var(--verbatim); } .trimmed { color: var(--trimmed); } .reworded { color: var(--reworded); }
.altered, .wrong { color: var(--altered); } .different { color: var(--different); }
.parts { font-variant-numeric: tabular-nums; }
meter { width: 7rem; vertical-align: middle; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem 1.2rem .25rem 0; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
"""
"""How every page looks, by day and by night."""


def page_head(title: str, headline: str) -> Iterator[str]:
    """A page up to its headline. ``title`` is quotecheck's own words; all else is escaped here."""
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{STYLE}</style></head><body>"
    yield f'<h1>{title}</h1><p class="lead">{page(headline)}</p>'


def page_foot(skipped: Sequence[Skipped], signature: str) -> Iterator[str]:
    """What was skipped, and the signature, to the end of the page."""
    if skipped:
        yield "<h2>Skipped</h2><ul>"
        yield from (f"<li>{page(one.input)}: {page(one.reason)}</li>" for one in skipped)
        yield "</ul>"
    yield f"<footer><p>{page(signature)}</p></footer></body></html>"


def markdown_head(title: str, headline: str) -> Iterator[str]:
    yield from (f"# {title}", "", markdown(headline), "")


def markdown_foot(skipped: Sequence[Skipped], signature: str) -> Iterator[str]:
    """What was skipped, and the signature."""
    if skipped:
        yield from ("## Skipped", "")
        yield from (f"- {markdown(one.input)}: {markdown(one.reason)}" for one in skipped)
        yield ""
    yield f"`{visible(signature).replace('`', '')}`"
