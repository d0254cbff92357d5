"""What every network needs to run: a session of ONNX Runtime, the tokenizer, and text that it can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecheck.errors import ModelError
from quotecheck.networks.shipped import REINSTALL

_SURROGATE = re.compile("[\ud800-\udfff]")

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


def open_session(content: bytes) -> InferenceSession:
    """A session that computes on the thread that calls it. Raises ModelError for what is no usable model."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The graphs are written with the operators they are to run with; the further levels find nothing and take time.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 4  # a failure is raised as well; nothing is printed beside the output
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # the package's errors have no common base
        raise ModelError(f"model.onnx cannot be used ({problem})", REINSTALL) from problem


def open_tokenizer(content: bytes) -> Tokenizer:
    """The tokenizer of a tokenizer.json. Raises ModelError for what is none."""
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_str(content.decode("utf-8"))
    except Exception as problem:  # the package raises bare Exceptions
        raise ModelError(f"tokenizer.json cannot be used ({problem})", REINSTALL) from problem


def well_formed(text: str) -> str:
    """The text with each surrogate, which no encoding has, replaced by U+FFFD; as long as the text."""
    return _SURROGATE.sub("\ufffd", text)
