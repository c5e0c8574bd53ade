"""Folders with names that are not UTF-8, and users that the system knows nothing of."""

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor


def test_a_folder_whose_name_is_not_utf8_holds_all_that_belongs_to_a_monitor(
    harness: Path, monitor: Monitor, fake_site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。")]
    folder = harness / os.fsdecode(b"st\xe9")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    shutil.copy(harness / "monitor.yaml", folder)
    shutil.copytree(harness / "watchlists", folder / "watchlists")
    monkeypatch.chdir(folder)
    assert monitor("once").code == 0
    before = monitor("mentions", "--json").json
    assert [mention["topic"] for mention in before] == ["kling"]
    assert monitor("topics", "add", "Vidu", "--alias", "Vidu").code == 0
    assert "FAULT  database" not in monitor("doctor").out
    assert monitor("status").code in (0, 1)
    assert monitor("backup", "b.tar.gz").code == 0
    assert monitor("restore", "b.tar.gz", "--resume").code == 0
    assert monitor("mentions", "--json").json == before


def test_a_user_without_a_home_is_told_what_a_service_of_his_needs(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)

    def unknown(_: object) -> None:
        raise KeyError("getpwuid(): uid not found: 54321")

    monkeypatch.setattr("pwd.getpwuid", unknown)
    ran = monitor("service", "install", "--user")
    assert ran.code == 2
    assert "set HOME or XDG_CONFIG_HOME" in ran.err
