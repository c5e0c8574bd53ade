"""One round: poll what is due, send what is due, and say what happened."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from monitor.app.context import AppContext
from monitor.app.delivery.waiting import send_due
from monitor.app.digests.open import open_due
from monitor.app.polling.budget import balance_budget
from monitor.app.polling.poll_report import PollReport
from monitor.app.polling.schedule import is_put_off
from monitor.app.queries.monitor_status import outage_now
from monitor.app.queries.store_facts import limits_of, store_facts
from monitor.app.runtime.poll_slots import PATIENCE
from monitor.app.runtime.run_note import keep_note, note_of_round
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.start import start_round
from monitor.app.search.indexing import LARGE_BATCH, index_some
from monitor.app.store_thread import StoreThread
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.filters import StoryFilter, StoryPlace
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import time_json
from monitor.core.status.conditions import Condition, Kind, MonitorStatus, status_of
from monitor.core.status.facts import StatusFacts
from monitor.ports import Transaction
from monitor.values import dataclass

_SHOWN = 5
_AT_ONCE = 200
"""Stories held in memory while those of the round are counted."""
_OF_THE_SOURCES: frozenset[Kind] = frozenset({"sources", "offline", "no-answer", "not-asked", "gone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HostWait:
    """Due sources of a host that asked to wait or does not answer."""

    why: str
    sources: int
    until: datetime
    """When the first of them is due."""


@dataclass(slots=True)
class Round:
    """What one round did; ``as_json`` is the document of ``monitor once --json``."""

    polls: list[PollReport] = field(default_factory=list)
    sent: int = 0
    deferred: int = 0
    held: int = 0
    dead: int = 0
    seconds: float = 0.0
    stories: tuple[Story, ...] = ()
    """The newest that began in this round, at most a few."""
    quiet: int = 0
    """Stories of this round of which no alert was made: a digest tells them."""
    not_asked: int = 0
    """Due sources that were left for the next round, since nothing can be reached from here."""
    put_off: tuple[HostWait, ...] = ()
    """Due sources that were left for a later round because their host rests."""
    status: MonitorStatus | None = None
    """The state of the monitor behind it."""

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
            "not_asked": self.not_asked + sum(wait.sources for wait in self.put_off),
            "put_off": [
                {"why": wait.why, "sources": wait.sources, "until": time_json(wait.until)} for wait in self.put_off
            ],
            "quiet": self.quiet,
            "headlines": [{"story": story.id, "title": story.title} for story in self.stories],
            "problems": [str(condition.reason) for condition in self.problems],
        }

    @property
    def problems(self) -> Sequence[Condition]:
        """What is wrong behind it, but for the sources, which this round tells itself."""
        found = self.status.conditions if self.status else ()
        return [one for one in found if one.kind not in _OF_THE_SOURCES]

    @property
    def failed(self) -> bool:
        """Every source failed, a delivery went dead, or nothing that was due went out."""
        refused = any(one.kind in ("channel-failing", "channel-stopped") for one in self.problems)
        nothing_out = not self.sent and bool(self.deferred) and refused
        return bool(self.dead) or nothing_out or (bool(self.polls) and all(poll.error for poll in self.polls))


Progress = Callable[[int, int, str], None]
"""Told how many of how many are done, and for which source it waits the longest."""


async def run_once(app: AppContext, *, force: bool = False, progress: Progress | None = None) -> Round:
    """Poll all due sources (``force``: all), then send."""
    begun, began_at = app.clock.monotonic(), app.clock.now()
    result = Round()
    await start_round(app)
    if force:
        await app.in_store.write(lambda tx: tx.timetable.expedite_all(app.clock.now(), why=Reason("poll.round")))
    await balance_budget(app)
    resting = await _poll_all(app, result, progress)
    await open_due(app)
    ended = await send_due(app)
    await _count_deliveries(app.in_store, result, ended)
    await app.in_store.write(lambda tx: _look_back(app, tx, result, resting, began_at))
    # Nobody else does it where no daemon runs; what was due went out before.
    await index_some(app, batch=LARGE_BATCH)
    result.seconds = app.clock.monotonic() - begun
    return result


async def _poll_all(app: AppContext, result: Round, progress: Progress | None) -> Collection[int]:
    """Start what is due as soon as its host is free, until nothing is under way; what hangs holds up nobody.

    Once it shows that nothing can be reached from here, the rest is left for the next round. Returns the sources that
    were put off because their host rests; some may have been asked since.
    """
    resting = set[int]()
    scheduler = Scheduler(app, on_put_off=lambda waits: resting.update(wait.source.id for wait in waits))
    started = 0
    was_out = app.reachability.reach.is_out
    under_way: list[asyncio.Task[PollReport]] = []
    while True:
        is_lost = app.reachability.reach.is_out and not was_out
        tasks = await scheduler.start_polls() if scheduler.has_room and not is_lost else ()
        started += len(tasks)
        under_way += tasks
        if not under_way:
            return resting
        ended, _ = await asyncio.wait(under_way, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        under_way = [task for task in under_way if task not in ended]
        result.polls += [task.result() for task in ended]
        if progress is not None:
            progress(len(result.polls), started, under_way[0].get_name() if under_way else "")


def _pages_since(tx: Transaction, since: datetime) -> Iterator[Sequence[Story]]:
    """What was seen since then, the newest first."""
    before: StoryPlace | None = None
    while page := tx.stories.find(StoryFilter(since=since, before=before, limit=_AT_ONCE)):
        yield page
        before = StoryPlace(last_seen_at=page[-1].last_seen_at, id=page[-1].id)


def _still_put_off(tx: Transaction, resting: Collection[int]) -> Iterator[HostWait]:
    """Those of these sources that were not asked since, by why they wait, the most first."""
    waits: dict[str, list[datetime]] = {}
    for source_id in resting:
        source = tx.timetable.source(source_id)
        if source is not None and source.state == "active" and is_put_off(source) and source.next_due_at is not None:
            waits.setdefault(source.due_reason, []).append(source.next_due_at)
    for why, due in sorted(waits.items(), key=lambda wait: -len(wait[1])):
        yield HostWait(why=why, sources=len(due), until=min(due))


def _look_back(app: AppContext, tx: Transaction, result: Round, resting: Collection[int], began_at: datetime) -> None:
    """Note the round, and what there is to tell of it."""
    keep_note(tx, note_of_round(app, began_at))
    now = app.clock.now()
    for page in _pages_since(tx, began_at):
        began = [story for story in page if story.first_seen_at >= began_at]
        result.stories = (*result.stories, *began)[:_SHOWN]
        result.quiet += len(began) - len(tx.outbox.told_of([story.id for story in began]))
    facts = StatusFacts(
        now=now,
        zone=app.zone,
        holder="round",
        store=store_facts(tx, app.settings, now=now),
        outage=outage_now(app),
        room=app.disk.disk.room() if app.disk else None,
        limits=limits_of(app.settings),
    )
    result.status = status_of(facts)
    result.put_off = tuple(_still_put_off(tx, resting))
    if facts.outage is not None:
        due = [source for source in tx.sources.all() if source.state == "active" and source.next_due_at is not None]
        result.not_asked = sum(source.next_due_at <= now for source in due if source.next_due_at is not None)


async def _count_deliveries(in_store: StoreThread, result: Round, ended: dict[DeliveryState, int]) -> None:
    result.sent, result.dead, result.held = ended.get("sent", 0), ended.get("dead", 0), ended.get("held", 0)

    result.deferred = await in_store.read(lambda tx: tx.outbox.how_many_wait())
