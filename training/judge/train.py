"""Train the judge: ``python -m training.judge.train SHARED -o FOLDER --wordnet DIR [--steps 2400] [--seed 1]``.

Needs ``pip install '.[export]'`` and the files of Debian's package wordnet-base. SHARED holds data/translations,
data/quotes and data/transcripts; a GPU is used where torch finds one. The sets named by ``--sets`` are trained on, so
that those left out stay unseen. Writes FOLDER/judge.pt and FOLDER/log.jsonl.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.base import base_network, groups, schedule, tokenizer
from training.judge.data import UNKNOWN, Lesson, Texts, examples, ground_of, lessons, read_texts
from training.judge.edits import Ground
from training.judge.network import Judge
from training.judge.paraphrases import read_table
from training.judge.wordnet import WordNet

EMA = 0.999
"""What is kept of the running mean of the weights at each step; the mean is what is saved."""

CHUNK = 4096
"""Lessons that are put in order of length at once."""


def padded(some: Sequence[Lesson], device: torch.device) -> tuple[Tensor, ...]:
    """ids, marks, mask, places (b, longest), same and altered (b,)."""
    longest = max(len(lesson.ids) for lesson in some)
    made = np.zeros((4, len(some), longest), np.int64)
    made[3] = UNKNOWN
    for at, lesson in enumerate(some):
        size = len(lesson.ids)
        made[:, at, :size] = lesson.ids, lesson.marks, np.ones(size, np.int64), lesson.places
    labels = np.array([(lesson.same, lesson.altered) for lesson in some], np.int64)
    return (*torch.from_numpy(made).to(device), *torch.from_numpy(labels.T.copy()).to(device))


def batches(given: Iterator[Lesson], random: random.Random, pieces: int) -> Iterator[list[Lesson]]:
    """Lessons of like length together, the batches of a chunk in random order."""
    while True:
        chunk = list(islice(given, CHUNK))
        if not chunk:
            return
        chunk.sort(key=lambda lesson: len(lesson.ids))
        made: list[list[Lesson]] = [[]]
        for lesson in chunk:
            if made[-1] and len(lesson.ids) * (len(made[-1]) + 1) > pieces:
                made.append([])
            made[-1].append(lesson)
        random.shuffle(made)
        yield from made


def quickened(model: Judge) -> None:
    """Plain attention, and dropout at both ends alone: on rows this short, 1.75 times the speed."""
    model.base.config._attn_implementation = "eager"
    for layer in model.base.encoder.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.0


@dataclass(frozen=True, slots=True)
class Sources:
    """What pairs are made of, and what edits draw on."""

    texts: Texts
    ground: Ground


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Where the sources lie, besides ``shared``."""
    parser.add_argument("--fold", type=int, choices=(0, 1), help="leave out a fold of the development pairs")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"), help="files of wordnet-base")
    parser.add_argument("--bibles", type=Path, required=True, help="folder of the pythonbible-* wheels")
    parser.add_argument("--paraphrases", type=Path, required=True, help="METEOR's paraphrase-en.gz")


def sources_of(options: argparse.Namespace) -> Sources:
    """The sources that the command line names."""
    texts = read_texts(options.shared, options.bibles, options.fold)
    net = WordNet(options.wordnet)
    return Sources(texts, ground_of(texts, net, read_table(options.paraphrases, net)))


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    sources = sources_of(options)
    model = Judge(base_network(options.wheel)).to(device)
    if device.type == "cpu":
        quickened(model)
    if options.resume:
        model.load_state_dict(torch.load(options.resume, weights_only=True))
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(EMA))
    optimizer = torch.optim.AdamW([*groups(model, options.rate, options.head_rate, options.decay)], betas=(0.9, 0.98))
    total = options.steps
    rates = schedule(optimizer, total, 0.06)
    options.output.mkdir(parents=True, exist_ok=True)
    given = lessons(examples(sources.texts, sources.ground, chance, 1_000_000_000), tokenizer(), options.seed)
    begun = time.monotonic()
    losses = []
    pairs = 0
    for step, some in enumerate(batches(given, chance, options.batch), 1):
        ids, marks, mask, places, same, altered = padded(some, device)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            hidden = model.base(input_ids=ids, token_type_ids=marks, attention_mask=mask).last_hidden_state
        pair, at = model.heads(model.dropout(hidden.float()), marks, mask)
        parts = model.loss(pair, at, same, altered, places)
        loss = 0.5 * parts[0] + parts[1] + 0.5 * parts[2]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        rates.step()
        if step > total // 10:
            mean.update_parameters(model)
        pairs += len(some)
        losses.append([part.item() for part in parts])
        if step % 50 == 0 or step == total:
            line = {
                "step": step,
                "pairs": pairs,
                "loss": np.mean(losses, axis=0).round(4).tolist(),
                "s": round(time.monotonic() - begun),
            }
            losses = []
            with (options.output / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            print(line, flush=True)
        if step % 500 == 0 or step == total:
            torch.save((mean.module if mean.n_averaged else model).state_dict(), options.output / "judge.pt")
        if step == total:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--wheel", type=Path)
    add_sources(parser)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=2560, help="word pieces")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.95)
    parser.add_argument("--resume", type=Path, help="weights to go on from")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
