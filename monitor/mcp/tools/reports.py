"""What the monitor itself can say: which sources it did not see, and what its digests told."""

from datetime import datetime, timedelta

from monitor.app.context import AppContext
from monitor.app.delivery.compose import compose_digest, naming_of
from monitor.app.digests.open import window_now
from monitor.app.queries.sources import SourceRow, add_counts, coverage_rows
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.deliveries import Digest
from monitor.core.model.messages import DigestMessage
from monitor.core.render.json_documents import Json, fact_json, time_json
from monitor.core.text.sanitize import safe_url
from monitor.errors import UserError
from monitor.mcp.answers import Answer, clean, story_row
from monitor.mcp.arguments import Given
from monitor.mcp.known import cursor_number
from monitor.ports import Transaction

_DAY = timedelta(days=1)
_QUIET = 20


def coverage(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """The sources that were not seen, or all of them, with why."""
    now, size, after = app.clock.now(), given.number("limit"), cursor_number(given) or 0
    since = given.moment("since") or now - _DAY
    kept = sorted(coverage_rows(tx, app.settings, now=now), key=lambda row: row.source.id)
    asked = kept if given.flag("all") else [row for row in kept if _is_amiss(row) or not _was_read(row, since)]
    rest = [row for row in asked if row.source.id > after]
    shown, progress = add_counts(tx, rest[:size], now=now), tx.search.progress()
    return Answer(
        items=[_source_row(row) for row in shown],
        following=str(shown[-1].source.id) if len(rest) > size else None,
        about={
            "sources": len(kept),
            "read_since": sum(_was_read(row, since) for row in kept),
            "since": time_json(since),
            "amiss": sum(_is_amiss(row) for row in kept),
            "entries_kept_since": time_json(tx.figures.kept_since()),
            "kept_for_days": app.settings.retention.entries.days,
            "search_index": {"entries": progress.indexed_to, "newest": progress.newest, "behind": progress.is_behind},
        },
    )


def _is_amiss(row: SourceRow) -> bool:
    return row.source.state == "gone" or (row.source.state == "active" and row.source.health != "ok")


def _was_read(row: SourceRow, since: datetime) -> bool:
    return row.source.last_success_at is not None and row.source.last_success_at >= since


def _source_row(row: SourceRow) -> Json:
    source, counts = row.source, row.counts
    return {
        "source": clean(source.title or source.url, 100),
        "id": source.id,
        "url": safe_url(source.url),
        "state": source.state,
        "health": source.health,
        "sentence": clean(render_reason(source.error, "en")),
        "time": time_json(source.last_success_at),
        "failing_since": time_json(source.failing_since),
        "next": time_json(source.next_due_at),
        "entries": counts.entries if counts else 0,
        "newest_entry": time_json(counts.newest_at) if counts else None,
    }


def get_digest(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """A digest as it was sent, or what the next one would tell by now."""
    digest = _digest_of(app, tx, given)
    wording = app.wording(digest=digest.name)
    message = compose_digest(tx, digest, naming_of(app.settings, wording, app.digest_topics))
    rows = _digest_rows(message)
    begin, size = cursor_number(given) or 0, given.number("limit")
    more = begin + size if len(rows) > begin + size else None
    return Answer(
        items=rows[begin : begin + size],
        following=str(more) if more else None,
        about={
            "digest": digest.name,
            "id": digest.id or None,
            "from": time_json(message.from_at),
            "to": time_json(message.to_at),
            "stories": len(rows),
            "lead": message.lead,
            "quiet_topics": [clean(name, 80) for name in message.quiet_topics[:_QUIET]],
            "more_quiet_topics": max(len(message.quiet_topics) - _QUIET, 0),
            "sources_seen": message.coverage.seen,
            "sources": message.coverage.sources,
            "hits_refused": message.coverage.refused,
        },
    )


def _digest_of(app: AppContext, tx: Transaction, given: Given) -> Digest:
    if number := given.number("id"):
        found = tx.digests.get(number)
        if found is None:
            raise UserError(f"there is no digest {number}")
        return found
    names = [wish.name for wish in app.settings.digests]
    name = given.text("name") or next(iter(names), "")
    if name not in names:
        raise UserError(f'there is no digest "{name[:60]}"; there are: {", ".join(names) or "none in the settings"}')
    if given.flag("upcoming"):
        return window_now(app.clock, name, tx)
    last = tx.digests.last(name)
    if last is None:
        raise UserError(f'no digest "{name}" was made yet; upcoming=true shows what it would tell')
    return last


def _digest_rows(message: DigestMessage) -> list[Json]:
    return [
        {
            "topic": topic.id,
            **story_row(news.story, news.mentions, topic=topic.id),
            "new_facts": [fact_json(fact) for fact in news.new_facts],
            "continued": news.continued,
            "late": news.late,
        }
        for topic in message.topics
        for news in topic.stories
    ]
