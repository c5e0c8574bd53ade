"""What ``/api/v1`` changes: it asks for JSON, which no form of another site can send, and notes who did it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from monitor.adapters.config.schema.formats import Malformed, parse_duration
from monitor.app.context import AppContext
from monitor.app.delivery.recovery import retry_delivery
from monitor.app.feedback.verdicts import MOST_LETTERS, mute_topic, record_verdict
from monitor.core.i18n.phrases import reason_of
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.sources import SourceState
from monitor.core.render.json_documents import delivery_json, time_json, verdict_json
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import json_of


def change_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may write."""
    router, app = APIRouter(prefix="/api/v1"), context.app
    _add_feedback(router, app)
    _add_work(router, app)
    return router


def _add_feedback(router: APIRouter, app: AppContext) -> None:
    @router.post("/topics/{topic}/mute")
    async def mute(request: Request, topic: str) -> JSONResponse:
        fields, now = await _read_fields(request, {"for"}), app.clock.now()
        if topic not in {known.id for known in app.watchlists.topics}:
            raise HTTPException(404, f"There is no topic {topic[:60]}.")
        try:
            until = now + parse_duration(_text_field(fields, "for"))
        except (Malformed, OverflowError) as error:
            raise UserError('"for": expected a duration such as 6h or 1d; 0s ends it') from error
        await app.in_store.write(lambda tx: mute_topic(tx, topic, until, who=web_actor(request, "api"), now=now))
        return JSONResponse({"topic": topic, "muted_until": time_json(until) if until > now else None})

    @router.post("/stories/{number}/not-relevant")
    async def not_relevant(request: Request, number: str) -> JSONResponse:
        wanted, fields = number_in(number), await _read_fields(request, {"topic", "word"})
        topic, word = _text_field(fields, "topic"), _text_field(fields, "word", default="")
        if len(word) > MOST_LETTERS:
            raise UserError(f'"word": at most {MOST_LETTERS} letters')

        def judge(tx: Transaction) -> dict[str, object]:
            if not tx.stories.get([wanted]):
                raise HTTPException(404, f"There is no story {wanted}.")
            who = web_actor(request, "api")
            with _answer_conflicts():
                return verdict_json(record_verdict(app, tx, wanted, topic, "not-relevant", word=word, who=who))

        return JSONResponse(await app.in_store.write(judge))


def _add_work(router: APIRouter, app: AppContext) -> None:
    @router.post("/sources/{number}/pause")
    async def pause(request: Request, number: str) -> JSONResponse:
        return await set_state(request, number, "paused")

    @router.post("/sources/{number}/resume")
    async def resume(request: Request, number: str) -> JSONResponse:
        return await set_state(request, number, "active")

    async def set_state(request: Request, number: str, state: SourceState) -> JSONResponse:
        wanted, _ = number_in(number), await _read_fields(request, set())

        def change(tx: Transaction) -> dict[str, object]:
            found, now = tx.timetable.source(wanted), app.clock.now()
            if found is None or found.state == "removed":
                raise HTTPException(404, f"There is no source {wanted}.")
            tx.sources.set_state(wanted, state, now=now)
            tx.audit.note(f"source {found.url}: {state}", who=web_actor(request, "api"), now=now)
            return {"id": wanted, "url": found.url, "state": state}

        return JSONResponse(await app.in_store.write(change))

    @router.post("/deliveries/{number}/retry")
    async def retry(request: Request, number: str) -> JSONResponse:
        wanted, _ = number_in(number), await _read_fields(request, set())
        who = web_actor(request, "api")

        def again(tx: Transaction) -> dict[str, object]:
            if not tx.outbox.find(DeliveryFilter(delivery_id=wanted)):
                raise HTTPException(404, f"There is no delivery {wanted}.")
            with _answer_conflicts():
                return delivery_json(retry_delivery(app, tx, wanted, who=who))

        return JSONResponse(await app.in_store.write(again))


@contextmanager
def _answer_conflicts() -> Iterator[None]:
    """What is asked is well formed, and cannot be done as things are."""
    try:
        yield
    except UserError as error:
        raise HTTPException(409, reason_of(error)) from error


async def _read_fields(request: Request, known: set[str]) -> Mapping[str, object]:
    """The body's fields; UserError for anything but an object of these."""
    document = await json_of(request)
    if not isinstance(document, dict) or not document.keys() <= known:
        raise UserError(f"expected a JSON object with {', '.join(sorted(known)) or 'nothing in it: {}'}")
    return document


def _text_field(fields: Mapping[str, object], name: str, *, default: str | None = None) -> str:
    found = fields.get(name, default)
    if not isinstance(found, str):
        raise UserError(f'"{name}": a text is expected')
    return found
