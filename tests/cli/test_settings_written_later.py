"""A daemon that began without a settings file takes up the one that its pages, or somebody, wrote since."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.cli.commands.run import make_opener
from monitor.cli.console.daemon_voice import DaemonVoice
from monitor.errors import ConfigError

VOICE = DaemonVoice(zone=ZoneInfo("Etc/UTC"), now=lambda: datetime(2026, 11, 28, tzinfo=UTC), line=None)


async def test_a_reload_finds_a_settings_file_that_was_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "mine.yaml").write_text("topics: [{id: kling, aliases: [可灵大模型]}]\n", "utf-8")
    open_app = make_opener(None, VOICE)
    async with open_app() as app:
        assert "team" not in app.channels
    settings = "timezone: Etc/UTC\nchannels: {team: {type: file, path: out}}\n"
    (tmp_path / "monitor.yaml").write_text(settings, "utf-8")
    async with open_app() as app:
        assert "team" in app.channels
        assert app.settings.file == str(tmp_path / "monitor.yaml")


async def test_settings_that_become_empty_are_refused_and_comments_alone_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "mine.yaml").write_text("topics: [{id: kling, aliases: [可灵大模型]}]\n", "utf-8")
    settings = tmp_path / "monitor.yaml"
    settings.touch()
    open_app = make_opener(settings, VOICE)
    for text in ("", "timezone: Etc/UTC\nchannels: {team: {type: file, path: out}}\n"):
        settings.write_text(text, "utf-8")
        async with open_app() as app:
            assert ("team" in app.channels) == bool(text)
    for text in ("", " \n"):
        settings.write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=r"monitor\.yaml:1:1: the settings file is empty"):
            await open_app().__aenter__()
    for text in ("# all by default\n", "{}\n"):
        settings.write_text(text, "utf-8")
        async with open_app() as app:
            assert "team" not in app.channels


async def test_files_with_secrets_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlists").mkdir()
    source = "{url: 'https://example.org/f', headers: {Authorization: 'file:token'}}"
    (tmp_path / "watchlists" / "mine.yaml").write_text(
        f"topics: [{{id: kling, aliases: [可灵大模型]}}]\nsources: [{source}]\n", "utf-8"
    )
    (tmp_path / "monitor.yaml").write_text("timezone: Etc/UTC\nweb: {password: 'file:pw'}\n", "utf-8")
    for name in ("pw", "token"):
        (tmp_path / name).write_text("a long enough pass phrase\n", "utf-8")
        (tmp_path / name).chmod(0o600)
    async with make_opener(tmp_path / "monitor.yaml", VOICE)() as app:
        assert app.files is not None
        for name in ("pw", "token"):
            assert app.files.fingerprint() == app.files.in_force
            (tmp_path / name).write_text("another\n", "utf-8")
            assert app.files.fingerprint() != app.files.in_force
            (tmp_path / name).write_text("a long enough pass phrase\n", "utf-8")
