"""A picture of polling: mean delay against the budget, for a fixed interval, Miniflux's rule, ours and the bound."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from monitor.core.model.settings import PollingSettings
from monitor.evaluation.polling.drawing import Dot, Drawing, Label, Shape, Stroke
from monitor.evaluation.polling.simulate import (
    Trace,
    evaluate_policies,
    measure_policy,
    measured_time,
    summarize_delays,
)

_COLOURS = {"fixed": "#6b6b6b", "miniflux": "#b34f00", "adaptive": "#0a5fc4", "poisson_bound": "#2a7d2a"}
_NAMES = {
    "fixed": "fixed interval",
    "miniflux": "Miniflux's rule",
    "adaptive": "learnt posting rate (ours)",
    "poisson_bound": "bound in hindsight",
}
_INK, _QUIET = "#222222", "#555555"
_PAPER = (800, 440)
_LEFT, _TOP, _WIDTH, _HEIGHT = 76.0, 66.0, 500.0, 304.0
_LINE_HEIGHT = 18.0
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 720, 1440, 2880, 7200, 14400, 43200, 144000, 432000)
"""Minutes: what clocks and people count in."""


def delay_curves(
    traces: Sequence[Trace], budgets: Sequence[float], *, held: int = 25, warm_up: timedelta = timedelta(days=14)
) -> dict[str, list[float]]:
    """Mean delay in minutes by policy (and ``poisson_bound``), one for each budget."""
    lines: dict[str, list[float]] = {name: [] for name in _COLOURS}
    start, _ = measured_time(traces, warm_up)
    for budget in budgets:
        document = evaluate_policies(traces, polls_per_day=budget, held=held, warm_up=warm_up)
        for name in ("fixed", "adaptive", "poisson_bound"):
            lines[name].append(_mean_delay(document[name]))
        rival = measure_policy(traces, "miniflux", settings=PollingSettings(budget=budget), held=held, start=start)
        lines["miniflux"].append(_mean_delay(summarize_delays(rival)))
    return lines


def _mean_delay(figures: object) -> float:
    return float(figures["mean_delay_minutes"]) if isinstance(figures, Mapping) else math.nan


def draw_chart(budgets: Sequence[float], lines: Mapping[str, Sequence[float]]) -> Drawing:
    """The curves as a drawing; both axes are logarithmic. ``budgets`` ascend, at least two."""
    # A delay of nothing has no logarithm: a tenth of a minute is as good as none.
    lines = {name: [max(delay, 0.1) for delay in line] for name, line in lines.items()}
    delays = [delay for line in lines.values() for delay in line]
    ticks = _round_ticks(min(delays), max(delays))

    def across(budget: float) -> float:
        return _LEFT + _WIDTH * math.log(budget / budgets[0]) / math.log(budgets[-1] / budgets[0])

    def down(delay: float) -> float:
        return _TOP + _HEIGHT * math.log(ticks[-1] / delay) / math.log(ticks[-1] / ticks[0])

    shapes: list[Shape] = [
        Label(at=(_LEFT - 44, 26), text="How late are entries seen?", size=17, colour=_INK),
        Label(at=(_LEFT - 44, 46), text="Mean delay from publication to first sight", colour=_QUIET),
        *_grid_shapes(budgets, ticks, across=across, down=down),
    ]
    for name, line in lines.items():
        points = [(across(budget), down(delay)) for budget, delay in zip(budgets, line, strict=True)]
        ours = name == "adaptive"
        shapes.append(
            Stroke(points=points, colour=_COLOURS[name], width=3 if ours else 2, dashed=name == "poisson_bound")
        )
        shapes += [Dot(at=point, colour=_COLOURS[name], radius=4.5 if ours else 3.5) for point in points]
    for name, y in _spread_labels({name: down(line[-1]) + 4 for name, line in lines.items()}).items():
        text = f"{_NAMES[name]}: {_minutes_text(lines[name][-1])}"
        shapes.append(Label(at=(_LEFT + _WIDTH + 14, y), text=text, colour=_COLOURS[name]))
    return Drawing(width=_PAPER[0], height=_PAPER[1], shapes=shapes)


def _grid_shapes(
    budgets: Sequence[float],
    ticks: Sequence[float],
    *,
    across: Callable[[float], float],
    down: Callable[[float], float],
) -> list[Shape]:
    """Lines and numbers of both axes."""
    right, base = _LEFT + _WIDTH, _TOP + _HEIGHT
    shapes: list[Shape] = []
    for tick in ticks:
        shapes.append(Stroke(points=[(_LEFT, down(tick)), (right, down(tick))], colour="#dddddd"))
        shapes.append(Label(at=(_LEFT - 8, down(tick) + 4), text=_minutes_text(tick), anchor="end", colour=_QUIET))
    for budget in budgets:
        shapes.append(Stroke(points=[(across(budget), _TOP), (across(budget), base)], colour="#eeeeee"))
        shapes.append(Label(at=(across(budget), base + 20), text=f"{budget:g}", anchor="middle", colour=_QUIET))
    words = "requests per source and day (log scale)"
    return [*shapes, Label(at=(_LEFT + _WIDTH / 2, base + 44), text=words, anchor="middle", colour=_QUIET)]


def _minutes_text(minutes: float) -> str:
    """Minutes as a person says them: "12 min", "1.5 h"."""
    if minutes < 9.95:
        return f"{minutes:.2g} min"
    return f"{minutes:.0f} min" if minutes < 99.5 else f"{minutes / 60:.2g} h"


def _round_ticks(low: float, high: float) -> list[float]:
    """Round minutes and hours from the last one below to the first one above; at least two."""
    first = max((number for number, step in enumerate(_STEPS[:-1]) if step <= low), default=0)
    last = next((number for number, step in enumerate(_STEPS) if step >= high and number > first), len(_STEPS) - 1)
    return list(_STEPS[first : last + 1])


def _spread_labels(wished: Mapping[str, float]) -> dict[str, float]:
    """The heights of labels, moved down where two would stand in one line."""
    placed: dict[str, float] = {}
    for name, y in sorted(wished.items(), key=lambda label: label[1]):
        placed[name] = max(y, max(placed.values(), default=-math.inf) + _LINE_HEIGHT)
    return placed
