"""What the tests of the encoders share: many sentences."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

WHO = [
    "Mayor Ilse Quandt",
    "the harbour master",
    "a spokesman for Orrin Steel",
    "Dr. Pell",
    "she",
    "Tamsin O’Dowd's lawyer",
]
VERBS = ["said", "warned", "denied", "told the Penhallow Courier", "insisted on Tuesday", "has not ruled out"]
WHAT = [
    "that the bridge would reopen within 12 days",
    "the new ferry had cost £4.7 million",
    "that nobody at the mill had been asked",
    "any plan to close the school in Upper Marrick",
    "“we will not sign a paper we have not read”",
    "that rain, not rust, brought the crane down",
    "a fifth vote on the water tariff",
    "that 3,150 households were still without power",
]
TAILS = [
    "",
    ", adding that talks go on",
    " — for now",
    "; the council disagrees",
    " (see page 4)",
    " despite last week's ruling",
]


@pytest.fixture(scope="session")
def made_up() -> list[str]:
    """1,000 different sentences out of templates, from one word to some sixty."""
    sentences = [f"{who} {verb} {what}{tail}." for who in WHO for verb in VERBS for what in WHAT for tail in TAILS]
    chosen = random.Random(1).sample(sentences, 900)
    return chosen + [" ".join(pair) for pair in zip(chosen[:80], chosen[80:160], strict=True)] + WHAT + VERBS + WHO


@pytest.fixture(scope="session")
def real(shared: Path) -> list[str]:
    """1,000 sentences of the translations, every sixth."""
    files = sorted((shared / "data" / "translations").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [row["a"] for row in rows][::6][:1000]
