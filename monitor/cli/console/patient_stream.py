"""Writing to a terminal or pipe that may not be read: a thread waits for the reader, the program does not."""

import contextlib
import io
import threading
from collections import deque
from collections.abc import Iterable
from typing import TextIO

from typing_extensions import override

from monitor.cli.console.live_line import LiveLine

_MOST = 10_000
"""Pieces that wait; later ones are counted, not kept."""
_TAKEN_WITHIN = 5.0
"""Seconds that a message waits for its reader before it is tried again later."""
_FAREWELL = 0.5


class NotReadError(OSError):
    """Nobody reads; nothing of this text was written."""


class PatientStream(io.TextIOBase):
    """``stream`` behind a queue and a thread. ``write`` never waits; ``deliver`` waits a while and then says no."""

    def __init__(self, stream: TextIO, line: LiveLine | None = None) -> None:
        self._stream = stream
        self._line = line
        self._queue: deque[_Piece] = deque()
        self._more = threading.Condition()
        self._lost = 0
        self._thread = threading.Thread(target=self._pump, name="writer", daemon=True)
        self._thread.start()

    @property
    @override
    def encoding(self) -> str:  # type: ignore[override]
        """The stream's."""
        return self._stream.encoding

    @override
    def isatty(self) -> bool:
        return self._stream.isatty()

    @override
    def fileno(self) -> int:
        return self._stream.fileno()

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, text: str, /) -> int:
        """Queue it; when the queue is full it is lost, and how many were lost is said when the reader is back."""
        with self._more:
            if len(self._queue) >= _MOST:
                self._lost += 1
                return len(text)
            self._queue.append(_Piece(text))
            self._more.notify()
        return len(text)

    @override
    def writelines(self, lines: Iterable[str], /) -> None:  # type: ignore[override]
        for line in lines:
            self.write(line)

    @override
    def flush(self) -> None:
        """The thread flushes each piece."""

    def deliver(self, text: str) -> None:
        """Write it and wait until it is taken; NotReadError when not even its beginning is within five seconds."""
        piece = _Piece(text)
        with self._more:
            self._queue.append(piece)
            self._more.notify()
        if not piece.done.wait(_TAKEN_WITHIN):
            with self._more:
                if piece in self._queue:
                    self._queue.remove(piece)
                    raise NotReadError("nobody reads what this program prints")
            # Begun: it arrives as soon as somebody reads, so it counts as printed.
        if piece.error is not None:
            raise piece.error

    def draw_line(self) -> None:
        """Draw the live line again; nothing while something waits to be written, for that draws it, too."""
        with self._more:
            if self._queue:
                return
            self._queue.append(_Piece(""))
            self._more.notify()

    def end(self) -> None:
        """Give what waits a moment."""
        with self._more:
            last = self._queue[-1] if self._queue else None
        if last is not None:
            last.done.wait(_FAREWELL)

    def _pump(self) -> None:
        while True:
            with self._more:
                while not self._queue:
                    self._more.wait()
                piece = self._queue.popleft()
                lost, self._lost = self._lost, 0
            if lost:
                with contextlib.suppress(OSError, ValueError):
                    self._stream.write(f"({lost} lines were lost here: nobody read them)\n")
            try:
                self._put(piece.text)
            except (OSError, ValueError) as error:
                piece.error = error if isinstance(error, OSError) else OSError(str(error))
            piece.done.set()

    def _put(self, text: str) -> None:
        if self._line is None:
            self._stream.write(text)
            self._stream.flush()
            return
        with self._line.lock:
            self._stream.write(self._line.around(text))
            self._stream.flush()


class _Piece:
    """One text and how it ended."""

    __slots__ = ("done", "error", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = threading.Event()
        self.error: OSError | None = None
