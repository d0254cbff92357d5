"""How often each construction that the rules know is right: the table of quotecheck/speech/confidence.py.

usage: python -m training.tagger.rule_shares SHARED

Counts on the training articles in SHARED/data/quotes (PolNeAR 1.0), which the rules, unlike the tagger, did not learn
by heart, and prints the table.
"""

from __future__ import annotations

import collections
import json
import sys
from pathlib import Path

from quotecheck.articles import metadata_spans
from quotecheck.records import Kind
from quotecheck.speech.agreement import Letters, in_order
from quotecheck.speech.attribution import find_attributions
from quotecheck.speech.confidence import PRIOR
from quotecheck.speech.paragraphs import paragraph_spans
from quotecheck.speech.quotation import find_quoted
from training.tagger.fit_confidence import scorer


def outcomes(shared: Path) -> list[tuple[str, Kind, bool]]:
    """(pattern, kind, right) of every attribution of the rules that the scorer counts."""
    score = scorer(shared)
    rows = []
    for line in (shared / "data/quotes/train.gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text, items = gold["text"], gold["quotes"]
        paragraphs = paragraph_spans(text, skip=metadata_spans(text))
        found, _ = find_attributions(text, paragraphs, find_quoted(text, paragraphs))
        letters = Letters(text)
        wanted = [score.characters(text, g["content_spans"]) for g in items]
        given = [score.characters(text, a.content) for a in found]
        target = [
            bool(g["speaker_spans"]) and (bool(g["cue_is_speech_verb"]) or g["type"] != "indirect") for g in items
        ]
        wide, loose = score.greedy(wanted, given, 0.8), score.greedy(wanted, given, 0.3)
        for i, attribution in enumerate(found):
            match, near = wide.get(i), loose.get(i)
            if (match is not None and not target[match]) or (match is None and near is not None and not target[near]):
                continue
            said = [attribution.mention] if attribution.mention else []
            right = match is not None and score.overlaps(said, items[match]["speaker_spans"])
            content = in_order(text, attribution.content)
            inner = sorted({region.inner for region in attribution.quotes})
            kind: Kind = "direct" if attribution.block else letters.kind(content, inner)
            rows.append((attribution.pattern, kind, right))
    return rows


def main() -> None:
    by_kind = collections.defaultdict(list)
    by_pattern = collections.defaultdict(list)
    for pattern, kind, right in outcomes(Path(sys.argv[1])):
        by_kind[kind].append(right)
        by_pattern[pattern, kind].append(right)
    share = {kind: sum(rights) / len(rights) for kind, rights in by_kind.items()}
    print("_BY_KIND =", {kind: round(value, 3) for kind, value in sorted(share.items())})
    print("_BY_PATTERN = {")
    for (pattern, kind), rights in sorted(by_pattern.items()):
        value = (sum(rights) + PRIOR * share[kind]) / (len(rights) + PRIOR)
        print(f"    ({pattern!r}, {kind!r}): {value:.2f},  # of {len(rights)}".replace("'", '"'))
    print("}")


if __name__ == "__main__":
    main()
