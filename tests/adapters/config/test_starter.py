"""``monitor init``: what it writes loads, says the zone, and never overwrites."""

import re
from pathlib import Path

import pytest

from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.starter import starter_files, write_starter
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.errors import UserError


def test_the_starter_files_load_as_they_are(tmp_path: Path) -> None:
    written = write_starter(tmp_path / "new", timezone="Asia/Shanghai")
    assert [path.relative_to(tmp_path / "new").as_posix() for path in written] == [
        "monitor.yaml",
        "watchlists/first.yaml",
    ]
    settings = load_settings(written[0], env={"TZ": "UTC"}, base=tmp_path)
    assert settings.timezone == "Asia/Shanghai"
    watchlists = load_watchlists(Path(settings.watchlists), settings=settings, env={})
    assert [topic.id for topic in watchlists.topics] == ["kling"]
    assert len(watchlists.sources) == 3


def test_the_commented_lines_of_the_settings_load_too(tmp_path: Path) -> None:
    text = starter_files(timezone="UTC")["monitor.yaml"]
    text = re.sub(r"(?m)^( *)# ?(?=(alerts|digests|rsshub|contact|allow|password):| {2,}[a-z-])", r"\1", text)
    text = text.replace("channels: {}", "channels:")
    path = tmp_path / "monitor.yaml"
    path.write_text(text, "utf-8")
    env = {"SMTP_PASSWORD": "a", "FEISHU_URL": "https://a.example.org/", "FEISHU_SECRET": "b", "MONITOR_PASSWORD": "c"}
    settings = load_settings(path, env=env, base=tmp_path)
    assert [channel.name for channel in settings.channels] == ["mail", "team"]
    assert len(settings.alerts.routes) == 2
    assert [digest.name for digest in settings.digests] == ["daily", "weekly"]
    assert settings.rsshub == "http://rsshub.lan:1200"
    assert settings.web.password == "c"


def test_nothing_is_written_when_one_file_is_there(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text("mine", "utf-8")
    with pytest.raises(UserError, match="already there; nothing was written"):
        write_starter(tmp_path, timezone="UTC")
    assert [path.name for path in tmp_path.iterdir()] == ["monitor.yaml"]
    assert (tmp_path / "monitor.yaml").read_text("utf-8") == "mine"


def test_a_zone_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Asia/Shanghia is not a time zone"):
        write_starter(tmp_path, timezone="Asia/Shanghia")
