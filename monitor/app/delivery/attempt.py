"""One attempt at one delivery: its parts, and handing over those that the receiver has not taken yet."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from monitor.app.context import AppContext
from monitor.app.delivery.compose import Composed, compose_message, naming_of
from monitor.app.delivery.render import render_message
from monitor.app.feedback.verdicts import link_making
from monitor.core.alerting.channel_rules import next_turn, with_slot, with_slot_confirmed
from monitor.core.alerting.grouping import TOLD_BEFORE
from monitor.core.alerting.outcomes import Attempt, Postponed, Unsent
from monitor.core.channels.options import keyword_of
from monitor.core.channels.registry import limits_of
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery, Envelope, InDoubt, Refused, SendOutcome, Sent
from monitor.core.model.messages import AlertMessage, Message, RenderContext, Rendered
from monitor.core.model.settings import ChannelSettings
from monitor.core.model.stories import Fact
from monitor.core.render.split import split_smaller
from monitor.log_lines import lazy_logger
from monitor.ports import Clock, Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)

NAP = timedelta(seconds=2)
"""A wait that is worth sitting out; for longer ones the sender comes back."""
STOPPED = "send.program-stopped"
LEASE = timedelta(minutes=15)
"""Longer than any channel's own time limit for one part, so that a live sender never loses its claim."""


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far handing over is: what there is to say of it when it is cut short."""

    sent: int
    in_flight: bool = False

    def cut_short(self, now: datetime) -> Attempt:
        """A part that was on its way may have arrived; between two parts nothing is in doubt."""
        if self.in_flight:
            return Attempt(InDoubt(reason=Reason("send.stopped-while-sending")), self.sent)
        return Attempt(Postponed(until=now, reason=Reason(STOPPED)), self.sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToTell(Exception):
    """What the delivery was to tell is gone, or was told by another."""

    outcome: Unsent | Refused


async def parts_of(app: AppContext, delivery: Delivery, channel: ChannelSettings) -> Sequence[Rendered]:
    """The parts as they were begun in an earlier attempt, else written now.

    Of a message in doubt only the next part may have arrived: it alone says so. TemplateFault when a template is
    wrong, NothingToTell when nothing is left to say.
    """
    begun = delivery.parts_sent or delivery.possible_repeat
    parts = await app.in_store.read(lambda tx: tx.parts.load(delivery.id)) if begun else ()
    if not parts:
        return await _render_parts(app, delivery, channel)
    if delivery.possible_repeat and delivery.parts_sent < len(parts):
        number = delivery.parts_sent
        marked = await app.in_store.read(lambda tx: tx.parts.load(delivery.id, marked=True)) or parts
        return [*parts[:number], marked[number], *parts[number + 1 :]]
    return parts


async def _render_parts(
    app: AppContext, delivery: Delivery, channel: ChannelSettings, cuts: Sequence[int] = ()
) -> Sequence[Rendered]:
    plain = app.wording(channel, digest=await app.in_store.read(partial(_digest_name, delivery)))
    naming = naming_of(app.settings, plain, app.digest_topics)
    if app.summary_generator is not None:
        await app.summary_generator.before_sending(delivery, plain.language)

    def said(tx: Transaction) -> tuple[Composed, RenderContext]:
        return compose_message(tx, delivery, naming), replace(plain, links=link_making(app, tx, delivery))

    composed, wording = await app.in_store.read(said)
    message = composed.message
    if isinstance(message, AlertMessage) and not message.stories:
        raise NothingToTell(outcome=_nothing_to_send(delivery))

    async def put(message: Message, cuts: Sequence[int]) -> Sequence[Rendered]:
        return await render_message(
            app.templates, app.own_templates, channel.kind, message, wording, keyword=keyword_of(channel), cuts=cuts
        )

    parts = await put(message, cuts)
    marked = await put(replace(message, possible_repeat=True), _cuts_of(parts)) if len(parts) > 1 else ()
    if marked or composed.facts:
        await app.in_store.write(partial(_note_composed, delivery.id, composed.facts, parts, marked))
    return parts


def _digest_name(delivery: Delivery, tx: Transaction) -> str:
    digest = tx.digests.get(delivery.digest_id) if delivery.digest_id is not None else None
    return digest.name if digest is not None else ""


def _nothing_to_send(delivery: Delivery) -> Unsent | Refused:
    if delivery.kind == "follow-up":
        return Unsent(reason=Reason("send.told-before"), code=TOLD_BEFORE)
    return Refused(reason=Reason("send.nothing-left"), code="gone")


def _note_composed(
    delivery_id: int,
    facts: Mapping[int, Sequence[Fact]],
    parts: Sequence[Rendered],
    marked: Sequence[Rendered],
    tx: Transaction,
) -> None:
    tx.outbox.note_facts(delivery_id, facts)
    if marked:
        tx.parts.save(delivery_id, parts, marked=marked)


async def hand_over(
    app: AppContext,
    delivery: Delivery,
    channel: ChannelSettings,
    parts: Sequence[Rendered],
    progress: Progress,
    *,
    stopping: asyncio.Event | None = None,
) -> Attempt:
    """Each part is a message, takes a turn of the rate, and is noted as soon as it is taken.

    A part that the receiver finds too big is halved, and those behind it with it, until single items are too big.
    ``stopping``: no further part is begun once it is set.
    """
    sent, tries = progress.sent, 0
    outcome: SendOutcome = Sent()
    while sent < len(parts):
        if stopping is not None and stopping.is_set():
            return _make_attempt(Postponed(until=app.clock.now(), reason=Reason(STOPPED)), parts, sent)
        if tries and (turn := await _next_turn(app, channel)) is not None:
            return _make_attempt(Postponed(until=turn), parts, sent)
        tries += 1
        progress.in_flight = True
        outcome = await _hand_over_one(app, delivery, channel, parts, sent + 1)
        progress.in_flight = False
        if isinstance(outcome, Sent):
            sent = progress.sent = sent + 1
            if sent < len(parts):
                await app.in_store.write(partial(_note_part, app.clock, delivery, sent))
        elif isinstance(outcome, Refused) and outcome.too_big and (cuts := split_smaller(_cuts_of(parts), sent + 1)):
            smaller = await _cut_again(app, delivery, channel, parts[:sent], cuts)
            if smaller is None:
                return _make_attempt(outcome, parts, sent)
            log.info("too big for the receiver: sent in smaller parts", id=delivery.id, reason=outcome.reason)
            parts = smaller
        else:
            return _make_attempt(outcome, parts, sent)
    return _make_attempt(outcome, parts, sent)


def _make_attempt(outcome: SendOutcome | Postponed, parts: Sequence[Rendered], sent: int) -> Attempt:
    return Attempt(outcome, sent, stories_sent=parts[sent - 1].items_sent if sent and parts else 0)


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
        return InDoubt(reason=app.redact(describe_bug(bug)))


def describe_bug(bug: Exception) -> str:
    """What a delivery's answer says when it is the program that is wrong."""
    return Reason("send.bug", what=f"{type(bug).__name__}: {bug}")


