"""The sources: what the watchlists wish, and what each poll learnt."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, or_, select, update

from monitor.adapters.store.columns import AnyRow
from monitor.adapters.store.prepared import PreparedStatement, insert_rows, split_batches, update_row
from monitor.adapters.store.repositories.source_rows import (
    FOLLOWED,
    REQUESTED,
    UNREAD,
    as_due_source,
    as_source,
    learnt_columns,
    new_row,
    wish_columns,
)
from monitor.adapters.store.tables import entry, source
from monitor.core.model.filters import SourceCounts
from monitor.core.model.sources import PostingRateRow, Source, SourceSpec, SourceState, WaitingSource
from monitor.core.text.urls import feed_address
from monitor.errors import ClaimLostError
from monitor.ports import Admission

ALL = select(source).order_by(source.c.id)
ONE = select(source).where(source.c.id == bindparam("id"))
HELD = PreparedStatement(select(source.c.claim, source.c.state).where(source.c.id == bindparam("id")))
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
FREE = (
    select(
        source.c.id,
        source.c.url,
        source.c.configured_url,
        source.c.moved_target,
        source.c.moved_count,
        source.c.moved_at,
        source.c.failures,
        source.c.next_due_at,
        source.c.due_reason,
    )
    .where(source.c.state == "active", _FREE)
    .order_by(source.c.next_due_at, source.c.id)
    .limit(bindparam("limit"))
)
IS_DUE = source.c.next_due_at <= bindparam("now", type_=source.c.next_due_at.type)
CLAIMABLE = FREE.with_for_update(skip_locked=True)
DUE = CLAIMABLE.where(IS_DUE)
DUE_NOW = FREE.where(IS_DUE)
DUE_SINCE = DUE_NOW.where(source.c.next_due_at >= bindparam("since", type_=source.c.next_due_at.type))
_LONGEST_LEASE = timedelta(days=1)
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
SLICE = (
    select(source.c.id, source.c.configured_url, source.c.url, source.c.next_due_at, source.c.posting_rate)
    .where(source.c.id > bindparam("after"), source.c.state == "active")
    .order_by(source.c.id)
    .limit(bindparam("limit"))
)
NEXT_DUE = select(func.min(source.c.next_due_at, type_=source.c.next_due_at.type)).where(source.c.state == "active")
_LATER = source.c.next_due_at > bindparam("due", type_=source.c.next_due_at.type)
EXPEDITE = update(source).where(source.c.id == bindparam("source_id"), _LATER)
EXPEDITE_ALL = update(source).where(source.c.state == "active", _LATER)
POSTPONE = update(source).where(
    source.c.id == bindparam("source_id"), source.c.next_due_at < bindparam("due", type_=source.c.next_due_at.type)
)


class Sources:
    """The ``SourceRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def sync(self, configured: Sequence[SourceSpec], *, now: datetime) -> None:
        """Make the table follow the watchlists; one canonical URL is one source, wherever it moved since."""
        rows = self._db.execute(FOLLOWED).all()
        by_wish = {feed_address(row.configured_url or row.url): row for row in rows}
        by_address = {feed_address(row.url): row for row in rows} | by_wish
        kept: set[int] = set()
        added: dict[str, dict[str, object]] = {}
        addressed = [(feed_address(spec.url), spec) for spec in configured]
        # A row that moved answers to its new address too, but only when nobody asks for it under its own.
        for canonical, spec in sorted(addressed, key=lambda pair: pair[0] not in by_wish):
            row = by_address.get(canonical)
            if row is None:
                if canonical not in added:
                    added[canonical] = new_row(spec, canonical, now)
            elif row.id not in kept:
                kept.add(row.id)
                self._follow(row, spec, canonical, now)
        insert_rows(self._db, source, list(added.values()))
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
        among: Sequence[int] | None = None,
    ) -> Sequence[Source]:
        """Lease what is due (``force``: every active one that nobody holds), the longest overdue first.

        ``rank``: when more are due than ``limit``, the highest of the 500 longest overdue. ``admission``: only those
        that it takes; where it is asked, sources that answered last time go before those that did not. ``among``: only
        these, of which the first 500 are looked at.
        """
        window = max(limit, _RANKED) if rank or admission else limit
        looked_at = {"now": now, "lease_end": now + lease, "limit": _LOOKED_AT if admission else window}
        wanted = CLAIMABLE if force else DUE
        if among is not None:
            wanted = wanted.where(source.c.id.in_(among[:_RANKED]))
        ids = self._candidates(wanted, looked_at, window, admission)
        found = [as_source(row) for row in self._db.execute(SOME, {"ids": ids})] if ids else []
        if rank and len(found) > limit:
            found.sort(key=rank, reverse=True)
        if admission:
            found.sort(key=lambda due: due.failures > 0)
            found = [due for due in found if admission.takes(due)]
        claimed = [replace(due, claim=due.claim + 1) for due in found[:limit]]
        if claimed:
            until = now + lease
            leases = [{"source_id": due.id, "claimed_until": until, "claim": due.claim} for due in claimed]
            self._db.execute(CHANGE, leases)
        return claimed

    def _candidates(
        self, wanted: Select[Any], looked_at: dict[str, Any], window: int, admission: Admission | None
    ) -> Sequence[int]:
        rows = self._db.execute(wanted, looked_at)
        if admission is None:
            return [row.id for row in rows]
        return list(islice((row.id for row in rows.all() if admission.considers(as_due_source(row))), window))

    def save(self, polled: Source, *, now: datetime) -> None:
        """Store what a poll learnt and give the lease back.

        What the watchlists say stays theirs, and a source that was paused or removed meanwhile stays so. ClaimLostError
        when somebody else claimed it meanwhile.
        """
        values = learnt_columns(polled, now)
        # Nearly always nobody touched it meanwhile: then one statement sees that and stores the rest.
        if update_row(self._db, source, polled.id, values, if_still={"claim": polled.claim, "state": "active"}):
            return
        [(claim, state)] = HELD.run(self._db, {"id": polled.id})
        if claim != polled.claim:
            raise ClaimLostError(f"source {polled.url}: another worker took it over and stores what it brings")
        if state != "active":
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
                self._change(source_id, next_due_at=now, due_reason=REQUESTED, claimed_until=None)
            case "active":
                fresh = {"health": "ok", "error": "", "failures": 0, "failing_since": None, "claimed_until": None}
                due = {"next_due_at": now, "due_reason": REQUESTED}
                self._change(source_id, state=state, removed_at=None, **due, **fresh)
            case "paused" | "gone":
                self._change(source_id, state=state, health=state, removed_at=None)
            case "removed":
                before = row.state_before if row.state == "removed" else row.state
                self._change(source_id, state=state, state_before=before, removed_at=now)

    def counts(self, *, since: datetime, among: Collection[int] | None = None) -> Mapping[int, SourceCounts]:
        """Entries by source; ``newest_at`` is the latest publication time that is not in the future."""
        statements = (
            [COUNTS]
            if among is None
            else [COUNTS.where(entry.c.source_id.in_(batch)) for batch in split_batches(among)]
        )
        return {
            row.source_id: SourceCounts(entries=row.entries, recent=row.recent, newest_at=row.newest_at)
            for statement in statements
            for row in self._db.execute(statement, {"since": since})
        }

    def _follow(self, row: AnyRow, spec: SourceSpec, canonical: str, now: datetime) -> None:
        """Take over what the watchlists changed; a source that comes back goes on where it was."""
        values = wish_columns(spec) | {"canonical": canonical}
        if spec.url != row.configured_url and spec.url != row.url:
            # Another spelling of the address, or one that undoes a move: ask there, and for the whole document.
            values |= {"url": spec.url, "moved_target": "", "moved_count": 0, "moved_at": None} | UNREAD
        if spec.kind != row.kind:
            values |= {"next_due_at": now, **UNREAD}
        if row.state == "removed":
            values |= {"state": row.state_before, "removed_at": None}
        if any(getattr(row, name) != value for name, value in values.items()):
            self._change(row.id, **values)

    def _change(self, row_id: int, **values: object) -> None:
        update_row(self._db, source, row_id, values)


