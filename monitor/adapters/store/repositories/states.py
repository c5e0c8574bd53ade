"""The state of channels, topics, sources, long messages and the polling budget, each in a table of its own."""

import base64
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from monitor.adapters.store.columns import AnyRow, Moment, from_json, instant_of
from monitor.adapters.store.prepared import PreparedStatement, put_rows, update_row
from monitor.adapters.store.tables import (
    channel_cooldown,
    channel_state,
    channel_storm,
    delivery_part,
    polling_budget,
    source_reading,
    topic_mute,
    topic_rules,
)
from monitor.core.model.channel_state import ChannelState, ChannelStop, Cooldown
from monitor.core.model.messages import InlineImage, Rendered
from monitor.core.polling.budget import BudgetState

STATE = select(channel_state).where(channel_state.c.channel == bindparam("channel"))
STOPPED = select(channel_state).where(channel_state.c.stopped_at.is_not(None)).order_by(channel_state.c.channel)
COOLDOWNS = select(channel_cooldown).where(channel_cooldown.c.channel == bindparam("channel"))
STORMS = select(channel_storm).where(channel_storm.c.channel == bindparam("channel"))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
PARTS = (
    select(delivery_part)
    .where(delivery_part.c.delivery_id == bindparam("delivery_id"), delivery_part.c.marked == bindparam("marked"))
    .order_by(delivery_part.c.number)
)
FINGERPRINTS = select(topic_rules.c.topic, topic_rules.c.fingerprint)
MUTES = PreparedStatement(
    select(topic_mute.c.topic, topic_mute.c.until).where(topic_mute.c.until > bindparam("now", type_=Moment))
)
RULES = select(source_reading.c.source_id, source_reading.c.rules).where(source_reading.c.rules != "")
PAGE = select(source_reading.c.page_text).where(source_reading.c.source_id == bindparam("source_id"))
_COUNTED = ("solved", "correction", "spent", "usual")
COUNTED = PreparedStatement(select(*(polling_budget.c[name] for name in _COUNTED)))
SOLVED_AT = select(polling_budget.c.solved_at)