def _note_part(clock: Clock, delivery: Delivery, sent: int, tx: Transaction) -> None:
    tx.outbox.mark(delivery.id, "sending", now=clock.now(), parts_sent=sent, lease=LEASE)


def _cuts_of(parts: Sequence[Rendered]) -> tuple[int, ...]:
    return (0, *(part.items_sent for part in parts))


async def _cut_again(
    app: AppContext, delivery: Delivery, channel: ChannelSettings, taken: Sequence[Rendered], cuts: Sequence[int]
) -> Sequence[Rendered] | None:
    """The message in smaller parts; ``None`` when it now has other items than those that were ``taken`` of it."""
    if taken:
        before = await app.in_store.read(lambda tx: tx.parts.load(delivery.id))
        as_cut = await _render_parts(app, delivery, channel, _cuts_of(before))
        if [part.text for part in as_cut] != [part.text for part in before]:
            return None
    return await _render_parts(app, delivery, channel, cuts)


async def _next_turn(app: AppContext, channel: ChannelSettings) -> datetime | None:
    """Take a turn for the next part, after a nap if need be; a time when it must wait for longer."""

    def take(tx: Transaction) -> datetime:
        now, limits = app.clock.now(), limits_of(channel.kind, channel.rate)
        before = tx.channels.load(channel.name)
        state = with_slot_confirmed(before, limits, now)
        turn = next_turn(state, limits, now)
        if turn <= now + NAP:
            state = with_slot(state, limits, turn)
        tx.channels.save(state, was=before)
        return turn

    turn = await app.in_store.write(take)
    if turn > app.clock.now() + NAP:
        return turn
    await app.clock.sleep_until(turn)
    return None
