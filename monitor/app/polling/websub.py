"""Push from hubs (W3C WebSub): subscriptions follow the sources, are kept alive, and bring polls forward.

A delivery's body is never read as news: it makes its source due, and what is stored is what the publisher itself
shows. Why: docs/development/decisions/081-a-push-only-expedites.md.
"""

import secrets
from collections.abc import AsyncIterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.app.context import AppContext
from monitor.core.calendar.waits import draw_for
from monitor.core.i18n.phrases import Reason
from monitor.core.model.settings import Settings
from monitor.core.model.sources import Source
from monitor.core.model.subscriptions import Advertised, Subscription
from monitor.core.polling.active_hours import opens_at
from monitor.core.polling.websub import (
    Question,
    Signature,
    after_answer,
    after_request,
    before_request,
    callback_address,
    clamp_to_now,
    given_up,
    is_current,
    request_form,
)
from monitor.core.polling.websub_reliability import after_push, due_after_push, is_lively, record_poll
from monitor.log_lines import lazy_logger
from monitor.ports import Clock, Hubs, Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)

_TOKEN_BYTES = 32
PUSHED = "poll.pushed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a hub is answered: a status, and a body of plain text."""

    status: int
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What push means for a source's next poll."""

    lively: bool = False
    """Its hub tells of news: polls are a back-up."""
    look_at: datetime | None = None
    """The hub told of news that was not seen yet: look again then."""


def follow_sources(app: AppContext, tx: Transaction) -> None:
    """Subscribe for sources that name a hub; give up what no source, or no setting, asks for any more."""
    advertised = (
        {feed.source_id: feed for feed in tx.subscriptions.advertised()} if app.settings.websub.callback else {}
    )
    running = {
        subscription.source_id: subscription
        for subscription in tx.subscriptions.all()
        if subscription.state != "leaving"
    }
    for source_id in sorted(running.keys() | advertised.keys()):
        _settle_subscription(app, tx, running.get(source_id), advertised.get(source_id))


def follow_source(app: AppContext, tx: Transaction, source: Source) -> None:
    """The same for one source, after a poll that may have told of another hub."""
    if app.hubs is None or not app.settings.websub.callback:
        return
    advertised = Advertised(
        source_id=source.id,
        configured_url=source.configured_url or source.url,
        hub=source.hub,
        topic=source.hub_topic or source.url,
    )
    running = tx.subscriptions.of_source(source.id)
    _settle_subscription(app, tx, running, advertised if source.hub and source.state == "active" else None)


def _settle_subscription(
    app: AppContext, tx: Transaction, running: Subscription | None, advertised: Advertised | None
) -> None:
    base, now = app.settings.websub.callback, app.clock.now()
    wanted = advertised if advertised is not None and _is_wanted(app, advertised) else None
    if running is not None and is_current(running, wanted, base=base):
        if (believed := clamp_to_now(running, now=now)) != running:
            tx.subscriptions.save(believed, was=running)
        return
    if running is not None:
        tx.subscriptions.save(given_up(running, now=now), was=running)
    if wanted is not None:
        fresh = _new_subscription(wanted, base, now)
        tx.subscriptions.save(fresh, was=fresh)


def _is_wanted(app: AppContext, advertised: Advertised) -> bool:
    """A source that is asked at set times only is asked then, whatever its hub says."""
    spec = app.spec_for(advertised.configured_url)
    return spec is None or not spec.at


def _new_subscription(source: Advertised, base: str, now: datetime) -> Subscription:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    return Subscription(
        source_id=source.source_id,
        hub=source.hub,
        topic=source.topic,
        token=token,
        callback=callback_address(base, token),
        secret=secrets.token_urlsafe(_TOKEN_BYTES),
        next_at=now,
    )


def claim_requests(clock: Clock, tx: Transaction, *, limit: int) -> list[Subscription]:
    """Those whose hub is to be asked now; noted as asked, so that a crash asks again and nobody asks twice."""
    now, claimed = clock.now(), []
    for subscription in tx.subscriptions.due(now=now, limit=limit):
        kept = given_up(subscription, now=now) if subscription.state == "leaving" else subscription
        after = before_request(kept, now=now) if kept else None
        tx.subscriptions.save(after, was=subscription)
        claimed.extend([after] if after else [])
    return claimed


async def send_request(app: AppContext, subscription: Subscription) -> None:
    """Send one request to its hub and note a refusal; the hub's consent comes by its own call."""
    if app.hubs is None:
        return
    refused = await app.hubs.ask(subscription.hub, request_form(subscription))
    log.info("asked a hub", hub=subscription.hub, topic=subscription.topic, what=subscription.state, refused=refused)

    def note(tx: Transaction) -> None:
        current = tx.subscriptions.by_token(subscription.token)
        if current is not None:
            tx.subscriptions.save(after_request(current, refused=refused), was=current)

    await app.in_store.write(note)


