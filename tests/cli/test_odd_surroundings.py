"""Settings under another name, zones that run the other way, authorities that are not there, keys of TLS."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.harness import Monitor


@pytest.mark.parametrize("name", ["monitor.yml", "Monitor.yaml", "monitor.yaml.txt"])
def test_settings_under_another_name_are_told_and_do_not_mean_the_defaults(
    harness: Path, monitor: Monitor, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    monkeypatch.chdir(harness)
    (harness / "monitor.yaml").rename(harness / name)
    for command in ("check", "once", "run", "status"):
        ran = monitor(command)
        assert ran.code == 2
        assert f"{name} is not read: call it monitor.yaml, or name it: -c {name}" in ran.err
    assert monitor("-c", name, "check").code == 0
    assert f"{name} is not read" in monitor("-c", str(harness), "check").err


def test_two_settings_files_are_told(harness: Path, monitor: Monitor) -> None:
    (harness / "monitor.yml").write_text("language: en\n", "utf-8")
    ran = monitor("check")
    assert ran.code == 0
    assert "monitor.yml: it is not read" in ran.err


def test_a_zone_that_counts_westwards_is_told_where_somebody_wrote_it(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = harness / "monitor.yaml"
    written = settings.read_text("utf-8")
    zoned = [line for line in written.splitlines() if not line.startswith("timezone:")]
    settings.write_text("\n".join(["timezone: Etc/GMT+8", *zoned, ""]), "utf-8")
    assert "Etc/GMT+8 is 8 h behind UTC; the other side is Etc/GMT-8" in monitor("check").err
    settings.write_text("\n".join([*zoned, ""]), "utf-8")
    monkeypatch.setenv("TZ", "CST-8")
    assert "Etc/GMT" not in monitor("check").err, "what a rule was read as, nobody wrote"


def test_authorities_that_are_not_there_are_told(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    monkeypatch.setenv("SSL_CERT_DIR", "/nowhere/certs")
    told = monitor("check").err
    assert "SSL_CERT_FILE=/nowhere/ca.pem: No such file or directory; no authority comes from it" in told
    assert "SSL_CERT_DIR=/nowhere/certs: no such folder" in told
    monkeypatch.setenv("SSL_CERT_FILE", str(harness / "monitor.yaml"))
    assert "holds no certificate in PEM form" in monitor("check").err
    assert "holds no certificate in PEM form" in monitor("doctor").out


def test_keys_of_tls_that_cannot_be_logged_stop_nothing(harness: Path) -> None:
    environment = {**os.environ, "SSLKEYLOGFILE": str(harness / "nowhere" / "keys.txt")}
    words = [sys.executable, "-m", "monitor", "fetch", "http://127.0.0.1:9/"]
    ran = subprocess.run(words, cwd=harness, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 - this program
    assert "is passed over: No such file or directory" in ran.stderr
    assert "Traceback" not in ran.stderr
