from __future__ import annotations

import re
from dataclasses import replace

from quotecheck.records import Report, Skipped, Statement
from quotecheck.report import render_report


def test_statements_marks_and_speakers(report: Report) -> None:
    text = render_report(report, "md")
    assert "## 1. Ada Marsh: altered, divergence 0.52" in text
    assert (
        "- **The Courier**: “We lost <mark>‹600›</mark> jobs at the dam and we will <mark>‹not›</mark> leave.”" in text
    )
    assert "number: 600 → 4,700" in text
    assert "**Different speakers:** The Courier gives them to Bo Tann, Oost Abendblatt to Cyd Oru." in text
    assert "| Silent Star | 0 | 0 |  |  |  |  |" in text
    speaker = "| Bo Tann | 2 | 1 | Daily Ledger, The Courier | 0.00 | too few to tell |"
    assert f"{speaker} 1 verbatim, 1 with different speakers |  |" in text
    assert "nobody can say which of them departs" in text
    assert "- Daily Ledger, Bo Tann: Alone" in text


def test_text_makes_no_markup(report: Report) -> None:
    text = render_report(replace(report, skipped=(Skipped("<b>|*a*", "[x](y)\n# z"),)), "md")
    assert "- &lt;b&gt;\\|\\*a\\*: \\[x\\](y) \\# z" in text


def test_a_worse_difference_between_two_others_has_its_line(report: Report) -> None:
    for form in ("md", "html", "table"):
        text = render_report(replace(report, statements=(hidden_change(report),)), form)
        words = re.sub(r"<[^>]*>|\*", "", text)
        assert re.search(r"Daily Ledger – Oost Abendblatt:?\s+altered 0.40; same 0.98; chance altered 0.90", words)


def hidden_change(report: Report) -> Statement:
    """Three renderings: the first is the farthest from one of the others, but these differ by what weighs more."""
    dam = report.statements[0]
    third = replace(dam.renderings[0], quote="oost#2", article="oost", outlet="Oost Abendblatt")
    (altered,) = dam.comparisons
    far = replace(altered, divergence=0.7, label="reworded", changes=())
    near = replace(far, b="oost#2", divergence=0.2, label="trimmed")
    comparisons = (far, near, replace(altered, a="ledger#1", b="oost#2", divergence=0.4))
    return replace(dam, renderings=(*dam.renderings, third), comparisons=comparisons, label="reworded", divergence=0.7)
