"""Mentions: unique per entry, section and topic, and counted by when their entries were seen."""

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.filters import MentionFilter
from monitor.core.model.stories import Joins

if TYPE_CHECKING:
    from tests.adapters.store.conftest import Newsroom


def test_mention_comes_back_with_its_entry(store: DatabaseStore, room: "Newsroom") -> None:
    """A mention knows the entry and source it stands in, and why it fired."""
    with store.write() as tx:
        told = room.report(tx, "Kling is out")
        (mention,) = tx.mentions.of_entry(told.entry)
    assert (mention.topic, mention.entry_title, mention.source_title) == ("kling", "Kling is out", "Example")
    assert (mention.story_id, mention.status, mention.score) == (told.story, "new", 0.7)
    assert (mention.highlights, mention.signals, mention.reason) == (((2, 4),), ("launch",), "an alias of its own")


def test_same_section_and_topic_is_one_mention(store: DatabaseStore, room: "Newsroom") -> None:
    """A section that only moved within its entry makes no second mention; another section or topic does."""
    with store.write() as tx:
        told = room.report(tx, "round-up")

        def add(topic: str, section: int, section_key: str) -> int | None:
            found = room.found(topic, section=section, section_key=section_key)
            return tx.mentions.add(told.entry, found, story_id=told.story, status="new", now=room.now)

        assert add("sora", 2, "heading") is not None
        assert add("sora", 5, "heading") is None
        assert add("sora", 2, "another") is not None
        assert add("vidu", 2, "heading") is not None
        assert len(tx.mentions.of_entry(told.entry)) == 4


def test_mentions_of_stories(store: DatabaseStore, room: "Newsroom") -> None:
    """All mentions of several stories are had at once."""
    with store.write() as tx:
        one, two, _ = (room.report(tx, title) for title in ("one", "two", "three"))
        room.report(tx, "joined", assignment=Joins(story_id=one.story))
        found = [mention.entry_title for mention in tx.mentions.of_stories([two.story, one.story])]
        assert tx.mentions.of_stories([]) == []
    assert found == ["one", "two", "joined"]


def test_find_newest_first(store: DatabaseStore, room: "Newsroom") -> None:
    """Mentions are found by topic, time and status."""
    with store.write() as tx:
        room.report(tx, "a", topics=["kling", "sora"], at=room.now - timedelta(hours=2))
        room.report(tx, "b", at=room.now - timedelta(hours=1), status="late")
        room.report(tx, "c")

        def found(wanted: MentionFilter) -> list[str]:
            return [f"{mention.entry_title} {mention.topic}" for mention in tx.mentions.find(wanted)]

        assert found(MentionFilter()) == ["c kling", "b kling", "a sora", "a kling"]
        assert found(MentionFilter(topic="kling", since=room.now - timedelta(hours=1))) == ["c kling", "b kling"]
        assert found(MentionFilter(state="late")) == ["b kling"]
        assert found(MentionFilter(limit=1)) == ["c kling"]


def test_window_and_trend_go_by_first_sight_of_the_entry(store: DatabaseStore, room: "Newsroom") -> None:
    """Digest windows hold what was first seen in them, from their start and before their end."""
    day = timedelta(days=1)
    with store.write() as tx:
        for number in range(4):
            room.report(tx, f"n{number}", at=room.now + number * day / 2)
        entry_id = room.entry(tx, "old", at=room.now)
        story_id = room.report(tx, "last", at=room.now + 3 * day).story
        # A new topic finds it in history, days later.
        tx.mentions.add(entry_id, room.found("kling"), story_id=story_id, status="baseline", now=room.now + 3 * day)
        window = tx.mentions.window(from_at=room.now, to_at=room.now + day)
        days = [(room.now + n * day, room.now + (n + 1) * day) for n in range(-1, 3)]
        trend = tx.mentions.trend("kling", days=days)
    assert [mention.entry_title for mention in window] == ["n0", "old", "n1"]
    assert list(trend) == [0, 3, 2, 0]
