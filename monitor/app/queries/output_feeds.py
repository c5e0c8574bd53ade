"""What a feed for other readers holds: the latest stories of a topic, of a watchlist, or of everything."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from monitor.app.context import AppContext
from monitor.app.queries.search import SearchWish, read_search, search_entries
from monitor.core.i18n.phrases import translator
from monitor.core.model.filters import StoryFilter
from monitor.core.model.operations.key_values import LINK_KEY
from monitor.core.model.stories import Story
from monitor.core.render.forms.output_feeds import FeedForm, OutputFeed, entry_item, feed_item
from monitor.core.render.highlights import make_excerpt, sought_words
from monitor.core.render.story_view import topic_names
from monitor.core.text.sanitize import sanitize_line
from monitor.ports import Transaction

FeedOf = Literal["everything", "topics", "watchlists"]
ITEMS = 50


def output_feed(app: AppContext, tx: Transaction, what: FeedOf, name: str, form: FeedForm) -> OutputFeed | None:
    """The feed; ``None`` when no such topic or watchlist is watched."""
    title = _feed_title(app, what, name)
    if title is None:
        return None
    base = app.settings.web.base_url or f"http://{app.settings.web.listen}"
    number = f"urn:news-monitor:{_installation_id(tx)}"
    path = f"/{what}/{name}" if name else f"/{what}"
    stories = _latest_stories(tx, _topics_of(app, what, name))
    wording = app.wording()
    return OutputFeed(
        id=f"{number}:{what}:{name}" if name else f"{number}:{what}",
        title=title,
        language=app.settings.language,
        self_url=f"{base}/feeds{path}.{form}",
        home_url=f"{base}/",
        items=[
            feed_item(
                story,
                topic_names(story.topics, wording),
                number=f"{number}:story:{story.id}",
                page=f"{base}/stories/{story.id}",
            )
            for story in stories
        ],
    )


def search_feed(app: AppContext, tx: Transaction, wish: SearchWish, address: str, form: FeedForm) -> OutputFeed:
    """The newest entries that a search finds; its address is the saved search. QueryError for a query that is none.

    ``address``: the search as it stands behind ``/search?``.
    """
    wanted, plan = read_search(wish, topics=[topic.id for topic in app.watchlists.topics])
    found = search_entries(tx, replace(wanted, limit=ITEMS, order="newest"), plan)
    base = app.settings.web.base_url or f"http://{app.settings.web.listen}"
    number, words, wording = f"urn:news-monitor:{_installation_id(tx)}", sought_words(plan.sought), app.wording()
    return OutputFeed(
        id=f"{number}:search:{hashlib.sha256(address.encode()).hexdigest()[:16]}",
        title=translator(wording, "page")("search_title", query=wish.query or address),
        language=app.settings.language,
        self_url=f"{base}/feeds/search.{form}?{address}",
        home_url=f"{base}/search?{address}",
        items=[
            entry_item(
                hit.entry,
                topic_names(dict.fromkeys(mention.topic for mention in hit.mentions), wording),
                number=f"{number}:entry:{hit.entry.id}",
                sentence=make_excerpt(sanitize_line(hit.entry.text), words)[0],
                home=f"{base}/",
            )
            for hit in found.hits
        ],
    )


def _feed_title(app: AppContext, what: FeedOf, name: str) -> str | None:
    say = translator(app.wording(), "page")
    match what:
        case "everything":
            return say("feed_everything")
        case "topics":
            return next(
                (topic.label(app.settings.language) for topic in app.watchlists.topics if topic.id == name), None
            )
        case "watchlists":
            known = any(topic.watchlist == name for topic in app.watchlists.topics)
            return say("feed_watchlist", name=name) if known else None


def _topics_of(app: AppContext, what: FeedOf, name: str) -> Sequence[str]:
    """Empty = all."""
    if what == "topics":
        return [name]
    return [topic.id for topic in app.watchlists.topics if topic.watchlist == name] if what == "watchlists" else []


def _latest_stories(tx: Transaction, topics: Sequence[str]) -> Sequence[Story]:
    found: dict[int, Story] = {}
    for topic in topics or [""]:
        found |= {story.id: story for story in tx.stories.find(StoryFilter(topic=topic, limit=ITEMS))}
    return sorted(found.values(), key=lambda story: (story.last_seen_at, story.id), reverse=True)[:ITEMS]


def _installation_id(tx: Transaction) -> str:
    """Tells the items of two monitors apart, and stays the same when their addresses change."""
    key = tx.key_values.get(LINK_KEY)
    return hashlib.sha256(f"feeds {key or ''}".encode()).hexdigest()[:16]
