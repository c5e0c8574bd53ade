"""A story as a page lists it: headline, sentence, why it is news, and what may be done about it."""

from datetime import datetime

from monitor.core.i18n.formats import name_list
from monitor.core.i18n.phrases import signal_label
from monitor.core.model.messages import StoryNews
from monitor.core.render.sentence_pieces import Piece, pieces_of
from monitor.core.render.story_view import SIGNALS_SHOWN, foreign_views, text_of
from monitor.core.text.sanitize import safe_url
from monitor.values import dataclass
from monitor.web.page import Moment, Reader

_FACTS = 2
_FACT_BYTES = 60
_TOPICS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChip:
    """A topic by name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """One story of a list."""

    id: int
    title: str
    url: str
    topic: str
    """What a verdict is about: the topic that tells it."""
    topics: tuple[TopicChip, ...]
    signals: tuple[str, ...]
    sentence: tuple[Piece, ...]
    why: str
    when: Moment
    fresh: bool


def story_card(reader: Reader, news: StoryNews, *, fresh_since: datetime | None = None) -> StoryCard:
    """The card; ``fresh_since``: what was first seen from then on is marked as new."""
    story = news.story
    title = text_of(story.title) or reader.say("untitled")
    best = max(news.mentions, key=lambda mention: mention.score, default=None)
    said, marks = (
        (story.snippet, story.highlights) if story.snippet or best is None else (best.snippet, best.highlights)
    )
    pieces = pieces_of(said, marks)
    told = "".join(piece.text for piece in pieces).strip(" .。…")
    first = story.outlets[0] if story.outlets else None
    return StoryCard(
        id=story.id,
        title=title,
        url=safe_url(story.url) or (safe_url(first.url) if first else ""),
        topic=news.home or next(iter(story.topics), ""),
        topics=tuple(TopicChip(id=topic, name=reader.topic(topic)) for topic in story.topics[:_TOPICS]),
        signals=tuple(text_of(signal_label(name, reader.wording.language)) for name in story.signals[:SIGNALS_SHOWN]),
        # Repeating the headline tells nothing.
        sentence=() if told == title.strip(" .。…") else pieces,
        why=why_news(reader, news),
        when=reader.moment(story.news_at),
        fresh=fresh_since is not None and story.first_seen_at >= fresh_since and not news.earlier,
    )


def why_news(reader: Reader, news: StoryNews) -> str:
    """One line: who told it, how many followed, what is new in it."""
    story, say = news.story, reader.say
    names = list(dict.fromkeys(text_of(outlet.source, 80) for outlet in story.outlets if outlet.source))
    parts = []
    if names:
        official = any(outlet.tier == "official" for outlet in story.outlets)
        parts.append(say("told_by_official" if official else "told_by", name=names[0]))
    if len(names) > 1:
        parts.append(say("and_more", n=len(names) - 1))
    parts += [foreign.label for foreign in foreign_views(news, story.last_seen_at, reader.wording)]
    facts = [text_of(fact.surface or fact.value, _FACT_BYTES) for fact in story.facts if fact.in_headline][:_FACTS]
    if facts:
        parts.append(say("new_facts", facts=name_list(facts, reader.wording.language)))
    return " · ".join(parts)
