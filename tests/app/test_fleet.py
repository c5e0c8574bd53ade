"""One monitor on several machines: the same news as on one, nothing twice, whatever a worker does meanwhile."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlalchemy import NullPool, create_engine, text

from monitor.adapters.store.database import open_store
from monitor.adapters.store.database_url import parse_url
from monitor.app.polling.poll_source import poll_source
from monitor.core.model.fetch import FetchOutcome
from monitor.core.model.filters import DeliveryFilter, MentionFilter, StoryFilter
from monitor.core.model.operations.jobs import Job
from monitor.core.model.sources import Source
from monitor.errors import StoreError
from monitor.ports import Transaction
from tests.app.fleet_harness import Fleet, open_fleet
from tests.app.harness import NOON, rss

pytest.importorskip("procrastinate", reason="a fleet needs its extra: pip install 'news-monitor[fleet]'")

HOSTS = tuple(f"https://outlet{number}.example/feed" for number in range(8))
DEEDS = (
    "起诉一家仿冒网站侵犯商标",
    "向高校赠送算力",
    "服务器宕机两小时",
    "任命新的产品总经理",
    "在东京设立办公室",
    "会员价格上调三成",
    "通过欧盟数据合规审查",
    "举办短片大赛，奖金百万",
)
HOUR = timedelta(hours=1)


def edition(number: int) -> dict[str, bytes | FetchOutcome]:
    """What all outlets show at one hour: one event that all tell, and one that each tells alone."""
    at = NOON + number * HOUR
    return {
        address: rss(
            (f"可灵发布{number + 2}.0版本，画质再提升", "快手旗下可灵今日更新视频模型。", at),
            (
                f"可灵{DEEDS[place]}",
                f"快手{at:%d日%H时}公布。",
                at,
            ),
            link=f"https://outlet{place}.example/{number}",
        )
        for place, address in enumerate(HOSTS)
    }


Outcome = tuple[list[str], list[tuple[str, int]], list[str]]


async def run_hours(fleet: Fleet, *, workers: int, hours: int) -> Outcome:
    """Mentions, stories with their number of reports, and what was sent: as data that can be compared."""
    for number in range(hours):
        fleet.documents.update(edition(number))
        await fleet.round(workers)
        fleet.clock.jump_to(fleet.clock.now() + timedelta(days=1))

    def look(tx: Transaction) -> Outcome:
        stories = tx.stories.find(StoryFilter(limit=1_000))
        return (
            sorted(
                f"{one.topic} {one.entry_title} {one.source_id}" for one in tx.mentions.find(MentionFilter(limit=1_000))
            ),
            sorted((min(one.title for one in story.outlets), len(story.outlets)) for story in stories),
            sorted(f"{one.kind} {one.state}" for one in tx.outbox.find(DeliveryFilter(limit=None))),
        )

    return await fleet.apps[0].in_store.read(look)


async def test_workers_tell_what_one_machine_tells(
    postgresql_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("fleet")
    async with open_fleet(f"sqlite:///{folder}/monitor.db", str(folder), edition(0), workers=0) as alone:
        expected, told = await run_hours(alone, workers=0, hours=3), len(alone.team.envelopes)
    async with open_fleet(postgresql_url, str(folder), edition(0), workers=3) as fleet:
        assert await run_hours(fleet, workers=3, hours=3) == expected
        assert len(fleet.team.envelopes) == told
    mentions, stories, _ = expected
    assert len(mentions) == 2 * len(HOSTS) * 3
    assert [count for title, count in stories if "版本" in title] == [len(HOSTS)] * 3


async def test_a_frozen_worker_stores_nothing_once_another_took_over(
    postgresql_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = str(tmp_path_factory.mktemp("fleet"))
    async with open_fleet(postgresql_url, folder, edition(0), workers=2) as fleet:
        frozen, other = fleet.apps[1:]

        def claim(tx: Transaction) -> Source:
            return tx.sources.claim_due(now=fleet.clock.now(), lease=HOUR / 6, limit=1)[0]

        first = await frozen.in_store.write(claim)
        fleet.clock.jump_to(fleet.clock.now() + HOUR)
        second = await other.in_store.write(claim)
        assert (second.id, second.claim) == (first.id, first.claim + 1)
        late = await poll_source(frozen, first)
        assert "another worker took it over" in late.error
        assert not await other.in_store.read(lambda tx: tx.mentions.find(MentionFilter(limit=9)))
        good = await poll_source(other, second)
        assert good.mentions == 2


async def test_a_job_waits_once_and_no_host_has_two(postgresql_url: str) -> None:
    from monitor.adapters.fleet.job_queue import open_queue

    jobs = [Job(kind="poll", key=f"host{number}", items=(number,), priority=number) for number in range(5)]
    done: list[Job] = []

    async def note(job: Job) -> None:
        done.append(job)

    async with open_queue(postgresql_url) as queue:
        assert await queue.offer(jobs) == 5
        assert await queue.offer(jobs) == 0
        assert await queue.depths() == {("polls", "todo"): 5}
        stop = asyncio.Event()
        await queue.work(note, queues=["polls"], concurrency=1, name="one", stop=stop, once=True)
        assert [job.key for job in done] == ["host4", "host3", "host2", "host1", "host0"]
        assert done[0].items == (4,)
        assert await queue.depths() == {}


async def test_one_leads_and_another_takes_over(postgresql_url: str) -> None:
    from monitor.adapters.fleet.leadership import PostgresLeadership

    one, other = PostgresLeadership(postgresql_url), PostgresLeadership(postgresql_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(one.give_up)
        stack.push_async_callback(other.give_up)
        assert (await one.hold(), await other.hold(), await one.hold()) == (True, False, True)
        await one.give_up()
        assert (await other.hold(), await one.hold()) == (True, False)


def last_word(url: str) -> object:
    """When a leader's connection was last used."""
    engine = create_engine(parse_url(url), poolclass=NullPool)
    asked = "SELECT max(state_change) FROM pg_stat_activity WHERE application_name = 'news-monitor leader'"
    with engine.connect() as connection:
        return connection.scalar(text(asked))


