"""``/settings/tokens``: tokens made and taken back on the settings page; what one is, is shown this once."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.app.tokens import add_token, revoke_token
from monitor.core.i18n.phrases import Reason
from monitor.core.model.operations.tokens import SCOPES, Scope
from monitor.core.render.story_view import text_of
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.page import Page, reader_of
from monitor.web.pages.settings import settings_page
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import Form, form_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPage(Page):
    """A token that was made just now."""

    value: str


def token_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.post("/settings/tokens")
    async def make(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        name, now, who = form.get("name", "").strip(), app.clock.now(), web_actor(request)
        try:
            scope = _scope_in(form)
            value = await app.in_store.write(lambda tx: add_token(tx, name, scope, who=who, now=now))
        except UserError as error:
            shown = replace(await settings_page(reader), problem=reader.fault(error), asked_name=name)
            shown = replace(shown, asked_scope=form.get("scope", ""))
            return reader.html("settings", shown, place="settings", status=400)
        page = TokenPage(
            title=reader.say("token_made", name=text_of(name)), lang=reader.lang, root=reader.root, value=value
        )
        return reader.html("token", page, place="settings")

    @router.post("/settings/tokens/revoke")
    async def revoke(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        name, now, who = form.get("name", ""), app.clock.now(), web_actor(request)
        await app.in_store.write(lambda tx: revoke_token(tx, name, who=who, now=now))
        return reader.go_to("/settings#tokens", said="token_revoked")

    return router


def _scope_in(form: Form) -> Scope:
    scope = next((known for known in SCOPES if known == form.get("scope")), None)
    if scope is None:
        raise UserError(Reason("refused.no-scope"))
    return scope
