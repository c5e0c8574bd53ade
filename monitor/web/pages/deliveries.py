"""``/deliveries``: the outbox with every answer; retry, take back, try a channel, pause everything."""

from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.app.delivery.cancel import cancel_delivery
from monitor.app.delivery.channel_state import switch_sending
from monitor.app.delivery.on_demand import send_test
from monitor.app.delivery.recovery import retry_delivery
from monitor.app.queries.deliveries import PAGE, DeliveryList, DeliveryReport, delivery_list, delivery_report
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.model.channel_state import ChannelState
from monitor.core.model.deliveries import Delivery, DeliveryState
from monitor.core.model.filters import DeliveryFilter
from monitor.core.render.story_view import text_of
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.page import Page, Reader, reader_of
from monitor.web.pages.story_view import OtherStory, SentLine, sent_line
from monitor.web.paging import query_text
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of

_STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)
_OWED = ("pending", "deferred", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One message of the list."""

    sent: SentLine
    headline: str
    repeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """A channel and how it is."""

    name: str
    kind: str
    tone: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFilter:
    """A state to look at alone."""

    name: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesPage(Page):
    """The outbox."""

    state: str
    channel: str
    states: tuple[StateFilter, ...]
    rows: tuple[DeliveryLine, ...]
    channels: tuple[ChannelLine, ...]
    waiting: int
    sending: bool
    older: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage(Page):
    """One message."""

    id: int
    sent: SentLine
    facts: tuple[tuple[str, str], ...]
    stories: tuple[OtherStory, ...]
    members: tuple[SentLine, ...]
    may_retry: bool
    may_cancel: bool


def delivery_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/deliveries", methods=["GET", "HEAD"])
    async def deliveries(request: Request, state: str = "", channel: str = "", before: str = "") -> Response:
        reader = reader_of(app, request)
        chosen = next((one for one in _STATES if one == state), None)
        last = number_in(before) if before else None
        wanted = DeliveryFilter(state=chosen, channel=channel[:80], limit=PAGE + 1, before_id=last)
        found = await app.in_store.look(lambda tx: delivery_list(app, tx, wanted))
        page = _deliveries_page(reader, found, state=state if chosen else "", channel=channel)
        return reader.html("deliveries", page, place="deliveries")

    @router.post("/deliveries/sending")
    async def switch(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        is_on, who = form.get("on") == "1", web_actor(request)
        await app.in_store.write(lambda tx: switch_sending(tx, on=is_on, who=who, now=app.clock.now()))
        return reader.go_to("/deliveries", said="resumed" if is_on else "paused")

    @router.post("/deliveries/test")
    async def test(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        name = form.get("channel", "")
        if name not in app.channel_settings:
            raise UserError(Reason("refused.no-channel"))
        ended = await send_test(app, name)
        said = "tested" if all(one.state == "sent" for one in ended) else "test_failed"
        return reader.go_to(f"/deliveries/{ended[0].id}" if ended else "/deliveries", said=said)

    @router.api_route("/deliveries/{number}", methods=["GET", "HEAD"])
    async def delivery(number: str, request: Request) -> Response:
        reader, wanted = reader_of(app, request), number_in(number)
        found = await app.in_store.look(lambda tx: delivery_report(tx, wanted))
        if found is None:
            raise HTTPException(404, "Not Found")
        return reader.html("delivery", _delivery_page(reader, found), place="deliveries")

    return router


def delivery_state_routes(context: Context) -> APIRouter:
    """What is done with one message."""
    router, app = APIRouter(), context.app

    @router.post("/deliveries/{number}/retry")
    async def retry(number: str, request: Request) -> Response:
        wanted, reader, who = number_in(number), reader_of(app, request), web_actor(request)
        await form_of(request)
        await app.in_store.write(lambda tx: retry_delivery(app, tx, wanted, who=who))
        return reader.go_to(f"/deliveries/{wanted}", said="retried")

    @router.post("/deliveries/{number}/cancel")
    async def cancel(number: str, request: Request) -> Response:
        wanted, reader, who = number_in(number), reader_of(app, request), web_actor(request)
        await form_of(request)
        await app.in_store.write(lambda tx: cancel_delivery(tx, wanted, who=who, now=app.clock.now()))
        return reader.go_to(f"/deliveries/{wanted}", said="cancelled")

    return router


def _deliveries_page(reader: Reader, found: DeliveryList, *, state: str, channel: str) -> DeliveriesPage:
    say = reader.say
    return DeliveriesPage(
        title=say("nav_deliveries"),
        lang=reader.lang,
        root=reader.root,
        lead=say("waiting_n", n=found.waiting),
        state=state,
        channel=channel,
        states=tuple(
            StateFilter(
                name=say(f"delivery_{one}"),
                path=query_text("/deliveries", state=one, channel=channel),
                current=one == state,
            )
            for one in _STATES
        ),
        rows=tuple(_delivery_line(reader, one, found) for one in found.deliveries),
        channels=tuple(_channel_line(reader, name, kept) for name, kept in found.channels.items()),
        waiting=found.waiting,
        sending=found.sending_is_on,
        older=query_text("/deliveries", state=state, channel=channel, before=str(found.more)) if found.more else "",
    )


def _delivery_line(reader: Reader, one: Delivery, found: DeliveryList) -> DeliveryLine:
    headline = text_of(found.headlines.get(min(one.stories), ""), 160) if one.stories else ""
    more = reader.say("and_stories", n=len(one.stories) - 1) if headline and len(one.stories) > 1 else ""
    return DeliveryLine(
        sent=sent_line(reader, one), headline=" ".join(filter(None, (headline, more))), repeat=one.possible_repeat
    )


def _channel_line(reader: Reader, name: str, kept: ChannelState) -> ChannelLine:
    now, say = reader.app.clock.now(), reader.say
    kind = reader.app.channel_settings[name].kind
    if kept.stop is not None:
        reason = text_of(reader.app.redact(render_reason(kept.stop.reason, reader.wording.language)), 300)
        return ChannelLine(name=name, kind=kind, tone="bad", state=say("channel_stopped"), reason=reason)
    if kept.paused_until is not None and kept.paused_until > now:
        until = say("channel_rests_until", when=reader.moment(kept.paused_until).text)
        return ChannelLine(name=name, kind=kind, tone="warn", state=say("channel_rests"), reason=until)
    if any(one.until > now for one in kept.cooldowns.values()):
        return ChannelLine(name=name, kind=kind, tone="warn", state=say("channel_cools"), reason="")
    return ChannelLine(name=name, kind=kind, tone="ok", state=say("channel_ok"), reason="")


def _delivery_page(reader: Reader, found: DeliveryReport) -> DeliveryPage:
    one, say = found.delivery, reader.say
    facts = (
        ("delivery_created", reader.when(one.created_at)),
        ("delivery_due", reader.when(one.send_at) if one.state in _OWED else ""),
        ("delivery_attempts", str(one.attempts)),
        ("delivery_sent_at", reader.when(one.sent_at) if one.sent_at else ""),
        ("delivery_code", text_of(one.provider_code, 80)),
        ("delivery_key", one.key),
    )
    line = sent_line(reader, one)
    return DeliveryPage(
        title=f"{line.what} #{one.id}",
        lang=reader.lang,
        root=reader.root,
        id=one.id,
        sent=line,
        facts=tuple((say(name), value) for name, value in facts if value),
        stories=tuple(OtherStory(id=story.id, title=text_of(story.title, 160)) for story in found.stories),
        members=tuple(sent_line(reader, member) for member in found.members),
        may_retry=one.state in ("dead", "held", "deferred"),
        may_cancel=one.state in _OWED and one.grouped_into is None,
    )
