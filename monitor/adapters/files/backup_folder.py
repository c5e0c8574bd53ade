"""The folder with the daemon's own backups, and room for files under way."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.adapters.placing import make_folder
from monitor.errors import UserError
from monitor.values import dataclass

_WORK = ".backup-"
_ABANDONED = 3600.0
"""Seconds after which a part of an archive is what a killed process left."""
_WRITTEN = "%Y%m%dT%H%M%SZ"
_DAILY = re.compile(r"news-monitor-([0-9a-f]{8}-|)(\d{8}T\d{6}Z)\.tar\.gz")
"""Whose it is (a mark of the store), and when it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupsOnDisk:
    """Backups named after the moment they were made, in UTC; other files in the folder are left alone."""

    folder: Path
    state: Path | None = None
    """The store's folder; ``None`` where nobody asks how far from it the backups lie."""
    label: str = ""
    """Goes into the names: backups of another purpose, or of another monitor, are counted and removed apart."""

    def of_store(self, mark: str) -> "BackupsOnDisk":
        """See ``ports.BackupFolder``."""
        return replace(self, label=f"{mark}-" if mark else "")

    @property
    def is_apart(self) -> bool:
        """See ``ports.BackupFolder``."""
        there = next((path for path in (self.folder, *self.folder.parents) if path.exists()), None)
        if self.state is None or there is None or not self.state.exists():
            return False
        return there.stat().st_dev != self.state.stat().st_dev

    def is_home_of(self, file: str) -> bool:
        """See ``ports.BackupFolder``."""
        return Path(file).parent == self.folder

    def newest(self, *, until: datetime) -> datetime | None:
        """See ``ports.BackupFolder``."""
        return max((at for at in self._found() if at <= until), default=None)

    def path_for(self, at: datetime, *, end: str = ".tar.gz") -> str:
        """See ``ports.BackupFolder``."""
        try:
            make_folder(self.folder)
            for part in self.folder.glob(".news-monitor-*.part"):
                if at.timestamp() - part.stat().st_mtime > _ABANDONED:
                    part.unlink()
        except OSError as error:
            raise UserError(f"backup folder {self.folder} cannot be created: {error.strerror}") from error
        return str(self.folder / f"news-monitor-{self.label}{at.astimezone(UTC).strftime(_WRITTEN)}{end}")

    def keep_newest(self, count: int, *, until: datetime) -> int:
        """See ``ports.BackupFolder``."""
        old = sorted(at for at in self._found() if at <= until)[:-count] if count else []
        for at in old:
            Path(self.path_for(at)).unlink(missing_ok=True)
        return len(old)

    def _found(self) -> list[datetime]:
        if not self.folder.is_dir():
            return []
        form = re.compile(rf"news-monitor-{re.escape(self.label)}(\d{{8}}T\d{{6}}Z)\.tar\.gz")
        names = (form.fullmatch(path.name) for path in self.folder.iterdir())
        return [datetime.strptime(name[1], _WRITTEN).replace(tzinfo=UTC) for name in names if name]


def newest_in(folder: Path) -> Path | None:
    """The newest daily backup in a folder; ``None`` without one, and where several monitors keep theirs there."""
    found = [name for path in folder.glob("news-monitor-*") if (name := _DAILY.fullmatch(path.name))]
    newest = max(found, key=lambda name: name[2], default=None)
    return folder / newest[0] if newest is not None and len({name[1] for name in found}) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFolderBeside:
    """Room for files under way below ``folder``, so that a finished file can be renamed into its place."""

    folder: Path

    @contextmanager
    def open(self) -> Iterator[str]:
        """See ``ports.WorkFolders``. A folder that was not there is left behind only with something in it."""
        is_new = not self.folder.exists()
        try:
            make_folder(self.folder)
            _remove_abandoned(self.folder)
            made = tempfile.mkdtemp(prefix=_WORK, dir=self.folder)
            held = os.open(made, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise UserError(f"{self.folder} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)
            os.close(held)
            if is_new and not any(self.folder.iterdir()):
                self.folder.rmdir()


def _remove_abandoned(folder: Path) -> None:
    """What a process that was killed left behind: a copy of the whole store each time. The kernel frees its lock."""
    for path in folder.glob(f"{_WORK}*"):
        held = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(held)
