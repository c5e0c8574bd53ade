"""The rows of lists, as ``/api/v1`` and the command line show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.app.delivery.channel_state import sending_is_on
from monitor.app.queries.sources import SourceRow, source_row_json
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.deliveries import Delivery
from monitor.core.model.languages import LANGUAGES
from monitor.core.model.matches import Mention, Topic
from monitor.core.model.operations.audit import AuditEntry
from monitor.core.model.operations.tokens import AccessToken
from monitor.core.render.json_documents import Json, delivery_json, mention_json, time_json
from monitor.core.text.sanitize import sanitize_line
from monitor.ports import Transaction

_WEEK = timedelta(days=7)


def mention_row(mention: Mention) -> Json:
    """A mention, with its entry and when it was found."""
    return mention_json(mention) | {
        "created_at": time_json(mention.created_at),
        "lang": mention.lang,
        "entry_id": mention.entry_id,
    }


def source_document(row: SourceRow, *, now: datetime) -> Json:
    """A source with what polling learnt."""
    source = row.source
    return (
        {"id": source.id}
        | source_row_json(row, now=now)
        | {
            "last_polled_at": time_json(source.last_polled_at),
            "is_learnt": row.polling is not None,
        }
    )


def delivery_rows(tx: Transaction, found: Sequence[Delivery]) -> list[Json]:
    """Deliveries, each with the headline of the story that it tells, or tells first."""
    first = {delivery.id: min(delivery.stories) for delivery in found if delivery.stories}
    headlines = {story.id: story.title for story in tx.stories.get(set(first.values()))}
    return [delivery_row(delivery, headlines.get(first.get(delivery.id, 0), "")) for delivery in found]


def delivery_row(delivery: Delivery, headline: str) -> Json:
    """One of them; ``headline`` is empty where it tells no story."""
    return delivery_json(delivery) | {
        "headline": sanitize_line(headline) or None,
        "stories": len(delivery.stories),
        "created_at": time_json(delivery.created_at),
        "send_at": time_json(delivery.send_at),
    }


def topic_documents(tx: Transaction, topics: Iterable[Topic], *, now: datetime) -> list[Json]:
    """Topics with their mentions of the last 7 days."""
    counts, mutes = tx.mentions.counts(since=now - _WEEK), tx.topics.mutes(now=now)
    return [
        {
            "id": topic.id,
            "name": {language: topic.label(language) for language in LANGUAGES},
            "watchlist": topic.watchlist,
            "aliases": len(topic.aliases),
            "mentions_7d": counts.get(topic.id, 0),
            "muted_until": time_json(mutes.get(topic.id)),
        }
        for topic in topics
    ]


def audit_document(entry: AuditEntry) -> Json:
    """A line of the audit trail, as ``monitor audit --json`` shows it."""
    return {"id": entry.id, "at": time_json(entry.at), "who": entry.who, "what": entry.what, "from": entry.origin}


def token_document(token: AccessToken) -> Json:
    """A token, without what it is."""
    return {
        "name": token.name,
        "scope": token.scope,
        "created_at": time_json(token.created_at),
        "created_by": token.created_by,
    }


def sending_document(tx: Transaction) -> Json:
    """Whether anything is sent, and which channels are stopped."""
    return {
        "on": sending_is_on(tx),
        "stopped": {
            name: {"at": time_json(stop.at), "reason": render_reason(stop.reason, "en")}
            for name, stop in tx.channels.stops().items()
        },
    }