class Timetable:
    """The ``Timetable`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def active(self, *, after: int, limit: int) -> Sequence[PostingRateRow]:
        """Active sources with a higher id, in order of their ids."""
        rows = self._db.execute(SLICE, {"after": after, "limit": limit})
        return [
            PostingRateRow(
                id=row.id,
                configured_url=row.configured_url or row.url,
                next_due_at=row.next_due_at,
                posting_rate=row.posting_rate,
            )
            for row in rows
        ]

    def next_due(self) -> datetime | None:
        """The earliest time at which an active source is due."""
        earliest: datetime | None = self._db.scalar(NEXT_DUE)
        return earliest

    def due(self, *, now: datetime, limit: int, since: datetime | None = None) -> Sequence[WaitingSource]:
        """Sources that are due (``since`` then, or at all) and that nobody holds, the longest overdue first."""
        asked = {"now": now, "lease_end": now + _LONGEST_LEASE, "limit": limit}
        rows = (
            self._db.execute(DUE_NOW, asked) if since is None else self._db.execute(DUE_SINCE, asked | {"since": since})
        )
        return [WaitingSource(source=as_due_source(row), due_at=row.next_due_at) for row in rows]

    def source(self, source_id: int) -> Source | None:
        """One source as a whole."""
        row = self._db.execute(ONE, {"id": source_id}).first()
        return as_source(row) if row else None

    def release(self, source_ids: Sequence[int] | None = None) -> None:
        """Give leases back: those of these sources, or all of them."""
        leased = update(source).where(source.c.claimed_until.is_not(None)).values(claimed_until=None)
        if source_ids is None:
            self._db.execute(leased)
            return
        for batch in split_batches(source_ids):
            self._db.execute(leased.where(source.c.id.in_(batch)))

    def renew(self, source_ids: Sequence[int], *, until: datetime) -> None:
        """Let the leases of these sources last until then."""
        leased = update(source).where(source.c.claimed_until.is_not(None)).values(claimed_until=until)
        for batch in split_batches(source_ids):
            self._db.execute(leased.where(source.c.id.in_(batch)))

    def postpone(self, source_id: int, due: datetime, *, why: str) -> None:
        """Poll it no sooner than then."""
        self._db.execute(POSTPONE.values(next_due_at=due, due_reason=why), {"source_id": source_id, "due": due})

    def expedite(self, source_id: int, due: datetime, *, why: str) -> None:
        """Poll it then, unless that is to be sooner anyway."""
        self._db.execute(
            EXPEDITE.values(next_due_at=due, due_reason=why),
            {"source_id": source_id, "due": due},
        )

    def expedite_all(self, due: datetime, *, why: str) -> None:
        """The same for every active source."""
        self._db.execute(EXPEDITE_ALL.values(next_due_at=due, due_reason=why), {"due": due})
