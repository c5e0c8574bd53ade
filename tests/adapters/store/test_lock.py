"""One monitor at a state folder, and one at a database, wherever the settings that name it stand."""

from pathlib import Path

import pytest

from monitor.adapters.store.locks.state_lock import lock_holder, only_user
from monitor.core.model.database_address import file_address, server_or_file
from monitor.core.model.settings import FleetSettings, Settings
from monitor.errors import LockedError


def settings(folder: Path, database: Path | str, *, fleet: bool = False) -> Settings:
    """Of a monitor with its state in ``folder``."""
    address = database if isinstance(database, str) else file_address(str(database))
    return Settings(
        state_dir=str(folder),
        database=address,
        timezone="Etc/UTC",
        watchlists=f"{folder}/watchlists",
        templates=f"{folder}/templates",
        fleet=FleetSettings(enabled=fleet),
    )


@pytest.mark.parametrize("name", ["shared.db", "shared.sqlite", "100% shared?.db"])
def test_settings_of_two_folders_that_name_one_database_are_one_monitor(tmp_path: Path, name: str) -> None:
    first, second = (settings(tmp_path / folder, tmp_path / name) for folder in ("one", "two"))
    with (
        only_user(first, "run"),
        pytest.raises(LockedError, match=r"process \d+\) is using .*shared.*: monitor run, since 20"),
        only_user(second, "once"),
    ):
        pass
    with only_user(second, "once"):
        pass


def test_a_database_in_the_state_folder_of_another_is_that_ones(tmp_path: Path) -> None:
    first = settings(tmp_path / "one", tmp_path / "one" / "monitor.db")
    (tmp_path / "link").symlink_to(tmp_path / "one")
    second = settings(tmp_path / "two", tmp_path / "link" / "monitor.db")
    for mine, theirs in ((first, second), (second, first)):
        Path(mine.state_dir).mkdir(exist_ok=True)
        (tmp_path / "one").mkdir(exist_ok=True)
        with only_user(mine, "run"), pytest.raises(LockedError), only_user(theirs, "run"):
            pass


def test_two_databases_of_one_folder_are_two_monitors(tmp_path: Path) -> None:
    with (
        only_user(settings(tmp_path / "one", tmp_path / "one.db"), "run"),
        only_user(settings(tmp_path / "two", tmp_path / "two.db"), "run"),
    ):
        assert lock_holder(tmp_path / "two") is not None


def test_a_database_in_its_own_state_folder_has_no_second_lock(tmp_path: Path) -> None:
    with only_user(settings(tmp_path, tmp_path / "monitor.db"), "run"):
        assert [file.name for file in tmp_path.iterdir()] == ["monitor.lock"]


def test_one_database_of_a_server_is_one_monitors_or_a_fleets(tmp_path: Path, postgresql_url: str) -> None:
    alone = [settings(tmp_path / folder, postgresql_url) for folder in ("one", "two")]
    with only_user(alone[0], "run"), pytest.raises(LockedError, match="fleet"), only_user(alone[1], "run"):
        pass
    with only_user(alone[1], "once"):
        pass


def test_another_password_is_no_other_database() -> None:
    assert server_or_file("postgresql://me:old@db/news") == server_or_file("postgresql://me:new@db/news")
    assert server_or_file("postgresql://me@/news?host=/run/pg") == server_or_file("postgresql:///news?host=/run/pg")
    assert server_or_file("postgresql://me@db/news") != server_or_file("postgresql://me@db/other")
    assert server_or_file("sqlite:////srv/a@b/one.db") != server_or_file("sqlite:////srv/b/one.db")
