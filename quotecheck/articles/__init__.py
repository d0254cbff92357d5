"""The first station: files, folders and streams in, articles out; what cannot be read is listed with its reason."""

from quotecheck.articles.inputs import read_articles
from quotecheck.articles.plain import metadata_spans
from quotecheck.articles.rows import read_pairs, read_texts

__all__ = ["metadata_spans", "read_articles", "read_pairs", "read_texts"]
