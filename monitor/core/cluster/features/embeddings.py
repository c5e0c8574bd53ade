"""What two reports mean, compared: vectors of an optional embedder, kept small with a report's features."""

import base64
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = lazy_module("numpy")


Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Texts → a vector each, of any length; an empty one for a text that has none."""

_MOST = 127
"""Vectors are kept as one signed byte a dimension: their cosines move by less than 0.002."""
_DECODED = 4096


def pack_vector(vector: Sequence[float]) -> str:
    """A vector as text; its length is lost, its direction is kept."""
    values = np.asarray(vector, dtype=np.float64)
    largest = np.abs(values).max(initial=0.0)
    if not largest > 0.0 or not np.isfinite(largest):
        return ""
    return base64.b64encode(np.rint(values / largest * _MOST).astype(np.int8).tobytes()).decode()


def cosine_between(a: str, b: str) -> float:
    """Cosine of the angle between two packed vectors; 0 when their models differ in size."""
    first, other = _unit_vector(a), _unit_vector(b)
    return float(first @ other) if first.shape == other.shape else 0.0


@lru_cache(maxsize=_DECODED)
def _unit_vector(text: str) -> "NDArray[np.float32]":
    values = np.frombuffer(base64.b64decode(text), dtype=np.int8).astype(np.float32)
    unit: NDArray[np.float32] = values / np.float32(np.sqrt(values @ values))
    return unit
