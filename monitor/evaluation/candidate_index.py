"""Reports in memory with the keys that find them again: the store's candidate search for evaluations and tests."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice

from monitor.core.model.stories import REPORTS_A_KEY, Assignment, Candidate, Features, Joins, Report


class StoryIndex:
    """Answers ``candidates`` as ``StoryRepository`` does; reports are added in time order and nothing outlives it."""

    def __init__(self) -> None:
        self._reports: list[Candidate] = []
        self._by_key: dict[int, list[int]] = defaultdict(list)
        self._stories = 0

    def candidates(self, keys: Collection[int], *, since: datetime, limit: int) -> Sequence[Candidate]:
        """Reports since then that share most keys, the latest first among equals."""
        shared = Counter(number for key in keys for number in self._recent(key, since))
        best = sorted(((count, number) for number, count in shared.items()), reverse=True)[:limit]
        return [self._reports[number]._replace(shared=count) for count, number in best]

    def add(self, report: Report, features: Features, assignment: Assignment) -> int:
        """Store a report under its story; returns the story's id."""
        number = len(self._reports)
        if isinstance(assignment, Joins):
            story_id = assignment.story_id
        else:
            self._stories += 1
            story_id = self._stories
        self._reports.append(
            Candidate(
                story_id=story_id,
                report_id=number,
                features=features,
                shared=0,
                at=report.seen_at,
            )
        )
        for key in features.keys:
            self._by_key[key].append(number)
        return story_id

    def _recent(self, key: int, since: datetime) -> Iterator[int]:
        """Numbers of the reports with a key, newest first."""
        for number in islice(reversed(self._by_key.get(key, [])), REPORTS_A_KEY):
            if self._reports[number].at < since:
                return
            yield number
