"""What needs somebody: shown at the top of the first page, and only while there is something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.app.context import AppContext
from monitor.app.queries.health import problems_of
from monitor.app.runtime.heartbeat import Heartbeat
from monitor.core.alerting.grouping import SETTLED
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.sources import Source
from monitor.ports import Transaction

_NAMED = 3
_MOST = 1_000
_LATELY = timedelta(days=1)

Where = Literal["monitor", "sources", "deliveries", "channels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing: how many there are of it, the names of some, and why, as the store or the daemon says it."""

    where: Where
    is_bad: bool
    count: int = 1
    names: tuple[str, ...] = ()
    reason: str = ""


def attention_of(app: AppContext, tx: Transaction, heartbeat: Heartbeat) -> Sequence[Attention]:
    """Worst first: the monitor itself, stopped channels, messages given up, sources that fail."""
    now = app.clock.now()
    problems = problems_of(
        silence=heartbeat.silence(),
        troubles={str(what): sentence for what, sentence in heartbeat.troubles.items()},
        reach=app.reachability.reach,
        now=now,
        zone=app.zone,
    )
    found = [Attention(where="monitor", is_bad=one.level == "failing", reason=one.sentence) for one in problems]
    found += [
        Attention(where="channels", is_bad=True, names=(name,), reason=stop.reason)
        for name, stop in tx.channels.stops().items()
        if name in app.channel_settings
    ]
    dead = given_up(tx, since=now - _LATELY)
    if dead:
        names = tuple(dict.fromkeys(one.channel for one in dead))[:_NAMED]
        found.append(Attention(where="deliveries", is_bad=True, count=len(dead), names=names, reason=dead[0].answer))
    failing = failing_sources(tx)
    if failing:
        names = tuple(source.title or source.url for source in failing[:_NAMED])
        found.append(Attention(where="sources", is_bad=False, count=len(failing), names=names, reason=failing[0].error))
    return found


def given_up(tx: Transaction, *, since: datetime) -> Sequence[Delivery]:
    """Messages that were given up since then, without those that somebody wanted to be given up."""
    dead = tx.outbox.find(DeliveryFilter(state="dead", changed_since=since, limit=_MOST))
    return [one for one in dead if one.provider_code not in SETTLED]


def failing_sources(tx: Transaction) -> Sequence[Source]:
    """Sources whose last poll failed, the longest first."""
    return tx.source_list.troubled(limit=_MOST)
