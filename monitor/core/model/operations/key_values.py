"""Every small fact that is kept under a name of its own: who owns it, what it is, and what becomes of it.

Whatever has more than one row, or is asked for by anything but its name, has a typed table instead.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from monitor.core.model.operations.monitor_status import Outage, RunNote
from monitor.values import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreMark:
    """The store was put back: what came in between may have been told by the one that was lost."""

    made_at: datetime
    """When the backup was made."""
    restored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupNote:
    """How the daemon's last attempt at a backup ended; ``error`` is empty after a good one."""

    tried_at: datetime
    made_at: datetime | None = None
    """The last good one."""
    file: str = ""
    error: str = ""
    apart: bool = False
    """The last good one lies on another disk than the store."""


def _encode_mark(mark: RestoreMark) -> str:
    return json.dumps({"made_at": mark.made_at.isoformat(), "restored_at": mark.restored_at.isoformat()})


def _decode_mark(written: str) -> RestoreMark:
    value: dict[str, str] = json.loads(written)
    return RestoreMark(
        made_at=datetime.fromisoformat(value["made_at"]), restored_at=datetime.fromisoformat(value["restored_at"])
    )


def _encode_backup(note: BackupNote) -> str:
    made = note.made_at.isoformat() if note.made_at else ""
    told = {"tried_at": note.tried_at.isoformat(), "made_at": made, "file": note.file, "error": note.error}
    return json.dumps({**told, "apart": note.apart})


def _decode_backup(written: str) -> BackupNote:
    value: dict[str, Any] = json.loads(written)
    return BackupNote(
        tried_at=datetime.fromisoformat(value["tried_at"]),
        made_at=datetime.fromisoformat(value["made_at"]) if value["made_at"] else None,
        file=value["file"],
        error=value["error"],
        apart=value.get("apart") is True,
    )


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


def _encode_run(note: RunNote) -> str:
    outage = note.outage
    return json.dumps(
        {
            "by": note.by,
            "began_at": note.began_at.isoformat(),
            "seen_at": note.seen_at.isoformat(),
            "looks": note.looks,
            "refused": note.refused,
            "refused_at": note.refused_at.isoformat() if note.refused_at else None,
            "outage": [outage.since.isoformat(), outage.reason, outage.sources] if outage else None,
        }
    )


def _decode_run(written: str) -> RunNote:
    value: dict[str, Any] = json.loads(written)
    refused_at, outage = value["refused_at"], value["outage"]
    return RunNote(
        by=value["by"],
        began_at=datetime.fromisoformat(value["began_at"]),
        seen_at=datetime.fromisoformat(value["seen_at"]),
        looks=value["looks"],
        refused=value["refused"],
        refused_at=datetime.fromisoformat(refused_at) if refused_at else None,
        outage=Outage(since=datetime.fromisoformat(outage[0]), reason=outage[1], sources=outage[2]) if outage else None,
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
SELF_ALERTS: Key[Mapping[str, datetime]] = Key(
    name="self-alerts",
    owner="app.runtime.self_alerts",
    pruning="one row, written over; what is over is removed",
    encode=lambda told: json.dumps({name: since.isoformat() for name, since in told.items()}),
    decode=lambda written: {name: datetime.fromisoformat(since) for name, since in json.loads(written).items()},
)
LAST_RUN: Key[RunNote] = Key(
    name="run",
    owner="app.runtime.run_note",
    pruning="one row, written over",
    encode=_encode_run,
    decode=_decode_run,
)
HOST_WAITS: Key[Mapping[str, tuple[datetime, datetime]]] = Key(
    name="hosts",
    owner="app.polling.hosts",
    pruning="one row, written over with the waits that hold: a day at most",
    encode=_encode_waits,
    decode=_decode_waits,
)

MADE_BY: Key[str] = Key(
    name="made-by",
    owner="adapters.store.migrate",
    pruning="one row, written over by each upgrade",
    encode=str,
    decode=str,
)
CONFIGURATION: Key[Mapping[str, str]] = Key(
    name="configuration",
    owner="app.admin.configuration_changes",
    pruning="one row, written over",
    encode=json.dumps,
    decode=json.loads,
)
"""Name of each file in force → its SHA-256."""
FOLDER_MARK: Key[str] = Key(
    name="folder_mark",
    owner="app.delivery.recovery",
    pruning="one row, written over",
    encode=json.dumps,
    decode=json.loads,
)
"""The state folder of the last monitor that worked alone with a server's database."""
RESTORED: Key[RestoreMark] = Key(
    name="restored",
    owner="app.admin.restored",
    pruning="one row, written over",
    encode=_encode_mark,
    decode=_decode_mark,
)
LAST_BACKUP: Key[BackupNote] = Key(
    name="backup",
    owner="app.admin.backup",
    pruning="one row, written over",
    encode=_encode_backup,
    decode=_decode_backup,
)

KEYS: tuple[Key[Any], ...] = (
    SENDING_PAUSED,
    PRUNED_ON,
    LINK_KEY,
    CLOCK_TRUST,
    HOST_WAITS,
    MADE_BY,
    CONFIGURATION,
    FOLDER_MARK,
    RESTORED,
    LAST_BACKUP,
    LAST_RUN,
    SELF_ALERTS,
)
