"""The state of this monitor: gathers the facts for ``core.status``, from the store and from the running daemon."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from monitor.app.context import AppContext
from monitor.app.delivery.channel_state import sending_is_on
from monitor.app.runtime.clock_trust import clock_is_trusted
from monitor.app.runtime.heartbeat import Heartbeat
from monitor.core.calendar.schedule import last_fire, next_fire, read_schedule
from monitor.core.digest.assemble import is_dead_letter
from monitor.core.i18n.phrases import Reason, encode_reason
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.key_values import LAST_RUN
from monitor.core.model.monitor_status import Outage
from monitor.core.model.settings import DigestSettings, Settings
from monitor.core.status.conditions import MonitorStatus, status_of
from monitor.core.status.facts import DigestDelay, StatusFacts, StoreFacts
from monitor.errors import StoreError
from monitor.ports import Transaction

_LISTED = 20
_DAY = timedelta(days=1)
_LATE = timedelta(minutes=10)
"""A digest takes a moment to make and to send; so long after its time it is overdue."""
_UNSENT: frozenset[DeliveryState] = frozenset({"pending", "sending", "deferred", "held"})
_PATIENCE = 5.0
_FRESH = 5.0


def store_facts(tx: Transaction, settings: Settings, *, now: datetime) -> StoreFacts:
    """What the store knows of the monitor's work at this moment."""
    zone = ZoneInfo(settings.timezone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    dead = tx.outbox.find(DeliveryFilter(state="dead", changed_since=now - _DAY, limit=None))
    given_up = [delivery for delivery in dead if is_dead_letter(delivery)]
    return StoreFacts(
        sources=tx.figures.sources(now=now, listed=_LISTED),
        stops={name: stop for name, stop in tx.channels.stops().items() if _is_used(settings, name)},
        channels=tx.figures.channels(),
        sending_is_on=sending_is_on(tx),
        given_up=len(given_up),
        given_up_why=_deliveries_about(given_up[0].channel, given_up[0].answer) if given_up else "",
        digests=tuple(_late_digests(tx, settings, now)),
        next_digest_at=_next_digest_at(settings, now),
        clock_is_trusted=clock_is_trusted(tx, now),
        stories=tx.figures.new_stories(since=midnight),
        sent=tx.outbox.counts(since=midnight).get("sent", 0),
        last_run=tx.key_values.get(LAST_RUN),
    )


def _is_used(settings: Settings, channel: str) -> bool:
    return any(known.name == channel for known in settings.channels)


def _deliveries_about(channel: str, answer: str) -> str:
    return Reason("status.from-channel", channel=channel, why=answer)


def _zone_of(settings: Settings, wish: DigestSettings) -> ZoneInfo:
    return ZoneInfo(wish.timezone or settings.timezone)


def _next_digest_at(settings: Settings, now: datetime) -> datetime | None:
    fires = (next_fire(read_schedule(wish.at), now, _zone_of(settings, wish)) for wish in settings.digests)
    return min((fire.at for fire in fires if fire), default=None)


def _late_digests(tx: Transaction, settings: Settings, now: datetime) -> Iterator[DigestDelay]:
    """Those that were not made when they were due, and those that were made and do not go out."""
    for wish in settings.digests:
        last, start = tx.digests.last(wish.name), tx.digests.start_of(wish.name)
        known = [at for at in (last and last.to_at, start and start.known_since, start and start.passed_at) if at]
        if not known:
            continue
        due = last_fire(read_schedule(wish.at), after=max(known), until=now - _LATE, zone=_zone_of(settings, wish))
        if due is not None:
            yield DigestDelay(name=wish.name, due_at=due.at)
        elif last is not None and last.created_at < now - _LATE:
            stuck = [
                delivery
                for delivery in tx.outbox.find(DeliveryFilter(digest_id=last.id, limit=None))
                if delivery.state in _UNSENT and delivery.created_at < now - _LATE
            ]
            if stuck:
                why = _deliveries_about(stuck[0].channel, stuck[0].answer or Reason("status.waits"))
                yield DigestDelay(name=wish.name, due_at=last.to_at, why=why)


@dataclass(slots=True, kw_only=True)
class StatusReader:
    """The state of the running daemon, for whoever asks inside it: pages, health check, the daemon's own watch."""

    app: AppContext
    heartbeat: Heartbeat
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
            outage=outage_now(app),
            disk_free=app.disk.free_bytes if app.disk else None,
        )


def outage_now(app: AppContext) -> Outage | None:
    """The outage that this process sees, as a store keeps it."""
    reach = app.reachability.reach
    if reach.since is None:
        return None
    return Outage(since=reach.since, reason=encode_reason(app.redact(reach.reason)), sources=len(reach.misses))
