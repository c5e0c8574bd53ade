"""Every small fact that is kept under a name of its own: who owns it, what it is, and what becomes of it.

Whatever has more than one row, or is asked for by anything but its name, has a typed table instead.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Generic[T]):
    """A name, and how its value is written; ``owner`` is the module that sets it."""

    name: str
    owner: str
    pruning: str
    encode: Callable[[T], str]
    decode: Callable[[str], T]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTrust:
    """How far the clock was followed (``core.alerting.plausible_time``)."""

    known_at: datetime
    """The newest time that was believed."""
    jumped_at: datetime | None = None
    """Since when, by the new time, the clock has been implausibly far ahead."""
    seen_at: datetime | None = None
    """The last look at that new time."""
    held_for: timedelta = timedelta(0)
    """How long it has held since, counted in steps of at most a day."""


def _encode_trust(trust: ClockTrust) -> str:
    value: dict[str, object] = {"known_at": trust.known_at.isoformat()}
    if trust.jumped_at is not None and trust.seen_at is not None:
        value |= {
            "jumped_at": trust.jumped_at.isoformat(),
            "seen_at": trust.seen_at.isoformat(),
            "held_for": trust.held_for.total_seconds(),
        }
    return json.dumps(value)


def _decode_trust(written: str) -> ClockTrust:
    value: dict[str, Any] = json.loads(written)
    if "jumped_at" not in value:
        return ClockTrust(known_at=datetime.fromisoformat(value["known_at"]))
    return ClockTrust(
        known_at=datetime.fromisoformat(value["known_at"]),
        jumped_at=datetime.fromisoformat(value["jumped_at"]),
        seen_at=datetime.fromisoformat(value["seen_at"]),
        held_for=timedelta(seconds=value["held_for"]),
    )


def _encode_waits(waits: Mapping[str, tuple[datetime, datetime]]) -> str:
    return json.dumps({place: [since.isoformat(), until.isoformat()] for place, (since, until) in waits.items()})


def _decode_waits(written: str) -> Mapping[str, tuple[datetime, datetime]]:
    value: dict[str, list[str]] = json.loads(written)
    return {
        place: (datetime.fromisoformat(since), datetime.fromisoformat(until)) for place, (since, until) in value.items()
    }


SENDING_PAUSED: Key[bool] = Key(
    name="sending",
    owner="app.delivery.channel_state",
    pruning="removed when sending is resumed",
    encode=lambda paused: "off" if paused else "on",
    decode=lambda written: written == "off",
)
PRUNED_ON: Key[date] = Key(
    name="pruned-on",
    owner="app.runtime.retention",
    pruning="one row, written over",
    encode=date.isoformat,
    decode=date.fromisoformat,
)
LINK_KEY: Key[str] = Key(
    name="web:key",
    owner="app.feedback.verdicts",
    pruning="kept: links that went out are signed with it",
    encode=str,
    decode=str,
)
CLOCK_TRUST: Key[ClockTrust] = Key(
    name="clock",
    owner="app.runtime.retention",
    pruning="one row, written over",
    encode=_encode_trust,
    decode=_decode_trust,
)
HOST_WAITS: Key[Mapping[str, tuple[datetime, datetime]]] = Key(
    name="hosts",
    owner="app.polling.hosts",
    pruning="one row, written over with the waits that hold: a day at most",
    encode=_encode_waits,
    decode=_decode_waits,
)

KEYS: tuple[Key[Any], ...] = (SENDING_PAUSED, PRUNED_ON, LINK_KEY, CLOCK_TRUST, HOST_WAITS)
