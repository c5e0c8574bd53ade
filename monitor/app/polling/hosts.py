"""The one home of what is known per host: all sources of a host obey it."""

from dataclasses import field, replace
from datetime import datetime, timedelta

from monitor.core.model.operations.key_values import HOST_WAITS
from monitor.core.model.sources import DueSource
from monitor.core.polling.host_state import HostState, Rest, after_answer, after_silence, after_wait_request
from monitor.ports import Transaction
from monitor.values import dataclass

_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """A due source that is not asked because its host rests."""

    source: DueSource
    rest: Rest
    asked_for: bool
    """The host asked to wait; else it does not answer."""


@dataclass(slots=True)
class Hosts:
    """Holds the states while the monitor runs, by place (a host, with its port where that is not the usual one)."""

    _states: dict[str, HostState] = field(default_factory=dict)

    def answered(self, place: str, *, now: datetime) -> None:
        """Note that something came from it."""
        self._keep(place, after_answer(self._of(place), now=now), now)

    def asked_to_wait(self, place: str, wait: timedelta, *, now: datetime) -> None:
        """Note its Retry-After."""
        self._keep(place, after_wait_request(self._of(place), wait=wait, now=now), now)

    def stayed_silent(self, place: str, *, began: datetime, now: datetime) -> None:
        """Note a request that began at ``began`` and had no answer."""
        self._keep(place, after_silence(self._of(place), began=began, now=now), now)

    def forget(self) -> None:
        """The silence was ours: no host rests for it any more."""
        self._states = {
            place: HostState(asked_to_wait=state.asked_to_wait)
            for place, state in self._states.items()
            if state.asked_to_wait is not None
        }

    def rest_of(self, place: str, *, now: datetime) -> tuple[Rest, bool] | None:
        """The rest that holds now, and whether the host asked for it (else it does not answer)."""
        state = self._states.get(place)
        rest = state.rest_at(now) if state is not None else None
        return (rest, state is not None and rest is state.asked_to_wait) if rest is not None else None

    def store(self, tx: Transaction, *, now: datetime) -> None:
        """Keep what hosts asked for: it binds the next run, too, and each run of ``monitor once``.

        Silence is not kept: a start finds it again with the first request, and may find that it is over.
        """
        asked = {place: state.asked_to_wait for place, state in self._states.items()}
        waits = {place: (rest.since, rest.until) for place, rest in asked.items() if rest and rest.holds(now)}
        tx.key_values.set(HOST_WAITS, waits, now=now)

    def load(self, tx: Transaction, *, now: datetime) -> None:
        """Take over what hosts asked of an earlier run."""
        for place, (since, until) in (tx.key_values.get(HOST_WAITS) or {}).items():
            rest = Rest(since=since, until=until)
            if rest.holds(now):
                self._keep(place, replace(self._of(place), asked_to_wait=rest), now)

    def _of(self, place: str) -> HostState:
        return self._states.get(place, HostState())

    def _keep(self, place: str, state: HostState, now: datetime) -> None:
        self._states[place] = state
        if len(self._states) > _REMEMBERED:
            self._states = {name: known for name, known in self._states.items() if known.rest_at(now) is not None}
