"""What is known of one host: how long it asked to be left alone, and whether it answers at all."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.calendar.waits import LONGEST_ASKED, doubled_wait
from monitor.values import dataclass

_FIRST_REST = timedelta(minutes=1)
_LONGEST_REST = timedelta(minutes=15)
_SET_BACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A time in which a host is asked for none of its sources."""

    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it goes on; a clock that was set back ends it."""
        return self.since - _SET_BACK <= now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """A host as its sources found it; the value without arguments is one of which nothing is known."""

    answered_at: datetime | None = None
    silences: int = 0
    """Requests without any answer, in a row."""
    asked_to_wait: Rest | None = None
    silent: Rest | None = None

    def rest_at(self, now: datetime) -> Rest | None:
        """The rest that holds at ``now``, the longer of two."""
        rests = [rest for rest in (self.asked_to_wait, self.silent) if rest is not None and rest.holds(now)]
        return max(rests, key=lambda rest: rest.until, default=None)


def after_answer(state: HostState, *, now: datetime) -> HostState:
    """It answered something: it is not silent. How long it asked to wait is another matter and stays."""
    return replace(state, answered_at=now, silences=0, silent=None)


def after_wait_request(state: HostState, *, wait: timedelta, now: datetime) -> HostState:
    """It asked to wait (Retry-After), a day at most."""
    rest = Rest(since=now, until=now + min(wait, LONGEST_ASKED))
    before = state.asked_to_wait
    longer = before if before is not None and before.holds(now) and before.until > rest.until else rest
    return replace(state, asked_to_wait=longer)


def after_silence(state: HostState, *, began: datetime, now: datetime) -> HostState:
    """A request begun at ``began`` had no answer: a rest of 1, 2, 4 … 15 minutes, if no other had one meanwhile.

    Several requests that hang beside each other are one silence.
    """
    if state.answered_at is not None and began <= state.answered_at <= now:
        return state
    if state.silent is not None and began <= state.silent.since <= now:
        return state
    rest = doubled_wait(_FIRST_REST, state.silences, longest=_LONGEST_REST)
    return replace(state, silences=state.silences + 1, silent=Rest(since=now, until=now + rest))
