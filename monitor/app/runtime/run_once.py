"""One round: poll what is due, send what is due, and say what happened."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from monitor.app.context import AppContext
from monitor.app.delivery.sender import send_due
from monitor.app.digests.open import open_due
from monitor.app.polling.budget import balance_budget
from monitor.app.polling.poll_source import PollReport
from monitor.app.runtime.daemon import start_round
from monitor.app.runtime.poll_slots import PATIENCE
from monitor.app.runtime.scheduler import Scheduler
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import DeliveryState
from monitor.ports import Transaction


@dataclass(slots=True)
class Round:
    """What one round did; ``as_json`` is the document of ``monitor once --json``."""

    polls: list[PollReport] = field(default_factory=list)
    sent: int = 0
    deferred: int = 0
    held: int = 0
    dead: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Counts and the sources that failed."""
        return {
            "polled": len(self.polls),
            "not_modified": sum(poll.not_modified for poll in self.polls),
            "failed": sum(bool(poll.error) for poll in self.polls),
            "entries_new": sum(poll.entries_new for poll in self.polls),
            "entries_updated": sum(poll.entries_updated for poll in self.polls),
            "mentions": sum(poll.mentions for poll in self.polls),
            "stories": sum(poll.stories for poll in self.polls),
            "deliveries": {"sent": self.sent, "deferred": self.deferred, "held": self.held, "dead": self.dead},
            "seconds": round(self.seconds, 3),
            "errors": [{"source": poll.source, "error": poll.error} for poll in self.polls if poll.error],
        }

    @property
    def failed(self) -> bool:
        """Every source failed, or a delivery went dead."""
        return bool(self.dead) or (bool(self.polls) and all(poll.error for poll in self.polls))


async def run_once(
    app: AppContext, *, force: bool = False, progress: Callable[[int, int], None] | None = None
) -> Round:
    """Poll all due sources (``force``: all), then send. ``progress`` is told how many of how many are done."""
    begun = app.clock.monotonic()
    result = Round()
    await start_round(app)
    if force:
        await app.in_store.write(lambda tx: _make_all_due(app, tx))
    await balance_budget(app)
    await _poll_all(Scheduler(app), result, progress)
    await open_due(app)
    ended = await send_due(app)
    await _count_deliveries(app, result, ended)
    result.seconds = app.clock.monotonic() - begun
    return result


async def _poll_all(scheduler: Scheduler, result: Round, progress: Callable[[int, int], None] | None) -> None:
    """Start what is due as soon as its host is free, until nothing is under way; what hangs holds up nobody."""
    started = 0
    under_way: set[asyncio.Task[PollReport]] = set()
    while True:
        tasks = await scheduler.start_polls() if scheduler.has_room else ()
        started += len(tasks)
        under_way |= set(tasks)
        if not under_way:
            return
        ended, under_way = await asyncio.wait(under_way, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            result.polls.append(task.result())
            if progress is not None:
                progress(len(result.polls), started)


def _make_all_due(app: AppContext, tx: Transaction) -> None:
    for source in tx.sources.all():
        if source.state == "active":
            tx.timetable.expedite(source.id, app.clock.now(), why=Reason("poll.round"))


async def _count_deliveries(app: AppContext, result: Round, ended: dict[DeliveryState, int]) -> None:
    result.sent, result.dead, result.held = ended.get("sent", 0), ended.get("dead", 0), ended.get("held", 0)

    result.deferred = await app.in_store.read(lambda tx: tx.outbox.how_many_wait())
