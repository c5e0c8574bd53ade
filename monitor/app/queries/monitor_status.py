"""The state of this monitor as the running daemon knows it: the store's facts, and what it sees at first hand."""

import asyncio
from collections.abc import Callable
from dataclasses import field, replace
from functools import partial

from monitor.app.context import AppContext
from monitor.app.queries.store_facts import limits_of, store_facts
from monitor.app.runtime.watches.heartbeat import Vitals
from monitor.core.i18n.phrases import Reason, encode_reason
from monitor.core.model.operations.monitor_status import Outage
from monitor.core.status.conditions import MonitorStatus, status_of
from monitor.core.status.facts import StatusFacts, StoreFacts
from monitor.errors import StoreError
from monitor.values import dataclass

_PATIENCE = 5.0
_FRESH = 5.0


@dataclass(slots=True, kw_only=True)
class StatusReader:
    """The state of the running daemon, for whoever asks inside it: pages, health check, the daemon's own watch."""

    app: AppContext
    heartbeat: Vitals
    outage: Callable[[], Outage | None] | None = None
    """Asked for the outage where another process than this one polls."""
    _known: StoreFacts | None = None
    _known_at: float = 0.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self) -> MonitorStatus:
        """The state now, within seconds whatever the store does; what it counts may be some seconds old."""
        known, fault = self._known, ""
        try:
            async with asyncio.timeout(_PATIENCE):
                known = await self._store_facts()
        except TimeoutError:
            fault = Reason("status.store-silent", seconds=f"{_PATIENCE:.0f}")
        except StoreError as error:
            fault = str(error)
        return status_of(self._facts(known, fault))

    async def _store_facts(self) -> StoreFacts:
        # Anybody may ask, and counting reads every source: once in a while is enough.
        async with self._asking:
            now = self.app.clock.monotonic()
            if self._known is None or not 0 <= now - self._known_at < _FRESH:
                look = partial(store_facts, settings=self.app.settings, now=self.app.clock.now())
                self._known = await self.app.in_store.read(look)
                self._known_at = now
            return self._known

    def _facts(self, known: StoreFacts | None, fault: str) -> StatusFacts:
        app, heartbeat = self.app, self.heartbeat
        if known is not None and known.last_run is not None:
            # What a run noted of itself is for others: here it is known at first hand.
            known = replace(known, last_run=replace(known.last_run, outage=None, refused=""))
        return StatusFacts(
            now=app.clock.now(),
            zone=app.zone,
            holder="daemon",
            store=known,
            store_fault=app.redact(fault),
            silence=heartbeat.silence(),
            troubles={what: app.redact(sentence) for what, sentence in heartbeat.troubles.items()},
            outage=self.outage() if self.outage is not None else outage_now(app),
            room=app.disk.disk.room() if app.disk else None,
            limits=limits_of(app.settings),
            began_at=heartbeat.began_at,
        )


def outage_now(app: AppContext) -> Outage | None:
    """The outage that this process sees, as a store keeps it."""
    reach = app.reachability.reach
    if reach.since is None:
        return None
    return Outage(since=reach.since, reason=encode_reason(app.redact(reach.reason)), sources=len(reach.misses))
