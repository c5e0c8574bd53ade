"""The outbox: what is owed to whom, how each attempt ended; nothing here deletes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from monitor.adapters.store.columns import AnyRow, Moment, add_row, split_batches
from monitor.adapters.store.delivery_payloads import decode_payload, encode_payload
from monitor.adapters.store.tables import delivery, delivery_fact, delivery_story, story, story_topic, verdict
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
_BUSY_CHANNELS = select(delivery.c.channel).where(delivery.c.state == "sending").correlate(None).scalar_subquery()
_WAITS = and_(delivery.c.state.in_(("pending", "deferred")), delivery.c.grouped_into.is_(None))
WAITING = (
    select(delivery.c.channel, func.min(delivery.c.send_at, type_=Moment).label("earliest"))
    .where(_WAITS)
    .group_by(delivery.c.channel)
)
_FIRST_DUE = (
    select(func.min(delivery.c.id))
    .where(
        _WAITS,
        delivery.c.send_at <= bindparam("now", type_=Moment),
        delivery.c.channel.not_in(_BUSY_CHANNELS),
    )
    .group_by(delivery.c.channel)
    .correlate(None)
    .scalar_subquery()
)
CLAIMABLE = (
    select(delivery)
    .where(delivery.c.id.in_(_FIRST_DUE))
    .order_by(delivery.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
EARLIEST = select(func.min(delivery.c.send_at, type_=Moment)).where(_WAITS, delivery.c.channel == bindparam("channel"))
HOW_MANY_WAIT = select(func.count()).select_from(delivery).where(delivery.c.state.in_(("pending", "deferred")))
SENT_LATELY = select(delivery.c.recipient, delivery.c.grouping, delivery.c.sent_at).where(
    delivery.c.channel == bindparam("channel"),
    delivery.c.sent_at > bindparam("since", type_=Moment),
    delivery.c.grouping != "",
)
CLAIM = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"))
    .values(
        state="sending",
        attempts=delivery.c.attempts + 1,
        first_attempt_at=func.coalesce(delivery.c.first_attempt_at, bindparam("now", type_=Moment)),
        claimed_until=bindparam("lease_end", type_=Moment),
        changed_at=bindparam("now", type_=Moment),
    )
)
_LEASE_IS_OVER = or_(
    delivery.c.claimed_until.is_(None),
    delivery.c.claimed_until <= bindparam("now", type_=Moment),
    delivery.c.claimed_until > bindparam("latest", type_=Moment),
)
IN_DOUBT = select(delivery).where(delivery.c.state == "sending", _LEASE_IS_OVER).order_by(delivery.c.id)
LEFT_BEHIND = (
    select(delivery)
    .where(delivery.c.state == "sending", or_(not_(delivery.c.by_hand), _LEASE_IS_OVER))
    .order_by(delivery.c.id)
)
NEWEST_FIRST = select(delivery).order_by(delivery.c.created_at.desc(), delivery.c.id.desc())
LAST_CHANGE = select(func.max(delivery.c.changed_at, type_=Moment))
COUNTS = (
    select(delivery.c.state, func.count().label("number"))
    .where(delivery.c.changed_at >= bindparam("since", type_=Moment))
    .group_by(delivery.c.state)
)


class Deliveries:
    """The ``Outbox`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def owe(self, owed: Sequence[NewDelivery], *, now: datetime) -> int:
        """Store what is owed; returns how many are new. A group that nobody has yet takes further stories in."""
        new = 0
        for one in owed:
            row = self._db.execute(OF_KEY, {"key": one.key}).first()
            if row is None:
                delivery_id = add_row(self._db, delivery, _new_row(one, now))
                self._add_stories(delivery_id, one.stories)
                new += 1
            elif one.kind == "grouped" and _still_open(row):
                self._add_stories(row.id, one.stories)
        return new

    def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Lease those whose time has come, oldest first, one a channel and none while that channel is sending."""
        ids = [row.id for row in self._db.execute(CLAIMABLE, {"now": now, "limit": limit})]
        for delivery_id in ids:
            self._db.execute(CLAIM, {"delivery_id": delivery_id, "now": now, "lease_end": now + lease})
        claimed = select(delivery).where(delivery.c.id.in_(ids)).order_by(delivery.c.id)
        return self._deliveries(self._db.execute(claimed).all()) if ids else ()

    def claim_one(self, delivery_id: int, *, now: datetime, lease: timedelta, by_hand: bool = False) -> Delivery | None:
        """Lease this one, whatever else waits; ``None`` when somebody has it already or it has ended."""
        waiting = CLAIM.where(_WAITS).values(by_hand=by_hand)
        values = {"delivery_id": delivery_id, "now": now, "lease_end": now + lease}
        if not self._db.execute(waiting, values).rowcount:
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
            values |= {"claimed_until": None, "by_hand": False}
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
                by_hand=False,
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

        ``void_leases``: nobody else sends, so no lease holds but those of what somebody sends by hand.
        """
        asked = {"now": now, "latest": now + _LONGEST_LEASE}
        return self._deliveries(self._db.execute(LEFT_BEHIND if void_leases else IN_DOUBT, asked).all())

    def find(self, wanted: DeliveryFilter) -> Sequence[Delivery]:
        """Newest first; a story that others were merged into is also what told those."""
        found = NEWEST_FIRST
        if wanted.due_by is not None:
            found = select(delivery).where(_WAITS, delivery.c.send_at <= wanted.due_by).order_by(delivery.c.id)
        for column, asked in _exact_conditions(wanted):
            found = found.where(column == asked)
        if wanted.before_id is not None:
            found = found.where(delivery.c.id < wanted.before_id)
        return self._deliveries(
            self._db.execute(_within_times(_about_stories(found, wanted), wanted).limit(wanted.limit)).all()
        )

    def unwanted(self, channel: str, *, now: datetime, muted: Collection[str]) -> Sequence[Delivery]:
        """Due alerts of which nothing has left, that may tell nothing wanted: judged, or of muted topics only."""
        judged = (
            select(verdict.c.id)
            .where(verdict.c.story_id == delivery_story.c.story_id, verdict.c.judgement == "not-relevant")
            .exists()
        )
        found = (
            select(delivery)
            .where(
                _WAITS,
                delivery.c.channel == channel,
                delivery.c.send_at <= now,
                delivery.c.kind.in_(("alert", "follow-up", "grouped")),
                delivery.c.parts_sent == 0,
                not_(delivery.c.possible_repeat),
                or_(
                    select(delivery_story.c.story_id)
                    .where(delivery_story.c.delivery_id == delivery.c.id, judged)
                    .exists(),
                    and_(_has_topic(story_topic.c.topic.in_(muted)), ~_has_topic(story_topic.c.topic.not_in(muted))),
                ),
            )
            .order_by(delivery.c.id)
        )
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

    def counts(self, *, since: datetime) -> Mapping[DeliveryState, int]:
        """How many changed into each state since then, and are still in it."""
        return {row.state: row.number for row in self._db.execute(COUNTS, {"since": since})}

    def bring_back(self, *, now: datetime) -> int:
        """Times later than now become now: the clock was set back since they were noted. Returns how many waited."""
        newest: datetime | None = self._db.scalars(LAST_CHANGE).one()
        if newest is None or newest <= now:
            return 0
        noted_later = delivery.c.changed_at > now
        waiting = self._db.execute(
            update(delivery).where(noted_later, _WAITS, delivery.c.send_at > now).values(send_at=now)
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
            self._db.execute(insert(delivery_story), rows)

    def _stories(self, delivery_ids: Collection[int]) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for batch in split_batches(delivery_ids):
            for row in self._db.execute(STORIES, {"ids": batch}):
                found[row.delivery_id] = (*found.get(row.delivery_id, ()), row.story_id)
        return found

    def _deliveries(self, rows: Sequence[AnyRow]) -> Sequence[Delivery]:
        stories = self._stories([row.id for row in rows])
        return [_as_delivery(row, stories.get(row.id, ())) for row in rows]


def _exact_conditions(wanted: DeliveryFilter) -> Iterator[tuple[ColumnElement[Any], object]]:
    asked = {
        delivery.c.id: wanted.delivery_id,
        delivery.c.key: wanted.key or None,
        delivery.c.grouped_into: wanted.grouped_into,
        delivery.c.recipient: wanted.recipient,
        delivery.c.channel: wanted.channel or None,
        delivery.c.state: wanted.state,
        delivery.c.digest_id: wanted.digest_id,
        delivery.c.by_hand: wanted.by_hand,
        delivery.c.provider_code: wanted.code or None,
    }
    return ((column, value) for column, value in asked.items() if value is not None)


def _within_times(found: Select[Any], wanted: DeliveryFilter) -> Select[Any]:
    """The times that are asked for."""
    if wanted.since is not None:
        found = found.where(delivery.c.created_at >= wanted.since)
    if wanted.changed_since is not None:
        found = found.where(delivery.c.changed_at >= wanted.changed_since)
    if wanted.changed_before is not None:
        found = found.where(delivery.c.changed_at < wanted.changed_before)
    return found


def _about_stories(found: Select[Any], wanted: DeliveryFilter) -> Select[Any]:
    """The kinds, groups, stories and topics that are asked for."""
    if wanted.kinds:
        found = found.where(delivery.c.kind.in_(wanted.kinds))
    if wanted.grouping:
        found = found.where(delivery.c.grouping == wanted.grouping)
    if wanted.story_id is not None:
        merged = select(story.c.id).where(story.c.merged_into == wanted.story_id)
        telling = select(delivery_story.c.delivery_id).where(
            or_(delivery_story.c.story_id == wanted.story_id, delivery_story.c.story_id.in_(merged))
        )
        found = found.where(delivery.c.id.in_(telling))
    if wanted.topic:
        of_topic = select(delivery_story.c.delivery_id).join(
            story_topic, and_(story_topic.c.story_id == delivery_story.c.story_id, story_topic.c.topic == wanted.topic)
        )
        found = found.where(or_(delivery.c.topic == wanted.topic, delivery.c.id.in_(of_topic)))
    return found


def _has_topic(asked: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a story that the delivery tells has such a topic; a first sight tells its own topic only."""
    living = func.coalesce(story.c.merged_into, story.c.id)
    return (
        select(story_topic.c.topic)
        .join(story, story_topic.c.story_id == living)
        .join(delivery_story, delivery_story.c.story_id == story.c.id)
        .where(
            delivery_story.c.delivery_id == delivery.c.id,
            or_(delivery.c.topic == "", story_topic.c.topic == delivery.c.topic),
            asked,
        )
        .correlate(delivery)
        .exists()
    )


def _still_open(row: AnyRow) -> bool:
    """Nothing of it can have reached anybody, so it may still grow."""
    return row.state in ("pending", "deferred") and row.parts_sent == 0 and not row.possible_repeat


def _new_row(owed: NewDelivery, now: datetime) -> dict[str, object]:
    return {
        "key": owed.key,
        "kind": owed.kind,
        "subject": owed.subject,
        "channel": owed.channel,
        "recipient": owed.recipient,
        "state": "pending",
        "digest_id": owed.digest_id,
        "attempts": 0,
        "parts_sent": 0,
        "send_at": owed.send_at,
        "provider_code": "",
        "answer": "",
        "possible_repeat": False,
        "changed_at": now,
        "created_at": now,
        "severity": owed.severity,
        "topic": owed.topic,
        "topics": list(owed.topics),
        "grouping": owed.grouping,
        "payload": encode_payload(owed.payload),
        "by_hand": False,
    }


def _as_delivery(row: AnyRow, stories: tuple[int, ...]) -> Delivery:
    return Delivery(
        id=row.id,
        key=row.key,
        kind=row.kind,
        subject=row.subject,
        channel=row.channel,
        recipient=row.recipient,
        state=row.state,
        stories=stories,
        digest_id=row.digest_id,
        attempts=row.attempts,
        parts_sent=row.parts_sent,
        send_at=row.send_at,
        first_attempt_at=row.first_attempt_at,
        provider_code=row.provider_code,
        answer=row.answer,
        possible_repeat=row.possible_repeat,
        sent_at=row.sent_at,
        created_at=row.created_at,
        severity=row.severity,
        topic=row.topic,
        topics=tuple(row.topics),
        grouping=row.grouping,
        grouped_into=row.grouped_into,
        payload=decode_payload(row.payload),
    )
