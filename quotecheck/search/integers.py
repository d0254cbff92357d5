"""The product of two matrices of 8-bit integers, which NumPy has no fast kernel for: ONNX Runtime's MatMulInteger.

The encoder needs ONNX Runtime anyway. On a CPU with VNNI instructions its kernel is some four times as fast as NumPy's
float32 product, elsewhere about as fast; the sums are exact everywhere (docs/decisions/0008).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

IR_VERSION, OPSET = 8, 13
UINT8, INT8, INT32 = 2, 3, 6
"""Numbers of ONNX: the versions of its format and operators, and its types."""


class IntegerProduct:
    """``(left[start:stop] - middle) @ right`` for ``left`` (n, w) uint8 and ``right`` (w, q) int8, both contiguous.

    To be used by one thread at a time.
    """

    def __init__(self, left: NDArray[np.uint8], right: NDArray[np.int8], middle: int, room: int) -> None:
        """At most ``room`` rows are asked for at a time."""
        # Only addresses are handed on, so the arrays are held here.
        self._left, self._right = left, right
        self._sums = np.empty((room, right.shape[1]), np.int32)
        self._from, self._to = left.ctypes.data, self._sums.ctypes.data
        self._session = _session(middle)
        self._binding = self._session.io_binding()
        self._binding.bind_input("right", "cpu", 0, np.int8, right.shape, right.ctypes.data)

    def __call__(self, start: int, stop: int) -> NDArray[np.int32]:
        """(stop - start, q), overwritten by the next call."""
        width = len(self._right)
        sums = self._sums[: stop - start]
        self._binding.bind_input("left", "cpu", 0, np.uint8, (len(sums), width), self._from + start * width)
        self._binding.bind_output("sums", "cpu", 0, np.int32, sums.shape, self._to)
        self._session.run_with_iobinding(self._binding)
        return sums


@cache
def _session(middle: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(_model(middle), options, providers=["CPUExecutionProvider"])


def _model(middle: int) -> bytes:
    """A model of one node, in ONNX's own format (protocol buffers; field numbers from onnx.proto)."""
    node = _message((1, b"left"), (1, b"right"), (1, b"middle"), (2, b"sums"), (4, b"MatMulInteger"))
    constant = _message((2, UINT8), (8, b"middle"), (9, bytes([middle])))
    inputs = [(11, _matrix(b"left", UINT8)), (11, _matrix(b"right", INT8))]
    graph = _message((1, node), (2, b"product"), (5, constant), *inputs, (12, _matrix(b"sums", INT32)))
    return _message((1, IR_VERSION), (7, graph), (8, _message((2, OPSET))))


def _matrix(name: bytes, kind: int) -> bytes:
    any_shape = _message((1, b""), (1, b""))
    return _message((1, name), (2, _message((1, _message((1, kind), (2, any_shape))))))


def _message(*fields: tuple[int, int | bytes]) -> bytes:
    """Fields of a protocol buffer: whole numbers and runs of bytes, each under its number."""
    return b"".join(
        _whole(number << 3) + _whole(value)
        if isinstance(value, int)
        else _whole(number << 3 | 2) + _whole(len(value)) + value
        for number, value in fields
    )


def _whole(value: int) -> bytes:
    """A whole number of seven bits a byte, the lowest first; all bytes but the last have the eighth bit set."""
    head = b""
    while value > 127:
        head += bytes([value & 127 | 128])
        value >>= 7
    return head + bytes([value])
