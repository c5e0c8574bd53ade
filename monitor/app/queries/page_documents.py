"""What programs are shown of everything that a page shows whole: a story, a topic, a search, a source, a digest."""

from collections.abc import Sequence
from datetime import datetime

from monitor.app.context import AppContext
from monitor.app.queries.deliveries import DigestReport
from monitor.app.queries.rows import source_document, topic_documents
from monitor.app.queries.search import Hit, SearchResult
from monitor.app.queries.source_pages import SourceReport
from monitor.app.queries.sources import SourceRow
from monitor.app.queries.story import WholeStory
from monitor.app.queries.topics import TopicReport
from monitor.core.match.query.lookup import SearchPlan
from monitor.core.render.highlights import make_excerpt, sought_words
from monitor.core.render.json_documents import Json, delivery_json, mention_json, time_json, whole_story_json
from monitor.core.text.clip import clip_text
from monitor.core.text.sanitize import sanitize_line
from monitor.ports import Transaction

_TEXT = 2_000


def topic_document(app: AppContext, tx: Transaction, report: TopicReport) -> Json:
    """A topic over time, as its page shows it."""
    (row,) = topic_documents(tx, [report.topic], now=app.clock.now())
    return row | {
        "days": [day.isoformat() for day in report.days],
        "mentions_by_tier": {tier: list(counts) for tier, counts in report.tiers.items()},
        "signals": {name: list(counts) for name, counts in report.signals.items()},
        "share_of_voice": dict(report.share),
        "outlets": [
            {"source": number, "title": sanitize_line(title), "mentions": count}
            for number, title, count in report.outlets
        ],
        "facts": [
            {
                "kind": fact.kind,
                "surface": sanitize_line(fact.surface),
                "told_at": time_json(fact.told_at),
                "story": fact.story_id,
            }
            for fact in report.facts
        ],
        "stories": [whole_story_json(story) for story in report.stories],
    }


def story_document(found: WholeStory) -> Json:
    """A story with all that is kept of it."""
    return whole_story_json(found.story) | {
        "mentions": [mention_json(mention) for mention in found.mentions],
        "verdicts": {topic: verdict for (_, topic), verdict in found.judged.items()},
        "deliveries": [delivery_json(delivery) for delivery in found.deliveries],
        "edits": [
            {
                "source": sanitize_line(edit.source),
                "at": time_json(edit.before.replaced_at),
                "title_before": sanitize_line(edit.before.title),
                "title_after": sanitize_line(edit.title_after),
                "text_before": _shortened(edit.before.text),
                "text_after": _shortened(edit.text_after),
            }
            for edit in found.edits
        ],
        "more_edits": found.more_edits,
        "why": {str(outlet.report_id): sanitize_line(outlet.why) for outlet in found.story.outlets if outlet.why},
    }


def hit_document(hit: Hit, sought: Sequence[str]) -> Json:
    """An entry that a search found."""
    entry = hit.entry
    sentence, _ = make_excerpt(sanitize_line(entry.text), sought)
    return {
        "entry": entry.id,
        "title": sanitize_line(entry.title),
        "url": sanitize_line(entry.url),
        "source": sanitize_line(entry.source_title),
        "source_id": entry.source_id,
        "published": time_json(entry.published_at),
        "first_seen_at": time_json(entry.first_seen_at),
        "lang": entry.lang,
        "sentence": sentence,
        "topics": list(dict.fromkeys(mention.topic for mention in hit.mentions)),
        "signals": list(dict.fromkeys(signal for mention in hit.mentions for signal in mention.signals)),
        "story": hit.mentions[0].story_id if hit.mentions else None,
    }


def search_document(found: SearchResult, plan: SearchPlan) -> Json:
    """One page of a search, with how much there is and how far the index is."""
    words = sought_words(plan.sought)
    return {
        "items": [hit_document(hit, words) for hit in found.hits],
        "next": str(found.more) if found.more else None,
        "found": found.count,
        "exact": found.is_exact,
        "indexed_to": found.progress.indexed_to,
        "newest": found.progress.newest,
    }


def source_report_document(report: SourceReport, *, now: datetime) -> Json:
    """A source as its page shows it, with the hours at which it posts."""
    known = SourceRow(source=report.source, counts=None, days=1.0, polling=report.polling, push=report.push)
    return source_document(known, now=now) | {
        "entries": report.entries_30,
        "mentions_90d": report.mentions_90,
        "posting_hours": [list(hours) for hours in report.week],
        "latest": [
            {"entry": entry.id, "title": sanitize_line(entry.title), "url": sanitize_line(entry.url),
             "published": time_json(entry.published_at), "first_seen_at": time_json(entry.first_seen_at)}
            for entry in report.entries
        ],
    }  # fmt: skip


def digest_document(report: DigestReport) -> Json:
    """A digest of the archive."""
    digest = report.digest
    return {
        "id": digest.id,
        "name": digest.name,
        "period": digest.period,
        "from": time_json(digest.from_at),
        "to": time_json(digest.to_at),
        "created_at": time_json(digest.created_at),
        "deliveries": [delivery_json(delivery) for delivery in report.deliveries],
    }


def _shortened(text: str) -> str:
    return clip_text(sanitize_line(text), _TEXT)
