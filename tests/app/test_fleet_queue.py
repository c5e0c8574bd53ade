"""The queue of a fleet at length: how a job is taken from a hundred thousand, who is told, and what goes first."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from monitor.adapters.clock import SteppedClock
from monitor.app.context import AppContext
from monitor.app.fleet.dispatch import Dispatcher
from monitor.app.fleet.due_jobs import DueJobs
from monitor.core.model.operations.jobs import Job
from monitor.core.polling.fleet_priority import BEFORE_POLLS, host_priority
from monitor.errors import StoreError
from monitor.ports import Transaction
from tests.app.fleet_harness import AlwaysLeads, open_fleet
from tests.app.harness import NOON, rss

pytest.importorskip("procrastinate", reason="a fleet needs its extra: pip install 'news-monitor[fleet]'")

import psycopg
from procrastinate.schema import SchemaManager

from monitor.adapters.fleet.job_queue import open_queue
from monitor.adapters.fleet.leadership import connection_text
from monitor.adapters.fleet.queue_tables import SCHEMA, SEARCH_PATH, SESSION

LONG = 3_000
MINUTE = timedelta(minutes=1)
READS_ALL = {"Seq Scan", "Sort", "Incremental Sort", "Bitmap Heap Scan", "Hash Join", "Merge Join"}


def taking_plan(url: str, options: str) -> dict[str, Any]:
    """How PostgreSQL takes one job: the statement inside Procrastinate's function, explained where it is run."""
    with psycopg.connect(connection_text(url), options=options, autocommit=False) as connection:
        (body,) = connection.execute(
            "SELECT prosrc FROM pg_proc WHERE proname = 'procrastinate_fetch_job_v2'"
        ).fetchone()  # type: ignore[misc]  # such a question has one row
        statement = body[body.index("WITH candidate") : body.index("INTO found_jobs")]
        statement = statement.replace("target_queue_names", "ARRAY['polls']::varchar[]").replace("p_worker_id", "NULL")
        (plan,) = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}").fetchone()  # type: ignore[misc]  # such a question has one row
        connection.rollback()
    found: dict[str, Any] = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return found


def nodes_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes_of(below)


async def test_a_job_is_taken_without_a_look_at_the_others(postgresql_url: str) -> None:
    """Neither the jobs that wait nor those with other locks are read, though the planner knows an empty table."""
    async with open_queue(postgresql_url) as queue:
        with psycopg.connect(connection_text(postgresql_url), options=SEARCH_PATH, autocommit=True) as connection:
            connection.execute("ALTER TABLE procrastinate_jobs SET (autovacuum_enabled = false)")
            connection.execute("ANALYZE procrastinate_jobs")
        await queue.offer([Job(kind="poll", key=f"host{n}", priority=n % 99) for n in range(LONG)])
    plan = taking_plan(postgresql_url, SESSION)
    assert not READS_ALL & {node["Node Type"] for node in nodes_of(plan)}
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 100
    others = [node for node in nodes_of(plan) if node.get("Alias") == "other_jobs"]
    assert [node["Index Name"] for node in others] == ["news_monitor_jobs_by_lock"]
    # What it would be for a connection without our options: every job that waits.
    assert READS_ALL & {node["Node Type"] for node in nodes_of(taking_plan(postgresql_url, SEARCH_PATH))}


async def test_tables_that_an_earlier_version_made_are_fitted_once(postgresql_url: str) -> None:
    with psycopg.connect(connection_text(postgresql_url), options=SEARCH_PATH, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        connection.execute(SchemaManager.get_schema())
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock)"
            " VALUES ('polls', 'news-monitor:poll', 'poll:old', 'poll:old')"
        )
        for _ in range(2):
            async with open_queue(postgresql_url) as queue:
                assert await queue.offer([Job(kind="poll", key="old"), Job(kind="poll", key="new")]) in {0, 1}
                assert await queue.depths() == {("polls", "todo"): 2}
        (kept, events), *_ = connection.execute(
            "SELECT (SELECT relpersistence FROM pg_class WHERE oid = 'procrastinate_jobs'::regclass),"
            " (SELECT count(*) FROM procrastinate_events)"
        ).fetchall()
    # Written nowhere but in memory until a checkpoint; and of the two jobs only the old one left an event.
    assert (kept, events) == ("u", 1)


