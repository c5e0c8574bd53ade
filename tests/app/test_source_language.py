"""What a source's language decides, from its first document on: queries, searches, mentions."""

from datetime import datetime

from monitor.app.queries.search import SearchWish, read_search, search_entries
from monitor.core.match.document import document_of, document_of_text
from monitor.core.model.filters import MentionFilter
from monitor.core.model.matches import Topic
from monitor.core.model.sources import SourceSpec
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss
from tests.app.scenarios import MINUTE

FEED = "https://outlet.example/feed.xml"
CHINESE = ("渡船又晚点了", "开往岛上的渡船又晚点了。船员说新船的发动机和说好的不一样。", NOON)
ENGLISH = (
    "The ferry to the island was late again",
    "Its crew says that the engine of the new boat is not what they were told it would be, and the harbour has asked"
    " for a report by the end of the week. 渡船",
    NOON,
)
FERRIES = Topic(id="ferries", name={"en": "Ferries"}, query="渡船 lang:zh")


async def count(harness: Harness, query: str) -> int:
    wanted, plan = read_search(SearchWish(query=query), topics=())
    return (await harness.app.in_store.read(lambda tx: search_entries(tx, wanted, plan))).count


async def test_a_feed_that_states_no_language_is_found_by_the_one_it_is_written_in(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(CHINESE)}, HarnessRules(topics=(FERRIES,))) as harness:
        await harness.round(after=MINUTE)
        (mention,) = await harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter()))
        assert (mention.topic, mention.lang) == ("ferries", "zh")
        entry = await harness.app.in_store.read(lambda tx: tx.entries.get(mention.entry_id))
        assert entry is not None
        assert entry.lang == "zh", "whoever judges it again judges by the same"
        assert harness.app.matcher.match(document_of(entry)).found
        assert harness.app.matcher.match(document_of_text(*CHINESE[:2])).found
        assert not harness.app.matcher.match(document_of_text(*ENGLISH[:2])).found
        while await harness.app.in_store.write(lambda tx: tx.search_index.index_more(limit=9)):
            pass
        assert [await count(harness, query) for query in ("渡船 lang:zh", "渡船 lang:en")] == [1, 0]
        assert [await count(harness, query) for query in ("渡船 -lang:zh", "渡船 -lang:en")] == [0, 1]


async def test_what_a_source_is_written_in_is_learnt_anew_and_what_was_chosen_stays(open_harness: OpenHarness) -> None:
    for chosen, learnt in (("", "en"), ("zh-TW", "zh-TW")):
        rules = HarnessRules(topics=(FERRIES,), specs={FEED: SourceSpec(url=FEED, lang=chosen)})
        async with open_harness({FEED: rss(CHINESE)}, rules) as harness:
            await harness.round(after=MINUTE)
            harness.documents[FEED] = rss(*(numbered(ENGLISH, number) for number in range(9)))
            await harness.round(after=MINUTE)
            (source,) = await harness.app.in_store.read(lambda tx: tx.sources.all())
            assert source.lang == learnt


def numbered(item: tuple[str, str, datetime], number: int) -> tuple[str, str, datetime]:
    return (f"{item[0]}, {number}", *item[1:])
