"""``/settings/tokens``: tokens made and taken back on the settings page; what one is, is shown this once."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.app.tokens import add_token, revoke_token
from monitor.core.i18n.phrases import Reason
from monitor.core.model.operations.tokens import SCOPES, AccessToken
from monitor.core.render.story_view import text_of
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.page import Page, Reader, reader_of
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A token in the list."""

    name: str
    scope: str
    made: str


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
        scope = next((known for known in SCOPES if known == form.get("scope")), None)
        if scope is None:
            raise UserError(Reason("refused.no-scope"))
        name, now, who = form.get("name", "").strip(), app.clock.now(), web_actor(request)
        value = await app.in_store.write(lambda tx: add_token(tx, name, scope, who=who, now=now))
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


def token_lines(reader: Reader, tokens: Sequence[AccessToken]) -> tuple[TokenLine, ...]:
    """All of them, as the settings page lists them."""
    return tuple(
        TokenLine(
            name=text_of(token.name),
            scope=reader.say(f"scope_{token.scope}"),
            made=f"{reader.when(token.created_at)} · {text_of(token.created_by, 80)}",
        )
        for token in tokens
    )


def scope_names(reader: Reader) -> tuple[tuple[str, str], ...]:
    """What a token may be allowed, in the reader's language."""
    return tuple((scope, reader.say(f"scope_{scope}")) for scope in SCOPES)
