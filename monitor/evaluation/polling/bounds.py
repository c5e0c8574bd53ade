"""How good polling could be: a bound for whoever knows the rates, and an oracle that knows the entries themselves."""

from collections import deque
from collections.abc import Sequence

import numpy as np

from monitor.core.polling.posting_rate import HOUR, bin_of

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
_Line = tuple[float, float, int]
"""Slope, intercept, and the number of entries before the segment."""
_FIRST_PRICE = 20_000.0
"""Of a poll, in seconds of delay."""
_ROUNDS = 12
_AIM, _ENOUGH = 0.998, 0.995
_QUANTILES = np.arange(0.025, 1.0, 0.05)


def poisson_bound(entries: Sequence[FloatArray], *, start: float, end: float, polls: float) -> list[FloatArray]:
    """A sample of delays (seconds) per source under the best density of polls for rates known in hindsight.

    Each source is a Poisson process whose rate depends on the hour, 48 bins of the measured time. n polls a second
    cost a delay of 1/2n, so that n ∝ √λ spends ``polls`` best. No limits on intervals; minutes are not known.
    """
    bins = [bin_of(at) for at in np.arange(start, end, HOUR)]
    exposed = np.bincount(bins, minlength=48) * HOUR
    counts = np.array([np.bincount([bin_of(at) for at in times], minlength=48) for times in entries])
    rates = counts / np.maximum(exposed, 1.0)
    density_per_root = polls / float((np.sqrt(rates) * exposed).sum())
    samples: list[FloatArray] = []
    for count, by_hour in zip(counts, rates, strict=True):
        busy = count > 0
        intervals = 1 / (density_per_root * np.sqrt(by_hour[busy]))
        # Within an interval delays are uniform; each hour counts by its entries.
        samples.append(np.repeat(np.outer(intervals, _QUANTILES), count[busy], axis=0).ravel())
    return samples


def oracle_delays(entries: Sequence[FloatArray], *, polls: int) -> list[FloatArray]:
    """Delays (seconds) per source if all entries were known beforehand and ``polls`` spent as well as can be."""
    price, best = _FIRST_PRICE, [times[-1:] for times in entries]
    for _ in range(_ROUNDS):
        plans = [_cheapest_polls(times, price) for times in entries]
        spent = sum(len(plan) for plan in plans)
        if spent <= polls and spent >= sum(len(plan) for plan in best):
            best = plans
            if spent >= _ENOUGH * polls:
                break
        # Polls go about with the root of their price.
        price *= min(max((spent / (_AIM * polls)) ** 2, 0.05), 20.0)
    return [plan[np.searchsorted(plan, times)] - times for plan, times in zip(best, entries, strict=True)]


def _cheapest_polls(times: FloatArray, price: float) -> FloatArray:
    """The polls, each just at an entry, with the least delay + price · number; O(n) by the lower hull of lines.

    cost[j] = price + j·tⱼ − Pⱼ + min over i < j of (cost[i] + Pᵢ − i·tⱼ), P = running sums of times.
    """
    if not len(times):
        return times
    # Small numbers keep the sums exact.
    stamps = (times - times[0]).tolist()
    hull: deque[_Line] = deque([(0.0, 0.0, 0)])
    came_from, total = [0] * (len(stamps) + 1), 0.0
    for number, at in enumerate(stamps, start=1):
        total += at
        while len(hull) > 1 and _line_value(hull[1], at) <= _line_value(hull[0], at):
            hull.popleft()
        came_from[number] = hull[0][2]
        cost = price + number * at - total + _line_value(hull[0], at)
        line = (-float(number), cost + total, number)
        while len(hull) > 1 and _is_above(hull[-2], hull[-1], line):
            hull.pop()
        hull.append(line)
    chosen, number = [], len(stamps)
    while number:
        chosen.append(number - 1)
        number = came_from[number]
    polls: FloatArray = times[np.array(chosen[::-1])]
    return polls


def _line_value(line: _Line, at: float) -> float:
    return line[0] * at + line[1]


def _is_above(first: _Line, middle: _Line, last: _Line) -> bool:
    """True when ``middle`` is nowhere the lowest of the three (slopes fall)."""
    return (last[1] - first[1]) * (first[0] - middle[0]) <= (middle[1] - first[1]) * (first[0] - last[0])
