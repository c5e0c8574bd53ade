"""How a channel's state follows from what happens to it: stops, cool-downs, and the slots of its rate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.alerting.rate_limits import recent_turns, turn_at
from monitor.core.alerting.retry import SLACK, next_attempt_at
from monitor.core.model.channel_state import ChannelState, ChannelStop, Cooldown
from monitor.core.model.settings import ChannelSettings, RateLimit
from monitor.core.text.fingerprints import fingerprint_values

_RETRY_STOPPED = timedelta(hours=1)
"""A start tries a channel again whose stop is older: a program started every five minutes must not hammer a login."""
_LONGEST_PAUSE = timedelta(hours=1)
"""No provider's bucket is empty for longer: the clock was set back."""


def stop_channel(state: ChannelState, channel: ChannelSettings, *, reason: str, now: datetime) -> ChannelState:
    """Nothing more goes there."""
    return replace(state, stop=ChannelStop(at=now, reason=reason, settings=settings_hash(channel)))


def is_worth_a_retry(stop: ChannelStop, channel: ChannelSettings, now: datetime) -> bool:
    """Whether its settings changed since the stop, or that is long enough ago."""
    return stop.settings != settings_hash(channel) or not now < stop.at + _RETRY_STOPPED <= now + _RETRY_STOPPED


def cooldown_of(state: ChannelState, recipient: str, now: datetime) -> Cooldown | None:
    """The failures in a row of this way, if the last attempt failed; none of a future that has not come."""
    cooldown = state.cooldowns.get(recipient)
    return cooldown if cooldown is not None and cooldown.since <= now else None


def after_failure(before: Cooldown | None, *, now: datetime, retry_after: timedelta | None, draw: float) -> Cooldown:
    """One failure more in a row.

    Time for which nobody could try (the program was off, sending was paused) does not count: the streak began later.
    """
    failures = before.failures + 1 if before else 1
    until = next_attempt_at(now, attempts=failures, first_attempt_at=now, retry_after=retry_after, draw=draw) or now
    since = before.since + overdue_by(before.until, now) if before else now
    return Cooldown(failures=failures, since=min(since, now), until=until, failed_at=now)


def with_cooldown(state: ChannelState, recipient: str, cooldown: Cooldown | None) -> ChannelState:
    """The state with a recipient's failures, or (``None``) with that way open."""
    others = {name: there for name, there in state.cooldowns.items() if name != recipient}
    return replace(state, cooldowns=others if cooldown is None else {**others, recipient: cooldown})


def overdue_by(planned: datetime, now: datetime) -> timedelta:
    """By how much more than an hour an attempt comes after the time it was planned for."""
    return max(now - planned - SLACK, timedelta(0))


def next_turn(state: ChannelState, limits: Sequence[RateLimit], now: datetime) -> datetime:
    """When one more message fits the channel's rate and what its provider said last: ``now`` or later."""
    turn = turn_at(state.send_times, limits, now)
    until = state.paused_until or now
    return max(turn, until) if until - now <= _LONGEST_PAUSE else turn


def with_slot(state: ChannelState, limits: Sequence[RateLimit], at: datetime) -> ChannelState:
    """Count a message before it goes: one that a crash leaves in doubt counts too."""
    return _with_times(state, limits, (*state.send_times, at), at)


def with_slot_confirmed(state: ChannelState, limits: Sequence[RateLimit], at: datetime) -> ChannelState:
    """Count the last message from its answer: the provider saw it no later, so no window of theirs is overfilled."""
    return _with_times(state, limits, (*state.send_times[:-1], at), at)


def settings_hash(channel: ChannelSettings) -> str:
    """Changes when the channel's settings do; too short to tell anything of a secret in them."""
    options = sorted((key, repr(value)) for key, value in channel.options.items())
    return fingerprint_values((channel.kind, options), 8)


def _with_times(
    state: ChannelState, limits: Sequence[RateLimit], times: tuple[datetime, ...], now: datetime
) -> ChannelState:
    return replace(state, send_times=tuple(recent_turns(times, limits, now))) if limits else state
