"""How long to wait: what a server asks for (Retry-After), what doubles with each failure, and draws without chance."""

import hashlib
import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_ASKED = timedelta(hours=24)
"""No server may keep us waiting for longer than this."""
_MAX_DOUBLINGS = 40
_LONGEST_TEXT = 64


def doubled_wait(first: timedelta, failures: int, *, longest: timedelta) -> timedelta:
    """``first`` · 2 to the power of ``failures`` (0 and more), at most ``longest``."""
    # Capped before the power: timedelta overflows long before a server stops failing.
    seconds = first.total_seconds() * 2.0 ** min(max(failures, 0), _MAX_DOUBLINGS)
    return timedelta(seconds=min(seconds, longest.total_seconds()))


def read_retry_after(text: str, *, now: datetime, at_least: timedelta) -> timedelta | None:
    """``Retry-After`` (RFC 9110 §10.2.3): seconds, also fractions, or a date; kept within ``at_least`` and 24 h.

    ``None`` when it says nothing usable.
    """
    text = text.strip()[:_LONGEST_TEXT]
    try:
        seconds = float(text)
    except ValueError:
        until = read_http_date(text)
        return None if until is None else clamp_wait((until - now).total_seconds(), at_least=at_least)
    return clamp_wait(seconds, at_least=at_least)


def clamp_wait(seconds: object, *, at_least: timedelta) -> timedelta | None:
    """A waiting time in seconds as a server tells it, kept within ``at_least`` and 24 h; ``None`` for no number."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or math.isnan(seconds):
        return None
    return timedelta(seconds=min(max(float(seconds), at_least.total_seconds()), LONGEST_ASKED.total_seconds()))


def read_http_date(text: str) -> datetime | None:
    """The instant that an HTTP date names (RFC 9110 §5.6.7), or ``None``; HTTP knows no zone but GMT."""
    if not text or len(text) > _LONGEST_TEXT:
        return None
    try:
        when = parsedate_to_datetime(text)
        # West of Greenwich the last evening of the year 9999 lies beyond all that can be told.
        return when.astimezone(UTC) if when.tzinfo is not None else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def draw_for(name: str, number: int) -> float:
    """A number in [0, 1), spread evenly over names and numbers and the same in every run.

    Chance would make a replay differ from what it replays.
    """
    digest = hashlib.blake2b(f"{number} {name}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48
