"""When a reader was here last: kept in the reader's own browser, so that looking changes nothing in the store."""

from datetime import UTC, datetime, timedelta

from fastapi.responses import Response

from monitor.web.cookies import OwnCookies

_VISIT = "visit"
_PAUSE = timedelta(minutes=30)
"""Away for so long, one comes back to a new visit; a reload within it keeps its marker."""
_FIRST = timedelta(days=1)
_KEPT = 90 * 24 * 3600


def last_visit(cookies: OwnCookies, now: datetime) -> tuple[datetime, bool]:
    """Since when things are new to this reader, and whether that is a visit (or just the last day)."""
    before, latest = _visit_times(cookies)
    if latest is not None and now - latest > _PAUSE:
        before = latest
    return (before, True) if before is not None and before <= now else (now - _FIRST, False)


def note_visit(cookies: OwnCookies, answer: Response, now: datetime) -> None:
    """Remember in the browser that it was here now."""
    before, latest = _visit_times(cookies)
    if latest is not None and now - latest > _PAUSE:
        before = latest
    cookies.keep(answer, _VISIT, f"{_write_stamp(before)}.{_write_stamp(now)}", seconds=_KEPT)


def _visit_times(cookies: OwnCookies) -> tuple[datetime | None, datetime | None]:
    """The visit before this one, and when a page was last seen."""
    before, _, latest = cookies.read(_VISIT).partition(".")
    return _moment(before), _moment(latest)


def _write_stamp(at: datetime | None) -> str:
    return str(int(at.timestamp())) if at is not None else ""


def _moment(text: str) -> datetime | None:
    if not (text.isascii() and text.isdecimal() and len(text) <= 11):
        return None
    return datetime.fromtimestamp(int(text), tz=UTC)
