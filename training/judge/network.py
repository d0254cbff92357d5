"""The judge in torch: the encoder's base network over two texts at once, and what it says of them and their words."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from quotecheck.comparison.sidebyside import MARKS, NONE
from training.base import with_marks
from training.judge.data import UNKNOWN

LOW = -30.0
"""The score of what is no word."""


class Judge(nn.Module):
    """Word pieces of two texts and their marks -> log odds of one statement, of an altered one, and of each piece."""

    def __init__(self, base: Any) -> None:
        """``base`` is a transformers BertModel, whose segment embeddings give way to those of marks."""
        super().__init__()
        self.base = with_marks(base, MARKS)
        width = base.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.pair = nn.Linear(width, 2)
        self.places = nn.Linear(width, 1)
        self.worst = nn.Parameter(torch.tensor(0.5))

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(b, l) int64 -> (b, 2) log odds of same and altered, (b, l) of each piece being altered."""
        hidden = self.base(input_ids=ids, token_type_ids=marks, attention_mask=mask).last_hidden_state
        return self.heads(self.dropout(hidden.float()), marks, mask)

    def heads(self, hidden: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        places = self.places(hidden).squeeze(2)
        words = (mask > 0) & (marks != NONE)
        worst = places.masked_fill(~words, LOW).amax(1)
        pair = self.pair(hidden[:, 0])
        return torch.stack([pair[:, 0], pair[:, 1] + self.worst * worst], dim=1), places

    def loss(self, pair: Tensor, places: Tensor, same: Tensor, altered: Tensor, at: Tensor) -> tuple[Tensor, ...]:
        """Cross entropies of one statement, altered, and of the pieces of which it is known."""
        of_same = functional.binary_cross_entropy_with_logits(pair[:, 0], same.float())
        known = altered != UNKNOWN
        of_altered = functional.binary_cross_entropy_with_logits(
            pair[known, 1], altered[known].float(), reduction="sum"
        ) / known.sum().clamp(min=1)  # a batch may hold none
        there = at != UNKNOWN
        of_places = functional.binary_cross_entropy_with_logits(
            places[there], at[there].float(), pos_weight=torch.tensor(4.0, device=places.device), reduction="sum"
        ) / there.sum().clamp(min=1)
        return of_same, of_altered, of_places
