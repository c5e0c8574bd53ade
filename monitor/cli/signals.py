"""Signals of the daemon: heard from the first moment on, and obeyed whatever hangs."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from monitor.app.runtime.daemon import Signals
from monitor.values import dataclass

LONGEST_STOP = 7.5
"""Seconds from a signal to the end: service managers and containers kill after ten."""
_INTERRUPTED = 130


@dataclass(slots=True)
class SignalReceiver:
    """Takes signals before there is an event loop; ``connect`` hands them to it, those that came before, too."""

    reload_wanted: bool = False
    stops: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _signals: Signals | None = None
    _tell: Callable[[], None] = lambda: None

    def connect(self, signals: Signals, *, tell: Callable[[], None] = lambda: None) -> None:
        """From inside the running loop. ``tell`` answers whoever asks to stop, at once."""
        self._loop, self._signals, self._tell = asyncio.get_running_loop(), signals, tell
        if self.reload_wanted:
            signals.reload.set()
        if self.stops:
            signals.stop.set()

    def take_reload(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 the form of every signal handler
        """SIGHUP."""
        self.reload_wanted = True
        if self._loop is not None and self._signals is not None:
            self._loop.call_soon_threadsafe(self._signals.reload.set)

    def take_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 as above
        """SIGTERM, SIGINT: the first asks, the second stops now."""
        self.stops += 1
        if self.stops > 1:
            os._exit(_INTERRUPTED)
        if self._loop is None or self._signals is None:
            if number == signal.SIGTERM:
                # As later on: an end that was asked for is no failure to whoever supervises this.
                raise SystemExit(0)
            raise KeyboardInterrupt
        self._loop.call_soon_threadsafe(self._signals.stop.set)
        self._tell()
        # A thread that waits for a name server, or a loop that is stuck, cannot be waited for; the store survives it.
        last = threading.Timer(LONGEST_STOP, os._exit, args=(0,))
        last.daemon = True
        last.start()


@contextlib.contextmanager
def signals_taken() -> Iterator[SignalReceiver]:
    """Take SIGHUP, SIGTERM and SIGINT as long as the block lasts; SIGHUP does nothing behind it either."""
    receiver = SignalReceiver()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGHUP, receiver.take_reload)
    for number in before:
        signal.signal(number, receiver.take_stop)
    try:
        yield receiver
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
