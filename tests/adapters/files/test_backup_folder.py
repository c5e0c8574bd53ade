"""The daemon's own backups: named after their moment, the newest ones kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters.files.backup_folder import BackupsOnDisk
from monitor.app.admin.backup import is_backup_due

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_newest_are_kept_and_other_files_left_alone(tmp_path: Path) -> None:
    backups = BackupsOnDisk(folder=tmp_path / "backups")
    assert backups.newest() is None
    for number in range(5):
        Path(backups.path_for(AT + number * DAY)).touch()
    (tmp_path / "backups" / "mine.tar.gz").touch()
    assert backups.keep_newest(2) == 3
    assert backups.newest() == AT + 4 * DAY
    assert len(list((tmp_path / "backups").iterdir())) == 3


def test_a_backup_is_due_after_its_time_and_when_the_newest_is_of_the_future() -> None:
    assert is_backup_due(None, every=DAY, now=AT)
    assert not is_backup_due(AT - DAY / 2, every=DAY, now=AT)
    assert is_backup_due(AT - DAY, every=DAY, now=AT)
    assert is_backup_due(AT + DAY, every=DAY, now=AT)
