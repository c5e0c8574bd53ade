"""What root makes in others' folders, and folders whose disk cannot be asked."""

import os
from pathlib import Path

import pytest

from monitor.adapters.placing import give_to_owner, make_folder, sync_folder

by_root = pytest.mark.skipif(os.geteuid() != 0, reason="root makes files in folders of somebody else")


@by_root
def test_folders_and_files_that_root_makes_are_their_surroundings_owners(tmp_path: Path) -> None:
    os.chown(tmp_path, 54321, 54322)
    make_folder(tmp_path / "state" / "backups", mode=0o700)
    file = tmp_path / "state" / "file"
    file.touch()
    give_to_owner(file)
    for made in (tmp_path / "state", tmp_path / "state" / "backups", file):
        assert (made.stat().st_uid, made.stat().st_gid) == (54321, 54322)


@by_root
def test_what_is_there_keeps_its_owner_and_roots_own_folders_stay_roots(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    os.chown(tmp_path, 54321, 54322)
    make_folder(tmp_path / "mine" / "inner")
    assert (tmp_path / "mine").stat().st_uid == 0
    assert (tmp_path / "mine" / "inner").stat().st_uid == 0


def test_a_disk_that_cannot_sync_a_folder_is_no_failure_and_one_that_is_gone_is(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    # procfs answers "invalid argument", as network disks do.
    sync_folder(Path("/proc"))
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "gone")
