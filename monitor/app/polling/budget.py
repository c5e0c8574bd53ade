"""Once an hour: one price for all sources, so that their polls together keep the budget.

Read in slices, each in a turn of its own on the store's thread: over a hundred thousand sources it takes seconds, and
no poll and no delivery waits for them.
"""

import asyncio
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.app.context import AppContext
from monitor.app.polling.schedule import is_adaptive, reset_future_due_times
from monitor.app.polling.websub import lively_sources
from monitor.app.store_thread import StoreThread
from monitor.core.model.settings import Settings
from monitor.core.model.sources import PostingRateRow, SourceSpec
from monitor.core.polling.budget import (
    BudgetState,
    FloatArray,
    interval_limits,
    load_of,
    next_hour,
    relevance_weights,
    solve_rates,
    within_reach,
)
from monitor.core.polling.next_poll import effective_weight
from monitor.core.polling.optimal_time import baseline_weight
from monitor.core.polling.posting_rate import decode_header
from monitor.lazy import lazy_module
from monitor.ports import Transaction
from monitor.values import dataclass

if TYPE_CHECKING:
    import numpy as np
else:
    np = lazy_module("numpy")

_HOUR = timedelta(hours=1)
_LATE = timedelta(minutes=5)
_SLICE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Adaptive sources, as far as the price depends on them: numbers alone, a hundred thousand objects are heavy."""

    rates: FloatArray
    held: FloatArray
    seen: FloatArray
    named: FloatArray
    worth: FloatArray
    """Weights but for how often the sources' entries match."""
    late: int


async def balance_budget(app: AppContext) -> None:
    """Solve for the price and steer it by what was spent, when an hour has passed since the last time."""
    due, last = await app.in_store.write(lambda tx: _is_due(app, tx))
    if not due:
        return
    pushed = await app.in_store.read(lambda tx: lively_sources(app, tx))
    parts: list[_Asked] = []
    after = 0
    while rows := await _next_slice(app.in_store, after):
        parts.append(await asyncio.to_thread(_as_arrays, app, rows, pushed))
        after = rows[-1].id
    start = await app.in_store.read(lambda tx: tx.budget.load())
    usual, budget, solved = await asyncio.to_thread(_solve_price, app.settings, parts, start)

    def close(tx: Transaction) -> None:
        if tx.budget.solved_at() != last:
            return  # somebody else did this hour
        tx.budget.save(next_hour(tx.budget.load(), solved=solved, budget=budget, usual=usual))
        tx.budget.set_solved_at(_hour_of(last, app.clock.now()))

    await app.in_store.write(close)


def next_balance_at(tx: Transaction) -> datetime | None:
    """When ``balance_budget`` has something to do; ``None`` before its first time."""
    solved_at = tx.budget.solved_at()
    return solved_at + _HOUR if solved_at is not None else None


def _is_due(app: AppContext, tx: Transaction) -> tuple[bool, datetime | None]:
    now, solved_at = app.clock.now(), tx.budget.solved_at()
    if solved_at is not None and solved_at > now:
        reset_future_due_times(app.clock, tx)
        return True, solved_at
    return solved_at is None or now - solved_at >= _HOUR, solved_at


def _hour_of(solved_at: datetime | None, now: datetime) -> datetime:
    """Full hours, although ticks come late: the requests of 24 hours are those of 24 of them.

    Hours that the machine slept through are none.
    """
    on_time = solved_at is not None and _HOUR <= now - solved_at < 2 * _HOUR
    return solved_at + _HOUR if solved_at is not None and on_time else now


async def _next_slice(in_store: StoreThread, after: int) -> Sequence[PostingRateRow]:
    return await in_store.read(lambda tx: tx.timetable.active(after=after, limit=_SLICE))


def _as_arrays(app: AppContext, rows: Sequence[PostingRateRow], pushed: frozenset[int]) -> _Asked:
    now, late = app.clock.now(), 0
    numbers: list[tuple[float, float, float, float, float]] = []
    for row in rows:
        spec = app.spec_for(row.configured_url) or SourceSpec(url=row.configured_url)
        if not is_adaptive(app.settings, spec):
            continue
        posting_rate = decode_header(row.posting_rate)
        load = load_of(posting_rate, now=now)
        seen, named = (posting_rate.seen, posting_rate.named) if posting_rate else (0.0, 0.0)
        claim = baseline_weight(posting_rate, budget=app.settings.polling.budget)
        worth = effective_weight(spec, pushed=row.id in pushed) * claim
        numbers.append((load.rate, load.held or math.inf, seen, named, worth))
        late += row.next_due_at is not None and row.next_due_at < now - _LATE
    rates, held, seen_, named_, worth_ = np.array(numbers, dtype=np.float64).reshape(-1, 5).T
    return _Asked(rates=rates, held=held, seen=seen_, named=named_, worth=worth_, late=late)


def _solve_price(settings: Settings, parts: Sequence[_Asked], steering: BudgetState) -> tuple[float, float, float]:
    """The share of all entries that named a topic, the requests of a day, and the price for them."""
    if not any(len(part.rates) for part in parts):
        return 0.0, 0.0, 1.0
    rates, held, seen, named, worth = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("rates", "held", "seen", "named", "worth")
    )
    polling, count = settings.polling, len(rates)
    usual = float(named.sum() / seen.sum()) if seen.sum() > 0 else 0.0
    late = sum(part.late for part in parts)
    budget = within_reach(steering, budget=polling.budget * count, late=late, sources=count)
    shortest, longest = interval_limits(polling)
    solved = solve_rates(
        rates,
        held,
        worth * relevance_weights(seen, named, usual),
        polls_per_day=budget / count,
        limits=(shortest.total_seconds(), longest.total_seconds()),
        start=steering.solved,
    )
    return usual, budget, solved