class ChannelStates:
    """The ``ChannelStateRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def load(self, channel: str) -> ChannelState:
        """All of a channel's state; an empty one for a channel that nothing is known of."""
        asked = {"channel": channel}
        row = self._db.execute(STATE, asked).first()
        return ChannelState(
            name=channel,
            stop=None if row is None else _as_stop(row),
            paused_until=None if row is None else row.paused_until,
            send_times=() if row is None else tuple(_EPOCH + at * _MICROSECOND for at in row.send_times),
            cooldowns={
                paused.recipient: Cooldown(
                    failures=paused.failures, since=paused.since, until=paused.until, failed_at=paused.failed_at
                )
                for paused in self._db.execute(COOLDOWNS, asked)
            },
            storms={(storm.recipient, storm.route): storm.last_sent_at for storm in self._db.execute(STORMS, asked)},
        )

    def save(self, state: ChannelState, *, was: ChannelState) -> None:
        """Store what changed since it was loaded."""
        self._save_row(state, was)
        self._save_cooldowns(state, was)
        self._save_storms(state, was)

    def stops(self) -> Mapping[str, ChannelStop]:
        """The channels that are stopped, by name."""
        rows = ((row.channel, _as_stop(row)) for row in self._db.execute(STOPPED))
        return {name: stop for name, stop in rows if stop is not None}

    def prune(self, *, before: datetime) -> int:
        """Forget storms and cool-downs that ended before then; returns how many rows went."""
        storms = self._db.execute(delete(channel_storm).where(channel_storm.c.last_sent_at < before)).rowcount
        ended = delete(channel_cooldown).where(channel_cooldown.c.until < before)
        return storms + self._db.execute(ended).rowcount

    def _save_row(self, state: ChannelState, was: ChannelState) -> None:
        if (state.stop, state.paused_until, state.send_times) == (was.stop, was.paused_until, was.send_times):
            return
        values: dict[str, object] = {
            "stopped_at": state.stop.at if state.stop else None,
            "stop_reason": state.stop.reason if state.stop else "",
            "stop_settings": state.stop.settings if state.stop else "",
            "paused_until": state.paused_until,
            "send_times": [(at - _EPOCH) // _MICROSECOND for at in state.send_times],
        }
        changed = update(channel_state).where(channel_state.c.channel == state.name).values(**values)
        if not self._db.execute(changed).rowcount:
            self._db.execute(insert(channel_state), {"channel": state.name} | values)

    def _save_cooldowns(self, state: ChannelState, was: ChannelState) -> None:
        table = channel_cooldown
        for recipient in {*state.cooldowns, *was.cooldowns}:
            new = state.cooldowns.get(recipient)
            if new == was.cooldowns.get(recipient):
                continue
            self._db.execute(delete(table).where(and_(table.c.channel == state.name, table.c.recipient == recipient)))
            if new is not None:
                row = {"failures": new.failures, "since": new.since, "until": new.until, "failed_at": new.failed_at}
                self._db.execute(insert(table), {"channel": state.name, "recipient": recipient} | row)

    def _save_storms(self, state: ChannelState, was: ChannelState) -> None:
        table = channel_storm
        for (recipient, route), at in state.storms.items():
            if was.storms.get((recipient, route)) == at:
                continue
            row_key = {"channel": state.name, "recipient": recipient, "route": route}
            this = and_(*(table.c[name] == value for name, value in row_key.items()))
            if not self._db.execute(update(table).where(this).values(last_sent_at=at)).rowcount:
                self._db.execute(insert(table), row_key | {"last_sent_at": at})


def _as_stop(row: AnyRow) -> ChannelStop | None:
    if row.stopped_at is None:
        return None
    return ChannelStop(at=row.stopped_at, reason=row.stop_reason, settings=row.stop_settings)


class DeliveryParts:
    """The ``DeliveryPartRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def load(self, delivery_id: int, *, marked: bool = False) -> Sequence[Rendered]:
        """The parts of a delivery, as they are or ``marked`` as possible repeats; empty when none are kept."""
        asked = {"delivery_id": delivery_id, "marked": marked}
        return [_as_rendered(row) for row in self._db.execute(PARTS, asked)]

    def save(self, delivery_id: int, parts: Sequence[Rendered], *, marked: Sequence[Rendered]) -> None:
        """Keep the parts in place of what was kept, and how each says that it may be a repeat."""
        self.remove(delivery_id)
        rows = [
            _part_row(part) | {"delivery_id": delivery_id, "marked": is_marked, "number": number}
            for is_marked, texts in ((False, parts), (True, marked))
            for number, part in enumerate(texts)
        ]
        if rows:
            self._db.execute(insert(delivery_part), rows)

    def remove(self, delivery_id: int) -> None:
        """The delivery has ended."""
        self._db.execute(delete(delivery_part).where(delivery_part.c.delivery_id == delivery_id))


def _part_row(part: Rendered) -> dict[str, object]:
    images = [
        {"name": image.name, "png": base64.b64encode(image.png).decode("ascii"), "alt": image.alt}
        for image in part.images
    ]
    return {
        "subject": part.subject,
        "text": part.text,
        "html": part.html,
        "payload": dict(part.payload),
        "images": images,
        "items_sent": part.items_sent,
    }


def _as_rendered(row: AnyRow) -> Rendered:
    return Rendered(
        subject=row.subject,
        text=row.text,
        html=row.html,
        payload=row.payload,
        images=[_as_image(image) for image in row.images],
        items_sent=row.items_sent,
    )


def _as_image(written: Mapping[str, Any]) -> InlineImage:
    return InlineImage(name=written["name"], png=base64.b64decode(written["png"]), alt=written["alt"])


class TopicStates:
    """The ``TopicStateRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def fingerprints(self) -> Mapping[str, str]:
        """Topic → the fingerprint of the rules that stored entries were matched by."""
        return {row.topic: row.fingerprint for row in self._db.execute(FINGERPRINTS)}

    def set_fingerprints(self, fingerprints: Mapping[str, str], *, now: datetime) -> None:
        """Note them in place of what the topics had before."""
        rows = [{"topic": topic, "fingerprint": mark, "changed_at": now} for topic, mark in fingerprints.items()]
        put_rows(self._db, topic_rules, rows, key="topic")

    def forget(self, topics: Collection[str]) -> None:
        """Topics that nobody watches any more: one that comes back is matched against all that was stored meanwhile."""
        for topic in topics:
            self._db.execute(delete(topic_rules).where(topic_rules.c.topic == topic))

    def mute(self, topic: str, until: datetime, *, now: datetime) -> None:
        """Send no alerts of a topic until then."""
        put_rows(self._db, topic_mute, [{"topic": topic, "until": until, "changed_at": now}], key="topic")

    def mutes(self, *, now: datetime) -> Mapping[str, datetime]:
        """Topic → the end of a mute that holds now."""
        rows = MUTES.run(self._db, {"now": now})
        return {topic: until for topic, stored in rows if (until := instant_of(stored)) is not None}

    def prune(self, *, now: datetime) -> int:
        """Forget mutes that are over; returns how many."""
        return self._db.execute(delete(topic_mute).where(topic_mute.c.until <= now)).rowcount


class SourceReadings:
    """The ``SourceReadingRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def rules(self) -> Mapping[int, str]:
        """Source → the hash of the rules that it was last read by."""
        return {row.source_id: row.rules for row in self._db.execute(RULES)}

    def set_rules(self, source_id: int, rules: str) -> None:
        """Note by which rules it is read from now on."""
        self._set(source_id, rules=rules)

    def page_text(self, source_id: int) -> str:
        """The text of a watched page at its last poll; empty before the first."""
        return self._db.scalar(PAGE, {"source_id": source_id}) or ""

    def set_page_text(self, source_id: int, text: str) -> None:
        """Note what the next poll is compared with."""
        self._set(source_id, page_text=text)

    def _set(self, source_id: int, **values: str) -> None:
        put_rows(self._db, source_reading, [{"source_id": source_id, **values}], key="source_id")


class PollingBudgets:
    """The ``PollingBudgetRepository`` port over one transaction.

    Each poll counts its request here, and many share a transaction: the row is read once in it, and written at its end.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._state: BudgetState | None = None
        self._is_changed = False

    def load(self) -> BudgetState:
        """As it was saved last; the state of a new monitor when it never was, or was damaged."""
        if self._state is None:
            self._state = BudgetState()
            for solved, correction, spent, usual in COUNTED.run(self._db, {}):
                counts = tuple(from_json(spent))
                state = BudgetState(solved=solved, correction=correction, spent=counts, usual=usual)
                self._state = state if state.is_sound else self._state
        return self._state

    def save(self, state: BudgetState) -> None:
        """Have it stored in place of what was there when the transaction ends."""
        self._state, self._is_changed = state, True

    def write_changed(self) -> None:
        """Store what was saved; whoever commits calls it."""
        if self._is_changed and (state := self._state) is not None:
            self._set(solved=state.solved, correction=state.correction, spent=list(state.spent), usual=state.usual)
            self._is_changed = False

    def solved_at(self) -> datetime | None:
        """The hour of the last solution; ``None`` before the first."""
        solved_at: datetime | None = self._db.scalar(SOLVED_AT)
        return solved_at

    def set_solved_at(self, at: datetime | None) -> None:
        """Note the hour of a solution; ``None`` = solve at once."""
        self._set(solved_at=at)

    def _set(self, **values: object) -> None:
        if not update_row(self._db, polling_budget, 1, values):
            blank = BudgetState()
            row = {"id": 1, "solved": blank.solved, "correction": blank.correction, "usual": blank.usual}
            self._db.execute(insert(polling_budget), row | {"spent": list(blank.spent)} | values)