async def test_whoever_waits_for_jobs_is_told_of_them(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.adapters.fleet.job_queue._LOOK_EVERY", 600.0)
    done = asyncio.Event()

    async def note(job: Job) -> None:
        if job.key == "wanted":
            done.set()

    async with open_queue(postgresql_url) as queue, open_queue(postgresql_url) as leader:
        stop = asyncio.Event()
        working = asyncio.create_task(queue.work(note, queues=["polls"], concurrency=1, name="w", stop=stop))
        # It listens some time after it began: offered until it heard.
        for number in range(600):
            await leader.offer([Job(kind="poll", key=f"first{number}"), Job(kind="poll", key="wanted")])
            try:
                await asyncio.wait_for(done.wait(), 0.1)
                break
            except TimeoutError:
                continue
        stop.set()
        await working
    assert done.is_set()


async def test_two_leaders_that_offer_the_same_queue_it_once(postgresql_url: str) -> None:
    jobs = [Job(kind="poll", key=f"host{number}", priority=number) for number in range(1_500)]
    async with open_queue(postgresql_url) as one, open_queue(postgresql_url) as other:
        counts = await asyncio.gather(one.offer(jobs), other.offer(jobs[::-1]))
        assert sum(counts) == len(jobs)
        assert await one.depths() == {("polls", "todo"): len(jobs)}


class TiredClock(SteppedClock):
    """Each look at the monotonic clock finds it a second later: a look at the sources takes a second."""

    def __init__(self, start: datetime = NOON) -> None:
        super().__init__(start)
        self._looks = 0.0

    @override
    def monotonic(self) -> float:
        self._looks += 1.0
        return self._looks


class Remembering:
    """A queue that keeps what it was offered."""

    def __init__(self) -> None:
        self.offered: list[Sequence[Job]] = []
        self.broken = False
        self.stalled = 0
        self.then: Callable[[], Awaitable[None]] | None = None
        """Done after an offer."""

    async def offer(self, jobs: Sequence[Job]) -> int:
        if self.broken:
            raise StoreError("the queue of jobs does not answer")
        self.offered.append(jobs)
        if self.then is not None:
            await self.then()
        return len(jobs)

    async def drop_stalled(self) -> int:
        return self.stalled


@asynccontextmanager
async def backlog(folder: Path, *, waiting: int) -> AsyncIterator[AppContext]:
    """So many outlets that are due, each on a host of its own, and four more that are in an hour."""
    documents: dict[str, Any] = {
        f"https://outlet{n}.example/feed": rss(("可灵", "x", NOON)) for n in range(waiting + 4)
    }
    async with open_fleet(f"sqlite:///{folder}/monitor.db", str(folder), documents, workers=0) as fleet:
        app = replace(fleet.apps[0], clock=TiredClock())
        await app.in_store.write(lambda tx: set_due(tx, app, range(waiting, waiting + 4), NOON + 60 * MINUTE))
        await app.in_store.write(lambda tx: set_due(tx, app, range(waiting), NOON - 10 * MINUTE))
        yield app


def set_due(tx: Transaction, app: AppContext, numbers: Sequence[int], at: datetime) -> None:
    for source in tx.sources.all():
        if int(source.url.split(".")[0].removeprefix("https://outlet")) in numbers:
            tx.sources.save(replace(source, next_due_at=at), now=app.clock.now())


def keys(jobs: Sequence[Job]) -> list[str]:
    return sorted(job.key for job in jobs if job.kind == "poll")


async def test_a_long_backlog_is_not_read_at_every_tick(tmp_path: Path) -> None:
    async with backlog(tmp_path, waiting=3) as app:
        due = DueJobs(app)
        everything = ["outlet0.example", "outlet1.example", "outlet2.example"]
        assert keys(await due.find()) == everything
        # The look took a second: for ten, only what became due meanwhile is looked at.
        await app.in_store.write(lambda tx: set_due(tx, app, [4], NOON))
        assert keys(await due.find()) == ["outlet4.example"]
        due.forget()
        assert keys(await due.find()) == [*everything, "outlet4.example"]
        looks = [len(await due.find()) for _ in range(12)]
        assert looks[0] == 1
        assert max(looks) == 4


async def test_a_clock_that_was_set_back_hides_nothing(tmp_path: Path) -> None:
    async with backlog(tmp_path, waiting=3) as app:
        due = DueJobs(app)
        await due.find()
        behind = replace(app, clock=TiredClock(NOON - 30 * MINUTE))
        due.app = behind
        await app.in_store.write(lambda tx: set_due(tx, app, [0], NOON - 60 * MINUTE))
        assert keys(await due.find()) == ["outlet0.example"]


async def test_jobs_that_were_lost_are_offered_again(tmp_path: Path) -> None:
    async with backlog(tmp_path, waiting=3) as app:
        queue = Remembering()
        leader = Dispatcher(app, queue, AlwaysLeads())
        await leader.tick()
        await leader.tick()
        assert [len(keys(jobs)) for jobs in queue.offered] == [3]
        await app.in_store.write(lambda tx: set_due(tx, app, [3], NOON))
        queue.broken = True
        with pytest.raises(StoreError):
            await leader.tick()
        queue.broken = False
        await leader.tick()
        assert [len(keys(jobs)) for jobs in queue.offered] == [3, 4]
        await leader.drain(within=MINUTE)


async def test_a_long_list_is_offered_in_its_order_while_the_lead_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.app.fleet.dispatch._AT_ONCE", 2)
    async with backlog(tmp_path, waiting=5) as app:

        def spread(tx: Transaction) -> None:
            for number in range(5):
                set_due(tx, app, [number], NOON - (20 + number) * MINUTE)

        await app.in_store.write(spread)
        queue, leads = Remembering(), AlwaysLeads()
        leader = Dispatcher(app, queue, leads)
        await leader.tick()
        order = [job.key for jobs in queue.offered for job in jobs if job.kind == "poll"]
        assert order == [f"outlet{number}.example" for number in (4, 3, 2, 1, 0)]
        assert len(queue.offered) > 2
        queue.offered.clear()
        queue.then = leads.give_up
        leader._polls.forget()
        await leader.tick()
        assert len(queue.offered) == 1
        await leader.tick()
        assert len(queue.offered) == 1
        queue.then, leads.leads = None, True
        await leader.tick()
        assert sum(len(keys(jobs)) for jobs in queue.offered[1:]) == 5
        await leader.drain(within=MINUTE)


def test_messages_go_before_a_backlog_of_polls() -> None:
    longest = host_priority(due_at=datetime(2000, 1, 1, tzinfo=UTC), fixed_times=True)
    assert longest < BEFORE_POLLS < 2**31
