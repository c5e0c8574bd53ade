"""The search for candidates: which stored reports share keys with a new one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Integer, Text, bindparam, cast, exists, select, text

from monitor.adapters.store.columns import Moment, rows_of
from monitor.adapters.store.prepared import PreparedStatement
from monitor.adapters.store.repositories.story_parts.compared import Compared, read_report, recall_report
from monitor.adapters.store.tables import apart, report
from monitor.core.model.stories import REPORTS_A_KEY, Candidate

_KEYS_AT_ONCE, _REPORTS_AT_ONCE = 96, 60
"""Parameters of one statement: SQLite takes 500 parts of a union."""
_STEP = 12
"""Statements are made for so many more parameters, the last of which may be empty: few texts for all reports."""
REPORTS = select(
    report.c.id,
    report.c.story_id,
    report.c.compared_mark,
    cast(report.c.features, Text).label("features"),
    report.c.published_at,
    report.c.seen_at,
    report.c.source,
    report.c.tier,
    report.c.digest,
)
OF_NUMBER = REPORTS.where(report.c.id.in_(bindparam("ids", expanding=True)))
OF_ENTRY = REPORTS.where(report.c.entry_id == bindparam("entry_id")).order_by(report.c.id)
STORIES_OF = select(report.c.id, report.c.story_id).where(report.c.id.in_(bindparam("ids", expanding=True)))
KEPT_APART = select(apart.c.story_id, apart.c.other_id).where(apart.c.story_id.in_(bindparam("ids", expanding=True)))


@cache
def with_keys(count: int) -> PreparedStatement:
    """The newest reports of each of so many keys, in one statement: one a key took most of the search's time."""
    part = (
        "SELECT report_id FROM (SELECT report_id FROM report_key WHERE key = :p_N AND at >= :since "
        "ORDER BY at DESC, report_id DESC LIMIT :most) AS of_N"
    )
    statement = text(" UNION ALL ".join(part.replace("_N", f"_{number}") for number in range(count)))
    return PreparedStatement(statement.bindparams(bindparam("since", type_=Moment), bindparam("most", type_=Integer)))


@cache
def with_numbers(count: int) -> PreparedStatement:
    """Number, story and mark of so many reports, and whether a person kept their story apart from another."""
    is_apart = exists().where(apart.c.story_id == report.c.story_id)
    numbers = [bindparam(f"p_{number}", type_=report.c.id.type) for number in range(count)]
    return PreparedStatement(
        select(report.c.id, report.c.story_id, report.c.compared_mark, is_apart).where(report.c.id.in_(numbers))
    )


def _in_groups(values: Sequence[int], most: int) -> Iterable[tuple[int, dict[str, object]]]:
    """Parameters for statements of at most ``most`` each, with how many the statement has."""
    for start in range(0, len(values), most):
        some = values[start : start + most]
        count = -(-len(some) // _STEP) * _STEP
        asked: dict[str, object] = {f"p_{number}": None for number in range(len(some), count)}
        yield count, asked | {f"p_{number}": value for number, value in enumerate(some)}


class CandidateSearch:
    """Looks reports up by key, by entry and by number."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self, keys: Collection[int], *, since: datetime, limit: int) -> Sequence[Candidate]:
        """Reports since then that share most keys, the newer first among equals.

        Of two stories that a person has kept apart only the nearer one's reports are among them.
        """
        wanted = frozenset(keys)
        hits = Counter[int]()
        limits = {"since": since, "most": REPORTS_A_KEY}
        for count, asked in _in_groups(sorted(wanted), _KEYS_AT_ONCE):
            hits.update([number for (number,) in with_keys(count).run(self._db, asked | limits)])
        nearest = [number for _, number in sorted(zip(hits.values(), hits, strict=True), reverse=True)[:limit]]
        rows = [
            row
            for count, asked in _in_groups(nearest, _REPORTS_AT_ONCE)
            for row in with_numbers(count).run(self._db, asked)
        ]
        compared = self._read_compared({number: mark for number, _, mark, _ in rows})
        found = [
            _as_candidate(story_id, number, compared[number], len(wanted & compared[number].keys))
            for number, story_id, _, _ in rows
        ]
        found.sort(key=lambda candidate: (candidate.shared, candidate.at, candidate.report_id), reverse=True)
        return self._respect_splits(found) if any(is_apart for _, _, _, is_apart in rows) else found

    def of_entry(self, entry_id: int) -> Sequence[Candidate]:
        """The reports that an entry's sections became, in the order in which they were stored."""
        rows = self._db.execute(OF_ENTRY, {"entry_id": entry_id}).all()
        compared = [read_report(row) for row in rows]
        return [
            _as_candidate(row.story_id, row.id, known, len(known.features.keys))
            for row, known in zip(rows, compared, strict=True)
        ]

    def stories_of(self, report_ids: Collection[int]) -> Mapping[int, int]:
        """The story of each report; those that are not there are left out."""
        return {row.id: row.story_id for row in rows_of(self._db, STORIES_OF, report_ids)}

    def _read_compared(self, marks: Mapping[int, int | None]) -> Mapping[int, Compared]:
        """What these reports are compared by: those whose mark is known are not read again."""
        kept = {number: recall_report(number, mark) for number, mark in marks.items()}
        unknown = [number for number, known in kept.items() if known is None]
        read = {row.id: read_report(row) for row in rows_of(self._db, OF_NUMBER, unknown)}
        return {number: known or read[number] for number, known in kept.items()}

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


def _as_candidate(story_id: int, report_id: int, compared: Compared, shared: int) -> Candidate:
    return Candidate(
        story_id=story_id,
        report_id=report_id,
        features=compared.features,
        shared=shared,
        at=compared.at,
        source=compared.source,
        tier=compared.tier,
        is_roundup=compared.is_roundup,
    )
