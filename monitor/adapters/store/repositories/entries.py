"""Entries, what edits replaced, and every identity key ever seen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from monitor.adapters.store.columns import AnyRow, add_row, storable_text
from monitor.adapters.store.prepared import PreparedLookup, PreparedStatement, insert_rows, split_batches
from monitor.adapters.store.repositories.known_rows import KnownRows
from monitor.adapters.store.repositories.source_rows import SOURCE_NAME, SPOKEN
from monitor.adapters.store.tables import entry, entry_change, seen_key, source
from monitor.core.model.entries import Entry, EntryChange, ParsedEntry, UnseenEntry
from monitor.core.model.filters import EntryFilter, KnownEntry
from monitor.core.text.urls import canonical_url

ENTRIES = select(entry, SOURCE_NAME.label("source_title"), SPOKEN.label("spoken"), source.c.tier).join(source)
ONE = ENTRIES.where(entry.c.id == bindparam("id"))
CHANGES = select(entry_change).where(entry_change.c.entry_id == bindparam("id")).order_by(entry_change.c.id.desc())
NEWEST_FIRST = ENTRIES.order_by(entry.c.first_seen_at.desc(), entry.c.id.desc())


def _known(keys: Sequence[BindParameter[int]]) -> Select[Any]:
    return (
        select(
            seen_key.c.key,
            seen_key.c.kind,
            seen_key.c.entry_id,
            seen_key.c.seen_at,
            case((entry.c.id.is_not(None), entry.c.content_hash), else_=seen_key.c.content_hash).label("content_hash"),
            entry.c.title,
            entry.c.url,
            entry.c.published_at,
        )
        .outerjoin_from(seen_key, entry)
        .where(seen_key.c.source_id == bindparam("source_id"), seen_key.c.key.in_(keys))
    )


KNOWN = PreparedLookup(_known)
HAS_KEYS = PreparedStatement(select(exists().where(seen_key.c.source_id == bindparam("source_id"))))
TEXTS = select(entry.c.id, func.substr(entry.c.text, 1, bindparam("clip")).label("text")).where(
    entry.c.id.in_(bindparam("ids", expanding=True))
)
SEEN = select(seen_key.c.key).where(
    seen_key.c.source_id == bindparam("source_id"), seen_key.c.key.in_(bindparam("keys", expanding=True))
)
NEWEST = PreparedStatement(select(func.max(entry.c.id)))
ADDED = PreparedStatement(select(entry.c.id).where(entry.c.id > bindparam("newest")).order_by(entry.c.id))
POINTS_ON = "(source_id, key) DO UPDATE SET entry_id = excluded.entry_id WHERE excluded.entry_id IS NOT NULL"
"""A key that is known points at the newer entry."""


class Entries:
    """The ``EntryRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def known(self, source_id: int, keys: Collection[int]) -> Sequence[KnownEntry]:
        """What this source showed before under any of these keys, also when retention removed it since."""
        return KnownRows(KNOWN.run(self._db, keys, {"source_id": source_id}))

    def has_shown(self, source_id: int) -> bool:
        """Whether anything of this source is known."""
        return bool(HAS_KEYS.run(self._db, {"source_id": source_id})[0][0])

    def seen(self, source_id: int, keys: Collection[int]) -> frozenset[int]:
        """Those of the keys under which this source showed something before."""
        batches = split_batches(keys)
        return frozenset(
            key for batch in batches for key in self._db.scalars(SEEN, {"source_id": source_id, "keys": batch})
        )

    def texts(self, entry_ids: Collection[int], *, clip: int) -> Mapping[int, str]:
        """The first ``clip`` characters of the texts of these entries, by number."""
        return {
            row.id: row.text
            for batch in split_batches(entry_ids)
            for row in self._db.execute(TEXTS, {"ids": batch, "clip": clip})
        }

    def add(
        self,
        source_id: int,
        parsed: ParsedEntry,
        *,
        key: str,
        content_hash: str,
        keys: Mapping[int, str],
        first_sight: bool,
        now: datetime,
    ) -> int:
        """Store a new entry under all its identity keys."""
        unseen = UnseenEntry(entry=parsed, key=key, content_hash=content_hash, keys=keys)
        return self.add_all(source_id, [unseen], first_sight=first_sight, now=now)[0]

    def add_all(
        self, source_id: int, unseen: Sequence[UnseenEntry], *, first_sight: bool, now: datetime
    ) -> Sequence[int]:
        """Store new entries under all their identity keys."""
        rows = [_values_of(source_id, new, first_sight=first_sight, now=now) for new in unseen]
        if len(rows) == 1:
            numbers = [add_row(self._db, entry, rows[0])]
        else:
            # Nobody else writes meanwhile, and a database counts its rows up.
            newest = NEWEST.run(self._db, {})[0][0] or 0
            insert_rows(self._db, entry, rows)
            numbers = [number for (number,) in ADDED.run(self._db, {"newest": newest})]
        self._remember_all(source_id, [(number, new.keys) for number, new in zip(numbers, unseen, strict=True)], now)
        return numbers

    def update(
        self, entry_id: int, parsed: ParsedEntry, *, content_hash: str, keys: Mapping[int, str], now: datetime
    ) -> None:
        """Store an edit in place and keep what it replaced; the time it was first published stays."""
        before = self._db.execute(ONE, {"id": entry_id}).one()
        if (before.title, before.text, before.url) != (
            storable_text(parsed.title),
            storable_text(parsed.text),
            storable_text(parsed.url),
        ):
            self._db.execute(
                insert(entry_change),
                {
                    "entry_id": entry_id,
                    "title": before.title,
                    "text": before.text,
                    "url": before.url,
                    "content_hash": before.content_hash,
                    "replaced_at": now,
                },
            )
        values: dict[str, object] = {
            "title": parsed.title,
            "text": parsed.text,
            "url": parsed.url,
            "canonical": canonical_url(parsed.url),
            "author": parsed.author or before.author,
            "lang": parsed.lang or before.lang,
            "content_hash": content_hash,
            "edited_at": now,
        }
        if before.published_at is None:
            values |= {"published_at": parsed.published_at, "trust": parsed.trust, "precision": parsed.precision}
        self._db.execute(
            update(entry).where(entry.c.id == bindparam("entry_id")).values(**values), {"entry_id": entry_id}
        )
        self.remember(before.source_id, entry_id, keys, now=now)

    def remember(self, source_id: int, entry_id: int | None, keys: Mapping[int, str], *, now: datetime) -> None:
        """Note keys of an entry; a key that an older entry had points at this one from now on."""
        self._remember_all(source_id, [(entry_id, keys)], now)

    def _remember_all(
        self, source_id: int, named: Sequence[tuple[int | None, Mapping[int, str]]], now: datetime
    ) -> None:
        """One entry after the other."""
        rows: list[dict[str, object]] = [
            {
                "source_id": source_id, "key": key, "kind": kind, "entry_id": entry_id, "content_hash": "",
                "seen_at": now,
            }
            for entry_id, keys in named
            for key, kind in keys.items()
        ]  # fmt: skip
        insert_rows(self._db, seen_key, rows, if_there=POINTS_ON)

    def get(self, entry_id: int) -> Entry | None:
        """The entry, or ``None`` when there is none of this number."""
        row = self._db.execute(ONE, {"id": entry_id}).first()
        return as_entry(row) if row else None

    def changes(self, entry_id: int, *, newest: int | None = None) -> Sequence[EntryChange]:
        """What edits replaced, the oldest first; none for an entry that was never edited, or is not there."""
        rows = self._db.execute(CHANGES.limit(newest), {"id": entry_id}).all()
        return [
            EntryChange(title=row.title, text=row.text, url=row.url, replaced_at=row.replaced_at)
            for row in reversed(rows)
        ]

    def find(self, wanted: EntryFilter) -> Sequence[Entry]:
        """Newest first; ``before_id`` goes on after the last entry of the page before."""
        found = NEWEST_FIRST.limit(wanted.limit)
        if wanted.since is not None:
            found = found.where(entry.c.first_seen_at >= wanted.since)
        if wanted.until is not None:
            found = found.where(entry.c.first_seen_at < wanted.until)
        if wanted.source_id is not None:
            found = found.where(entry.c.source_id == wanted.source_id)
        if wanted.url:
            found = found.where(entry.c.canonical == canonical_url(wanted.url))
        if wanted.before_id is not None:
            last = self.get(wanted.before_id)
            older = entry.c.id < wanted.before_id
            if last is not None:
                same_instant = and_(entry.c.first_seen_at == last.first_seen_at, older)
                older = or_(entry.c.first_seen_at < last.first_seen_at, same_instant)
            found = found.where(older)
        return [as_entry(row) for row in self._db.execute(found)]


def _values_of(source_id: int, new: UnseenEntry, *, first_sight: bool, now: datetime) -> dict[str, object]:
    parsed = new.entry
    return {
        "source_id": source_id,
        "key": new.key,
        "url": parsed.url,
        "canonical": canonical_url(parsed.url),
        "title": parsed.title,
        "text": parsed.text,
        "author": parsed.author,
        "published_at": parsed.published_at,
        "trust": parsed.trust,
        "precision": parsed.precision,
        "first_seen_at": now,
        "content_hash": new.content_hash,
        "lang": parsed.lang,
        "first_sight": first_sight,
    }


def as_entry(row: AnyRow) -> Entry:
    """A row of ``ENTRIES`` as an entry."""
    return Entry(
        id=row.id,
        source_id=row.source_id,
        source_title=row.source_title,
        tier=row.tier,
        key=row.key,
        url=row.url,
        title=row.title,
        text=row.text,
        author=row.author,
        published_at=row.published_at,
        trust=row.trust,
        precision=row.precision,
        first_seen_at=row.first_seen_at,
        content_hash=row.content_hash,
        lang=row.spoken,
        edited_at=row.edited_at,
        first_sight=row.first_sight,
    )
