"""Sources as rows: what the watchlists wish, what a poll learnt, and back to a value."""

from datetime import datetime

from sqlalchemy import case, select

from monitor.adapters.store.columns import AnyRow
from monitor.adapters.store.tables import entry, source
from monitor.core.i18n.phrases import Reason
from monitor.core.model.sources import DueSource, MoveSeen, Source, SourceSpec, Validators

SOURCE_NAME = case(
    (source.c.title != "", source.c.title), (source.c.learnt_title != "", source.c.learnt_title), else_=source.c.url
)
"""What people call a source."""
SPOKEN = case((entry.c.lang != "", entry.c.lang), (source.c.lang != "", source.c.lang), else_=source.c.learnt_lang)
"""The language of an entry joined with its source: its own, else its source's."""
UNREAD = {"etag": "", "last_modified": "", "validators_at": None, "body_hash": ""}
"""Nothing that would let the next answer be taken for known."""
REQUESTED = Reason("poll.requested")
_LEARNT = frozenset(
    {
        "learnt_title", "learnt_lang", "health", "error", "failing_since", "failures", "due_reason", "claimed_until",
        "last_polled_at", "last_success_at", "first_success_at", "posting_rate", "hub", "hub_topic", "feed_shape",
    }
)  # fmt: skip
FOLLOWED = select(*[column for column in source.c if column.name not in _LEARNT]).order_by(source.c.id)
"""Every source without what only polls learn: to read why each of hundreds is due when takes longer than all else."""


def wish_columns(spec: SourceSpec) -> dict[str, object]:
    """The columns that belong to the watchlists."""
    return {
        "configured_url": spec.url,
        "kind": spec.kind,
        "title": spec.title,
        "lang": spec.lang,
        "timezone": spec.timezone,
        "tier": spec.tier,
    }


def new_row(spec: SourceSpec, canonical: str, now: datetime) -> dict[str, object]:
    return (
        wish_columns(spec)
        | UNREAD
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


def learnt_columns(polled: Source, now: datetime) -> dict[str, object]:
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


def as_due_source(row: AnyRow) -> DueSource:
    followed = row.moved_at is not None and row.moved_count == 0 and not row.failures
    return DueSource(
        id=row.id,
        url=row.moved_target if followed else row.url,
        configured_url=row.configured_url or row.url,
        requested=isinstance(row.due_reason, Reason) and row.due_reason.key == REQUESTED.key,
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
        claim=row.claim,
    )
