"""The kill switch, and what a start does for channels that were stopped or missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.alerting.channel_rules import is_worth_a_retry
from monitor.core.alerting.grouping import NO_CHANNEL
from monitor.core.i18n.phrases import Reason
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.operations.key_values import SENDING_PAUSED
from monitor.core.model.settings import ChannelSettings
from monitor.ports import Transaction


def sending_is_on(tx: Transaction) -> bool:
    """The kill switch."""
    return not tx.key_values.get(SENDING_PAUSED)


def switch_sending(tx: Transaction, *, on: bool, who: str, now: datetime) -> None:
    """Pause or resume all sending; what is due meanwhile waits and comes as one message a recipient."""
    if on:
        tx.key_values.remove(SENDING_PAUSED)
    else:
        tx.key_values.set(SENDING_PAUSED, not on, now=now)
    tx.audit.note(f"sending {'resumed' if on else 'paused'}", who=who, now=now)


def retry_stopped(tx: Transaction, channels: Sequence[ChannelSettings], *, now: datetime) -> list[str]:
    """At a start or reload: channels whose settings changed, or that were stopped long enough, are tried again."""
    by_name = {channel.name: channel for channel in channels}
    retried = []
    for name, stop in tx.channels.stops().items():
        if name in by_name and is_worth_a_retry(stop, by_name[name], now):
            state = tx.channels.load(name)
            tx.channels.save(replace(state, stop=None), was=state)
            retried.append(name)
    return retried


def release_held(tx: Transaction, channels: Sequence[ChannelSettings], *, now: datetime) -> int:
    """At a start or reload: what was held because its channel was missing waits again once that is back."""
    released = 0
    for channel in channels:
        held = DeliveryFilter(state="held", channel=channel.name, code=NO_CHANNEL, limit=None)
        for delivery in tx.outbox.find(held):
            answer = Reason("send.configured-again", channel=channel.name)
            tx.outbox.mark(delivery.id, "deferred", now=now, send_at=now, answer=answer)
            released += 1
    return released
