"""Policies as the evaluation plays them: ours, a fixed interval, and Miniflux's rule. Each keeps what it learnt."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from monitor.core.calendar.waits import draw_for
from monitor.core.model.settings import PollingSettings
from monitor.core.polling.budget import BudgetState, count_requests, interval_limits, next_hour, solve_rates
from monitor.core.polling.next_poll import jittered_time, spread_start
from monitor.core.polling.optimal_time import LEAST_WEIGHT, baseline_weight, optimal_time
from monitor.core.polling.posting_rate import (
    DAY,
    PostingRate,
    mean_rate,
    observe_stamps,
    relative_relevance,
    usual_share,
)
from monitor.values import dataclass

_WEEK = 7 * DAY
_MINIFLUX_LIMITS = (300.0, DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one poll saw: the source's number, the time, the new entries' times, and how many entries were shown."""

    source: int
    now: float
    found: Sequence[float]
    shown: int
    named: int = 0
    """New entries that named a topic."""


class FixedPolicy:
    """One interval for all, each source at a phase of its own."""

    def __init__(self, sources: Sequence[str], settings: PollingSettings) -> None:
        self._sources, self._interval = sources, DAY / settings.budget

    def first_poll(self, source: int, start: float) -> float:
        """Anywhere in the first interval."""
        return start + self._interval * draw_for(self._sources[source], 0)

    def every_hour(self, now: float) -> None:
        """Nothing is learnt."""

    def next_poll(self, sight: Sight) -> float:
        """One interval later."""
        return sight.now + self._interval


class MinifluxPolicy:
    """Miniflux's ``entry_frequency``: a week ÷ (entries of last week · factor), 5 min–24 h; 24 h below two entries."""

    def __init__(self, sources: Sequence[str], *, factor: float) -> None:
        self._sources, self._factor = sources, factor
        self._recent: list[deque[float]] = [deque() for _ in sources]

    def first_poll(self, source: int, start: float) -> float:
        """Anywhere in the first five minutes."""
        return start + _MINIFLUX_LIMITS[0] * draw_for(self._sources[source], 0)

    def every_hour(self, now: float) -> None:
        """Nothing is learnt by the hour."""

    def next_poll(self, sight: Sight) -> float:
        """By the entries of the last seven days."""
        recent = self._recent[sight.source]
        recent.extend(sight.found)
        while recent and recent[0] < sight.now - _WEEK:
            recent.popleft()
        low, high = _MINIFLUX_LIMITS
        wait = _WEEK / (len(recent) * self._factor) if len(recent) > 1 else high
        return sight.now + min(max(wait, low), high)


class AdaptivePolicy:
    """What production does, hour by hour: learn, solve μ for the budget, steer by what was spent.

    ``weighted``: a source counts by its share of entries that name a topic; else all count alike.
    """

    def __init__(self, sources: Sequence[str], settings: PollingSettings, *, weighted: bool = False) -> None:
        self._sources, self._budget, self._weighted = sources, settings.budget, weighted
        shortest, longest = interval_limits(settings)
        self._limits = (shortest.total_seconds(), longest.total_seconds())
        self._posting_rates: list[PostingRate | None] = [None] * len(sources)
        self._steering = BudgetState()

    @property
    def posting_rates(self) -> Sequence[PostingRate | None]:
        """What is learnt so far, by source."""
        return self._posting_rates

    @property
    def steering(self) -> BudgetState:
        """μ and what was spent, as they stand."""
        return self._steering

    def first_poll(self, source: int, start: float) -> float:
        """Spread over a few minutes."""
        return spread_start(self._sources[source], start, count=len(self._sources), budget=self._budget)

    def every_hour(self, now: float) -> None:
        """Solve μ anew; after a first day steer it by the requests of the last 24 hours."""
        known = [posting_rate for posting_rate in self._posting_rates if posting_rate is not None]
        rates = np.array(
            [mean_rate(posting_rate, now) for posting_rate in known]
            + [1 / DAY] * (len(self._posting_rates) - len(known))
        )
        held = np.full(len(rates), np.inf)
        held[: len(known)] = [posting_rate.held or np.inf for posting_rate in known]
        usual = usual_share(known)
        self._steering = replace(self._steering, usual=usual)
        weights = np.full(len(rates), self._weight(None))
        weights[: len(known)] = [self._weight(posting_rate) for posting_rate in known]
        start = self._steering.solved
        solved = solve_rates(rates, held, weights, polls_per_day=self._budget, limits=self._limits, start=start)
        self._steering = next_hour(self._steering, solved=solved, budget=self._budget * len(rates), usual=usual)

    def next_poll(self, sight: Sight) -> float:
        """Learn what was found and look for the best moment."""
        source, now = sight.source, sight.now
        self._steering = count_requests(self._steering)
        posting_rate = observe_stamps(
            self._posting_rates[source], sight.found, now=now, shown=sight.shown, named=sight.named
        )
        self._posting_rates[source] = posting_rate
        limit = now + self._limits[1]
        at = optimal_time(
            posting_rate, since=now, now=now, mu=self._steering.mu, weight=self._weight(posting_rate), limit=limit
        )
        return jittered_time(at, now=now, limits=self._limits, draw=draw_for(self._sources[source], int(now)))

    def _weight(self, posting_rate: PostingRate | None) -> float:
        claim = baseline_weight(posting_rate, budget=self._budget)
        if posting_rate is None or not self._weighted:
            return claim
        return claim * max(relative_relevance(posting_rate, self._steering.usual), LEAST_WEIGHT)
