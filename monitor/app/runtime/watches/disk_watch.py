"""Room on the disk: while there is little, nothing more is fetched, so that what was promised can still be kept."""

from monitor.core.model.operations.administration import least_room
from monitor.log_lines import lazy_logger
from monitor.ports import Disk
from monitor.values import dataclass

log = lazy_logger(__name__)

_AGAIN = 1.25
"""So many times the least room are needed to go on: at the edge it would stop and go on every second."""


@dataclass(slots=True)
class DiskWatch:
    """Looks at the disk of the state folder; says once when it becomes low, and once when that is over."""

    disk: Disk
    trouble: str = ""
    """What is wrong now, in words; empty = there is room."""

    @property
    def free_bytes(self) -> int | None:
        """How much is free; ``None`` when that cannot be told."""
        room = self.disk.room()
        return room.free if room is not None else None

    def is_low(self) -> bool:
        """Look, and say what changed. A disk that cannot be asked is not low: what is wrong with it shows elsewhere."""
        room = self.disk.room()
        if room is None:
            return bool(self.trouble)
        needed = least_room(room.total) * (_AGAIN if self.trouble else 1)
        if room.free < needed and not self.trouble:
            self.trouble = (
                f"the disk of {self.disk.place} is nearly full ({room.free / 1e6:,.0f} MB free): nothing is fetched "
                f"until {least_room(room.total) * _AGAIN / 1e6:,.0f} MB are free; what waits is sent all the same"
            )
            log.error("disk low", what=self.trouble)
        elif room.free >= needed and self.trouble:
            self.trouble = ""
            log.info("the disk has room again: fetching goes on", free=f"{room.free / 1e6:,.0f} MB")
        return bool(self.trouble)
