"""What was agreed with hubs: one row a subscription."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from monitor.adapters.store.tables import source, subscription
from monitor.core.model.subscriptions import Advertised, Subscription

ADVERTISED = select(source.c.id, source.c.configured_url, source.c.url, source.c.hub, source.c.hub_topic).where(
    source.c.hub > "", source.c.state == "active"
)
ALL = select(subscription).order_by(subscription.c.id)
OF_SOURCE = ALL.where(subscription.c.source_id == bindparam("source_id"), subscription.c.state != "leaving")
BY_TOKEN = ALL.where(subscription.c.token == bindparam("token"))
DUE = (
    select(subscription)
    .where(subscription.c.next_at <= bindparam("now", type_=subscription.c.next_at.type))
    .order_by(subscription.c.next_at, subscription.c.id)
    .limit(bindparam("limit"))
)


class Subscriptions:
    """The ``SubscriptionRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def advertised(self) -> Sequence[Advertised]:
        """The active sources that name a hub; one whose feed does not name itself goes by its address."""
        return [
            Advertised(source_id=row.id, configured_url=row.configured_url, hub=row.hub, topic=row.hub_topic or row.url)
            for row in self._db.execute(ADVERTISED)
        ]

    def all(self) -> Sequence[Subscription]:
        """Every subscription."""
        return [_as_subscription(row) for row in self._db.execute(ALL).mappings()]

    def of_source(self, source_id: int) -> Subscription | None:
        """The one that is not being ended."""
        row = self._db.execute(OF_SOURCE, {"source_id": source_id}).mappings().first()
        return _as_subscription(row) if row else None

    def by_token(self, token: str) -> Subscription | None:
        """The one whose callback ends so."""
        row = self._db.execute(BY_TOKEN, {"token": token}).mappings().first()
        return _as_subscription(row) if row else None

    def due(self, *, now: datetime, limit: int) -> Sequence[Subscription]:
        """Those whose hub is to be asked, the longest waiting first."""
        return [_as_subscription(row) for row in self._db.execute(DUE, {"now": now, "limit": limit}).mappings()]

    def save(self, changed: Subscription | None, *, was: Subscription) -> None:
        """Store what became of ``was``: changed, new (id 0), or ended (``None``)."""
        if changed is None:
            self._db.execute(delete(subscription).where(subscription.c.id == was.id))
            return
        values = asdict(changed)
        del values["id"]
        if changed.id:
            self._db.execute(update(subscription).where(subscription.c.id == changed.id).values(**values))
        else:
            self._db.execute(insert(subscription), values)


def _as_subscription(row: RowMapping) -> Subscription:
    """Every column is a field of the same name."""
    return Subscription(**row)
