"""What ``/api/v1`` changes: it asks for JSON, which no form of another site can send, and notes who did it."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from monitor.adapters.config.schema.formats import Malformed, parse_duration
from monitor.app.context import AppContext
from monitor.app.delivery.cancel import cancel_delivery
from monitor.app.delivery.channel_state import switch_sending
from monitor.app.delivery.recovery import retry_delivery
from monitor.app.feedback.proposals import propose_after
from monitor.app.feedback.verdicts import MOST_LETTERS, mute_topic, record_verdict
from monitor.app.queries.rows import delivery_rows, sending_document
from monitor.app.sources import SourceErrand, change_source
from monitor.app.stories.regroup import merge_into_first, split_story
from monitor.core.model.deliveries import Delivery
from monitor.core.model.feedback import Verdict
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import time_json, verdict_json, whole_story_json
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.api.v1.bodies import answer_conflicts, numbers_field, read_fields, text_field
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.security.log_ins import web_actor

_MOST = 1000


def change_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may write."""
    router, app = APIRouter(prefix="/api/v1"), context.app
    _add_feedback(router, app)
    _add_sources(router, app)
    _add_messages(router, app)
    _add_regrouping(router, app)
    return router


def _add_feedback(router: APIRouter, app: AppContext) -> None:
    @router.post("/topics/{topic}/mute")
    async def mute(request: Request, topic: str) -> JSONResponse:
        fields, now = await read_fields(request, {"for"}), app.clock.now()
        if topic not in {known.id for known in app.watchlists.topics}:
            raise HTTPException(404, f"There is no topic {topic[:60]}.")
        try:
            until = now + parse_duration(text_field(fields, "for"))
        except (Malformed, OverflowError) as error:
            raise UserError('"for": expected a duration such as 6h or 1d; 0s ends it') from error
        await app.in_store.write(lambda tx: mute_topic(tx, topic, until, who=web_actor(request, "api"), now=now))
        return JSONResponse({"topic": topic, "muted_until": time_json(until) if until > now else None})

    @router.post("/stories/{number}/not-relevant")
    async def not_relevant(request: Request, number: str) -> JSONResponse:
        wanted, fields = number_in(number), await read_fields(request, {"topic", "word"})
        topic, word = text_field(fields, "topic"), text_field(fields, "word", default="")
        if len(word) > MOST_LETTERS:
            raise UserError(f'"word": at most {MOST_LETTERS} letters')

        def judge(tx: Transaction) -> Verdict:
            if not tx.stories.get([wanted]):
                raise HTTPException(404, f"There is no story {wanted}.")
            who = web_actor(request, "api")
            with answer_conflicts():
                return record_verdict(app, tx, wanted, topic, "not-relevant", word=word, who=who)

        said = await app.in_store.write(judge)
        await propose_after(app, [said])
        return JSONResponse(verdict_json(said))


def _add_sources(router: APIRouter, app: AppContext) -> None:
    @router.post("/sources/{number}/pause")
    async def pause(request: Request, number: str) -> JSONResponse:
        return await run_errand(request, number, "pause")

    @router.post("/sources/{number}/resume")
    async def resume(request: Request, number: str) -> JSONResponse:
        return await run_errand(request, number, "resume")

    @router.post("/sources/{number}/refresh")
    async def refresh(request: Request, number: str) -> JSONResponse:
        return await run_errand(request, number, "refresh")

    async def run_errand(request: Request, number: str, errand: SourceErrand) -> JSONResponse:
        wanted, _ = number_in(number), await read_fields(request, set())
        now, who = app.clock.now(), web_actor(request, "api")

        def change(tx: Transaction) -> dict[str, object]:
            found = tx.timetable.source(wanted)
            if found is None or found.state == "removed":
                raise HTTPException(404, f"There is no source {wanted}.")
            with answer_conflicts():
                changed = change_source(tx, wanted, errand, who=who, now=now)
            return {"id": wanted, "url": changed.url, "state": changed.state}

        return JSONResponse(await app.in_store.write(change))


def _add_messages(router: APIRouter, app: AppContext) -> None:
    @router.post("/deliveries/{number}/retry")
    async def retry(request: Request, number: str) -> JSONResponse:
        who = web_actor(request, "api")
        return await change(request, number, lambda tx, wanted: retry_delivery(app, tx, wanted, who=who))

    @router.post("/deliveries/{number}/cancel")
    async def cancel(request: Request, number: str) -> JSONResponse:
        who, now = web_actor(request, "api"), app.clock.now()
        return await change(request, number, lambda tx, wanted: cancel_delivery(tx, wanted, who=who, now=now))

    async def change(request: Request, number: str, work: Callable[[Transaction, int], Delivery]) -> JSONResponse:
        wanted, _ = number_in(number), await read_fields(request, set())

        def changed(tx: Transaction) -> dict[str, object]:
            if not tx.outbox.find(DeliveryFilter(delivery_id=wanted)):
                raise HTTPException(404, f"There is no delivery {wanted}.")
            with answer_conflicts():
                work(tx, wanted)
            (row,) = delivery_rows(tx, tx.outbox.find(DeliveryFilter(delivery_id=wanted)))
            return row

        return JSONResponse(await app.in_store.write(changed))

    @router.post("/sending")
    async def switch(request: Request) -> JSONResponse:
        fields, now, who = await read_fields(request, {"on"}), app.clock.now(), web_actor(request, "api")
        wanted = fields.get("on")
        if not isinstance(wanted, bool):
            raise UserError('"on": true or false is expected')

        def switched(tx: Transaction) -> dict[str, object]:
            switch_sending(tx, on=wanted, who=who, now=now)
            return sending_document(tx)

        return JSONResponse(await app.in_store.write(switched))


def _add_regrouping(router: APIRouter, app: AppContext) -> None:
    @router.post("/stories/merge")
    async def merge(request: Request) -> JSONResponse:
        ids = numbers_field(await read_fields(request, {"ids"}), "ids", most=_MOST)
        who, now = web_actor(request, "api"), app.clock.now()
        return await regroup(lambda tx: merge_into_first(tx, ids, who=who, now=now))

    @router.post("/stories/split")
    async def split(request: Request) -> JSONResponse:
        reports: Sequence[int] = numbers_field(await read_fields(request, {"reports"}), "reports", most=_MOST)
        who, now = web_actor(request, "api"), app.clock.now()
        return await regroup(lambda tx: split_story(tx, reports, who=who, now=now))

    async def regroup(work: Callable[[Transaction], Story]) -> JSONResponse:
        def regrouped(tx: Transaction) -> Story:
            with answer_conflicts():
                return work(tx)

        return JSONResponse(whole_story_json(await app.in_store.write(regrouped)))
