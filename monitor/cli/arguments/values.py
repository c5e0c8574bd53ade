"""Values as people type them on the command line."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.schema import formats
from monitor.cli.context import settings_of
from monitor.errors import UserError

_WORDS = {"today": 0, "yesterday": 1, "week": 7, "month": 30}
"""Days before this day's beginning."""
_NEAR = re.compile(r"(\d+)\s*([a-z]*)")
_UNITS = ("seconds", "minutes", "hours", "days", "weeks")
_DURATION = re.compile(r"(\d+\s*[smhdw])+")


def parse_duration(written: str) -> timedelta:
    """ "30s", "5m", "24h", "1h30m", "7d", "2w", as in the settings."""
    try:
        return formats.parse_duration("".join(written.split()))
    except formats.Malformed as error:
        if _DURATION.fullmatch(written.strip()):
            raise UserError(f'"{written}" is too long; at most 100 years') from error
        raise UserError(
            f'"{written}" is not a valid duration; {_near(written)}write it as 30s, 5m, 24h, 7d or 2w'
        ) from error


def _near(written: str) -> str:
    """ "did you mean 1d? " for "1day", and for a bare number the days."""
    found = _NEAR.fullmatch(written.strip().lower())
    if found is None:
        return ""
    unit = next((name[0] for name in _UNITS if found[2] and name.startswith(found[2].removesuffix("s"))), "")
    return f"did you mean {found[1]}{unit or 'd'}? " if unit or not found[2] else ""


def moment_ago(written: str) -> datetime | None:
    """A duration before now, a date or time as ISO 8601 (without zone: UTC), or a word such as "yesterday".

    ``None`` for an empty string. A word is the beginning of that day in the settings' zone.
    """
    if not written:
        return None
    if (days := _WORDS.get(written.strip().lower())) is not None:
        now = SystemClock().now().astimezone(ZoneInfo(settings_of(needs_secrets=False).timezone))
        return (now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    if _DURATION.fullmatch(written.strip()):
        return SystemClock().now() - parse_duration(written)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        near = _near(written) or "today, yesterday, week and month are understood, too"
        raise UserError(
            f'"{written}" is neither a duration (24h, 7d) nor a date (2026-11-01); {near.strip()}'
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
