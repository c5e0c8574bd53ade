"""What later reports are compared with of a stored one, and what is kept of it as it was read.

A mark tells what it is: a hash of all of it, which is stored beside it. One mark is one content in any store, whatever
was edited, rolled back or put back since, so that what is kept under it holds.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from typing import Any, NamedTuple

from monitor.adapters.store.columns import instant_of, storable_text
from monitor.adapters.store.repositories.story_parts.rows import reported_at
from monitor.core.model.stories import Features, Report
from monitor.values import dataclass

_KEPT = 1024
"""Reports that are kept as they were read; some 8 kB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A stored report, as far as candidates are told of it."""

    mark: int
    features: Features
    keys: frozenset[int]
    at: datetime


_REPORTS: OrderedDict[int, Compared] = OrderedDict()
_TURN = Lock()
"""Pages read beside the writer."""


def mark_of(written: str, told: Report) -> int:
    """The mark (63 bits) of a report whose features are ``written``."""
    times = [str(at and at.timestamp()) for at in (told.published_at, told.seen_at)]
    parts = (written, told.source, told.tier, str(told.is_roundup), *times)
    digest = blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def recall_reports(marks: Mapping[int, int | None]) -> dict[int, Compared]:
    """What is kept of reports, of those that are what their marks say."""
    found = {}
    with _TURN:
        for report_id, mark in marks.items():
            known = _REPORTS.get(report_id)
            if known is not None and known.mark == mark:
                _REPORTS.move_to_end(report_id)
                found[report_id] = known
    return found


class StoredReport(NamedTuple):
    """The row of a report, as far as candidates are told of it."""

    id: int
    story_id: int
    compared_mark: int | None
    features: str
    published_at: datetime | None
    seen_at: datetime

    @staticmethod
    def of_plain(row: Sequence[Any]) -> "StoredReport":
        """A row as the database holds it."""
        number, story_id, mark, features, published, seen = row
        seen_at: Any = instant_of(seen)
        return StoredReport(number, story_id, mark, features, instant_of(published), seen_at)


def read_report(row: StoredReport) -> Compared:
    """What a row tells; kept for the next time. Without a mark its own text tells whether it is what is kept."""
    mark = row.compared_mark
    if mark is None:
        mark = hash((row.features, row.published_at, row.seen_at))
    known = recall_reports({row.id: mark}).get(row.id)
    if known is not None:
        return known
    stored = json.loads(row.features)
    features = Features(keys=tuple(stored["keys"]), payload=stored["payload"])
    return _keep_report(row.id, mark, features, reported_at(row.published_at, row.seen_at))


def keep_report(report_id: int, mark: int, told: Report, features: Features) -> None:
    """Keep a report that was just stored, as the next ones are compared with it; not one that storing changed."""
    if all(text == storable_text(text) for text in (told.source, told.title, told.url, told.text)):
        _keep_report(report_id, mark, features, reported_at(told.published_at, told.seen_at))


def _keep_report(report_id: int, mark: int, features: Features, at: datetime) -> Compared:
    made = Compared(mark=mark, features=features, keys=frozenset(features.keys), at=at)
    with _TURN:
        _REPORTS[report_id] = made
        _REPORTS.move_to_end(report_id)
        if len(_REPORTS) > _KEPT:
            _REPORTS.popitem(last=False)
    return made
