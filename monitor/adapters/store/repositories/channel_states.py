"""What is remembered of channels: one row a channel, and its cool-downs and storms."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from monitor.adapters.store.columns import AnyRow
from monitor.adapters.store.tables import channel_cooldown, channel_state, channel_storm
from monitor.core.model.channel_state import ChannelState, ChannelStop, Cooldown

STATE = select(channel_state).where(channel_state.c.channel == bindparam("channel"))
STOPPED = select(channel_state).where(channel_state.c.stopped_at.is_not(None)).order_by(channel_state.c.channel)
COOLDOWNS = select(channel_cooldown).where(channel_cooldown.c.channel == bindparam("channel"))
STORMS = select(channel_storm).where(channel_storm.c.channel == bindparam("channel"))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


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
