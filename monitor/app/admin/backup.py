"""A backup of everything in one file, and putting one back."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.app.store_thread import StoreThread
from monitor.core.model.operations.administration import ArchivedFile, Manifest, StoreSnapshot
from monitor.core.model.operations.key_values import LAST_BACKUP, LINK_KEY, BackupNote
from monitor.errors import MonitorError, UserError
from monitor.log_lines import lazy_logger
from monitor.ports import Clock, Transaction
from monitor.ports.admin import Archives, BackupFolder, ConfigurationFiles, StoreCopies, WorkFolders
from monitor.values import dataclass
from monitor.version import VERSION

log = lazy_logger(__name__)

STORE = "store.sqlite3"
SETTINGS = "monitor.yaml"
"""Names inside an archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTools:
    """What making and restoring backups works with."""

    store: StoreCopies
    archives: Archives
    configuration: ConfigurationFiles
    rooms: WorkFolders


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did. ``aside`` = where the store before it lies, empty if there was none."""

    manifest: Manifest
    aside: str
    written: Sequence[str]
    held: int = 0
    """Messages that waited when the backup was made, and may have been sent since."""


def make_backup(tools: BackupTools, target: str, *, now: datetime) -> Manifest:
    """Store, settings, watchlists and templates into ``target``, beside a running monitor too."""
    with tools.rooms.open() as folder:
        copy = f"{folder}/{STORE}"
        snapshot = tools.store.copy_to(copy)
        files = {STORE: copy, **tools.configuration.collect()}
        return tools.archives.write(target, files, lambda described: _make_manifest(snapshot, described, now))


def _make_manifest(snapshot: StoreSnapshot, files: Sequence[ArchivedFile], now: datetime) -> Manifest:
    return Manifest(version=VERSION, schema=snapshot.schema, created_at=now, rows=snapshot.rows, files=tuple(files))


def restore_backup(
    tools: BackupTools,
    archive: str,
    *,
    store_only: bool,
    now: datetime,
    settle: Callable[[Transaction, Manifest], int] | None = None,
) -> Restored:
    """Put a backup in the place of what is there; what it replaces is kept aside. Nothing changes on any error.

    ``settle`` changes the copy before it takes its place, and returns how many messages it holds back. The monitor must
    not run meanwhile: the caller holds its lock.
    """
    suffix = f".before-restore-{now:%Y%m%dT%H%M%SZ}"
    with tools.rooms.open() as folder:
        manifest = tools.archives.unpack(archive, folder)
        tools.store.refuse_unknown(manifest)
        copy = f"{folder}/{STORE}"
        held = tools.store.change(copy, lambda tx: settle(tx, manifest)) if settle is not None else 0
        names = [] if store_only else [item.name for item in manifest.files if item.name != STORE]
        tools.configuration.refuse_locked(folder, names)
        aside = tools.store.replace_with(copy, suffix=suffix)
        written = tools.configuration.put_back(folder, names, suffix=suffix)
    return Restored(manifest=manifest, aside=aside, written=written, held=held)


def restore_settings(tools: BackupTools, archive: str, *, now: datetime) -> Sequence[str]:
    """Only the settings file, where there is none yet: it says where everything else goes."""
    with tools.rooms.open() as folder:
        manifest = tools.archives.unpack(archive, folder)
        names = [item.name for item in manifest.files if item.name == SETTINGS]
        return tools.configuration.put_back(folder, names, suffix=f".before-restore-{now:%Y%m%dT%H%M%SZ}")


def is_backup_due(newest: datetime | None, *, every: timedelta, now: datetime) -> bool:
    """Whether the next backup is to be made."""
    return newest is None or now - newest >= every


def mark_of(key: str) -> str:
    """What tells the names of one store's backups from those of another: from the key that each made for itself."""
    return hashlib.sha256(f"backups of {key}".encode()).hexdigest()[:8] if key else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBackups:
    """The backups that the daemon makes of itself: into a folder, every so often, the newest ``keep`` of them."""

    tools: BackupTools
    folder: BackupFolder
    every: timedelta
    keep: int

    def make_when_due(self, now: datetime, *, mark: str, last: BackupNote) -> str | None:
        """Make one when it is due, remove older ones once it is complete; returns its file."""
        folder = self.folder.of_store(mark)
        if not is_backup_due(folder.newest(until=now), every=self.every, now=now):
            return None
        if last.apart and folder.is_home_of(last.file) and not folder.is_apart:
            # An empty mount point takes everything, and it would lie on the disk that it is to outlive.
            raise UserError(f"{last.file}: the disk that held it is not mounted; mount it, or name another backup.dir")
        file = folder.path_for(now)
        make_backup(self.tools, file, now=now)
        folder.keep_newest(self.keep, until=now)
        return file


async def back_up_when_due(backups: OwnBackups, in_store: StoreThread, clock: Clock) -> None:
    """Make the daemon's own backup beside everything else; what came of it is noted, and said when it changes."""
    now = clock.now()
    noted, key = await in_store.read(lambda tx: (tx.key_values.get(LAST_BACKUP), tx.key_values.get(LINK_KEY) or ""))
    before = noted or BackupNote(tried_at=now)
    try:
        file = await asyncio.to_thread(backups.make_when_due, now, mark=mark_of(key), last=before)
    except (MonitorError, OSError) as error:
        note = replace(before, tried_at=now, error=str(error))
        if before.error != note.error:
            log.error("the backup failed; it is tried again within the hour", error=note.error)  # noqa: TRY400 no bug
    else:
        if file is None:
            return
        note = BackupNote(tried_at=now, made_at=now, file=file, apart=backups.folder.is_apart)
        log.info("backed up", file=file)
    await in_store.write(lambda tx: tx.key_values.set(LAST_BACKUP, note, now=now))
