"""Whether the clock can be believed: nothing that cannot be undone rests on one reading of it.

A board without a battery starts in another year, a virtual machine wakes up, somebody sets a clock. The newest time
that the monitor worked at is kept; a "now" that lies a month beyond it is followed in everything that can be repaired
(polls, messages), but nothing is deleted, given up or closed by it until it has held for a day.
"""

from datetime import datetime, timedelta

from monitor.core.model.operations.key_values import ClockTrust

FARTHEST = timedelta(days=30)
"""A monitor that was off for longer finds its clock doubted for a day."""
_PROBATION = timedelta(days=1)
_LONGEST_STEP = timedelta(hours=12)
"""Looks that lie farther apart prove no more than this: a second jump is no day of trust."""


def update_clock_trust(trust: ClockTrust | None, now: datetime, *, newest: datetime | None) -> ClockTrust:
    """What is known after one more look at the clock. ``newest``: the newest time in the store, for the first look."""
    if trust is None:
        trust = ClockTrust(known_at=now if newest is None else newest)
    if now - trust.known_at <= FARTHEST:
        # A clock that is behind for a while (a board that boots with an old date) makes nothing unknown.
        return ClockTrust(known_at=max(trust.known_at, now))
    if trust.jumped_at is None or trust.seen_at is None or now < trust.jumped_at:
        return ClockTrust(known_at=trust.known_at, jumped_at=now, seen_at=now)
    held_for = trust.held_for + min(max(now - trust.seen_at, timedelta(0)), _LONGEST_STEP)
    if held_for >= _PROBATION:
        return ClockTrust(known_at=now)
    return ClockTrust(known_at=trust.known_at, jumped_at=trust.jumped_at, seen_at=now, held_for=held_for)


def is_plausible(trust: ClockTrust | None, now: datetime) -> bool:
    """Whether what cannot be undone may rest on ``now``."""
    return trust is None or now - trust.known_at <= FARTHEST
