"""Digests: one a name and local period, so that none can be sent twice or skipped."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from monitor.adapters.store.columns import AnyRow, Moment, add_row
from monitor.adapters.store.prepared import PreparedStatement, insert_rows, put_rows
from monitor.adapters.store.tables import delivery, delivery_story, digest, digest_window, entry, refusals
from monitor.core.model.deliveries import Digest, DigestStart
from monitor.core.model.filters import WindowCounts

ONE = select(digest).where(digest.c.id == bindparam("id"))
OF_PERIOD = select(digest.c.id).where(digest.c.name == bindparam("name"), digest.c.period == bindparam("period"))
LAST = (
    select(digest)
    .where(digest.c.name == bindparam("name"))
    .order_by(digest.c.to_at.desc(), digest.c.id.desc())
    .limit(1)
)
BEYOND = select(digest).where(digest.c.to_at > bindparam("now", type_=Moment)).order_by(digest.c.to_at, digest.c.id)
SOME_BEYOND = PreparedStatement(
    select(digest.c.id).where(digest.c.to_at > bindparam("now", type_=Moment)), ending="LIMIT 1"
)
STORIES = (
    select(delivery_story.c.story_id)
    .join(delivery, delivery.c.id == delivery_story.c.delivery_id)
    .where(delivery.c.digest_id == bindparam("digest_id"))
    .order_by(delivery.c.id, delivery_story.c.position)
)
_FROM, _TO = bindparam("from_at", type_=Moment), bindparam("to_at", type_=Moment)
ENTRIES = select(func.count()).select_from(entry).where(entry.c.first_seen_at >= _FROM, entry.c.first_seen_at < _TO)
REFUSED = select(func.coalesce(func.sum(refusals.c.refused), 0)).where(
    refusals.c.from_at >= _FROM, refusals.c.from_at < _TO
)
ADDS_UP = "(from_at) DO UPDATE SET refused = refusals.refused + excluded.refused"
NEWEST_FIRST = select(digest).order_by(digest.c.to_at.desc(), digest.c.id.desc())
START = select(digest_window).where(digest_window.c.name == bindparam("name"))


class Digests:
    """The ``DigestRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def open(self, name: str, period: str, *, from_at: datetime, to_at: datetime, now: datetime) -> Digest | None:
        """Create it; ``None`` when this period of this name already exists."""
        if self._db.scalar(OF_PERIOD, {"name": name, "period": period}) is not None:
            return None
        values = {"name": name, "period": period, "from_at": from_at, "to_at": to_at, "created_at": now}
        return self.get(add_row(self._db, digest, values))

    def last(self, name: str) -> Digest | None:
        """The one whose window ends last."""
        return self._digest(self._db.execute(LAST, {"name": name}).first())

    def get(self, digest_id: int) -> Digest | None:
        """The digest, or ``None`` when there is none of this number."""
        return self._digest(self._db.execute(ONE, {"id": digest_id}).first())

    def newest(self, *, limit: int) -> Sequence[Digest]:
        """Newest first."""
        rows = self._db.execute(NEWEST_FIRST.limit(limit)).all()
        return [digest for digest in map(self._digest, rows) if digest is not None]

    def beyond(self, now: datetime) -> Sequence[Digest]:
        """Those whose window ends later than now, the earliest first."""
        if not SOME_BEYOND.run(self._db, {"now": now}):
            return ()  # asked before everything that is stored
        rows = self._db.execute(BEYOND, {"now": now}).all()
        return [digest for digest in map(self._digest, rows) if digest is not None]

    def bring_back(self, digest_id: int, *, period: str, from_at: datetime, to_at: datetime) -> None:
        """Give such a digest the window it should have had."""
        values = {"period": period, "from_at": from_at, "to_at": to_at}
        self._db.execute(update(digest).where(digest.c.id == digest_id).values(**values))

    def counts(self, *, from_at: datetime, to_at: datetime) -> WindowCounts:
        """Entries read and hits refused in [from_at, to_at); refusals are counted by the quarter of an hour."""
        window = {"from_at": from_at, "to_at": to_at}
        return WindowCounts(
            entries=self._db.scalars(ENTRIES, window).one(), refused=int(self._db.scalars(REFUSED, window).one())
        )

    def count_refusals(self, refused: int, *, now: datetime) -> None:
        """Add to the count of this quarter of an hour."""
        # Every time zone lies at whole quarters from UTC, so digest windows at full quarters count exactly.
        quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
        insert_rows(self._db, refusals, [{"from_at": quarter, "refused": refused}], if_there=ADDS_UP)

    def start_of(self, name: str) -> DigestStart | None:
        """Since when a digest is known; ``None`` when it never was."""
        row = self._db.execute(START, {"name": name}).first()
        return None if row is None else DigestStart(known_since=row.known_since, passed_at=row.passed_at)

    def set_start(self, name: str, start: DigestStart) -> None:
        """Note it in place of what was noted."""
        row = {"name": name, "known_since": start.known_since, "passed_at": start.passed_at}
        put_rows(self._db, digest_window, [row], key="name")

    def _digest(self, row: AnyRow | None) -> Digest | None:
        if row is None:
            return None
        stories = self._db.scalars(STORIES, {"digest_id": row.id})
        return Digest(
            id=row.id,
            name=row.name,
            period=row.period,
            from_at=row.from_at,
            to_at=row.to_at,
            created_at=row.created_at,
            stories=tuple(dict.fromkeys(stories)),
        )
