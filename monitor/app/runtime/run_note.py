"""What a run notes of itself in the store, for commands beside it and for whoever asks afterwards."""

from datetime import datetime

from monitor.app.context import AppContext
from monitor.app.queries.monitor_status import outage_now
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.operations.key_values import LAST_RUN
from monitor.core.model.operations.monitor_status import RunNote
from monitor.ports import Transaction


def note_of_daemon(app: AppContext, heartbeat: Heartbeat) -> RunNote:
    """What a daemon has to say of itself now."""
    return RunNote(
        by="run",
        began_at=heartbeat.began_at,
        seen_at=app.clock.now(),
        looks=heartbeat.looks,
        refused=app.redact(heartbeat.troubles.get("reload", "")),
        refused_at=heartbeat.refused_at,
        outage=outage_now(app),
    )


def note_of_round(app: AppContext, began_at: datetime) -> RunNote:
    """The same of a round."""
    return RunNote(by="once", began_at=began_at, seen_at=app.clock.now(), outage=outage_now(app))


def keep_note(tx: Transaction, note: RunNote) -> None:
    """In place of the last one."""
    tx.key_values.set(LAST_RUN, note, now=note.seen_at)
