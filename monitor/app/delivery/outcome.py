"""What follows from how an attempt ended: sent, later, held, given up; for its summary's alerts and its channel too."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from monitor.app.context import AppContext
from monitor.app.delivery import rendered_parts as written
from monitor.app.delivery.channel_state import Cooldown, enable, keep_bucket, keep_rest, rest_of, stop, stop_of
from monitor.core.alerting.grouping import ALONE, MERGED, is_merged
from monitor.core.alerting.retry import draw_for, next_attempt_at
from monitor.core.i18n.phrases import Reason, encode_reason
from monitor.core.model.deliveries import (
    Deferred,
    Delivery,
    DeliveryState,
    InDoubt,
    NewDelivery,
    Refused,
    SendOutcome,
    Sent,
)
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings
from monitor.ports import Transaction

log = structlog.get_logger(__name__)

_ALL = 100_000
_PATIENCE = 3
"""Attempts after which one message lets the others of its recipient go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """The rate is spent between two parts: no failure."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """How sending the parts of one delivery ended."""

    outcome: SendOutcome | Postponed
    parts_sent: int


def note(
    app: AppContext,
    tx: Transaction,
    delivery: Delivery,
    attempt: Attempt,
    *,
    channel: ChannelSettings | None,
    now: datetime,
) -> DeliveryState:
    """Store what became of an attempt; returns the delivery's new state."""
    match attempt.outcome:
        case Sent() as yes:
            return _sent(tx, delivery, attempt, yes, now)
        case Postponed(until=until):
            tx.outbox.mark(
                delivery.id,
                "deferred",
                now=now,
                send_at=until,
                parts_sent=attempt.parts_sent,
                answer=Reason("send.waits-for-rate"),
            )
            return "deferred"
        case InDoubt(reason=reason) if channel is not None and channel.on_doubt == "hold":
            tx.outbox.mark(delivery.id, "held", now=now, answer=reason, possible_repeat=True)
            return "held"
        case InDoubt(reason=reason):
            return _retry(app, tx, delivery, attempt, now=now, reason=reason, code="in-doubt", asked=None)
        case Deferred(reason=reason, code=code, retry_after=asked):
            return _retry(app, tx, delivery, attempt, now=now, reason=reason, code=code, asked=asked)
        case Refused(reason=reason, code=code, disable=True) if channel is not None and delivery.kind != "test":
            return _stop(app, tx, delivery, channel, now, reason=reason, code=code)
        case Refused(reason=reason, code=code) if is_merged(delivery.subject):
            return _dissolve(tx, delivery, attempt, now, reason=reason, code=code)
        case Refused(reason=reason, code=code):
            return give_up(app, tx, delivery, now, reason=reason, code=code)
        case _:
            assert_never(attempt.outcome)


def _sent(tx: Transaction, delivery: Delivery, attempt: Attempt, yes: Sent, now: datetime) -> DeliveryState:
    tx.outbox.mark(delivery.id, "sent", now=now, code=yes.code, answer=yes.answer, parts_sent=attempt.parts_sent)
    for member in _members(tx, delivery):
        tx.outbox.mark(member.id, "sent", now=now, code=MERGED, answer=Reason("send.grouped", id=str(delivery.id)))
    keep_rest(tx, delivery.channel, delivery.recipient, None, now=now)
    enable(tx, delivery.channel, now=now)
    if yes.rest is not None:
        keep_bucket(tx, delivery.channel, now + yes.rest, now=now)
    return "sent"


def give_up(
    app: AppContext, tx: Transaction, delivery: Delivery, now: datetime, *, reason: str, code: str
) -> DeliveryState:
    """A dead letter stays in the outbox and stands in the next digest; the fallback channel gets it if there is one."""
    tx.outbox.mark(delivery.id, "dead", now=now, code=code, answer=reason)
    for member in _members(tx, delivery):
        tx.outbox.mark(
            member.id,
            "dead",
            now=now,
            code=MERGED,
            answer=Reason("send.given-up-with", id=str(delivery.id), why=reason),
        )
    channel = app.channel_settings.get(delivery.channel)
    fallback = app.channel_settings.get(channel.fallback) if channel and channel.fallback else None
    if fallback is not None:
        tx.outbox.owe(
            [
                NewDelivery(
                    kind=delivery.kind,
                    subject=delivery.subject,
                    channel=fallback.name,
                    recipient=recipient,
                    stories=delivery.stories,
                    digest_id=delivery.digest_id,
                    send_at=now,
                    severity=delivery.severity,
                    topic=delivery.topic,
                )
                for recipient in fallback.recipients
            ],
            now=now,
        )
    return "dead"


def _members(tx: Transaction, delivery: Delivery) -> list[Delivery]:
    """The deliveries that this one tells in their place."""
    if not is_merged(delivery.subject):
        return []
    return list(tx.outbox.find(DeliveryFilter(told_by=delivery.id, limit=_ALL)))


