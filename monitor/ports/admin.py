"""What looking after an installation needs from the outside. Paths are plain strings; times are aware."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from monitor.core.model.operations.administration import ArchivedFile, ConfigurationFile, Manifest, StoreSnapshot
from monitor.ports.store import Transaction

T = TypeVar("T")


class StoreCopies(Protocol):
    """The store as something that can be copied away and put back."""

    def copy_to(self, target: str) -> StoreSnapshot:
        """Write a consistent, checked copy to the file ``target`` while others go on writing; StoreError otherwise."""
        ...

    def refuse_unknown(self, manifest: Manifest) -> None:
        """StoreError when this program does not know the backup's tables."""
        ...

    def change(self, copy: str, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` on a copy, whose tables are brought up to date; whole or not at all."""
        ...

    def replace_with(self, copy: str, *, suffix: str) -> str:
        """Put a copy in the store's place; the old store goes aside under ``suffix``: where to, empty if none was."""
        ...


class Archives(Protocol):
    """Files in one compressed archive with a manifest at its head."""

    def write(
        self, target: str, files: Mapping[str, str], describe: Callable[[Sequence[ArchivedFile]], Manifest]
    ) -> Manifest:
        """Write ``files`` (name inside: path) to ``target``, whole or not at all; UserError when it cannot be."""
        ...

    def verify(self, archive: str) -> Manifest:
        """Read all of it and compare every hash; UserError says what is wrong with it."""
        ...

    def unpack(self, archive: str, folder: str) -> Manifest:
        """As ``verify``, with the files written below ``folder``, and nothing anywhere else."""
        ...


class ConfigurationFiles(Protocol):
    """The files that people write: settings, watchlists, templates."""

    def collect(self) -> Mapping[str, str]:
        """Name inside an archive → path of the file."""
        ...

    def describe(self) -> Sequence[ConfigurationFile]:
        """Each of them with its hash, its owner and the time of its last change; what cannot be read is left out."""
        ...

    def refuse_locked(self, folder: str, names: Sequence[str]) -> None:
        """UserError when ``put_back`` would fail: a container has its settings on a mount that it cannot write."""
        ...

    def put_back(self, folder: str, names: Sequence[str], *, suffix: str) -> Sequence[str]:
        """Copy files from ``folder`` to where they belong; one that differs goes aside first. What was written."""
        ...


class WorkFolders(Protocol):
    """Room for files under way, beside the store."""

    def open(self) -> AbstractContextManager[str]:
        """A folder of one's own that is gone afterwards."""
        ...


class BackupFolder(Protocol):
    """Where the daemon keeps its own backups."""

    def of_store(self, mark: str) -> "BackupFolder":
        """The same with the backups of one store only: several monitors may keep theirs in one folder."""
        ...

    @property
    def is_apart(self) -> bool:
        """Whether it lies, or would lie, on another disk than the store."""
        ...

    def is_home_of(self, file: str) -> bool:
        """Whether a backup of this name lay in it."""
        ...

    def newest(self, *, until: datetime) -> datetime | None:
        """When the newest one was made; those from after ``until`` (the clock was wrong then) do not count."""
        ...

    def path_for(self, at: datetime) -> str:
        """The file of a backup made at this time; the folder exists afterwards."""
        ...

    def keep_newest(self, count: int, *, until: datetime) -> int:
        """Remove all but the newest ``count`` of those up to ``until``; returns how many went."""
        ...


class ConfigurationOnWatch(Protocol):
    """The configuration's files, to see whether they change under a running daemon."""

    @property
    def in_force(self) -> str:
        """The fingerprint of what was loaded."""
        ...

    def fingerprint(self) -> str:
        """Of what is on disk now."""
        ...
