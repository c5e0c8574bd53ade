"""The axes of charts end at a round number not far above the highest value."""

import pytest

from monitor.web.charts import draw_curves


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, ["0", "1", "2", "3", "4"]),
        (10, ["0", "3", "6", "9", "12"]),
        (41, ["0", "15", "30", "45", "60"]),
        (94, ["0", "25", "50", "75", "100"]),
        (999, ["0", "250", "500", "750", "1000"]),
    ],
)
def test_ticks_are_round(highest: int, ticks: list[str]) -> None:
    chart = draw_curves(["a"], [[highest]], ["2026-11-01"], "mentions")
    assert [tick.text for tick in chart.up] == ticks


def test_the_highest_value_fills_more_than_half() -> None:
    for highest in range(3, 2_000):
        top = int(draw_curves(["a"], [[highest]], ["2026-11-01"], "mentions").up[-1].text)
        assert highest <= top < 2 * highest
