"""What people do with sources: pause, resume, ask now."""

from datetime import datetime

from monitor.core.i18n.phrases import Reason
from monitor.core.model.sources import Source, SourceState
from monitor.errors import UserError
from monitor.ports import Transaction


def set_source_state(tx: Transaction, source_id: int, state: SourceState, *, who: str, now: datetime) -> Source:
    """Pause it, resume it or (``active`` for an active one) make it due now; UserError when there is none."""
    found = tx.timetable.source(source_id)
    if found is None or found.state == "removed":
        raise UserError(Reason("refused.no-source"))
    tx.sources.set_state(found.id, state, now=now)
    tx.audit.note(f"source {found.url}: {state}", who=who, now=now)
    return found
