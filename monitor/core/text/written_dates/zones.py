"""The time zone that a date names, or that a source is in."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.core.text.written_dates.patterns import (
    ZONES,
)

# Without "standard" or "daylight" it is the clock of the place, whatever the season.
_NORTH_AMERICA: Final = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"
}  # fmt: skip


def zone_named(name: str) -> tzinfo:
    """The time zone of that name; UTC when the name is empty or unknown (settings are checked elsewhere)."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def zone_of(written: str) -> tzinfo | None:
    """The zone that the text names: an offset, an abbreviation or an area; ``None`` = unknown."""
    written = written.strip().lower().replace("−", "-")
    if not written:
        return None
    if written in ZONES:
        return timezone(timedelta(hours=ZONES[written]))
    if written in _NORTH_AMERICA:
        return zone_named(_NORTH_AMERICA[written])
    if offset := re.fullmatch(r"(?:gmt|utc|ut)?\s*([+-])\s*(\d{1,2}):?(\d{2})?", written):
        sign, hours, minutes = offset.groups()
        shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-shift if sign == "-" else shift) if shift < timedelta(hours=24) else None
    if "/" in written:
        area = "/".join("_".join(part.capitalize() for part in piece.split("_")) for piece in written.split("/"))
        zone = zone_named(area)
        return None if zone is UTC else zone
    return None
