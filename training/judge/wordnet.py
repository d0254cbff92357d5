"""WordNet 3.0 as Debian's package wordnet-base has it: opposites, sisters and synonyms, inflected.

Fellbaum (ed.), WordNet: An Electronic Lexical Database, 1998. Used to make training data; what is shipped of WordNet
stands in quotecheck/comparison/wordnet.txt.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
ENDINGS = {
    "n": (("ies", "y"), ("es", ""), ("s", "")),
    "v": (
        *(("ies", "y"), ("ied", "y"), ("es", "e"), ("es", ""), ("s", "")),
        *(("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
    ),
    "a": (("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
    "r": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning: its words, the senses above it, and the words that mean the opposite of one of its words."""

    words: tuple[str, ...]
    above: tuple[tuple[str, int], ...]
    opposites: tuple[tuple[str, str], ...]


class WordNet:
    """The first senses of English words, by part of speech."""

    def __init__(self, folder: Path) -> None:
        self.senses: dict[tuple[str, int], Sense] = {}
        self.of: dict[tuple[str, str], list[int]] = {}
        self.below: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        self._irregular: dict[tuple[str, str], str] = {}
        self._inflected: dict[tuple[str, str], list[str]] = defaultdict(list)
        raw: dict[tuple[str, int], list[str]] = {}
        for part, name in FILES.items():
            for line in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
                if not line.startswith(" "):
                    fields = line.split(" | ")[0].split()
                    raw[part, int(fields[0])] = fields
            for line in (folder / f"index.{name}").read_text(encoding="utf-8").splitlines():
                if not line.startswith(" "):
                    fields = line.split()
                    self.of[part, fields[0]] = [int(offset) for offset in fields[-int(fields[2]) :]]
            for line in (folder / f"{name}.exc").read_text(encoding="utf-8").splitlines():
                form, *lemmas = line.split()
                self._irregular[part, form] = lemmas[0]
                self._inflected[part, lemmas[0]].append(form)
        lemmas_of = {key: _lemmas(fields) for key, fields in raw.items()}
        for key, fields in raw.items():
            words = lemmas_of[key]
            count = int(fields[4 + 2 * len(words)])
            above: list[tuple[str, int]] = []
            opposites: list[tuple[str, str]] = []
            for at in range(count):
                symbol, offset, part, link = fields[5 + 2 * len(words) + 4 * at :][:4]
                there = ("a" if part == "s" else part, int(offset))
                if symbol == "@":
                    above.append(there)
                elif symbol == "!":
                    opposites.append((words[int(link[:2], 16) - 1], lemmas_of[there][int(link[2:], 16) - 1]))
            self.senses[key] = Sense(words, tuple(above), tuple(opposites))
            for there in above:
                self.below[there].append(key)

    def lemmas(self, form: str) -> tuple[tuple[str, str, str], ...]:
        """(part of speech, lemma, ending) that a form can be; ending is what was taken off, "" for the bare lemma."""
        found = []
        for part in FILES:
            if (part, form) in self.of:
                found.append((part, form, ""))
            elif (part, self._irregular.get((part, form), "")) in self.of:
                found.append((part, self._irregular[part, form], "irregular"))
            else:
                for ending, instead in ENDINGS[part]:
                    lemma = form[: -len(ending)] + instead
                    if form.endswith(ending) and len(lemma) > 2 and (part, lemma) in self.of:
                        found.append((part, lemma, ending))
                        break
        return tuple(found)

    def inflected(self, part: str, lemma: str, ending: str) -> str | None:
        """The lemma with the ending of another word; None where that cannot be told."""
        if not ending:
            return lemma
        if ending == "irregular" or (part, lemma) in self._inflected:
            return None
        if ending in ("ies", "es", "s"):
            if lemma.endswith(("s", "x", "z", "ch", "sh")):
                return lemma + "es"
            return lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" else lemma + "s"
        ending = "ed" if ending == "ied" else ending
        if lemma.endswith("e"):
            return lemma + ending[1:] if ending.startswith("e") else lemma[:-1] + ending
        if lemma.endswith("y") and ending != "ing" and lemma[-2:-1] not in "aeiou":
            return lemma[:-1] + "i" + ending
        return lemma + ending

    def opposites(self, form: str) -> list[str]:
        """Opposites of a form in any part of speech, inflected like it; single words only."""
        found = []
        for part, lemma, ending in self.lemmas(form):
            for offset in self.of.get((part, lemma), ())[:4]:
                for mine, other in self.senses[part, offset].opposites:
                    if mine == lemma and "_" not in other:
                        found.append(self.inflected(part, other, ending))
        return sorted({other for other in found if other})

    def sisters(self, form: str) -> list[str]:
        """Words with the same sense above the first sense of a form, in no sense of it: *doctor* -> *dentist*."""
        found: set[str] = set()
        for part, lemma, ending in self.lemmas(form)[:1]:
            if part not in "nv":
                continue
            own = {word for offset in self.of[part, lemma] for word in self.senses[part, offset].words}
            first = (part, self.of[part, lemma][0])
            for above in self.senses[first].above[:1]:
                for key in self.below[above][:200]:
                    other = self.senses[key].words[0]
                    if "_" in other or not other.islower() or other in own:
                        continue
                    made = self.inflected(part, other, ending)
                    if made:
                        found.add(made)
        return sorted(found)

    def synonyms(self, form: str) -> list[str]:
        """Words of the one sense that a form has; none where it has several senses, as they would be unsafe."""
        found: list[str | None] = []
        lemmas = self.lemmas(form)
        if len(lemmas) == 1:
            part, lemma, ending = lemmas[0]
            offsets = self.of[part, lemma]
            if len(offsets) == 1:
                words = self.senses[part, offsets[0]].words
                found = [self.inflected(part, w, ending) for w in words if w != lemma and "_" not in w and w.islower()]
        return [word for word in found if word]


def _lemmas(fields: list[str]) -> tuple[str, ...]:
    count = int(fields[3], 16)
    return tuple(fields[4 + 2 * at].split("(")[0] for at in range(count))
