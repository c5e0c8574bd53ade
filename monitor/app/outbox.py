"""The sender: claims what is owed, sends it, and notes at once how that ended."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

import structlog

from monitor.app.messages import Naming, compose
from monitor.app.parts import App
from monitor.errors import TemplateFault
from monitor.policy.backoff import draw_for, next_attempt_at
from monitor.policy.rates import wait_for_turn
from monitor.ports import Transaction
from monitor.render.renderer import render
from monitor.types.delivery import (
    Deferred,
    Delivery,
    DeliveryState,
    Envelope,
    InDoubt,
    Owed,
    Refused,
    SendOutcome,
    Sent,
)
from monitor.types.messages import Rendered
from monitor.types.queries import DeliveryFilter
from monitor.types.settings import ChannelSettings

log = structlog.get_logger(__name__)

_LEASE = timedelta(minutes=15)
"""Longer than any channel's own time limit, so that a live sender never loses its claim."""
_BATCH = 64
_RECENT = 200


@dataclass(frozen=True, slots=True)
class _Attempt:
    """How sending the parts of one delivery ended."""

    outcome: SendOutcome
    parts_sent: int


async def send_owed(app: App) -> Counter[DeliveryState]:
    """Send everything whose time has come; returns how many ended in which state."""
    ended: Counter[DeliveryState] = Counter()

    def claim(tx: Transaction) -> Sequence[Delivery]:
        return tx.outbox.claim(now=app.clock.now(), lease=_LEASE, limit=_BATCH)

    while batch := await app.in_store.write(claim):
        for state in await asyncio.gather(*(send_one(app, delivery) for delivery in batch)):
            ended[state] += 1
    return ended


async def recover(app: App) -> int:
    """At start: what was being sent when the last run died goes out again (marked) or is held for a person."""

    def settle(tx: Transaction) -> int:
        now = app.clock.now()
        doubtful = tx.outbox.recover(now=now)
        for delivery in doubtful:
            channel = app.channel_settings.get(delivery.channel)
            hold = channel is not None and channel.on_doubt == "hold"
            tx.outbox.mark(
                delivery.id,
                "held" if hold else "deferred",
                now=now,
                send_at=now,
                answer="in doubt: the last run ended while this was being sent",
                possible_repeat=True,
            )
        return len(doubtful)

    return await app.in_store.write(settle)


def claim_now(app: App, tx: Transaction, owed: Sequence[Delivery]) -> Sequence[Delivery]:
    """Claim these, whatever else waits (a message that somebody asked for by hand), before a running monitor does."""
    now = app.clock.now()
    claimed = [tx.outbox.claim_one(delivery.id, now=now, lease=_LEASE) for delivery in owed]
    return [delivery for delivery in claimed if delivery is not None]


async def send_one(app: App, delivery: Delivery) -> DeliveryState:
    """Render and send one claimed delivery, and commit the outcome."""
    channel = app.channel_settings.get(delivery.channel)
    if channel is None or delivery.channel not in app.channels:
        reason = f'channel "{delivery.channel}" is no longer configured'
        return await _settle(app, delivery, _Attempt(Refused(reason=reason), 0), None)
    wait = await app.in_store.read(partial(_turn, channel, app.clock.now()))
    if wait > timedelta(0):
        return await _postpone(app, delivery, wait)
    try:
        parts = await _render(app, delivery, channel)
    except TemplateFault as fault:
        return await _settle(app, delivery, _Attempt(Refused(reason=str(fault), code="template"), 0), channel)
    return await _settle(app, delivery, await _send_parts(app, delivery, channel, parts), channel)


async def _render(app: App, delivery: Delivery, channel: ChannelSettings) -> Sequence[Rendered]:
    wording = app.wording(channel)
    naming = Naming(topics=wording.topics, digest_topics=app.digest_topics)
    message = await app.in_store.read(lambda tx: compose(tx, delivery, naming, now=app.clock.now()))
    return await asyncio.to_thread(render, app.templates, channel.kind, message, wording, options=channel.options)


