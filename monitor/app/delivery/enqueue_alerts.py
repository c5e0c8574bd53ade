"""Which deliveries follow from a report: load what was told of its story, decide, enqueue what follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.app.context import AppContext
from monitor.app.feedback.verdicts import refused_topics
from monitor.core.alerting.alert_plan import TELLING, AlertCandidate, Routing, plan_alerts
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter
from monitor.ports import Transaction


def earlier_alerts(tx: Transaction, story_id: int) -> Sequence[Delivery]:
    """Every delivery that told this story as it came, or was to: alerts, follow-ups and groups in any state."""
    return tx.outbox.find(DeliveryFilter(story_id=story_id, kinds=TELLING, limit=None))


def enqueue_alerts(app: AppContext, tx: Transaction, candidate: AlertCandidate, *, now: datetime) -> None:
    """Enqueue what follows from this report; keys make every repeat a no-op.

    Topics for which readers judged the story not relevant get nothing.
    """
    refused = refused_topics(tx, [candidate.story_id]).get(candidate.story_id, frozenset())
    candidate = replace(candidate, topics=candidate.topics - refused)
    if candidate.topics:
        planned = plan_alerts(candidate, earlier_alerts(tx, candidate.story_id), routing_of(app), now=now)
        tx.outbox.enqueue(planned, now=now)


def routing_of(app: AppContext) -> Routing:
    """What the settings say of where alerts go."""
    return Routing(
        routes=app.settings.alerts.routes,
        channels=app.channel_settings,
        watchlists=app.watchlists,
        zone=app.zone,
        patient=app.patient,
    )
