"""Which report of a story stands for it."""

from collections.abc import Sequence

from monitor.core.model.sources import TIERS
from monitor.core.model.stories import Outlet


def choose_representative(outlets: Sequence[Outlet]) -> Outlet:
    """The most original report: official, first-hand, press, aggregator; among equals the earliest.

    Items of round-ups stand for a story only as long as it has nothing else. ValueError when there are no outlets.
    """
    return min(outlets, key=_rank_outlet)


def _rank_outlet(outlet: Outlet) -> tuple[bool, int, float, float, int]:
    # A publisher's date may lie or be missing: never earlier than a stated date of another, never later than seen.
    return (
        outlet.is_roundup,
        TIERS.index(outlet.tier),
        outlet.told_at.timestamp(),
        outlet.seen_at.timestamp(),
        outlet.entry_id,
    )
