"""Whether it is us: many hosts that cannot be reached at once are one outage of this monitor, not many of theirs."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from monitor.core.i18n.phrases import Reason
from monitor.core.model.http import Blame
from monitor.core.model.sources import Source
from monitor.values import dataclass

LONGEST_WAIT = timedelta(hours=1)
"""No source waits longer for an outage of ours."""
_PROBES = 3
_PROBE_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 10))
_EVIDENCE: Mapping[Blame, int] = MappingProxyType({"host": 6, "network": 3, "us": 1})
"""So many hosts in a row that cannot be reached are an outage: fewer where the fault is nearer to us."""
_FRESH = timedelta(minutes=15)
"""What failed longer ago says nothing about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A source that could not be reached: its host, when, and by whose fault as far as that one failure tells."""

    host: str
    at: datetime
    blame: Blame


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What this monitor reaches: the misses since the last answer, by source, and the outage that they are, if any."""

    misses: Mapping[int, Miss] = field(default_factory=dict)
    since: datetime | None = None
    """The outage's first miss; ``None`` = there is none."""
    reason: str = ""
    """Why, in the words of the miss that settled it."""
    rounds: int = 0
    """Failed probes since it was noticed."""

    @property
    def is_out(self) -> bool:
        """Whether it is our outage."""
        return self.since is not None


def after_miss(reach: Reach, source_id: int, miss: Miss, *, reason: str, hosts: int) -> Reach:
    """One more source that could not be reached; ``hosts`` = how many hosts are watched at all."""
    recent = {known: other for known, other in reach.misses.items() if reach.is_out or miss.at - other.at < _FRESH}
    reach = replace(reach, misses={**recent, source_id: miss})
    if reach.is_out:
        return replace(reach, rounds=reach.rounds + (source_id in choose_probes(reach)))
    alike = [other for other in reach.misses.values() if _as_near(other.blame, miss.blame)]
    wanted = _EVIDENCE[miss.blame]
    enough = min(wanted, max(hosts, 2)) if wanted > 1 else 1
    if len({other.host for other in alike}) < enough:
        return reach
    return replace(reach, since=min(other.at for other in alike), reason=reason, rounds=0)


def _as_near(blame: Blame, settled_by: Blame) -> bool:
    order = ("host", "network", "us")
    return order.index(blame) >= order.index(settled_by)


def choose_probes(reach: Reach) -> frozenset[int]:
    """The sources that are asked during an outage, to see whether it is over: a few, of as many hosts."""
    found: dict[str, int] = {}
    for source_id, miss in sorted(reach.misses.items()):
        found.setdefault(miss.host, source_id)
    return frozenset(list(found.values())[:_PROBES])


def wait_of(reach: Reach, source_id: int) -> timedelta:
    """How long a source waits during an outage: a probe some minutes, every other one an hour, or until it is over."""
    if source_id in choose_probes(reach):
        return _PROBE_WAITS[min(reach.rounds // _PROBES, len(_PROBE_WAITS) - 1)]
    return LONGEST_WAIT


def after_outage(source: Source, *, reason: str, now: datetime, due: datetime) -> Source:
    """A poll that our own outage spoilt: it does not count against the source, and what is known of it stays."""
    return replace(
        source,
        health="failing",
        error=reason,
        failing_since=source.failing_since or now,
        next_due_at=due,
        due_reason=Reason("poll.nothing-reached"),
    )


def forgive_failure(source: Source, *, due: datetime) -> Source:
    """A failure that was counted before it turned out to be ours is taken back."""
    return replace(after_outage(source, reason=source.error, now=due, due=due), failures=max(source.failures - 1, 0))
