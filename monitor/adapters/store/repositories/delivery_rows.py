"""Deliveries as rows: from a value and back, and the statements by which they are found and claimed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    union,
    update,
)

from monitor.adapters.store.columns import AnyRow, Moment, unsearched
from monitor.adapters.store.delivery_payloads import decode_payload, encode_payload
from monitor.adapters.store.prepared import PreparedLookup
from monitor.adapters.store.tables import delivery, delivery_story, story, story_topic, verdict
from monitor.core.model.deliveries import Delivery, NewDelivery
from monitor.core.model.filters import DeliveryFilter

WAITS = and_(delivery.c.state.in_(("pending", "deferred")), delivery.c.grouped_into.is_(None))
NEWEST_FIRST = select(delivery).order_by(delivery.c.created_at.desc(), delivery.c.id.desc())
WAITING = (
    select(delivery.c.channel, func.min(delivery.c.send_at, type_=Moment).label("earliest"))
    .where(WAITS)
    .group_by(delivery.c.channel)
)
EARLIEST = select(func.min(delivery.c.send_at, type_=Moment)).where(WAITS, delivery.c.channel == bindparam("channel"))
HOW_MANY_WAIT = select(func.count()).select_from(delivery).where(delivery.c.state.in_(("pending", "deferred")))
CLAIM = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"), WAITS)
    .values(
        state="sending",
        is_manual=bindparam("is_manual"),
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
    .where(delivery.c.state == "sending", or_(not_(delivery.c.is_manual), _LEASE_IS_OVER))
    .order_by(delivery.c.id)
)


_MERGED_INTO_IT = select(story.c.id).where(story.c.merged_into == bindparam("story_id"))
TELLING_STORY = NEWEST_FIRST.where(
    delivery.c.kind.in_(bindparam("kinds", expanding=True)),
    delivery.c.id.in_(
        select(delivery_story.c.delivery_id).where(
            or_(delivery_story.c.story_id == bindparam("story_id"), delivery_story.c.story_id.in_(_MERGED_INTO_IT))
        )
    ),
)
"""What of these kinds tells a story, or one that was merged into it."""


def _told_among(story_ids: Sequence[BindParameter[int]]) -> CompoundSelect[Any]:
    itself = select(delivery_story.c.story_id).where(delivery_story.c.story_id.in_(story_ids))
    merged = select(story.c.merged_into).join(delivery_story, delivery_story.c.story_id == story.c.id)
    return union(itself, merged.where(story.c.merged_into.in_(story_ids)))


TOLD_AMONG = PreparedLookup(_told_among)
"""Those of these stories that a delivery tells; what told a merged one tells the one it is in."""


def match_columns(wanted: DeliveryFilter) -> Iterator[tuple[ColumnElement[Any], object]]:
    # What changed within some time is found by that time, what tells a story by the story.
    state: ColumnElement[Any] = delivery.c.state
    if wanted.changed_since is not None or wanted.story_id is not None:
        state = unsearched(state)
    asked: dict[ColumnElement[Any], object] = {
        delivery.c.id: wanted.delivery_id,
        delivery.c.key: wanted.key or None,
        delivery.c.grouped_into: wanted.grouped_into,
        delivery.c.recipient: wanted.recipient,
        delivery.c.channel: wanted.channel or None,
        state: wanted.state,
        delivery.c.digest_id: wanted.digest_id,
        delivery.c.is_manual: wanted.is_manual,
        delivery.c.provider_code: wanted.code or None,
    }
    return ((column, value) for column, value in asked.items() if value is not None)


def within_times(found: Select[Any], wanted: DeliveryFilter) -> Select[Any]:
    """The times that are asked for."""
    if wanted.since is not None:
        found = found.where(delivery.c.created_at >= wanted.since)
    if wanted.changed_since is not None:
        changed = delivery.c.changed_at
        found = (
            found.where(changed >= wanted.changed_since).order_by(None).order_by(changed.desc(), delivery.c.id.desc())
        )
    if wanted.changed_before is not None:
        found = found.where(delivery.c.changed_at < wanted.changed_before)
    return found


def about_stories(found: Select[Any], wanted: DeliveryFilter) -> Select[Any]:
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


def tells_topic(asked: ColumnElement[bool]) -> ColumnElement[bool]:
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


def new_row(new_deliveries: NewDelivery, now: datetime) -> dict[str, object]:
    return {
        "key": new_deliveries.key,
        "kind": new_deliveries.kind,
        "subject": new_deliveries.subject,
        "channel": new_deliveries.channel,
        "recipient": new_deliveries.recipient,
        "state": "pending",
        "digest_id": new_deliveries.digest_id,
        "attempts": 0,
        "parts_sent": 0,
        "send_at": new_deliveries.send_at,
        "provider_code": "",
        "answer": "",
        "possible_repeat": False,
        "changed_at": now,
        "created_at": now,
        "severity": new_deliveries.severity,
        "topic": new_deliveries.topic,
        "topics": list(new_deliveries.topics),
        "grouping": new_deliveries.grouping,
        "payload": encode_payload(new_deliveries.payload),
        "is_manual": False,
    }


def row_to_delivery(row: AnyRow, stories: tuple[int, ...]) -> Delivery:
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


def unwanted_alerts(channel: str, *, now: datetime, muted: Collection[str]) -> Select[Any]:
    """Due alerts of which nothing has left, that may tell nothing wanted: judged, or of muted topics only."""
    judged = (
        select(verdict.c.id)
        .where(verdict.c.story_id == delivery_story.c.story_id, verdict.c.judgement == "not-relevant")
        .exists()
    )
    return (
        select(delivery)
        .where(
            WAITS,
            delivery.c.channel == channel,
            delivery.c.send_at <= now,
            delivery.c.kind.in_(("alert", "follow-up", "grouped")),
            delivery.c.parts_sent == 0,
            not_(delivery.c.possible_repeat),
            or_(
                select(delivery_story.c.story_id).where(delivery_story.c.delivery_id == delivery.c.id, judged).exists(),
                and_(tells_topic(story_topic.c.topic.in_(muted)), ~tells_topic(story_topic.c.topic.not_in(muted))),
            ),
        )
        .order_by(delivery.c.id)
    )
