"""The state of a daemon as another process of this monitor knows it: told every second, and believed no longer."""

import os
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from monitor.app.context import AppContext
from monitor.app.queries.monitor_status import outage_now
from monitor.app.runtime.measures import Measures, PollResult, commit_durations
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.operations.daemon_state import Counted, DaemonState
from monitor.core.model.operations.metrics import Durations
from monitor.core.model.operations.monitor_status import Outage
from monitor.ports import Clock


def state_of_daemon(app: AppContext, heartbeat: Heartbeat) -> DaemonState:
    """What this daemon is at the moment."""
    return DaemonState(
        process=os.getpid(),
        began_at=heartbeat.began_at,
        beat_at=heartbeat.beat_at,
        silence=heartbeat.silence(),
        troubles=heartbeat.troubles,
        outage=outage_now(app),
        polls={str(result): count for result, count in app.measures.polls.items()},
        poll_seconds=_counted(app.measures.poll_seconds),
        commits=_counted(app.in_store.commits),
    )


class DaemonMirror:
    """The daemon's ``Vitals`` and measures, from what it told last. A daemon that falls silent is seen to be silent."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told_at = clock.monotonic()
        self.state = DaemonState(
            process=os.getppid(),
            began_at=clock.now(),
            beat_at=None,
            silence=timedelta(0),
            troubles={},
            outage=None,
            polls={},
            poll_seconds=((), 0.0),
            commits=((), 0.0),
        )

    def take(self, state: DaemonState) -> None:
        """The daemon told of itself."""
        self.state, self._told_at = state, self._clock.monotonic()

    @property
    def beat_at(self) -> datetime | None:
        """See ``Vitals``."""
        return self.state.beat_at

    @property
    def began_at(self) -> datetime:
        """See ``Vitals``."""
        return self.state.began_at

    @property
    def troubles(self) -> Mapping[str, str]:
        """See ``Vitals``."""
        return self.state.troubles

    def silence(self) -> timedelta:
        """See ``Vitals``."""
        return self.state.silence + timedelta(seconds=self._clock.monotonic() - self._told_at)

    def outage(self) -> Outage | None:
        """The outage that the daemon sees."""
        return self.state.outage

    @property
    def measures(self) -> Measures:
        """What the daemon counts of its polls."""
        made = Measures(polls=Counter(cast("Mapping[PollResult, int]", self.state.polls)))
        _take_counts(made.poll_seconds, self.state.poll_seconds)
        return made

    @property
    def commits(self) -> Durations:
        """The same of its transactions."""
        made = commit_durations()
        _take_counts(made, self.state.commits)
        return made


def _counted(durations: Durations) -> Counted:
    return tuple(durations.counts), durations.total


def _take_counts(durations: Durations, counted: Counted) -> None:
    counts, durations.total = counted
    if len(counts) == len(durations.counts):
        durations.counts = list(counts)
