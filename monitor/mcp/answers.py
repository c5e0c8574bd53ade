"""What a tool answers: rows with link, source, time and sentence, where the list goes on, and what was looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from monitor.app.queries.search import Hit
from monitor.core.model.matches import Mention
from monitor.core.model.stories import Outlet, Story
from monitor.core.render.highlights import make_excerpt
from monitor.core.render.json_documents import Json, time_json
from monitor.core.text.clip import clip_text
from monitor.core.text.sanitize import safe_url, sanitize_line
from monitor.values import dataclass

_TITLE = 300
_SENTENCE = 400
_SOURCES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page. ``about``: what stands beside the rows; ``following``: the cursor of the next page."""

    items: Sequence[Json]
    following: str | None = None
    about: Mapping[str, object] = field(default_factory=dict)


def clean(text: str, limit: int = _SENTENCE) -> str:
    """Foreign text as one line of bounded length, without what hides or steers."""
    return clip_text(sanitize_line(text), limit)


def hit_row(hit: Hit, sought: Sequence[str]) -> Json:
    """An entry that a search found, with the words around what was sought."""
    entry, mentions = hit.entry, hit.mentions
    sentence, _ = make_excerpt(sanitize_line(entry.text), sought)
    return {
        "entry": entry.id,
        "title": clean(entry.title, _TITLE),
        "url": safe_url(entry.url),
        "source": clean(entry.source_title, 100),
        "time": time_json(entry.published_at or entry.first_seen_at),
        "sentence": clean(sentence),
        "topics": list(dict.fromkeys(mention.topic for mention in mentions)),
        "signals": list(dict.fromkeys(signal for mention in mentions for signal in mention.signals)),
        "story": mentions[0].story_id if mentions else None,
    }


def story_row(story: Story, mentions: Sequence[Mention] = (), *, topic: str = "") -> Json:
    """A story in a list: its leading report, the sentence that names the topic, and who else tells it."""
    sources = list(dict.fromkeys(clean(outlet.source, 100) for outlet in story.outlets))
    lead = next((outlet for outlet in story.outlets if outlet.url == story.url), None)
    said = next((mention.snippet for mention in mentions if mention.topic == topic), "") or story.snippet
    said = said or next((mention.snippet for mention in mentions), "")
    return {
        "story": story.id,
        "title": clean(story.title, _TITLE),
        "url": safe_url(story.url),
        "source": clean(lead.source, 100) if lead else (sources[0] if sources else ""),
        "time": time_json((lead.published_at or lead.seen_at) if lead else story.first_seen_at),
        "sentence": clean(said),
        "topics": list(story.topics),
        "signals": list(story.signals),
        "first_seen": time_json(story.first_seen_at),
        "last_seen": time_json(story.last_seen_at),
        "reports": len(story.outlets),
        "sources": sources[:_SOURCES],
    }


def report_row(outlet: Outlet, sentence: str) -> Json:
    """One report of a story."""
    return {
        "report": outlet.report_id,
        "entry": outlet.entry_id,
        "title": clean(outlet.title, _TITLE),
        "url": safe_url(outlet.url),
        "source": clean(outlet.source, 100),
        "time": time_json(outlet.published_at or outlet.seen_at),
        "sentence": clean(sentence),
        "tier": outlet.tier,
        "reprint": outlet.is_reprint,
        "round_up": outlet.is_roundup,
    }
