"""A harness that files reports as production does."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.cluster.assign import WINDOW, assign_story
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.model.stories import CANDIDATES, Assignment, Report
from monitor.evaluation.candidate_index import StoryIndex

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Harness:
    """Stories in memory; reports are filed in the order of the calls."""

    def __init__(self) -> None:
        self.index = StoryIndex()
        self.last: Assignment | None = None

    def file(self, title: str, text: str = "", *, hours: float = 0, **fields: object) -> int:
        """The story that the report comes to."""
        at = NOON + timedelta(hours=hours)
        report = Report(title=title, text=text, published_at=at, seen_at=at, **fields)  # type: ignore[arg-type] # by name
        found = extract_features(report)
        known = self.index.candidates(found.keys, since=at - WINDOW, limit=CANDIDATES)
        self.last = assign_story(report, found, known)
        return self.index.add(report, found, self.last)


@pytest.fixture
def harness() -> Harness:
    return Harness()
