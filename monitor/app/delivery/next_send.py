"""What a channel sends next: one delivery, several as one summary, or nothing until a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.app.context import AppContext
from monitor.app.delivery.channel_state import (
    Cooldown,
    next_turn,
    rest_of,
    send_times,
    sending_is_on,
    stop_of,
    storm_at,
)
from monitor.core.alerting.grouping import Why, is_backlog, is_storm, mergeable, overflows, route_id, route_of
from monitor.core.alerting.quiet_hours import BYPASS, release_at
from monitor.core.alerting.rate_limits import room
from monitor.core.alerting.retry import GIVE_UP_AFTER
from monitor.core.channels.registry import limits_of
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings, Route
from monitor.ports import Transaction

_FEW = 100
_ALL = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One delivery as it is, or several as one summary and ``why``; ``storm`` names the lane that storms."""

    deliveries: Sequence[Delivery]
    why: Why | None = None
    storm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """These can never go out here."""

    deliveries: Sequence[Delivery]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing can go before ``until``; ``None`` = not until somebody does something."""

    until: datetime | None


Step = Send | GiveUp | Wait


def next_step(app: AppContext, tx: Transaction, name: str) -> Step:
    """Decide for one channel, against everything the store knows now; stores nothing."""
    now = app.clock.now()
    if not sending_is_on(tx) or tx.outbox.find(DeliveryFilter(state="sending", channel=name, limit=1)):
        return Wait(until=None)
    few = tx.outbox.find(DeliveryFilter(channel=name, due_by=now, limit=_FEW))
    if not few:
        return Wait(until=tx.outbox.waiting().get(name))
    routes = {route_id(route): route for route in app.settings.alerts.routes}
    channel = _Channel(app=app, tx=tx, name=name, now=now, routes=routes)
    step = channel.step(few)
    if len(few) < _FEW or (isinstance(step, Send) and step.why is None):
        return step
    return channel.step(tx.outbox.find(DeliveryFilter(channel=name, due_by=now, limit=_ALL)))


def next_send_at(app: AppContext, tx: Transaction) -> datetime | None:
    """When the sender has something to do next, over all channels."""
    now = app.clock.now()
    times = []
    for name, earliest in tx.outbox.waiting().items():
        step = next_step(app, tx, name) if earliest <= now else Wait(until=earliest)
        times.append(step.until if isinstance(step, Wait) else now)
    return min((at for at in times if at is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """One channel at one instant."""

    app: AppContext
    tx: Transaction
    name: str
    now: datetime
    routes: Mapping[str, Route]

    def step(self, due: Sequence[Delivery]) -> Step:
        channel = self.app.channel_settings.get(self.name)
        if channel is None or self.name not in self.app.channels:
            return GiveUp(deliveries=due, reason=Reason("send.not-configured", channel=self.name))
        stopped = stop_of(self.tx, self.name)
        if stopped is not None:
            return self._stopped(channel, due, stopped.at, stopped.reason)
        turn = next_turn(self.tx, channel, self.now)
        if turn > self.now:
            return Wait(until=turn)
        later: list[datetime] = []
        for recipient in dict.fromkeys(one.recipient for one in due):
            step = self._lane(channel, [one for one in due if one.recipient == recipient])
            if not isinstance(step, Wait):
                return step
            later.extend([step.until] if step.until else [])
        return Wait(until=min(later, default=None))

    def _stopped(self, channel: ChannelSettings, due: Sequence[Delivery], at: datetime, reason: str) -> Step:
        """A stopped channel's deliveries go to its fallback at once, or wait for its return as long as any."""
        if channel.fallback and stop_of(self.tx, channel.fallback) is None:
            return GiveUp(deliveries=due, reason=Reason("send.stopped", why=reason))
        old = [one for one in due if self.now - max(one.send_at, at) >= GIVE_UP_AFTER]
        if old:
            return GiveUp(deliveries=old, reason=Reason("send.given-up", why=Reason("send.stopped", why=reason)))
        return Wait(until=None)

    def _lane(self, channel: ChannelSettings, due: Sequence[Delivery]) -> Step:
        """What the recipient of ``due`` gets next."""
        rest = rest_of(self.tx, self.name, due[0].recipient, self.now)
        if rest is not None and (step := self._resting(rest, due)) is not None:
            return step
        times = [self._ready_at(one) for one in due]
        ready = [one for one, at in zip(due, times, strict=True) if at <= self.now]
        if not ready:
            return Wait(until=min(times))
        head = ready[0]
        if rest is not None or not mergeable(head):
            return Send(deliveries=(head,))
        alerts = [one for one in ready if mergeable(one)]
        if is_backlog(alerts, self.now):
            return Send(deliveries=self._with_deferred(alerts), why="backlog")
        if overflows(
            len(alerts), room(send_times(self.tx, self.name), limits_of(channel.kind, channel.rate), self.now)
        ):
            return Send(deliveries=alerts, why="rate")
        return self._storm(head, alerts) or self._group(head, alerts)

    def _with_deferred(self, alerts: Sequence[Delivery]) -> Sequence[Delivery]:
        """Those that failed before and would only be tried later come along."""
        wanted = DeliveryFilter(state="deferred", channel=self.name, recipient=alerts[0].recipient, limit=_ALL)
        together = {one.id: one for one in (*alerts, *filter(mergeable, self.tx.outbox.find(wanted)))}
        return [together[number] for number in sorted(together)]

    def _resting(self, rest: Cooldown, due: Sequence[Delivery]) -> Step | None:
        if rest.until > self.now:
            return Wait(until=rest.until)
        old = [
            one
            for one in due
            if one.first_attempt_at is None and self.now - max(one.send_at, rest.since) >= GIVE_UP_AFTER
        ]
        return GiveUp(deliveries=old, reason=Reason("send.given-up", why=Reason("send.no-answer"))) if old else None

    def _ready_at(self, one: Delivery) -> datetime:
        """Not before the route lets it: its quiet hours, the group's interval, a storm that is being held."""
        route = self._route(one)
        if route is None:
            return self.now
        times = [self.now]
        if route.severity != BYPASS:
            times.append(release_at(route.quiet_hours, self.now, self.app.zone))
        last = [told.sent_at for told in self._told(one, one.grouping, route.group_interval) if told.sent_at]
        times.extend(at + route.group_interval for at in last)
        held_until = self._held_until(one, route)
        times.extend([held_until] if held_until else [])
        return max(times)

    def _told(self, one: Delivery, grouping: str, within: timedelta) -> Iterator[Delivery]:
        """What of a group (or a route: ``ID|``) this recipient was told lately."""
        wanted = DeliveryFilter(
            state="sent",
            channel=self.name,
            recipient=one.recipient,
            grouping=grouping,
            sent_since=self.now - within,
            limit=_FEW * 10,
        )
        return (told for told in self.tx.outbox.find(wanted) if grouping.endswith("|") or told.grouping == grouping)

    def _storm_lane(self, one: Delivery) -> str:
        return f"{self.name}:{one.recipient}:{route_of(one.grouping)}"

    def _held_until(self, one: Delivery, route: Route) -> datetime | None:
        last = storm_at(self.tx, self._storm_lane(one), self.now) if route.storm else None
        return last + route.storm[1] if last and route.storm else None

    def _storm(self, head: Delivery, alerts: Sequence[Delivery]) -> Send | None:
        route = self._route(head)
        if route is None or route.storm is None:
            return None
        _, span = route.storm
        same = [one for one in alerts if route_of(one.grouping) == route_of(head.grouping)]
        told = sum(1 for _ in self._told(head, f"{route_of(head.grouping)}|", span))
        ended = self._held_until(head, route)
        held = ended is not None and self.now - ended < span and any(one.created_at < ended for one in same)
        if is_storm(len(same), told, route.storm) or (held and len(same) > 1):
            why: Why | None = "storm" if len(same) > 1 else None
            return Send(deliveries=same, why=why, storm=self._storm_lane(head))
        return None

    def _group(self, head: Delivery, alerts: Sequence[Delivery]) -> Send:
        """All of the head's group, also those whose own wait is not over: the first one's wait is the group's."""
        if not head.grouping:
            return Send(deliveries=(head,))
        wanted = DeliveryFilter(
            state="pending", channel=self.name, recipient=head.recipient, grouping=head.grouping, limit=_ALL
        )
        group = {one.id: one for one in (*alerts, *self.tx.outbox.find(wanted))}
        members = [one for one in group.values() if one.grouping == head.grouping and mergeable(one)]
        members.sort(key=lambda one: one.id)
        return Send(deliveries=members, why="group" if len(members) > 1 else None)

    def _route(self, one: Delivery) -> Route | None:
        """The route as it is now; ``None`` when it was changed or the delivery came by none."""
        return self.routes.get(route_of(one.grouping))
