"""Which deliveries follow from a report: a first alert, a follow-up with new facts, a first-sight summary, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.app.messages import follow_up_subject
from monitor.app.parts import App
from monitor.policy.routes import Traits, deliveries_owed
from monitor.ports import Transaction
from monitor.types.delivery import Delivery, Owed
from monitor.types.mentions import MentionStatus
from monitor.types.queries import DeliveryFilter
from monitor.types.sources import Source
from monitor.types.stories import Fact

_TOLD_BY = ("alert", "summary")
_MANY = 1000
_FIRST_SIGHT_WAIT = timedelta(minutes=2)
"""Time for every new source to be read once, so that one summary tells of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
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


def told_deliveries(tx: Transaction, story_id: int) -> Sequence[Delivery]:
    """The alerts and summaries that told this story, sent or not."""
    found = tx.outbox.find(DeliveryFilter(story_id=story_id, limit=_MANY))
    return [delivery for delivery in found if delivery.kind in _TOLD_BY]


def owe_news(app: App, tx: Transaction, sighting: Sighting, told: Sequence[Delivery], *, now: datetime) -> None:
    """Note in the outbox what this report makes us owe; keys make every repeat a no-op."""
    if sighting.status == "baseline" and sighting.fresh:
        _owe_summaries(app, tx, sighting, now)
    elif sighting.status == "new" and not told:
        _owe(app, tx, sighting, now, kind="alert", subject=f"story:{sighting.story_id}")
    elif sighting.status == "new" and sighting.new_facts and any(one.state == "sent" for one in told):
        subject = follow_up_subject(sighting.story_id, sighting.new_facts)
        _owe(app, tx, sighting, now, kind="follow-up", subject=subject)


def _owe(app: App, tx: Transaction, sighting: Sighting, now: datetime, *, kind: str, subject: str) -> None:
    tx.outbox.owe(
        deliveries_owed(
            "follow-up" if kind == "follow-up" else "alert",
            subject,
            _traits(sighting, sighting.topics),
            stories=(sighting.story_id,),
            routes=app.settings.alerts.routes,
            channels=app.channel_settings,
            now=now,
            zone=app.zone,
            patient=app.patient,
        ),
        now=now,
    )


def _owe_summaries(app: App, tx: Transaction, sighting: Sighting, now: datetime) -> None:
    """At most one first-sight summary a topic, channel and local day; it takes stories in until it is sent."""
    day = now.astimezone(app.zone).date().isoformat()
    # A story of several topics is told once to each recipient, under the first of them.
    owed: dict[tuple[str, str], Owed] = {}
    for topic in (topic.id for topic in app.watchlists.topics if topic.id in sighting.topics):
        for one in deliveries_owed(
            "summary",
            f"first-sight:{topic}:{day}",
            _traits(sighting, frozenset({topic})),
            stories=(sighting.story_id,),
            routes=app.settings.alerts.routes,
            channels=app.channel_settings,
            now=now + (_FIRST_SIGHT_WAIT if app.patient else timedelta(0)),
            zone=app.zone,
            patient=app.patient,
            topic=topic,
        ):
            owed.setdefault((one.channel, one.recipient), one)
    tx.outbox.owe(list(owed.values()), now=now)


def _traits(sighting: Sighting, topics: frozenset[str]) -> Traits:
    return Traits(
        topics=topics,
        signals=sighting.signals,
        tiers=frozenset({sighting.source.tier}),
        langs=frozenset({sighting.lang}) if sighting.lang else frozenset(),
        sources=frozenset({sighting.source.url, sighting.source.title}),
        score=sighting.score,
    )
