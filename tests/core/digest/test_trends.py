"""Mentions a day: what a source had before it was first read is no news of that day."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.digest.trends import TREND_DAYS, days_known, told_at_first_look, trend_days, trend_of_news
from monitor.core.model.deliveries import Digest
from monitor.core.model.matches import Mention, MentionStatus
from monitor.core.model.sources import Source

TO = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DIGEST = Digest(id=1, name="daily", period="2026-11-23", from_at=TO - DAY, to_at=TO, created_at=TO)


def _mention(topic: str, status: MentionStatus, published_at: datetime | None, *, seen_at: datetime) -> Mention:
    return Mention(
        id=1, topic=topic, entry_id=1, entry_title="", entry_url="", source_id=1, source_title="", tier="press",
        published_at=published_at, section=0, section_key="", surface="", snippet="", highlights=(), score=1,
        signals=(), reason="", story_id=1, status=status, created_at=seen_at,
    )  # fmt: skip


def test_a_topic_counts_what_the_first_line_of_the_digest_counts() -> None:
    seen_at = TO - HOUR
    mentions = [
        _mention("kling", "new", seen_at, seen_at=seen_at),
        _mention("kling", "baseline", TO - 2 * HOUR, seen_at=seen_at),
        _mention("kling", "baseline", TO - 3 * DAY, seen_at=seen_at),
        _mention("kling", "baseline", None, seen_at=seen_at),
        _mention("kling", "baseline", None, seen_at=TO - 2 * DAY),
        _mention("sora", "new", None, seen_at=seen_at),
    ]
    before = told_at_first_look(mentions, DIGEST)
    assert (before["kling"], before["sora"]) == (2, 0)
    assert list(trend_of_news([7, 4], before["kling"])) == [7, 2]
    assert list(trend_of_news([], before["kling"])) == []


@pytest.mark.parametrize(
    ("age", "days"), [(HOUR, 1), (DAY + HOUR, 1), (2 * DAY + HOUR, 2), (100 * DAY, TREND_DAYS), (-HOUR, 1)]
)
def test_the_first_day_of_all_sources_is_compared_with_nothing(age: timedelta, days: int) -> None:
    """It was looked at for a part of it, and holds what sources had: the second day would always be "fewer"."""
    source = Source(id=1, url="https://example.org/feed", kind="feed", title="", created_at=TO - age)
    assert days_known([source], TO) == days
    assert days_known([], TO) == len(trend_days(TO)) == TREND_DAYS
