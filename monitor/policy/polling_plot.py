"""A picture of polling: mean delay against the budget, for a fixed interval, Miniflux's rule, ours and the bound."""

import math
from collections.abc import Mapping, Sequence

from monitor.policy.evaluate_polling import PolicyName, Trace, evaluate

_POLICIES: tuple[PolicyName, ...] = ("fixed", "miniflux", "adaptive")
_COLOURS = {"fixed": "#777777", "miniflux": "#c05a00", "adaptive": "#0a5fc4", "poisson_bound": "#2f8f2f"}
_LEFT, _TOP, _WIDTH, _HEIGHT = 60.0, 40.0, 500.0, 290.0


def curves(traces: Sequence[Trace], budgets: Sequence[float], *, held: int = 25) -> dict[str, list[float]]:
    """Mean delay in minutes by policy (and ``poisson_bound``), one for each budget."""
    lines: dict[str, list[float]] = {name: [] for name in _COLOURS}
    for budget in budgets:
        for policy in _POLICIES:
            document = evaluate(traces, polls_per_day=budget, held=held, policy=policy)
            lines[policy].append(_mean(document[policy]))
            if policy == "fixed":
                lines["poisson_bound"].append(_mean(document["poisson_bound"]))
    return lines


def _mean(figures: object) -> float:
    return float(figures["mean_delay_minutes"]) if isinstance(figures, Mapping) else math.nan


def svg(budgets: Sequence[float], lines: Mapping[str, Sequence[float]]) -> str:
    """The curves as an SVG document; both axes are logarithmic. ``budgets`` ascend, at least two."""
    delays = [delay for line in lines.values() for delay in line]
    top, bottom = max(delays), min(delays)

    def across(budget: float) -> float:
        return _LEFT + _WIDTH * math.log(budget / budgets[0]) / math.log(budgets[-1] / budgets[0])

    def down(delay: float) -> float:
        return _TOP + _HEIGHT * math.log(top / delay) / max(math.log(top / bottom), 1e-9)

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="400" font-family="sans-serif" font-size="13">'
    ]
    parts.append('<rect width="100%" height="100%" fill="white"/>')
    for name, line in lines.items():
        points = " ".join(
            f"{across(budget):.1f},{down(delay):.1f}" for budget, delay in zip(budgets, line, strict=True)
        )
        label = f"{name.replace('_', ' ')}: {line[-1]:.0f} min"
        parts.append(f'<polyline points="{points}" fill="none" stroke="{_COLOURS[name]}" stroke-width="2"/>')
        parts.append(
            f'<text x="{_LEFT + _WIDTH + 10:.0f}" y="{down(line[-1]):.1f}" fill="{_COLOURS[name]}">{label}</text>'
        )
    parts += [f'<text x="{across(budget):.1f}" y="352" text-anchor="middle">{budget:g}</text>' for budget in budgets]
    parts.append('<text x="310" y="380" text-anchor="middle">requests per source and day</text>')
    parts.append(f'<text x="10" y="22">mean delay in minutes, {top:.0f} (top) to {bottom:.0f} (bottom)</text></svg>')
    return "\n".join(parts)
