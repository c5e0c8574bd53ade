"""What follows from how an attempt ended: for the delivery, for those it tells, for its channel, for others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from monitor.core.alerting.channel_rules import (
    after_failure,
    cooldown_of,
    overdue_by,
    stop_channel,
    with_cooldown,
    with_slot_confirmed,
)
from monitor.core.alerting.grouping import ALONE, MERGED, NO_CHANNEL
from monitor.core.alerting.outcomes import Attempt, Mark, NoWay, OutcomePlan, Postponed, Situation, Unsent
from monitor.core.alerting.retry import next_attempt_at
from monitor.core.calendar.waits import draw_for
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import (
    Deferred,
    Delivery,
    InDoubt,
    NewDelivery,
    NoticePayload,
    Refused,
    Sent,
)
from monitor.core.model.settings import ChannelSettings

_PATIENCE = 3
"""Attempts after which one message lets the others of its recipient go first."""


def plan_outcome(situation: Situation, attempt: Attempt) -> OutcomePlan:
    """What is to be stored of an attempt; its slot of the channel's rate counts from now."""
    if situation.channel is not None:
        confirmed = with_slot_confirmed(situation.state, situation.limits, situation.now)
        situation = replace(situation, state=confirmed)
    plan = _plan_by_outcome(situation, attempt)
    # A dead letter of which parts arrived goes on behind them when somebody retries it.
    over = plan.state == "sent" or (plan.state == "dead" and not attempt.parts_sent)
    return replace(plan, forget_parts=over)


def plan_give_up(situation: Situation, *, reason: str, code: str) -> OutcomePlan:
    """A dead letter stays in the outbox and stands in the next digest; the fallback channel gets it if there is one."""
    delivery = situation.delivery
    told = Reason("send.given-up-with", id=str(delivery.id), why=reason)
    members = [Mark(id=member.id, state="dead", code=MERGED, answer=told) for member in situation.members]
    return OutcomePlan(
        marks=[Mark(id=delivery.id, state="dead", code=code, answer=reason), *members],
        new_deliveries=_for_fallback(situation),
        channel=situation.state,
    )


def plan_unsent(delivery: Delivery, members: Sequence[Delivery], *, reason: str, code: str) -> Sequence[Mark]:
    """What nobody wants any more ends, and with it what it was to tell in their place."""
    return [Mark(id=member.id, state="dead", code=code, answer=reason) for member in (delivery, *members)]


def plan_hold(deliveries: Sequence[Delivery], *, reason: str) -> Sequence[Mark]:
    """Held, with a word; ``NO_CHANNEL`` says that the channel's return releases them."""
    return [Mark(id=delivery.id, state="held", code=NO_CHANNEL, answer=reason) for delivery in deliveries]


def _plan_by_outcome(situation: Situation, attempt: Attempt) -> OutcomePlan:
    delivery = situation.delivery
    match attempt.outcome:
        case Sent() as yes:
            return _plan_sent(situation, attempt, yes)
        case Postponed(until=until, reason=reason):
            later = Mark(id=delivery.id, state="deferred", send_at=until, parts_sent=attempt.parts_sent, answer=reason)
            return OutcomePlan(marks=[later], channel=situation.state)
        case Unsent(reason=reason, code=code):
            return OutcomePlan(
                marks=plan_unsent(delivery, situation.members, reason=reason, code=code), channel=situation.state
            )
        case NoWay(reason=reason):
            return OutcomePlan(marks=plan_hold([delivery], reason=reason), channel=situation.state)
        case InDoubt(reason=reason):
            return _in_doubt(situation, attempt, reason)
        case Deferred(reason=reason, code=code, retry_after=asked):
            return _plan_retry(situation, attempt, reason=reason, code=code, asked=asked)
        case Refused() as refused:
            return _plan_refusal(situation, attempt, refused)
        case _:
            assert_never(attempt.outcome)


def _in_doubt(situation: Situation, attempt: Attempt, reason: str) -> OutcomePlan:
    """It may have arrived: sent again with a mark, or held where the channel says so."""
    channel, delivery = situation.channel, situation.delivery
    if delivery.kind == "test":
        # It is for whoever asked for it and is gone: sent again it would only puzzle.
        return plan_give_up(situation, reason=reason, code="in-doubt")
    if channel is None or channel.on_doubt != "hold":
        return _plan_retry(situation, attempt, reason=reason, code="in-doubt", asked=None)
    held = Mark(id=delivery.id, state="held", answer=reason, possible_repeat=True, parts_sent=attempt.parts_sent)
    return OutcomePlan(marks=[held], channel=situation.state)


def _plan_refusal(situation: Situation, attempt: Attempt, refused: Refused) -> OutcomePlan:
    """Never: for the channel as a whole, for a group that falls apart, or for this message."""
    channel, delivery = situation.channel, situation.delivery
    if refused.disable and channel is not None and delivery.kind != "test":
        return _stop_channel(situation, channel, attempt, reason=refused.reason, code=refused.code)
    if delivery.is_group and situation.members:
        return _dissolve_group(situation, attempt, reason=refused.reason, code=refused.code)
    return plan_give_up(situation, reason=refused.reason, code=refused.code)


def _plan_sent(situation: Situation, attempt: Attempt, yes: Sent) -> OutcomePlan:
    delivery, state = situation.delivery, situation.state
    told = Reason("send.grouped", id=str(delivery.id))
    members = [Mark(id=member.id, state="sent", code=MERGED, answer=told) for member in situation.members]
    pause = state.paused_until if yes.rest is None else situation.now + yes.rest
    state = replace(with_cooldown(state, delivery.recipient, None), stop=None, paused_until=pause)
    sent = Mark(id=delivery.id, state="sent", code=yes.code, answer=yes.answer, parts_sent=attempt.parts_sent)
    return OutcomePlan(marks=[sent, *members], channel=state)


