"""Which address of a source is asked: its own, until a permanent move has been believed."""

from datetime import datetime

from monitor.core.model.sources import MoveSeen, Source
from monitor.core.polling.redirects import judge_move

_BELIEVED = 0
"""The count of a move that is followed; while it is judged, counts start at 1."""


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
