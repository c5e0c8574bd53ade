"""What the pages show beside lists: a search, a topic over time, today's figures, a source, digests, verdicts."""

from functools import partial
from typing import Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from monitor.app.context import AppContext
from monitor.app.queries.deliveries import DigestReport, digest_again, digest_list
from monitor.app.queries.page_documents import digest_document, search_document, source_report_document, topic_document
from monitor.app.queries.rows import mention_row, sending_document
from monitor.app.queries.search import SearchWish, read_search, search_entries
from monitor.app.queries.source_pages import FRUITLESS_AFTER, source_report
from monitor.app.queries.today import at_a_glance, read_trend
from monitor.app.queries.topics import topic_report
from monitor.core.i18n.phrases import reason_of, render_reason
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.searches import SearchFilter
from monitor.core.render.forms.hook_document import hook_json
from monitor.core.render.json_documents import Json, proposal_json, time_json, verdict_json
from monitor.errors import QueryError, UserError
from monitor.ports import Transaction
from monitor.web.api.export import moment_in
from monitor.web.api.v1.bodies import refuse_repeated
from monitor.web.api.v1.reads import answer, choice_in, limit_in, page, read_number
from monitor.web.context import Context
from monitor.web.errors import number_in

_SPANS = ("7", "14", "30", "90")
_ARCHIVE = 200


def view_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may read."""
    router, app = APIRouter(prefix="/api/v1", dependencies=[Depends(refuse_repeated)]), context.app
    _add_search(router, app)
    _add_figures(router, app)
    _add_digests(router, app)
    _add_feedback(router, app)
    return router


def _add_search(router: APIRouter, app: AppContext) -> None:
    @router.get("/search")
    async def search(
        request: Request, *, query: str = "", topic: str = "", since: str = "", order: str = ""
    ) -> Response:
        said = request.query_params
        ranked: Literal["newest", "best"] = (
            "best" if choice_in("order", order, ("newest", "best")) == "best" else "newest"
        )
        filters = SearchFilter(
            languages=(said["lang"],) if said.get("lang") else (),
            source_id=number_or_refuse("source", said["source"]) if "source" in said else None,
            signal=said.get("signal", ""),
            since=moment_in(since, app.clock.now()),
            limit=limit_in(said.get("limit", "50")),
            before_id=read_number(said.get("cursor", "")) or None,
        )
        wish = SearchWish(query=query, topic=topic, order=ranked, filters=filters)
        try:
            wanted, plan = read_search(wish, topics=[known.id for known in app.watchlists.topics])
        except QueryError as error:
            raise UserError(f"query, column {error.column}: {render_reason(reason_of(error), 'en')}") from error
        found = await app.in_store.look(lambda tx: search_entries(tx, wanted, plan))
        return answer(request, search_document(found, plan))


def number_or_refuse(name: str, written: str) -> int:
    """A number from 1 in a query; UserError for anything else."""
    if not (written.isascii() and written.isdecimal() and len(written) <= 17 and int(written) > 0):
        raise UserError(f"{name}={written[:20]}: expected a number from 1")
    return int(written)


def _add_figures(router: APIRouter, app: AppContext) -> None:
    @router.get("/topics/{topic}")
    async def topic(request: Request, topic: str, days: str = "30") -> Response:
        wanted = next((known for known in app.watchlists.topics if known.id == topic), None)
        if wanted is None:
            raise HTTPException(404, f"There is no topic {topic[:60]}.")
        span = int(choice_in("days", days, _SPANS) or "30")

        def known(tx: Transaction) -> Json:
            return topic_document(app, tx, topic_report(app, tx, wanted, days=span))

        return answer(request, await app.in_store.look(known))

    @router.get("/today")
    async def today(request: Request) -> Response:
        return answer(request, await app.in_store.look(partial(_today_document, app)))

    @router.get("/sources/{number}")
    async def source(request: Request, number: str) -> Response:
        wanted, now = number_in(number), app.clock.now()

        def known(tx: Transaction) -> Json | None:
            mentions = tx.source_list.mentions_since(since=now - FRUITLESS_AFTER)
            found = source_report(app, tx, wanted, mentions=mentions)
            return source_report_document(found, now=now) if found else None

        document = await app.in_store.look(known)
        if document is None:
            raise HTTPException(404, f"There is no source {wanted}.")
        return answer(request, document)


def _today_document(app: AppContext, tx: Transaction) -> Json:
    trend, glance = read_trend(app, tx), at_a_glance(app, tx)
    return {
        "days": [day.isoformat() for day in trend.days],
        "entries": list(trend.entries),
        "stories": list(trend.stories),
        "mentions": list(trend.mentions),
        "sent": list(trend.sent),
        "topics": {name: list(counts) for name, counts in trend.topics.items()},
        "held_back": [
            {"status": held.status, "count": held.count, "newest": [mention_row(row) for row in held.newest]}
            for held in glance.held
        ],
        "refused": glance.refused,
        "sources": glance.sources,
        "sources_seen": glance.sources_seen,
        "next_digest_at": time_json(glance.next_digest),
    }


def _add_digests(router: APIRouter, app: AppContext) -> None:
    @router.get("/digests")
    async def digests(request: Request) -> Response:
        found = await app.in_store.look(lambda tx: digest_list(tx, limit=_ARCHIVE))
        return answer(request, page([digest_document(row) for row in found], None))

    @router.get("/digests/{number}")
    async def digest(request: Request, number: str) -> Response:
        wanted = number_in(number)

        def known(tx: Transaction) -> Json | None:
            found, again = tx.digests.get(wanted), digest_again(app, tx, wanted)
            if found is None or again is None:
                return None
            report = DigestReport(digest=found, deliveries=tx.outbox.find(DeliveryFilter(digest_id=wanted)))
            return digest_document(report) | {"data": hook_json(*again)["data"]}

        document = await app.in_store.look(known)
        if document is None:
            raise HTTPException(404, f"There is no digest {wanted}.")
        return answer(request, document)


def _add_feedback(router: APIRouter, app: AppContext) -> None:
    @router.get("/verdicts")
    async def verdicts(request: Request) -> Response:
        found = await app.in_store.look(lambda tx: tx.verdicts.find(limit=_ARCHIVE))
        return answer(request, page([verdict_json(row) for row in found], None))

    @router.get("/proposals")
    async def proposals(request: Request) -> Response:
        found = await app.in_store.look(lambda tx: tx.proposals.find(limit=_ARCHIVE))
        return answer(request, page([proposal_json(row) for row in found], None))

    @router.get("/sending")
    async def sending(request: Request) -> Response:
        return answer(request, await app.in_store.look(sending_document))
