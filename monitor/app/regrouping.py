"""Wrong groupings put right by hand, from wherever a person does it: stories merged, reports split off."""

from collections.abc import Sequence
from datetime import datetime

from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.types.stories import Story


def story_of(tx: Transaction, story_id: int) -> Story:
    """The story of that number, or the one it was merged into."""
    found = tx.stories.get([story_id])
    if not found:
        raise UserError(f"the store has no story {story_id}; `monitor stories` lists them")
    return found[0]


def merge(tx: Transaction, story_ids: Sequence[int], *, who: str, now: datetime) -> Story:
    """Make stories one, under the number of the first; ``who`` is noted in the audit trail."""
    wanted = list(dict.fromkeys(story_ids))
    if len({story_of(tx, number).id for number in wanted}) < 2:
        raise UserError("give the ids of two or more stories that are not one yet")
    kept = tx.stories.regroup(merge=wanted, now=now)
    tx.memory.audit(f"stories {', '.join(map(str, wanted))} merged into {kept}", who=who, now=now)
    return story_of(tx, kept)


def split(tx: Transaction, report_ids: Sequence[int], *, who: str, now: datetime) -> Story:
    """Make reports a story of their own; ``who`` is noted in the audit trail."""
    wanted = list(dict.fromkeys(report_ids))
    new = tx.stories.regroup(split=wanted, now=now)
    tx.memory.audit(f"reports {', '.join(map(str, wanted))} split off into story {new}", who=who, now=now)
    return story_of(tx, new)
