"""What a message waits for, in words: its turn, its group, its channel, or somebody."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.app.delivery.channel_state import sending_is_on
from monitor.core.alerting.grouping import route_of
from monitor.core.alerting.quiet_hours import BYPASS, release_at
from monitor.core.alerting.send_plan import routes_by_id
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import Settings
from monitor.ports import Transaction


def reasons_of_waiting(
    tx: Transaction,
    settings: Settings,
    delivery_ids: Collection[int],
    *,
    now: datetime,
    said: Callable[[datetime], str],
) -> Iterator[tuple[int, str]]:
    """(delivery, "group_interval until …") of those that wait; ``said`` writes a time.

    Nothing for what the sender takes next.
    """
    is_on, stops = sending_is_on(tx), tx.channels.stops()
    for number in delivery_ids:
        (delivery,) = tx.outbox.find(DeliveryFilter(delivery_id=number, limit=1)) or (None,)
        if delivery is None or delivery.state not in ("pending", "deferred", "held"):
            continue
        stop = stops.get(delivery.channel)
        if delivery.state == "held":
            yield number, f"somebody: {delivery.answer or 'it is held'}"
        elif not is_on:
            yield number, "all sending, which is paused"
        elif stop is not None:
            yield number, f"its channel, which is stopped: {stop.reason}"
        elif delivery.state == "deferred":
            # What was never tried was put off: it goes out inside another message, or once a channel is back.
            tried = f"another try after {delivery.attempts}: " if delivery.attempts else ""
            yield number, f"{tried}{delivery.answer}"
        elif why := _reason_of_route(tx, settings, delivery, now=now, said=said):
            yield number, why


def _reason_of_route(
    tx: Transaction, settings: Settings, delivery: Delivery, *, now: datetime, said: Callable[[datetime], str]
) -> str:
    route = routes_by_id(settings.alerts.routes).get(route_of(delivery.grouping))
    if delivery.send_at > now:
        return "its turn"
    if route is None:
        return ""
    release = release_at(route.quiet_hours, now, ZoneInfo(settings.timezone)) if route.severity != BYPASS else now
    if release > now:
        return f"quiet hours until {said(release)}"
    told = tx.outbox.sent_lately(delivery.channel, since=now - route.group_interval)
    mine = [
        alert.sent_at for alert in told if (alert.recipient, alert.grouping) == (delivery.recipient, delivery.grouping)
    ]
    return f"group_interval until {said(max(mine) + route.group_interval)}" if mine else ""
