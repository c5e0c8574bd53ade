"""What a channel sends next: one delivery, several as one message, or nothing until a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta, tzinfo

from monitor.core.alerting.channel_rules import cooldown_of, next_turn
from monitor.core.alerting.grouping import (
    is_backlog,
    is_mergeable,
    is_storm,
    rate_overflows,
    route_id,
    route_of,
)
from monitor.core.alerting.quiet_hours import BYPASS, release_at
from monitor.core.alerting.rate_limits import rate_room
from monitor.core.alerting.retry import GIVE_UP_AFTER
from monitor.core.i18n.phrases import Reason
from monitor.core.model.channel_state import ChannelState, Cooldown
from monitor.core.model.deliveries import Delivery, DeliveryState, GroupReason
from monitor.core.model.filters import SentAlert
from monitor.core.model.settings import ChannelSettings, RateLimit, Route
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """Deliveries that are not due yet and go along: those of the recipient in this state (and of this group)."""

    recipient: str
    state: DeliveryState
    grouping: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One delivery as it is, or several as one message and the ``reason``; ``storm``: its route storms."""

    deliveries: Sequence[Delivery]
    reason: GroupReason | None = None
    storm: bool = False
    along: Along | None = None
    """Load these too, and ask ``with_those_along``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """These can never go out here."""

    deliveries: Sequence[Delivery]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """These wait for somebody: their channel is not there."""

    deliveries: Sequence[Delivery]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing can go before ``until``; ``None`` = not until somebody does something."""

    until: datetime | None


Step = Send | GiveUp | Hold | Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """One channel at one instant: all that deciding needs."""

    now: datetime
    name: str
    channel: ChannelSettings | None
    """``None``: the settings name no such channel."""
    limits: Sequence[RateLimit] = ()
    """How many messages it may send in which time."""
    state: ChannelState
    routes: Mapping[str, Route]
    """By ``route_id``."""
    zone: tzinfo
    sent: Sequence[SentAlert] = ()
    """What was sent within the longest interval of the routes."""
    fallback_works: bool = False
    clock_is_trusted: bool = True
    """Nothing is given up by a clock that may be wrong."""
    last_told: Mapping[tuple[str, str], datetime] = field(init=False)
    """(recipient, group) → when it was last told."""

    def __post_init__(self) -> None:
        last: dict[tuple[str, str], datetime] = {}
        for delivery in self.sent:
            place = (delivery.recipient, delivery.grouping)
            last[place] = max(delivery.sent_at, last.get(place, delivery.sent_at))
        object.__setattr__(self, "last_told", last)


def routes_by_id(routes: Sequence[Route]) -> Mapping[str, Route]:
    """The routes as they are now."""
    return {route_id(route): route for route in routes}


def longest_interval(routes: Sequence[Route]) -> timedelta:
    """How far back what was sent can hold something up."""
    spans = [route.group_interval for route in routes] + [route.storm[1] for route in routes if route.storm]
    return max(spans, default=timedelta(0))


def plan_send(view: ChannelView, due: Sequence[Delivery]) -> Step:
    """Decide for one channel; ``due``: what waits and may be sent by now, oldest first."""
    if view.channel is None:
        return Hold(deliveries=due, reason=Reason("send.not-configured", channel=view.name))
    if view.state.stop is not None:
        return _step_of_stopped(view, due)
    turn = next_turn(view.state, view.limits, view.now)
    if turn > view.now:
        return Wait(until=turn)
    later: list[datetime] = []
    by_recipient: dict[str, list[Delivery]] = {}
    for delivery in due:
        by_recipient.setdefault(delivery.recipient, []).append(delivery)
    for waiting in by_recipient.values():
        step = _next_for_recipient(view, waiting)
        if not isinstance(step, Wait):
            return step
        later.extend([step.until] if step.until else [])
    return Wait(until=min(later, default=None))


def with_those_along(step: Send, others: Sequence[Delivery]) -> Send:
    """The step with those that were loaded for its ``along``."""
    together = {delivery.id: delivery for delivery in (*step.deliveries, *filter(is_mergeable, others))}
    members = [together[number] for number in sorted(together)]
    return replace(step, deliveries=members, reason=step.reason if len(members) > 1 else None, along=None)


