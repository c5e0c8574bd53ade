"""When a source is polled next, and why then: what was learnt, what the budget allows, what the publisher asks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.app.parts import App
from monitor.policy.polling import (
    Wishes,
    believable_due,
    effective_weight,
    first_poll_at,
    next_poll_at,
    poll_draw,
    poll_priority,
)
from monitor.policy.polling_budget import (
    decode_steering,
    encode_steering,
    interval_limits,
    load_of,
    next_hour,
    polled,
    solve_mu,
    within_reach,
)
from monitor.policy.polling_rhythm import decode, encode, glance, observe, relevance, usual_share
from monitor.ports import Transaction
from monitor.types.sources import Source, SourceSpec

_STEERING, _SOLVED = "polling:steering", "polling:solved"
_HOUR = timedelta(hours=1)
_LATE = timedelta(minutes=5)
_FIRST = float("inf")


def learnt(
    source: Source, published: Sequence[datetime | None], *, shown: int | None, now: datetime, named: int = 0
) -> Source:
    """The source with what a good poll taught about its rhythm.

    ``shown`` = entries of the document, ``named`` = new ones that named a topic.
    """
    rhythm = decode(source.rhythm)
    if rhythm is None and not shown:
        return source
    return replace(source, rhythm=encode(observe(rhythm, published, now=now, shown=shown, named=named)))


def schedule(
    app: App,
    tx: Transaction,
    source: Source,
    spec: SourceSpec,
    wishes: Wishes,
    *,
    now: datetime,
    missed_in: timedelta | None = None,
) -> Source:
    """The source with its next due time and the reason in words; its poll is counted against the budget.

    ``missed_in`` = time in which entries may have come and gone unseen: the next poll waits half of it at most.
    """
    steering = decode_steering(tx.memory.recall(_STEERING))
    if _is_adaptive(app, spec):
        steering = polled(steering)
        tx.memory.keep(_STEERING, encode_steering(steering), now=now)
    rhythm = decode(source.rhythm)
    at, why = next_poll_at(
        rhythm,
        now=now,
        mu=steering.mu,
        settings=app.settings.polling,
        spec=spec,
        zone=ZoneInfo(source.timezone) if source.timezone else app.zone,
        wishes=wishes,
        weight=relevance(rhythm, steering.usual) if rhythm else 1.0,
        failures=source.failures,
        draw=poll_draw(source.url, now),
    )
    if missed_in is not None and _is_adaptive(app, spec):
        sooner = now + max(missed_in / 2, interval_limits(app.settings.polling)[0])
        if sooner < at:
            at, why = sooner, "entries may have been missed"
    return replace(source, next_due_at=at, why_then=why)


def spread(app: App, tx: Transaction) -> None:
    """Sources that were never polled start a little apart: two seconds each, no stampede."""
    now = app.clock.now()
    new = [one for one in tx.sources.all() if one.state == "active" and one.last_polled_at is None]
    for source in new:
        at = first_poll_at(source.url, now=now, count=len(new), settings=app.settings.polling)
        tx.sources.save(replace(source, next_due_at=at, why_then="never polled yet"), now=now)


def balance(app: App, tx: Transaction) -> None:
    """Once an hour: one price for all sources, so that their polls together keep the budget."""
    now = app.clock.now()
    kept = tx.memory.recall(_SOLVED)
    solved_at = datetime.fromisoformat(kept) if kept else None
    if solved_at is not None and solved_at > now:
        believe(app, tx)
    elif solved_at is not None and now - solved_at < _HOUR:
        return
    sources = [
        (source, spec)
        for source in tx.sources.all()
        if source.state == "active" and _is_adaptive(app, spec := app.spec_of(source))
    ]
    rhythms = [(glance(source.rhythm), spec) for source, spec in sources]
    usual = usual_share(rhythm for rhythm, _ in rhythms if rhythm)
    loads = [
        load_of(rhythm, now=now, weight=effective_weight(spec, relevance(rhythm, usual) if rhythm else 1.0))
        for rhythm, spec in rhythms
    ]
    late = sum(source.next_due_at is not None and source.next_due_at < now - _LATE for source, _ in sources)
    steering = decode_steering(tx.memory.recall(_STEERING))
    shortest, longest = interval_limits(app.settings.polling)
    budget = within_reach(steering, budget=app.settings.polling.budget * len(loads), late=late, sources=len(loads))
    solved = solve_mu(
        loads, polls_per_day=budget / max(len(loads), 1), shortest=shortest, longest=longest, start=steering.solved
    )
    tx.memory.keep(_STEERING, encode_steering(next_hour(steering, solved=solved, budget=budget, usual=usual)), now=now)
    # Full hours, although ticks come late: the requests of 24 hours are those of 24 of them. Hours that the machine
    # slept through are none.
    on_time = solved_at is not None and _HOUR <= now - solved_at < 2 * _HOUR
    tx.memory.keep(_SOLVED, (solved_at + _HOUR if solved_at and on_time else now).isoformat(), now=now)


def next_balance_at(tx: Transaction) -> datetime | None:
    """When ``balance`` has something to do; ``None`` before its first time."""
    kept = tx.memory.recall(_SOLVED)
    return datetime.fromisoformat(kept) + _HOUR if kept else None


def rank(app: App, tx: Transaction) -> Callable[[Source], float]:
    """How much a poll of a due source brings now; when more is due than can be fetched the highest goes first.

    Times that the user set go before all.
    """
    now, usual = app.clock.now(), decode_steering(tx.memory.recall(_STEERING)).usual

    def priority(source: Source) -> float:
        spec, rhythm = app.spec_of(source), decode(source.rhythm)
        if rhythm is None or not _is_adaptive(app, spec):
            return _FIRST
        weight = effective_weight(spec, relevance(rhythm, usual))
        return poll_priority(rhythm, now=now, since=source.last_polled_at, weight=weight)

    return priority


def believe(app: App, tx: Transaction) -> None:
    """The clock was set back: what was polled in a future that is none waits from now on, not until then."""
    now = app.clock.now()
    for source in tx.sources.all():
        if source.state != "active" or source.next_due_at is None:
            continue
        due = believable_due(source.next_due_at, last_polled_at=source.last_polled_at, now=now)
        if due != source.next_due_at:
            tx.sources.save(replace(source, next_due_at=due, last_polled_at=now), now=now)


def _is_adaptive(app: App, spec: SourceSpec) -> bool:
    return app.settings.polling.mode == "adaptive" and spec.every is None and not spec.at
