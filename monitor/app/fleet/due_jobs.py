"""What is due now as jobs of hosts, found at a cost that does not grow with what already waits."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.app.context import AppContext
from monitor.core.model.operations.jobs import Job
from monitor.core.model.sources import WaitingSource
from monitor.core.polling.fleet_priority import host_priority
from monitor.core.text.urls import place_of
from monitor.values import dataclass

_MOST = 100_000
"""So many due sources are looked at in one look; the rest of a longer backlog comes when these are done."""
_MOST_OF_A_HOST = 50
"""So many sources of one host are one job: after it, other jobs have their turn."""
_PAUSE = 10.0
"""Between two looks at everything lies so many times what the first one took: a look at 100,000 takes seconds."""
_OVERLAP = timedelta(seconds=5)
"""Clocks of machines that make a source due differ by a little."""


@dataclass(slots=True)
class DueJobs:
    """The leader's looks: at everything that is due, and between those at what became due since the last one."""

    app: AppContext
    _everything_at: float = 0.0
    """When everything is looked at next, by the monotonic clock."""
    _seen_until: datetime | None = None

    async def find(self) -> Sequence[Job]:
        """One job a host, with its longest overdue sources; those that wait in the queue may be among them."""
        clock = self.app.clock
        now, began = clock.now(), clock.monotonic()
        seen = self._seen_until
        everything = seen is None or now < seen or began >= self._everything_at
        since = None if seen is None or everything else seen - _OVERLAP
        due = await self.app.in_store.read(lambda tx: tx.timetable.due(now=now, limit=_MOST, since=since))
        # A hundred thousand take a second or two: neither the loop nor an open transaction waits for them.
        jobs = await asyncio.to_thread(_as_jobs, self.app, due)
        self._seen_until = now
        if everything:
            ended = clock.monotonic()
            self._everything_at = ended + _PAUSE * (ended - began)
        return jobs

    def forget(self) -> None:
        """Jobs were lost: look at everything next time."""
        self._seen_until = None


def _as_jobs(app: AppContext, due: Sequence[WaitingSource]) -> Sequence[Job]:
    by_place: defaultdict[str, list[WaitingSource]] = defaultdict(list)
    for waiting in due:
        by_place[place_of(waiting.source.url)].append(waiting)
    return [
        Job(
            kind="poll",
            key=place,
            items=tuple(waiting.source.id for waiting in sources[:_MOST_OF_A_HOST]),
            priority=max(_priority_of(app, waiting) for waiting in sources[:_MOST_OF_A_HOST]),
        )
        for place, sources in by_place.items()
    ]


def _priority_of(app: AppContext, waiting: WaitingSource) -> int:
    spec = app.spec_for(waiting.source.configured_url)
    return host_priority(due_at=waiting.due_at, fixed_times=spec is not None and bool(spec.at or spec.every))
