"""The most original report stands for a story."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.cluster.representative import choose_representative
from monitor.core.model.sources import Tier
from monitor.core.model.stories import Outlet

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def outlet(
    name: str, tier: Tier = "press", minutes: int = 0, *, is_roundup: bool = False, dated: bool = True
) -> Outlet:
    at = NOON + timedelta(minutes=minutes)
    return Outlet(
        source=name,
        title=name,
        url="",
        published_at=at if dated else None,
        seen_at=at,
        tier=tier,
        is_roundup=is_roundup,
    )


def test_the_more_official_report_wins_though_it_came_later() -> None:
    outlets = [outlet("copy", "aggregator"), outlet("paper", "press", 5), outlet("maker", "official", 60)]
    assert choose_representative(outlets).source == "maker"


def test_among_equals_the_earliest_wins() -> None:
    assert choose_representative([outlet("b", minutes=9), outlet("a", minutes=3), outlet("c", minutes=5)]).source == "a"
    assert (
        choose_representative([outlet("undated", minutes=4, dated=False), outlet("dated", minutes=5)]).source
        == "undated"
    )


def test_a_round_up_stands_for_a_story_only_until_a_real_report_comes() -> None:
    round_up = outlet("round-up", "official", is_roundup=True)
    assert choose_representative([round_up]).source == "round-up"
    assert choose_representative([round_up, outlet("late copy", "aggregator", 600)]).source == "late copy"


def test_a_story_without_reports_has_no_representative() -> None:
    with pytest.raises(ValueError, match="empty"):
        choose_representative([])
