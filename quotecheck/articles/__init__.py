"""The first station: files, folders and streams in, articles out; what cannot be read is listed with its reason."""

from quotecheck.articles.inputs import read_articles
from quotecheck.articles.plain import metadata_spans
from quotecheck.articles.rows import read_pairs, read_texts
from quotecheck.articles.transcripts import is_claims, read_claims, read_transcript

__all__ = [
    "is_claims",
    "metadata_spans",
    "read_articles",
    "read_claims",
    "read_pairs",
    "read_texts",
    "read_transcript",
]
