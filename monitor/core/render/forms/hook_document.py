"""The JSON body of a message to a web hook: alerts, digests with what they rest on, notices."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from monitor.core.i18n.phrases import render_reason
from monitor.core.model.deliveries import documented_kind
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
from monitor.core.model.summaries import SummaryCounts
from monitor.core.render.json_documents import Json, fact_json, mention_json, story_json, time_json
from monitor.core.render.story_view import feedback_link, story_page
from monitor.core.text.sanitize import sanitize_line


def told_json(news: StoryNews, wording: RenderContext, topic: str = "") -> Json:
    """A story in a message: with the links that its receiver may use, where there are any."""
    links = {
        "page": story_page(news.story.id, wording),
        "not_relevant": feedback_link("not-relevant", news, wording, topic),
        "mute": feedback_link("mute", news, wording, topic),
    }
    shown = {name: url for name, url in links.items() if url}
    return {**story_json(news), "links": shown} if shown else story_json(news)


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
                        "earlier": news.earlier,
                        "home": news.home or topic.id,
                        "passing": news.passing,
                    }
                    for news in topic.stories
                ],
                "trend": list(topic.trend),
            }
            for topic in message.topics
        ],
        "lead": (
            {"story": message.lead, "reasons": [_told_text(reason, wording) for reason in message.lead_reasons]}
            if message.lead is not None
            else None
        ),
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
