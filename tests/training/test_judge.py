"""The judge's training data: edits do what they say, are where they say, and harmless ones take nothing away."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quotecheck.comparison.sidebyside import MARKS
from training.judge.data import FOLDED, SETS, UNKNOWN, Texts, examples, ground_of, read_texts
from training.judge.edits import ALTERING, Ground
from training.judge.harmless import HARMLESS
from training.judge.sentence import apply, tokens
from training.judge.wordnet import WordNet

SENTENCES = [
    ("On Monday Mara Quill said that 14 boats will not leave Tarvo unless the storm ends.",
     "Mara Quill said on Monday that 14 boats would not sail from Tarvo if the storm goes on."),
    ("The council of Ostrel never approved the bridge, and the dogs of the mayor grow old beside the cats.",
     "Ostrel's council has never approved the bridge, while the mayor's dogs and cats are growing old."),
    ("We can save two hundred jobs in Belgium, but only if Lena Marsh keeps the plant open.",
     "Two hundred jobs in Belgium can be saved, though only if Lena Marsh keeps the factory open."),
    ("Critics of Idris Vale probably lost the vote after the victory of Mara Quill in May.",
     "Idris Vale's critics likely lost the vote after Mara Quill's victory in May."),
]  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> Texts:
    (a, b), (other, _) = SENTENCES[:2]
    return Texts(
        documents=[SENTENCES * 4],
        singles=[[a for a, _ in SENTENCES] * 2],
        planted=[(a, b, b.replace("14", "44")), (a, b, b.replace(" not", ""))],
        judged=[(a, b, 0), (a, other, 1)],
    )


@pytest.fixture(scope="module")
def ground(texts: Texts, net: WordNet) -> Ground:
    return ground_of(texts, net, {"the boats": ("the ships",)})


def test_wordnet_tells_opposites_and_sisters_in_the_form_of_the_word(net: WordNet) -> None:
    assert net.opposites("grows") == ["shrinks"]
    assert net.opposites("grew") == []  # how shrink is inflected cannot be told from it
    assert net.sisters("cats") == ["dogs"]
    assert net.synonyms("dogs") == ["hounds"]
    assert net.synonyms("house") == []


def test_names_are_told_from_words_that_open_a_sentence() -> None:
    found = tokens("Boats left Tarvo. They were two-masted.")
    assert [word.text for word in found if word.name] == ["Tarvo"]
    assert [word.form for word in found] == ["boats", "left", "tarvo", "they", "were", "two-masted"]


def test_an_edit_tells_where_its_words_end_up() -> None:
    made, spans = apply("We will not go, ever.", ((3, 7, "may"), (7, 11, "")))
    assert made == "We may go, ever."
    assert made[slice(*spans[0])] == "may"
    assert [made[start:end] for start, end in spans[1:]] == ["y "]


@pytest.mark.parametrize("kind", sorted(ALTERING))
def test_an_altering_edit_changes_words(kind: str, ground: Ground) -> None:
    chance = random.Random(3)
    made = 0
    for text in [one for pair in SENTENCES for one in pair] * 5:
        edit = ALTERING[kind][1](chance, text, tokens(text), ground)
        if edit is not None:
            edited, spans = apply(text, edit)
            assert [word.form for word in tokens(edited)] != [word.form for word in tokens(text)]
            assert all(0 <= start < end <= len(edited) for start, end in spans)
            made += 1
    assert made or kind == "stranger"  # which needs more words than these


@pytest.mark.parametrize("kind", sorted(HARMLESS))
def test_a_harmless_edit_takes_no_word_away_that_governs(kind: str, ground: Ground) -> None:
    chance = random.Random(5)
    weighty = {"not", "never", "unless", "if", "only", "probably"}
    for text in [one for pair in SENTENCES for one in pair] * 5:
        edit = HARMLESS[kind][1](chance, text, tokens(text), ground)
        if edit is None or kind == "same phrase":
            continue
        left = {word.form for word in tokens(text)} - {word.form for word in tokens(apply(text, edit)[0])}
        assert not left & weighty, (text, edit)


def test_examples_are_what_their_labels_say(texts: Texts, ground: Ground) -> None:
    found = [*examples(texts, ground, random.Random(7), 400)]
    for one in found:
        if one.altered == 1:
            assert one.same == 1
            assert one.a != one.b
            if one.kind == "judged" or not any(one.sides):  # nobody told where; or words are gone
                continue
            marked = [
                text[start:end] for text, spans in zip((one.a, one.b), one.spans, strict=True) for start, end in spans
            ]
            assert marked
            assert all(marked)
        if one.same == 0:
            assert one.altered == UNKNOWN
    assert {one.altered for one in found} == {0, 1, UNKNOWN}
    # The planted edit is on either side, so that the side tells nothing.
    sides = {one.sides for one in found if one.altered == 1 and any(one.sides)}
    assert sides == {(True, False), (False, True)}


def test_edits_of_others_are_known_by_what_they_changed(texts: Texts, ground: Ground) -> None:
    found = [one for one in examples(texts, ground, random.Random(3), 1500) if one.kind == "planted"]
    assert {one.altered for one in found} == {0, 1}
    for one in found:
        edited = {"44" in text or not re.search("not|n['’]t|refuse|fail", text) for text in (one.a, one.b)}
        assert (one.altered == 1) == (edited == {True, False})
        for text, spans in zip((one.a, one.b), one.spans, strict=True):
            assert [text[start:end] for start, end in spans] in ([], ["44"])


def test_a_fold_leaves_out_what_it_is_to_tell_of(tmp_path: Path) -> None:
    for folder in ("pairs", "translations", "quotes", "transcripts"):
        (tmp_path / "data" / folder).mkdir(parents=True)
    rows = {
        f"translations/{name}": [{"a": f"A {name}.", "b": f"B {name}.", "doc": None, "systems": []}] for name in SETS
    }
    rows["pairs/edited_dev"] = [
        {"id": f"wmt{year}.cs-en.1.{kind}", "a": f"A {year}.", "b": f"{kind} {year}.", "label": label}
        for year in (2021, 2022)
        for kind, label in (("v", "reworded"), ("n", "altered"))
    ]
    rows["pairs/mistranslated_dev"] = [
        {"id": f"mqm.xx.{n}.m", "a": "A.", "b": f"B {n}.", "label": "altered"} for n in range(4)
    ]
    rows |= {"quotes/train.gold": [], "transcripts/quotes_dev": [], "transcripts/lines_dev": []}
    for name, held in rows.items():
        (tmp_path / "data" / f"{name}.jsonl").write_text("\n".join(map(json.dumps, held)), encoding="utf-8")
    bibles = tmp_path / "none"
    every = read_texts(tmp_path, bibles, None)
    assert len(every.documents) == len(SETS)
    assert every.planted == [(f"A {year}.", f"v {year}.", f"n {year}.") for year in (2021, 2022)]
    for fold, year in enumerate((2021, 2022)):
        left = read_texts(tmp_path, bibles, fold)
        assert [document[0][0] for document in left.documents] == [f"A {s}." for s in SETS if s != FOLDED[fold]]
        assert left.planted == [one for one in every.planted if str(year) not in one[0]]
        assert set(left.judged) == set(every.judged) - {("A.", f"B {n}.", 1) for n in (2 * fold, 2 * fold + 1)}


def test_examples_come_again_with_the_seed(texts: Texts, ground: Ground) -> None:
    one, two = ([*examples(texts, ground, random.Random(9), 50)] for _ in range(2))
    assert one == two


def test_what_is_exported_says_what_was_trained() -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    pytest.importorskip("onnx")
    import onnxruntime

    from training.judge.export import exported, joined
    from training.judge.network import Judge

    torch.manual_seed(7)
    config = transformers.BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, vocab_size=50
    )
    judge = Judge(transformers.BertModel(config, add_pooling_layer=False)).eval()
    with torch.no_grad():
        for name, value in judge.named_parameters():
            if name.endswith("LayerNorm.weight"):
                value[:4] = 20.0  # columns that reach as far as those of trained networks
    weights = joined({name: value.numpy() for name, value in judge.state_dict().items()})
    chance = np.random.default_rng(2)
    table = weights["base.embeddings.word_embeddings.weight"]
    shown = []
    for size in (5, 33, 60):
        ids, marks = chance.integers(0, 50, size), chance.integers(0, MARKS, size)
        shown.append((ids, {"words": table[ids], "marks": marks}))

    def run(model: bytes, feed: dict[str, Any]) -> Any:
        return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).run(["scores"], feed)[0]

    exact, rounded = (exported(weights, [feed for _, feed in shown], exact=exact) for exact in (True, False))
    assert len(rounded) < len(exact) / 3
    for ids, feed in shown:
        with torch.no_grad():
            hidden = judge.base(
                input_ids=torch.from_numpy(ids[None]), token_type_ids=torch.from_numpy(feed["marks"][None])
            ).last_hidden_state
            said = torch.cat([judge.pair(hidden), judge.places(hidden)], dim=2)[0].numpy()
        assert np.abs(run(exact, feed) - said).max() < 1e-4
        off = np.abs(run(rounded, feed) - said).max(axis=0) / said.std(axis=0)
        assert off.max() < 0.02  # with 4 bits .028
