"""What was looked at last: whoever comes back to it, or tries something on it, finds it without another request."""

from collections import OrderedDict
from dataclasses import field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from monitor.values import dataclass

T = TypeVar("T")
_KEPT_FOR = timedelta(minutes=10)
_MOST_KEPT = 4


@dataclass(slots=True)
class Recent(Generic[T]):
    """The last few things by address, each for ten minutes; the oldest goes."""

    _kept: OrderedDict[str, tuple[datetime, T]] = field(default_factory=OrderedDict)

    def find(self, url: str, *, now: datetime) -> T | None:
        """What is kept of this address, if it is not too old, or younger than now: the clock was set back."""
        at, found = self._kept.get(url, (now, None))
        return found if timedelta(0) <= now - at < _KEPT_FOR else None

    def keep(self, url: str, found: T, *, now: datetime) -> None:
        """Remember it in the place of what was known of the address."""
        self._kept[url] = now, found
        self._kept.move_to_end(url)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
