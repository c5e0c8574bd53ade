"""Where a list goes on, as text that programs hand back unread."""

from datetime import UTC, datetime, timedelta

from monitor.core.model.filters import StoryPlace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST_DIGITS = 17


def place_text(place: StoryPlace | None) -> str:
    """A place in the list of stories: microseconds and id."""
    return f"{(place.last_seen_at - _EPOCH) // _MICROSECOND}.{place.id}" if place else ""


def place_in(text: str) -> StoryPlace | None:
    """What ``place_text`` wrote; ``None`` for anything else: the list then begins at its beginning."""
    at, _, number = text.partition(".")
    if number_in_cursor(at) is None or (found := number_in_cursor(number)) is None:
        return None
    return StoryPlace(last_seen_at=_EPOCH + int(at) * _MICROSECOND, id=found)


def number_in_cursor(text: str) -> int | None:
    """A number that is a cursor by itself; ``None`` for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None
