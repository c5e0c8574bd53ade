"""The search for candidates: which stored reports share keys with a new one."""

import json
from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from threading import Lock

from sqlalchemy import Connection, Text, TextClause, bindparam, cast, select, text

from monitor.adapters.store.columns import AnyRow, Moment, rows_of
from monitor.adapters.store.repositories.story_parts.rows import reported_at
from monitor.adapters.store.tables import apart, report
from monitor.core.model.stories import REPORTS_A_KEY, Candidate, Features

_AT_ONCE = 100
"""Keys of one statement: SQLite takes 500 parts."""
_KEPT = 1024
"""Reports whose features are kept as they were read; some 8 kB each."""
REPORTS = select(
    report.c.id,
    report.c.story_id,
    cast(report.c.features, Text).label("features"),
    report.c.published_at,
    report.c.seen_at,
    report.c.source,
    report.c.tier,
    report.c.digest,
)
OF_NUMBER = REPORTS.where(report.c.id.in_(bindparam("ids", expanding=True)))
OF_ENTRY = REPORTS.where(report.c.entry_id == bindparam("entry_id")).order_by(report.c.id)
KEPT_APART = select(apart.c.story_id, apart.c.other_id).where(apart.c.story_id.in_(bindparam("ids", expanding=True)))


_FEATURES: OrderedDict[int, tuple[int, Features]] = OrderedDict()
_TURN = Lock()
"""Pages read beside the writer."""


@cache
def with_keys(count: int) -> TextClause:
    """The newest reports of each of so many keys, in one statement: one a key took most of the search's time."""
    part = (
        "SELECT report_id FROM (SELECT report_id FROM report_key WHERE key = :key_N AND at >= :since "
        "ORDER BY at DESC, report_id DESC LIMIT :most) AS of_N"
    )
    statement = text(" UNION ALL ".join(part.replace("_N", f"_{number}") for number in range(count)))
    return statement.bindparams(bindparam("since", type_=Moment), bindparam("most", REPORTS_A_KEY))


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
        in_order = sorted(wanted)
        for start in range(0, len(in_order), _AT_ONCE):
            asked = {f"key_{number}": key for number, key in enumerate(in_order[start : start + _AT_ONCE])}
            hits.update(self._db.scalars(with_keys(len(asked)), {**asked, "since": since}))
        nearest = sorted(hits, key=lambda number: (hits[number], number), reverse=True)[:limit]
        found = [_as_candidate(row, wanted) for row in rows_of(self._db, OF_NUMBER, nearest)]
        found.sort(key=lambda candidate: (candidate.shared, candidate.at, candidate.report_id), reverse=True)
        return self._respect_splits(found)

    def of_entry(self, entry_id: int) -> Sequence[Candidate]:
        """The reports that an entry's sections became, in the order in which they were stored."""
        return [_as_candidate(row, None) for row in self._db.execute(OF_ENTRY, {"entry_id": entry_id})]

    def stories_of(self, report_ids: Collection[int]) -> Mapping[int, int]:
        """The story of each report; those that are not there are left out."""
        return {row.id: row.story_id for row in rows_of(self._db, OF_NUMBER, report_ids)}

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


def _as_candidate(row: AnyRow, wanted: frozenset[int] | None) -> Candidate:
    """``wanted``: the keys that were looked for; ``None``: all."""
    features = _read_features(row.id, row.features)
    return Candidate(
        story_id=row.story_id,
        report_id=row.id,
        features=features,
        shared=len(features.keys if wanted is None else wanted.intersection(features.keys)),
        at=reported_at(row.published_at, row.seen_at),
        source=row.source,
        tier=row.tier,
        is_roundup=row.digest,
    )


def _read_features(report_id: int, written: str) -> Features:
    """The features of a report; one is a candidate again and again, and is read again only where it was edited."""
    # 64 bits of one report's text under two versions: as good as the text itself, and a thousandth of it.
    mark = hash(written)
    with _TURN:
        known = _FEATURES.get(report_id)
        if known is not None and known[0] == mark:
            _FEATURES.move_to_end(report_id)
            return known[1]
    stored = json.loads(written)
    features = Features(keys=tuple(stored["keys"]), payload=stored["payload"])
    with _TURN:
        _FEATURES[report_id] = (mark, features)
        if len(_FEATURES) > _KEPT:
            _FEATURES.popitem(last=False)
    return features
