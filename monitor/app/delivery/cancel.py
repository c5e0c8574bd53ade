"""Alerts that wait although nobody wants them any more: topics muted since, stories judged not relevant."""

from datetime import datetime

from monitor.app.delivery.outcome import members_of, store_marks
from monitor.app.feedback.verdicts import refused_topics
from monitor.core.alerting.cancel import unwanted_because
from monitor.core.alerting.outcome_plan import plan_unsent
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
