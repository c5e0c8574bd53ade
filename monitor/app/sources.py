"""What people do with sources: pause, resume, ask now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from monitor.core.i18n.phrases import Reason
from monitor.core.model.sources import Source, SourceState
from monitor.errors import UserError
from monitor.ports import Transaction

SourceErrand = Literal["pause", "resume", "refresh"]
_STATES: Mapping[SourceErrand, SourceState] = {"pause": "paused", "resume": "active", "refresh": "active"}


def change_source(tx: Transaction, source_id: int, errand: SourceErrand, *, who: str, now: datetime) -> Source:
    """Pause a source, resume it, or make it due now; returns it as it is then.

    UserError when there is none, or when one that is not active is to be refreshed.
    """
    found, state = tx.timetable.source(source_id), _STATES[errand]
    if found is None or found.state == "removed":
        raise UserError(Reason("refused.no-source"))
    if errand == "refresh" and found.state != state:
        raise UserError(Reason("refused.not-asked", name=found.title or found.url))
    tx.sources.set_state(found.id, state, now=now)
    tx.audit.note(f"source {found.url}: {state}", who=who, now=now)
    return replace(found, state=state)
