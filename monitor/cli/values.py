"""Values as people type them on the command line."""

import re
from datetime import UTC, datetime, timedelta

from monitor.adapters.clock import SystemClock
from monitor.errors import UserError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST = timedelta(days=36_500)


def parse_duration(written: str) -> timedelta:
    """ "30s", "5m", "24h", "7d", "2w"."""
    found = re.fullmatch(r"(\d+)\s*([smhdw])", written.strip())
    if not found:
        raise UserError(f'"{written}" is not a valid duration; write it as 30s, 5m, 24h, 7d or 2w')
    try:
        lasting = timedelta(**{_UNITS[found[2]]: int(found[1])})
    except (OverflowError, ValueError):
        lasting = timedelta.max
    if lasting > _LONGEST:
        raise UserError(f'"{written}" is too long; at most {_LONGEST.days}d')
    return lasting


def moment_ago(written: str) -> datetime | None:
    """A duration before now, or a date or time as ISO 8601 (without zone: UTC); ``None`` for an empty string."""
    if not written:
        return None
    if re.fullmatch(r"\d+\s*[smhdw]", written.strip()):
        return SystemClock().now() - parse_duration(written)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise UserError(f'"{written}" is neither a duration (24h, 7d) nor a date (2026-11-01)') from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
