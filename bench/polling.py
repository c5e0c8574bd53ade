"""Polling on measured or on made-up traces: budgets, the longest wait, a cold start, and a plot.

python -m bench.polling [TRACES.jsonl.gz] [--budgets 1,4,8,24] [--waits [--shorter 4,3,2]] [--half 1|2] [--seed 7]
                            [--plot FILE.svg|png] [--scale]; without a file the made-up world
"""

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from monitor.core.model.settings import PollingSettings
from monitor.core.polling.budget import solve_rates
from monitor.core.polling.posting_rate import DAY, HOUR
from monitor.evaluation.polling.plot import delay_curves, draw_chart, picture_of
from monitor.evaluation.polling.simulate import (
    Measured,
    PolicyName,
    Trace,
    evaluate_policies,
    measure_policy,
    read_traces,
    summarize_delays,
)

WARM_UP = 14 * DAY
START = 20_000 * DAY


def made_up(*, sources: int = 60, days: int = 42, seed: int = 7) -> list[Trace]:
    """Log-normal rates, a day and a week profile for each source, and Hawkes bursts; a share posts on the hour."""
    chance = np.random.default_rng(seed)
    made = [_made_up_source(number, chance, days) for number in range(sources)]
    return [trace for trace in made if len(trace.times)]


def _made_up_source(number: int, chance: np.random.Generator, days: int) -> Trace:
    daily = min(float(chance.lognormal(np.log(2.0), 1.8)), 300.0)
    peak, width, weekend = chance.uniform(0, 24), chance.uniform(2, 6), chance.uniform(0.1, 1.0)
    hours = np.arange(24 * days)
    away = np.minimum((hours - peak) % 24, (peak - hours) % 24)
    profile = np.exp(-((away / width) ** 2) / 2) + 0.05
    profile *= np.where((hours // 24) % 7 >= 5, weekend, 1.0)
    branching = chance.uniform(0.0, 0.4)
    seeds = chance.poisson(profile / profile.sum() * daily * days * (1 - branching))
    times = np.repeat(hours, seeds) * HOUR + chance.uniform(0, HOUR, int(seeds.sum()))
    if chance.uniform() < 0.25:
        times = np.round(times / HOUR) * HOUR
    times = np.concatenate([times, _bursts(times, branching, chance)])
    return Trace(source=f"made-up-{number}", times=np.sort(START + times[times < days * DAY]))


def _bursts(parents: np.ndarray, branching: float, chance: np.random.Generator) -> np.ndarray:
    """The children of each entry, and theirs: exponential after 20 minutes on average."""
    born = np.repeat(parents, chance.poisson(branching, len(parents)))
    if not len(born):
        return born
    children = born + chance.exponential(20 * 60, len(born))
    return np.concatenate([children, _bursts(children, branching, chance)])


def slow_sources(result: Measured) -> tuple[float, float]:
    """Mean and largest of the mean delays (minutes) of the sources with less than one entry a day."""
    means = [
        float(delays.mean()) / 60 for delays, daily in zip(result.delays, result.rates, strict=True) if 0 < daily < 1
    ]
    return (float(np.mean(means)), max(means)) if means else (0.0, 0.0)


def show(name: str, figures: dict[str, float], extra: str = "") -> None:
    """One line of a table."""
    print(
        f"{name:24} mean {figures['mean_delay_minutes']:7.1f}  median {figures['median']:7.1f}"
        f"  p95 {figures['p95']:7.1f}  missed {figures['missed']:.4f}"
        f"  requests {figures['requests_per_source_day']:.3f}"
        f"  mean of sources {figures['mean_of_sources']:6.1f}  worst tenth {figures['worst_tenth']:6.1f}{extra}",
        flush=True,
    )


def compare(title: str, traces: Sequence[Trace], budget: float, *, cold: bool = False) -> None:
    """The evaluation's document as a table, with Miniflux's rule."""
    print(f"\n{title}, {budget:g} a day")
    document = evaluate_policies(traces, polls_per_day=budget, cold=cold)
    rival = evaluate_policies(traces, polls_per_day=budget, cold=cold, policy="miniflux")
    for name, figures in [*document.items(), ("miniflux", rival["miniflux"])]:
        if isinstance(figures, dict):
            show(name, figures)


def longest_waits(title: str, traces: Sequence[Trace], budget: float, *, shorter: Sequence[float] = ()) -> None:
    """What the longest wait does to quick and to slow sources. ``shorter``: others than the default, in intervals."""
    print(f"\n{title}: the longest wait, {budget:g} a day")
    start = float(min(trace.times[0] for trace in traces) // DAY * DAY + WARM_UP)
    policies: list[tuple[str, PolicyName, timedelta | None]] = [
        ("fixed", "fixed", None),
        ("adaptive", "adaptive", None),
        *(
            (f"adaptive, max {24 * share / budget:g} h", "adaptive", timedelta(days=share / budget))
            for share in shorter
        ),
    ]
    fixed = 0.0
    for name, policy, longest in policies:
        result = measure_policy(traces, policy, settings=PollingSettings(budget=budget, max=longest), start=start)
        mean, worst = slow_sources(result)
        fixed = fixed or mean
        show(
            name,
            summarize_delays(result),
            f"  slow sources {mean:.0f} (×{mean / max(fixed, 1e-9):.2f}, worst {worst:.0f})",
        )


def scale() -> None:
    """The hourly solution for μ over 1,000 and 100,000 sources, as a ratio."""
    took = {}
    for count in (1_000, 100_000):
        rates = (1 + np.arange(count) % 997) / (30 * DAY)
        began = time.perf_counter()
        solve_rates(rates, np.full(count, 25.0), np.ones(count), polls_per_day=24, limits=(300, 4 * 3600))
        took[count] = time.perf_counter() - began
    growth = took[100_000] / took[1_000]
    print(
        f"\nμ: {took[1_000] * 1000:.1f} ms for 1,000 sources, {took[100_000] * 1000:.0f} ms for 100,000: ×{growth:.0f}"
    )


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--budgets", default="4")
    parser.add_argument("--waits", action="store_true", help="only what the longest wait does")
    parser.add_argument("--shorter", default="", help="other longest waits, in mean intervals, such as 4,3,2")
    parser.add_argument("--half", type=int, choices=(1, 2), help="every second source only")
    parser.add_argument("--seed", type=int, default=7, help="of the made-up world")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--scale", action="store_true")
    wanted = parser.parse_args()
    budgets = [float(text) for text in wanted.budgets.split(",")]
    shorter = [float(text) for text in wanted.shorter.split(",") if text]
    title, traces = f"Made up ({wanted.seed})", made_up(seed=wanted.seed)
    if wanted.file:
        with gzip.open(wanted.file, "rt", encoding="utf-8") as rows:
            title, traces = "Measured", read_traces([json.loads(row) for row in rows])
    if wanted.half:
        title, traces = f"{title}, half {wanted.half}", traces[wanted.half - 1 :: 2]
    for budget in budgets:
        longest_waits(title, traces, budget, shorter=shorter)
        if not wanted.waits:
            compare(title, traces, budget)
            compare(f"{title}, cold start", traces, budget, cold=True)
    if wanted.scale:
        scale()
    if wanted.plot:
        figure = draw_chart(budgets, delay_curves(traces, budgets))
        picture = picture_of(figure, wanted.plot.suffix[1:])
        wanted.plot.write_bytes(picture)


if __name__ == "__main__":
    main()
