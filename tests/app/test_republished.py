"""An article published again under new ids is kept, and tells nobody; a text under ever new ids stays silent."""

from datetime import timedelta

from monitor.core.model.filters import EntryFilter, MentionFilter
from tests.app.harness import NOON, OpenHarness, rss

FEED = "https://outlet.example/feed.xml"
TEXT = (
    "快手旗下的可灵今天更新了多镜头功能，创作者可以在一次生成里得到连续的几个镜头，"
    "这在过去需要后期剪辑才能完成，时间和费用都会省下不少。"
)
FILLER = [(f"旧闻第 {n} 则", f"城里第 {n} 个市场开张。", NOON - timedelta(days=n + 2)) for n in range(6)]


async def test_a_text_under_new_ids_is_kept_once_more_and_then_silent(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(*FILLER)}) as harness:
        await harness.round()
        harness.documents[FEED] = rss(("可灵多镜头", TEXT, NOON), *FILLER)
        await harness.round()
        new = []
        for number in range(4):
            again = rss(("可灵多镜头", TEXT, NOON), link=f"https://outlet.example/again{number}")
            harness.documents[FEED] = again.replace(b"</channel>", rss(*FILLER).split(b"</description>", 1)[1])
            new.append((await harness.round()).as_json()["entries_new"])
        assert new == [1, 0, 0, 0]
        assert len(harness.team.envelopes) == 1
        found = await harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter()))
        assert [mention.status for mention in found] == ["duplicate", "new"]
        entries = await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter()))
        assert len(entries) == len(FILLER) + 2
