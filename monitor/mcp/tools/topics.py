"""What is watched, how much is said of it over time, and why a text is or is not about it."""

from datetime import timedelta

from monitor.app.context import AppContext
from monitor.app.queries.topics import latest_stories, topic_trend
from monitor.app.queries.trial import read_stored_document
from monitor.core.match.build_match import evidence_reason
from monitor.core.match.document import document_of_text
from monitor.core.match.explain import HitStory, Step, TopicStory, explain_document
from monitor.core.match.late_matcher import whole_matcher
from monitor.core.model.entries import Entry
from monitor.core.model.filters import EntryFilter, StoryFilter
from monitor.core.render.json_documents import Json, time_json
from monitor.core.text.sanitize import safe_url
from monitor.core.text.urls import canonical_url
from monitor.core.text.written_dates.quarters import day_begins
from monitor.errors import UserError
from monitor.mcp.answers import Answer, clean, story_row
from monitor.mcp.arguments import Given
from monitor.mcp.known import cursor_number, find_topic
from monitor.ports import Transaction

_HITS = 5
_LATEST = 5
_WEEK = timedelta(days=7)


def list_topics(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """The topics with their mentions of the week and their latest story."""
    begin, size, now = cursor_number(given) or 0, given.number("limit"), app.clock.now()
    watchlist = given.text("watchlist")
    topics = [topic for topic in app.watchlists.topics if watchlist in ("", topic.watchlist)]
    if watchlist and not topics:
        known = sorted({topic.watchlist for topic in app.watchlists.topics})
        raise UserError(f'no file "{watchlist[:60]}"; the watchlists are: {", ".join(known[:30]) or "none"}')
    shown = topics[begin : begin + size]
    counts, mutes = tx.mentions.counts(since=now - _WEEK), tx.topics.mutes(now=now)
    latest = latest_stories(tx, [topic.id for topic in shown])
    rows: list[Json] = [
        {
            "topic": topic.id,
            "name": topic.label(app.settings.language),
            "watchlist": topic.watchlist,
            "mentions_7d": counts.get(topic.id, 0),
            "muted_until": time_json(mutes.get(topic.id)),
            "latest": _headline(story_row(latest[topic.id], topic=topic.id)) if topic.id in latest else None,
        }
        for topic in shown
    ]
    more = begin + size if len(topics) > begin + size else None
    return Answer(items=rows, following=str(more) if more else None, about={"topics": len(topics)})


def read_trend(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """Mentions a day of up to five topics, each with its share among them or in its watchlist."""
    topics = [find_topic(app, written) for written in given.texts("topics")]
    if not topics:
        raise UserError('"topics": name one to five; list_topics has them')
    days = given.number("days")
    watchlist = topics[0].watchlist
    rivals = [topic.id for topic in app.watchlists.topics if topic.watchlist == watchlist]
    asked = [topic.id for topic in topics]
    among = asked if len(asked) > 1 else rivals
    found = topic_trend(app, tx, sorted({*among, *asked}), days=days)
    totals = {topic: sum(found.topics.get(topic, ())) for topic in among}
    whole = sum(totals.values())
    since = day_begins(found.days[0], app.zone)
    latest = tx.stories.find(StoryFilter(topic=asked[0], since=since, limit=_LATEST))
    return Answer(
        items=[
            {"day": day.isoformat(), **{topic: found.topics.get(topic, [0] * days)[number] for topic in asked}}
            for number, day in enumerate(found.days)
        ],
        about={
            "zone": app.settings.timezone,
            "totals": {topic: totals[topic] for topic in asked},
            "share_percent": {topic: round(100 * totals[topic] / whole, 1) if whole else 0.0 for topic in asked},
            "share_among": among if len(among) <= 30 else f"the {len(among)} topics of {watchlist}",
            "latest": [story_row(story, topic=asked[0]) for story in latest],
        },
    )


def explain(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """Why each topic matched a text, or a stored entry, or did not."""
    text, title = given.text("text"), given.text("title")
    entry = _entry_of(tx, given)
    if (entry is not None) == bool(text or title):
        raise UserError("give one of: text (with title if you like), url, entry")
    document = read_stored_document(tx, entry, app.spec_of) if entry else document_of_text(title, text)
    explained = explain_document(whole_matcher(app.matcher), document)
    told = [story for story in explained.topics if story.hits or story.query_true_in]
    about: dict[str, object] = {
        "threshold": explained.threshold,
        "not_named": len(explained.topics) - len(told),
    }
    place: Json = {"url": None, "source": None, "time": None}
    if entry:
        at = time_json(entry.published_at or entry.first_seen_at)
        place = {"url": safe_url(entry.url), "source": clean(entry.source_title, 100), "time": at}
        about |= {"entry": entry.id, "title": clean(entry.title), "not_asked": list(explained.not_asked)}
    return Answer(items=[_topic_row(story) | place for story in told], about=about)


def _headline(row: Json) -> Json:
    return {name: row[name] for name in ("story", "title", "url", "source", "time", "sentence")}


def _entry_of(tx: Transaction, given: Given) -> Entry | None:
    if number := given.number("entry"):
        found = tx.entries.get(number)
        if found is None:
            raise UserError(f"there is no entry {number}; search names them")
        return found
    if url := given.text("url"):
        stored = tx.entries.find(EntryFilter(url=canonical_url(url), limit=1))
        if not stored:
            raise UserError("no entry of this address is stored, and nothing is fetched here: give its text")
        return stored[0]
    return None


def _topic_row(story: TopicStory) -> Json:
    ranked = sorted(story.hits, key=lambda hit: (not hit.accepted, -hit.score))
    return {
        "topic": story.topic,
        "matched": story.matched,
        "sentence": clean(ranked[0].excerpt) if ranked else "",
        "query_true": bool(story.query_true_in),
        "hits": [_hit_row(hit) for hit in ranked[:_HITS]],
        "more_hits": max(len(ranked) - _HITS, 0),
    }


def _hit_row(hit: HitStory) -> Json:
    return {
        "name": clean(hit.surface, 80),
        "accepted": hit.accepted,
        "score": round(hit.score, 2),
        "sentence": clean(hit.excerpt),
        "why": [said for step in hit.steps if (said := _said_of(step))],
    }


def _said_of(step: Step) -> str:
    """What a step said, in English; empty where it only found the place."""
    told = [step.reason.text()] if step.reason else []
    told += [f"{item.weight:+.2f} {evidence_reason(item).text()}" for item in step.evidence]
    return clean(f"{step.step}: {'; '.join(told)}") if told else ""
