"""What pages count, the same over every database."""

from dataclasses import replace
from datetime import timedelta

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.filters import SourceFilter
from monitor.core.model.searches import SearchFilter
from monitor.core.model.sources import SourceSpec
from tests.adapters.store.conftest import StoreHarness

DAY = timedelta(days=1)


def fill_days(store: DatabaseStore, harness: StoreHarness) -> None:
    """Three days: one report, two, and one of another topic; one second before the fourth day."""
    with store.write() as tx:
        for title, topic, at in (
            ("ferry timetable", "harbour", timedelta(0)),
            ("crane falls", "harbour", DAY),
            ("crane stands again", "harbour", DAY + timedelta(hours=3)),
            ("choir sings", "choir", 3 * DAY - timedelta(seconds=1)),
        ):
            harness.report(tx, title, topics=[topic], at=harness.now + at, keys=[hash(title) % 1_000])


def test_mentions_entries_and_stories_are_counted_in_steps_from_the_beginning(
    store: DatabaseStore, harness: StoreHarness
) -> None:
    fill_days(store, harness)
    since, until = harness.now, harness.now + 3 * DAY
    with store.read() as tx:
        trends = tx.trends
        assert trends.mentions(since=since, until=until, step=DAY) == {"harbour": {0: 1, 1: 2}, "choir": {2: 1}}
        assert trends.mentions(since=since, until=until, step=DAY, topics=["choir"]) == {"choir": {2: 1}}
        assert trends.totals(["harbour", "ferry"], since=since, until=until) == {"harbour": 3}
        assert trends.entries(since=since, until=until, step=DAY) == {0: 1, 1: 2, 2: 1}
        assert trends.stories(since=since, until=until, step=DAY) == {0: 1, 1: 2, 2: 1}


def test_entries_are_counted_the_same_over_few_steps_and_over_many(store: DatabaseStore, harness: StoreHarness) -> None:
    fill_days(store, harness)
    since, until = harness.now, harness.now + 3 * DAY - timedelta(minutes=30)
    with store.read() as tx:
        days = tx.trends.entries(since=since, until=until, step=DAY)
        minutes = tx.trends.entries(since=since, until=until, step=timedelta(minutes=5))
    assert days == {0: 1, 1: 2}
    assert minutes == {0: 1, 288: 1, 324: 1}


def test_a_topic_in_figures_by_tier_outlet_and_signal(store: DatabaseStore, harness: StoreHarness) -> None:
    fill_days(store, harness)
    window = {"since": harness.now + DAY, "until": harness.now + 3 * DAY}
    with store.read() as tx:
        source = tx.sources.all()[0]
        figures = tx.topic_figures
        assert figures.by_tier("harbour", **window, step=DAY) == {source.tier: {0: 2}}
        assert figures.by_outlet("harbour", since=harness.now, limit=3) == [(source.id, "Example", 3)]
        assert figures.signals("harbour", **window, step=DAY) == {"launch": {0: 2}}
        assert tx.source_list.mentions_since(since=harness.now) == {source.id: 4}


def test_sources_that_brought_no_mention_are_found_whatever_their_place_in_the_list(
    store: DatabaseStore, harness: StoreHarness
) -> None:
    """A page holds so many of them; it was filled with the others first, and then held none."""
    urls = [f"https://{number}.example/feed" for number in range(5)]
    with store.write() as tx:
        for url in urls:
            source = harness.source(tx, url)
            if url in urls[:3]:
                entry_id = harness.entry(tx, f"news of {url}", source_id=source.id)
                told = harness.report(tx, f"report of {url}", topics=[])
                tx.mentions.add(entry_id, harness.found("harbour"), story_id=told.story, status="new", now=harness.now)
    wanted = SourceFilter(text=".example/", fruitless_since=harness.now - DAY, limit=2)
    with store.read() as tx:
        assert [source.url for source in tx.source_list.find(wanted)] == urls[3:]
        assert len(tx.source_list.find(replace(wanted, fruitless_since=harness.now + DAY, limit=9))) == 5


def test_outlets_that_are_named_as_often_stand_in_the_order_of_their_numbers(
    store: DatabaseStore, harness: StoreHarness
) -> None:
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url=f"https://{name}.example/feed", title=name) for name in "ab"], now=harness.now)
        sources = tx.sources.all()
        for source in reversed(sources):
            entry_id = harness.entry(tx, f"news of {source.title}", source_id=source.id)
            told = harness.report(tx, f"report of {source.title}", topics=[])
            tx.mentions.add(entry_id, harness.found("harbour"), story_id=told.story, status="new", now=harness.now)
        found = tx.topic_figures.by_outlet("harbour", since=harness.now, limit=9)
    assert [(number, count) for number, _, count in found] == [(source.id, 1) for source in sources]


def test_the_latest_story_of_each_topic(store: DatabaseStore, harness: StoreHarness) -> None:
    fill_days(store, harness)
    with store.read() as tx:
        titles = {
            topic: tx.stories.get([number])[0].title for topic, number in tx.topic_figures.latest_stories().items()
        }
    assert titles == {"harbour": "crane stands again", "choir": "choir sings"}


def test_a_topic_and_a_signal_lead_to_their_entries(store: DatabaseStore, harness: StoreHarness) -> None:
    fill_days(store, harness)
    with store.read() as tx:
        of_topic = SearchFilter(topics=("harbour",), limit=2)
        assert [entry.title for entry in tx.search.find(of_topic)] == ["crane stands again", "crane falls"]
        assert tx.search.count(of_topic) == 3
        assert tx.search.count(SearchFilter(topics=("harbour",), signal="launch")) == 3
        assert tx.search.count(SearchFilter(topics=("choir",), signal="recall")) == 0
