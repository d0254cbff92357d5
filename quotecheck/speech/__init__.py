"""From an article to its quotes: who said what, and by which words the article says so."""

from quotecheck.speech.identity import same_speaker, unify_speakers
from quotecheck.speech.split import split_article
from quotecheck.speech.tagging import load_tagger

__all__ = ["load_tagger", "same_speaker", "split_article", "unify_speakers"]
