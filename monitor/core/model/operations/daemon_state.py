"""What a daemon says of itself to the process that serves its pages."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.core.model.operations.monitor_status import Outage
from monitor.values import dataclass

Counted = tuple[tuple[int, ...], float]
"""``Durations``: the counts within its bounds, and the total in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonState:
    """One look at the daemon. ``silence``: how long there was no tick; ``troubles``: what it knows to be wrong."""

    process: int
    began_at: datetime
    beat_at: datetime | None
    silence: timedelta
    troubles: Mapping[str, str]
    outage: Outage | None
    polls: Mapping[str, int]
    """Polls that ended, by what they brought."""
    poll_seconds: Counted
    commits: Counted
