"""Which deliveries follow from a report: a first alert, a follow-up, a repeat, a first-sight summary, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from monitor.app.context import AppContext
from monitor.app.feedback.verdicts import refused_topics
from monitor.core.alerting.grouping import follow_up_subject, is_repeat, repeat_subject, route_id, route_of
from monitor.core.alerting.routing import Traits, deliveries_owed
from monitor.core.model.deliveries import Delivery, NewDelivery
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.mentions import MentionStatus
from monitor.core.model.settings import Route
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact
from monitor.ports import Transaction

AlertKind = Literal["alert", "follow-up"]
_TOLD_BY = ("alert", "summary")
_MANY = 1000


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


def first_sight_wait(sources: int) -> timedelta:
    """Time for every new source to be read once (they start two seconds apart), so that one summary tells of all."""
    return min(timedelta(minutes=1) + timedelta(seconds=2) * sources, timedelta(minutes=15))


def earlier_alerts(tx: Transaction, story_id: int) -> Sequence[Delivery]:
    """The alerts and summaries that told this story, sent or not."""
    found = tx.outbox.find(DeliveryFilter(story_id=story_id, limit=_MANY))
    return [delivery for delivery in found if delivery.kind in _TOLD_BY]


def _is_written(one: Delivery) -> bool:
    """Whether it has left, or begun to: it can no longer take up what is new."""
    return one.state in ("sent", "sending") or one.parts_sent > 0


def enqueue_alerts(
    app: AppContext, tx: Transaction, sighting: AlertCandidate, told: Sequence[Delivery], *, now: datetime
) -> None:
    """Note in the outbox what this report makes us owe; keys make every repeat a no-op.

    A duplicate is silent, but for two cases: an official post tells the channels that its reprints did not reach, and
    a story that goes on is told again where a route has a ``repeat_interval``. Topics for which readers
    judged the story not relevant owe nothing.
    """
    refused = refused_topics(tx, [sighting.story_id]).get(sighting.story_id, frozenset())
    sighting = replace(sighting, topics=sighting.topics - refused)
    if not sighting.topics:
        return
    if sighting.status == "baseline" and sighting.fresh:
        _owe_summaries(app, tx, sighting, told, now)
    elif sighting.status == "new" and not told:
        _owe(app, tx, sighting, now, kind="alert", subject=f"story:{sighting.story_id}")
    elif sighting.status == "new" and sighting.new_facts and any(_is_written(one) for one in told):
        subject = follow_up_subject(sighting.story_id, sighting.new_facts)
        _owe(app, tx, sighting, now, kind="follow-up", subject=subject)
    elif sighting.status in ("new", "duplicate"):
        if sighting.source.tier == "official":
            _owe_unreached(app, tx, sighting, told, now)
        _owe_again(app, tx, sighting, now)


def _owe(
    app: AppContext, tx: Transaction, sighting: AlertCandidate, now: datetime, *, kind: AlertKind, subject: str
) -> None:
    tx.outbox.owe(_owed(app, sighting, app.settings.alerts.routes, now, kind=kind, subject=subject), now=now)


def _owed(
    app: AppContext, sighting: AlertCandidate, routes: Sequence[Route], now: datetime, *, kind: AlertKind, subject: str
) -> Sequence[NewDelivery]:
    return deliveries_owed(
        kind,
        subject,
        _traits(app, sighting, sighting.topics),
        stories=(sighting.story_id,),
        routes=routes,
        channels=app.channel_settings,
        now=now,
        zone=app.zone,
        patient=app.patient,
    )


def _owe_unreached(
    app: AppContext, tx: Transaction, sighting: AlertCandidate, told: Sequence[Delivery], now: datetime
) -> None:
    """Press reports may have taken a route that leads elsewhere, or to the digest only."""
    reached = {(one.channel, one.recipient) for one in told}
    owed = _owed(app, sighting, app.settings.alerts.routes, now, kind="alert", subject=f"story:{sighting.story_id}")
    tx.outbox.owe([one for one in owed if (one.channel, one.recipient) not in reached], now=now)


def _owe_again(app: AppContext, tx: Transaction, sighting: AlertCandidate, now: datetime) -> None:
    """A story that goes on, at least ``repeat_interval`` after this recipient was last told of it; never by default."""
    routes = app.settings.alerts.routes
    intervals = {route_id(route): route.repeat_interval for route in routes if route.repeat_interval}
    if not intervals:
        return
    for one in _owed(app, sighting, routes, now, kind="alert", subject=f"story:{sighting.story_id}"):
        interval = intervals.get(route_of(one.grouping))
        mine = tx.outbox.find(
            DeliveryFilter(story_id=sighting.story_id, channel=one.channel, recipient=one.recipient, limit=_MANY)
        )
        last = max((before.sent_at for before in mine if before.sent_at), default=None)
        waits = any(before.state in ("pending", "sending", "deferred", "held") for before in mine)
        if interval and last and not waits and now - last >= interval:
            number = sum(is_repeat(before.subject) for before in mine) + 1
            tx.outbox.owe([replace(one, subject=repeat_subject(sighting.story_id, number))], now=now)


def _owe_summaries(
    app: AppContext, tx: Transaction, sighting: AlertCandidate, told: Sequence[Delivery], now: datetime
) -> None:
    """At most one first-sight summary a topic, channel and local day; it takes stories in until it is sent."""
    day = now.astimezone(app.zone).date().isoformat()
    # A story of several topics is told once to each recipient, under the first of them.
    owed: dict[tuple[str, str], NewDelivery] = {}
    by_alert = {(one.channel, one.recipient) for one in told if one.kind == "alert"}
    wait = first_sight_wait(len(app.watchlists.sources)) if app.patient else timedelta(0)
    for topic in (topic.id for topic in app.watchlists.topics if topic.id in sighting.topics):
        for one in deliveries_owed(
            "summary",
            f"first-sight:{topic}:{day}",
            _traits(app, sighting, frozenset({topic})),
            stories=(sighting.story_id,),
            routes=app.settings.alerts.routes,
            channels=app.channel_settings,
            now=now + wait,
            zone=app.zone,
            patient=app.patient,
            topic=topic,
        ):
            owed.setdefault((one.channel, one.recipient), one)
    tx.outbox.owe([one for place, one in owed.items() if place not in by_alert], now=now)


def _traits(app: AppContext, sighting: AlertCandidate, topics: frozenset[str]) -> Traits:
    return Traits(
        topics=topics,
        signals=sighting.signals,
        tiers=frozenset({sighting.source.tier}),
        langs=frozenset({sighting.lang}) if sighting.lang else frozenset(),
        sources=frozenset({sighting.source.url, sighting.source.title}),
        watchlists=frozenset(topic.watchlist for topic in app.watchlists.topics if topic.id in topics),
        score=sighting.score,
    )
