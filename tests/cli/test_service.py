"""The service: its unit, and what the daemon tells the manager that started it."""

import os
import shlex
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from monitor.adapters.systemd import ServiceManager
from tests.cli.harness import Daemon, Monitor

ANALYZE = shutil.which("systemd-analyze")


def test_a_unit_names_this_installation(harness: Path, monitor: Monitor) -> None:
    shown = monitor("--config", "monitor.yaml", "service", "show")
    assert shown.code == 0
    assert f"--config {harness}/monitor.yaml run" in shown.out
    assert "Type=notify" in shown.out
    # With a limit, a database server that boots slower ends the service for good.
    assert "StartLimitIntervalSec=0" in shown.out
    assert f"ReadWritePaths={harness}/state" in shown.out


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze judges the unit where it is there")
@pytest.mark.parametrize("words", [("show",), ("show", "--user")])
def test_a_unit_is_read_by_systemd_without_a_word(harness: Path, monitor: Monitor, words: tuple[str, ...]) -> None:
    unit = harness / "news-monitor.service"
    unit.write_text(monitor("service", *words).out, "utf-8")
    words_of_it = [str(ANALYZE), "verify", "--man=no", str(unit)]
    judged = subprocess.run(words_of_it, check=False, capture_output=True, text=True)  # noqa: S603 systemd's own
    about_ours = [line for line in judged.stderr.splitlines() if unit.name in line]
    assert about_ours == []


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze judges the unit where it is there")
@pytest.mark.parametrize("name", ["two words", "50%41 off", 'so "called"', "back\\slash", "a$HOME;b", "it's"])
def test_folders_of_any_name_are_written_as_systemd_reads_them(
    harness: Path, monitor: Monitor, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (harness / name).mkdir()
    for file in ("monitor.yaml", "watchlists"):
        (harness / file).rename(harness / name / file)
    monkeypatch.chdir(harness / name)
    unit = harness / "news-monitor.service"
    unit.write_text(monitor("--config", "monitor.yaml", "service", "show").out, "utf-8")
    words_of_it = [str(ANALYZE), "verify", "--man=no", str(unit)]
    judged = subprocess.run(words_of_it, check=False, capture_output=True, text=True)  # noqa: S603 systemd's own
    assert [line for line in judged.stderr.splitlines() if unit.name in line] == []
    told = dict(line.partition("=")[::2] for line in unit.read_text("utf-8").splitlines() if "=" in line)
    assert told["WorkingDirectory"].replace("%%", "%") == str(harness / name)
    # Quotes and backslashes are read as in a shell there.
    assert shlex.split(told["ReadWritePaths"].replace("%%", "%")) == [str(harness / name / "state")]
    command = shlex.split(told["ExecStart"].replace("%%", "%").replace("$$", "$"))
    assert command[1:] == ["--config", str(harness / name / "monitor.yaml"), "run"]


def test_a_unit_lets_the_daemon_write_where_the_settings_say(harness: Path, monitor: Monitor) -> None:
    settings = harness / "monitor.yaml"
    places = "database: sqlite:////srv/db/news.db\nbackup: {dir: /mnt/nas/news}\n"
    settings.write_text(f"{settings.read_text('utf-8')}\n{places}", "utf-8")
    shown = monitor("--config", "monitor.yaml", "service", "show")
    assert f"ReadWritePaths={harness}/state /srv/db -/mnt/nas/news\n" in shown.out


def test_installing_makes_the_state_folder_that_the_unit_names(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(harness / "config"))
    assert not (harness / "state").exists()
    assert monitor("service", "install", "--user").code == 0
    assert (harness / "state").is_dir()


def test_the_unit_of_a_user_goes_to_its_place_and_is_not_overwritten_by_accident(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(harness / "config"))
    assert monitor("service", "install", "--user").code == 0
    unit = harness / "config" / "systemd" / "user" / "news-monitor.service"
    assert "WantedBy=default.target" in unit.read_text("utf-8")
    unit.write_text("mine", "utf-8")
    assert monitor("service", "install", "--user").code == 2
    assert unit.read_text("utf-8") == "mine"
    assert monitor("service", "install", "--user", "--force").code == 0


def test_the_daemon_says_that_it_is_ready_and_alive_and_stops(harness: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The path of a socket may have a hundred characters.
    with tempfile.TemporaryDirectory(prefix="s") as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        address = str(Path(folder) / "n")
        manager.bind(address)
        manager.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        daemon = Daemon(harness)
        said = [manager.recv(4096).decode()]
        assert said[0].startswith("READY=1\nSTATUS=1 topic in 1 source")
        assert manager.recv(4096) == b"WATCHDOG=1"
        assert daemon.stop() == 0
        manager.settimeout(0)
        left = []
        while True:
            try:
                left.append(manager.recv(4096))
            except BlockingIOError:
                break
        assert left[-1] == b"STOPPING=1"


def test_a_manager_that_is_gone_disturbs_nobody() -> None:
    ServiceManager.of({"NOTIFY_SOCKET": "/nonexistent/socket"}).alive()
    ServiceManager.of({k: v for k, v in os.environ.items() if k != "NOTIFY_SOCKET"}).ready("x")
