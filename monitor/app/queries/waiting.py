"""What a message waits for, in words: its turn, its group, its channel, or somebody."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.app.delivery.channel_state import sending_is_on
from monitor.core.alerting.grouping import route_of
from monitor.core.alerting.quiet_hours import BYPASS, release_at
from monitor.core.alerting.send_plan import routes_by_id
from monitor.core.model.deliveries import Delivery
from monitor.core.model.settings import Route, Settings
from monitor.ports import Transaction


def reason_of_waiting(
    tx: Transaction, settings: Settings, delivery: Delivery, *, now: datetime, said: Callable[[datetime], str]
) -> str:
    """Empty for what has ended, and for what the next round of the sender takes; ``said`` writes a time."""
    if delivery.state not in ("pending", "deferred", "held"):
        return ""
    if delivery.state == "held":
        return delivery.answer or "it is held"
    if not sending_is_on(tx):
        return "sending is paused"
    stop = tx.channels.stops().get(delivery.channel)
    if stop is not None:
        return f"its channel is stopped: {stop.reason}"
    if delivery.state == "deferred":
        return f"tried {delivery.attempts}×: {delivery.answer}"
    route = routes_by_id(settings.alerts.routes).get(route_of(delivery.grouping))
    return _reason_of_route(tx, settings, delivery, route, now=now, said=said) if route else ""


def _reason_of_route(
    tx: Transaction,
    settings: Settings,
    delivery: Delivery,
    route: Route,
    *,
    now: datetime,
    said: Callable[[datetime], str],
) -> str:
    if delivery.send_at > now:
        return "its turn"
    release = release_at(route.quiet_hours, now, ZoneInfo(settings.timezone)) if route.severity != BYPASS else now
    if release > now:
        return f"quiet hours until {said(release)}"
    told = tx.outbox.sent_lately(delivery.channel, since=now - route.group_interval)
    mine = [
        alert.sent_at for alert in told if (alert.recipient, alert.grouping) == (delivery.recipient, delivery.grouping)
    ]
    return f"group_interval until {said(max(mine) + route.group_interval)}" if mine else ""
