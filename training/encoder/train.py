"""Train the encoder further: ``python -m training.encoder.train SHARED -o FOLDER --bibles DIR [--without SET ...]``.

all-MiniLM-L6-v2 learns that two translations of one sentence belong together and its neighbours in the document do
not: InfoNCE both ways (van den Oord et al. 2018) over batches made of runs of sentences that follow upon each other,
so that the wrong answers are on the topic. Its table of words stays as it is, for the other networks read it too. The
weights written are part of the way from the old ones to the trained (Wortsman et al. 2022), which keeps what the old
ones know of other texts. Needs ``pip install '.[export]'``; writes FOLDER/model.safetensors.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.base import base_network, schedule, tokenizer
from training.judge.bible import verses
from training.judge.data import SETS, good_systems, read_rows

SCALE = 20.0
"""What cosines are multiplied by before the softmax, as the base model was trained."""

RUN, RUNS = 8, 8
"""Sentences that follow upon each other, and how many such runs there are in a batch."""

LONGEST = 96
"""Word pieces of a text that are read in training."""

TOGETHER = 32
"""Texts of like length that run at once."""

CUT = 0.3
"""Share of the pairs of which one side is cut to a part, as outlets do."""

VERSES = 0.45
"""Share of the runs that are verses."""

RATE = 4e-5
WARM = 0.1

Run = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Documents and books: runs of sentences, each in several translations."""

    documents: list[list[tuple[str, ...]]]
    books: list[list[tuple[str, ...]]]


def read_sources(shared: Path, bibles: Path, without: Sequence[str]) -> Sources:
    """The translation sets but for those ``without``, and verses."""
    documents = []
    for name in SETS:
        if name not in without:
            rows = read_rows(shared / "data" / "translations" / f"{name}.jsonl")
            documents.append([(r["a"], r["b"], *good_systems(r)) for r in rows if r["a"] and r["b"]])
    return Sources(documents, [book for book in verses(bibles) if len(book) >= RUN])


def batches(sources: Sources, chance: random.Random) -> Iterator[list[tuple[str, str]]]:
    """Pairs of translations, RUNS * RUN at once, without end."""
    while True:
        made: list[tuple[str, str]] = []
        for _ in range(RUNS):
            made += [_pair(chance, versions) for versions in _run(sources, chance)]
        yield made


def _run(sources: Sources, chance: random.Random) -> Run:
    """Sentences that follow upon each other, each long text as likely as it has such runs."""
    texts = sources.books if chance.random() < VERSES else sources.documents
    (text,) = chance.choices(texts, weights=[len(one) for one in texts])
    first = chance.randrange(len(text) - RUN + 1)
    return text[first : first + RUN]


def _pair(chance: random.Random, versions: tuple[str, ...]) -> tuple[str, str]:
    """Two of the versions, the human ones three times as often; one side may be cut to a part."""
    a, b = versions[:2] if chance.random() < 0.5 else chance.sample(versions, 2)
    if chance.random() < 0.5:
        a, b = b, a
    if chance.random() < CUT:
        words = a.split()
        kept = max(min(len(words), 5), round(len(words) * chance.uniform(0.4, 0.95)))
        first = chance.randrange(len(words) - kept + 1)
        a = " ".join(words[first : first + kept])
    return a, b


def vectors(network: Any, cutter: Any, texts: Sequence[str]) -> Tensor:
    """(n, d) unit rows: the mean over the word pieces. Texts of like length run together."""
    whole = [one.ids for one in cutter.encode_batch(texts)]
    found = [ids if len(ids) <= LONGEST else ids[: LONGEST - 1] + ids[-1:] for ids in whole]
    order = sorted(range(len(found)), key=lambda at: len(found[at]))
    rows = []
    for first in range(0, len(order), TOGETHER):
        some = [found[at] for at in order[first : first + TOGETHER]]
        longest = max(map(len, some))
        ids = torch.tensor([one + [0] * (longest - len(one)) for one in some])
        mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in some])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = network(input_ids=ids, attention_mask=mask).last_hidden_state
        rows.append((hidden.float() * mask[..., None]).sum(1))
    place = torch.empty(len(order), dtype=torch.long)
    place[torch.tensor(order)] = torch.arange(len(order))
    return torch.nn.functional.normalize(torch.cat(rows)[place], dim=1)


def loss_of(left: Tensor, right: Tensor, pairs: Sequence[tuple[str, str]]) -> Tensor:
    """InfoNCE both ways; a text that stands twice in the batch is no wrong answer."""
    numbers: dict[str, int] = {}
    same = torch.zeros(len(pairs), len(pairs), dtype=torch.bool)
    for side in range(2):
        place = torch.tensor([numbers.setdefault(pair[side].casefold(), len(numbers)) for pair in pairs])
        same |= place[:, None] == place[None, :]
    same &= ~torch.eye(len(pairs), dtype=torch.bool)
    scores = (left @ right.T * SCALE).masked_fill(same, -1e4)
    answers = torch.arange(len(pairs))
    forth, back = (torch.nn.functional.cross_entropy(some, answers) for some in (scores, scores.T))
    return (forth + back) / 2


def between(old: Mapping[str, Tensor], new: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Weights a ``share`` of the way from the old to the new."""
    return {
        name: old[name] + (new[name] - old[name]) * share if old[name].is_floating_point() else old[name]
        for name in old
    }


def train(options: argparse.Namespace) -> None:
    from safetensors.torch import save_file

    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    sources = read_sources(options.shared, options.bibles, options.without)
    network = base_network(options.wheel)
    network.config._attn_implementation = "eager"  # on rows this short faster than the fused one
    network.embeddings.requires_grad_(False)
    for layer in network.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.0
    old = {name: value.clone() for name, value in network.state_dict().items()}
    cutter = tokenizer()
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=options.rate, weight_decay=0.01)
    rates = schedule(optimizer, options.steps, WARM)
    options.output.mkdir(parents=True, exist_ok=True)
    begun, losses = time.monotonic(), []
    for step, pairs in enumerate(batches(sources, chance), 1):
        rows = vectors(network, cutter, [pair[side] for side in range(2) for pair in pairs])
        loss = loss_of(rows[: len(pairs)], rows[len(pairs) :], pairs)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        rates.step()
        losses.append(loss.item())
        if step % 50 == 0 or step == options.steps:
            line = {"step": step, "loss": round(sum(losses) / len(losses), 4), "s": round(time.monotonic() - begun)}
            print(json.dumps(line), flush=True)
            losses = []
        if step == options.steps:
            break
    kept = {"without": sorted(options.without), "steps": options.steps, "seed": options.seed, "share": options.share}
    (options.output / "options.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    save_file(between(old, network.state_dict(), options.share), options.output / "model.safetensors")
    if options.share != 1:
        save_file(dict(network.state_dict()), options.output / "whole.safetensors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--bibles", type=Path, required=True, help="folder of the pythonbible-* wheels")
    parser.add_argument("--without", nargs="*", default=[], choices=SETS, help="translation sets to leave out")
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--share", type=float, default=0.35, help="of the way from the old weights to the trained")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
