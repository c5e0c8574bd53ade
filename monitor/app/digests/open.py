"""Digests: open each local period once, with a window that meets the last one's end, and enqueue its deliveries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from monitor.app.clock_changes import repair_future_rows
from monitor.app.context import AppContext
from monitor.app.runtime.watches.clock_trust import clock_is_trusted
from monitor.core.calendar.schedule import next_fire, read_schedule
from monitor.core.digest.windows import FIRST_WINDOW, next_window
from monitor.core.model.deliveries import Digest, DigestStart, NewDelivery, delivery_key
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import DigestSettings
from monitor.ports import Clock, Transaction


async def open_due(app: AppContext) -> int:
    """Open every digest whose time has come; returns how many were opened.

    Several missed periods become one digest whose window spans them all.
    """
    return await app.in_store.write(partial(_open_due, app))


def next_digest_at(app: AppContext, tx: Transaction) -> datetime | None:
    """When the next digest is due."""
    fires = (
        next_fire(
            read_schedule(digest_settings.at),
            _window_after(tx, digest_settings.name, app.clock.now()),
            app.digest_zone(digest_settings.name),
        )
        for digest_settings in app.settings.digests
    )
    return min((fire.at for fire in fires if fire), default=None)


def start_digest_windows(app: AppContext, tx: Transaction) -> None:
    """Note when each digest was first known: its first window starts then, or 24 h before its first fire."""
    now = app.clock.now()
    for digest_settings in app.settings.digests:
        if tx.digests.start_of(digest_settings.name) is None:
            tx.digests.set_start(digest_settings.name, DigestStart(known_since=now))


def open_now(app: AppContext, name: str, tx: Transaction) -> Digest:
    """A manual digest: from the last one's end to this instant; the regular one goes on from here."""
    now = app.clock.now()
    repair_future_rows(tx, now)
    last = tx.digests.last(name)
    start = last.to_at if last else now - FIRST_WINDOW
    digest_settings = next(digest_settings for digest_settings in app.settings.digests if digest_settings.name == name)
    period = now.astimezone(app.digest_zone(name)).isoformat(timespec="seconds")
    digest = tx.digests.open(name, period, from_at=start, to_at=now, now=now)
    if digest is None:
        raise LookupError(f'digest "{name}" of {period} is already there')
    _enqueue_digest(app, tx, digest_settings, digest, now)
    return digest


def window_now(clock: Clock, name: str, tx: Transaction) -> Digest:
    """What a digest sent this instant would span; nothing is stored (id 0)."""
    now = clock.now()
    last = tx.digests.last(name)
    start = min(last.to_at, now) if last else now - FIRST_WINDOW
    return Digest(id=0, name=name, period="preview", from_at=start, to_at=now, created_at=now)


def _open_due(app: AppContext, tx: Transaction) -> int:
    now = app.clock.now()
    repair_future_rows(tx, now)
    if not clock_is_trusted(tx, now):
        return 0
    for digest_settings in app.settings.digests:
        start = _start_of(tx, digest_settings.name, now)
        if start.known_since > now:
            # First known under a clock that was set back since.
            tx.digests.set_start(digest_settings.name, replace(start, known_since=now))
    return sum(_open_digest(app, tx, digest_settings, now) for digest_settings in app.settings.digests)


def _open_digest(app: AppContext, tx: Transaction, digest_settings: DigestSettings, now: datetime) -> bool:
    last = tx.digests.last(digest_settings.name)
    window = next_window(
        read_schedule(digest_settings.at),
        app.digest_zone(digest_settings.name),
        last_end=last.to_at if last else None,
        known_since=_start_of(tx, digest_settings.name, now).known_since,
        now=now,
        passed=_last_window_end(tx, digest_settings.name, now),
    )
    if window is None:
        return False
    digest = tx.digests.open(digest_settings.name, window.period, from_at=window.from_at, to_at=window.to_at, now=now)
    if digest is None:
        # The clock was set back to before it: this period was told, and what came since stands in the next.
        tx.digests.set_start(
            digest_settings.name, replace(_start_of(tx, digest_settings.name, now), passed_at=window.to_at)
        )
        return False
    # What composes messages is not needed to see that no digest is due.
    from monitor.app.delivery.compose import has_news

    if digest_settings.when_empty != "skip" or has_news(tx, digest, app.digest_topics(digest_settings.name)):
        _enqueue_digest(app, tx, digest_settings, digest, now)
    return True


def _enqueue_digest(
    app: AppContext, tx: Transaction, digest_settings: DigestSettings, digest: Digest, now: datetime
) -> None:
    subject = f"digest:{digest.name}:{digest.period}"
    new_deliveries: Sequence[NewDelivery] = [
        NewDelivery(
            kind="digest",
            subject=_still_free(tx, digest, subject, name, recipient),
            channel=name,
            recipient=recipient,
            digest_id=digest.id,
            send_at=now,
        )
        for name in digest_settings.channels
        for recipient in app.channel_settings[name].recipients
    ]
    tx.outbox.enqueue(new_deliveries, now=now)


def _still_free(tx: Transaction, digest: Digest, subject: str, channel: str, recipient: str) -> str:
    """The subject; with the digest's number where one under a wrong clock went out under it already."""
    key = delivery_key("digest", subject, channel, recipient)
    before = tx.outbox.find(DeliveryFilter(key=key, limit=1))
    return f"{subject}:{digest.id}" if before and before[0].digest_id != digest.id else subject


def _window_after(tx: Transaction, name: str, now: datetime) -> datetime:
    last = tx.digests.last(name)
    after = last.to_at if last is not None else _start_of(tx, name, now).known_since
    return max(after, _last_window_end(tx, name, now) or after)


def _last_window_end(tx: Transaction, name: str, now: datetime) -> datetime | None:
    at = _start_of(tx, name, now).passed_at
    return at if at is not None and at <= now else None


def _start_of(tx: Transaction, name: str, now: datetime) -> DigestStart:
    return tx.digests.start_of(name) or DigestStart(known_since=now)
