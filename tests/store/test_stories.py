"""Stories: candidates, joining, telling and regrouping."""

from datetime import datetime, timedelta

from monitor.store.database import DatabaseStore
from monitor.types.stories import Joins


def test_report_joins(store: DatabaseStore, news, now: datetime) -> None:
    """A report that joins a story becomes one of its outlets."""
    with store.write() as tx:
        _, story_id = news(tx, "one")
        _, same = news(tx, "two", assignment=Joins(story_id=story_id), tier="official", at=now + timedelta(hours=1))
    with store.read() as tx:
        (story,) = tx.stories.get([story_id])
    assert same == story_id
    assert [outlet.title for outlet in story.outlets] == ["one", "two"]
    assert story.title == "two"
