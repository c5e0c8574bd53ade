"""A backup of everything in one file, and putting one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.model.backups import ArchivedFile, Manifest, StoreSnapshot
from monitor.ports.admin import Archives, BackupFolder, ConfigurationFiles, StoreCopies, WorkFolders
from monitor.version import VERSION

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


def make_backup(tools: BackupTools, target: str, *, now: datetime) -> Manifest:
    """Store, settings, watchlists and templates into ``target``, beside a running monitor too."""
    with tools.rooms.open() as folder:
        copy = f"{folder}/{STORE}"
        snapshot = tools.store.copy_to(copy)
        files = {STORE: copy, **tools.configuration.collect()}
        return tools.archives.write(target, files, lambda described: _make_manifest(snapshot, described, now))


def _make_manifest(snapshot: StoreSnapshot, files: Sequence[ArchivedFile], now: datetime) -> Manifest:
    return Manifest(version=VERSION, schema=snapshot.schema, created_at=now, rows=snapshot.rows, files=tuple(files))


def restore_backup(tools: BackupTools, archive: str, *, store_only: bool, now: datetime) -> Restored:
    """Put a backup in the place of what is there; what it replaces is kept aside. Nothing changes on any error.

    The monitor must not run meanwhile: the caller holds its lock.
    """
    suffix = f".before-restore-{now:%Y%m%dT%H%M%SZ}"
    with tools.rooms.open() as folder:
        manifest = tools.archives.unpack(archive, folder)
        tools.store.refuse_unknown(manifest)
        aside = tools.store.replace_with(f"{folder}/{STORE}", suffix=suffix)
        names = [] if store_only else [item.name for item in manifest.files if item.name != STORE]
        written = tools.configuration.put_back(folder, names, suffix=suffix)
    return Restored(manifest=manifest, aside=aside, written=written)


def restore_settings(tools: BackupTools, archive: str, *, now: datetime) -> Sequence[str]:
    """Only the settings file, where there is none yet: it says where everything else goes."""
    with tools.rooms.open() as folder:
        manifest = tools.archives.unpack(archive, folder)
        names = [item.name for item in manifest.files if item.name == SETTINGS]
        return tools.configuration.put_back(folder, names, suffix=f".before-restore-{now:%Y%m%dT%H%M%SZ}")


def is_backup_due(newest: datetime | None, *, every: timedelta, now: datetime) -> bool:
    """Whether the next backup is to be made; one from the future (the clock was put back) does not count."""
    return newest is None or newest > now or now - newest >= every


def backup_when_due(
    tools: BackupTools, folder: BackupFolder, *, every: timedelta, keep: int, now: datetime
) -> Manifest | None:
    """The daemon's own backup: made when due, older ones removed once it is complete."""
    if not is_backup_due(folder.newest(), every=every, now=now):
        return None
    manifest = make_backup(tools, folder.path_for(now), now=now)
    folder.keep_newest(keep)
    return manifest
