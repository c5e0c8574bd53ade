"""How far a hub is relied on: it proves itself by telling, and a hub that falls silent loses the trust again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from monitor.core.calendar.waits import doubled_wait
from monitor.core.i18n.phrases import Reason
from monitor.core.model.subscriptions import Subscription

BACK_UP_WEIGHT: Final = 0.1
"""What a poll is worth while the hub tells of news: about a third as many are made."""
SHORTEST_GAP: Final = timedelta(minutes=1)
"""However often a hub pushes, the publisher is not asked sooner than this after the last time; twice that after each
delivery in a row that led to nothing."""
_LONGEST_GAP = timedelta(minutes=64)
_LOOK_AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""A publisher's cache may lag behind its hub."""
_MARGIN = timedelta(minutes=15)
"""A hub that tells this much later than our own poll found out is still in time."""
_ONE_LOOK, _ONE_MORE = len(_LOOK_AGAIN), len(_LOOK_AGAIN) + 1
"""``looks`` from where the next is the last; ``_ONE_MORE``: the delivery told something already, whatever comes."""
_REMEMBERED, _MAY_MISS = 10, 2
_TOLD, _MISSED, _EMPTY = "p", "m", "e"


def after_push(subscription: Subscription, *, now: datetime) -> Subscription:
    """A delivery with a good signature: there is news to look for."""
    changed = _after_margin(subscription, now=now)
    # Where its last delivery led to nothing, one look tells.
    looks = changed.looks if changed.news_at else _ONE_LOOK if _empty_in_a_row(changed) else 0
    if changed.unpushed_at is not None:
        # Our own poll was quicker; there may be more.
        changed, looks = _note_outcome(replace(changed, unpushed_at=None), _TOLD), _ONE_MORE
    return replace(changed, pushes=changed.pushes + 1, pushed_at=now, news_at=now, looks=looks)


def due_after_push(subscription: Subscription, *, now: datetime, last_polled_at: datetime | None) -> datetime:
    """When a source is looked at for a delivery."""
    if last_polled_at is None or last_polled_at > now:
        return now
    return max(now, last_polled_at + doubled_wait(SHORTEST_GAP, _empty_in_a_row(subscription), longest=_LONGEST_GAP))


def _empty_in_a_row(subscription: Subscription) -> int:
    return len(subscription.record) - len(subscription.record.rstrip(_EMPTY))


def record_poll(
    subscription: Subscription, *, began: datetime, now: datetime, found: bool, looked_before: datetime | None
) -> tuple[Subscription, datetime | None]:
    """After a good poll that was asked for at ``began``, and when to look again for the hub's news (``None`` = done).

    ``found``: it brought new or changed entries. ``looked_before``: the good poll before it.
    """
    changed = _after_margin(subscription, now=now)
    told = changed.news_at is not None
    meanwhile = changed.news_at is not None and changed.news_at > began
    if found and told:
        changed = _note_outcome(
            replace(changed, news_at=changed.news_at if meanwhile else None, looks=_ONE_MORE), _TOLD
        )
    elif found and _should_have_told(changed, looked_before, now=now):
        changed = replace(changed, unpushed_at=changed.unpushed_at or now)
    elif told and not meanwhile and changed.looks < _ONE_LOOK:
        changed = replace(changed, looks=changed.looks + 1)
    elif told and not meanwhile:
        led_to_nothing = changed.looks == _ONE_LOOK
        changed = replace(changed, news_at=None)
        changed = _note_outcome(changed, _EMPTY) if led_to_nothing else changed
    if changed.news_at is None:
        return replace(changed, looks=0), None
    return changed, now + (SHORTEST_GAP if meanwhile else _LOOK_AGAIN[changed.looks - 1])


def is_lively(subscription: Subscription | None, *, now: datetime) -> bool:
    """Whether polls may step back: the lease runs, the hub has told news before, and keeps telling."""
    return (
        subscription is not None
        and subscription.state == "verified"
        and subscription.lease_until is not None
        and subscription.lease_until > now
        and _TOLD in subscription.record
        and not is_silent(subscription)
    )


def is_silent(subscription: Subscription) -> bool:
    """Whether it kept quiet too often of late."""
    return count_missed(subscription) > _MAY_MISS


def count_missed(subscription: Subscription) -> int:
    """How many of the latest news it did not tell."""
    return subscription.record.count(_MISSED)


def push_in_words(subscription: Subscription, *, now: datetime) -> str:
    """What a person reads of it."""
    lease = subscription.lease_until
    match subscription.state:
        case "denied":
            return subscription.reason
        case "leaving":
            return Reason("websub.leaving")
        case "asked" | "verified" if lease is None or lease <= now:
            return subscription.reason or Reason("websub.asking")
        case _ if is_silent(subscription):
            news = len(subscription.record.replace(_EMPTY, ""))
            return Reason("websub.silent", missed=count_missed(subscription), n=news)
        case _ if is_lively(subscription, now=now):
            return Reason("websub.pushed")
        case _:
            return Reason("websub.agreed")


def _should_have_told(subscription: Subscription, looked_before: datetime | None, *, now: datetime) -> bool:
    """All of what is new came out while the subscription stood."""
    since, until = subscription.verified_at, subscription.lease_until
    return (
        subscription.state == "verified"
        and since is not None
        and until is not None
        and until > now
        and looked_before is not None
        and looked_before >= since
    )


def _after_margin(subscription: Subscription, *, now: datetime) -> Subscription:
    """Time is up for what our polls found first."""
    if subscription.unpushed_at is None or now - subscription.unpushed_at <= _MARGIN:
        return subscription
    return _note_outcome(replace(subscription, unpushed_at=None), _MISSED)


def _note_outcome(subscription: Subscription, outcome: str) -> Subscription:
    return replace(subscription, record=(subscription.record + outcome)[-_REMEMBERED:])
