"""What the store knows of the monitor's work: the facts that its state follows from."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.app.delivery.channel_state import sending_is_on
from monitor.app.runtime.watches.clock_trust import clock_is_trusted
from monitor.core.alerting.grouping import is_dead_letter
from monitor.core.calendar.schedule import last_fire, next_fire, read_schedule
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.operations.key_values import LAST_RUN
from monitor.core.model.settings import DigestSettings, Settings
from monitor.core.status.facts import DigestDelay, Limits, StoreFacts
from monitor.ports import Transaction

_LISTED = 20
_DAY = timedelta(days=1)
_LATE = timedelta(minutes=10)
"""A digest takes a moment to make and to send; so long after its time it is overdue."""
_UNSENT: frozenset[DeliveryState] = frozenset({"pending", "sending", "deferred", "held"})


def store_facts(tx: Transaction, settings: Settings, *, now: datetime) -> StoreFacts:
    """What the store knows of the monitor's work at this moment."""
    zone = ZoneInfo(settings.timezone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    dead = tx.outbox.find(DeliveryFilter(state="dead", changed_since=now - _DAY, limit=None))
    given_up = [one for one in dead if is_dead_letter(one)]
    return StoreFacts(
        sources=tx.figures.sources(now=now, listed=_LISTED),
        stops={name: stop for name, stop in tx.channels.stops().items() if _is_used(settings, name)},
        channels=tx.figures.channels(),
        sending_is_on=sending_is_on(tx),
        given_up=len(given_up),
        given_up_why=_about_channel(given_up[0].channel, given_up[0].answer) if given_up else "",
        digests=tuple(_late_digests(tx, settings, now)),
        next_digest_at=_next_digest_at(settings, now),
        clock_is_trusted=clock_is_trusted(tx, now),
        stories=tx.figures.new_stories(since=midnight),
        sent=tx.outbox.counts(since=midnight).get("sent", 0),
        last_run=tx.key_values.get(LAST_RUN),
    )


def limits_of(settings: Settings) -> Limits:
    """From when on something counts as wrong."""
    told = settings.self_alerts
    return Limits(no_answer=told.no_answer, disk_bytes=told.disk_free, by_workers=settings.fleet.enabled)


def _is_used(settings: Settings, channel: str) -> bool:
    return any(known.name == channel for known in settings.channels)


def _about_channel(channel: str, answer: str) -> str:
    return Reason("status.from-channel", channel=channel, why=answer)


def missed_digest_at(tx: Transaction, settings: Settings, wish: DigestSettings, *, until: datetime) -> datetime | None:
    """When a digest was last due, up to ``until``, and not made; ``None`` = none was, or its time is over."""
    last, start = tx.digests.last(wish.name), tx.digests.start_of(wish.name)
    known = [at for at in (last and last.to_at, start and start.known_since, start and start.passed_at) if at]
    if not known:
        return None
    due = last_fire(read_schedule(wish.at), after=max(known), until=until, zone=zone_of(settings, wish))
    return due.at if due is not None else None


def zone_of(settings: Settings, wish: DigestSettings) -> ZoneInfo:
    """The zone whose days a digest tells of: its own, else the settings'."""
    return ZoneInfo(wish.timezone or settings.timezone)


def _next_digest_at(settings: Settings, now: datetime) -> datetime | None:
    fires = (next_fire(read_schedule(wish.at), now, zone_of(settings, wish)) for wish in settings.digests)
    return min((fire.at for fire in fires if fire), default=None)


def _late_digests(tx: Transaction, settings: Settings, now: datetime) -> Iterator[DigestDelay]:
    """Those that were not made when they were due, and those that were made and do not go out."""
    for wish in settings.digests:
        last, due_at = tx.digests.last(wish.name), missed_digest_at(tx, settings, wish, until=now - _LATE)
        if due_at is not None:
            yield DigestDelay(name=wish.name, due_at=due_at)
        elif last is not None and last.created_at < now - _LATE:
            stuck = [
                one
                for one in tx.outbox.find(DeliveryFilter(digest_id=last.id, limit=None))
                if one.state in _UNSENT and one.created_at < now - _LATE
            ]
            if stuck:
                why = _about_channel(stuck[0].channel, stuck[0].answer or Reason("status.waits"))
                yield DigestDelay(name=wish.name, due_at=last.to_at, why=why)
