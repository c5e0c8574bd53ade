"""The sources: what the watchlists wish, and what each poll learnt."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, insert, or_, select, update

from monitor.adapters.store.columns import AnyRow
from monitor.adapters.store.tables import entry, source
from monitor.core.i18n.phrases import Reason
from monitor.core.model.filters import SourceCounts
from monitor.core.model.sources import DueSource, MoveSeen, Source, SourceSpec, SourceState, Validators
from monitor.core.text.urls import feed_address
from monitor.ports import Admission

SOURCE_NAME = case(
    (source.c.title != "", source.c.title), (source.c.learnt_title != "", source.c.learnt_title), else_=source.c.url
)
"""What people call a source."""

ALL = select(source).order_by(source.c.id)
ONE = select(source).where(source.c.id == bindparam("id"))
SOME = (
    select(source).where(source.c.id.in_(bindparam("ids", expanding=True))).order_by(source.c.next_due_at, source.c.id)
)
_LOOKED_AT = 20_000
"""So many due rows are looked through for those whose host is free: 50 ms at worst."""
_RANKED = 500
"""Ranking costs a tenth of a millisecond each, and a tick has a second."""
# A lease that ends later than one taken now would is no lease: the clock was set back since.
_FREE = or_(
    source.c.claimed_until.is_(None),
    source.c.claimed_until <= bindparam("now", type_=source.c.claimed_until.type),
    source.c.claimed_until > bindparam("lease_end", type_=source.c.claimed_until.type),
)
CLAIMABLE = (
    select(
        source.c.id,
        source.c.url,
        source.c.configured_url,
        source.c.moved_target,
        source.c.moved_count,
        source.c.moved_at,
        source.c.failures,
        source.c.due_reason,
    )
    .where(source.c.state == "active", _FREE)
    .order_by(source.c.next_due_at, source.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
DUE = CLAIMABLE.where(source.c.next_due_at <= bindparam("now", type_=source.c.next_due_at.type))
CHANGE = update(source).where(source.c.id == bindparam("source_id"))
# A publisher's date that lies ahead of our own clock says nothing.
_NEWEST = case((entry.c.published_at < entry.c.first_seen_at, entry.c.published_at), else_=entry.c.first_seen_at)
COUNTS = select(
    entry.c.source_id,
    func.count().label("entries"),
    func.sum(case((entry.c.first_seen_at >= bindparam("since", type_=entry.c.first_seen_at.type), 1), else_=0)).label(
        "recent"
    ),
    func.max(_NEWEST, type_=entry.c.first_seen_at.type).label("newest_at"),
).group_by(entry.c.source_id)


class Sources:
    """The ``SourceRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def sync(self, configured: Sequence[SourceSpec], *, now: datetime) -> None:
        """Make the table follow the watchlists; one canonical URL is one source, wherever it moved since."""
        rows = self._db.execute(ALL).all()
        by_wish = {feed_address(row.configured_url or row.url): row for row in rows}
        by_address = {feed_address(row.url): row for row in rows} | by_wish
        kept: set[int] = set()
        added: set[str] = set()
        addressed = [(feed_address(spec.url), spec) for spec in configured]
        # A row that moved answers to its new address too, but only when nobody asks for it under its own.
        for canonical, spec in sorted(addressed, key=lambda pair: pair[0] not in by_wish):
            row = by_address.get(canonical)
            if row is None:
                if canonical not in added:
                    self._db.execute(insert(source), _new_row(spec, canonical, now))
                    added.add(canonical)
            elif row.id not in kept:
                kept.add(row.id)
                self._follow(row, spec, canonical, now)
        for row in rows:
            if row.id not in kept and row.state != "removed":
                self._change(row.id, state="removed", state_before=row.state, removed_at=now, claimed_until=None)

    def claim_due(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        force: bool = False,
        rank: Callable[[Source], float] | None = None,
        admission: Admission | None = None,
    ) -> Sequence[Source]:
        """Lease what is due (``force``: every active one that nobody holds), the longest overdue first.

        ``rank``: when more are due than ``limit``, the highest of the 500 longest overdue. ``admission``: only those
        that it takes; where it is asked, sources that answered last time go before those that did not.
        """
        window = max(limit, _RANKED) if rank or admission else limit
        looked_at = {"now": now, "lease_end": now + lease, "limit": _LOOKED_AT if admission else window}
        ids = self._candidates(CLAIMABLE if force else DUE, looked_at, window, admission)
        found = [as_source(row) for row in self._db.execute(SOME, {"ids": ids})] if ids else []
        if rank and len(found) > limit:
            found.sort(key=rank, reverse=True)
        if admission:
            found.sort(key=lambda due: due.failures > 0)
            found = [due for due in found if admission.takes(due)]
        for due in found[:limit]:
            self._change(due.id, claimed_until=now + lease)
        return found[:limit]

    def _candidates(
        self, wanted: Select[Any], looked_at: dict[str, Any], window: int, admission: Admission | None
    ) -> Sequence[int]:
        rows = self._db.execute(wanted, looked_at)
        if admission is None:
            return [row.id for row in rows]
        return list(islice((row.id for row in rows.all() if admission.considers(_as_due(row))), window))

    def save(self, polled: Source, *, now: datetime) -> None:
        """Store what a poll learnt and give the lease back.

        What the watchlists say stays theirs, and a source that was paused or removed meanwhile stays so.
        """
        values = _polled_columns(polled, now)
        current = self._db.execute(ONE, {"id": polled.id}).one()
        if current.state != "active":
            del values["state"], values["health"]
        self._change(polled.id, **values)

    def all(self, *, removed: bool = False) -> Sequence[Source]:
        """Every source, ``removed`` ones too when asked."""
        wanted = ALL if removed else ALL.where(source.c.state != "removed")
        return [as_source(row) for row in self._db.execute(wanted)]

    def set_state(self, source_id: int, state: SourceState, *, now: datetime) -> None:
        """Pause, resume, or mark gone; a resumed source starts afresh and is due at once, an active one only due."""
        row = self._db.execute(ONE, {"id": source_id}).one()
        match state:
            case "active" if row.state == "active":
                self._change(source_id, next_due_at=now, due_reason=_REQUESTED, claimed_until=None)
            case "active":
                fresh = {"health": "ok", "error": "", "failures": 0, "failing_since": None, "claimed_until": None}
                due = {"next_due_at": now, "due_reason": _REQUESTED}
                self._change(source_id, state=state, removed_at=None, **due, **fresh)
            case "paused" | "gone":
                self._change(source_id, state=state, health=state, removed_at=None)
            case "removed":
                before = row.state_before if row.state == "removed" else row.state
                self._change(source_id, state=state, state_before=before, removed_at=now)

    def counts(self, *, since: datetime) -> Mapping[int, SourceCounts]:
        """Entries by source; ``newest_at`` is the latest publication time that is not in the future."""
        rows = self._db.execute(COUNTS, {"since": since})
        return {
            row.source_id: SourceCounts(entries=row.entries, recent=row.recent, newest_at=row.newest_at) for row in rows
        }

    def _follow(self, row: AnyRow, spec: SourceSpec, canonical: str, now: datetime) -> None:
        """Take over what the watchlists changed; a source that comes back goes on where it was."""
        values = _configured_columns(spec) | {"canonical": canonical}
        if spec.url != row.configured_url and spec.url != row.url:
            # Another spelling of the address, or one that undoes a move: ask there, and for the whole document.
            values |= {"url": spec.url, "moved_target": "", "moved_count": 0, "moved_at": None} | _UNREAD
        if spec.kind != row.kind:
            values |= {"next_due_at": now, **_UNREAD}
        if row.state == "removed":
            values |= {"state": row.state_before, "removed_at": None}
        self._change(row.id, **values)

    def _change(self, row_id: int, **values: object) -> None:
        self._db.execute(CHANGE.values(**values), {"source_id": row_id})