def _retry(
    app: AppContext,
    tx: Transaction,
    delivery: Delivery,
    attempt: Attempt,
    *,
    now: datetime,
    reason: str,
    code: str,
    asked: timedelta | None,
) -> DeliveryState:
    """Back off, this delivery and its recipient; what waited behind others' failures does not begin its 72 h anew."""
    rest = rest_of(tx, delivery.channel, delivery.recipient, now)
    first = delivery.first_attempt_at or now
    since = min(first, max(delivery.created_at, rest.since)) if rest else first
    again = next_attempt_at(
        now,
        attempts=delivery.attempts,
        first_attempt_at=since,
        retry_after=asked,
        draw=draw_for(delivery.key, delivery.attempts),
    )
    again = max(again, _rest(tx, delivery, rest, now, asked)) if again else None
    if again is None:
        return give_up(app, tx, delivery, now, reason=Reason("send.given-up", why=reason), code=code)
    tx.outbox.mark(
        delivery.id,
        "deferred",
        now=now,
        # Behind the others: a message that alone is refused must not hold them up for days.
        send_at=again + timedelta(seconds=1) if delivery.attempts >= _PATIENCE else again,
        code=code,
        answer=reason,
        parts_sent=attempt.parts_sent,
        possible_repeat=True if code == "in-doubt" else None,
    )
    return "deferred"


def _rest(
    tx: Transaction, delivery: Delivery, before: Cooldown | None, now: datetime, asked: timedelta | None
) -> datetime:
    """One failure more in a row; returns until when nothing goes to this recipient."""
    failures = before.failures + 1 if before else 1
    draw = draw_for(delivery.key, delivery.attempts)
    until = next_attempt_at(now, attempts=failures, first_attempt_at=now, retry_after=asked, draw=draw) or now
    since = before.since if before else now
    keep_rest(tx, delivery.channel, delivery.recipient, Cooldown(failures=failures, since=since, until=until), now=now)
    return until


def _dissolve(
    tx: Transaction, delivery: Delivery, attempt: Attempt, now: datetime, *, reason: str, code: str
) -> DeliveryState:
    """A refused summary: its alerts go out one by one, so that only the one that is at fault can be refused.

    Those that an earlier part told stay told.
    """
    members = _members(tx, delivery)
    told = _told_stories(tx, delivery, attempt.parts_sent)
    alone = 0
    for member in members:
        if told and told.issuperset(member.stories):
            tx.outbox.mark(member.id, "sent", now=now, code=MERGED, answer=Reason("send.grouped", id=str(delivery.id)))
            continue
        alone += 1
        answer = Reason("send.alone", id=str(delivery.id), why=reason)
        tx.outbox.restart(member.id, now=now, code=ALONE, answer=answer)
    answer = Reason("send.dissolved", alone=alone, n=len(members), why=reason)
    tx.outbox.mark(delivery.id, "dead", now=now, code=code, answer=answer, parts_sent=attempt.parts_sent)
    return "dead"


def _told_stories(tx: Transaction, delivery: Delivery, parts_sent: int) -> frozenset[int]:
    """The stories in the parts that the receiver took."""
    parts = written.load_parts(tx, delivery.id)[:parts_sent]
    return frozenset(delivery.stories[: parts[-1].upto] if parts else ())


def _stop(
    app: AppContext,
    tx: Transaction,
    delivery: Delivery,
    channel: ChannelSettings,
    now: datetime,
    *,
    reason: str,
    code: str,
) -> DeliveryState:
    """The channel wants nothing more: send nothing there, say so once, and lose nothing."""
    stop(tx, channel, reason=reason, now=now)
    log.error("channel stopped", channel=channel.name, reason=reason)
    tx.outbox.mark(delivery.id, "deferred", now=now, send_at=now, code=code, answer=Reason("send.stopped", why=reason))
    other = _who_is_told(app, tx, channel)
    if other is not None:
        subject = _notice(app, channel, reason, now)
        tx.outbox.owe(
            [
                NewDelivery(kind="notice", subject=subject, channel=other.name, recipient=recipient, send_at=now)
                for recipient in other.recipients
            ],
            now=now,
        )
    return "deferred"


def _who_is_told(app: AppContext, tx: Transaction, channel: ChannelSettings) -> ChannelSettings | None:
    """The fallback, else the first way out of a digest, else any other that is not stopped."""
    digests = [name for digest in app.settings.digests for name in digest.channels]
    names = dict.fromkeys((channel.fallback, *digests, *app.channel_settings))
    others = (app.channel_settings[name] for name in names if name and name != channel.name)
    return next((other for other in others if stop_of(tx, other.name) is None), None)


def _notice(app: AppContext, channel: ChannelSettings, reason: str, now: datetime) -> str:
    """At most one a day and channel: the subject is what makes a notice one and the same."""
    day = now.astimezone(app.zone).date().isoformat()
    title = Reason("notice.channel-stopped", channel=channel.name, day=day)
    lines = (title, reason, Reason("notice.mend-channel", channel=channel.name))
    return "\n".join(encode_reason(line) for line in lines)
