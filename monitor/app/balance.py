"""Once an hour: one price for all sources, so that their polls together keep the budget.

Read in slices, each in a turn of its own on the store's thread: over a hundred thousand sources it takes seconds, and
no poll and no delivery waits for them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.app.cadence import STEERING, believe, is_adaptive
from monitor.app.parts import App
from monitor.app.websub import lively_sources
from monitor.policy.polling import effective_weight
from monitor.policy.polling_budget import (
    Load,
    decode_steering,
    encode_steering,
    interval_limits,
    load_of,
    next_hour,
    solve_mu,
    within_reach,
)
from monitor.policy.polling_plan import own_claim
from monitor.policy.polling_rhythm import Rhythm, glance, relevance, usual_share
from monitor.ports import Transaction
from monitor.types.sources import RhythmRow, SourceSpec

_SOLVED = "polling:solved"
_HOUR = timedelta(hours=1)
_LATE = timedelta(minutes=5)
_SLICE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One adaptive source, as far as the price depends on it."""

    rhythm: Rhythm | None
    spec: SourceSpec
    pushed: bool
    late: bool


async def balance(app: App) -> None:
    """Solve for the price and steer it by what was spent, when an hour has passed since the last time."""
    due, last = await app.in_store.write(lambda tx: _is_due(app, tx))
    if not due:
        return
    pushed = await app.in_store.read(lambda tx: lively_sources(app, tx))
    sources: list[_Asked] = []
    after = 0
    while rows := await _slice(app, after):
        sources += await asyncio.to_thread(_asked, app, rows, pushed)
        after = rows[-1].id
    usual, loads = await asyncio.to_thread(_loads, app, sources)
    start = await app.in_store.read(lambda tx: decode_steering(tx.memory.recall(STEERING)))
    late = sum(one.late for one in sources)
    shortest, longest = interval_limits(app.settings.polling)
    budget = within_reach(start, budget=app.settings.polling.budget * len(loads), late=late, sources=len(loads))
    per_source = budget / max(len(loads), 1)
    solved = await asyncio.to_thread(
        solve_mu, loads, polls_per_day=per_source, shortest=shortest, longest=longest, start=start.solved
    )

    def close(tx: Transaction) -> None:
        if tx.memory.recall(_SOLVED) != last:
            return  # somebody else did this hour
        now, steering = app.clock.now(), decode_steering(tx.memory.recall(STEERING))
        steering = next_hour(steering, solved=solved, budget=budget, usual=usual)
        tx.memory.keep(STEERING, encode_steering(steering), now=now)
        tx.memory.keep(_SOLVED, _hour_of(last, now).isoformat(), now=now)

    await app.in_store.write(close)


def next_balance_at(tx: Transaction) -> datetime | None:
    """When ``balance`` has something to do; ``None`` before its first time."""
    kept = tx.memory.recall(_SOLVED)
    return datetime.fromisoformat(kept) + _HOUR if kept else None


def _is_due(app: App, tx: Transaction) -> tuple[bool, str]:
    now, kept = app.clock.now(), tx.memory.recall(_SOLVED)
    solved_at = datetime.fromisoformat(kept) if kept else None
    if solved_at is not None and solved_at > now:
        believe(app, tx)
        return True, kept
    return solved_at is None or now - solved_at >= _HOUR, kept


def _hour_of(last: str, now: datetime) -> datetime:
    """Full hours, although ticks come late: the requests of 24 hours are those of 24 of them.

    Hours that the machine slept through are none.
    """
    solved_at = datetime.fromisoformat(last) if last else None
    on_time = solved_at is not None and _HOUR <= now - solved_at < 2 * _HOUR
    return solved_at + _HOUR if solved_at is not None and on_time else now


async def _slice(app: App, after: int) -> Sequence[RhythmRow]:
    return await app.in_store.read(lambda tx: tx.timetable.active(after=after, limit=_SLICE))


def _asked(app: App, rows: Sequence[RhythmRow], pushed: frozenset[int]) -> list[_Asked]:
    overdue = app.clock.now() - _LATE
    return [
        _Asked(
            rhythm=glance(row.rhythm),
            spec=spec,
            pushed=row.id in pushed,
            late=row.next_due_at is not None and row.next_due_at < overdue,
        )
        for row in rows
        if is_adaptive(app, spec := app.spec_for(row.wished_url) or SourceSpec(url=row.wished_url))
    ]


def _loads(app: App, sources: Sequence[_Asked]) -> tuple[float, list[Load]]:
    """The share of all entries that named a topic, and what each source asks of the budget."""
    now, usual = app.clock.now(), usual_share(one.rhythm for one in sources if one.rhythm)

    def weight(one: _Asked) -> float:
        matching = relevance(one.rhythm, usual) if one.rhythm else 1.0
        claim = own_claim(one.rhythm, budget=app.settings.polling.budget)
        return effective_weight(one.spec, matching, pushed=one.pushed) * claim

    return usual, [load_of(one.rhythm, now=now, weight=weight(one)) for one in sources]
