"""The outbox: what is to be sent to whom, how each attempt ended; nothing here deletes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from monitor.adapters.store.columns import AnyRow, Moment, add_row, insert_row, instant_of
from monitor.adapters.store.prepared import PreparedStatement, split_batches
from monitor.adapters.store.repositories.delivery_rows import (
    CLAIM,
    EARLIEST,
    HOW_MANY_WAIT,
    IN_DOUBT,
    LEFT_BEHIND,
    NEWEST_FIRST,
    TELLING_STORY,
    TOLD_AMONG,
    WAITING,
    WAITS,
    about_stories,
    match_columns,
    new_row,
    row_to_delivery,
    unwanted_alerts,
    within_times,
)
from monitor.adapters.store.tables import delivery, delivery_fact, delivery_story
from monitor.core.model.deliveries import Delivery, DeliveryState, NewDelivery
from monitor.core.model.filters import DeliveryFilter, SentAlert
from monitor.core.model.stories import Fact

_LONGEST_LEASE = timedelta(days=1)
"""A lease that ends later than this from now was taken before the clock was set back."""

OF_KEY = select(delivery).where(delivery.c.key == bindparam("key"))
STORIES = (
    select(delivery_story.c.delivery_id, delivery_story.c.story_id)
    .where(delivery_story.c.delivery_id.in_(bindparam("ids", expanding=True)))
    .order_by(delivery_story.c.delivery_id, delivery_story.c.position)
)
SENT_LATELY = select(delivery.c.recipient, delivery.c.grouping, delivery.c.sent_at).where(
    delivery.c.channel == bindparam("channel"),
    delivery.c.sent_at > bindparam("since", type_=Moment),
    delivery.c.grouping != "",
)
LAST_CHANGE = PreparedStatement(select(func.max(delivery.c.changed_at)))
# Grouped by the state itself, SQLite would read all that was ever sent in the order of an index of states.
_STATE = delivery.c.state.concat(literal_column("''"))
COUNTS = (
    select(_STATE.label("state"), func.count().label("number"))
    .where(delivery.c.changed_at >= bindparam("since", type_=Moment))
    .group_by(_STATE)
)


class Deliveries:
    """The ``Outbox`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def enqueue(self, new_deliveries: Sequence[NewDelivery], *, now: datetime) -> int:
        """Store what is to be sent; returns how many are new. A group that nobody has yet takes further stories in."""
        new = 0
        for new_delivery in new_deliveries:
            row = self._db.execute(OF_KEY, {"key": new_delivery.key}).first()
            if row is None:
                delivery_id = add_row(self._db, delivery, new_row(new_delivery, now))
                self._add_stories(delivery_id, new_delivery.stories)
                new += 1
            elif new_delivery.kind == "grouped" and _still_open(row):
                self._add_stories(row.id, new_delivery.stories)
        return new

    def claim_one(
        self, delivery_id: int, *, now: datetime, lease: timedelta, is_manual: bool = False
    ) -> Delivery | None:
        """Lease this one, whatever else waits; ``None`` when somebody has it already or it has ended."""
        values = {"delivery_id": delivery_id, "now": now, "lease_end": now + lease, "is_manual": is_manual}
        if not self._db.execute(CLAIM, values).rowcount:
            return None
        return self._deliveries(self._db.execute(select(delivery).where(delivery.c.id == delivery_id)).all())[0]

    def mark(
        self,
        delivery_id: int,
        state: DeliveryState,
        *,
        now: datetime,
        send_at: datetime | None = None,
        code: str = "",
        answer: str = "",
        parts_sent: int | None = None,
        possible_repeat: bool | None = None,
        grouped_into: int | None = None,
        first_attempt_at: datetime | None = None,
        lease: timedelta | None = None,
    ) -> None:
        """Note how an attempt ended; ``sending`` notes progress and keeps the lease, or takes a new ``lease``."""
        values: dict[str, object] = {"state": state, "provider_code": code, "answer": answer, "changed_at": now}
        if state != "sending":
            values |= {"claimed_until": None, "is_manual": False}
        elif lease is not None:
            values["claimed_until"] = now + lease
        if state == "sent":
            values["sent_at"] = now
        given = {
            "send_at": send_at,
            "parts_sent": parts_sent,
            "possible_repeat": possible_repeat,
            "grouped_into": grouped_into,
            "first_attempt_at": first_attempt_at,
        }
        values |= {name: value for name, value in given.items() if value is not None}
        self._db.execute(
            update(delivery).where(delivery.c.id == bindparam("delivery_id")).values(**values),
            {"delivery_id": delivery_id},
        )

    def restart(self, delivery_id: int, *, now: datetime, code: str = "", answer: str = "") -> None:
        """Pending and due now, with no attempt counted and no summary to wait for; a doubt stays a doubt."""
        self._db.execute(
            update(delivery)
            .where(delivery.c.id == bindparam("delivery_id"))
            .values(
                state="pending",
                attempts=0,
                first_attempt_at=None,
                claimed_until=None,
                is_manual=False,
                grouped_into=None,
                send_at=now,
                provider_code=code,
                answer=answer,
                changed_at=now,
            ),
            {"delivery_id": delivery_id},
        )

    def retell(self, delivery_id: int, stories: Sequence[int]) -> None:
        """Tell these stories in place of those it told."""
        self._db.execute(delete(delivery_story).where(delivery_story.c.delivery_id == delivery_id))
        self._add_stories(delivery_id, stories)

    def waiting(self) -> Mapping[str, datetime]:
        """Channels that something waits for, with the earliest time of it."""
        return {row.channel: row.earliest for row in self._db.execute(WAITING)}

    def earliest(self, channel: str) -> datetime | None:
        """When the first of what waits for this channel may be sent."""
        at: datetime | None = self._db.scalar(EARLIEST, {"channel": channel})
        return at

    def how_many_wait(self) -> int:
        """Deliveries that are still to be sent, those inside a group too."""
        return self._db.scalars(HOW_MANY_WAIT).one()

    def sent_lately(self, channel: str, *, since: datetime) -> Sequence[SentAlert]:
        """What of groups was sent on a channel since then."""
        rows = self._db.execute(SENT_LATELY, {"channel": channel, "since": since})
        return [SentAlert(recipient=row.recipient, grouping=row.grouping, sent_at=row.sent_at) for row in rows]

    def recover(self, *, now: datetime, void_leases: bool = False) -> Sequence[Delivery]:
        """Those in ``sending`` whose lease has ended: nobody knows whether they arrived. They stay as they are.

        ``void_leases``: nobody else sends, so no lease holds but those of what somebody sends manually.
        """
        asked = {"now": now, "latest": now + _LONGEST_LEASE}
        return self._deliveries(self._db.execute(LEFT_BEHIND if void_leases else IN_DOUBT, asked).all())

    def find(self, wanted: DeliveryFilter) -> Sequence[Delivery]:
        """Newest first, by its last change where that is asked for.

        A story that others were merged into is also what told those.
        """
        alone = DeliveryFilter(story_id=wanted.story_id, kinds=wanted.kinds, limit=None)
        if wanted.story_id is not None and wanted.kinds and wanted == alone:
            # Asked for every report: the statement is made once, and hardly any has been told.
            if not self.told_of((wanted.story_id,)):
                return ()
            told = {"story_id": wanted.story_id, "kinds": wanted.kinds}
            return self._deliveries(self._db.execute(TELLING_STORY, told).all())
        found = NEWEST_FIRST
        if wanted.due_by is not None:
            found = select(delivery).where(WAITS, delivery.c.send_at <= wanted.due_by).order_by(delivery.c.id)
        for column, asked in match_columns(wanted):
            found = found.where(column == asked)
        if wanted.before_id is not None:
            found = found.where(delivery.c.id < wanted.before_id)
        return self._deliveries(
            self._db.execute(within_times(about_stories(found, wanted), wanted).limit(wanted.limit)).all()
        )

    def unwanted(self, channel: str, *, now: datetime, muted: Collection[str]) -> Sequence[Delivery]:
        """Due alerts of which nothing has left, that may tell nothing wanted: judged, or of muted topics only."""
        found = unwanted_alerts(channel, now=now, muted=muted)
        return self._deliveries(self._db.execute(found).all())

    def note_facts(self, delivery_id: int, facts: Mapping[int, Collection[Fact]]) -> None:
        """What a delivery tells, as it was composed: story → facts; in place of what was noted of it before."""
        self._db.execute(delete(delivery_fact).where(delivery_fact.c.delivery_id == delivery_id))
        rows = [
            {"delivery_id": delivery_id, "story_id": story_id, "kind": kind, "value": value}
            for story_id, told in facts.items()
            for kind, value in dict.fromkeys((fact.kind, fact.value) for fact in told)
        ]
        if rows:
            self._db.execute(insert(delivery_fact), rows)

    def facts_told(
        self, channel: str, recipient: str, story_ids: Collection[int], *, but: Collection[int] = ()
    ) -> Mapping[int, frozenset[tuple[str, str]]]:
        """Story → the facts (kind, value) that this recipient was told, or is being told, by other deliveries."""
        told: dict[int, frozenset[tuple[str, str]]] = {}
        for batch in split_batches(story_ids):
            asked = (
                select(delivery_fact.c.story_id, delivery_fact.c.kind, delivery_fact.c.value)
                .join(delivery, delivery.c.id == delivery_fact.c.delivery_id)
                .where(
                    delivery_fact.c.story_id.in_(batch),
                    delivery.c.channel == channel,
                    delivery.c.recipient == recipient,
                    delivery.c.state.in_(("sending", "sent", "held")),
                    delivery.c.id.not_in(but),
                )
            )
            for row in self._db.execute(asked):
                told[row.story_id] = told.get(row.story_id, frozenset()) | {(row.kind, row.value)}
        return told

    def told_of(self, story_ids: Collection[int]) -> frozenset[int]:
        """Which of these stories a delivery tells, or is to tell; what told a merged one tells the one it is in."""
        return frozenset([number for (number,) in TOLD_AMONG.run(self._db, story_ids, {})])

    def counts(self, *, since: datetime) -> Mapping[DeliveryState, int]:
        """How many changed into each state since then, and are still in it."""
        return {row.state: row.number for row in self._db.execute(COUNTS, {"since": since})}

    def bring_back(self, *, now: datetime) -> int:
        """Times later than now become now: the clock was set back since they were noted. Returns how many waited."""
        ((changed,),) = LAST_CHANGE.run(self._db, {})
        newest = instant_of(changed)
        if newest is None or newest <= now:
            return 0
        noted_later = delivery.c.changed_at > now
        waiting = self._db.execute(
            update(delivery).where(noted_later, WAITS, delivery.c.send_at > now).values(send_at=now)
        ).rowcount
        for column in (delivery.c.first_attempt_at, delivery.c.sent_at, delivery.c.created_at, delivery.c.changed_at):
            self._db.execute(update(delivery).where(noted_later, column > now).values({column: now}))
        return waiting

    def _add_stories(self, delivery_id: int, stories: Collection[int]) -> None:
        there = self._stories([delivery_id]).get(delivery_id, ())
        rows = [
            {"delivery_id": delivery_id, "position": position, "story_id": story_id}
            for position, story_id in enumerate(dict.fromkeys((*there, *stories)))
            if position >= len(there)
        ]
        if rows:
            self._db.execute(insert_row(delivery_story), rows)

    def _stories(self, delivery_ids: Collection[int]) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for batch in split_batches(delivery_ids):
            for row in self._db.execute(STORIES, {"ids": batch}):
                found[row.delivery_id] = (*found.get(row.delivery_id, ()), row.story_id)
        return found

    def _deliveries(self, rows: Sequence[AnyRow]) -> Sequence[Delivery]:
        stories = self._stories([row.id for row in rows])
        return [row_to_delivery(row, stories.get(row.id, ())) for row in rows]


def _still_open(row: AnyRow) -> bool:
    """Nothing of it can have reached anybody, so it may still grow."""
    return row.state in ("pending", "deferred") and row.parts_sent == 0 and not row.possible_repeat
