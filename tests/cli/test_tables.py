"""Tables on a terminal: whatever the width, no character of a cell is lost."""

import io

import pytest
from rich.console import Console

from monitor.cli.console.output import plain_table

HEADLINES = (
    "【转载】可灵 3.1 正式发布：单次生成 45 秒，多镜头连续叙事 (kling)",
    "삼성전자 새 공장 이 문을 열다 2026 년",
    "A headline with https://example.org/a-very-long-address-without-any-blank?that=does&not=end",
)


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_cell_is_whole_at_every_width(headline: str) -> None:
    for width in range(12, 60):
        written = io.StringIO()
        table = plain_table("what")
        table.add_row(headline)
        Console(width=width, file=written, color_system=None, highlight=False, emoji=False).print(table)
        _, *lines = written.getvalue().splitlines()
        assert "".join("".join(lines).split()) == "".join(headline.split()), width
