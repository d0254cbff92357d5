"""How likely a reading of an attribution is to be right: its confidence.

What the rules found is known by its construction: the table gives the share of quotes whose content (IoU 0.8) and
mention were both right, by construction and kind, on the 840 training articles of PolNeAR 1.0, each share drawn towards
that of its kind by ten imagined quotes (``python -m training.tagger.rule_shares SHARED``). Two constructions that the
corpus does not annotate borrow from their neighbours, as their lines say. Logistic regressions weigh that share
together with what the tagger says; they were fitted on the development articles, which the tagger has not seen
(``python -m training.tagger.fit_confidence SHARED``). Whom a pronoun or a surname stands for the corpus does not tell;
where an article leaves it open, coreference.py takes some off.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from quotecheck.records import Kind

if TYPE_CHECKING:
    from quotecheck.speech.agreement import Reading

TYPICAL = 60
"""Characters of a content that counts as neither long nor short."""

PRIOR = 10.0
"""How many imagined quotes of the kind's own share each construction's share is mixed with."""

_BY_KIND: dict[Kind, float] = {"direct": 0.899, "indirect": 0.681, "mixed": 0.655}
_BY_PATTERN: dict[tuple[str, Kind], float] = {
    ("according", "direct"): 0.89,  # of 8
    ("according", "indirect"): 0.73,  # of 334
    ("according", "mixed"): 0.70,  # of 38
    ("bare-colon", "direct"): 0.73,  # of 65
    ("bare-colon", "mixed"): 0.44,  # of 5
    ("block", "direct"): 0.59,  # of 7
    ("clause-after", "indirect"): 0.69,  # of 1496
    ("clause-after", "mixed"): 0.67,  # of 579
    ("clause-shared", "indirect"): 0.61,  # of 239
    ("clause-shared", "mixed"): 0.63,  # of 111
    ("colon", "direct"): 0.85,  # of 176
    ("colon", "indirect"): 0.40,  # of 12
    ("colon", "mixed"): 0.44,  # of 7
    ("commit-after", "indirect"): 0.14,  # of 37
    ("commit-after", "mixed"): 0.68,  # of 35
    ("commit-shared", "indirect"): 0.49,  # of 4
    ("commit-shared", "mixed"): 0.59,  # of 8
    ("cueless", "direct"): 0.42,  # of 21
    ("cueless", "mixed"): 0.50,  # of 3
    # PolNeAR leaves interviews in question-and-answer form unannotated: a label counts like a colon. It has no
    # signed quotes outside the development articles; they count like a cue behind the quote.
    ("label", "direct"): 0.86,
    ("left-after", "direct"): 0.94,  # of 2351
    ("left-after", "indirect"): 0.64,  # of 424
    ("left-after", "mixed"): 0.69,  # of 247
    ("left-inverted", "direct"): 0.94,  # of 713
    ("left-inverted", "indirect"): 0.64,  # of 29
    ("left-inverted", "mixed"): 0.70,  # of 66
    ("name", "direct"): 0.68,  # of 12
    ("name", "indirect"): 0.43,  # of 22
    ("name", "mixed"): 0.49,  # of 428
    ("quote-", "direct"): 0.82,  # of 1
    ("quote-after", "direct"): 0.77,  # of 272
    ("quote-after", "indirect"): 0.57,  # of 2
    ("quote-after", "mixed"): 0.44,  # of 64
    ("quote-shared", "direct"): 0.79,  # of 81
    ("quote-shared", "indirect"): 0.71,  # of 1
    ("quote-shared", "mixed"): 0.48,  # of 14
    ("signature", "direct"): 0.94,
    ("that-after", "indirect"): 0.74,  # of 755
    ("that-after", "mixed"): 0.79,  # of 416
    ("that-shared", "indirect"): 0.75,  # of 139
    ("that-shared", "mixed"): 0.84,  # of 125
    ("unlisted", "direct"): 0.89,  # of 9
    ("unlisted", "indirect"): 0.52,  # of 3
    ("unlisted", "mixed"): 0.44,  # of 7
    ("urge", "direct"): 0.82,  # of 1
    ("urge", "indirect"): 0.28,  # of 14
    ("urge", "mixed"): 0.46,  # of 13
}


def rules_confidence(pattern: str, kind: Kind, *, repaired: bool) -> float:
    """How often quotes that the rules found so are right, content and mention both.

    ``repaired``: a quotation mark was missing and its place is a guess, which halves the odds.
    """
    share = _BY_PATTERN.get((pattern, kind), _BY_KIND[kind])
    return share / (2.0 - share) if repaired else share


@dataclass(frozen=True, slots=True)
class Confidence:
    """Logistic regressions by the names of the features.

    ``attributed``: are these words, no more and no less, attributed to somebody, as speech or as what he believes or
    wants. ``speech``: the same for speech alone. ``mention``: is the mention right where the content is. ``sound``: is
    it speech and right, or at least some of what somebody believes or wants.
    """

    attributed: Mapping[str, float]
    speech: Mapping[str, float]
    mention: Mapping[str, float]
    sound: Mapping[str, float]

    def of(self, reading: Reading) -> Sureness:
        if (ruled := reading.by_rules) is not None:
            repaired = any(region.repaired for region in ruled.quotes)
            alone = rules_confidence(ruled.pattern, reading.kind, repaired=repaired)
            return Sureness(alone, alone, alone)
        content, mention = content_features(reading), mention_features(reading)
        named = _logistic(self.mention, mention)
        return Sureness(
            attributed=_logistic(self.attributed, content) * named,
            speech=_logistic(self.speech, content) * named,
            sound=_logistic(self.sound, content),
        )


class Sureness(NamedTuple):
    """How likely content and mention are right, as an attribution of any kind and as speech; see ``Confidence``."""

    attributed: float
    speech: float
    sound: float


def content_features(reading: Reading) -> dict[str, float]:
    """What bears on whether the content is right."""
    ruled, tagged, kind = reading.ruled, reading.tagged, reading.kind
    other = "" if ruled is not None and tagged is not None else " alone"
    features = {f"{kind} by {reading.content_by}{other}": 1.0}
    if tagged is not None:
        features[f"{kind} tags"] = _odds(tagged.sure_content)
        features["linked"] = _odds(tagged.linked)
        features["cue"] = _odds(tagged.sure_cue)
        features["speech"] = _odds(tagged.speech)
        if ruled is not None and reading.content_by != "both":
            features[f"alike by {reading.content_by}"] = reading.alike
    if ruled is not None:
        repaired = any(region.repaired for region in ruled.quotes)
        features["rules"] = _odds(rules_confidence(ruled.pattern, kind, repaired=repaired))
    if len(reading.content) > 1:
        features[f"{kind} in parts"] = 1.0
    if reading.mention is None:
        features["unnamed" if reading.cue is not None else "unnamed, uncued"] = 1.0
    size = math.log((1 + sum(end - start for start, end in reading.content)) / TYPICAL)
    features["size"] = features[f"{kind} size"] = size
    return features


def mention_features(reading: Reading) -> dict[str, float]:
    """What bears on whether the mention is right, given that the content is."""
    ruled, tagged = reading.ruled, reading.tagged
    if reading.mention is None:
        features = {f"none by {reading.mention_by}": 1.0}
    else:
        features = {f"named by {reading.mention_by}": 1.0}
        if ruled is not None and tagged is not None and reading.mention_by != "both":
            other = ruled.mention if reading.mention_by == "tagger" else tagged.mention
            features[f"named by {reading.mention_by}, other {'none' if other is None else 'else'}"] = 1.0
        if ruled is None or tagged is None:
            features[f"named by {reading.mention_by} alone"] = 1.0
    if tagged is not None:
        features["link"] = _odds(tagged.named) * (-1.0 if reading.mention_by == "rules" else 1.0)
        if tagged.mention is not None and reading.mention_by != "rules":
            features["source"] = _odds(tagged.sure_mention)
    if ruled is not None:
        features[f"rules by {reading.mention_by}"] = _odds(
            rules_confidence(ruled.pattern, reading.kind, repaired=False)
        )
    return features


def _odds(probability: float) -> float:
    """The logarithm of the odds, within what a few thousand articles can tell."""
    kept = min(max(probability, 0.002), 0.998)
    return math.log(kept / (1.0 - kept))


def _logistic(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return 1.0 / (1.0 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in features.items())))
