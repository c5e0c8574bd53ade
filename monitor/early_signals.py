"""Signals that arrive while the program is still being loaded, a third of a second on a small machine.

Importing this holds them: SIGHUP asks a daemon for a reload, and what is loaded later is read afresh anyway; Ctrl-C
ends a command by its signal, without the traceback of whichever module was being read. ``end`` gives Python its own
way of hearing Ctrl-C back.

The first process of a container gets no signal that it has no handler for: ``docker stop`` would wait, and kill.
"""

import os
import signal
import sys
from pathlib import PurePath
from types import FrameType

_DAEMONS = {"run", "worker"}
_PROGRAMS = {"monitor", "news-monitor", "__main__"}


def _begin() -> bool:
    """Whether Ctrl-C is held: not when this is a library, nor where whoever started the program ignores it."""
    if PurePath(sys.argv[0]).stem not in _PROGRAMS:
        return False
    if _DAEMONS.intersection(sys.argv[1:]) and hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if os.getpid() == 1:
        signal.signal(signal.SIGTERM, _end_now)
        signal.signal(signal.SIGINT, _end_now)
        return True
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return False
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return True


def _end_now(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 the form of every signal handler
    """As the signal itself ends any other process; of a daemon, to be asked to end is no failure."""
    os._exit(0 if number == signal.SIGTERM and _DAEMONS.intersection(sys.argv[1:]) else 128 + number)


_is_held = _begin()


def end() -> None:
    """Loading is over: Ctrl-C raises KeyboardInterrupt again."""
    if _is_held:
        signal.signal(signal.SIGINT, signal.default_int_handler)
