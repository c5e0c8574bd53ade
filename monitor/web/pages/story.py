"""``/stories/{id}``: one story with everything that is kept of it, and what people say about it."""

import asyncio

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from monitor.app.context import AppContext
from monitor.app.feedback.proposals import propose_after
from monitor.app.feedback.verdicts import MUTE_FOR, mute_topic, record_verdict
from monitor.app.queries.story import whole_story
from monitor.app.stories.regroup import merge_into_first, split_story
from monitor.core.i18n.phrases import Reason
from monitor.core.model.feedback import Judgement
from monitor.core.model.operations.audit import Actor
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.page import own_path, reader_of
from monitor.web.pages.story_view import story_page
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of

_MOST_CHOSEN = 300
_BY_HAND: dict[str, Judgement] = {"not-relevant": "not-relevant", "relevant": "relevant"}


def story_page_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/stories/{number}", methods=["GET", "HEAD"])
    async def story(number: str, request: Request) -> Response:
        reader, wanted = reader_of(app, request), number_in(number)
        found = await app.in_store.look(lambda tx: whole_story(app, tx, wanted))
        if found is None:
            title, lead = reader.say("story_unknown", id=number), reader.say("story_unknown_more")
            return reader.message(title, lead, status=404, wide=True)
        if found.story.id != wanted:
            return RedirectResponse(f"{reader.root}/stories/{found.story.id}", status_code=302)
        # What edits changed is compared word by word, for which no other visitor waits.
        return reader.html("story", await asyncio.to_thread(story_page, reader, found))

    @router.post("/stories/{number}/verdict")
    async def judge(number: str, request: Request) -> Response:
        wanted, form, reader = number_in(number), await form_of(request), reader_of(app, request)
        topic, word, back = form.get("topic", ""), form.get("word", ""), form.get("back", "")
        if form.get("judgement") == "mute" and form.get("back"):
            await app.in_store.write(lambda tx: _mute(app, tx, topic, web_actor(request)))
            return reader.go_to(back, said="muted")
        judgement = _BY_HAND.get(form.get("judgement", ""))
        if judgement is None:
            raise HTTPException(400, Reason("refused.judgement"))
        said = await app.in_store.write(
            lambda tx: record_verdict(app, tx, wanted, topic, judgement, word=word, who=web_actor(request))
        )
        proposed = await propose_after(app, [said])
        if proposed:
            return reader.go_to(f"/feedback#proposal-{proposed[0].id}", said="proposed")
        return reader.go_to(back or f"/stories/{said.story_id}", said="recorded")

    return router


def _mute(app: AppContext, tx: Transaction, topic: str, actor: Actor) -> None:
    if topic not in {one.id for one in app.watchlists.topics}:
        raise UserError(Reason("refused.no-topic"))
    now = app.clock.now()
    mute_topic(tx, topic, now + MUTE_FOR, who=actor, now=now)


def regrouping_routes(context: Context) -> APIRouter:
    """Wrong groupings put right."""
    router, app = APIRouter(), context.app

    @router.post("/stories/{number}/merge")
    async def merge(number: str, request: Request) -> Response:
        wanted, form, reader = number_in(number), await form_of(request), reader_of(app, request)
        other = number_in(form.get("other", "").lstrip("#"))
        actor = web_actor(request)
        kept = await app.in_store.write(
            lambda tx: merge_into_first(tx, [wanted, other], who=actor, now=app.clock.now())
        )
        return reader.go_to(f"/stories/{kept.id}", said="merged")

    @router.post("/stories/{number}/split")
    async def split(number: str, request: Request) -> Response:
        number_in(number)
        form, reader = await form_of(request, most_fields=_MOST_CHOSEN), reader_of(app, request)
        reports = [number_in(one) for one in form.all_of("report")]
        if not reports:
            raise UserError(Reason("refused.no-report"))
        actor = web_actor(request)
        new = await app.in_store.write(lambda tx: split_story(tx, reports, who=actor, now=app.clock.now()))
        return reader.go_to(own_path(f"/stories/{new.id}"), said="split")

    return router
