"""A sign of life to an address outside, while the monitor does its work: its silence is then noticed elsewhere."""

from collections.abc import Callable
from datetime import timedelta

from monitor.core.model.settings import HeartbeatSettings
from monitor.core.status.conditions import MonitorStatus
from monitor.log_lines import lazy_logger
from monitor.ports import Clock, Pinger

log = lazy_logger(__name__)

_SOON = timedelta(seconds=5)
_BLIND = frozenset({"offline", "no-answer"})
"""A monitor that sees nothing does not do its work, however well its process is."""


def is_alive(status: MonitorStatus | None) -> bool:
    """Whether the monitor does its work: it ticks, stores, and something answers."""
    return status is not None and status.state != "failing" and not any(c.kind in _BLIND for c in status.conditions)


async def send_signs_of_life(
    settings: HeartbeatSettings, pinger: Pinger, clock: Clock, *, state: Callable[[], MonitorStatus | None]
) -> None:
    """Until cancelled: one request per interval on success only; silence is what tells of a failure."""
    while True:
        if is_alive(state()):
            why = await pinger.ping(settings.url)
            if why:
                log.warning("the sign of life was not taken", error=why)
            wait = settings.every
        else:
            # Looked at again soon, so that the first success is told without a delay.
            wait = min(settings.every, _SOON)
        await clock.sleep_until(clock.now() + wait)
