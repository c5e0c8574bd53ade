"""Values as people type them on the command line."""

import re
from datetime import UTC, datetime, timedelta

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.schema import formats
from monitor.errors import UserError

_DURATION = re.compile(r"(\d+\s*[smhdw])+")


def parse_duration(written: str) -> timedelta:
    """ "30s", "5m", "24h", "1h30m", "7d", "2w", as in the settings."""
    try:
        return formats.parse_duration("".join(written.split()))
    except formats.Malformed as error:
        if _DURATION.fullmatch(written.strip()):
            raise UserError(f'"{written}" is too long; at most 100 years') from error
        raise UserError(f'"{written}" is not a valid duration; write it as 30s, 5m, 24h, 7d or 2w') from error


def moment_ago(written: str) -> datetime | None:
    """A duration before now, or a date or time as ISO 8601 (without zone: UTC); ``None`` for an empty string."""
    if not written:
        return None
    if _DURATION.fullmatch(written.strip()):
        return SystemClock().now() - parse_duration(written)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise UserError(f'"{written}" is neither a duration (24h, 7d) nor a date (2026-11-01)') from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
