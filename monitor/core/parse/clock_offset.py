"""Notices an outlet whose dates run whole hours ahead: local time labelled as GMT."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from monitor.core.model.entries import ParsedEntry
from monitor.core.text.written_dates.zones import zone_named

_TOLERANCE: Final = timedelta(minutes=20)
_MOST: Final = timedelta(hours=14)
_FEWEST: Final = 2


def clock_offset(entries: Sequence[ParsedEntry], now: datetime, *, timezone: str = "") -> timedelta:
    """How far the dates of a document run ahead of the clock, in whole hours; zero when they do not.

    Several entries dated later than ``now`` (by less than 14 h) are no slip, but they may be events that are announced.
    The offset is that of the source's own zone when it explains them, else the fewest hours that bring all of them back
    to the present, unless an entry with a past date speaks against it: a clock that is wrong is wrong for all. One
    entry ahead is left alone.
    """
    ahead = [
        entry.published_at - now
        for entry in entries
        if entry.published_at and entry.precision == "second" and _TOLERANCE < entry.published_at - now <= _MOST
    ]
    if len(ahead) < min(_FEWEST, len(entries)) or not ahead:
        return timedelta(0)
    needed = math.ceil((max(ahead) - _TOLERANCE) / timedelta(hours=1))
    local = now.astimezone(zone_named(timezone)).utcoffset() or timedelta(0)
    if local >= timedelta(hours=needed):
        return timedelta(hours=local // timedelta(hours=1))
    past = any(_is_dated(entry) and entry.published_at <= now + _TOLERANCE for entry in entries if entry.published_at)
    return timedelta(0) if past else timedelta(hours=needed)


def _is_dated(entry: ParsedEntry) -> bool:
    return entry.published_at is not None and entry.precision == "second" and entry.trust != "first_seen"
