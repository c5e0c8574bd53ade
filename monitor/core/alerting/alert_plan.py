"""Which alerts follow from a report of a story, for each recipient by what it was told of the story before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from monitor.core.alerting.grouping import (
    SETTLED,
    anew_subject,
    follow_up_subject,
    repeat_subject,
    route_id,
    route_of,
)
from monitor.core.alerting.routing import Traits, plan_deliveries
from monitor.core.model.deliveries import Delivery, DeliveryKind, FollowUpPayload, NewDelivery, RepeatPayload
from monitor.core.model.matches import MentionStatus
from monitor.core.model.settings import ChannelSettings, Route, Watchlists
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact
from monitor.values import dataclass

TELLING: tuple[DeliveryKind, ...] = ("alert", "follow-up", "grouped")
"""The kinds of deliveries that tell of stories as they come."""
Standing = Literal["untold", "lost", "waiting", "told"]
"""What a recipient knows of a story: nothing; nothing, for what told it died; what waits will tell it; it was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCandidate:
    """One report of a story, as far as telling somebody is concerned."""

    story_id: int
    source: Source
    topics: frozenset[str]
    signals: frozenset[str]
    lang: str
    score: float
    status: MentionStatus
    fresh: bool
    """Published within ``alerts.max_age`` by a stated date."""
    new_facts: Sequence[Fact] = ()
    correction: bool = False
    """It takes something back: only who was told is told that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """What decides where alerts go, and when; ``patient`` = False: without ``group_wait``."""

    routes: Sequence[Route]
    channels: Mapping[str, ChannelSettings]
    watchlists: Watchlists
    zone: tzinfo
    patient: bool = True


def plan_alerts(
    candidate: AlertCandidate, history: Sequence[Delivery], routing: Routing, *, now: datetime
) -> Sequence[NewDelivery]:
    """The deliveries to enqueue. ``history``: every delivery of the kinds ``TELLING`` of this story, in any state.

    A duplicate is silent, but for these cases: an official post tells the channels that its reprints did not reach,
    whose only alert could not be delivered is told after all, and a story that goes on is told again where a route has
    a ``repeat_interval``.
    """
    if not candidate.topics:
        return ()
    if candidate.status == "baseline":
        return _first_sight(candidate, history, routing, now) if candidate.fresh else ()
    if candidate.status not in ("new", "duplicate"):
        return ()
    planned: list[NewDelivery] = []
    for wanted in _deliveries_for(candidate, routing, now):
        mine = [
            delivery
            for delivery in history
            if (delivery.channel, delivery.recipient) == (wanted.channel, wanted.recipient)
        ]
        standing = standing_of(candidate.topics, mine)
        if standing == "lost" and _reached_by_fallback(wanted, history, routing):
            standing = "told"
        if standing == "told":
            planned += _for_whom_it_was_told(candidate, wanted, mine, routing, now)
        elif not candidate.correction:
            planned += _for_whom_it_is_new(candidate, wanted, mine, standing)
    return planned


def standing_of(topics: frozenset[str], mine: Sequence[Delivery]) -> Standing:
    """What the recipient of these deliveries of one story knows of it, asked about some of its topics.

    What was dropped because its topics were muted or judged counts as told for those topics, and for no other.
    """
    alive = [delivery for delivery in mine if delivery.state != "dead"]
    if any(_is_written(delivery) for delivery in alive):
        return "told"
    if alive:
        return "waiting"
    settled = [delivery for delivery in mine if delivery.provider_code in SETTLED]
    if any(not delivery.topics or topics <= frozenset(delivery.topics) for delivery in settled):
        return "told"
    return "lost" if len(settled) < len(mine) else "untold"


def topics_told(history: Sequence[Delivery]) -> frozenset[str]:
    """The topics under which somebody was told of a story, or will be."""
    told = (delivery for delivery in history if delivery.state != "dead" or delivery.provider_code in SETTLED)
    return frozenset(topic for delivery in told for topic in delivery.topics)


def _is_written(delivery: Delivery) -> bool:
    """Whether it has left, or begun to: it can no longer take up what is new."""
    return delivery.state in ("sent", "sending") or delivery.parts_sent > 0 or delivery.possible_repeat


def _for_whom_it_is_new(
    candidate: AlertCandidate, wanted: NewDelivery, mine: Sequence[Delivery], standing: Standing
) -> Sequence[NewDelivery]:
    if standing == "lost":
        lost = sum(delivery.state == "dead" and delivery.kind == "alert" for delivery in mine)
        return (replace(wanted, subject=anew_subject(candidate.story_id, lost)),)
    if standing == "untold" and (candidate.status == "new" or candidate.source.tier == "official"):
        return (wanted,)
    return ()


def _for_whom_it_was_told(
    candidate: AlertCandidate, wanted: NewDelivery, mine: Sequence[Delivery], routing: Routing, now: datetime
) -> Sequence[NewDelivery]:
    if candidate.status == "new" and candidate.new_facts:
        facts = tuple(candidate.new_facts)
        subject = follow_up_subject(candidate.story_id, facts)
        return (replace(wanted, kind="follow-up", subject=subject, payload=FollowUpPayload(facts=facts)),)
    return () if candidate.correction else plan_repeats(candidate, wanted, mine, routing, now)


def _reached_by_fallback(wanted: NewDelivery, history: Sequence[Delivery], routing: Routing) -> bool:
    channel = routing.channels.get(wanted.channel)
    fallback = channel.fallback if channel else ""
    return bool(fallback) and any(delivery.channel == fallback and delivery.state != "dead" for delivery in history)


def plan_repeats(
    candidate: AlertCandidate, wanted: NewDelivery, mine: Sequence[Delivery], routing: Routing, now: datetime
) -> Sequence[NewDelivery]:
    """A story that goes on, at least ``repeat_interval`` after this recipient was last told of it."""
    intervals = {route_id(route): route.repeat_interval for route in routing.routes if route.repeat_interval}
    interval = intervals.get(route_of(wanted.grouping))
    last = max((delivery.sent_at for delivery in mine if delivery.sent_at), default=None)
    waits = any(delivery.state in ("pending", "sending", "deferred", "held") for delivery in mine)
    if not interval or last is None or waits or now - last < interval:
        return ()
    number = sum(delivery.is_repeat for delivery in mine) + 1
    payload = RepeatPayload(number=number)
    return (replace(wanted, subject=repeat_subject(candidate.story_id, number), payload=payload),)


def _deliveries_for(candidate: AlertCandidate, routing: Routing, now: datetime) -> Iterable[NewDelivery]:
    return plan_deliveries(
        "alert",
        f"story:{candidate.story_id}",
        _traits_of(candidate, candidate.topics, routing),
        stories=(candidate.story_id,),
        routes=routing.routes,
        channels=routing.channels,
        now=now,
        zone=routing.zone,
        patient=routing.patient,
    )


def first_sight_wait(sources: int) -> timedelta:
    """Time for every new source to be read once (they start two seconds apart), so that one message tells of all."""
    return min(timedelta(minutes=1) + timedelta(seconds=2) * sources, timedelta(minutes=15))


def _first_sight(
    candidate: AlertCandidate, history: Sequence[Delivery], routing: Routing, now: datetime
) -> Sequence[NewDelivery]:
    """At most one first-sight message a topic, channel and local day; it takes stories in until it is sent."""
    day = now.astimezone(routing.zone).date().isoformat()
    # A story of several topics is told once to each recipient, under the first of them.
    planned: dict[tuple[str, str], NewDelivery] = {}
    wait = first_sight_wait(len(routing.watchlists.sources)) if routing.patient else timedelta(0)
    for topic in (topic.id for topic in routing.watchlists.topics if topic.id in candidate.topics):
        for delivery in plan_deliveries(
            "grouped",
            f"first-sight:{topic}:{day}",
            _traits_of(candidate, frozenset({topic}), routing),
            stories=(candidate.story_id,),
            routes=routing.routes,
            channels=routing.channels,
            now=now + wait,
            zone=routing.zone,
            patient=routing.patient,
            topic=topic,
        ):
            planned.setdefault((delivery.channel, delivery.recipient), delivery)
    known = {
        (delivery.channel, delivery.recipient)
        for delivery in history
        if delivery.state != "dead" or delivery.provider_code in SETTLED
    }
    return [delivery for place, delivery in planned.items() if place not in known]


def _traits_of(candidate: AlertCandidate, topics: frozenset[str], routing: Routing) -> Traits:
    return Traits(
        topics=topics,
        signals=candidate.signals,
        tiers=frozenset({candidate.source.tier}),
        langs=frozenset({candidate.lang}) if candidate.lang else frozenset(),
        # A source that moved for good is still called as the watchlists have it.
        sources=frozenset({candidate.source.url, candidate.source.configured_url, candidate.source.title} - {""}),
        watchlists=frozenset(topic.watchlist for topic in routing.watchlists.topics if topic.id in topics),
        score=candidate.score,
    )