_UNREAD = {"etag": "", "last_modified": "", "validators_at": None, "body_hash": ""}
"""Nothing that would let the next answer be taken for known."""
_REQUESTED = Reason("poll.requested")


def _configured_columns(spec: SourceSpec) -> dict[str, object]:
    """The columns that belong to the watchlists."""
    return {
        "configured_url": spec.url,
        "kind": spec.kind,
        "title": spec.title,
        "lang": spec.lang,
        "timezone": spec.timezone,
        "tier": spec.tier,
    }


def _new_row(spec: SourceSpec, canonical: str, now: datetime) -> dict[str, object]:
    return (
        _configured_columns(spec)
        | _UNREAD
        | {
            "canonical": canonical,
            "url": spec.url,
            "learnt_title": "",
            "learnt_lang": "",
            "state": "active",
            "state_before": "active",
            "health": "ok",
            "error": "",
            "failures": 0,
            "moved_target": "",
            "moved_count": 0,
            "next_due_at": now,
            "due_reason": Reason("poll.new"),
            "posting_rate": "",
            "hub": "",
            "hub_topic": "",
            "feed_shape": "",
            "created_at": now,
        }
    )


def _polled_columns(polled: Source, now: datetime) -> dict[str, object]:
    """The columns that belong to the polls."""
    moved = polled.moved
    return {
        "url": polled.url,
        "learnt_title": polled.title,
        "learnt_lang": polled.lang,
        "state": polled.state,
        "health": polled.health,
        "error": polled.error,
        "failing_since": polled.failing_since,
        "failures": polled.failures,
        "etag": polled.validators.etag,
        "last_modified": polled.validators.last_modified,
        "validators_at": polled.validators.taken_at,
        "body_hash": polled.body_hash,
        "moved_target": moved.target if moved else "",
        "moved_count": moved.count if moved else 0,
        "moved_at": moved.first_at if moved else None,
        # A source without a next time would never be asked again, and nobody would notice.
        "next_due_at": polled.next_due_at or now,
        "due_reason": polled.due_reason,
        "claimed_until": None,
        "last_polled_at": polled.last_polled_at,
        "last_success_at": polled.last_success_at,
        "first_success_at": polled.first_success_at,
        "posting_rate": polled.posting_rate,
        "hub": polled.hub,
        "hub_topic": polled.hub_topic,
        "feed_shape": polled.feed_shape,
    }


