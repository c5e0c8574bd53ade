"""A document that names a topic very often goes in by parts: others have their turn, and a cut loses nothing."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import pairwise

import pytest

from monitor.app.polling.record_entries import Plan, Recorder
from monitor.app.store_thread import StoreThread
from monitor.app.stories.backfill import catch_up
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter
from monitor.core.model.matches import MatchResult, Topic
from monitor.errors import StoreError
from monitor.ports import Transaction
from tests.app.harness import NOON, TOPICS, Harness, HarnessRules, OpenHarness, rss

FEED = "https://outlet.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
MANY = tuple(
    (f"可灵第{number}号公告：{'甲乙丙丁戊己庚辛'[number % 8]}地办公室开张", f"可灵今天在{number}号楼开张。", NOON)
    for number in range(60)
)


async def counts(harness: Harness) -> tuple[int, int, int]:
    """Entries, mentions, and stories that deliveries tell, each once."""

    def look(tx):  # type: ignore[no-untyped-def] # a look at three repositories
        told = [
            story for row in tx.outbox.find(DeliveryFilter(limit=None)) for story in row.stories if not row.is_group
        ]
        assert len(told) == len(set(told))
        return (
            len(tx.entries.find(EntryFilter(limit=1_000))),
            len(tx.mentions.find(MentionFilter(limit=1_000))),
            len(told),
        )

    return await harness.app.in_store.read(look)


@pytest.mark.parametrize(("shown", "parts"), [(20, [(0, 20)]), (60, [(0, 25), (25, 50), (50, 60)])])
async def test_others_write_between_its_parts(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch, shown: int, parts: list[tuple[int, int]]
) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await harness.round()
        record, ends = Recorder.record_part, list[tuple[int, int]]()

        def noted(recorder: Recorder, plan: Plan, matchings: Mapping[int, MatchResult], end: int) -> None:
            ends.append((plan.done, end))
            record(recorder, plan, matchings, end)

        monkeypatch.setattr(Recorder, "record_part", noted)
        harness.documents[FEED] = rss(*MANY[:shown])
        await harness.round()
        assert ends == parts
        assert (await counts(harness))[:2] == (shown + 1, shown)


async def test_a_cut_between_two_parts_loses_nothing_and_tells_nothing_twice(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await harness.round()
        harness.documents[FEED] = rss(*MANY)
        record, parts = Recorder.record_part, 0

        def cut(recorder: Recorder, plan: Plan, matchings: Mapping[int, MatchResult], end: int) -> None:
            nonlocal parts
            parts += 1
            record(recorder, plan, matchings, end)
            if parts == 2:
                raise StoreError("the disk is full")

        monkeypatch.setattr(Recorder, "record_part", cut)
        await harness.round()
        assert (await counts(harness))[:2] == (26, 25)
        monkeypatch.setattr(Recorder, "record_part", record)
        await harness.round()
        entries, mentions, told = await counts(harness)
        assert (entries, mentions) == (61, 60)
        await harness.round()
        assert await counts(harness) == (entries, mentions, told)


async def test_history_that_names_a_new_topic_often_is_matched_in_parts(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_harness({FEED: rss(*MANY)}, HarnessRules(topics=TOPICS[1:])) as harness:
        await harness.round()
        assert (await counts(harness))[:2] == (60, 0)
    write, grown = StoreThread.write, [0]

    async def noted(store: StoreThread, work: Callable[[Transaction], object]) -> object:
        done = await write(store, work)
        grown.append(len(await store.read(lambda tx: tx.mentions.find(MentionFilter(limit=1_000)))))
        return done

    monkeypatch.setattr(StoreThread, "write", noted)
    async with open_harness({FEED: rss(*MANY)}, HarnessRules(topics=TOPICS)) as harness:
        assert [after - before for before, after in pairwise(grown) if after > before] == [25, 25, 10]
        assert await catch_up(harness.app) == 0


async def test_an_entry_that_is_removed_while_history_is_matched_is_passed_over(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_harness({FEED: rss(*MANY[:3])}, HarnessRules(topics=TOPICS[1:])) as harness:
        await harness.round()
    read, removed = StoreThread.read, list[int]()

    async def removed_afterwards(store: StoreThread, work: Callable[[Transaction], object]) -> object:
        seen = await read(store, work)
        if getattr(seen, "named", None):
            later = NOON + timedelta(days=1)
            removed.append(
                await store.write(lambda tx: tx.retention.prune(entries_before=later, deliveries_before=later, limit=1))
            )
        return seen

    monkeypatch.setattr(StoreThread, "read", removed_afterwards)
    async with open_harness({FEED: rss(*MANY[:3])}, HarnessRules(topics=TOPICS)) as harness:
        assert removed == [1]
        assert (await counts(harness))[:2] == (2, 2)


async def test_a_new_query_that_asks_for_a_topic_that_stayed_is_matched_with_history(open_harness: OpenHarness) -> None:
    asked = Topic(id="floors", name={"zh": "楼层"}, query="@kling AND 号楼")
    async with open_harness({FEED: rss(*MANY[:3])}, HarnessRules(topics=TOPICS)) as harness:
        await harness.round()
    async with open_harness({FEED: rss(*MANY[:3])}, HarnessRules(topics=(*TOPICS, asked))) as harness:
        found = await harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter(topic="floors")))
        assert len(found) == 3