def _plan_retry(
    situation: Situation, attempt: Attempt, *, reason: str, code: str, asked: timedelta | None
) -> OutcomePlan:
    """Back off, this delivery and its recipient; what waited behind others' failures does not begin its 72 h anew."""
    delivery, now = situation.delivery, situation.now
    draw = draw_for(delivery.key, delivery.attempts)
    before = cooldown_of(situation.state, delivery.recipient, now)
    cooldown = after_failure(before, now=now, retry_after=asked, draw=draw)
    first = min((delivery.first_attempt_at or now) + overdue_by(delivery.send_at, now), now)
    since = min(first, max(delivery.created_at, cooldown.since)) if before else first
    again = next_attempt_at(now, attempts=delivery.attempts, first_attempt_at=since, retry_after=asked, draw=draw)
    if again is None:
        return plan_give_up(situation, reason=Reason("send.given-up", why=reason), code=code)
    # Behind the others: a message that alone is refused must not hold them up for days.
    last = timedelta(seconds=1) if delivery.attempts >= _PATIENCE else timedelta(0)
    later = Mark(
        id=delivery.id,
        state="deferred",
        send_at=max(again, cooldown.until) + last,
        code=code,
        answer=reason,
        parts_sent=attempt.parts_sent,
        possible_repeat=True if code == "in-doubt" else None,
        first_attempt_at=first,
    )
    return OutcomePlan(marks=[later], channel=with_cooldown(situation.state, delivery.recipient, cooldown))


def _dissolve_group(situation: Situation, attempt: Attempt, *, reason: str, code: str) -> OutcomePlan:
    """A refused group: its alerts go out one by one, so that only the one that is at fault can be refused.

    Those that an earlier part told stay told.
    """
    delivery = situation.delivery
    told = frozenset(delivery.stories[: attempt.stories_sent])
    marks: list[Mark] = []
    alone: list[Mark] = []
    for member in situation.members:
        if told and told.issuperset(member.stories):
            answer = Reason("send.grouped", id=str(delivery.id))
            marks.append(Mark(id=member.id, state="sent", code=MERGED, answer=answer))
        else:
            answer = Reason("send.alone", id=str(delivery.id), why=reason)
            alone.append(Mark(id=member.id, state="pending", code=ALONE, answer=answer))
    answer = Reason("send.dissolved", alone=len(alone), n=len(situation.members), why=reason)
    refused = Mark(id=delivery.id, state="dead", code=code, answer=answer, parts_sent=attempt.parts_sent)
    return OutcomePlan(marks=[refused, *marks], restarts=alone, channel=situation.state)


def _stop_channel(
    situation: Situation, channel: ChannelSettings, attempt: Attempt, *, reason: str, code: str
) -> OutcomePlan:
    """The channel wants nothing more: send nothing there, say so once, and lose nothing."""
    now = situation.now
    waits = Mark(
        id=situation.delivery.id,
        state="deferred",
        send_at=now,
        code=code,
        answer=Reason("send.stopped", why=reason),
        parts_sent=attempt.parts_sent,
    )
    state = stop_channel(situation.state, channel, reason=reason, now=now)
    # Where somebody is named who is told of such things, that is said once, with its end.
    is_told = bool(situation.settings.self_alerts.channels)
    new_deliveries = () if is_told else _stop_notices(situation, channel, reason)
    return OutcomePlan(marks=[waits], new_deliveries=new_deliveries, channel=state)


def _stop_notices(situation: Situation, channel: ChannelSettings, reason: str) -> Sequence[NewDelivery]:
    """One a day, stopped channel and reason: to its fallback, else the first way out of a digest, else any other."""
    digests = [name for digest in situation.settings.digests for name in digest.channels]
    names = dict.fromkeys((channel.fallback, *digests, *situation.channels))
    others = (situation.channels[name] for name in names if name in situation.channels and name != channel.name)
    other = next((other for other in others if other.name not in situation.stopped), None)
    if other is None:
        return ()
    day = situation.now.astimezone(situation.zone).date().isoformat()
    payload = _stop_notice(channel, reason, day)
    subject = f"notice:stopped:{channel.name}:{day}"
    return [
        NewDelivery(
            kind="notice",
            subject=subject,
            channel=other.name,
            recipient=recipient,
            send_at=situation.now,
            payload=payload,
        )
        for recipient in other.recipients
    ]


def _stop_notice(channel: ChannelSettings, reason: str, day: str) -> NoticePayload:
    title = Reason("notice.channel-stopped", channel=channel.name, day=day)
    return NoticePayload(title=title, lines=(reason, Reason("notice.mend-channel", channel=channel.name)))


def _for_fallback(situation: Situation) -> Sequence[NewDelivery]:
    delivery, channel = situation.delivery, situation.channel
    fallback = situation.channels.get(channel.fallback) if channel and channel.fallback else None
    if fallback is None or delivery.kind == "test":
        return ()
    return [
        NewDelivery(
            kind=delivery.kind,
            subject=delivery.subject,
            channel=fallback.name,
            recipient=recipient,
            stories=delivery.stories,
            digest_id=delivery.digest_id,
            send_at=situation.now,
            severity=delivery.severity,
            topic=delivery.topic,
            topics=delivery.topics,
            payload=delivery.payload,
        )
        for recipient in fallback.recipients
    ]
