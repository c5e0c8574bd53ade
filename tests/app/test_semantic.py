"""Stories with the extra switched on, off and on again over one history: each way it goes on."""

from collections.abc import Sequence
from datetime import timedelta

from monitor.core.cluster.features.compared_report import read_features
from monitor.core.model.filters import StoryFilter
from monitor.core.model.stories import Story
from monitor.ports import Transaction
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

FEED, OTHER, THIRD = (f"https://{name}.example/feed.xml" for name in ("outlet", "other", "third"))
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
FIRST = ("可灵拿下海外大奖", "可灵在里斯本获奖。", NOON)
AGAIN = ("里斯本把奖颁给可灵", "评委会选中了可灵。", NOON)


ANY = StoryFilter(limit=100)


class Counting:
    """An embedder that finds everything alike, and notes what it was asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.texts += texts
        return [(0.6, 0.8) for _ in texts]


async def stories(harness: Harness) -> Sequence[Story]:
    return await harness.app.in_store.read(lambda tx: tx.stories.find(ANY))


async def vectors(harness: Harness) -> list[str]:
    """The vectors kept, one for each report, oldest first."""

    def read(tx: Transaction) -> list[str]:
        reports = {one.report_id: one for told in tx.stories.find(ANY) for one in told.outlets}
        kept = [found for one in reports.values() for found in tx.stories.of_entry(one.entry_id)]
        return [
            " ".join(made.meaning)
            for found in sorted(kept, key=lambda found: found.report_id)
            for made in read_features(found.features)
        ]

    return await harness.app.in_store.read(read)


async def test_only_mentions_are_embedded_once_and_kept(open_harness: OpenHarness) -> None:
    embedder = Counting()
    async with open_harness({FEED: rss(QUIET), OTHER: rss(QUIET)}, HarnessRules(embedder=embedder)) as harness:
        await harness.round(after=timedelta(minutes=1))
        assert embedder.texts == []
        harness.documents[FEED] = rss(FIRST, QUIET)
        await harness.round(after=timedelta(hours=1))
        harness.documents[OTHER] = rss(AGAIN, QUIET, link="https://other.example")
        await harness.round(after=timedelta(hours=1))
        await harness.round(after=timedelta(hours=1))
        assert embedder.texts == [*FIRST[:2], *AGAIN[:2]]
        assert all(await vectors(harness))


async def test_a_history_goes_on_when_the_extra_is_switched_on_and_off(open_harness: OpenHarness) -> None:
    documents = {url: rss(QUIET) for url in (FEED, OTHER, THIRD)}
    async with open_harness({**documents}) as harness:
        await harness.round(after=timedelta(minutes=1))
        harness.documents[FEED] = documents[FEED] = rss(FIRST, QUIET)
        await harness.round(after=timedelta(hours=1))
    async with open_harness({**documents}, HarnessRules(embedder=Counting()), at=NOON + timedelta(hours=3)) as harness:
        harness.documents[OTHER] = documents[OTHER] = rss(FIRST, QUIET, link="https://other.example")
        await harness.round(after=timedelta(hours=1))
        assert [bool(vector) for vector in await vectors(harness)] == [False, True]
    async with open_harness({**documents}, at=NOON + timedelta(hours=6)) as harness:
        harness.documents[THIRD] = rss(FIRST, QUIET, link="https://third.example")
        await harness.round(after=timedelta(hours=1))
        (story,) = await stories(harness)
        assert len(story.outlets) == 3
