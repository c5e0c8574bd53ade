"""One state of the monitor instead of a fault of each source: nothing can be reached from here, since when, why."""

from dataclasses import field
from datetime import datetime
from typing import Literal

from monitor.core.model.sources import Source
from monitor.core.polling.outage import Miss, Reach, after_miss, forgive_failure, wait_of
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)


@dataclass(slots=True)
class Reachability:
    """Holds the state while the monitor runs; a start or a reload begins with a fresh one."""

    reach: Reach = field(default_factory=Reach)

    def missed(self, source: Source, miss: Miss, *, reason: str, hosts: int) -> Literal["theirs", "begun", "ours"]:
        """Note that a source could not be reached: its own fault, the miss that shows an outage, or one within it."""
        before = self.reach
        self.reach = after_miss(before, source.id, miss, reason=reason, hosts=hosts)
        if self.reach.is_out and not before.is_out:
            # The state says it as a warning (``core.status``).
            log.info("nothing can be reached from here; sources wait, a few are asked now and then", reason=reason)
            return "begun"
        return "ours" if self.reach.is_out else "theirs"

    def due_after(self, source_id: int, now: datetime) -> datetime:
        """When a source that the outage spoilt is asked again."""
        return now + wait_of(self.reach, source_id)

    def take_back(self, tx: Transaction, *, besides: int, now: datetime) -> None:
        """What was counted against sources before the outage was seen as one is forgiven."""
        for source_id in self.reach.misses:
            source = tx.timetable.source(source_id) if source_id != besides else None
            if source is not None and source.failures and source.state == "active":
                tx.sources.save(forgive_failure(source, due=self.due_after(source_id, now)), now=now)

    def answered(self) -> tuple[int, ...]:
        """Something was reached; the sources that waited for that, if there was an outage."""
        waited = tuple(self.reach.misses) if self.reach.is_out else ()
        if waited:
            log.warning("the outage is over; what waited is asked now", sources=len(waited))
        if self.reach.misses:
            self.reach = Reach()
        return waited
