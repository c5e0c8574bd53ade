"""One attempt at one delivery: its parts, and handing over those that the receiver has not taken yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from monitor.app.context import AppContext
from monitor.app.delivery import rendered_parts as written
from monitor.app.delivery.channel_state import confirm_slot, next_turn, reserve_slot
from monitor.app.delivery.compose import compose, naming_of
from monitor.app.delivery.outcome import Attempt, Postponed
from monitor.app.delivery.render import render_message
from monitor.app.feedback.verdicts import link_making
from monitor.core.channels.options import keyword_of
from monitor.core.channels.registry import limits_of
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery, Envelope, InDoubt, Refused, SendOutcome, Sent
from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.split import split_smaller
from monitor.ports import Transaction

log = structlog.get_logger(__name__)

NAP = timedelta(seconds=2)
"""A wait that is worth sitting out; for longer ones the sender comes back."""


async def parts_of(app: AppContext, delivery: Delivery, channel: ChannelSettings) -> Sequence[Rendered]:
    """The parts as they were begun in an earlier attempt, else written now; TemplateFault when a template is wrong.

    Of a message in doubt only the next part may have arrived: it alone says so.
    """
    parts = await app.in_store.read(lambda tx: written.load_parts(tx, delivery.id))
    if not parts:
        return await _write(app, delivery, channel)
    if delivery.possible_repeat and delivery.parts_sent < len(parts):
        number = delivery.parts_sent
        marked = await app.in_store.read(lambda tx: written.load_parts(tx, delivery.id, marked=True)) or parts
        return [*parts[:number], marked[number], *parts[number + 1 :]]
    return parts


async def _write(
    app: AppContext, delivery: Delivery, channel: ChannelSettings, cuts: Sequence[int] = ()
) -> Sequence[Rendered]:
    plain = app.wording(channel, digest=delivery.subject.split(":")[1] if delivery.kind == "digest" else "")
    naming = naming_of(app.settings, plain, app.digest_topics)
    if app.gister is not None:
        await app.gister.before_sending(delivery, plain.language)

    def said(tx: Transaction) -> tuple[Message, RenderContext]:
        return compose(tx, delivery, naming), replace(plain, links=link_making(app, tx, delivery))

    message, wording = await app.in_store.read(said)

    async def put(message: Message, cuts: Sequence[int]) -> Sequence[Rendered]:
        return await render_message(
            app.templates, app.own_templates, channel.kind, message, wording, keyword=keyword_of(channel), cuts=cuts
        )

    parts = await put(message, cuts)
    if len(parts) > 1:
        marked = await put(replace(message, possible_repeat=True), _cuts(parts))
        keep = partial(written.save_parts, delivery_id=delivery.id, parts=parts, marked=marked, now=app.clock.now())
        await app.in_store.write(keep)
    return parts


async def hand_over(
    app: AppContext, delivery: Delivery, channel: ChannelSettings, parts: Sequence[Rendered]
) -> Attempt:
    """Each part is a message, takes a turn of the rate, and is noted as soon as it is taken.

    A part that the receiver finds too big is halved, and those behind it with it, until single items are too big.
    """
    sent, tries = delivery.parts_sent, 0
    outcome: SendOutcome = Sent()
    while sent < len(parts):
        if tries and (turn := await _next_turn(app, channel)) is not None:
            return Attempt(Postponed(until=turn), sent)
        tries += 1
        outcome = await _hand_over_one(app, delivery, channel, parts, sent + 1)
        if isinstance(outcome, Sent):
            sent += 1
            if sent < len(parts):
                await app.in_store.write(partial(_note_part, app, delivery, sent))
        elif isinstance(outcome, Refused) and outcome.too_big and (cuts := split_smaller(_cuts(parts), sent + 1)):
            smaller = await _cut_again(app, delivery, channel, parts[:sent], cuts)
            if smaller is None:
                return Attempt(outcome, sent)
            log.info("too big for the receiver: sent in smaller parts", id=delivery.id, reason=outcome.reason)
            parts = smaller
        else:
            return Attempt(outcome, sent)
    return Attempt(outcome, sent)


async def _hand_over_one(
    app: AppContext, delivery: Delivery, channel: ChannelSettings, parts: Sequence[Rendered], number: int
) -> SendOutcome:
    envelope = Envelope(
        key=delivery.key,
        recipient=delivery.recipient,
        rendered=parts[number - 1],
        kind=delivery.kind,
        thread=f"story-{delivery.stories[0]}" if delivery.stories else "",
        part=number,
        parts=len(parts),
        at=app.clock.now(),
    )
    try:
        return await app.channels[channel.name].send(envelope)
    except Exception as bug:
        log.exception("a channel broke while sending", delivery=delivery.id)
        return InDoubt(reason=explain_bug(bug))


def explain_bug(bug: Exception) -> Reason:
    """What a delivery's answer says when it is the program that is wrong."""
    return Reason("send.bug", what=f"{type(bug).__name__}: {bug}")


def _note_part(app: AppContext, delivery: Delivery, sent: int, tx: Transaction) -> None:
    tx.outbox.mark(delivery.id, "sending", now=app.clock.now(), parts_sent=sent)


def _cuts(parts: Sequence[Rendered]) -> tuple[int, ...]:
    return (0, *(part.upto for part in parts))


async def _cut_again(
    app: AppContext, delivery: Delivery, channel: ChannelSettings, taken: Sequence[Rendered], cuts: Sequence[int]
) -> Sequence[Rendered] | None:
    """The message in smaller parts; ``None`` when it now has other items than those that were ``taken`` of it."""
    if taken:
        before = await app.in_store.read(lambda tx: written.load_parts(tx, delivery.id))
        as_cut = await _write(app, delivery, channel, _cuts(before))
        if [part.text for part in as_cut] != [part.text for part in before]:
            return None
    return await _write(app, delivery, channel, cuts)


async def _next_turn(app: AppContext, channel: ChannelSettings) -> datetime | None:
    """Take a turn for the next part, after a nap if need be; a time when it must wait for longer."""

    def take(tx: Transaction) -> datetime:
        now = app.clock.now()
        if limits_of(channel.kind, channel.rate):
            confirm_slot(tx, channel, now=now)
        turn = next_turn(tx, channel, now)
        if turn <= now + NAP:
            reserve_slot(tx, channel, now=turn)
        return turn

    turn = await app.in_store.write(take)
    if turn > app.clock.now() + NAP:
        return turn
    await app.clock.sleep_until(turn)
    return None
