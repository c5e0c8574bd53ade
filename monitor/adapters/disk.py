"""The disk that a folder lies on."""

import shutil
from pathlib import Path

from monitor.core.model.operations.administration import Room
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskOf:
    """The ``Disk`` port for one folder."""

    folder: Path

    @property
    def place(self) -> str:
        """See ``ports.Disk``."""
        return str(self.folder)

    def room(self) -> Room | None:
        """See ``ports.Disk``."""
        try:
            found = shutil.disk_usage(self.folder)
        except OSError:
            return None
        return Room(free=found.free, total=found.total)
