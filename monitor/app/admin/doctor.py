"""What a self-diagnosis reads in the store: sources, channels, digests and what could not be sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.app.delivery.channel_state import sending_is_on
from monitor.app.queries.store_facts import missed_digest_at, zone_of
from monitor.core.alerting.grouping import is_dead_letter
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.operations.administration import CheckResult, CheckState, fault, fine, warning
from monitor.core.model.operations.key_values import LAST_BACKUP
from monitor.core.model.settings import ChannelSettings, Settings
from monitor.core.model.sources import Source
from monitor.ports import Transaction

_SOURCES, _SENDING, _DIGESTS, _BACKUPS = "sources", "sending", "digests", "backups"
_BACKUP_LATE = timedelta(hours=2)
_LATE = timedelta(hours=1)
"""A poll that is overdue by so much was not made: nobody asks."""
_WORST_FIRST: tuple[CheckState, ...] = ("fault", "warning", "ok")


def worst_of(results: Sequence[CheckResult]) -> CheckState:
    """The worst state among them."""
    states = {result.state for result in results}
    return next((state for state in _WORST_FIRST if state in states), "ok")


def check_store_content(tx: Transaction, settings: Settings, *, now: datetime) -> Iterator[CheckResult]:
    """What the store says of the monitor's work."""
    yield from check_sources(tx.sources.all(), now=now)
    yield from check_channels(tx, settings.channels)
    yield from check_digests(tx, settings, now=now)
    yield check_last_backup(tx, settings, now=now)


def check_sources(sources: Sequence[Source], *, now: datetime) -> Iterator[CheckResult]:
    """How many answer, which not and why, and whether anybody asks them at all."""
    asked = [source for source in sources if source.state == "active" and source.last_polled_at is not None]
    active = sum(source.state == "active" for source in sources)
    if not active:
        yield warning(_SOURCES, "sources", "none is watched", "monitor sources add https://…")
        return
    if not asked:
        yield warning(_SOURCES, "sources", f"{active} watched, none asked yet", "monitor once, or monitor run")
        return
    failing = [source for source in asked if source.failures]
    causes = ", ".join(f"{count}× {cause}" for cause, count in Counter(s.error for s in failing).most_common(3))
    says = f"{len(asked) - len(failing)} of {len(asked)} answer" + (f"; {causes}" if failing else "")
    mend = "monitor sources --state failing"
    if len(failing) == len(asked):
        yield fault(_SOURCES, "answers", says, mend)
    elif failing:
        yield warning(_SOURCES, "answers", says, mend)
    else:
        yield fine(_SOURCES, "answers", says)
    overdue = [source for source in asked if source.next_due_at is not None and source.next_due_at < now - _LATE]
    if overdue:
        oldest = min(source.next_due_at for source in overdue if source.next_due_at is not None)
        says = f"{len(overdue)} overdue, the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
        yield warning(_SOURCES, "schedule", says, "is the daemon running? monitor run, or a timer with monitor once")
    else:
        yield fine(_SOURCES, "schedule", "every poll in time")


def check_channels(tx: Transaction, channels: Sequence[ChannelSettings]) -> Iterator[CheckResult]:
    """Each channel as the last attempts left it; nothing is sent."""
    if not channels:
        yield warning(
            _SENDING, "channels", "none: alerts go to the terminal, digests to state/outbox", "add one to channels"
        )
    stopped = tx.channels.stops()
    for channel in channels:
        if channel.name in stopped:
            found = stopped[channel.name]
            says = f"stopped since {found.at:%Y-%m-%d %H:%M} UTC: {found.reason}"
            yield fault(_SENDING, channel.name, says, f"mend it, then: monitor send-test {channel.name}")
        else:
            yield fine(_SENDING, channel.name, f"{channel.kind}, settings complete")
    if not sending_is_on(tx):
        yield warning(_SENDING, "switch", "all sending is paused", "monitor deliveries resume")
    dead = sum(map(is_dead_letter, tx.outbox.find(DeliveryFilter(state="dead", limit=None))))
    if dead:
        yield warning(_SENDING, "given up", f"{dead} messages", "monitor deliveries --state dead")


def check_last_backup(tx: Transaction, settings: Settings, *, now: datetime) -> CheckResult:
    """How the daemon's last backup of itself ended."""
    every, note = settings.backup.every, tx.key_values.get(LAST_BACKUP)
    if every is None:
        return warning(_BACKUPS, "daily", "switched off", "monitor backup FILE now and then, or backup: {every: 1d}")
    if note is None:
        return fine(_BACKUPS, "newest", "none yet: the daemon makes one after its start")
    if note.error:
        return fault(_BACKUPS, "newest", f"failed {note.tried_at:%Y-%m-%d %H:%M} UTC: {note.error}", "see the message")
    if note.made_at is None or now - note.made_at > every + _BACKUP_LATE:
        says = f"the last one is of {note.made_at or note.tried_at:%Y-%m-%d %H:%M} UTC"
        return warning(_BACKUPS, "newest", says, "is the daemon running? monitor backup FILE makes one now")
    return fine(_BACKUPS, "newest", f"{note.made_at:%Y-%m-%d %H:%M} UTC: {note.file}")


def check_digests(tx: Transaction, settings: Settings, *, now: datetime) -> Iterator[CheckResult]:
    """Whether each digest was made when it was due."""
    for wish in settings.digests:
        last, zone = tx.digests.last(wish.name), zone_of(settings, wish)
        due_at = missed_digest_at(tx, settings, wish, until=now - _LATE)
        says = f"the last one ended {last.to_at.astimezone(zone):%Y-%m-%d %H:%M}" if last else "none was made yet"
        if due_at is not None:
            says += f", one was due {due_at.astimezone(zone):%Y-%m-%d %H:%M}"
            yield warning(_DIGESTS, wish.name, says, "is the daemon running? it makes up for it at its start")
        else:
            yield fine(_DIGESTS, wish.name, says)
