"""``/``: is everything well, what is watched, what was seen last."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.app.queries.sources import WEEK, sources_seen, topic_rows
from monitor.core.model.filters import StoryFilter
from monitor.core.model.messages import StoryNews
from monitor.core.model.stories import Story
from monitor.core.render.story_view import StoryView, story_view
from monitor.ports import Transaction
from monitor.web.api.health import LONGEST_SILENCE
from monitor.web.context import Context
from monitor.web.page import Page, reader_of

_STORIES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic and how often it was mentioned in the last week."""

    name: str
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage(Page):
    """The first page."""

    healthy: bool
    topics: tuple[TopicLine, ...]
    stories: tuple[StoryView, ...]


def overview_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    def known(tx: Transaction) -> tuple[tuple[int, int], list[dict[str, object]], Sequence[Story]]:
        now = app.clock.now()
        topics = topic_rows(tx, app.watchlists.topics, since=now - WEEK)
        return sources_seen(tx, now=now), topics, tx.stories.find(StoryFilter(limit=_STORIES))

    @router.api_route("/", methods=["GET", "HEAD"])
    async def index(request: Request) -> Response:
        reader = reader_of(app, request)
        (seen, of), topics, stories = await app.in_store.read(known)
        now = app.clock.now()
        page = IndexPage(
            title=reader.say("home"),
            lang=reader.lang,
            root=reader.root,
            lead=reader.say("seen_of", seen=seen, of=of),
            healthy=context.heartbeat.silence() <= LONGEST_SILENCE,
            topics=tuple(
                TopicLine(name=reader.topic(str(row["id"])), mentions=int(str(row["mentions"]))) for row in topics
            ),
            stories=tuple(story_view(StoryNews(story=story), now, reader.wording) for story in stories),
        )
        return reader.html("index", page)

    return router
