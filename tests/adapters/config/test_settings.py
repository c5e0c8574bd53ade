"""Settings: what is silent gets its default, what is given is kept, what is a secret is looked up."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.config.settings.checks import cross_check
from monitor.adapters.config.settings.load import load_settings
from monitor.core.model.settings import (
    FetchSettings,
    PollingSettings,
    Retention,
    RouteMatch,
    Settings,
    Watchlists,
    WebSettings,
)
from monitor.errors import ConfigError

Read = Callable[..., Settings]
TEAM = "channels: {team: {type: slack, url: 'env:URL'}, mail: {type: email, from: a@example.org, to: [b@example.org], "
TEAM += "smtp: 'smtp://mail.example.org:25'}}\n"
ENV = {"URL": "https://hooks.example.org/x"}


def test_no_file_and_an_empty_file_give_the_defaults_of_the_types(read_settings: Read) -> None:
    for settings in (read_settings(), read_settings(""), read_settings("# nothing\n"), read_settings("fetch:\n")):
        assert settings.fetch == FetchSettings()
        assert settings.web == WebSettings()
        assert settings.polling == PollingSettings()
        assert settings.retention == Retention()
        assert settings.alerts.max_age == timedelta(hours=24)
        assert (settings.language, settings.rsshub, settings.timezone) == ("zh", "https://rsshub.app", "Asia/Shanghai")


def test_a_file_that_is_not_there_is_an_error_and_no_default(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_settings(tmp_path / "monitor.yaml", env={}, base=tmp_path)


def test_without_channels_alerts_go_to_the_terminal_and_digests_to_the_outbox(read_settings: Read) -> None:
    settings = read_settings("state_dir: var\n")
    assert [(channel.name, channel.kind) for channel in settings.channels] == [
        ("terminal", "terminal"),
        ("outbox", "file"),
    ]
    assert settings.channels[1].options == {"path": f"{settings.state_dir}/outbox"}
    assert [(route.match, route.channels) for route in settings.alerts.routes] == [(RouteMatch(), ("terminal",))]
    assert [(digest.name, digest.at, digest.channels) for digest in settings.digests] == [
        ("daily", "08:30", ("outbox",))
    ]


def test_without_routes_alerts_go_to_every_chat_and_digests_to_every_mail_channel(read_settings: Read) -> None:
    settings = read_settings(TEAM + "alerts: {max_age: 12h}\n", ENV)
    assert [channel.name for channel in settings.channels] == ["team", "mail"]
    assert settings.alerts.routes[0].channels == ("team",)
    assert settings.alerts.max_age == timedelta(hours=12)
    assert settings.digests[0].channels == ("mail",)


def test_empty_lists_of_routes_and_digests_mean_none(read_settings: Read) -> None:
    settings = read_settings(TEAM + "alerts: {routes: []}\ndigests: []\n", ENV)
    assert settings.alerts.routes == ()
    assert settings.digests == ()
    assert [channel.name for channel in settings.channels] == ["team", "mail"]


def test_paths_start_at_the_folder_of_the_file(tmp_path: Path, read_settings: Read) -> None:
    settings = read_settings(
        "state_dir: var/state\ntemplates: /opt/templates\nchannels: {out: {type: file, path: out}}\n"
    )
    assert settings.state_dir == str(tmp_path / "var/state")
    assert settings.database == f"sqlite:///{tmp_path}/var/state/monitor.db"
    assert (settings.watchlists, settings.templates) == (str(tmp_path / "watchlists"), "/opt/templates")
    assert settings.channels[0].options["path"] == str(tmp_path / "out")
    assert read_settings("database: sqlite:///a/b.db\n").database == f"sqlite:///{tmp_path}/a/b.db"
    assert read_settings("database: postgresql://me@db/news\n").database == "postgresql://me@db/news"
    on_a_socket = "postgresql://me@/news?host=/var/run/postgresql"
    assert read_settings(f"database: {on_a_socket}\n").database == on_a_socket


def test_a_password_that_would_end_too_early_is_refused_before_its_rest_is_told_as_a_host(read_settings: Read) -> None:
    address = "postgresql://me:half@other/half@db/news"
    with pytest.raises(ConfigError, match="an @ in the user or in the password is written %40") as refused:
        read_settings("database: env:NEWS_DB\n", {"NEWS_DB": address})
    assert "half" not in str(refused.value)


def test_every_key_of_a_route_arrives(read_settings: Read) -> None:
    text = (
        "channels: {term: {type: terminal, rate: 20/min, on_doubt: hold, language: en, dry_run: true}}\n"
        "alerts:\n  routes:\n"
        "    - match: {topics: [kling], signals: [launch], tier: [official], lang: [zh], source: [36kr.com],\n"
        "        min_score: 0.8}\n"
        "      channels: [term]\n      group_by: [topic]\n      group_wait: 1m30s\n      group_interval: 10m\n"
        "      repeat_interval: 1d\n      quiet_hours: 22:00-7:30\n      severity: critical\n      storm: 20/10m\n"
        "      continue: true\n"
    )
    settings = read_settings(text)
    route = settings.alerts.routes[0]
    assert (route.match.topics, route.match.tier) == (frozenset({"kling"}), frozenset({"official"}))
    assert route.match.min_score == pytest.approx(0.8)
    assert (route.group_wait, route.repeat_interval) == (timedelta(seconds=90), timedelta(days=1))
    assert (route.quiet_hours, route.severity, route.proceed) == ("22:00-07:30", "critical", True)
    assert route.storm == (20, timedelta(minutes=10))
    channel = settings.channels[0]
    assert channel.rate == (20, timedelta(minutes=1))
    assert (channel.on_doubt, channel.language, channel.dry_run) == ("hold", "en", True)


def test_each_mail_recipient_is_one_of_its_own(read_settings: Read) -> None:
    text = (
        "channels:\n  mail:\n    type: email\n    from: News <news@example.org>\n"
        "    to: [王五 <w@example.org>, b@example.org]\n"
        "    smtp: smtp+starttls://user%40example.org@mail.example.org:587\n    password: env:PW\n"
    )
    channel = read_settings(text, {"PW": "x"}).channels[0]
    assert channel.recipients == ("w@example.org", "b@example.org")
    assert channel.options["from"] == "News <news@example.org>"
    assert channel.options["password"] == "x"


def test_variables_lie_over_the_file_at_any_depth(read_settings: Read) -> None:
    env = {
        "MONITOR_FETCH__TIMEOUT": "10s",
        "MONITOR_FETCH__ALLOW_NETWORKS": "127.0.0.0/8, ::1/128",
        "MONITOR_FETCH__ALLOW_PORTS": "[80, 8080]",
        "MONITOR_CHANNELS__MY_TEAM__RATE": "5/min",
        "MONITOR_CHANNELS__NEW": "{type: terminal}",
        "MONITOR_DIGESTS__0__AT": "Mon 07:00",
        "MONITOR_DIGESTS__1": "{name: second, at: '20:00'}",
        "MONITOR_WEB__PASSWORD": "from-the-environment",
        "MONITOR_WEB__LISTEN": "[::1]:8765",
        "MONITOR_ALERTS__ROUTES": "[{match: {}, channels: [new]}]",
        "MONITOR_ALERTS__ROUTES__0__CHANNELS": "[new, my-team]",
        "MONITOR_LANGUAGE": "en",
        "MONITOR_TIMEZONE": "",
        "MONITOR_PROXY": "a secret that env: may name",
    }
    text = "fetch: {timeout: 1m}\nchannels: {my-team: {type: terminal}}\ndigests: [{name: first, at: '08:30'}]\n"
    settings = read_settings(text, env)
    assert settings.fetch.timeout == timedelta(seconds=10)
    assert settings.fetch.allow_networks == ("127.0.0.0/8", "::1/128")
    assert settings.fetch.allow_ports == (80, 8080)
    assert [(c.name, c.rate) for c in settings.channels] == [("my-team", (5, timedelta(minutes=1))), ("new", None)]
    assert [(d.name, d.at) for d in settings.digests] == [("first", "Mon 07:00"), ("second", "20:00")]
    assert settings.web.listen == "[::1]:8765"
    assert settings.alerts.routes[0].channels == ("new", "my-team")
    assert (settings.web.password, settings.language) == ("from-the-environment", "en")


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("MONITOR_FETCH__TIMEOUT", "soon", "MONITOR_FETCH__TIMEOUT:1:1: fetch.timeout is wrong; got soon"),
        (
            "MONITOR_FECTH__TIMEOUT",
            "10s",
            "the variable MONITOR_FECTH__TIMEOUT sets no key; did you mean MONITOR_FETCH",
        ),
        ("MONITOR_TIMEZON", "UTC", "did you mean MONITOR_TIMEZONE"),
        (
            "MONITOR_FETCH__TIMEOT",
            "10s",
            "MONITOR_FETCH__TIMEOT:1:1: unknown key timeot in fetch; did you mean timeout",
        ),
        ("MONITOR_FETCH__ALLOW", "[a", "MONITOR_FETCH__ALLOW:1:1"),
        ("MONITOR_DIGESTS", "daily", "MONITOR_DIGESTS:1:1: digests[0] is wrong; got daily"),
    ],
)
def test_a_wrong_variable_is_named(read_settings: Read, name: str, value: str, line: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        read_settings("", {name: value})
    assert line in str(wrong.value)


def test_a_secret_file_must_be_for_its_owner_alone(tmp_path: Path, read_settings: Read) -> None:
    secret = tmp_path / "password"
    secret.write_text("hunter2\n", "utf-8")
    secret.chmod(0o600)
    text = "web: {password: file:password}\n"
    assert read_settings(text).web.password == "hunter2"
    for mode in (0o640, 0o604, 0o644):
        secret.chmod(mode)
        with pytest.raises(ConfigError) as wrong:
            read_settings(text)
        assert (
            f"monitor.yaml:1:17: web.password: the file password can be read by other users (mode {mode:04o})"
            in str(wrong.value)
        )
        assert "chmod 600" in str(wrong.value)


def test_a_secret_on_a_read_only_mount_has_the_mode_that_the_container_gave_it(
    tmp_path: Path, read_settings: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "password"
    secret.write_text("hunter2\n", "utf-8")
    secret.chmod(0o444)
    mounted = os.statvfs(tmp_path)
    read_only = os.statvfs_result((*mounted[:8], mounted.f_flag | os.ST_RDONLY, *mounted[9:]))
    monkeypatch.setattr(os, "statvfs", lambda _: read_only)
    assert read_settings("web: {password: file:password}\n").web.password == "hunter2"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MONITOR_TIMEZONE", "Europe/Berlin\r"),
        ("MONITOR_TIMEZONE", "\ufeffEurope/Berlin\n"),
        ("MONITOR_LANGUAGE", " ja "),
        ("MONITOR_FETCH__CONCURRENCY", "16\r\n"),
        ("MONITOR_FETCH__TIMEOUT", "20s "),
        ("MONITOR_CHANNELS__ME__DRY_RUN", "true\r"),
        ("MONITOR_FETCH__ALLOW_NETWORKS", "127.0.0.0/8, ::1/128\r"),
    ],
)
def test_line_ends_and_blanks_round_a_variable_are_no_part_of_it(read_settings: Read, name: str, value: str) -> None:
    """Files of variables with the line ends of Windows (``docker run --env-file``) are common."""
    text = "channels: {me: {type: terminal}}\n"
    assert read_settings(text, {name: value}) == read_settings(text, {name: value.strip("\ufeff\r\n ")})


def test_blanks_of_a_password_in_a_variable_are_kept(read_settings: Read) -> None:
    assert read_settings("", {"MONITOR_WEB__PASSWORD": " two words \r\n"}).web.password == " two words "


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"  \t\r\n", "is empty"),
        (b"\xff\xff", "is not UTF-8"),
        (b"\xff\xfe", "is empty"),
    ],
)
def test_a_secret_file_without_a_secret_is_told(
    tmp_path: Path, read_settings: Read, content: bytes, reason: str
) -> None:
    (tmp_path / "password").write_bytes(content)
    (tmp_path / "password").chmod(0o600)
    with pytest.raises(ConfigError, match=reason):
        read_settings("web: {password: file:password}\n")
    with pytest.raises(ConfigError, match="is not a file"):
        read_settings("web: {password: 'file:.'}\n")


def test_a_test_server_on_this_machine_is_no_secret(read_settings: Read) -> None:
    channel = read_settings('channels: {team: {type: feishu, url: "http://127.0.0.1:8080/hook"}}\n').channels[0]
    assert channel.options == {"url": "http://127.0.0.1:8080/hook"}


def test_secrets_are_not_in_the_printed_settings(read_settings: Read) -> None:
    text = TEAM + "web: {password: env:PW}\nfetch: {proxy: env:PROXY}\n"
    settings = read_settings(text, {**ENV, "PW": "hunter2", "PROXY": "http://a:hunter2@proxy.example.org:1"})
    assert "hunter2" not in repr(settings)
    assert "hooks.example.org" not in repr(settings)


def test_names_that_no_watchlist_has_are_found_where_they_stand(read_settings: Read) -> None:
    text = (
        "alerts:\n  routes:\n    - {match: {topics: [kling], signals: [lunch]}}\n"
        "digests:\n  - {name: daily, at: '08:30', watchlists: [videos]}\n"
    )
    watchlists = Watchlists(signals={"launch": ("发布",)}, names=("video",))
    problems = cross_check(read_settings(text), watchlists)
    assert [str(problem).partition("monitor.yaml:")[2] for problem in problems] == [
        "3:25: there is no topic kling",
        "3:43: there is no signal lunch; did you mean launch",
        "5:45: there is no watchlist videos; did you mean video",
    ]
    assert cross_check(read_settings(), watchlists) == []
