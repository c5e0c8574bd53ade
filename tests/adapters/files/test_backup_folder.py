"""The daemon's own backups: named after their moment, the newest ones kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters.files.backup_folder import BackupsOnDisk, WorkFolderBeside, newest_in
from monitor.app.admin.backup import is_backup_due

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_newest_are_kept_and_other_files_left_alone(tmp_path: Path) -> None:
    backups = BackupsOnDisk(folder=tmp_path / "backups")
    assert backups.newest(until=AT) is None
    for number in range(5):
        Path(backups.path_for(AT + number * DAY)).touch()
    (tmp_path / "backups" / "mine.tar.gz").touch()
    assert backups.keep_newest(2, until=AT + 9 * DAY) == 3
    assert backups.newest(until=AT + 9 * DAY) == AT + 4 * DAY
    assert len(list((tmp_path / "backups").iterdir())) == 3


def test_two_monitors_in_one_folder_count_and_remove_their_own_only(tmp_path: Path) -> None:
    one, other = (BackupsOnDisk(folder=tmp_path).of_store(mark) for mark in ("0a0a0a0a", "0b0b0b0b"))
    for number in range(3):
        Path(one.path_for(AT + number * DAY)).touch()
    assert newest_in(tmp_path) == tmp_path / "news-monitor-0a0a0a0a-20261125T080000Z.tar.gz"
    assert other.newest(until=AT + 9 * DAY) is None
    Path(other.path_for(AT)).touch()
    assert one.keep_newest(1, until=AT + 9 * DAY) == 2
    assert other.newest(until=AT + 9 * DAY) == AT
    assert newest_in(tmp_path) is None, "whose would it be"


def test_a_backup_from_a_clock_that_was_ahead_neither_counts_nor_pushes_others_out(tmp_path: Path) -> None:
    backups = BackupsOnDisk(folder=tmp_path)
    for at in (AT - 2 * DAY, AT - DAY, AT + 300 * DAY):
        Path(backups.path_for(at)).touch()
    assert backups.newest(until=AT) == AT - DAY
    assert backups.keep_newest(2, until=AT) == 0


def test_a_backup_is_due_after_its_time() -> None:
    assert is_backup_due(None, every=DAY, now=AT)
    assert not is_backup_due(AT - DAY / 2, every=DAY, now=AT)
    assert is_backup_due(AT - DAY, every=DAY, now=AT)


def test_what_a_killed_process_left_is_removed_and_what_another_works_in_is_not(tmp_path: Path) -> None:
    work = WorkFolderBeside(folder=tmp_path)
    (tmp_path / ".backup-left").mkdir()
    (tmp_path / ".backup-left" / "store.sqlite3").write_bytes(b"x")
    with work.open() as mine, work.open() as other:
        assert not (tmp_path / ".backup-left").exists()
        assert Path(mine).is_dir()
        assert Path(other).is_dir()
    assert list(tmp_path.iterdir()) == []


def test_half_an_archive_that_nobody_writes_any_more_is_removed(tmp_path: Path) -> None:
    backups = BackupsOnDisk(folder=tmp_path)
    part = tmp_path / ".news-monitor-20261123T080000Z.tar.gz.7.part"
    part.touch()
    written = datetime.fromtimestamp(part.stat().st_mtime, UTC)
    backups.path_for(written + timedelta(minutes=5))
    assert part.exists()
    backups.path_for(written + timedelta(hours=2))
    assert not part.exists()
