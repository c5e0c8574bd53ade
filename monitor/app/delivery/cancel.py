"""Alerts that wait although nobody wants them any more: topics muted since, stories judged not relevant."""

from datetime import datetime

from monitor.app.delivery.outcome import members_of, store_marks
from monitor.app.feedback.verdicts import refused_topics
from monitor.core.alerting.cancel import unwanted_because
from monitor.core.alerting.grouping import CANCELLED
from monitor.core.alerting.outcome_plan import plan_unsent
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter
from monitor.errors import UserError
from monitor.ports import Transaction


def drop_unwanted(tx: Transaction, name: str, now: datetime) -> int:
    """Give them up, for one channel; returns how many. The digest tells what was muted; none is a dead letter."""
    muted = frozenset(tx.topics.mutes(now=now))
    dropped = 0
    for delivery in tx.outbox.unwanted(name, now=now, muted=muted):
        stories = tx.stories.get(delivery.stories)
        judged = refused_topics(tx, delivery.stories)
        because = unwanted_because(delivery, stories, judged=judged, muted=muted)
        if because is not None:
            code, reason = because
            members = members_of(tx, delivery)
            store_marks(tx, plan_unsent(delivery, members, reason=reason, code=code), now=now)
            dropped += 1
    return dropped


def cancel_delivery(tx: Transaction, delivery_id: int, *, who: str, now: datetime) -> Delivery:
    """Take back what waits; UserError when it has been sent, is being sent, or is not there."""
    found = next(iter(tx.outbox.find(DeliveryFilter(delivery_id=delivery_id))), None)
    if found is None:
        raise UserError(Reason("refused.no-delivery"))
    if found.state not in ("pending", "deferred", "held") or found.grouped_into is not None:
        raise UserError(Reason("refused.not-waiting"))
    reason = Reason("send.cancelled", who=who)
    store_marks(tx, plan_unsent(found, members_of(tx, found), reason=reason, code=CANCELLED), now=now)
    tx.audit.note(f"cancel delivery {delivery_id}", who=who, now=now)
    return found
