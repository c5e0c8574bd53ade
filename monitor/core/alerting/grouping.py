"""Which alerts become one message, and what that message says of its reason."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery
from monitor.core.model.settings import Route
from monitor.core.model.stories import Fact

Why = Literal["group", "storm", "rate", "backlog"]

ALONE = "alone"
"""The code of a delivery whose summary was refused: it goes out by itself, so that one bad story holds up no other."""
MERGED = "merged"
"""The code of a delivery that a summary tells."""
REGROUPED = "regrouped"
"""The code of an alert that a person made needless: its story is part of one that this recipient was told of."""
_TOLD_TOGETHER = ("alert", "follow-up")
_MANY = 3
_LONG = timedelta(minutes=15)


def route_id(route: Route) -> str:
    """Eight hex digits that change when the route does: a changed route begins its groups anew."""
    match = route.match
    sets = (match.topics, match.signals, match.tier, match.lang, match.source, match.severity)
    said = (
        [sorted(one) for one in sets],
        match.min_score,
        route.channels,
        route.group_by,
        route.severity,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:8]


def grouping_of(route: Route, labels: Mapping[str, Sequence[str]]) -> str:
    """``ROUTE|topic=kling``: the route and what its stories share; without ``group_by`` each story is a group."""
    shared = [f"{name}={'+'.join(sorted(labels.get(name, ())))}" for name in route.group_by or ("story",)]
    return f"{route_id(route)}|{'|'.join(shared)}"


def route_of(grouping: str) -> str:
    """The route part of a grouping."""
    return grouping.partition("|")[0]


def mergeable(delivery: Delivery) -> bool:
    """An alert of which nothing can have reached anybody, and that was not refused inside a summary before."""
    untold = delivery.parts_sent == 0 and not delivery.possible_repeat and delivery.told_by is None
    return delivery.kind in _TOLD_TOGETHER and untold and delivery.provider_code != ALONE


def is_backlog(alerts: Sequence[Delivery], now: datetime) -> bool:
    """More than three alerts, one of which waited for a quarter of an hour: quiet hours, an outage, a pause."""
    return len(alerts) > _MANY and any(now - one.created_at >= _LONG for one in alerts)


def is_storm(waiting: int, told: int, storm: tuple[int, timedelta]) -> bool:
    """More than n alerts of a route in m minutes, counting those that wait."""
    return waiting + told > storm[0]


def overflows(waiting: int, room: int | None) -> bool:
    """The rate lets one more message go soon, and more than one waits: the last turn tells them all."""
    return room is not None and waiting > room and room <= 1


def merged_subject(members: Sequence[Delivery], why: Why, now: datetime) -> str:
    """Names a summary by what it tells, so that a crash can neither tell it twice nor tell something else under it."""
    told = hashlib.sha256("\x1f".join(sorted(one.key for one in members)).encode()).hexdigest()[:16]
    waited = int((now - min(one.created_at for one in members)).total_seconds())
    return f"merged:{why}:{len(members)}:{waited}:{told}"


def is_merged(subject: str) -> bool:
    """Whether a delivery is a summary of other deliveries."""
    return subject.startswith("merged:")


def repeat_subject(story_id: int, number: int) -> str:
    """Names the n-th time that a story which goes on is told again (``repeat_interval``)."""
    return f"story:{story_id}:again:{number}"


def is_repeat(subject: str) -> bool:
    """Whether a delivery tells a story again that was told before."""
    return subject.split(":")[2:3] == ["again"]


def follow_up_subject(story_id: int, facts: Sequence[Fact]) -> str:
    """Names a follow-up by what it adds, so that the same facts are never told twice."""
    return f"story:{story_id}:" + "\x1e".join(sorted(f"{f.kind}\x1f{f.value}\x1f{f.surface}" for f in facts))


def follow_up_facts(subject: str) -> tuple[Fact, ...]:
    """What ``follow_up_subject`` wrote."""
    written = subject.split(":", 2)[2]
    triples = (line.split("\x1f") for line in written.split("\x1e"))
    return tuple(Fact(kind=kind, value=value, surface=surface) for kind, value, surface in triples)  # type: ignore[arg-type]  # written from facts


def group_reason(subject: str) -> str:
    """Why these stories come in one message, or come again; empty for a group, which needs no excuse."""
    if is_repeat(subject):
        return Reason("note.still-going-on")
    if not is_merged(subject):
        return ""
    _, why, count, waited, _ = subject.split(":")
    match why:
        case "storm" | "rate":
            return Reason(f"note.{why}", n=int(count))
        case "backlog":
            return Reason("note.backlog", n=int(count), waited=timedelta(seconds=int(waited)))
        case _:
            return ""  # a group, or what a later version calls its reason
