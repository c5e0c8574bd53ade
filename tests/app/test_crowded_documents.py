"""A document that names a topic very often goes in by parts: others have their turn, and a cut loses nothing."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from monitor.app.polling.record_entries import Plan, Recorder
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter
from monitor.core.model.matches import MatchResult
from monitor.errors import StoreError
from tests.app.harness import NOON, Harness, OpenHarness, rss

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
