"""How an attempt ended, stored: load what is around the delivery, decide what follows, note it."""

from collections.abc import Sequence
from datetime import datetime

from monitor.app.context import AppContext
from monitor.core.alerting.outcome_plan import plan_give_up, plan_outcome
from monitor.core.alerting.outcomes import Attempt, Mark, OutcomePlan, Situation
from monitor.core.channels.registry import limits_of
from monitor.core.model.deliveries import Delivery, DeliveryState, Sent
from monitor.core.model.filters import DeliveryFilter
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction

log = lazy_logger(__name__)


def record_outcome(app: AppContext, tx: Transaction, delivery: Delivery, attempt: Attempt) -> DeliveryState:
    """Store what became of an attempt; returns the delivery's new state.

    Of one whose lease ended meanwhile only good news is stored, and only while nobody sends it again: what arrived is
    not sent once more.
    """
    current = next(iter(tx.outbox.find(DeliveryFilter(delivery_id=delivery.id))), delivery)
    if current.attempts != delivery.attempts and (
        not isinstance(attempt.outcome, Sent) or current.state in ("sending", "sent")
    ):
        log.warning("an attempt ended after another had begun", delivery=delivery.id, state=current.state)
        return current.state
    situation = _load_situation(app, tx, delivery, app.clock.now())
    plan = plan_outcome(situation, attempt)
    _store_plan(tx, situation, plan)
    if plan.channel.stop is not None and situation.state.stop is None:
        log.error("channel stopped", channel=delivery.channel, reason=plan.channel.stop.reason)
    return plan.state


def give_up(app: AppContext, tx: Transaction, deliveries: Sequence[Delivery], *, reason: str, code: str) -> None:
    """End these as dead letters; their fallback channel gets them if there is one."""
    for delivery in deliveries:
        situation = _load_situation(app, tx, delivery, app.clock.now())
        _store_plan(tx, situation, plan_give_up(situation, reason=reason, code=code))


def members_of(tx: Transaction, delivery: Delivery) -> Sequence[Delivery]:
    """The deliveries that this one tells in their place."""
    if not delivery.is_group:
        return ()
    return tx.outbox.find(DeliveryFilter(grouped_into=delivery.id, limit=None))


def store_marks(tx: Transaction, marks: Sequence[Mark], *, now: datetime) -> None:
    """Note changes to deliveries."""
    for mark in marks:
        tx.outbox.mark(
            mark.id,
            mark.state,
            now=now,
            code=mark.code,
            answer=mark.answer,
            send_at=mark.send_at,
            parts_sent=mark.parts_sent,
            possible_repeat=mark.possible_repeat,
            first_attempt_at=mark.first_attempt_at,
        )


def _load_situation(app: AppContext, tx: Transaction, delivery: Delivery, now: datetime) -> Situation:
    channel = app.channel_settings.get(delivery.channel)
    return Situation(
        now=now,
        delivery=delivery,
        members=members_of(tx, delivery),
        channel=channel,
        limits=limits_of(channel.kind, channel.rate) if channel else (),
        state=tx.channels.load(delivery.channel),
        settings=app.settings,
        zone=app.zone,
        stopped=frozenset(tx.channels.stops()),
    )


def _store_plan(tx: Transaction, situation: Situation, plan: OutcomePlan) -> None:
    store_marks(tx, plan.marks, now=situation.now)
    for mark in plan.restarts:
        tx.outbox.restart(mark.id, now=situation.now, code=mark.code, answer=mark.answer)
    tx.outbox.enqueue(plan.new_deliveries, now=situation.now)
    tx.channels.save(plan.channel, was=situation.state)
    if plan.forget_parts:
        tx.parts.remove(situation.delivery.id)
