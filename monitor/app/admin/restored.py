"""After a restore: what the lost store may have told since the backup is not told again by an alert.

Nobody knows what was sent between the backup and the loss. What waited at the backup is held for a person; what the
sources show at their first reading is told by the next digest, which says why, and by no alert; digests whose time fell
between are over. What is published after the restore is news as ever.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import DigestStart
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.operations.key_values import RESTORED, RestoreMark
from monitor.core.model.settings import Settings
from monitor.core.model.sources import Source
from monitor.ports import Transaction

_FIRST_READINGS = timedelta(days=1)
"""For so long a source may wait for its first reading after a restore."""


def settle_restore(tx: Transaction, settings: Settings, mark: RestoreMark) -> int:
    """Note the restore, hold what waited, close the digests in between; returns how many messages are held."""
    tx.key_values.set(RESTORED, mark, now=mark.restored_at)
    for wish in settings.digests:
        start = tx.digests.start_of(wish.name) or DigestStart(known_since=mark.made_at)
        tx.digests.set_start(wish.name, replace(start, passed_at=mark.restored_at))
    return _hold_waiting(tx, mark)


def _hold_waiting(tx: Transaction, mark: RestoreMark) -> int:
    waiting = [
        delivery
        for state in ("pending", "sending", "deferred")
        for delivery in tx.outbox.find(DeliveryFilter(state=state, limit=None))
    ]
    answer = Reason("send.restored", at=f"{mark.made_at:%Y-%m-%d %H:%M} UTC")
    for delivery in waiting:
        tx.outbox.mark(delivery.id, "held", now=mark.restored_at, code="restored", answer=answer, possible_repeat=True)
    return len(waiting)


def unread_since_restore(tx: Transaction, source: Source) -> datetime | None:
    """When the store was put back, if this source was not read since; else ``None``."""
    mark = tx.key_values.get(RESTORED)
    read = source.last_success_at
    return mark.restored_at if mark is not None and (read is None or read < mark.restored_at) else None


def late_for_a_restore(tx: Transaction, story_id: int) -> frozenset[str]:
    """Topics of the story that were found late since the store was put back: they are known as far as alerts go."""
    mark = tx.key_values.get(RESTORED)
    if mark is None:
        return frozenset()
    end = mark.restored_at + _FIRST_READINGS
    return tx.mentions.topics_of_story(story_id, "late", created_from=mark.restored_at, created_to=end)
