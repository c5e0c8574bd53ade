"""A picture of polling: mean delay against the budget, for a fixed interval, Miniflux's rule, ours and the bound."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from xml.sax.saxutils import escape

from monitor.policy.evaluate_polling import Trace, evaluate, measure, measured_time, summary
from monitor.types.settings import PollingSettings

_COLOURS = {"fixed": "#777777", "miniflux": "#c05a00", "adaptive": "#0a5fc4", "poisson_bound": "#2f8f2f"}
_NAMES = {"fixed": "fixed interval", "miniflux": "Miniflux's rule", "poisson_bound": "bound in hindsight"}
_LEFT, _TOP, _WIDTH, _HEIGHT = 60.0, 50.0, 480.0, 290.0
_LINE_HEIGHT = 17.0


def curves(
    traces: Sequence[Trace], budgets: Sequence[float], *, held: int = 25, warm_up: timedelta = timedelta(days=14)
) -> dict[str, list[float]]:
    """Mean delay in minutes by policy (and ``poisson_bound``), one for each budget."""
    lines: dict[str, list[float]] = {name: [] for name in _COLOURS}
    start, _ = measured_time(traces, warm_up)
    for budget in budgets:
        document = evaluate(traces, polls_per_day=budget, held=held, warm_up=warm_up)
        for name in ("fixed", "adaptive", "poisson_bound"):
            lines[name].append(_mean(document[name]))
        rival = measure(traces, "miniflux", settings=PollingSettings(budget=budget), held=held, start=start)
        lines["miniflux"].append(_mean(summary(rival)))
    return lines


def _mean(figures: object) -> float:
    return float(figures["mean_delay_minutes"]) if isinstance(figures, Mapping) else math.nan


def svg(budgets: Sequence[float], lines: Mapping[str, Sequence[float]]) -> str:
    """The curves as an SVG document; both axes are logarithmic. ``budgets`` ascend, at least two."""
    # A delay of nothing has no logarithm: a tenth of a minute is as good as none.
    lines = {name: [max(delay, 0.1) for delay in line] for name, line in lines.items()}
    delays = [delay for line in lines.values() for delay in line]
    ticks = _ticks(min(delays), max(delays))
    top, bottom = ticks[-1], ticks[0]

    def across(budget: float) -> float:
        return _LEFT + _WIDTH * math.log(budget / budgets[0]) / math.log(budgets[-1] / budgets[0])

    def down(delay: float) -> float:
        return _TOP + _HEIGHT * math.log(top / delay) / math.log(top / bottom)

    right, base = _LEFT + _WIDTH, _TOP + _HEIGHT
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="410" viewBox="0 0 760 410" '
        'font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT:.0f}" y="24" font-size="15">Mean delay from publication to first sight, in minutes</text>',
    ]
    for tick in ticks:
        parts.append(f'<path d="M{_LEFT:.0f} {down(tick):.1f}H{right:.0f}" stroke="#e4e4e4"/>')
        parts.append(_text(_LEFT - 8, down(tick) + 4, f"{tick:g}", anchor="end"))
    for budget in budgets:
        parts.append(f'<path d="M{across(budget):.1f} {_TOP:.0f}V{base:.0f}" stroke="#f0f0f0"/>')
        parts.append(_text(across(budget), base + 18, f"{budget:g}", anchor="middle"))
    for name, line in lines.items():
        points = [(across(budget), down(delay)) for budget, delay in zip(budgets, line, strict=True)]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{_COLOURS[name]}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_COLOURS[name]}"/>' for x, y in points]
    ends = {name: down(line[-1]) + 4 for name, line in lines.items()}
    for name, y in _apart(ends).items():
        label = f"{_NAMES.get(name, name)}: {lines[name][-1]:.3g} min"
        parts.append(_text(right + 12, y, label, colour=_COLOURS[name]))
    parts.append(_text(_LEFT + _WIDTH / 2, base + 44, "requests per source and day", anchor="middle"))
    parts.append("</svg>\n")
    return "\n".join(parts)


def _ticks(low: float, high: float) -> list[float]:
    """1, 2, 5, 10 …, from the last one below to the first one above; at least two."""
    steps = [factor * 10.0**power for power in range(-2, 7) for factor in (1, 2, 5)]
    first = max(number for number, step in enumerate(steps[:-1]) if step <= low or number == 0)
    last = next((number for number, step in enumerate(steps) if step >= high and number > first), len(steps) - 1)
    return steps[first : last + 1]


def _apart(wished: Mapping[str, float]) -> dict[str, float]:
    """The heights of labels, moved down where two would stand in one line."""
    placed: dict[str, float] = {}
    for name, y in sorted(wished.items(), key=lambda label: label[1]):
        placed[name] = max(y, max(placed.values(), default=-math.inf) + _LINE_HEIGHT)
    return placed


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#333333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
