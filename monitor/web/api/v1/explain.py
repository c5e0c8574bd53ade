"""``POST /api/v1/explain``: why a text or a stored entry is, or is not, about each topic; it changes nothing."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from monitor.app.context import AppContext
from monitor.app.queries.entry_edits import entry_edits
from monitor.app.queries.trial import read_stored_document
from monitor.core.match.document import document_of_text
from monitor.core.match.explain import explain_document
from monitor.core.match.late_matcher import whole_matcher
from monitor.core.model.entries import Entry
from monitor.core.model.filters import EntryFilter
from monitor.core.model.matches import Document
from monitor.core.render.json_documents import Json
from monitor.core.text.urls import canonical_url
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.api.v1.bodies import number_field, read_fields, text_field
from monitor.web.context import Context

_OWN_TEXT = {"text", "title"}


def explain_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may read."""
    router, app = APIRouter(prefix="/api/v1"), context.app

    @router.post("/explain")
    async def explain(request: Request) -> JSONResponse:
        fields = await read_fields(request, {*_OWN_TEXT, "url", "entry"})
        text, title = text_field(fields, "text", default=""), text_field(fields, "title", default="")
        url, number = text_field(fields, "url", default=""), number_field(fields, "entry")
        if fields and fields.keys() <= _OWN_TEXT:
            return JSONResponse(_explained(app, document_of_text(title, text)))
        if len(fields) != 1:
            raise UserError("give one of text (with title if you like), url or entry")

        def stored(tx: Transaction) -> Json:
            entry = _entry_of(tx, url, number)
            document = read_stored_document(tx, entry, app.spec_of)
            return _explained(app, document) | {"entry": entry.id, "edits": entry_edits(tx, entry.id)}

        return JSONResponse(await app.in_store.look(stored))

    return router


def _entry_of(tx: Transaction, url: str, number: int) -> Entry:
    if number:
        found = tx.entries.get(number)
    else:
        found = next(iter(tx.entries.find(EntryFilter(url=canonical_url(url), limit=1))), None)
    if found is None:
        raise HTTPException(404, "No such entry is stored, and nothing is fetched here.")
    return found


def _explained(app: AppContext, document: Document) -> Json:
    found = explain_document(whole_matcher(app.matcher), document)
    return dict(found.as_json()) | {"text": found.as_text(app.settings.language)}
