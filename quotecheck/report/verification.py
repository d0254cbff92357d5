"""What ``verify`` found, for a terminal, and the words in which every format says it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from quotecheck.records import Outcome, Verification, Verified
from quotecheck.report.escape import visible
from quotecheck.report.layout import Piece, change_words, clipped, counted, pieces, weighty
from quotecheck.report.terminal import BAR_CELLS, NARROWEST, STYLES, draw, marked_text
from quotecheck.report.verification_rows import SIDES, label_counts
from quotecheck.speech.identity import same_speaker

CHANGES_TOLD = 6
LONGEST_NEAREST = 240
"""Characters of a nearest line that are shown."""


def render_verified(verified: Verified, width: int = 100, color: bool = False) -> str:
    """Quote by quote: what was printed, what was said, and what differs; differing words in ‹angle marks›."""
    parts: list[RenderableType] = [Text(headline(verified), style="bold"), Text()]
    for position, one in enumerate(verified.verifications, start=1):
        parts += [_quote(position, one), Text()]
    if any(one.changes for one in verified.verifications):
        parts.append(Text("‹…› differs from the other side, ‹› is where the other side has more words.", style="dim"))
    parts += [
        Text(f"Skipped {visible(skipped.input)}: {visible(skipped.reason)}", style="yellow")
        for skipped in verified.skipped
    ]
    return draw(Group(*parts), max(width, NARROWEST), color)


def headline(verified: Verified) -> str:
    """``14 quotes against 15 lines: 9 verbatim, 2 altered, 2 not found; 1 with another speaker.``"""
    told = ", ".join(f"{count} {label}" for label, count in label_counts(verified).items() if count)
    stitched = sum(one.stitched for one in verified.verifications)
    wrong = sum(one.misattributed for one in verified.verifications)
    more = f"; {stitched} stitched" if stitched else ""
    more += f"; {wrong} with another speaker" if wrong else ""
    quotes = counted(len(verified.verifications), "quote")
    return f"{quotes} against {counted(verified.lines, 'line')} of transcript{': ' if told else ''}{told}{more}."


def style_of(label: Outcome) -> str:
    """The colour of a label."""
    return "bold magenta" if label == "not found" else STYLES[label]


def who(one: Verification) -> str:
    """Who is said to have said it, and where that was printed."""
    home = one.claim.outlet or one.claim.article
    return (one.claim.speaker or "speaker not named") + (f" in {home}" if home else "")


def quoted_pieces(one: Verification) -> tuple[Piece, ...]:
    """The quote's words, those marked that differ from the transcript."""
    return pieces(one.claim.text, [change.b for change in one.changes])


def said_pieces(one: Verification) -> tuple[Piece, ...]:
    """The sentences of the transcript, those words marked that differ from the quote."""
    return pieces(one.source, [change.a for change in one.changes if change.a.start < change.a.end])


def where(one: Verification) -> str:
    """The lines that a quote renders and who says them there: ``line 4, Ada Vale; line 9, Bo Tann``."""
    told = []
    for place in one.places:
        doc = f" of {place.doc}" if place.doc and not place.line.startswith(place.doc) else ""
        told.append(f"line {place.line}{doc}" + (f", {place.speaker}" if place.speaker else ""))
    return "; ".join(dict.fromkeys(told))


def notes(one: Verification) -> list[str]:
    """What else must be told of a quote, in sentences."""
    told = [f"{reason[:1].upper()}{reason[1:]}." for reason in one.reasons]
    if one.stitched:
        told.append("Stitched from sentences that stand apart in the transcript.")
    if one.misattributed:
        speakers = dict.fromkeys(place.speaker for place in one.places if place.speaker)
        alone = " alone" if any(same_speaker(one.claim.speaker, name) for name in speakers) else ""
        told.append(f"The transcript gives this to {' and '.join(speakers)}, not to {one.claim.speaker}{alone}.")
    return told


def differences(one: Verification) -> str:
    """How sure it is, and the changes in words, the weightiest first; mere wording is counted."""
    told = [f"same {one.same:.2f}", f"chance altered {one.altered:.2f}"]
    changes = weighty(one.changes)
    told += [change_words(change, sides=SIDES) for change in changes[:CHANGES_TOLD]]
    more = len(changes) - CHANGES_TOLD
    told += [f"and {more} more"] if more > 0 else []
    worded = len(one.changes) - len(changes)
    return "; ".join(told + ([f"other wording in {counted(worded, 'place')}"] if worded else []))


def nearest_lines(one: Verification) -> list[str]:
    """The nearest lines of a quote that was not found, each in a line of words."""
    return [
        f"line {line.id}{f', {line.speaker}' if line.speaker else ''}: {clipped(line.text, LONGEST_NEAREST)}"
        for line in one.nearest
    ]


def _quote(position: int, one: Verification) -> RenderableType:
    style = style_of(one.label)
    head = Table.grid(Column(overflow="fold", ratio=1), Column(justify="right", no_wrap=True), expand=True)
    title = Text.assemble((f"{position}  ", "dim"), (visible(who(one)), "bold"), (f"  {visible(one.claim.id)}", "dim"))
    verdict = Text(one.label, style=style)
    if one.label != "not found":
        filled = round(one.divergence * BAR_CELLS)
        verdict.append("  ").append("■" * filled, style=style).append("□" * (BAR_CELLS - filled), style="dim")
        verdict.append(f" {one.divergence:.2f}", style=style)
    head.add_row(title, verdict)
    body = Table.grid(Column(width=7), Column(overflow="fold", ratio=1), padding=(0, 2, 0, 0), expand=True)
    body.add_row(Text("printed", style="bold"), _marked(quoted_pieces(one), style, one.claim.kind))
    if one.places:
        body.add_row(Text("said", style="bold"), marked_text(said_pieces(one), style))
        body.add_row(Text(), Text(visible(f"{where(one)}. {differences(one)}"), style="dim"))
    else:
        lines = [visible(line) for line in nearest_lines(one)]
        body.add_row(Text("nearest", style="bold"), Text("\n".join(lines) or "nothing like it", style="dim"))
    rows: list[RenderableType] = [head, Padding(body, (0, 0, 0, 3))]
    rows += [Padding(Text.assemble(("! ", "bold red"), (visible(told), "red")), (0, 0, 0, 3)) for told in notes(one)]
    return Group(*rows)


def _marked(cut: Sequence[Piece], style: str, kind: str) -> Text:
    text = marked_text(cut, style)
    return text.append("  (indirect)", style="dim") if kind == "indirect" else Text("“").append_text(text).append("”")
