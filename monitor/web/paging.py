"""Where a list goes on, as it stands in an address."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from monitor.core.model.filters import StoryPlace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def place_text(place: StoryPlace | None) -> str:
    """A place in the list of stories: microseconds and id."""
    return f"{(place.last_seen_at - _EPOCH) // _MICROSECOND}.{place.id}" if place else ""


def place_in(text: str) -> StoryPlace | None:
    """What ``place_text`` wrote; ``None`` for anything else: the list then begins at its beginning."""
    at, _, number = text.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 17 for part in (at, number)):
        return None
    return StoryPlace(last_seen_at=_EPOCH + int(at) * _MICROSECOND, id=int(number))


def query_text(path: str, **values: str) -> str:
    """An address with those values that are set."""
    wanted = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(wanted)}" if wanted else path
