"""The tagger in torch: the encoder's base network, a linear-chain CRF over tags, and scores for links between spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from quotecheck.speech.links import DISTANCES, WIDTH, distance
from quotecheck.speech.pieces import MARKS
from quotecheck.speech.tags import CLOSED, FORBIDDEN, NEVER, TAGS
from training.base import with_marks
from training.tagger.data import Window

LINKS = ("content", "cue", "asker", "source")
"""Ends of links: a content asks the cues whose it is, a cue (as ``asker``) asks the sources."""


class Tagger(nn.Module):
    """Word pieces and their marks -> scores of tags, and a vector of each piece for every end of a link."""

    def __init__(self, base: Any) -> None:
        """``base`` is a transformers BertModel, whose segment embeddings give way to those of marks."""
        super().__init__()
        self.base = with_marks(base, MARKS)
        width = base.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, len(TAGS))
        self.ends = nn.Linear(width, 2 * WIDTH * len(LINKS) + 2)  # each end's first and last piece; speech
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.opening = nn.Parameter(torch.zeros(len(TAGS)))
        self.none = nn.Parameter(torch.zeros(2, WIDTH))
        self.apart = nn.Parameter(torch.zeros(2, DISTANCES))
        self.register_buffer("forbidden", torch.tensor(np.where(FORBIDDEN, NEVER, 0.0), dtype=torch.float32))
        self.register_buffer("closed", torch.tensor(np.where(CLOSED, NEVER, 0.0), dtype=torch.float32))

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(b, l) int64 -> (b, l, tags) and (b, l, ends) float32."""
        hidden = self.base(input_ids=ids, token_type_ids=marks, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden.float())
        return self.tags(hidden), self.ends(hidden)

    def tag_loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood of the tags by the CRF, a piece; ``mask`` is 1 up to each window's end."""
        move = self.transitions + self.forbidden
        begin = self.opening + self.closed
        total = begin + scores[:, 0]
        right = begin[tags[:, 0]] + scores[:, 0].gather(1, tags[:, :1]).squeeze(1)
        chosen = scores.gather(2, tags.unsqueeze(2)).squeeze(2)
        steps = move[tags[:, :-1], tags[:, 1:]]
        right = right + ((chosen[:, 1:] + steps) * mask[:, 1:]).sum(1)
        for at in range(1, scores.shape[1]):
            following = torch.logsumexp(total.unsqueeze(2) + move, dim=1) + scores[:, at]
            total = torch.where(mask[:, at : at + 1] > 0, following, total)
        return (torch.logsumexp(total, dim=1) - right).sum() / mask.sum()

    def link_loss(self, ends: Tensor, windows: Sequence[Window]) -> Tensor:
        """Cross entropy of the links between gold spans and of what is speech, each averaged over what asks."""
        content: list[tuple[int, int, int, int]] = []
        cue: list[tuple[int, int, int, int]] = []
        source: list[tuple[int, int, int]] = []
        speech: list[int] = []
        for number, window in enumerate(windows):
            content += [(number, a, b, at if at < 0 else at + len(cue)) for a, b, at in window.contents]
            of = len(source)
            source += [(number, a, b) for a, b in window.sources]
            cue += [(number, a, b, to if to < 0 else to + of) for a, b, to, _ in window.cues]
            speech += [said for *_, said in window.cues]
        if not cue:
            return ends.sum() * 0
        cues = self.spans(ends, 1, cue)
        loss = self._ask(0, self.spans(ends, 0, content), cues, content, cue) if content else ends.sum() * 0
        if source:
            loss = loss + self._ask(1, self.spans(ends, 2, cue), self.spans(ends, 3, source), cue, source)
        return loss + 0.5 * functional.binary_cross_entropy_with_logits(
            self.speech(ends, cue), torch.tensor(speech, dtype=torch.float32, device=ends.device)
        )

    def spans(self, ends: Tensor, kind: int, spans: Sequence[tuple[int, ...]]) -> Tensor:
        """(spans, WIDTH): the vectors of spans as an end of the kind ``LINKS[kind]``."""
        at = torch.tensor([span[:3] for span in spans], device=ends.device)
        low = 2 * kind * WIDTH
        first = ends[at[:, 0], at[:, 1], low : low + WIDTH]
        return torch.tanh(first + ends[at[:, 0], at[:, 2], low + WIDTH : low + 2 * WIDTH])

    def speech(self, ends: Tensor, cues: Sequence[tuple[int, ...]]) -> Tensor:
        at = torch.tensor([cue[:3] for cue in cues], device=ends.device)
        return ends[at[:, 0], at[:, 1], -2] + ends[at[:, 0], at[:, 2], -1]

    def _ask(
        self,
        link: int,
        ask: Tensor,
        answer: Tensor,
        asking: Sequence[tuple[int, ...]],
        answers: Sequence[tuple[int, ...]],
    ) -> Tensor:
        one = torch.tensor([span[:3] for span in asking], device=ask.device)
        two = torch.tensor([span[:3] for span in answers], device=ask.device)
        target = torch.tensor([span[3] for span in asking], device=ask.device)
        scores = ask @ answer.T / WIDTH**0.5
        far = torch.from_numpy(distance(one[:, 1:].cpu().numpy(), two[:, 1:].cpu().numpy())).to(ask.device)
        scores = scores + self.apart[link][far]
        scores = scores.masked_fill(one[:, :1] != two[None, :, 0], NEVER)
        scores = torch.cat([ask @ self.none[link : link + 1].T, scores], dim=1)
        known = target >= -1
        return functional.cross_entropy(scores[known], target[known] + 1) if known.any() else scores.sum() * 0
