from __future__ import annotations

from dataclasses import replace

from quotecheck.records import Report, Skipped
from quotecheck.report import render_report


def test_statements_marks_and_speakers(report: Report) -> None:
    text = render_report(report, "md")
    assert "## 1. Ada Marsh: altered, divergence 0.52" in text
    assert (
        "- **The Courier**: “We lost <mark>‹600›</mark> jobs at the dam and we will <mark>‹not›</mark> leave.”" in text
    )
    assert "number: 600 → 4,700" in text
    assert "**Different speakers:** The Courier gives them to Bo Tann, Oost Abendblatt to Cyd Oru." in text
    assert "| Silent Star | 0 | 0 |  |" in text
    assert "- Daily Ledger, Bo Tann: Alone" in text


def test_text_makes_no_markup(report: Report) -> None:
    text = render_report(replace(report, skipped=(Skipped("<b>|*a*", "[x](y)\n# z"),)), "md")
    assert "- &lt;b&gt;\\|\\*a\\*: \\[x\\](y) \\# z" in text
