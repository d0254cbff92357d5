"""From texts to vectors: the Encoder protocol and what loads one."""

from __future__ import annotations

from quotecheck.embedding.encoder import Encoder

__all__ = ["Encoder", "load_encoder"]


def load_encoder(name: str | None = None, *, allow_download: bool = False) -> Encoder:
    """The shipped encoder, or for a ``name`` the sentence-transformers model of that hub name or folder.

    Nothing touches a network unless ``allow_download`` lets a hub name be fetched. Raises ModelError where the model is
    missing or damaged, and MissingExtraError where ``name`` needs a package that is not installed.
    """
    if name is None:
        from quotecheck.embedding.onnx import OnnxEncoder

        return OnnxEncoder()
    from quotecheck.embedding.sentence_transformers import SentenceTransformersEncoder

    return SentenceTransformersEncoder(name, allow_download=allow_download)
