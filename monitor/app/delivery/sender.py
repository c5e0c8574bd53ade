"""The sender: for each channel, one after the other, claim what goes next, send it, and note at once how that ended."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

import structlog

from monitor.app.context import AppContext
from monitor.app.delivery import rendered_parts as written
from monitor.app.delivery.attempt import NAP, explain_bug, hand_over, parts_of
from monitor.app.delivery.cancel import drop_unwanted
from monitor.app.delivery.channel_state import confirm_slot, keep_storm, reserve_slot, retry_stopped
from monitor.app.delivery.next_send import GiveUp, Send, Wait, next_step
from monitor.app.delivery.outcome import Attempt, give_up, note
from monitor.core.alerting.grouping import MERGED, is_merged, merged_subject
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import (
    Deferred,
    Delivery,
    DeliveryState,
    NewDelivery,
    Refused,
    delivery_key,
)
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings
from monitor.errors import TemplateFault, UserError
from monitor.ports import Transaction

log = structlog.get_logger(__name__)

_LEASE = timedelta(minutes=15)
"""Longer than any channel's own time limit, so that a live sender never loses its claim."""
_ALL = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What one look at a channel brought."""

    claimed: Delivery | None = None
    given_up: int = 0
    until: datetime | None = None


async def send_owed(app: AppContext) -> Counter[DeliveryState]:
    """Send everything whose time has come, channels side by side; returns how many ended in which state."""
    ended: Counter[DeliveryState] = Counter()
    while True:
        # Again until nothing goes: a dead letter's fallback or a notice may have become due on another channel.
        now_ended = sum(
            await asyncio.gather(*(drain(app, name) for name in await waiting_channels(app))), Counter[DeliveryState]()
        )
        if not now_ended:
            return ended
        ended.update(now_ended)


async def waiting_channels(app: AppContext) -> Sequence[str]:
    """Channels for which something is due."""
    now = app.clock.now()
    waiting = await app.in_store.read(lambda tx: tx.outbox.waiting())
    return [name for name, earliest in waiting.items() if earliest <= now]


async def drain(app: AppContext, name: str) -> Counter[DeliveryState]:
    """Send what one channel owes now, one message after the other."""
    ended: Counter[DeliveryState] = Counter()
    while True:
        taken = await app.in_store.write(partial(_take, app, name))
        ended["dead"] += taken.given_up
        if taken.claimed is not None:
            ended[await send_one(app, taken.claimed)] += 1
        elif not taken.given_up:
            if taken.until is None or taken.until - app.clock.now() > NAP:
                return +ended
            await app.clock.sleep_until(taken.until)


async def recover(app: AppContext, *, at_start: bool = True) -> int:
    """What was being sent when the last run died goes out again (marked) or is held for a person.

    At a start no other monitor sends (the state directory is locked), so its leases need not be waited for; only those
    of a message that somebody sends by hand are. Stopped channels are looked at anew, too.
    """

    def settle(tx: Transaction) -> int:
        now = app.clock.now()
        found = tx.outbox.recover(now=now + _LEASE if at_start else now)
        doubtful = [delivery for delivery in found if not _is_in_hand(tx, delivery.id, now)]
        for delivery in doubtful:
            channel = app.channel_settings.get(delivery.channel)
            hold = channel is not None and channel.on_doubt == "hold"
            tx.outbox.mark(
                delivery.id,
                "held" if hold else "deferred",
                now=now,
                send_at=now,
                answer=Reason("send.in-doubt"),
                possible_repeat=True,
            )
        for name in retry_stopped(app, tx) if at_start else ():
            log.info("a stopped channel is tried again", channel=name)
        return len(doubtful)

    return await app.in_store.write(settle)


def claim_now(app: AppContext, tx: Transaction, owed: Sequence[Delivery]) -> Sequence[Delivery]:
    """Claim these, whatever else waits (a message that somebody asked for by hand), before a running monitor does."""
    claims = (_claim(app, tx, delivery.id) for delivery in owed)
    claimed = [delivery for delivery in claims if delivery is not None]
    for delivery in claimed:
        tx.memory.keep(_hand(delivery.id), (app.clock.now() + _LEASE).isoformat(), now=app.clock.now())
    return claimed


def _is_in_hand(tx: Transaction, delivery_id: int, now: datetime) -> bool:
    """Whether another process, started by hand beside a running monitor, may still be sending it."""
    until = tx.memory.get_text(_hand(delivery_id))
    return bool(until) and now < datetime.fromisoformat(until) <= now + _LEASE


def _hand(delivery_id: int) -> str:
    return f"by-hand:{delivery_id}"


def retry(app: AppContext, tx: Transaction, delivery_id: int, *, who: str) -> Delivery:
    """Make a dead, held or deferred delivery due now, with another 72 h; one inside a summary retries the summary.

    UserError when there is none, or nothing is left to send.
    """
    now = app.clock.now()
    delivery = next(iter(tx.outbox.find(DeliveryFilter(delivery_id=delivery_id))), None)
    if delivery is None:
        raise UserError(f"there is no delivery {delivery_id}")
    if delivery.told_by is not None and delivery.state != "sent":
        return retry(app, tx, delivery.told_by, who=who)
    if delivery.state in ("sent", "sending"):
        raise UserError(f"delivery {delivery_id} is {delivery.state}: sending it again would tell it twice")
    members = tx.outbox.find(DeliveryFilter(told_by=delivery_id, limit=_ALL))
    if is_merged(delivery.subject) and not members:
        raise UserError(f"the alerts of summary {delivery_id} went out one by one")
    tx.outbox.restart(delivery_id, now=now, answer=Reason("send.retried"))
    for member in members:
        tx.outbox.mark(
            member.id, "deferred", now=now, code=MERGED, answer=Reason("send.grouped-later", id=str(delivery_id))
        )
    tx.memory.audit(f"retry delivery {delivery_id}", who=who, now=now)
    return tx.outbox.find(DeliveryFilter(delivery_id=delivery_id))[0]


async def send_one(app: AppContext, delivery: Delivery) -> DeliveryState:
    """Render and send one claimed delivery, and commit the outcome."""
    channel = app.channel_settings.get(delivery.channel)
    if channel is None or delivery.channel not in app.channels:
        reason = Reason("send.not-configured", channel=delivery.channel)
        return await _settle(app, delivery, Attempt(Refused(reason=reason), 0), None)
    try:
        parts = await parts_of(app, delivery, channel)
    except TemplateFault as fault:
        refused = Refused(reason=str(fault), code="template")
        return await _settle(app, delivery, Attempt(refused, delivery.parts_sent), channel)
    except Exception as bug:
        log.exception("a message could not be made", delivery=delivery.id)
        return await _settle(app, delivery, Attempt(Deferred(reason=explain_bug(bug)), delivery.parts_sent), channel)
    attempt = await hand_over(app, delivery, channel, parts)
    return await _settle(app, delivery, attempt, channel)


def _take(app: AppContext, name: str, tx: Transaction) -> _Taken:
    """Decide and claim in one transaction, so that no other sender can have decided otherwise."""
    now = app.clock.now()
    unwanted = drop_unwanted(app, tx, name, now)
    if unwanted:
        log.info("muted or not relevant: not sent", channel=name, count=unwanted)
    step = next_step(app, tx, name)
    match step:
        case Wait(until=until):
            return _Taken(until=until)
        case GiveUp(deliveries=lost, reason=reason):
            for delivery in lost:
                give_up(app, tx, delivery, now, reason=reason, code="channel")
            log.error("deliveries given up", channel=name, count=len(lost), reason=reason)
            return _Taken(given_up=len(lost))
        case Send(deliveries=members, storm=lane):
            if lane:
                keep_storm(tx, lane, now=now)
            return _Taken(claimed=_claim(app, tx, _merge(tx, step, now) if step.why else members[0].id))
        case _:
            assert_never(step)


def _claim(app: AppContext, tx: Transaction, delivery_id: int) -> Delivery | None:
    now = app.clock.now()
    claimed = tx.outbox.claim_one(delivery_id, now=now, lease=_LEASE)
    channel = app.channel_settings.get(claimed.channel) if claimed else None
    if channel is not None:
        reserve_slot(tx, channel, now=now)
    return claimed


def _merge(tx: Transaction, step: Send, now: datetime) -> int:
    """Owe a summary of these deliveries; they wait for it and end as it does. Returns its number."""
    members = step.deliveries
    first = members[0]
    summary = NewDelivery(
        kind="summary",
        subject=merged_subject(members, step.why or "group", now),
        channel=first.channel,
        recipient=first.recipient,
        stories=tuple(dict.fromkeys(story for member in members for story in member.stories)),
        send_at=now,
        severity=first.severity,
    )
    tx.outbox.owe([summary], now=now)
    key = delivery_key(summary.kind, summary.subject, summary.channel, summary.recipient)
    (stored,) = tx.outbox.find(DeliveryFilter(key=key))
    for member in members:
        answer = Reason("send.grouped-later", id=str(stored.id))
        tx.outbox.mark(member.id, "deferred", now=now, code=MERGED, answer=answer, told_by=stored.id)
    log.info("alerts become one summary", channel=first.channel, count=len(members), why=step.why, summary=stored.id)
    return stored.id


async def _settle(
    app: AppContext, delivery: Delivery, attempt: Attempt, channel: ChannelSettings | None
) -> DeliveryState:
    def work(tx: Transaction) -> DeliveryState:
        now = app.clock.now()
        if channel is not None:
            confirm_slot(tx, channel, now=now)
        state = note(app, tx, delivery, attempt, channel=channel, now=now)
        # A dead letter of which parts arrived goes on behind them when somebody retries it.
        if state == "sent" or (state == "dead" and not attempt.parts_sent):
            written.forget(tx, delivery.id, now=now)
        if tx.memory.get_text(_hand(delivery.id)):
            tx.memory.keep(_hand(delivery.id), "", now=now)
        return state

    state = await app.in_store.write(work)
    log.info(
        "delivery",
        id=delivery.id,
        kind=delivery.kind,
        channel=delivery.channel,
        state=state,
        reason=getattr(attempt.outcome, "reason", ""),
    )
    return state
