"""The sender: for each channel, one after the other, claim what goes next, send it, and note at once how that ended."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import assert_never

from monitor.app.context import AppContext
from monitor.app.delivery.attempt import (
    LEASE,
    NAP,
    STOPPED,
    NothingToTell,
    Progress,
    describe_bug,
    hand_over,
    parts_of,
)
from monitor.app.delivery.cancel import drop_unwanted
from monitor.app.delivery.next_send import next_step
from monitor.app.delivery.outcome import give_up, record_outcome, store_marks
from monitor.app.runtime.announcer import Attempted, headline_of
from monitor.core.alerting.channel_rules import with_slot
from monitor.core.alerting.grouping import MERGED, group_payload, group_subject, route_of
from monitor.core.alerting.outcome_plan import plan_hold
from monitor.core.alerting.outcomes import Attempt, NoWay, Postponed, Unsent
from monitor.core.alerting.send_plan import GiveUp, Hold, Send, Wait
from monitor.core.channels.registry import limits_of
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
from monitor.errors import TemplateFault
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What one look at a channel brought."""

    claimed: Delivery | None = None
    ended: Counter[DeliveryState]
    until: datetime | None = None


async def drain_channel(app: AppContext, name: str, *, stopping: asyncio.Event | None = None) -> Counter[DeliveryState]:
    """Send what is due on one channel, one message after the other.

    Once ``stopping`` is set no further message is begun: what waits stays as it is for the next start.
    """
    ended: Counter[DeliveryState] = Counter()
    while stopping is None or not stopping.is_set():
        taken = await _take_one(app, name)
        ended += taken.ended
        if taken.claimed is not None:
            state = await _send_in_hand(app, taken.claimed, stopping)
            ended.update(() if state is None else (state,))
        elif not taken.ended:
            if taken.until is None or taken.until - app.clock.now() > NAP:
                break
            await app.clock.sleep_until(taken.until)
    return +ended


async def _send_in_hand(app: AppContext, delivery: Delivery, stopping: asyncio.Event | None) -> DeliveryState | None:
    """Send it; while that lasts no jump of the clock makes its lease look like one of a dead sender."""
    app.in_hand.add(delivery.id)
    try:
        return await send_one(app, delivery, stopping=stopping)
    finally:
        app.in_hand.discard(delivery.id)


