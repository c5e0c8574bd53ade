"""Which alerts become one message, and what that message says of its reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery, DeliveryPayload, GroupPayload, GroupReason, RepeatPayload
from monitor.core.model.settings import Route
from monitor.core.model.stories import Fact
from monitor.core.text.fingerprints import fingerprint_lines, fingerprint_values

ALONE = "alone"
"""The code of a delivery whose group was refused: it goes out by itself, so that one bad story holds up no other."""
MERGED = "merged"
"""The code of a delivery that a grouped one tells."""
REGROUPED = "regrouped"
"""The code of an alert that a person made needless: its story is part of one that this recipient was told of."""
MUTED, NOT_RELEVANT = "muted", "not-relevant"
"""Codes of alerts that were not sent because nobody wants them."""
TOLD_BEFORE = "told-before"
"""The code of a follow-up all of which its recipient had been told when its turn came."""
NO_CHANNEL = "channel"
"""The code of what is held because its channel is not in the settings."""
SETTLED = frozenset({MUTED, NOT_RELEVANT, REGROUPED, TOLD_BEFORE})
"""Codes of deliveries that ended unsent and that nobody waits for: no dead letters."""
_TOLD_TOGETHER = ("alert", "follow-up")
_MANY = 3
_LONG = timedelta(minutes=15)


def is_dead_letter(delivery: Delivery) -> bool:
    """Whether a dead delivery stands in the next digest.

    What a group or another alert told in its place stands there once, what was muted is told in that very digest, and
    what a reader judged not relevant nobody waits for.
    """
    return delivery.grouped_into is None and delivery.provider_code not in SETTLED


def route_id(route: Route) -> str:
    """Eight hex digits that change when the route does: a changed route begins its groups anew."""
    match = route.match
    sets = (match.topics, match.signals, match.tier, match.lang, match.source, match.severity)
    said = (
        [sorted(values) for values in sets],
        match.min_score,
        route.channels,
        route.group_by,
        route.severity,
    )
    return fingerprint_values(said, 8)


def grouping_of(route: Route, labels: Mapping[str, Sequence[str]]) -> str:
    """``ROUTE|topic=kling``: the route and what its stories share; without ``group_by`` each story is a group."""
    shared = [f"{name}={'+'.join(sorted(labels.get(name, ())))}" for name in route.group_by or ("story",)]
    return f"{route_id(route)}|{'|'.join(shared)}"


def route_of(grouping: str) -> str:
    """The route part of a grouping."""
    return grouping.partition("|")[0]


def is_mergeable(delivery: Delivery) -> bool:
    """An alert of which nothing can have reached anybody, and that was not refused inside a group before."""
    untold = delivery.parts_sent == 0 and not delivery.possible_repeat and delivery.grouped_into is None
    return delivery.kind in _TOLD_TOGETHER and untold and delivery.provider_code != ALONE


def is_backlog(alerts: Sequence[Delivery], now: datetime) -> bool:
    """More than three alerts, one of which waited for a quarter of an hour: quiet hours, an outage, a pause."""
    return len(alerts) > _MANY and any(now - alert.created_at >= _LONG for alert in alerts)


def is_storm(waiting: int, told: int, storm: tuple[int, timedelta]) -> bool:
    """More than n alerts of a route in m minutes, counting those that wait."""
    return waiting + told > storm[0]


def rate_overflows(waiting: int, room: int | None) -> bool:
    """The rate lets one more message go soon, and more than one waits: the last turn tells them all."""
    return room is not None and waiting > room and room <= 1


def group_subject(members: Sequence[Delivery]) -> str:
    """Names a group by what it tells, so that a crash can neither tell it twice nor tell something else under it."""
    return f"group:{fingerprint_lines(sorted(member.key for member in members))}"


def group_payload(members: Sequence[Delivery], reason: GroupReason, now: datetime) -> GroupPayload:
    """Why these are one message."""
    waited = now - min(member.created_at for member in members)
    return GroupPayload(reason=reason, count=len(members), waited=timedelta(seconds=int(waited.total_seconds())))


def follow_up_subject(story_id: int, facts: Sequence[Fact]) -> str:
    """Names a follow-up by what it adds, so that the same facts are never told twice."""
    told = sorted(f"{fact.kind}\x1f{fact.value}\x1f{fact.surface}" for fact in facts)
    return f"story:{story_id}:facts:{fingerprint_lines(told)}"


def repeat_subject(story_id: int, number: int) -> str:
    """Names the n-th time that a story which goes on is told again (``repeat_interval``)."""
    return f"story:{story_id}:again:{number}"


def anew_subject(story_id: int, lost: int) -> str:
    """Names an alert in place of one that could not be delivered."""
    return f"story:{story_id}:anew:{lost}"


def group_reason(payload: DeliveryPayload | None) -> str:
    """Why these stories come in one message, or come again; empty for a group, which needs no excuse."""
    match payload:
        case RepeatPayload():
            return Reason("note.still-going-on")
        case GroupPayload(reason="storm" | "rate" as reason, count=count):
            return Reason(f"note.{reason}", n=count)
        case GroupPayload(reason="backlog", count=count, waited=waited):
            return Reason("note.backlog", n=count, waited=waited)
        case _:
            return ""
