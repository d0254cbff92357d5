"""quotecheck: who said what, in which words, and how far the outlets that printed it diverge.

The library's front door is here; heavy packages are imported only when one of these is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotecheck.pipeline import check, match, score, split, verify

__version__ = "0.1.0"
__all__ = ["__version__", "check", "match", "score", "split", "verify"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from quotecheck import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
