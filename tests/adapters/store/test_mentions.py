"""Mentions: unique per entry, section and topic, and counted by when their entries were seen."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.filters import MentionFilter
from monitor.core.model.matches import MentionStatus
from monitor.core.model.stories import Joins

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness


def test_mention_comes_back_with_its_entry(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A mention knows the entry and source it stands in, and why it fired."""
    with store.write() as tx:
        told = harness.report(tx, "Kling is out")
        (mention,) = tx.mentions.of_entry(told.entry)
    assert (mention.topic, mention.entry_title, mention.source_title) == ("kling", "Kling is out", "Example")
    assert (mention.story_id, mention.status, mention.score) == (told.story, "new", 0.7)
    assert (mention.highlights, mention.signals, mention.reason) == (((2, 4),), ("launch",), "an alias of its own")


def test_same_section_and_topic_is_one_mention(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A section that only moved within its entry makes no second mention; another section or topic does."""
    with store.write() as tx:
        told = harness.report(tx, "round-up")

        def add(topic: str, section: int, section_key: str) -> int | None:
            found = harness.found(topic, section=section, section_key=section_key)
            return tx.mentions.add(told.entry, found, story_id=told.story, status="new", now=harness.now)

        assert add("sora", 2, "heading") is not None
        assert add("sora", 5, "heading") is None
        assert add("sora", 2, "another") is not None
        assert add("vidu", 2, "heading") is not None
        assert len(tx.mentions.of_entry(told.entry)) == 4


def test_mentions_of_stories(store: DatabaseStore, harness: "StoreHarness") -> None:
    """All mentions of several stories are had at once."""
    with store.write() as tx:
        one, two, _ = (harness.report(tx, title) for title in ("one", "two", "three"))
        harness.report(tx, "joined", assignment=Joins(story_id=one.story))
        found = [mention.entry_title for mention in tx.mentions.of_stories([two.story, one.story])]
        assert tx.mentions.of_stories([]) == []
    assert found == ["one", "two", "joined"]


def test_topics_that_a_story_was_told_for(store: DatabaseStore, harness: "StoreHarness") -> None:
    """By status and by when they were stored; a story that was merged away means the one it is part of now."""
    early = harness.now - timedelta(hours=3)
    with store.write() as tx:
        told = harness.report(tx, "one", topics=["kling", "sora"])
        harness.report(tx, "again", topics=["vidu"], status="late", at=early, assignment=Joins(story_id=told.story))
        harness.report(tx, "else", topics=["wan"])

        def topics(status: MentionStatus, **within: datetime) -> set[str]:
            return set(tx.mentions.topics_of_story(told.story, status, **within))

        assert topics("new") == {"kling", "sora"}
        assert (topics("late"), topics("muted")) == ({"vidu"}, set())
        assert topics("late", created_from=early, created_to=early + timedelta(hours=1)) == {"vidu"}
        assert topics("late", created_from=early + timedelta(hours=1)) == set()
        assert topics("late", created_to=early) == set()


def test_find_newest_first(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Mentions are found by topic, time and status."""
    with store.write() as tx:
        harness.report(tx, "a", topics=["kling", "sora"], at=harness.now - timedelta(hours=2))
        harness.report(tx, "b", at=harness.now - timedelta(hours=1), status="late")
        harness.report(tx, "c")

        def found(wanted: MentionFilter) -> list[str]:
            return [f"{mention.entry_title} {mention.topic}" for mention in tx.mentions.find(wanted)]

        assert found(MentionFilter()) == ["c kling", "b kling", "a sora", "a kling"]
        assert found(MentionFilter(topic="kling", since=harness.now - timedelta(hours=1))) == ["c kling", "b kling"]
        assert found(MentionFilter(state="late")) == ["b kling"]
        assert found(MentionFilter(limit=1)) == ["c kling"]


def test_window_and_trend_go_by_first_sight_of_the_entry(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Digest windows hold what was first seen in them, from their start and before their end."""
    day = timedelta(days=1)
    with store.write() as tx:
        for number in range(4):
            harness.report(tx, f"n{number}", at=harness.now + number * day / 2)
        entry_id = harness.entry(tx, "old", at=harness.now)
        story_id = harness.report(tx, "last", at=harness.now + 3 * day).story
        # A new topic finds it in history, days later.
        tx.mentions.add(
            entry_id, harness.found("kling"), story_id=story_id, status="baseline", now=harness.now + 3 * day
        )
        window = tx.mentions.window(from_at=harness.now, to_at=harness.now + day)
        days = [(harness.now + n * day, harness.now + (n + 1) * day) for n in range(-1, 3)]
        trend = tx.mentions.trend("kling", days=days)
    assert [mention.entry_title for mention in window] == ["n0", "old", "n1"]
    assert list(trend) == [0, 3, 2, 0]


def test_the_day_of_a_first_look_is_no_busy_day(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What a source had before it was first read is not counted as that day's news; what it published that day is."""
    day = timedelta(days=1)
    with store.write() as tx:
        story_id = harness.report(tx, "an everyday mention", at=harness.now + day).story
        for number, published_at in enumerate((None, harness.now - 200 * day, harness.now + timedelta(hours=1))):
            entry_id = harness.entry(
                tx, f"shelf {number}", at=harness.now + timedelta(hours=2), published_at=published_at, first_sight=True
            )
            tx.mentions.add(entry_id, harness.found("kling"), story_id=story_id, status="baseline", now=harness.now)
        days = [(harness.now + n * day, harness.now + (n + 1) * day) for n in range(2)]
        trend = tx.mentions.trend("kling", days=days)
    assert list(trend) == [1, 1]
