"""Who may be polled now: free slots, one waiting source per host, and hosts that rest."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from monitor.app.polling.hosts import Hosts, PutOff
from monitor.app.polling.poll_report import PollReport
from monitor.core.model.sources import DueSource, Source
from monitor.core.polling.redirects import address_of
from monitor.core.text.urls import place_of
from monitor.ports import Clock
from monitor.values import dataclass

PATIENCE = 1.5
"""Seconds after which a poll without an end holds neither a slot nor its host's turn any more."""
_MOST_PER_HOST = 4
_CANDIDATES = 8
"""So many due sources of one host are compared; the others of it stay due and hide no other host's."""
_MOST_IN_ALL = 4
"""So many times the slots may be under way, those that hang among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnderWay:
    task: "asyncio.Task[PollReport]"
    place: str
    began: float


class PollSlots:
    """The polls under way, by source. The store's thread looks at copies while the loop goes on."""

    def __init__(self, clock: Clock, *, concurrency: int) -> None:
        self._clock = clock
        self._concurrency = concurrency
        self._polls: dict[int, _UnderWay] = {}

    @property
    def tasks(self) -> "dict[int, asyncio.Task[PollReport]]":
        """By source."""
        return {source_id: poll.task for source_id, poll in self._polls.items()}

    @property
    def free(self) -> int:
        """How many polls may start now: what hangs holds no slot, up to a bound."""
        quick = sum(not self._is_slow(poll) for poll in list(self._polls.values()))
        return min(self._concurrency - quick, _MOST_IN_ALL * self._concurrency - len(self._polls))

    def enter(self, source_id: int, place: str, task: "asyncio.Task[PollReport]") -> None:
        """It is under way from now on."""
        self._polls[source_id] = _UnderWay(task=task, place=place, began=self._clock.monotonic())

    def leave(self, source_id: int) -> None:
        """It ended."""
        self._polls.pop(source_id, None)

    def outlasting(self, seconds: float) -> Sequence[int]:
        """The sources whose polls are under way for longer."""
        now = self._clock.monotonic()
        return [source_id for source_id, poll in list(self._polls.items()) if now - poll.began > seconds]

    def is_in_hand(self, source_id: int) -> bool:
        """Whether this source is being polled."""
        return source_id in self._polls

    def is_open(self, place: str) -> bool:
        """Whether one more source of this host may start: none waits for its turn, and few hang."""
        there = [poll for poll in list(self._polls.values()) if poll.place == place]
        return len(there) < _MOST_PER_HOST and all(self._is_slow(poll) for poll in there)

    def _is_slow(self, poll: _UnderWay) -> bool:
        return self._clock.monotonic() - poll.began >= PATIENCE


@dataclass(slots=True, kw_only=True)
class Admission:
    """Chooses among due sources: the port ``Admission`` of one claim."""

    slots: PollSlots
    hosts: Hosts
    now: datetime
    put_off: list[PutOff] = field(default_factory=list)
    _candidates: Counter[str] = field(default_factory=Counter)
    _open: dict[str, bool] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def considers(self, due: DueSource) -> bool:
        """See the port."""
        if self.slots.is_in_hand(due.id):
            return False
        place = place_of(due.url)
        resting = self.hosts.rest_of(place, now=self.now)
        # A rest for silence is our guess and spares its other sources; what a person asks for is tried all the same.
        if resting is not None and (resting[1] or not due.requested):
            self.put_off.append(PutOff(source=due, rest=resting[0], asked_for=resting[1]))
            return False
        if place not in self._open:
            self._open[place] = self.slots.is_open(place)
        if self._candidates[place] >= _CANDIDATES or not self._open[place]:
            return False
        self._candidates[place] += 1
        return True

    def takes(self, source: Source) -> bool:
        """See the port."""
        place = place_of(address_of(source))
        if place in self._taken:
            return False
        self._taken.add(place)
        return True
