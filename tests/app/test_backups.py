"""The daemon's own backups: made when due, kept so many, and a failure is said and gets over."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.files.archive import TarArchives
from monitor.adapters.files.backup_folder import BackupsOnDisk
from monitor.app.admin.backup import back_up_when_due
from monitor.app.admin.doctor import check_last_backup
from monitor.core.model.operations.key_values import LAST_BACKUP, BackupNote
from monitor.core.model.settings import BackupSettings, Settings
from monitor.wiring import own_backups
from tests.app.harness import NOON, Harness, OpenHarness

DAY = timedelta(days=1)


def settings_of(harness: Harness, folder: Path, *, keep: int = 2) -> Settings:
    return replace(harness.app.settings, backup=BackupSettings(every=DAY, keep=keep, folder=str(folder)))


async def note_of(harness: Harness) -> BackupNote | None:
    return await harness.app.in_store.read(lambda tx: tx.key_values.get(LAST_BACKUP))


async def test_a_backup_a_day_is_kept_and_can_be_read(open_harness: OpenHarness, tmp_path: Path) -> None:
    async with open_harness({}) as harness:
        backups = own_backups(settings_of(harness, tmp_path / "kept"))
        assert backups is not None
        for _ in range(4 * 4):
            await back_up_when_due(backups, harness.app.in_store, harness.clock)
            harness.clock.jump_to(harness.clock.now() + timedelta(hours=6))
        files = sorted((tmp_path / "kept").iterdir())
        assert len(files) == 2
        assert [TarArchives().verify(str(file)).created_at for file in files][1] - DAY == TarArchives().verify(
            str(files[0])
        ).created_at
        note = await note_of(harness)
        assert note is not None
        assert (note.file, note.error) == (str(files[1]), "")


async def test_a_backup_that_fails_is_noted_with_the_last_good_one_and_tried_again(
    open_harness: OpenHarness, tmp_path: Path
) -> None:
    async with open_harness({}) as harness:
        settings = settings_of(harness, tmp_path / "kept")
        backups = own_backups(settings)
        assert backups is not None
        await back_up_when_due(backups, harness.app.in_store, harness.clock)
        good = harness.clock.now()
        shutil.rmtree(tmp_path / "kept")
        (tmp_path / "kept").write_text("in the way", "utf-8")
        harness.clock.jump_to(good + DAY)
        await back_up_when_due(backups, harness.app.in_store, harness.clock)
        note = await note_of(harness)
        assert note is not None
        assert note.made_at == good
        assert "backup folder" in note.error
        said = await harness.app.in_store.read(lambda tx: check_last_backup(tx, settings, now=harness.clock.now()))
        assert said.state == "fault"
        (tmp_path / "kept").unlink()
        await back_up_when_due(backups, harness.app.in_store, harness.clock)
        said = await harness.app.in_store.read(lambda tx: check_last_backup(tx, settings, now=harness.clock.now()))
        assert said.state == "ok"


async def test_a_store_makes_its_backups_beside_those_of_another(open_harness: OpenHarness, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    others = {folder / f"news-monitor-0b0b0b0b-202611{day}T080000Z.tar.gz" for day in range(10, 24)}
    for other in others:
        other.touch()
    async with open_harness({}) as harness:
        backups = own_backups(settings_of(harness, folder, keep=1))
        assert backups is not None
        made = list[str]()
        for _ in range(3):
            await back_up_when_due(backups, harness.app.in_store, harness.clock)
            note = await note_of(harness)
            assert note is not None
            assert (note.made_at, note.error) == (harness.clock.now(), "")
            made.append(note.file)
            harness.clock.jump_to(harness.clock.now() + DAY)
        assert set(folder.iterdir()) == others | {Path(made[-1])}


async def test_a_copy_that_would_fill_the_disk_is_not_made(
    open_harness: OpenHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_harness({}) as harness:
        backups = own_backups(settings_of(harness, tmp_path / "kept"))
        assert backups is not None
        usage = shutil.disk_usage(tmp_path)._replace(free=1000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
        await back_up_when_due(backups, harness.app.in_store, harness.clock)
        note = await note_of(harness)
        assert note is not None
        assert "no room for a copy" in note.error
        assert not list((tmp_path / "kept").iterdir())


@pytest.fixture
def second_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than ``tmp_path``."""
    memory = Path("/dev/shm")  # noqa: S108 - the one disk beside the usual one that Linux machines have
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    folder = Path(tempfile.mkdtemp(dir=memory))
    yield folder
    shutil.rmtree(folder)


async def test_a_disk_that_is_not_mounted_any_more_is_not_stood_in_for_by_that_of_the_store(
    open_harness: OpenHarness, tmp_path: Path, second_disk: Path
) -> None:
    """An empty mount point takes everything: the backups would fill the disk that they are to outlive."""
    point = tmp_path / "nas"
    point.symlink_to(second_disk)
    async with open_harness({}) as harness:
        settings = replace(settings_of(harness, point / "news"), state_dir=str(tmp_path))
        backups = own_backups(settings)
        assert backups is not None
        await back_up_when_due(backups, harness.app.in_store, harness.clock)
        first = await note_of(harness)
        assert first is not None
        assert first.apart
        point.unlink()
        point.mkdir()
        harness.clock.jump_to(harness.clock.now() + DAY)
        await back_up_when_due(backups, harness.app.in_store, harness.clock)
        note = await note_of(harness)
        assert note is not None
        assert "the disk that held it is not mounted" in note.error
        assert (note.file, list(point.iterdir())) == (first.file, [])
        point.rmdir()
        point.symlink_to(second_disk)
        await back_up_when_due(backups, harness.app.in_store, harness.clock)
        again = await note_of(harness)
        assert again is not None
        assert (again.error, again.file != first.file) == ("", True)


async def test_nothing_is_made_where_the_settings_want_none(open_harness: OpenHarness, tmp_path: Path) -> None:
    async with open_harness({}) as harness:
        wished = settings_of(harness, tmp_path)
    assert own_backups(wished) is not None
    assert own_backups(replace(wished, backup=BackupSettings(every=None, folder=str(tmp_path)))) is None
    assert own_backups(replace(wished, database="sqlite://")) is None


def test_backups_before_an_upgrade_are_not_counted_among_the_daily_ones(tmp_path: Path) -> None:
    Path(BackupsOnDisk(folder=tmp_path, label="before-0005-").path_for(NOON)).touch()
    daily = BackupsOnDisk(folder=tmp_path)
    assert daily.newest(until=NOON + 9 * DAY) is None
    Path(daily.path_for(NOON)).touch()
    Path(daily.path_for(NOON + DAY)).touch()
    assert daily.keep_newest(1, until=NOON + 9 * DAY) == 1
    assert len(list(tmp_path.iterdir())) == 2
