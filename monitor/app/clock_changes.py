"""After the clock was set back: nothing may wait for, or hide behind, a time that has not come yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.core.digest.windows import brought_back
from monitor.core.model.deliveries import Digest
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction

log = lazy_logger(__name__)

_SAME_PERIOD = timedelta(hours=24)
"""A digest from further in the future leaves its period to the day that will truly have it; a nearer one was it."""
_MOMENT = timedelta(microseconds=1)


def repair_future_rows(tx: Transaction, now: datetime) -> None:
    """Bring what was noted under a later time back to now, in its order. Costs three look-ups when there is nothing.

    Asked before anything is stored or opened, so that nothing new can fall into a digest's window that is over.
    """
    digests = tx.digests.beyond(now)
    newest = tx.mentions.newest_seen_at()
    if digests or (newest is not None and newest > now):
        _mend_windows(tx, digests, now)
    waiting = tx.outbox.bring_back(now=now)
    if digests or waiting:
        log.warning("the clock was set back", digests=len(digests), deliveries=waiting)


def _mend_windows(tx: Transaction, digests: Sequence[Digest], now: datetime) -> None:
    """What a digest from the future told stays inside a window that has ended; what none told falls into the next."""
    bounds = sorted({at for digest in digests for at in (digest.from_at, digest.to_at) if at > now})
    images = brought_back(bounds, now)
    first = images[bounds[0]] - _MOMENT if bounds else now
    tx.mentions.bring_back(from_at=now + _MOMENT, before=bounds[0] if bounds else None, to=first)
    for start, end in pairwise((*bounds, None)):
        if start is not None:
            tx.mentions.bring_back(from_at=start, before=end, to=images[start])
    for digest in digests:
        from_at, to_at = (images.get(at, at) for at in (digest.from_at, digest.to_at))
        tx.digests.bring_back(digest.id, period=_marked_period(digest, now), from_at=from_at, to_at=to_at)


def _marked_period(digest: Digest, now: datetime) -> str:
    return digest.period if digest.to_at - now <= _SAME_PERIOD else f"{digest.period} (clock set back, {digest.id})"
