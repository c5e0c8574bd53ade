"""What is wrong with this monitor, from the facts: each condition a sentence, worst first. All is well without any."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from monitor.core.i18n.phrases import Reason, decode_reason, join_reasons
from monitor.core.model.operations.administration import least_room
from monitor.core.model.operations.monitor_status import FailingSource, Outage, SourceTally
from monitor.core.polling.source_health import since_when
from monitor.core.status.facts import LONGEST_SILENCE, STARTING, StatusFacts, StoreFacts
from monitor.values import dataclass

Level = Literal["failing", "degraded", "starting"]
"""``failing``: the monitor does not do its work; ``degraded``: it does, with less; ``starting``: it began just now."""
State = Literal["ok", "starting", "degraded", "failing"]
Kind = Literal[
    "stuck", "store", "task", "configuration", "stopped", "offline", "no-answer", "sources", "gone", "not-asked",
    "starting", "no-sources", "reload", "pages", "channel-stopped", "channel-failing", "given-up", "paused", "digest",
    "disk", "clock", "no-worker",
]  # fmt: skip
_OVERDUE = timedelta(hours=1)
"""Rounds by a timer may come an hour late before it counts as nobody asking."""
_UNTAKEN = timedelta(minutes=10)
"""A poll that the leader of a fleet offered and nobody took for so long: no worker runs."""
_NAMED = 3
_WORST_FIRST: tuple[Level, ...] = ("failing", "degraded", "starting")
_TASK = "task "
"""Before the name of a part of the program that failed (``app.runtime.watches.heartbeat``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that is wrong."""

    kind: Kind
    level: Level
    reason: str
    """A sentence; a ``Reason`` tells it in any language."""
    about: str = ""
    """The channel or digest."""
    since: datetime | None = None
    command: str = ""
    """What says more, or mends it."""
    brief: str = ""
    """The sentence without names and answers, for whoever gave no password; empty: ``reason`` holds none."""

    @property
    def public(self) -> str:
        """What anybody may read."""
        return self.brief or self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorStatus:
    """The state of this monitor at one moment."""

    facts: StatusFacts
    conditions: tuple[Condition, ...]
    """Worst first."""

    @property
    def state(self) -> State:
        """ "ok" only when nothing at all is wrong."""
        return self.conditions[0].level if self.conditions else "ok"

    @property
    def headline(self) -> str:
        """The worst condition and how many there are besides; or that all is well. A ``Reason``."""
        if not self.conditions:
            sources = self.facts.store.sources if self.facts.store else None
            return Reason("status.well", seen=sources.seen if sources else 0, of=sources.watched if sources else 0)
        first, *more = self.conditions
        return Reason("status.and-more", first=first.reason, n=len(more)) if more else first.reason

    @property
    def fingerprint(self) -> frozenset[tuple[str, str]]:
        """Changes when something else is wrong than before, however its sentence goes."""
        return frozenset((condition.kind, condition.about) for condition in self.conditions)


def status_of(facts: StatusFacts) -> MonitorStatus:
    """The state that follows from these facts."""
    found = list(_of_the_daemon(facts))
    if facts.store is not None:
        for look in _LOOKS:
            found.extend(look(facts, facts.store))
    found.extend(_of_the_disk(facts))
    return MonitorStatus(
        facts=facts, conditions=tuple(sorted(found, key=lambda condition: _WORST_FIRST.index(condition.level)))
    )


def outage_of(facts: StatusFacts) -> Outage | None:
    """The outage as the daemon knows it, or as the last run noted it."""
    noted = facts.store.last_run.outage if facts.store and facts.store.last_run else None
    return facts.outage or noted


def _of_the_daemon(facts: StatusFacts) -> Iterator[Condition]:
    if facts.silence > LONGEST_SILENCE:
        seconds = f"{facts.silence.total_seconds():.0f}"
        yield Condition(kind="stuck", level="failing", reason=Reason("status.stuck", seconds=seconds))
    for fault in filter(None, dict.fromkeys((facts.store_fault, facts.troubles.get("store", "")))):
        yield Condition(kind="store", level="failing", reason=fault, command="monitor doctor")
    if wrong := facts.troubles.get("configuration"):
        yield Condition(kind="configuration", level="failing", reason=wrong, command="monitor check")
    for name, why in facts.troubles.items():
        if name.startswith(_TASK):
            yield Condition(kind="task", level="degraded", reason=Reason("status.task", why=why), about=name)
    if silent := facts.troubles.get("pages"):
        yield Condition(kind="pages", level="degraded", reason=Reason("status.pages", why=silent))
    refused, since = _refusal_of(facts)
    if refused:
        reason = Reason("status.reload", why=refused)
        yield Condition(kind="reload", level="degraded", reason=reason, since=since, command="monitor check")
    yield from _nobody_at_work(facts)


def _refusal_of(facts: StatusFacts) -> tuple[str, datetime | None]:
    if wrong := facts.troubles.get("reload"):
        return wrong, None
    note = facts.store.last_run if facts.store else None
    return (note.refused, note.refused_at) if note and facts.holder == "daemon" else ("", None)


def _nobody_at_work(facts: StatusFacts) -> Iterator[Condition]:
    """A daemon that stopped; rounds by a timer count as work as long as they come."""
    if facts.holder:
        return
    note = facts.store.last_run if facts.store else None
    if note is None and facts.store_fault:
        return  # nobody can tell whether it ever ran
    if note is None:
        yield Condition(kind="stopped", level="failing", reason=Reason("status.never-ran"), command="monitor run")
        return
    due = facts.store.sources.next_at if facts.store else None
    late = due is not None and due < facts.now - _OVERDUE
    if note.by == "run" or late:
        reason = Reason("status.stopped", when=_when(facts, note.seen_at))
        yield Condition(kind="stopped", level="failing", reason=reason, since=note.seen_at, command="monitor run")


def _of_the_disk(facts: StatusFacts) -> Iterator[Condition]:
    """A disk that is nearly full stops the fetching (``watches.disk_watch``); the settings' limit warns before."""
    if facts.room is None:
        return
    free, low = facts.room.free // 1_000_000, facts.limits.disk_bytes // 1_000_000
    if "disk" in facts.troubles or facts.room.free < least_room(facts.room.total):
        reason = Reason("status.disk-stopped", free=free)
    elif facts.room.free < facts.limits.disk_bytes:
        reason = Reason("status.disk", free=free, low=low)
    else:
        return
    yield Condition(kind="disk", level="degraded", reason=reason, command="monitor doctor")


def _of_the_network(facts: StatusFacts, store: StoreFacts) -> Iterator[Condition]:
    outage, tally = outage_of(facts), store.sources
    if outage is not None:
        reason = Reason(
            "status.offline",
            since=_when(facts, outage.since),
            n=max(outage.sources, 1),
            why=decode_reason(outage.reason),
            next=_when(facts, tally.next_at),
        )
        yield Condition(kind="offline", level="degraded", reason=reason, since=outage.since, command="monitor doctor")
        return
    answered = tally.answered_at
    tried = tally.polled_at is not None and (answered is None or tally.polled_at > answered)
    if answered is not None and tried and facts.now - answered > facts.limits.no_answer:
        reason = Reason("status.no-answer", since=_when(facts, answered))
        yield Condition(
            kind="no-answer", level="degraded", reason=reason, since=answered, command="monitor sources --state failing"
        )


def _of_the_sources(facts: StatusFacts, store: StoreFacts) -> Iterator[Condition]:
    tally = store.sources
    if not tally.watched and not tally.gone:
        yield Condition(
            kind="no-sources", level="degraded", reason=Reason("status.no-sources"), command="monitor sources add"
        )
    outage = outage_of(facts)
    # What an outage spoils is said once, as the outage.
    own = [trouble for trouble in tally.troubles if outage is None or trouble.since < outage.since]
    failing = tally.failing if outage is None else len(own)
    if own:
        yield _failing_condition(facts, own, failing, tally.asked)
    if tally.gone:
        reason = Reason("status.gone", n=tally.gone)
        yield Condition(kind="gone", level="degraded", reason=reason, command="monitor sources --state gone")
    yield from _no_worker(facts, tally)
    if tally.watched > tally.asked and outage is None:
        yield _not_asked(facts, tally)


def _not_asked(facts: StatusFacts, tally: SourceTally) -> Condition:
    """Just after a start the first answers are on their way; later on it is wrong that none came."""
    waiting = tally.watched - tally.asked
    if facts.began_at is not None and timedelta(0) <= facts.now - facts.began_at < STARTING:
        key = "status.not-asked" if tally.asked else "status.starting"
        return Condition(kind="starting", level="starting", reason=Reason(key, n=waiting, of=tally.watched))
    key = "status.not-asked" if tally.asked else "status.none-asked"
    reason = Reason(key, n=waiting, of=tally.watched, next=_when(facts, tally.next_at))
    return Condition(kind="not-asked", level="degraded", reason=reason, command="monitor sources")


def _no_worker(facts: StatusFacts, tally: SourceTally) -> Iterator[Condition]:
    """A leader offers what is due; where nobody takes it, no worker runs."""
    due = tally.next_at
    if facts.limits.by_workers and due is not None and due < facts.now - _UNTAKEN:
        reason = Reason("status.no-worker", since=_when(facts, due))
        yield Condition(kind="no-worker", level="failing", reason=reason, since=due, command="monitor worker")


def _failing_condition(facts: StatusFacts, own: list[FailingSource], failing: int, asked: int) -> Condition:
    named = [
        Reason("status.source", name=trouble.name, since=_when(facts, trouble.since), why=trouble.error)
        for trouble in own[:_NAMED]
    ]
    more = failing - len(named)
    which: list[str] = [*named, *([Reason("status.more", n=more)] if more > 0 else [])]
    key = "status.only-source" if failing == asked == 1 else "status.sources"
    return Condition(
        kind="sources",
        level="degraded",
        reason=Reason(key, n=failing, of=asked, which=join_reasons(which)),
        since=own[0].since,
        command="monitor sources --state failing",
        brief=Reason("status.brief-sources", n=failing, of=asked),
    )


def _of_the_channels(facts: StatusFacts, store: StoreFacts) -> Iterator[Condition]:
    queues = store.channels.queues
    for name, stop in store.stops.items():
        n = queues[name].count if name in queues else 0
        reason = Reason("status.channel-stopped", channel=name, since=_when(facts, stop.at), why=stop.reason, n=n)
        yield _channel_condition("channel-stopped", name, reason, since=stop.at)
    for name, cooldown in store.channels.cooldowns.items():
        queue = queues.get(name)
        # A row is left when what failed was given up; nobody waits for that way any more.
        if queue is None or name in store.stops:
            continue
        reason = Reason(
            "status.channel-failing",
            channel=name,
            since=_when(facts, cooldown.since),
            why=queue.answer,
            n=queue.count,
            next=_when(facts, cooldown.until),
        )
        yield _channel_condition("channel-failing", name, reason, since=cooldown.since)


def _channel_condition(kind: Kind, name: str, reason: Reason, *, since: datetime) -> Condition:
    command, brief = f"monitor send-test {name}", Reason("status.brief-channel")
    return Condition(kind=kind, level="degraded", reason=reason, about=name, since=since, command=command, brief=brief)


def _of_the_sending(facts: StatusFacts, store: StoreFacts) -> Iterator[Condition]:
    brief = Reason("status.brief-sending")
    if not store.sending_is_on:
        n = sum(queue.count for queue in store.channels.queues.values())
        reason = Reason("status.paused", n=n)
        yield Condition(kind="paused", level="degraded", reason=reason, command="monitor deliveries resume")
    if store.given_up:
        reason = Reason("status.given-up", n=store.given_up, why=store.given_up_why)
        yield Condition(
            kind="given-up", level="degraded", reason=reason, command="monitor deliveries --state dead", brief=brief
        )
    for late in store.digests:
        key = "status.digest-unsent" if late.why else "status.digest-overdue"
        reason = Reason(key, digest=late.name, due=_when(facts, late.due_at), why=late.why)
        yield Condition(kind="digest", level="degraded", reason=reason, about=late.name, since=late.due_at, brief=brief)
    if not store.clock_is_trusted:
        yield Condition(kind="clock", level="degraded", reason=Reason("status.clock"), command="monitor doctor")


_LOOKS: tuple[Callable[[StatusFacts, StoreFacts], Iterator[Condition]], ...] = (
    _of_the_network,
    _of_the_sources,
    _of_the_channels,
    _of_the_sending,
)


def _when(facts: StatusFacts, at: datetime | None) -> str:
    """In the settings' zone: "03:10" of today, else with its day; what is due already is due now."""
    return since_when(at or facts.now, now=facts.now, zone=facts.zone)
