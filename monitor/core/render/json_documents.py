"""The JSON shapes people script against: the listing commands and the web hook print through these functions."""

from datetime import UTC, datetime

from monitor.core.model.deliveries import Delivery, documented_kind
from monitor.core.model.feedback import Proposal, Verdict
from monitor.core.model.filters import SourceCounts
from monitor.core.model.matches import Mention
from monitor.core.model.messages import (
    StoryNews,
)
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact, Story
from monitor.core.model.summaries import AiSummary, SummaryAttempt
from monitor.core.text.sanitize import sanitize_line

Json = dict[str, object]


def time_json(at: datetime | None) -> str | None:
    """RFC 3339 in UTC with whole seconds, or null."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def story_json(told: StoryNews | Story) -> Json:
    """A story as ``monitor stories --json`` and the web hook show it."""
    story = told.story if isinstance(told, StoryNews) else told
    ai_summary = told.ai_summary if isinstance(told, StoryNews) else None
    return {
        "id": story.id,
        "title": sanitize_line(story.title),
        "url": sanitize_line(story.url),
        "topics": list(story.topics),
        "signals": list(story.signals),
        "first_seen_at": time_json(story.first_seen_at),
        "last_seen_at": time_json(story.last_seen_at),
        "outlets": [
            {
                "source": sanitize_line(outlet.source),
                "title": sanitize_line(outlet.title),
                "url": sanitize_line(outlet.url),
                "published": time_json(outlet.published_at),
            }
            for outlet in story.outlets
        ],
        "facts": [fact_json(fact) for fact in story.facts],
        "follows": story.follows,
        **({"ai_summary": ai_summary_json(ai_summary, story)} if ai_summary is not None else {}),
    }


def ai_summary_json(ai_summary: AiSummary, story: Story) -> Json:
    """The sentence of a language model with the reports it rests on; the key is there only when there is one."""
    cited = [outlet for outlet in story.outlets if outlet.report_id in ai_summary.cites]
    return {
        "text": sanitize_line(ai_summary.text),
        "cites": [{"source": sanitize_line(outlet.source), "url": sanitize_line(outlet.url)} for outlet in cited],
    }


def whole_story_json(story: Story) -> Json:
    """As in the listing, and what ``explain`` and ``split`` take: the ids of entries and reports."""
    row = story_json(story)
    shown = row["outlets"]
    row["outlets"] = [
        {
            **document,
            "report": outlet.report_id,
            "entry": outlet.entry_id,
            "seen": time_json(outlet.seen_at),
            "tier": outlet.tier,
            "digest": outlet.is_roundup,
        }
        for document, outlet in zip(shown if isinstance(shown, list) else (), story.outlets, strict=True)
    ]
    return row


def fact_json(fact: Fact) -> Json:
    """One thing a story tells: its kind, its normalised value, and how it was written."""
    return {"kind": fact.kind, "value": sanitize_line(fact.value), "surface": sanitize_line(fact.surface)}


def mention_json(mention: Mention) -> Json:
    """A mention as ``monitor mentions --json`` and the web hook show it."""
    return {
        "id": mention.id,
        "topic": mention.topic,
        "entry": {
            "title": sanitize_line(mention.entry_title),
            "url": sanitize_line(mention.entry_url),
            "source": sanitize_line(mention.source_title),
            "published": time_json(mention.published_at),
        },
        "section": mention.section,
        "surface": sanitize_line(mention.surface),
        "snippet": sanitize_line(mention.snippet),
        "score": round(mention.score, 3),
        "signals": list(mention.signals),
        "story": mention.story_id,
        "status": mention.status,
    }


def verdict_json(verdict: Verdict) -> Json:
    """A verdict as ``monitor feedback --json`` shows it."""
    return {
        "id": verdict.id,
        "story": verdict.story_id,
        "topic": verdict.topic,
        "verdict": verdict.judgement,
        "word": sanitize_line(verdict.word),
        "title": sanitize_line(verdict.title),
        "sentence": sanitize_line(verdict.sentence),
        "mentions": list(verdict.mentions),
        "delivery": verdict.delivery_id,
        "who": sanitize_line(verdict.who),
        "at": time_json(verdict.at),
    }


def proposal_json(proposal: Proposal) -> Json:
    """A proposal as ``monitor feedback --json`` shows it."""
    change, effect = proposal.change, proposal.effect
    return {
        "id": proposal.id,
        "verdict": proposal.verdict_id,
        "topic": change.topic,
        "kind": change.kind,
        "alias": change.alias or None,
        "words": list(change.words),
        "effect": {
            "days": effect.days,
            "removed": effect.removed,
            "removed_relevant": effect.removed_relevant,
            "kept": effect.kept,
            "removed_titles": [sanitize_line(title) for title in effect.removed_titles],
        },
        "state": proposal.state,
        "created_at": time_json(proposal.created_at),
        "decided_at": time_json(proposal.decided_at),
        "decided_by": proposal.decided_by or None,
    }


def delivery_json(delivery: Delivery) -> Json:
    """A delivery as ``monitor deliveries --json`` shows it; ``story`` is null when it tells none or several."""
    waiting = delivery.state in {"pending", "deferred"}
    return {
        "id": delivery.id,
        "kind": documented_kind(delivery.kind),
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "state": delivery.state,
        "story": delivery.stories[0] if len(delivery.stories) == 1 else None,
        "digest": delivery.digest_id,
        "attempts": delivery.attempts,
        "next_attempt_at": time_json(delivery.send_at) if waiting else None,
        "provider_code": delivery.provider_code,
        "answer": sanitize_line(delivery.answer),
        "sent_at": time_json(delivery.sent_at),
        "possible_repeat": delivery.possible_repeat,
    }


def source_json(source: Source, counts: SourceCounts | None, *, days: float = 7.0) -> Json:
    """A source as ``monitor sources --json`` shows it; ``counts.recent`` spans the last ``days``."""
    return {
        "url": source.url,
        "kind": source.kind,
        "title": sanitize_line(source.title),
        "tier": source.tier,
        "state": source.state,
        "health": source.health,
        "error": sanitize_line(source.error),
        "failures": source.failures,
        "last_success_at": time_json(source.last_success_at),
        "next_due_at": time_json(source.next_due_at),
        "why_then": source.due_reason,
        "entries": counts.entries if counts else 0,
        "posts_per_day": round(counts.recent / days, 2) if counts and days > 0 else 0.0,
    }


def summary_attempt_json(attempt: SummaryAttempt) -> Json:
    """A question to a language model as ``monitor summaries --json`` shows it."""
    return {
        "id": attempt.id,
        "story": attempt.story_id,
        "language": attempt.language,
        "outcome": attempt.outcome,
        "text": sanitize_line(attempt.text),
        "why": sanitize_line(attempt.why),
        "characters": attempt.characters,
        "asked_at": time_json(attempt.created_at),
    }
