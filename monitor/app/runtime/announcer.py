"""What a running daemon tells whoever started it, while it happens."""

from collections.abc import Callable
from typing import Protocol

from monitor.core.model.deliveries import Delivery, DeliveryState, NoticePayload
from monitor.core.status.conditions import MonitorStatus
from monitor.ports import Transaction
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """An attempt at a delivery that has ended. ``headline`` of its first story, empty where it tells none."""

    delivery: Delivery
    state: DeliveryState
    headline: str
    reason: str


OnAttempt = Callable[[Attempted], None]


class Announcer(Protocol):
    """Takes what there is to tell; it must not wait for anybody."""

    def show_status(self, status: MonitorStatus, *, is_news: bool) -> None:
        """One more look at the state; ``is_news``: something else is wrong than was told last."""
        ...


class Silent:
    """Tells nobody."""

    def show_status(self, status: MonitorStatus, *, is_news: bool) -> None:
        """See ``Announcer``."""


def ignore_attempt(_: Attempted) -> None:
    """Tells nobody."""


def headline_of(tx: Transaction, delivery: Delivery) -> str:
    """What a delivery is about, in the words of its first story, or in those of a notice."""
    if isinstance(delivery.payload, NoticePayload):
        return delivery.payload.title
    stories = tx.stories.get(delivery.stories[:1])
    return stories[0].title if stories else ""
