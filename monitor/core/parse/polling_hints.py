"""What a feed says about polling it: ttl, hours and days to skip, its WebSub hub."""

from datetime import timedelta
from typing import Final

from monitor.core.calendar.weekdays import WEEKDAYS
from monitor.core.parse.raw import Hints
from monitor.core.parse.xml import Element

_LONGEST: Final = timedelta(days=7)
_ATOM: Final = "{http://www.w3.org/2005/Atom}"


def hints_of(channel: Element) -> Hints:
    """Read them from a ``channel`` or ``feed`` element; nonsense is left out."""
    return Hints(
        ttl=ttl_of(channel.findtext("ttl") or ""),
        skip_hours=frozenset(
            int(hour.text) % 24
            for hour in channel.findall("skipHours/hour")[:48]
            if (hour.text or "").strip().isdecimal()
        ),
        skip_days=frozenset(
            WEEKDAYS.index(name)
            for day in channel.findall("skipDays/day")[:14]
            if (name := (day.text or "").strip().lower()) in WEEKDAYS
        ),
        hub=_linked_href(channel, "hub"),
        topic=_linked_href(channel, "self"),
    )


def _linked_href(channel: Element, rel: str) -> str:
    links = (link for link in channel.findall(f"{_ATOM}link") if rel in link.get("rel", "").lower().split())
    return next((link.get("href", "").strip() for link in links), "")


def ttl_of(minutes: str) -> timedelta:
    """RSS ``ttl``: minutes as text."""
    minutes = minutes.strip()
    return min(timedelta(minutes=int(minutes)), _LONGEST) if minutes.isdecimal() and len(minutes) < 7 else timedelta(0)
