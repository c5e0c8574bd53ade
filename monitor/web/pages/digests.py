"""``/digests``: the archive, each as it reads."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from monitor.app.delivery.render import render_message
from monitor.app.queries.deliveries import DigestReport, digest_again, digest_list
from monitor.core.model.deliveries import Digest
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.page import Page, Reader, reader_of
from monitor.web.pages.story_view import SentLine, sent_line
from monitor.web.security.headers import LETTER_POLICY

_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """One digest."""

    id: int
    name: str
    day: str
    """The end of its window, as people say it: "Thu 26 Nov 08:30"."""
    window: str
    sent: tuple[SentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsPage(Page):
    """The archive."""

    rows: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage(Page):
    """One digest."""

    id: int


def digest_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/digests", methods=["GET", "HEAD"])
    async def digests(request: Request) -> Response:
        reader = reader_of(app, request)
        found = await app.in_store.look(lambda tx: digest_list(tx, limit=_SHOWN))
        rows = tuple(_digest_line(reader, one) for one in found)
        page = DigestsPage(title=reader.say("digest_archive"), lang=reader.lang, root=reader.root, rows=rows)
        return reader.html("digests", page, place="deliveries")

    @router.api_route("/digests/{number}.html", methods=["GET", "HEAD"])
    async def letter(number: str) -> Response:
        wanted = number_in(number)
        found = await app.in_store.look(lambda tx: digest_again(app, tx, wanted))
        if found is None:
            raise HTTPException(404, "Not Found")
        message, wording = found
        (part, *_) = await render_message(app.templates, app.own_templates, "file", message, wording)
        return HTMLResponse(part.html, headers=LETTER_POLICY)

    @router.api_route("/digests/{number}", methods=["GET", "HEAD"])
    async def digest(number: str, request: Request) -> Response:
        reader, wanted = reader_of(app, request), number_in(number)
        found = await app.in_store.look(lambda tx: tx.digests.get(wanted))
        if found is None:
            raise HTTPException(404, "Not Found")
        page = DigestPage(
            title=f"{found.name} · {_day_of(reader, found)}",
            lang=reader.lang,
            root=reader.root,
            id=wanted,
            lead=reader.say(
                "digest_window", since=reader.moment(found.from_at).text, until=reader.moment(found.to_at).text
            ),
        )
        return reader.html("digest", page, place="deliveries")

    return router


def _digest_line(reader: Reader, found: DigestReport) -> DigestLine:
    digest = found.digest
    return DigestLine(
        id=digest.id,
        name=digest.name,
        day=_day_of(reader, digest),
        window=reader.say(
            "digest_window", since=reader.moment(digest.from_at).text, until=reader.moment(digest.to_at).text
        ),
        sent=tuple(sent_line(reader, one) for one in found.deliveries),
    )


def _day_of(reader: Reader, digest: Digest) -> str:
    local = digest.to_at.astimezone(reader.app.zone)
    return f"{reader.day_name(local.date())} {local:%H:%M}"
