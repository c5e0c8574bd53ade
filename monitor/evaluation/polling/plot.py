"""A picture of polling: mean delay against the budget, for a fixed interval, Miniflux's rule, ours and the bound."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from monitor.core.model.settings import PollingSettings
from monitor.errors import UserError
from monitor.evaluation.polling.simulate import (
    Trace,
    evaluate_policies,
    measure_policy,
    measured_time,
    summarize_delays,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLOURS = {"fixed": "#6b6b6b", "miniflux": "#b34f00", "adaptive": "#0a5fc4", "poisson_bound": "#2a7d2a"}
_NAMES = {
    "fixed": "fixed interval",
    "miniflux": "Miniflux's rule",
    "adaptive": "learnt posting rate (ours)",
    "poisson_bound": "bound in hindsight",
}
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


def draw_chart(budgets: Sequence[float], lines: Mapping[str, Sequence[float]]) -> "Figure":
    """The curves over logarithmic axes. ``budgets`` ascend, at least two; UserError without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UserError("plots need matplotlib: pip install 'news-monitor[plots]'") from None
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log")
    figure.suptitle("How late are entries seen?")
    axes.set_title("mean delay from publication to first sight", fontsize="small")
    axes.set_xlabel("requests per source and day (log scale)")
    # A delay of nothing has no logarithm: a tenth of a minute is as good as none.
    drawn = {name: [max(delay, _STEPS[0]) for delay in line] for name, line in lines.items()}
    for name, line in drawn.items():
        ours, style = name == "adaptive", "--" if name == "poisson_bound" else "-"
        label = f"{_NAMES[name]}: {_minutes_text(line[-1])}"
        axes.plot(budgets, line, style, color=_COLOURS[name], linewidth=3 if ours else 2, marker="o", label=label)
    low, high = min(map(min, drawn.values())), max(map(max, drawn.values()))
    ticks = _round_ticks(low, high)
    axes.set_xticks(list(budgets), [f"{budget:g}" for budget in budgets])
    axes.set_yticks(ticks, [_minutes_text(tick) for tick in ticks])
    axes.set_ylim(ticks[0], ticks[-1])
    axes.minorticks_off()
    axes.grid(color="#dddddd")
    figure.legend(loc="outside right upper", frameon=False)
    return figure


def picture_of(figure: "Figure", form: str) -> bytes:
    """The figure as ``svg`` or ``png``: the same bytes for the same figures."""
    from matplotlib import rc_context

    written = BytesIO()
    with rc_context({"svg.hashsalt": "news-monitor", "svg.fonttype": "none"}):
        figure.savefig(written, format=form, dpi=150, metadata={"Date": None} if form == "svg" else None)
    return written.getvalue()


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