def claim_manually(app: AppContext, tx: Transaction, new_deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
    """Claim these, whatever else waits (a message that somebody asked for manually), before a running monitor does."""
    claims = (_claim_delivery(app, tx, delivery.id, is_manual=True) for delivery in new_deliveries)
    return [delivery for delivery in claims if delivery is not None]


async def send_one(
    app: AppContext, delivery: Delivery, *, stopping: asyncio.Event | None = None
) -> DeliveryState | None:
    """Render and send one claimed delivery, and commit the outcome, also when it is cut short.

    ``None``: nothing was left to tell, which is no failure of anybody's.
    """
    progress = Progress(sent=delivery.parts_sent)
    try:
        attempt = await _attempt_send(app, delivery, progress, stopping)
    except asyncio.CancelledError:
        await _settle_attempt(app, delivery, progress.cut_short(app.clock.now()))
        raise
    state = await _settle_attempt(app, delivery, attempt)
    return None if isinstance(attempt.outcome, Unsent) else state


async def _attempt_send(
    app: AppContext, delivery: Delivery, progress: Progress, stopping: asyncio.Event | None
) -> Attempt:
    channel = app.channel_settings.get(delivery.channel)
    if channel is None or delivery.channel not in app.channels:
        reason = Reason("send.not-configured", channel=delivery.channel)
        return Attempt(NoWay(reason=reason), delivery.parts_sent)
    try:
        parts = await parts_of(app, delivery, channel)
    except TemplateFault as fault:
        return Attempt(Refused(reason=str(fault), code="template"), delivery.parts_sent)
    except NothingToTell as nothing:
        return Attempt(nothing.outcome, delivery.parts_sent)
    except Exception as bug:
        log.exception("a message could not be made", delivery=delivery.id)
        return Attempt(Deferred(reason=app.redact(describe_bug(bug))), delivery.parts_sent)
    return await hand_over(app, delivery, channel, parts, progress, stopping=stopping)


async def _take_one(app: AppContext, name: str) -> _Taken:
    """Decide and claim; a claim that nobody would send, because this was cancelled meanwhile, is given back."""
    await app.hold_store()
    taking = asyncio.ensure_future(app.in_store.write(partial(_take_next, app, name)))
    try:
        return await asyncio.shield(taking)
    except asyncio.CancelledError:
        taken = await taking
        if taken.claimed is not None:
            attempt = Attempt(Postponed(until=app.clock.now(), reason=Reason(STOPPED)), taken.claimed.parts_sent)
            await _settle_attempt(app, taken.claimed, attempt)
        raise


def _take_next(app: AppContext, name: str, tx: Transaction) -> _Taken:
    """Decide and claim in one transaction, so that no other sender can have decided otherwise."""
    now = app.clock.now()
    unwanted = drop_unwanted(tx, name, now)
    if unwanted:
        log.info("muted or not relevant: not sent", channel=name, count=unwanted)
    step = next_step(app, tx, name)
    match step:
        case Wait(until=until):
            return _Taken(until=until, ended=Counter())
        case GiveUp(deliveries=lost, reason=reason):
            give_up(app, tx, lost, reason=reason, code="channel")
            log.error("deliveries given up", channel=name, count=len(lost), reason=reason)
            return _Taken(ended=Counter[DeliveryState]({"dead": len(lost)}))
        case Hold(deliveries=waiting, reason=reason):
            store_marks(tx, plan_hold(waiting, reason=reason), now=now)
            log.error("deliveries held", channel=name, count=len(waiting), reason=reason)
            return _Taken(ended=Counter[DeliveryState]({"held": len(waiting)}))
        case Send(deliveries=members):
            if step.storm:
                _note_storm(tx, members[0], now)
            return _Taken(
                claimed=_claim_delivery(app, tx, _group_deliveries(tx, step, now) if step.reason else members[0].id),
                ended=Counter(),
            )
        case _:
            assert_never(step)


def _claim_delivery(app: AppContext, tx: Transaction, delivery_id: int, *, is_manual: bool = False) -> Delivery | None:
    now = app.clock.now()
    claimed = tx.outbox.claim_one(delivery_id, now=now, lease=LEASE, is_manual=is_manual)
    channel = app.channel_settings.get(claimed.channel) if claimed else None
    if channel is not None:
        state = tx.channels.load(channel.name)
        tx.channels.save(with_slot(state, limits_of(channel.kind, channel.rate), now), was=state)
    return claimed


def _note_storm(tx: Transaction, head: Delivery, now: datetime) -> None:
    """Until its time is over the route's alerts are held."""
    state = tx.channels.load(head.channel)
    storm_key = (head.recipient, route_of(head.grouping))
    tx.channels.save(replace(state, storms={**state.storms, storm_key: now}), was=state)


def _group_deliveries(tx: Transaction, step: Send, now: datetime) -> int:
    """Enqueue one message for these deliveries; they wait for it and end as it does. Returns its number."""
    members = step.deliveries
    first, reason = members[0], step.reason or "group"
    grouped = NewDelivery(
        kind="grouped",
        subject=group_subject(members),
        channel=first.channel,
        recipient=first.recipient,
        stories=tuple(dict.fromkeys(story for member in members for story in member.stories)),
        send_at=now,
        severity=first.severity,
        topics=tuple(sorted({topic for member in members for topic in member.topics})),
        payload=group_payload(members, reason, now),
    )
    tx.outbox.enqueue([grouped], now=now)
    key = delivery_key(grouped.kind, grouped.subject, grouped.channel, grouped.recipient)
    (stored,) = tx.outbox.find(DeliveryFilter(key=key))
    for member in members:
        answer = Reason("send.grouped-later", id=str(stored.id))
        tx.outbox.mark(member.id, "deferred", now=now, code=MERGED, answer=answer, grouped_into=stored.id)
    log.info("alerts become one message", channel=first.channel, count=len(members), why=reason, id=stored.id)
    return stored.id


async def _settle_attempt(app: AppContext, delivery: Delivery, attempt: Attempt) -> DeliveryState:
    def record(tx: Transaction) -> tuple[DeliveryState, str]:
        return record_outcome(app, tx, delivery, attempt), headline_of(tx, delivery)

    state, headline = await app.in_store.write(record)
    reason = getattr(attempt.outcome, "reason", "")
    app.on_attempt(Attempted(delivery=delivery, state=state, headline=headline, reason=reason))
    log.info(
        "delivery",
        id=delivery.id,
        kind=delivery.kind,
        channel=delivery.channel,
        state=state,
        reason=reason,
    )
    return state
