"""The JSON shapes people script against: the listing commands and the web hook print through these functions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from monitor.core.i18n.phrases import render_reason
from monitor.core.model.deliveries import Delivery, documented_kind
from monitor.core.model.feedback import Proposal, Verdict
from monitor.core.model.filters import SourceCounts
from monitor.core.model.mentions import Mention
from monitor.core.model.messages import (
    AlertMessage,
    Coverage,
    DigestMessage,
    Message,
    NoticeMessage,
    RenderContext,
    StoryNews,
    TestMessage,
)
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact, Story
from monitor.core.model.summaries import AiSummary, SummaryAttempt, SummaryCounts
from monitor.core.render.story_view import feedback_link, story_page
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


def told_json(news: StoryNews, wording: RenderContext, topic: str = "") -> Json:
    """A story in a message: with the links that its receiver may use, where there are any."""
    links = {
        "page": story_page(news.story.id, wording),
        "not_relevant": feedback_link("not-relevant", news, wording, topic),
        "mute": feedback_link("mute", news, wording, topic),
    }
    shown = {name: url for name, url in links.items() if url}
    return {**story_json(news), "links": shown} if shown else story_json(news)


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


def hook_json(message: Message, wording: RenderContext) -> Json:
    """The body of the generic web hook; its time is the message's, not the attempt's."""
    match message:
        case AlertMessage():
            return _hook_document("alert", message.at, _alert_json(message, wording))
        case DigestMessage():
            return _hook_document("digest", message.to_at, _digest_json(message, wording))
        case NoticeMessage():
            data: Json = {
                "title": _told_text(message.title, wording),
                "lines": [_told_text(line, wording) for line in message.lines],
            }
            return _hook_document("notice", message.at, {**data, "possible_repeat": message.possible_repeat})
        case TestMessage():
            data = {"channel": message.channel, "language": wording.language}
            return _hook_document("test", message.at, {**data, "possible_repeat": message.possible_repeat})


def _hook_document(kind: str, at: datetime, data: Mapping[str, object]) -> Json:
    return {"type": kind, "timestamp": time_json(at), "data": data}


def _alert_json(message: AlertMessage, wording: RenderContext) -> Json:
    stories = [told_json(news, wording) for news in message.stories]
    single: Json = {"story": stories[0]} if message.kind != "grouped" and len(stories) == 1 else {"stories": stories}
    return {
        "kind": documented_kind(message.kind),
        "possible_repeat": message.possible_repeat,
        "topics": _union_of([news.story.topics for news in message.stories]),
        "signals": _union_of([news.story.signals for news in message.stories]),
        **single,
        "new_facts": [fact_json(fact) for news in message.stories for fact in news.new_facts],
        "mentions": [mention_json(mention) for news in message.stories for mention in news.mentions],
        "reason": _told_text(message.reason, wording),
    }


def _union_of(lists: Sequence[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(name for names in lists for name in names))


def _digest_json(message: DigestMessage, wording: RenderContext) -> Json:
    return {
        "name": message.name,
        "period": {"from": time_json(message.from_at), "to": time_json(message.to_at)},
        "coverage": coverage_json(message.coverage, wording),
        "topics": [
            {
                "id": topic.id,
                "name": sanitize_line(topic.name),
                "stories": [
                    {
                        **told_json(news, wording, topic.id),
                        "new_facts": [fact_json(fact) for fact in news.new_facts],
                        "continued": news.continued,
                        "late": news.late,
                        "home": news.home or topic.id,
                        "passing": news.passing,
                    }
                    for news in topic.stories
                ],
                "trend": list(topic.trend),
            }
            for topic in message.topics
        ],
        "quiet_topics": [sanitize_line(name) for name in message.quiet_topics],
        "late_by": _told_text(message.late_by, wording),
        "possible_repeat": message.possible_repeat,
    }


def _told_text(text: str, wording: RenderContext) -> str:
    """A reason in the reader's language, or foreign text, clean."""
    return sanitize_line(render_reason(text, wording.language))


def coverage_json(coverage: Coverage, wording: RenderContext) -> Json:
    """What a digest rests on."""
    return {
        "sources": coverage.sources,
        "seen": coverage.seen,
        "failing": [
            {
                "title": sanitize_line(trouble.title),
                "url": sanitize_line(trouble.url),
                "health": trouble.health,
                "error": _told_text(trouble.error, wording),
                "since": time_json(trouble.since),
            }
            for trouble in coverage.failing
        ],
        "entries": coverage.entries,
        "mentions": coverage.mentions,
        "stories": coverage.stories,
        "refused": coverage.refused,
        "dead_letters": [_told_text(letter, wording) for letter in coverage.dead_letters],
        **(
            {"ai_summaries": summary_counts_json(coverage.ai_summaries, wording)}
            if coverage.ai_summaries is not None
            else {}
        ),
    }


def summary_counts_json(counts: SummaryCounts, wording: RenderContext) -> Json:
    """What became of the questions to a language model."""
    return {
        "made": counts.made,
        "refused": counts.refused,
        "failed": counts.failed,
        "budget_spent": counts.spent,
        "trouble": _told_text(counts.trouble, wording),
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
