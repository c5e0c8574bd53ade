"""Stories with the extra switched on, off and on again over one history: each way it goes on."""

from collections.abc import Sequence
from datetime import timedelta

from monitor.core.cluster.features.report_features import read_features
from monitor.core.model.filters import StoryFilter
from monitor.core.model.stories import Story
from monitor.ports import Transaction
from tests.app.harness import NOON, Desk, DeskRules, OpenDesk, rss

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


async def stories(desk: Desk) -> Sequence[Story]:
    return await desk.app.in_store.read(lambda tx: tx.stories.find(ANY))


async def vectors(desk: Desk) -> list[str]:
    """The vectors kept, one for each report, oldest first."""

    def read(tx: Transaction) -> list[str]:
        reports = {one.report_id: one for told in tx.stories.find(ANY) for one in told.outlets}
        kept = [found for one in reports.values() for found in tx.stories.of_entry(one.entry_id)]
        return [
            " ".join(made.meaning)
            for found in sorted(kept, key=lambda found: found.report_id)
            for made in read_features(found.features)
        ]

    return await desk.app.in_store.read(read)


async def test_only_mentions_are_embedded_once_and_kept(open_desk: OpenDesk) -> None:
    embedder = Counting()
    async with open_desk({FEED: rss(QUIET), OTHER: rss(QUIET)}, DeskRules(embedder=embedder)) as desk:
        await desk.round(after=timedelta(minutes=1))
        assert embedder.texts == []
        desk.documents[FEED] = rss(FIRST, QUIET)
        await desk.round(after=timedelta(hours=1))
        desk.documents[OTHER] = rss(AGAIN, QUIET, link="https://other.example")
        await desk.round(after=timedelta(hours=1))
        await desk.round(after=timedelta(hours=1))
        assert embedder.texts == [*FIRST[:2], *AGAIN[:2]]
        assert all(await vectors(desk))


async def test_a_history_goes_on_when_the_extra_is_switched_on_and_off(open_desk: OpenDesk) -> None:
    documents = {url: rss(QUIET) for url in (FEED, OTHER, THIRD)}
    async with open_desk({**documents}) as desk:
        await desk.round(after=timedelta(minutes=1))
        desk.documents[FEED] = documents[FEED] = rss(FIRST, QUIET)
        await desk.round(after=timedelta(hours=1))
    async with open_desk({**documents}, DeskRules(embedder=Counting()), at=NOON + timedelta(hours=3)) as desk:
        desk.documents[OTHER] = documents[OTHER] = rss(FIRST, QUIET, link="https://other.example")
        await desk.round(after=timedelta(hours=1))
        assert [bool(vector) for vector in await vectors(desk)] == [False, True]
    async with open_desk({**documents}, at=NOON + timedelta(hours=6)) as desk:
        desk.documents[THIRD] = rss(FIRST, QUIET, link="https://third.example")
        await desk.round(after=timedelta(hours=1))
        (story,) = await stories(desk)
        assert len(story.outlets) == 3
