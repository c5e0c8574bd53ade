"""The search for candidates: which stored reports share keys with a new one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from itertools import count as count_from
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, select, text

from monitor.adapters.store.columns import Moment, rows_of
from monitor.adapters.store.prepared import PreparedLookup, PreparedStatement
from monitor.adapters.store.repositories.story_parts.compared import Compared, StoredReport, read_report, recall_reports
from monitor.adapters.store.tables import apart, report
from monitor.core.model.stories import REPORTS_A_KEY, Candidate

_KEYS_AT_ONCE = 96
"""Parameters of one statement: SQLite takes 500 parts of a union."""
_NAMES = [f"p_{number}" for number in range(_KEYS_AT_ONCE)]
_STEP = 12
"""Statements are made for so many more parameters, the last of which may be empty: few texts for all reports."""
REPORTS = select(
    report.c.id,
    report.c.story_id,
    report.c.compared_mark,
    cast(report.c.features, Text).label("features"),
    report.c.published_at,
    report.c.seen_at,
)
OF_NUMBER = PreparedLookup(lambda numbers: REPORTS.where(report.c.id.in_(numbers)))


def _nearest_from(rows: str) -> PreparedLookup:
    is_apart = "EXISTS (SELECT 1 FROM apart WHERE apart.story_id = report.story_id)"
    words = f"SELECT id, story_id, compared_mark, {is_apart} FROM {rows} WHERE id IN"  # noqa: S608 — our own words
    return PreparedLookup(lambda numbers: text(f"{words} ({', '.join(f':{at.key}' for at in numbers)})"))


NEAREST = _nearest_from("report")
"""Number, story and mark of reports, and whether a person kept their story apart from another."""
NEAREST_IN_INDEX = _nearest_from("report INDEXED BY ix_report_id_story_id_compared_mark")
"""The same in SQLite, which by itself goes to the row of each: with all that is compared of it, it fills a page."""
OF_ENTRY = REPORTS.where(report.c.entry_id == bindparam("entry_id")).order_by(report.c.id)
STORIES_OF = select(report.c.id, report.c.story_id).where(report.c.id.in_(bindparam("ids", expanding=True)))
KEPT_APART = select(apart.c.story_id, apart.c.other_id).where(apart.c.story_id.in_(bindparam("ids", expanding=True)))


_NEWEST = (
    "SELECT report_id FROM report_key WHERE key = :p_PLACE AND at >= :since ORDER BY at DESC, report_id DESC LIMIT MOST"
).replace("MOST", str(REPORTS_A_KEY))
WITH_KEY = PreparedStatement(text(_NEWEST.replace("PLACE", "0")).bindparams(bindparam("since", type_=Moment)))
"""The newest reports of a key: to SQLite, which is in this process, a small statement a key is quicker than one of
them all, which takes more memory than a processor has at hand."""


@cache
def with_keys(count: int) -> PreparedStatement:
    """The newest reports of each of so many keys, each with the key's place among them, in one statement: to a server
    one a key took most of the search's time.
    """
    part = f"SELECT report_id, PLACE FROM ({_NEWEST}) AS of_PLACE"  # noqa: S608 — our own words
    statement = text(" UNION ALL ".join(part.replace("PLACE", str(place)) for place in range(count)))
    return PreparedStatement(statement.bindparams(bindparam("since", type_=Moment)))


_NUMBER_AND_MARK, _IS_APART = itemgetter(0, 2), itemgetter(3)
"""Of the rows of ``NEAREST``."""


def _in_groups(values: Sequence[int], most: int) -> Iterable[tuple[int, dict[str, object]]]:
    """Parameters for statements of at most ``most`` each, with how many the statement has."""
    for start in range(0, len(values), most):
        some = values[start : start + most]
        count = -(-len(some) // _STEP) * _STEP
        yield count, dict(zip(_NAMES, [*some, *[None] * (count - len(some))], strict=False))


class CandidateSearch:
    """Looks reports up by key, by entry and by number."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self, keys: Collection[int], *, since: datetime, limit: int) -> Sequence[Candidate]:
        """Reports since then that share most keys, the newer first among equals.

        Of two stories that a person has kept apart only the nearer one's reports are among them.
        """
        hits, common = self._look_up(sorted(frozenset(keys)), since)
        # Two orders, the later one first: an order of pairs takes twice as long.
        newest = sorted(hits, reverse=True)
        nearest = sorted(newest, key=hits.__getitem__, reverse=True)[:limit]
        looking = NEAREST_IN_INDEX if self._db.dialect.name == "sqlite" else NEAREST
        rows = looking.run(self._db, nearest, {})
        compared = self._read_compared(dict(map(_NUMBER_AND_MARK, rows)))
        for key, newer in common.items():
            older = [number for number in nearest if number not in newer]
            hits.update([number for number in older if number in compared and key in compared[number].keys])
        candidates = [
            Candidate(story_id, number, (known := compared[number]).features, hits[number], known.at)
            for number, story_id, _, _ in rows
        ]
        candidates.sort(key=attrgetter("shared", "at", "report_id"), reverse=True)
        if any(map(_IS_APART, rows)):
            return self._respect_splits(candidates)
        return candidates

    def _look_up(self, keys: Sequence[int], since: datetime) -> tuple[Counter[int], Mapping[int, Collection[int]]]:
        """How many of the keys the newest reports of each have; the reports found by each that more may have."""
        found = self._newest_with(keys, since)
        hits = Counter(chain.from_iterable(chain.from_iterable(found)))
        common = {
            key: frozenset(chain.from_iterable(rows))
            for key, rows in zip(keys, found, strict=True)
            if len(rows) == REPORTS_A_KEY
        }
        return hits, common

    def _newest_with(self, keys: Sequence[int], since: datetime) -> Sequence[Sequence[tuple[Any, ...]]]:
        """The newest reports of each key."""
        if self._db.dialect.name == "sqlite":
            return WITH_KEY.run_each(self._db, "p_0", keys, {"since": since})
        found: list[list[tuple[Any, ...]]] = [[] for _ in keys]
        for start, (count, asked) in zip(count_from(step=_KEYS_AT_ONCE), _in_groups(keys, _KEYS_AT_ONCE), strict=False):
            for row in with_keys(count).run(self._db, asked | {"since": since}):
                found[start + row[1]].append(row[:1])
        return found

    def of_entry(self, entry_id: int) -> Sequence[Candidate]:
        """The reports that an entry's sections became, in the order in which they were stored."""
        rows = self._db.execute(OF_ENTRY, {"entry_id": entry_id}).all()
        compared = [read_report(StoredReport(*row)) for row in rows]
        return [
            Candidate(row.story_id, row.id, known.features, len(known.features.keys), known.at)
            for row, known in zip(rows, compared, strict=True)
        ]

    def stories_of(self, report_ids: Collection[int]) -> Mapping[int, int]:
        """The story of each report; those that are not there are left out."""
        return {row.id: row.story_id for row in rows_of(self._db, STORIES_OF, report_ids)}

    def _read_compared(self, marks: Mapping[int, int | None]) -> Mapping[int, Compared]:
        """What these reports are compared by: those whose mark is known are not read again."""
        kept = recall_reports(marks)
        unknown = marks.keys() - kept.keys()
        rows = [StoredReport.of_plain(row) for row in OF_NUMBER.run(self._db, unknown, {})] if unknown else []
        return kept | {row.id: read_report(row) for row in rows}

    def _respect_splits(self, found: Sequence[Candidate]) -> Sequence[Candidate]:
        nearest: dict[int, int] = {}
        for candidate in found:
            nearest[candidate.story_id] = max(candidate.shared, nearest.get(candidate.story_id, 0))
        farther = {
            row.story_id
            for row in rows_of(self._db, KEPT_APART, nearest)
            if nearest[row.story_id] < nearest.get(row.other_id, 0)
        }
        return [candidate for candidate in found if candidate.story_id not in farther]
