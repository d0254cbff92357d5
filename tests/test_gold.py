"""The main job end to end: the installed command on real files, held against what a careful reader finds in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quotecheck.speech import same_speaker

EVENTS = ("bereaved-families", "budget-speech", "harbour-bridge")


def check(*inputs: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "quotecheck", "check", *map(str, inputs), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


class Event:
    """One event: its gold, its texts, and what the command reports of it."""

    def __init__(self, root: Path, name: str) -> None:
        folder = root / "seeds" / name
        self.gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        self.article = {key: Path(file).stem for key, file in self.gold["files"].items()}
        self.text = {key: (folder / file).read_text(encoding="utf-8") for key, file in self.gold["files"].items()}
        self.item = {item["id"]: item for item in self.gold["speech"]}
        self.report = check(folder)

    def place(self, quote: str, words: str) -> int:
        key = self.item[quote]["in"]
        return self.text[key].index(words, self.text[key].index("\n"))

    def renders(self, rendering: dict[str, Any], part: dict[str, Any]) -> bool:
        """Whether a reported rendering overlaps the part of a quote that the gold names."""
        key = self.item[part["quote"]]["in"]
        begin = self.place(part["quote"], part["begins"])
        end = self.place(part["quote"], part.get("ends", part["begins"])) + len(part.get("ends", part["begins"]))
        return rendering["article"] == self.article[key] and any(
            start < end and begin < stop for start, stop in rendering["content"]
        )

    def comparisons(self, one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
        """The reported comparisons of renderings that overlap the two parts."""
        found = []
        for statement in self.report["statements"]:
            left = {r["quote"] for r in statement["renderings"] if self.renders(r, one)}
            right = {r["quote"] for r in statement["renderings"] if self.renders(r, other)}
            for comparison in statement["comparisons"]:
                a, b = comparison["a"], comparison["b"]
                if (a in left and b in right) or (b in left and a in right):
                    found.append({**comparison, "statement": statement})
        return found


@pytest.fixture(scope="module", params=EVENTS)
def event(request: pytest.FixtureRequest, root: Path) -> Event:
    return Event(root, request.param)


def gold_pairs(event: Event) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    pairs = []
    for statement in event.gold["statements"]:
        parts = {part["quote"]: part for part in statement["renderings"]}
        pairs += [(parts[pair["a"]], parts[pair["b"]], pair) for pair in statement["pairs"]]
    return pairs


def test_every_statement_is_found(event: Event) -> None:
    for one, other, pair in gold_pairs(event):
        found = event.comparisons(one, other)
        assert found, f"{pair['a']} and {pair['b']} are not lined up"
        assert any(c["misattributed"] for c in found) == bool(pair.get("misattributed")), pair


def test_labels_are_those_that_a_reader_accepts(event: Event) -> None:
    """All but one an event: where the sense of a paraphrase shifts is a matter on which readers differ too."""
    off = []
    for one, other, pair in gold_pairs(event):
        labels = {c["label"] for c in event.comparisons(one, other)}
        if not labels <= set(pair["label"]):
            off.append((pair["a"], pair["b"], pair["label"], labels))
    assert len(off) <= 1, off


def test_what_changed_is_named(event: Event) -> None:
    for one, other, pair in gold_pairs(event):
        changed = pair.get("changed")
        if changed:
            kinds = {change["kind"] for c in event.comparisons(one, other) for change in c["changes"]}
            assert changed["kind"] in kinds, pair


def test_quotes_of_one_outlet_stay_alone(event: Event) -> None:
    matched = [r for s in event.report["statements"] for r in s["renderings"] if r["kind"] != "indirect"]
    for name in event.gold["unmatched"]:
        part = {"quote": name, **{k: event.item[name][k] for k in ("begins", "ends") if k in event.item[name]}}
        assert not [r["text"] for r in matched if event.renders(r, part)], name


def test_spellings_of_one_person_are_one_speaker(event: Event) -> None:
    names = {quote["speaker"] for quote in event.report["quotes"]}
    for spellings in event.gold.get("same_speaker", []):
        assert len(names & set(spellings)) <= 1, spellings
    for people in event.gold.get("different_speakers", []):
        assert same_speaker(*people) is False, people


def test_the_first_two_articles_statement_by_statement(shared: Path) -> None:
    gold = json.loads((shared / "seeds_gold.json").read_text(encoding="utf-8"))
    report = check(shared / "seeds")
    articles = {Path(name).stem: key for key, name in gold["files"].items()}
    text = {key: (shared / name).read_text(encoding="utf-8") for key, name in gold["files"].items()}

    def part(rendering: dict[str, Any]) -> str:
        key = articles[rendering["article"]]
        return " ".join(text[key][start:end] for start, end in rendering["content"])

    unseen = list(gold["statements"])
    for statement in report["statements"]:
        if any(rendering["kind"] == "indirect" for rendering in statement["renderings"]):
            continue
        sides = {articles[r["article"]]: part(r) for r in statement["renderings"]}
        fitting = [g for g in unseen if g["a_part"] in sides.get("A", "") and g["b_part"] in sides.get("B", "")]
        assert len(fitting) == 1, f"no such statement: {sides}"
        assert statement["label"] in fitting[0]["label"].split(" or ")
        unseen.remove(fitting[0])
    assert not unseen
    assert len({q["speaker"] for q in report["quotes"] if q["speaker"] in gold["same_speaker"]}) == 1
