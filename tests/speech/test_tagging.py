"""The shipped tagger on made-up articles, with the real weights."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from quotecheck.errors import ModelError
from quotecheck.networks import shipped
from quotecheck.networks.formats import float_weights
from quotecheck.networks.words import WordTable
from quotecheck.records import Article, Quote
from quotecheck.speech import split, split_article
from quotecheck.speech.attitudes import may_attribute
from quotecheck.speech.split import read_attributions
from quotecheck.speech.tagging import Tagger, load_tagger

ARTICLE = """\
The mayor of Penhallow, Ilse Quandt, pledged on Tuesday to reopen the swimming bath within a year.

More than 400 people had signed the petition, according to the harbour board.

Quandt told the council that the roof was safe. “Nobody will be hurt,” she said, “as long as I am mayor.”

Critics were not convinced. Orrin Steel, which built the roof, denied that its beams were rusty.

The town has 3,000 inhabitants and two churches."""


def quotes(text: str) -> list[Quote]:
    return split_article(Article("made-up", text))


def said(found: list[Quote]) -> dict[str, str | None]:
    """The words without marks at their edges, and who is named with them."""
    mention = {q.id: ARTICLE[slice(*q.mention)] if q.mention else None for q in found}
    return {q.text.strip(" .,“”"): mention[q.id] for q in found if q.speech}


def test_indirect_speech_is_found_as_far_as_its_clause_runs() -> None:
    found = said(quotes(ARTICLE))
    assert found["to reopen the swimming bath within a year"] == "The mayor of Penhallow, Ilse Quandt"
    assert found["More than 400 people had signed the petition"] == "the harbour board"
    assert found["that the roof was safe"] == "Quandt"
    assert found["that its beams were rusty"].startswith("Orrin Steel")
    assert not any("inhabitants" in words for words in found)


def test_an_interrupted_quote_is_one() -> None:
    (broken,) = [q for q in quotes(ARTICLE) if "Nobody" in q.text]
    assert [ARTICLE[slice(*s)] for s in broken.quoted] == ["Nobody will be hurt,", "as long as I am mayor."]
    assert broken.speaker == "Ilse Quandt"


def test_the_same_article_gives_the_same_quotes_on_any_thread_and_beside_any_other() -> None:
    alone = quotes(ARTICLE)
    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(quotes, [ARTICLE, ARTICLE + "\n\n“Stop,” said Bo.", ARTICLE, ARTICLE])][2] == alone


def test_one_article_reads_alike_with_marks_of_another_style() -> None:
    straight = ARTICLE.replace("“", '"').replace("”", '"')
    assert [(q.kind, q.content, q.mention) for q in quotes(straight)] == [
        (q.kind, q.content, q.mention) for q in quotes(ARTICLE)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "\x00\x07",
        "said " * 3000,
        "“" * 500,
        "x" * 5000,
        "[SEP] [CLS] [MASK] said he",
        "\ud83d\ude00 said it rains.",
        "\ud800 said \udfff.",
    ],
)
def test_hostile_texts_are_read_without_a_crash(text: str) -> None:
    for quote in quotes(text):
        assert quote.content
        assert all(0 <= s.start < s.end <= len(text) for s in quote.content)


def test_quotes_are_in_order_and_do_not_overlap() -> None:
    found = quotes(ARTICLE * 3)
    assert [q.content[0] for q in found] == sorted(q.content[0] for q in found)
    places = sorted(span for quote in found for span in quote.content)
    assert all(one.end <= two.start for one, two in itertools.pairwise(places))


def test_a_paragraph_too_long_for_the_tagger_is_read_by_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ida Brandt said that the mill was safe. She denied the report, adding that it would open in May."
    monkeypatch.setattr(split, "LONGEST_PARAGRAPH", 20)
    found = quotes(text)
    assert text[slice(*found[0].content[0])] == "that the mill was safe"
    assert found[0].speaker == "Ida Brandt"
    assert all(q.confidence > 0.3 for q in found)


def test_question_and_answer_name_nobody() -> None:
    found = quotes("Q: Will you stay?\n\nA: Yes, I will.\n\nQ: For long?\n\nA: Until May.")
    assert [q.speaker for q in found] == [None] * 4
    assert all(q.confidence > 0.8 for q in found)


def test_a_paragraph_that_can_hold_no_attribution_is_left_out() -> None:
    assert not may_attribute("The town has 3,000 inhabitants and two churches.")
    assert may_attribute("The town has “3,000 souls” and two churches.")
    assert may_attribute("Critics were not convinced.")
    assert may_attribute("Bo: The town is small")
    assert read_attributions(Article("a", "The town has 3,000 inhabitants.")).readings == []


def test_the_words_are_the_encoders_own(root: Path) -> None:
    table = float_weights((root / "models/encoder/model.onnx").read_bytes())["embeddings.word_embeddings.weight"]
    words = WordTable()
    ids = np.array([101, 2056, 30521])
    assert words.rows(ids).tolist() == table[ids].tolist()


def test_a_damaged_tagger_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "models"
    shutil.copytree(shipped.models_folder(), copy)
    monkeypatch.setattr(shipped, "models_folder", lambda: copy)
    (copy / "tagger" / "model.onnx").write_bytes(b"no network")
    with pytest.raises(ModelError, match=r"tagger.model\.onnx is damaged"):
        Tagger()
    shutil.rmtree(copy / "tagger")
    with pytest.raises(ModelError, match="no model 'tagger' is shipped"):
        Tagger()


def test_the_identity_names_both_networks() -> None:
    assert load_tagger().identity.startswith("quotecheck-tagger-int8@sha256:")
    assert "quotecheck-encoder-int8@sha256:" in load_tagger().identity


def test_nothing_heavy_is_imported_for_it() -> None:
    code = "import sys, quotecheck.speech.tagging as t; t.load_tagger(); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "transformers", "sentence_transformers", "onnx"} & set(modules)
