"""Looks at the state of the daemon every few seconds: tells what changed, notes it, and raises self-alerts."""

from dataclasses import field
from datetime import datetime, timedelta

from monitor.app.context import AppContext
from monitor.app.queries.monitor_status import StatusReader
from monitor.app.runtime.announcer import Announcer
from monitor.app.runtime.run_note import keep_note, note_of_daemon
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.app.runtime.watches.self_alerts import raise_self_alerts
from monitor.core.model.operations.monitor_status import RunNote
from monitor.core.status.conditions import MonitorStatus
from monitor.errors import StoreError
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)

LOOK_EVERY = timedelta(seconds=2)
_NOTE_EVERY = timedelta(minutes=1)
_TELL_AGAIN = timedelta(minutes=1)
"""Other sources fail than before: the same kind of trouble, told at most so often."""


@dataclass(slots=True, kw_only=True)
class LastTold:
    """What was told last, over reloads, too."""

    status: MonitorStatus | None = None
    at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class StatusWatch:
    """One daemon's, with one configuration. ``tell`` is shown each look, and whether something changed."""

    app: AppContext
    heartbeat: Heartbeat
    tell: Announcer
    told: LastTold = field(default_factory=LastTold)
    status: MonitorStatus | None = None
    """The last look."""
    _noted: RunNote | None = None

    async def watch(self) -> None:
        """Look until cancelled."""
        reader = StatusReader(app=self.app, heartbeat=self.heartbeat)
        while True:
            await self.look(reader)
            await self.app.clock.sleep_until(self.app.clock.now() + LOOK_EVERY)

    async def look(self, reader: StatusReader) -> None:
        """Once."""
        status = self.status = await reader.read()
        self.tell.show_status(status, is_news=self._is_news(status))
        note = note_of_daemon(self.app, self.heartbeat)
        try:
            if self._is_worth_noting(note):
                await self.app.in_store.write(lambda tx: self._keep(tx, note))
            await raise_self_alerts(self.app, status)
        except StoreError as error:
            # The tick says it, too, and the state is told all the same.
            log.debug("the state could not be noted", error=str(error))

    def _keep(self, tx: Transaction, note: RunNote) -> None:
        keep_note(tx, note)
        self._noted = note

    def _is_news(self, status: MonitorStatus) -> bool:
        before, now = self.told.status, status.facts.now
        if before is not None and before.fingerprint == status.fingerprint:
            if _failing(before) == _failing(status):
                return False
            if self.told.at is not None and timedelta(0) <= now - self.told.at < _TELL_AGAIN:
                return False
        self.told.status, self.told.at = status, now
        return True

    def _is_worth_noting(self, note: RunNote) -> bool:
        before = self._noted
        if before is None:
            return True
        changed = (note.looks, note.refused, note.outage) != (before.looks, before.refused, before.outage)
        return changed or not timedelta(0) <= note.seen_at - before.seen_at < _NOTE_EVERY


def _failing(status: MonitorStatus) -> frozenset[int]:
    tally = status.facts.store.sources if status.facts.store else None
    return frozenset(one.id for one in tally.troubles) if tally else frozenset()
