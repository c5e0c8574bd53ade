"""Memory that was freed goes back to the system from time to time.

The C library keeps what libraries free, in case they want it again: after busy minutes that is 2 to 10 MiB.
"""

import ctypes
from collections.abc import Callable
from dataclasses import field
from typing import Any

from monitor.values import dataclass

_MOST_HEAPS = -8
"""``M_ARENA_MAX`` of malloc.h."""
_TICKS = 20
"""Between two times: one takes 2 to 5 ms, most of it for memory that is really given back."""


def _share_one_heap() -> Callable[[int], Any]:
    """Have all threads take their memory from one heap: one that each has holds what no other thread can use.

    Returns glibc's ``malloc_trim``; other C libraries have neither, and nothing is done there.
    """
    library = ctypes.CDLL(None)
    getattr(library, "mallopt", lambda _name, _value: 0)(_MOST_HEAPS, 1)
    return getattr(library, "malloc_trim", lambda _: 0)


@dataclass(slots=True, kw_only=True)
class SpareMemory:
    """Call ``tick`` once a second."""

    give_back: Callable[[int], Any] = field(default_factory=_share_one_heap)
    _ticks: int = 0

    def tick(self) -> None:
        """Give back what is spare, every twentieth time."""
        self._ticks += 1
        if self._ticks % _TICKS == 0:
            self.give_back(0)
