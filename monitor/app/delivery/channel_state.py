"""What the sender remembers of its ways out: turns taken, failures in a row, stopped channels, the kill switch."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.app.context import AppContext
from monitor.core.alerting.rate_limits import recent, turn_at
from monitor.core.channels.registry import limits_of
from monitor.core.i18n.phrases import decode_reason, encode_reason
from monitor.core.model.settings import ChannelSettings
from monitor.ports import Transaction

_SWITCH = "sending"
_RETRY_STOPPED = timedelta(hours=1)
"""A start forgives a stop that is older: a program that is started every five minutes must not hammer a login."""


_LONGEST_BUCKET = timedelta(hours=1)
"""No provider's bucket is empty for longer: the clock was set back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooldown:
    """A recipient who could not be reached: nothing goes there until ``until``, then one message tries."""

    failures: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStop:
    """A channel that wants nothing more (a revoked key, a refused login) until somebody mends it."""

    at: datetime
    reason: str
    settings: str


def sending_is_on(tx: Transaction) -> bool:
    """The kill switch."""
    return tx.memory.get_text(_SWITCH) != "off"


def switch_sending(tx: Transaction, *, on: bool, who: str, now: datetime) -> None:
    """Pause or resume all sending; what is owed meanwhile waits and comes as one summary a recipient."""
    tx.memory.keep(_SWITCH, "" if on else "off", now=now)
    tx.memory.audit(f"sending {'resumed' if on else 'paused'}", who=who, now=now)


def stops(tx: Transaction, channels: Sequence[ChannelSettings]) -> Mapping[str, ChannelStop]:
    """The stopped channels, by name."""
    found = {channel.name: stop_of(tx, channel.name) for channel in channels}
    return {name: stop for name, stop in found.items() if stop is not None}


def stop_of(tx: Transaction, channel: str) -> ChannelStop | None:
    """Why this channel is stopped, if it is."""
    written = tx.memory.get_text(f"stopped:{channel}")
    if not written:
        return None
    said = json.loads(written)
    return ChannelStop(
        at=datetime.fromisoformat(said["at"]), reason=decode_reason(said["reason"]), settings=said["settings"]
    )


def stop(tx: Transaction, channel: ChannelSettings, *, reason: str, now: datetime) -> None:
    """Send nothing more there."""
    said = {"at": now.isoformat(), "reason": encode_reason(reason), "settings": _print(channel)}
    tx.memory.keep(f"stopped:{channel.name}", json.dumps(said), now=now)


def enable(tx: Transaction, channel: str, *, now: datetime) -> None:
    """The channel works (again)."""
    if tx.memory.get_text(f"stopped:{channel}"):
        tx.memory.keep(f"stopped:{channel}", "", now=now)


def retry_stopped(app: AppContext, tx: Transaction) -> list[str]:
    """At a start or reload: channels whose settings changed, or that were stopped long enough, are tried again."""
    now = app.clock.now()
    forgiven = []
    for name, found in stops(tx, app.settings.channels).items():
        if (
            found.settings != _print(app.channel_settings[name])
            or not now < found.at + _RETRY_STOPPED <= now + _RETRY_STOPPED
        ):
            enable(tx, name, now=now)
            forgiven.append(name)
    return forgiven


def rest_of(tx: Transaction, channel: str, recipient: str, now: datetime) -> Cooldown | None:
    """The failures in a row of this way, if the last attempt failed; none of a future that has not come."""
    written = tx.memory.get_text(_rest(channel, recipient))
    if not written:
        return None
    said = json.loads(written)
    since, until = datetime.fromisoformat(said["since"]), datetime.fromisoformat(said["until"])
    return Cooldown(failures=said["failures"], since=since, until=until) if since <= now else None


def keep_rest(tx: Transaction, channel: str, recipient: str, rest: Cooldown | None, *, now: datetime) -> None:
    """Note a failure (``Cooldown``), or that the way is open (``None``)."""
    name = _rest(channel, recipient)
    if rest is None:
        if tx.memory.get_text(name):
            tx.memory.keep(name, "", now=now)
        return
    said = {"failures": rest.failures, "since": rest.since.isoformat(), "until": rest.until.isoformat()}
    tx.memory.keep(name, json.dumps(said), now=now)


def send_times(tx: Transaction, channel: str) -> list[datetime]:
    """When this channel's last messages went out."""
    written = tx.memory.get_text(f"turns:{channel}")
    return [datetime.fromtimestamp(int(one) / 1e6, UTC) for one in written.split()]


def reserve_slot(tx: Transaction, channel: ChannelSettings, *, now: datetime) -> None:
    """Note a message before it goes: one that a crash leaves in doubt counts too."""
    _keep_turns(tx, channel, [*send_times(tx, channel.name), now], now)


def confirm_slot(tx: Transaction, channel: ChannelSettings, *, now: datetime) -> None:
    """Count the last message from its answer: the provider saw it no later, so no window of theirs is overfilled."""
    _keep_turns(tx, channel, [*send_times(tx, channel.name)[:-1], now], now)


def keep_bucket(tx: Transaction, channel: str, until: datetime, *, now: datetime) -> None:
    """Note that the provider takes nothing more before ``until``."""
    tx.memory.keep(f"bucket:{channel}", until.isoformat(), now=now)


def next_turn(tx: Transaction, channel: ChannelSettings, now: datetime) -> datetime:
    """When one more message fits the channel's rate and what its provider said last: ``now`` or later."""
    turn = turn_at(send_times(tx, channel.name), limits_of(channel.kind, channel.rate), now)
    written = tx.memory.get_text(f"bucket:{channel.name}")
    until = datetime.fromisoformat(written) if written else now
    return max(turn, until) if until - now <= _LONGEST_BUCKET else turn


def storm_at(tx: Transaction, lane: str, now: datetime) -> datetime | None:
    """When the last message of a storm went out."""
    written = tx.memory.get_text(f"storm:{lane}")
    at = datetime.fromisoformat(written) if written else None
    return at if at is not None and at <= now else None


def keep_storm(tx: Transaction, lane: str, *, now: datetime) -> None:
    """Note a message of a storm: until its time is over the route's alerts are held."""
    tx.memory.keep(f"storm:{lane}", now.isoformat(), now=now)


def _keep_turns(tx: Transaction, channel: ChannelSettings, taken: list[datetime], now: datetime) -> None:
    limits = limits_of(channel.kind, channel.rate)
    if limits:
        kept = recent(taken, limits, now)
        tx.memory.keep(f"turns:{channel.name}", " ".join(f"{at.timestamp() * 1e6:.0f}" for at in kept), now=now)


def _rest(channel: str, recipient: str) -> str:
    return f"rest:{channel}:{recipient}"


def _print(channel: ChannelSettings) -> str:
    """Changes when the channel's settings do; too short to tell anything of a secret in them."""
    said = repr((channel.kind, sorted((key, repr(value)) for key, value in channel.options.items())))
    return hashlib.sha256(said.encode()).hexdigest()[:8]