async def answer_hub(app: AppContext, token: str, question: Question) -> Reply:
    """A hub's GET at a callback: 200 and its challenge when the request was ours, else 404 (§5.3)."""

    def decide(tx: Transaction) -> Reply:
        subscription = tx.subscriptions.by_token(token)
        if subscription is None:
            return Reply(status=404)
        draw = draw_for(token, subscription.pushes + subscription.failures)
        agreed, after = after_answer(subscription, question, now=app.clock.now(), draw=draw)
        if after != subscription:
            tx.subscriptions.save(after, was=subscription)
            log.info("a hub called", hub=subscription.hub, topic=subscription.topic, mode=question.mode, agreed=agreed)
        return Reply(status=200, body=question.challenge) if agreed else Reply(status=404)

    return await app.in_store.write(decide)


async def take_delivery(app: AppContext, token: str, signature: str, body: AsyncIterable[bytes]) -> Reply:
    """A hub's POST at a callback: with a good signature it makes the source due.

    A wrong or missing signature is answered like a good one, so that nobody learns by trying, but dropped and counted
    (§7.2). 410 tells a hub that the subscription has ended (§7).
    """
    subscription = await app.in_store.read(lambda tx: tx.subscriptions.by_token(token))
    if subscription is None or subscription.state != "verified":
        return Reply(status=410)
    check, size = Signature(signature, subscription.secret), 0
    async for piece in body:
        size += len(piece)
        if size > app.settings.fetch.max_body:
            return Reply(status=413, body="larger than fetch.max_body")
        check.feed(piece)
    good = check.is_good()
    await app.in_store.write(lambda tx: _note_push(app, tx, token) if good else _drop_subscription(tx, token))
    log.info("a delivery", hub=subscription.hub, topic=subscription.topic, bytes=size, good=good)
    return Reply(status=202)


def _note_push(app: AppContext, tx: Transaction, token: str) -> None:
    """Note the delivery and bring the poll forward; who was asked to wait, or fails, keeps waiting."""
    subscription = tx.subscriptions.by_token(token)
    if subscription is None or subscription.state != "verified":
        return
    now = app.clock.now()
    after = after_push(subscription, now=now)
    tx.subscriptions.save(after, was=subscription)
    source = tx.timetable.source(subscription.source_id)
    if source is None or source.state != "active" or source.failures:
        return
    due = due_after_push(after, now=now, last_polled_at=source.last_polled_at)
    tx.timetable.expedite(source.id, _within_hours(app, source, due), why=Reason(PUSHED))


def _drop_subscription(tx: Transaction, token: str) -> None:
    subscription = tx.subscriptions.by_token(token)
    if subscription is not None:
        tx.subscriptions.save(replace(subscription, dropped=subscription.dropped + 1), was=subscription)


def after_poll(
    app: AppContext, tx: Transaction, source: Source, *, began: datetime, now: datetime, found: bool
) -> Push:
    """What a good poll tells of the source's hub, and what that means for the next one.

    ``source`` as it was before; ``began``: when the poll began; ``found``: it brought new or changed entries.
    """
    subscription = subscription_of(app.settings, tx, source.id)
    if subscription is None:
        return Push()
    after, again = record_poll(subscription, began=began, now=now, found=found, looked_before=source.last_success_at)
    if after != subscription:
        tx.subscriptions.save(after, was=subscription)
    return Push(lively=is_lively(after, now=now), look_at=_within_hours(app, source, again) if again else None)


def subscription_of(settings: Settings, tx: Transaction, source_id: int) -> Subscription | None:
    """What was agreed with the source's hub."""
    return tx.subscriptions.of_source(source_id) if settings.websub.callback else None


def lively_sources(app: AppContext, tx: Transaction) -> frozenset[int]:
    """The sources whose hubs tell of news."""
    if not app.settings.websub.callback:
        return frozenset()
    now = app.clock.now()
    return frozenset(
        subscription.source_id for subscription in tx.subscriptions.all() if is_lively(subscription, now=now)
    )


def next_request_at(hubs: Hubs | None, tx: Transaction) -> datetime | None:
    """When a hub is asked next."""
    return (
        min((subscription.next_at for subscription in tx.subscriptions.all()), default=None)
        if hubs is not None
        else None
    )


def _within_hours(app: AppContext, source: Source, at: datetime) -> datetime:
    """Put off to the hours that the user set for the source."""
    zone = ZoneInfo(source.timezone) if source.timezone else app.zone
    return opens_at(app.spec_of(source).active, at, zone)
