"""``monitor init``: what it writes loads, says the zone, and never overwrites."""

import re
import stat
from pathlib import Path

import pytest

from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.starter import (
    StarterSettings,
    example_files,
    searches_text,
    settings_text,
    starter_files,
    write_missing,
)
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.errors import UserError

SHANGHAI = StarterSettings(timezone="Asia/Shanghai")


def test_the_starter_files_load_as_they_are(tmp_path: Path) -> None:
    written, kept = write_missing(tmp_path / "new", starter_files(SHANGHAI))
    assert [path.relative_to(tmp_path / "new").as_posix() for path in written] == [
        "monitor.yaml",
        "watchlists/mine.yaml",
    ]
    assert not kept
    settings = load_settings(written[0], env={"TZ": "UTC"}, base=tmp_path)
    assert settings.timezone == "Asia/Shanghai"
    watchlists = load_watchlists(Path(settings.watchlists), settings=settings, env={})
    assert (watchlists.topics, watchlists.sources) == ((), ())
    assert set(watchlists.signals) == {"launch", "pricing"}


def test_channels_and_allowed_hosts_stand_in_the_settings(tmp_path: Path) -> None:
    wanted = StarterSettings(
        timezone="UTC",
        language="en",
        allow=("127.0.0.1:9801",),
        channels={
            "mail": {"type": "email", "from": "News <me@example.org>", "to": ["me@example.org"], "smtp": "smtp://mx"},
            "team": {"type": "webhook", "url": "http://127.0.0.1:1/hook"},
        },
    )
    (tmp_path / "monitor.yaml").write_text(settings_text(wanted), "utf-8")
    settings = load_settings(tmp_path / "monitor.yaml", env={}, base=tmp_path)
    assert [(channel.name, channel.kind) for channel in settings.channels] == [("mail", "email"), ("team", "webhook")]
    assert (settings.fetch.allow, settings.language) == (("127.0.0.1:9801",), "en")


def test_the_commented_lines_of_the_settings_load_too(tmp_path: Path) -> None:
    text = settings_text(StarterSettings(timezone="UTC"))
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


def test_the_commented_topic_of_the_watchlist_loads_too(tmp_path: Path) -> None:
    text = starter_files(SHANGHAI)["watchlists/mine.yaml"]
    text = re.sub(r"(?m)^#(?=  )", "", text).replace("topics: []\n", "").replace("sources: []\n", "")
    text = text.replace("# A topic in full:", "topics:").replace("# A feed, or a page", "sources:  #")
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    watchlists = load_watchlists(tmp_path, settings=load_settings(None, env={}, base=tmp_path), env={})
    assert [topic.id for topic in watchlists.topics] == ["kling"]
    assert [source.url for source in watchlists.sources] == ["https://example.org/feed.xml"]


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en-US"), ("ja", "ja-JP")])
def test_news_searches_are_in_the_readers_language(tmp_path: Path, language: str, tag: str) -> None:
    text = "topics: [{id: vidu, aliases: [Vidu]}]\n" + searches_text(["vidu"], language)
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    watchlists = load_watchlists(tmp_path, settings=load_settings(None, env={}, base=tmp_path), env={})
    assert [source.search_topic for source in watchlists.sources] == ["vidu", "vidu"]
    assert tag in text


def test_the_example_is_what_ships(tmp_path: Path) -> None:
    write_missing(tmp_path, example_files())
    settings = load_settings(None, env={}, base=tmp_path)
    assert len(load_watchlists(tmp_path / "watchlists", settings=settings, env={}).topics) > 20


def test_what_is_there_stays_and_the_rest_is_written(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text("mine", "utf-8")
    written, kept = write_missing(tmp_path, starter_files(SHANGHAI))
    assert ([path.name for path in written], [path.name for path in kept]) == (["mine.yaml"], ["monitor.yaml"])
    assert (tmp_path / "monitor.yaml").read_text("utf-8") == "mine"


def test_a_private_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_missing(tmp_path, {"secrets/a": "x", "b": "y"}, private=frozenset({"secrets/a"}))
    assert stat.S_IMODE((tmp_path / "secrets" / "a").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) & 0o444


def test_a_zone_that_does_not_exist_is_told() -> None:
    with pytest.raises(UserError, match="Asia/Shanghia is not a time zone"):
        settings_text(StarterSettings(timezone="Asia/Shanghia"))