async def _send_parts(app: App, delivery: Delivery, channel: ChannelSettings, parts: Sequence[Rendered]) -> _Attempt:
    """Parts that the receiver already took are not sent again."""
    outcome: SendOutcome = Sent()
    for number, rendered in enumerate(parts, start=1):
        if number <= delivery.parts_sent:
            continue
        envelope = Envelope(
            key=delivery.key,
            recipient=delivery.recipient,
            rendered=rendered,
            kind=delivery.kind,
            thread=f"story-{delivery.stories[0]}" if delivery.stories else "",
            part=number,
            parts=len(parts),
            at=app.clock.now(),
        )
        outcome = await app.channels[channel.name].send(envelope)
        if not isinstance(outcome, Sent):
            return _Attempt(outcome, number - 1)
    return _Attempt(outcome, len(parts))


async def _settle(app: App, delivery: Delivery, attempt: _Attempt, channel: ChannelSettings | None) -> DeliveryState:
    now = app.clock.now()
    state = await app.in_store.write(lambda tx: _note(app, tx, delivery, attempt, channel=channel, now=now))
    log.info(
        "delivery",
        id=delivery.id,
        kind=delivery.kind,
        channel=delivery.channel,
        state=state,
        reason=getattr(attempt.outcome, "reason", ""),
    )
    return state


def _note(
    app: App, tx: Transaction, delivery: Delivery, attempt: _Attempt, *, channel: ChannelSettings | None, now: datetime
) -> DeliveryState:
    match attempt.outcome:
        case Sent(code=code, answer=answer):
            tx.outbox.mark(delivery.id, "sent", now=now, code=code, answer=answer, parts_sent=attempt.parts_sent)
            return "sent"
        case InDoubt(reason=reason) if channel is not None and channel.on_doubt == "hold":
            tx.outbox.mark(delivery.id, "held", now=now, answer=reason, possible_repeat=True)
            return "held"
        case InDoubt(reason=reason):
            return _retry(app, tx, delivery, attempt, now=now, reason=reason, code="in-doubt", asked=None)
        case Deferred(reason=reason, code=code, retry_after=asked):
            return _retry(app, tx, delivery, attempt, now=now, reason=reason, code=code, asked=asked)
        case Refused(reason=reason, code=code):
            return _give_up(app, tx, delivery, now, reason=reason, code=code)
        case _:
            assert_never(attempt.outcome)


def _retry(
    app: App,
    tx: Transaction,
    delivery: Delivery,
    attempt: _Attempt,
    *,
    now: datetime,
    reason: str,
    code: str,
    asked: timedelta | None,
) -> DeliveryState:
    again = next_attempt_at(
        now,
        attempts=delivery.attempts,
        first_attempt_at=delivery.first_attempt_at or now,
        retry_after=asked,
        draw=draw_for(delivery.key, delivery.attempts),
    )
    if again is None:
        return _give_up(app, tx, delivery, now, reason=f"given up after 72 h: {reason}", code=code)
    tx.outbox.mark(
        delivery.id,
        "deferred",
        now=now,
        send_at=again,
        code=code,
        answer=reason,
        parts_sent=attempt.parts_sent,
        possible_repeat=True if code == "in-doubt" else None,
    )
    return "deferred"


def _give_up(app: App, tx: Transaction, delivery: Delivery, now: datetime, *, reason: str, code: str) -> DeliveryState:
    """A dead letter stays in the outbox and stands in the next digest; the fallback channel gets it if there is one."""
    tx.outbox.mark(delivery.id, "dead", now=now, code=code, answer=reason)
    channel = app.channel_settings.get(delivery.channel)
    fallback = app.channel_settings.get(channel.fallback) if channel and channel.fallback else None
    if fallback is not None:
        tx.outbox.owe(
            [
                Owed(
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


def _turn(channel: ChannelSettings, now: datetime, tx: Transaction) -> timedelta:
    """How long the channel's rate makes us wait."""
    if channel.rate is None:
        return timedelta(0)
    count, per = channel.rate
    since = now - timedelta(days=3)
    recent = tx.outbox.find(DeliveryFilter(state="sent", channel=channel.name, since=since, limit=_RECENT))
    return wait_for_turn([one.sent_at for one in recent if one.sent_at], count=count, per=per, now=now)


async def _postpone(app: App, delivery: Delivery, wait: timedelta) -> DeliveryState:
    """The rate is spent: nothing was tried, so this counts as no failure."""
    now = app.clock.now()

    def note(tx: Transaction) -> DeliveryState:
        tx.outbox.mark(delivery.id, "deferred", now=now, send_at=now + wait, answer="waits for the channel's rate")
        return "deferred"

    return await app.in_store.write(note)
