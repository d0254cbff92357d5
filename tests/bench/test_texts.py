from __future__ import annotations

from pathlib import Path

import pytest

from quotecheck import check
from quotecheck.bench import generated
from quotecheck.bench.texts import data_folder, find_articles, find_sentences


def test_made_up_sentences_differ_and_come_every_time() -> None:
    sentences = generated.sentences(3000)
    assert len(set(sentences)) == 3000
    assert generated.sentences(3000) == sentences
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


def test_made_up_articles_are_as_long_as_they_say_and_share_quotes() -> None:
    articles = list(generated.articles(4))
    assert len({article.id for article in articles}) == 4
    assert [article.text for article in generated.articles(4)] == [article.text for article in articles]
    for article in articles:
        assert generated.ARTICLE_WORDS * 0.9 < len(article.text.split()) < generated.ARTICLE_WORDS * 1.2
    report = check(articles[:2])
    assert len(report.statements) >= 3


def test_without_data_seeds_and_made_up_news_are_taken(no_data: None) -> None:
    assert data_folder() is None
    texts = find_sentences(500)
    assert "made-up" in texts.source
    assert 500 <= len(texts.sentences) == len(set(texts.sentences))
    assert find_sentences(500) == texts
    source, articles = find_articles(6)
    assert "made-up" in source
    assert len(articles) == 6


def test_real_sentences_are_taken_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "articles").mkdir(parents=True)
    (tmp_path / "data" / "pairs").mkdir()
    (tmp_path / "data" / "articles" / "one.jsonl").write_text(
        '{"id": "1", "outlet": "The Lantern", "text": "The quay is shut. It will not open.\\n\\nThe quay is shut."}\n'
    )
    (tmp_path / "data" / "pairs" / "outlets_dev.jsonl").write_text(
        '{"id": "1", "a": "Nobody  asked us.", "b": "We were not asked."}\n'
    )
    monkeypatch.setenv("QUOTECHECK_SHARED", str(tmp_path))
    texts = find_sentences(10_000)
    assert sorted(texts.sentences) == [
        "It will not open.",
        "Nobody asked us.",
        "The quay is shut.",
        "We were not asked.",
    ]
    source, (article,) = find_articles(1)
    assert (source, article.outlet) == ("articles of the data", "The Lantern")
    assert "made-up" in find_articles(2)[0]


def test_the_evaluation_data_are_found(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTECHECK_SHARED", str(shared))
    assert len(find_sentences(1).sentences) > 58_000
    assert len(find_articles(200)[1]) == 200
