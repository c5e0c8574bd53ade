"""The clock, looked at now and then: whether what cannot be undone may rest on it."""

from datetime import datetime

from monitor.core.alerting.plausible_time import is_plausible, update_clock_trust
from monitor.core.model.operations.key_values import CLOCK_TRUST
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction

log = lazy_logger(__name__)


def observe_clock(tx: Transaction, now: datetime) -> bool:
    """Note one more look at the clock; returns whether it is trusted, and says so in the log when it is not."""
    before = tx.key_values.get(CLOCK_TRUST)
    trust = update_clock_trust(before, now, newest=tx.retention.newest_time() if before is None else None)
    tx.key_values.set(CLOCK_TRUST, trust, now=now)
    if is_plausible(trust, now):
        return True
    log.warning(
        "the clock is implausibly far ahead: nothing is deleted, given up or closed until it has held for a day",
        now=now.isoformat(timespec="seconds"),
        newest_known=trust.known_at.isoformat(timespec="seconds"),
    )
    return False


def clock_is_trusted(tx: Transaction, now: datetime) -> bool:
    """Whether the last look, and this moment, are near enough to the newest time that was believed."""
    return is_plausible(tx.key_values.get(CLOCK_TRUST), now)
