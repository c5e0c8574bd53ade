"""Charts as numbers: where each bar, point and tick stands; the templates draw them as SVG."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

from monitor.values import dataclass

Step = Literal["day", "week"]
SPARK_WIDTH, SPARK_HEIGHT = 76, 22
_EDGE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """A small line without axes: its two paths, its last point, and what it says in words."""

    line: str
    area: str
    x: float
    y: float
    label: str


def draw_spark(values: Sequence[int], label: str) -> Spark | None:
    """A sparkline of at least two values; ``None`` for fewer."""
    if len(values) < 2:
        return None
    top = max(max(values), 1)
    step = (SPARK_WIDTH - 2 * _EDGE) / (len(values) - 1)
    room = SPARK_HEIGHT - 2 * _EDGE
    points = [
        (round(_EDGE + place * step, 1), round(SPARK_HEIGHT - _EDGE - room * value / top, 1))
        for place, value in enumerate(values)
    ]
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    area = f"{line}V{SPARK_HEIGHT}H{points[0][0]}Z"
    return Spark(line=line, area=area, x=points[-1][0], y=points[-1][1], label=label)


WIDTH, HEIGHT = 720, 200
_LEFT, _RIGHT, _TOP, _FOOT = 36.0, 8.0, 10.0, 22.0
_DATES_SHOWN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle; ``series`` is its colour's number."""

    x: float
    y: float
    width: float
    height: float
    series: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line of a chart."""

    path: str
    series: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars or curves between two axes, and the same as a table."""

    label: str
    bars: tuple[Bar, ...] = ()
    curves: tuple[Curve, ...] = ()
    up: tuple[Tick, ...] = ()
    along: tuple[Tick, ...] = ()
    series: tuple[str, ...] = ()
    step: Step = "day"
    """What one row of the table is."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The table: a day and its values."""


def stacked_bars(
    names: Sequence[str], series: Sequence[Sequence[int]], days: Sequence[str], label: str, *, step: Step = "day"
) -> Chart:
    """One bar a day (or what ``step`` is), its parts stacked in the order of ``series``."""
    totals = [sum(values) for values in zip(*series, strict=True)] or [0] * len(days)
    top = _round_top(max(totals, default=0))
    pitch = (WIDTH - _LEFT - _RIGHT) / max(len(days), 1)
    width = round(max(pitch * 0.72, 1.0), 1)
    bars: list[Bar] = []
    for place, day in enumerate(days):
        foot = 0
        for number, values in enumerate(series):
            value = values[place]
            if value:
                text = f"{day}: {value} {names[number]}" if names[number] else f"{day}: {value}"
                high, low = _y(foot + value, top), _y(foot, top)
                x = round(_LEFT + place * pitch + (pitch - width) / 2, 1)
                bars.append(Bar(x=x, y=high, width=width, height=round(low - high, 1), series=number, label=text))
                foot += value
    return Chart(
        label=label,
        step=step,
        bars=tuple(bars),
        up=_up_ticks(top),
        along=_along_ticks(days, pitch),
        series=tuple(names),
        rows=_value_table(series, days),
    )


def draw_curves(
    names: Sequence[str], series: Sequence[Sequence[int]], days: Sequence[str], label: str, *, step: Step = "day"
) -> Chart:
    """One line for each of ``series``."""
    top = _round_top(max((value for values in series for value in values), default=0))
    pitch = (WIDTH - _LEFT - _RIGHT) / max(len(days), 1)
    lines = tuple(
        Curve(
            path="M"
            + "L".join(f"{_LEFT + (place + 0.5) * pitch:.1f} {_y(value, top)}" for place, value in enumerate(values)),
            series=number,
            name=names[number],
        )
        for number, values in enumerate(series)
    )
    return Chart(
        label=label,
        step=step,
        curves=lines,
        up=_up_ticks(top),
        along=_along_ticks(days, pitch),
        series=tuple(names),
        rows=_value_table(series, days),
    )


def _steps() -> Iterator[int]:
    """From tick to tick: round whole numbers."""
    yield from (1, 2, 3, 4, 5, 6, 8)
    for power in itertools.count(1):
        yield from (step * 10**power // 10 for step in (10, 15, 20, 25, 30, 40, 50, 60, 80))


def _round_top(highest: int) -> int:
    """The end of the upward axis: a round number that the highest value fits under."""
    step = next(step for step in _steps() if step * 4 >= highest)
    return step * 4


def _y(value: float, top: int) -> float:
    return round(_TOP + (HEIGHT - _TOP - _FOOT) * (1 - value / top), 1)


def _up_ticks(top: int) -> tuple[Tick, ...]:
    return tuple(Tick(at=_y(top * part / 4, top), text=str(top * part // 4)) for part in range(5))


def _along_ticks(days: Sequence[str], pitch: float) -> tuple[Tick, ...]:
    every = max(1, -(-len(days) // _DATES_SHOWN))
    return tuple(
        Tick(at=round(_LEFT + (place + 0.5) * pitch, 1), text=day)
        for place, day in enumerate(days)
        if place % every == 0
    )


def _value_table(series: Sequence[Sequence[int]], days: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((day, *(str(values[place]) for values in series)) for place, day in enumerate(days))[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One hour of a week: how strong it is, from 0 to 1."""

    x: int
    y: int
    strength: float
    label: str


CELL_WIDTH, CELL_HEIGHT = 22, 16


def heat_cells(counts: Sequence[Sequence[int]], days: Sequence[str]) -> tuple[Cell, ...]:
    """24 × 7 cells: a row for each day, a column for each hour."""
    top = max((count for row in counts for count in row), default=0) or 1
    return tuple(
        Cell(
            x=40 + hour * CELL_WIDTH,
            y=day * CELL_HEIGHT,
            strength=round(0.15 + 0.85 * count / top, 2) if count else 0.0,
            label=f"{days[day]} {hour:02}:00: {count}",
        )
        for day, row in enumerate(counts)
        for hour, count in enumerate(row)
    )
