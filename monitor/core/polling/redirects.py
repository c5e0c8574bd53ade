"""Permanent redirects: when one is believed (many identical answers over days), and which address is asked then."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.model.sources import MoveSeen, Source
from monitor.values import dataclass

ENOUGH_ANSWERS = 5
LONG_ENOUGH = timedelta(days=3)
_BELIEVED = 0
"""The count of a move that is followed; while it is judged, counts start at 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDecision:
    """``seen`` is to be stored with the source; ``follow`` is the new address, or empty while it is too early."""

    seen: MoveSeen | None = None
    follow: str = ""


def judge_move(seen: MoveSeen | None, *, moved_to: str, parsed: bool, now: datetime) -> MoveDecision:
    """What one good answer says about a move.

    ``moved_to`` is ``Fetched.moved_to`` (empty = no permanent redirect), ``parsed`` whether the document at the target
    was read as what the source is. One hijacked or misconfigured day must not move a source (CommaFeed #718), so any
    other answer starts the count afresh. NotModified and failures say nothing: leave ``seen`` as it is then.
    """
    if not moved_to or not parsed:
        return MoveDecision()
    if seen is None or seen.target != moved_to or now < seen.first_at:
        return MoveDecision(seen=MoveSeen(target=moved_to, count=1, first_at=now))
    counted = replace(seen, count=seen.count + 1)
    if counted.count >= ENOUGH_ANSWERS and now - counted.first_at >= LONG_ENOUGH:
        return MoveDecision(follow=moved_to)
    return MoveDecision(seen=counted)


def address_of(source: Source) -> str:
    """The believed target of a move, unless it fails: then the old address is asked again."""
    move = source.moved
    return move.target if move is not None and move.count == _BELIEVED and not source.failures else source.url


def observe_move(source: Source, *, moved_to: str, now: datetime) -> MoveSeen | None:
    """The move to remember after a good answer."""
    if source.moved is not None and source.moved.count == _BELIEVED and not source.failures:
        return source.moved
    verdict = judge_move(
        source.moved if source.moved and source.moved.count != _BELIEVED else None,
        moved_to=moved_to,
        parsed=True,
        now=now,
    )
    if verdict.follow:
        return MoveSeen(target=verdict.follow, count=_BELIEVED, first_at=now)
    return verdict.seen
