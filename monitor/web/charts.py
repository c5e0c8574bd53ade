"""Charts as numbers: where each bar, point and tick stands; the templates draw them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def spark(values: Sequence[int], label: str) -> Spark | None:
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
