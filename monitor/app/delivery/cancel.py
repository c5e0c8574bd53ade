"""Alerts that wait although nobody wants them any more: topics muted since, stories judged not relevant."""

from datetime import datetime

from monitor.app.context import AppContext
from monitor.app.delivery.compose import MUTED, NOT_RELEVANT
from monitor.app.feedback.verdicts import muted_until, refused_topics
from monitor.core.i18n.phrases import Reason
from monitor.core.model.filters import DeliveryFilter
from monitor.ports import Transaction

_ALL = 100_000


def drop_unwanted(app: AppContext, tx: Transaction, name: str, now: datetime) -> int:
    """Give them up, for one channel; returns how many. The digest tells what was muted; none is a dead letter."""
    muted = frozenset(topic.id for topic in app.watchlists.topics if muted_until(tx, topic.id, now=now))
    waiting = [
        one
        for one in tx.outbox.find(DeliveryFilter(channel=name, due_by=now, limit=_ALL))
        if one.kind in ("alert", "follow-up", "summary") and not one.parts_sent and not one.possible_repeat
    ]
    judged = refused_topics(tx, (story for one in waiting for story in one.stories))
    if not muted and not judged:
        return 0
    dropped = 0
    for one in waiting:
        told = {(story.id, topic) for story in tx.stories.get(one.stories) for topic in story.topics}
        if one.topic:
            told = {(story, topic) for story, topic in told if topic == one.topic}
        wanted = {(story, topic) for story, topic in told if topic not in judged.get(story, frozenset())}
        if told and not wanted:
            tx.outbox.mark(one.id, "dead", now=now, code=NOT_RELEVANT, answer=Reason("send.not-relevant"))
            dropped += 1
        elif wanted and {topic for _, topic in wanted} <= muted:
            tx.outbox.mark(one.id, "dead", now=now, code=MUTED, answer=Reason("send.muted"))
            dropped += 1
    return dropped