async def test_a_long_tick_keeps_the_lead_and_one_that_hangs_loses_it(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.adapters.fleet import leadership

    monkeypatch.setattr(leadership, "_BEAT", 0.05)
    monkeypatch.setattr(leadership, "_SILENT", 3_600)
    one, other = leadership.PostgresLeadership(postgresql_url), leadership.PostgresLeadership(postgresql_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(one.give_up)
        stack.push_async_callback(other.give_up)
        assert await one.hold()
        first = last_word(postgresql_url)
        async with asyncio.timeout(60):
            while last_word(postgresql_url) == first:  # noqa: ASYNC110 the server has no event for it
                await asyncio.sleep(0.05)
        assert not await other.hold()
        assert await one.hold(), "a tick that lasts keeps the lead"
        monkeypatch.setattr(leadership, "_LONGEST_TICK", 0.0)
        assert one._beating is not None
        await asyncio.wait_for(one._beating, 60)
        monkeypatch.setattr(leadership, "_SILENT", 0)
        assert not await other.hold()  # ends the connection of the silent leader
        async with asyncio.timeout(60):
            while not await other.hold():  # noqa: ASYNC110 as above
                await asyncio.sleep(0.05)
        monkeypatch.setattr(leadership, "_SILENT", 3_600)
        assert (await other.hold(), await one.hold()) == (True, False)


async def test_a_queue_that_does_not_answer_is_an_error_of_the_store(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from procrastinate import App
    from procrastinate.exceptions import ConnectorException

    from monitor.adapters.fleet.job_queue import open_queue

    async def cut_off(_app: App, **_options: object) -> None:
        raise ConnectorException

    async def never(job: Job) -> None:
        raise AssertionError(job)

    async with open_queue(postgresql_url) as queue:
        monkeypatch.setattr(App, "run_worker_async", cut_off)
        with pytest.raises(StoreError, match="the queue of jobs does not answer"):
            await queue.work(never, queues=["polls"], concurrency=1, name="one", stop=asyncio.Event())


def test_a_transaction_that_stands_still_ends_and_frees_the_writer(postgresql_url: str) -> None:
    store = open_store(postgresql_url)
    with store.write() as tx:
        (told,) = tx._connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalars()
    store.close()
    assert told == "30s"
