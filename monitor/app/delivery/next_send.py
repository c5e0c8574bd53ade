"""What a channel sends next: load the channel and what waits for it, and let the core decide."""

from collections.abc import Sequence
from datetime import datetime

from monitor.app.context import AppContext
from monitor.app.delivery.channel_state import sending_is_on
from monitor.app.runtime.watches.clock_trust import clock_is_trusted
from monitor.core.alerting.send_plan import (
    ChannelView,
    Send,
    Step,
    Wait,
    longest_interval,
    plan_send,
    routes_by_id,
    with_those_along,
)
from monitor.core.channels.registry import limits_of
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter
from monitor.ports import Transaction

_FEW = 100
"""As many of the deliveries that are due decide most of the time; all are read when these do not go one by one."""


def next_step(app: AppContext, tx: Transaction, name: str) -> Step:
    """Decide for one channel, against everything the store knows now; stores nothing."""
    now = app.clock.now()
    busy = DeliveryFilter(state="sending", channel=name, is_manual=False, limit=1)
    if not sending_is_on(tx) or tx.outbox.find(busy):
        return Wait(until=None)
    few = tx.outbox.find(DeliveryFilter(channel=name, due_by=now, limit=_FEW))
    if not few:
        return Wait(until=tx.outbox.earliest(name))
    view = _channel_view(app, tx, name, now)
    step = _decide_step(tx, view, few)
    if len(few) < _FEW or (isinstance(step, Send) and step.reason is None):
        return step
    return _decide_step(tx, view, tx.outbox.find(DeliveryFilter(channel=name, due_by=now, limit=None)))


def next_send_at(app: AppContext, tx: Transaction) -> datetime | None:
    """When the sender has something to do next, over all channels."""
    now = app.clock.now()
    times = []
    for name, earliest in tx.outbox.waiting().items():
        step = next_step(app, tx, name) if earliest <= now else Wait(until=earliest)
        times.append(step.until if isinstance(step, Wait) else now)
    return min((at for at in times if at is not None), default=None)


def _decide_step(tx: Transaction, view: ChannelView, due: Sequence[Delivery]) -> Step:
    step = plan_send(view, due)
    if not isinstance(step, Send) or step.along is None:
        return step
    along = DeliveryFilter(
        channel=view.name,
        state=step.along.state,
        recipient=step.along.recipient,
        grouping=step.along.grouping,
        limit=None,
    )
    return with_those_along(step, tx.outbox.find(along))


def _channel_view(app: AppContext, tx: Transaction, name: str, now: datetime) -> ChannelView:
    channel = app.channel_settings.get(name) if name in app.channels else None
    fallback = channel.fallback if channel else ""
    routes = app.settings.alerts.routes
    return ChannelView(
        now=now,
        name=name,
        channel=channel,
        limits=limits_of(channel.kind, channel.rate) if channel else (),
        state=tx.channels.load(name),
        routes=routes_by_id(routes),
        zone=app.zone,
        sent=tx.outbox.sent_lately(name, since=now - longest_interval(routes)),
        fallback_works=bool(fallback) and fallback not in tx.channels.stops(),
        clock_is_trusted=clock_is_trusted(tx, now),
    )
