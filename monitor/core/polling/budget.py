"""One number for all sources, μ, so that their polls together keep the budget."""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.core.model.settings import PollingSettings
from monitor.core.polling.optimal_time import HELD_SHARE, LEAST_WEIGHT
from monitor.core.polling.posting_rate import DAY, PSEUDO_NAMED, PostingRate, mean_rate
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import numpy as np

    FloatArray = np.ndarray[tuple[int], np.dtype[np.float64]]
else:
    np = lazy_module("numpy")
    FloatArray = Any

_LONGEST_INTERVALS, _LONGEST = 8.0, timedelta(days=2)
_LEAST_INTERVALS = 2.0
"""However small the budget: no source waits longer than twice what it would under a fixed interval."""
_LARGEST_STEP = 2.0
_HOURS = 24
_ROUNDS = 60
_LOG_RANGE = (-30.0, 40.0)
"""ln μ: from polling everything always to polling nothing."""
_CORRECTION_RANGE = (1 / 64, 64.0)
_LATE_SHARE = 1 / 50
"""From this share of sources that are overdue, more is due than can be fetched."""
_LEAST_REACH = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one adaptive source asks of the budget: entries a second, entries its document shows (0 = unknown)."""

    rate: float
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetState:
    """μ as it stands: what was solved for mean rates, corrected by what was really spent."""

    solved: float = 1.0
    correction: float = 1.0
    spent: tuple[int, ...] = (0,)
    """Requests to adaptive sources by hour, the running hour last; 25 hours."""
    usual: float = 0.0
    """The share of all sources' entries that named a topic."""

    @property
    def mu(self) -> float:
        """What ``next_poll_at`` is given."""
        return self.solved * self.correction

    @property
    def is_sound(self) -> bool:
        """Whether it can be gone on from."""
        return math.isfinite(self.mu) and self.mu > 0 and bool(self.spent) and 0 <= self.usual <= 1


def count_requests(steering: BudgetState, count: int = 1) -> BudgetState:
    """Note requests to adaptive sources in the running hour."""
    return replace(steering, spent=(*steering.spent[:-1], steering.spent[-1] + count))


def next_hour(steering: BudgetState, *, solved: float, budget: float, usual: float = 0.0) -> BudgetState:
    """An hour has passed: take the new solution, and once a whole day is known correct by what was spent.

    ``budget``: requests of all adaptive sources in 24 hours.
    """
    correction = steering.correction
    if len(steering.spent) > _HOURS:
        correction = correct_mu(correction, spent=sum(steering.spent[-_HOURS:]), budget=budget)
    spent = (*steering.spent, 0)[-_HOURS - 1 :]
    return BudgetState(solved=solved, correction=correction, spent=spent, usual=usual)


def within_reach(steering: BudgetState, *, budget: float, late: int, sources: int) -> float:
    """The requests a day that can be made: the budget; under overload what the last 24 hours saw.

    A price for polls that nobody can make would make everything due at once, and the schedule would be lost.
    ``late``: sources that are overdue by minutes.
    """
    if late <= sources * _LATE_SHARE or len(steering.spent) <= _HOURS:
        return budget
    return min(budget, max(float(sum(steering.spent[-_HOURS:])), budget * _LEAST_REACH))


def load_of(posting_rate: PostingRate | None, *, now: datetime) -> Load:
    """The load of a source as learnt so far; one entry a day while nothing is known."""
    if posting_rate is None:
        return Load(rate=1 / DAY, held=0)
    return Load(rate=mean_rate(posting_rate, now.timestamp()), held=posting_rate.held)


def interval_limits(settings: PollingSettings) -> tuple[timedelta, timedelta]:
    """The shortest and the longest wait.

    The longest is eight mean intervals, but at most two days, or two mean intervals where that is more; ``max`` of the
    settings shortens it.
    """
    mean = timedelta(days=1) / max(settings.budget, 0.01)
    longest = max(min(mean * _LONGEST_INTERVALS, _LONGEST), mean * _LEAST_INTERVALS)
    if settings.max is not None:
        longest = min(longest, settings.max)
    return min(settings.min, longest), max(settings.min, longest)


def relevance_weights(seen: FloatArray, named: FloatArray, usual: float) -> FloatArray:
    """``relevance`` over arrays, never below the least weight."""
    return np.maximum((named + PSEUDO_NAMED) / (seen * usual + PSEUDO_NAMED), LEAST_WEIGHT)


def solve_rates(
    rates: FloatArray,
    held: FloatArray,
    weights: FloatArray,
    *,
    polls_per_day: float,
    limits: tuple[float, float],
    start: float | None = None,
) -> float:
    """The μ at which Σ 1/interval = ``polls_per_day`` · number of sources, by bisection.

    Where none fits (the limits alone spend more or less), the end of the range on that side. Arrays: entries a second,
    entries shown (inf = unknown), weights. ``limits`` of an interval in seconds; ``start``: the last answer.
    """
    wanted = polls_per_day / DAY * len(rates)
    latest = HELD_SHARE * held / rates
    scale = np.sqrt(2 / (weights * rates))

    def spends_too_much(log_mu: float) -> bool:
        waits = np.clip(np.minimum(scale * math.exp(log_mu / 2), latest), *limits)
        return bool(np.sum(1 / waits) > wanted)

    low, high = _LOG_RANGE
    if start is not None and start > 0:
        # From one hour to the next μ moves little: a narrow bracket saves most rounds.
        near = math.log(start)
        if spends_too_much(near - 0.5) and not spends_too_much(near + 0.5):
            low, high = near - 0.5, near + 0.5
    for _ in range(_ROUNDS):
        if high - low < 1e-6:
            break
        middle = (low + high) / 2
        low, high = (middle, high) if spends_too_much(middle) else (low, middle)
    return math.exp((low + high) / 2)


def correct_mu(correction: float, *, spent: float, budget: float) -> float:
    """The factor on μ after one more hour: what was solved for a mean rate is steered by what was really spent.

    ``spent`` and ``budget``: requests of all adaptive sources in 24 hours.
    """
    step = min(max(spent / max(budget, 1e-9), 1 / _LARGEST_STEP), _LARGEST_STEP)
    low, high = _CORRECTION_RANGE
    return min(max(correction * math.pow(step, 1 / _HOURS), low), high)
