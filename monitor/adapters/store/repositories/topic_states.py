"""What is remembered of topics: the rules that history was matched by, and until when alerts are muted."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from monitor.adapters.store.columns import Moment
from monitor.adapters.store.tables import topic_mute, topic_rules

FINGERPRINTS = select(topic_rules.c.topic, topic_rules.c.fingerprint)
MUTES = select(topic_mute.c.topic, topic_mute.c.until).where(topic_mute.c.until > bindparam("now", type_=Moment))


class TopicStates:
    """The ``TopicStateRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def fingerprints(self) -> Mapping[str, str]:
        """Topic → the fingerprint of the rules that stored entries were matched by."""
        return {row.topic: row.fingerprint for row in self._db.execute(FINGERPRINTS)}

    def set_fingerprints(self, fingerprints: Mapping[str, str], *, now: datetime) -> None:
        """Note them in place of what the topics had before."""
        table = topic_rules
        for topic, fingerprint in fingerprints.items():
            values = {"fingerprint": fingerprint, "changed_at": now}
            if not self._db.execute(update(table).where(table.c.topic == topic).values(**values)).rowcount:
                self._db.execute(insert(table), {"topic": topic} | values)

    def forget(self, topics: Collection[str]) -> None:
        """Topics that nobody watches any more: one that comes back is matched against all that was stored meanwhile."""
        for topic in topics:
            self._db.execute(delete(topic_rules).where(topic_rules.c.topic == topic))

    def mute(self, topic: str, until: datetime, *, now: datetime) -> None:
        """Send no alerts of a topic until then."""
        values = {"until": until, "changed_at": now}
        if not self._db.execute(update(topic_mute).where(topic_mute.c.topic == topic).values(**values)).rowcount:
            self._db.execute(insert(topic_mute), {"topic": topic} | values)

    def mutes(self, *, now: datetime) -> Mapping[str, datetime]:
        """Topic → the end of a mute that holds now."""
        return {row.topic: row.until for row in self._db.execute(MUTES, {"now": now})}

    def prune(self, *, now: datetime) -> int:
        """Forget mutes that are over; returns how many."""
        return self._db.execute(delete(topic_mute).where(topic_mute.c.until <= now)).rowcount