def _step_of_stopped(view: ChannelView, due: Sequence[Delivery]) -> Step:
    """A stopped channel's deliveries go to its fallback at once, or wait for its return as long as any."""
    stop = view.state.stop
    if stop is None:
        return Wait(until=None)
    if view.fallback_works:
        return GiveUp(deliveries=due, reason=Reason("send.stopped", why=stop.reason))
    old = [delivery for delivery in due if view.now - max(delivery.send_at, stop.at) >= GIVE_UP_AFTER]
    if old and view.clock_is_trusted:
        return GiveUp(deliveries=old, reason=Reason("send.given-up", why=Reason("send.stopped", why=stop.reason)))
    return Wait(until=None)


def _next_for_recipient(view: ChannelView, due: Sequence[Delivery]) -> Step:
    """What the recipient of ``due`` gets next."""
    cooldown = cooldown_of(view.state, due[0].recipient, view.now)
    if cooldown is not None and (step := _cooling_down(view, cooldown, due)) is not None:
        return step
    times = [_ready_at(view, delivery) for delivery in due]
    ready = [delivery for delivery, at in zip(due, times, strict=True) if at <= view.now]
    if not ready:
        return Wait(until=min(times))
    head = ready[0]
    if cooldown is not None or not is_mergeable(head):
        return Send(deliveries=(head,))
    alerts = [delivery for delivery in ready if is_mergeable(delivery)]
    if is_backlog(alerts, view.now):
        # Those that failed before and would only be tried later come along.
        return Send(deliveries=alerts, reason="backlog", along=Along(recipient=head.recipient, state="deferred"))
    if rate_overflows(len(alerts), rate_room(view.state.send_times, view.limits, view.now)):
        return Send(deliveries=alerts, reason="rate")
    return _send_storm(view, head, alerts) or _send_group(head, alerts)


def _cooling_down(view: ChannelView, cooldown: Cooldown, due: Sequence[Delivery]) -> Step | None:
    if cooldown.until > view.now:
        return Wait(until=cooldown.until)
    # By the last attempt, not by now: what waited while nobody tried gets its try first.
    old = [
        delivery
        for delivery in due
        if delivery.first_attempt_at is None
        and cooldown.failed_at - max(delivery.send_at, cooldown.since) >= GIVE_UP_AFTER
    ]
    return GiveUp(deliveries=old, reason=Reason("send.given-up", why=Reason("send.no-answer"))) if old else None


def _ready_at(view: ChannelView, delivery: Delivery) -> datetime:
    """Not before the route lets it: its quiet hours, the group's interval, a storm that is being held."""
    route = _current_route(view, delivery)
    if route is None:
        return view.now
    times = [view.now]
    if route.severity != BYPASS:
        times.append(release_at(route.quiet_hours, view.now, view.zone))
    last = view.last_told.get((delivery.recipient, delivery.grouping))
    if last is not None:
        times.append(last + route.group_interval)
    held_until = _held_until(view, delivery, route)
    times.extend([held_until] if held_until else [])
    return max(times)


def _held_until(view: ChannelView, delivery: Delivery, route: Route) -> datetime | None:
    last = view.state.storms.get((delivery.recipient, route_of(delivery.grouping)))
    return last + route.storm[1] if route.storm and last is not None and last <= view.now else None


def _send_storm(view: ChannelView, head: Delivery, alerts: Sequence[Delivery]) -> Send | None:
    route = _current_route(view, head)
    if route is None or route.storm is None:
        return None
    _, span = route.storm
    same = [delivery for delivery in alerts if route_of(delivery.grouping) == route_of(head.grouping)]
    told = Counter(
        (delivery.recipient, route_of(delivery.grouping))
        for delivery in view.sent
        if delivery.sent_at > view.now - span
    )[head.recipient, route_of(head.grouping)]
    ended = _held_until(view, head, route)
    held = ended is not None and view.now - ended < span and any(delivery.created_at < ended for delivery in same)
    if is_storm(len(same), told, route.storm) or (held and len(same) > 1):
        return Send(deliveries=same, reason="storm" if len(same) > 1 else None, storm=True)
    return None


def _send_group(head: Delivery, alerts: Sequence[Delivery]) -> Send:
    """All of the head's group, also those whose own wait is not over: the first one's wait is the group's."""
    if not head.grouping:
        return Send(deliveries=(head,))
    members = [delivery for delivery in alerts if delivery.grouping == head.grouping]
    along = Along(recipient=head.recipient, state="pending", grouping=head.grouping)
    return Send(deliveries=members, reason="group", along=along)


def _current_route(view: ChannelView, delivery: Delivery) -> Route | None:
    """The route as it is now; ``None`` when it was changed or the delivery came by none."""
    return view.routes.get(route_of(delivery.grouping))
