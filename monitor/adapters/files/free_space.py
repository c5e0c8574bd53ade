"""Room on the disk that holds the state folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDisk:
    """The ``Disk`` port."""

    folder: Path

    def free_bytes(self) -> int | None:
        """What this user may still write; ``None`` for a folder that is not there."""
        try:
            return shutil.disk_usage(self.folder).free
        except OSError:
            return None