def _as_due(row: AnyRow) -> DueSource:
    followed = row.moved_at is not None and row.moved_count == 0 and not row.failures
    return DueSource(
        id=row.id,
        url=row.moved_target if followed else row.url,
        configured_url=row.configured_url or row.url,
        requested=isinstance(row.due_reason, Reason) and row.due_reason.key == _REQUESTED.key,
    )


def as_source(row: AnyRow) -> Source:
    """A row of ``source`` as the program sees it."""
    moved = MoveSeen(target=row.moved_target, count=row.moved_count, first_at=row.moved_at) if row.moved_at else None
    return Source(
        id=row.id,
        url=row.url,
        configured_url=row.configured_url,
        kind=row.kind,
        title=row.title or row.learnt_title,
        lang=row.lang or row.learnt_lang,
        timezone=row.timezone,
        tier=row.tier,
        state=row.state,
        health=row.health,
        error=row.error,
        failing_since=row.failing_since,
        failures=row.failures,
        validators=Validators(etag=row.etag, last_modified=row.last_modified, taken_at=row.validators_at),
        body_hash=row.body_hash,
        moved=moved,
        next_due_at=row.next_due_at,
        due_reason=row.due_reason,
        last_polled_at=row.last_polled_at,
        last_success_at=row.last_success_at,
        first_success_at=row.first_success_at,
        created_at=row.created_at,
        posting_rate=row.posting_rate,
        hub=row.hub,
        hub_topic=row.hub_topic,
        feed_shape=row.feed_shape,
    )
