"""Folders with names that are not UTF-8, and users that the system knows nothing of."""

import os
import shutil
import subprocess
import sys
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


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="root makes folders of somebody else")
@pytest.mark.parametrize("command", ["status", "stories", "doctor"])
def test_whoever_may_not_look_into_the_state_is_told_as_whom_to_look(harness: Path, command: str) -> None:
    """The state folder of a service is its user's alone; whoever looks after it has another name."""
    state = harness / "state"
    state.mkdir(exist_ok=True)
    os.chown(state, 54321, 54321)
    state.chmod(0o700)
    # Without these rights root is kept out as anybody is.
    rights = "-dac_override,-dac_read_search"
    words = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", sys.executable, "-m", "monitor", command]
    ran = subprocess.run(words, cwd=harness, check=False, capture_output=True, text=True)  # noqa: S603 - this program
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert f"permission denied; {state} belongs to the user 54321: run this as that user (sudo -u 54321" in ran.stderr


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="root makes files of somebody else")
@pytest.mark.parametrize("command", ["reload", "status", "mentions", "doctor", "mute kling 1h"])
def test_files_of_another_user_are_no_absence_and_no_damage(
    harness: Path, monitor: Monitor, fake_site: FakeSite, command: str
) -> None:
    """The folder may be looked into, its files may not: nobody is told that nothing runs, or to restore a backup."""
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。")]
    assert monitor("once").code == 0
    for path in (harness / "state").rglob("*"):
        os.chown(path, 54321, 54321)
    rights = "-dac_override,-dac_read_search"
    start = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", sys.executable, "-m", "monitor"]
    ran = subprocess.run([*start, *command.split()], cwd=harness, check=False, capture_output=True, text=True)  # noqa: S603 - this program
    assert ran.returncode == (1 if command == "doctor" else 2)
    told = " ".join((ran.stdout + ran.stderr).split())
    assert "belongs to the user 54321" in told
    assert "restore" not in told
    assert "has not run here" not in told
    assert "no daemon" not in told


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="root works where a service's user does")
def test_what_root_did_with_sudo_keeps_no_service_from_its_own(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    """Commands of root in the folder of a service: a digest, a topic, a restore. Then the service goes on."""
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。")]
    os.chown(harness, 54321, 54321)
    for path in harness.rglob("*"):
        os.chown(path, 54321, 54321)
    assert monitor("once").code == 0
    assert monitor("topics", "add", "Vidu", "--alias", "Vidu").code == 0
    assert monitor("digest", "daily", "--send").code == 0
    assert monitor("backup", "b.tar.gz").code == 0
    assert monitor("restore", "b.tar.gz", "--resume").code == 0
    (harness / "b.tar.gz").unlink()
    of_root = [path for path in harness.rglob("*") if path.stat().st_uid != 54321]
    assert of_root == []
