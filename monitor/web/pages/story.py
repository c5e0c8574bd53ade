"""``/stories/{id}``: one story with everything that is kept of it, and what people say about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from monitor.app.feedback.proposals import propose_after
from monitor.app.feedback.verdicts import record_verdict, subject_of
from monitor.core.i18n.catalog import find_phrase
from monitor.core.i18n.phrases import Reason
from monitor.core.model.feedback import Judged, Judgement
from monitor.core.model.matches import Mention
from monitor.core.model.messages import StoryNews
from monitor.core.model.stories import Outlet, Story
from monitor.core.render.story_view import Piece, pieces_of, signal_labels, story_view, text_of
from monitor.core.text.sanitize import safe_url
from monitor.ports import Transaction
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.page import Page, Reader, reader_of
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of

_MOST = 200
"""Reports and mentions shown; the command line lists all."""
_BY_HAND: dict[str, Judgement] = {"not-relevant": "not-relevant", "relevant": "relevant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLine:
    """One report."""

    when: str
    title: str
    url: str
    source: str
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionLine:
    """One mention with its sentence."""

    topic: str
    source: str
    score: str
    sentence: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic of the story and the newest verdict about it."""

    id: str
    name: str
    judged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact told."""

    surface: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage(Page):
    """The whole story."""

    id: int
    headline: str
    url: str
    meta: str
    signals: tuple[str, ...]
    sentence: tuple[Piece, ...]
    follows: int | None
    topics: tuple[TopicLine, ...]
    outlets: tuple[OutletLine, ...]
    facts: tuple[FactLine, ...]
    mentions: tuple[MentionLine, ...]


def story_page_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    def known(tx: Transaction, story_id: int) -> tuple[Story, Sequence[Mention], Sequence[str], Judged] | None:
        subject = subject_of(app.watchlists, tx, story_id)
        if subject.story is None:
            return None
        return subject.story, subject.mentions, subject.topics, tx.verdicts.judged([subject.story.id])

    @router.api_route("/stories/{number}", methods=["GET", "HEAD"])
    async def story(number: str, request: Request) -> Response:
        reader, wanted = reader_of(app, request), number_in(number)
        found = await app.in_store.read(lambda tx: known(tx, wanted))
        if found is None:
            return reader.message(reader.say("story_gone"), reader.say("story_gone_more"), status=404)
        if found[0].id != wanted:
            return RedirectResponse(f"{reader.root}/stories/{found[0].id}", status_code=302)
        return reader.html("story", _story_page(reader, *found))

    @router.post("/stories/{number}/verdict")
    async def judge(number: str, request: Request) -> Response:
        wanted, form = number_in(number), await form_of(request)
        judgement = _BY_HAND.get(form.get("judgement", ""))
        if judgement is None:
            raise HTTPException(400, Reason("refused.judgement"))
        topic, word = form.get("topic", ""), form.get("word", "")
        said = await app.in_store.write(
            lambda tx: record_verdict(app, tx, wanted, topic, judgement, word=word, who=web_actor(request))
        )
        proposed = await propose_after(app, [said])
        reader = reader_of(app, request)
        onwards = f"feedback#proposal-{proposed[0].id}" if proposed else f"stories/{said.story_id}"
        return RedirectResponse(f"{reader.root}/{onwards}", status_code=303)

    return router


def _story_page(
    reader: Reader, story: Story, mentions: Sequence[Mention], topics: Sequence[str], judged: Judged
) -> StoryPage:
    view = story_view(StoryNews(story=story, mentions=mentions), reader.app.clock.now(), reader.wording)
    best = max(mentions, key=lambda mention: mention.score, default=None)
    return StoryPage(
        title=view.title,
        lang=reader.lang,
        root=reader.root,
        id=story.id,
        headline=view.title,
        url=view.url,
        meta=_meta_line(reader, view.topics, story),
        signals=signal_labels(story.signals, reader.wording),
        sentence=pieces_of(best.snippet, best.highlights) if best else (),
        follows=story.follows,
        topics=tuple(_topic_line(reader, topic, judged.get((story.id, topic))) for topic in topics),
        outlets=tuple(_outlet_line(reader, outlet) for outlet in story.outlets[:_MOST]),
        facts=tuple(
            FactLine(
                surface=text_of(fact.surface or fact.value), kind=_state_name(reader, f"fact_{fact.kind}", fact.kind)
            )
            for fact in story.facts
        ),
        mentions=tuple(
            MentionLine(
                topic=reader.topic(mention.topic),
                source=text_of(mention.source_title),
                score=f"{mention.score:.2f}",
                sentence=pieces_of(mention.snippet, mention.highlights),
            )
            for mention in mentions[:_MOST]
        ),
    )


def _meta_line(reader: Reader, topics: Sequence[str], story: Story) -> str:
    seen = reader.say("first_seen", when=reader.when(story.first_seen_at))
    return " · ".join((*topics, seen, reader.say("reports_n", n=len(story.outlets))))


def _topic_line(reader: Reader, topic: str, judged: Judgement | None) -> TopicLine:
    said = reader.say(f"verdict_{judged}") if judged else ""
    return TopicLine(id=topic, name=reader.topic(topic), judged=said)


def _outlet_line(reader: Reader, outlet: Outlet) -> OutletLine:
    seen = reader.say("entry_seen", when=reader.when(outlet.seen_at))
    return OutletLine(
        when=reader.when(outlet.published_at) if outlet.published_at else seen,
        title=text_of(outlet.title) or reader.say("untitled"),
        url=safe_url(outlet.url),
        source=text_of(outlet.source),
        tier=reader.say("round_up") if outlet.is_roundup else _state_name(reader, f"tier_{outlet.tier}", outlet.tier),
    )


def _state_name(reader: Reader, key: str, name: str) -> str:
    return reader.say(key) if find_phrase("en", f"page.{key}") else name
