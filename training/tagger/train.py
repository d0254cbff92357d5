"""Train the tagger: ``python -m training.tagger.train SHARED -o FOLDER [--epochs 6] [--seed 1]``.

Needs ``pip install '.[export]'``. SHARED holds data/quotes; a GPU is used where torch finds one. Writes
FOLDER/tagger.pt and FOLDER/log.jsonl, one line an epoch with its mean losses (tags, links) and norm of the gradient.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.base import base_network, groups, schedule, tokenizer
from training.tagger.data import Window, read_examples, shuffled
from training.tagger.network import Tagger


def padded(windows: Sequence[Window], device: torch.device) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """ids, marks, tags and mask, each (b, longest)."""
    longest = max(len(window.ids) for window in windows)
    made = np.zeros((4, len(windows), longest), np.int64)
    for row, window in enumerate(windows):
        size = len(window.ids)
        made[:, row, :size] = window.ids, window.marks, window.tags, np.ones(size, np.int64)
    ids, marks, tags, mask = torch.from_numpy(made).to(device)
    return ids, marks, tags, mask


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    words = tokenizer()
    quotes = options.shared / "data" / "quotes"
    examples = read_examples(quotes / "train.gold.jsonl", words)
    if options.few:
        examples = examples[: options.few]
    model = Tagger(base_network(options.wheel)).to(device)
    if options.frozen:
        model.base.requires_grad_(False)
    if options.resume:
        model.load_state_dict(torch.load(options.resume, weights_only=True))
    parameters = [*groups(model, options.rate, options.head_rate, options.decay)]
    optimizer = torch.optim.AdamW(parameters, betas=(0.9, 0.98))
    batches = [shuffled(examples, random, options.batch) for _ in range(options.epochs)]
    total = sum(map(len, batches))
    rates = schedule(optimizer, total, 0.08)
    options.output.mkdir(parents=True, exist_ok=True)
    log = (options.output / "log.jsonl").open("a", encoding="utf-8")
    begun = time.monotonic()
    step = 0
    for epoch, part in enumerate(batches, 1):
        model.train()
        losses = []
        for windows in part:
            ids, marks, tags, mask = padded(windows, device)
            if random.random() < 0.25:  # the network must not lean on the rules alone
                marks = marks - marks % 4
            with torch.autocast(device.type, dtype=torch.bfloat16):
                hidden = model.base(input_ids=ids, token_type_ids=marks, attention_mask=mask).last_hidden_state
            hidden = model.dropout(hidden.float())
            tag = model.tag_loss(model.tags(hidden), tags, mask)
            link = model.link_loss(model.ends(hidden), windows)
            loss = tag + options.link * link
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            rates.step()
            losses.append((tag.item(), link.item(), norm.item()))
            step += 1
            if step % 50 == 0:
                mean = np.mean(losses[-50:], axis=0).round(4).tolist()
                print(f"step {step}/{total} loss {mean} {time.monotonic() - begun:.0f} s", flush=True)
        line = {"epoch": epoch, "loss": np.mean(losses, axis=0).round(4).tolist(), "s": round(time.monotonic() - begun)}
        log.write(json.dumps(line) + "\n")
        log.flush()
        torch.save(model.state_dict(), options.output / "tagger.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=2560, help="word pieces")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.9)
    parser.add_argument("--link", type=float, default=0.1, help="weight of the links' loss")
    parser.add_argument("--few", type=int)
    parser.add_argument("--frozen", action="store_true", help="train the heads alone, to see what the encoder knows")
    parser.add_argument("--resume", type=Path, help="weights to go on from")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
