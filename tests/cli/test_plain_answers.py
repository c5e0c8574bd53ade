"""What is mistyped or cannot be had is answered plainly: no library's words, the place in the file, what was tried."""

import socket
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.cli.console.times import minute_of
from monitor.cli.setting_places import with_place
from tests.cli.harness import FakeSite, Monitor

OWN_NETWORK = 'fetch: {allow_networks: ["127.0.0.0/8"]}\n'
"""The sources of the tests are on this machine."""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("mentions", "--limit", "many"), "'--limit': expected a whole number; got many"),
        (("mentions", "--limit", "0"), "'--limit': expected 1 or more; got 0"),
        (("deliveries", "retry", "latest"), "'number': expected a whole number; got latest"),
        (("sizing", "--sources", "0"), "'--sources': expected 1 or more; got 0"),
        (("sizing", "--sources", "5", "--per-day", "often"), "'--per-day': expected a number; got often"),
        (("completion", "zhs"), "; did you mean zsh?"),
        (("souces",), "did you mean `monitor sources`?"),
        (("render", "emial"), 'no channel kind "emial"; did you mean email?'),
        (("mentions", "--topc", "kling"), "No such option: --topc (Possible options: --topic)"),
        (("explain", "可灵", "--text", "可灵"), "give the text once"),
        (("render",), "Missing argument 'kind'. A channel kind: slack, feishu, email"),
        (("stories", "show", "nothing-like-this"), 'no story "nothing-like-this" in the store'),
        (("explain", "--entry", "99"), "the store has no entry 99; `monitor mentions` lists them"),
    ],
)
def test_what_is_mistyped_is_answered_plainly(
    monitor: Monitor, harness: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = monitor(*arguments)
    assert (ran.code, sentence in ran.err) == (2, True), ran.err
    assert "Input should" not in ran.err
    assert "Value error" not in ran.err


def test_problems_have_their_place_in_json(monitor: Monitor, harness: Path) -> None:
    lists = harness / "watchlists" / "first.yaml"
    lists.write_text('topics:\n  - {id: q7, aliases: [Q7]}\nsources:\n  - {url: "https://example.org/f"}\n', "utf-8")
    (warning,) = monitor("check", "--json").json["warnings"]
    assert (warning["line"], warning["column"], warning["code"]) == (2, 24, "short-alias")
    assert (Path(warning["file"]).name, "“Q7”" in warning["message"]) == ("first.yaml", True)
    lists.write_text("topics: [{id: q7, alias: [Q7]}]\n", "utf-8")
    problem = monitor("check", "--json").json["errors"][0]
    assert (problem["line"], problem["column"], problem["code"]) == (1, 19, "configuration")


def test_a_source_that_will_be_refused_is_an_error_of_the_check_at_its_place(monitor: Monitor, harness: Path) -> None:
    (harness / "watchlists" / "first.yaml").write_text(
        "topics: [{id: kling, aliases: [可灵大模型]}]\nsources:\n"
        '  - {url: "http://169.254.169.254/latest"}\n'
        '  - {url: "https://example.org:22/feed"}\n'
        '  - {url: "http://127.0.0.1:8080/feed"}\n'
        '  - {url: "https://example.org/feed"}\n',
        "utf-8",
    )
    ran = monitor("check")
    told = [line for line in ran.err.splitlines() if "will not be asked" in line]
    assert ran.code == 2
    assert [line.split("first.yaml:")[1].split(":")[0] for line in told] == ["3", "4"], "loopback is allowed here"
    assert "a cloud metadata address" in told[0]
    assert monitor("topics").code == 0, "what runs goes on with the other sources"


def test_a_port_that_is_taken_is_told_with_its_place(monitor: Monitor, harness: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (harness / "monitor.yaml").write_text(
            f'timezone: Etc/UTC\nweb:\n  listen: "127.0.0.1:{port}"\n{OWN_NETWORK}', "utf-8"
        )
        ran = monitor("run")
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert f"monitor.yaml:3:11: web.listen 127.0.0.1:{port}: another program listens there; name" in ran.err


def test_a_setting_of_a_variable_is_told_by_it(harness: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_WEB__LISTEN", "127.0.0.1:1")
    assert with_place("it is taken", ["web.listen"]) == "MONITOR_WEB__LISTEN: it is taken"
    assert with_place("it is taken", ["alerts.nothing"]) == "monitor: it is taken"


@pytest.mark.parametrize(
    ("line", "place", "why"),
    [
        ("state_dir: /proc/nothing/here", "2:12", "it cannot be created"),
        ('database: "sqlite:////no/such/folder/x.db"', "2:11", "its folder does not exist"),
        ('database: "postgresql://u@127.0.0.1:1/x"', "2:11", "the server does not answer"),
    ],
)
def test_a_store_that_cannot_be_had_is_told_with_its_place(
    monitor: Monitor, harness: Path, line: str, place: str, why: str
) -> None:
    (harness / "monitor.yaml").write_text(f"timezone: Etc/UTC\n{line}\n{OWN_NETWORK}", "utf-8")
    ran = monitor("once")
    assert ran.code == 2
    assert f"monitor.yaml:{place}: " in ran.err.splitlines()[0]
    assert why in ran.err


def test_a_story_is_found_by_a_part_of_its_headline(monitor: Monitor, fake_site: FakeSite, harness: Path) -> None:
    fake_site.items = [("可灵发布新的视频模型", "快手今天发布。")]
    assert monitor("once").code == 0
    (story,) = monitor("stories", "--json").json[:1]
    part = story["title"][2:7]
    assert monitor("stories", "show", part, "--json").json["id"] == story["id"]
    ran = monitor("feedback", "add", part, "perhaps")
    assert (ran.code, "say yes (relevant) or no (not relevant)" in ran.err) == (2, True)
    said = monitor("feedback", "add", part, "no")
    assert said.code == 0, said.err
    assert said.out.startswith(f"story {story['id']} is not-relevant for kling")
    absent = monitor("feedback", "add", part, "no", "cable")
    assert "none can be made of “cable”; give a word that stands in the report" in absent.out
    assert "monitor feedback add STORY no WORD" not in absent.out, "a word was given"


def test_all_that_is_known_of_a_source_is_shown(monitor: Monitor, harness: Path) -> None:
    monitor("once")
    shown = monitor("sources", "show", "newsroom")
    assert shown.code == 0
    for word in ("Newsroom", "health", "ok", "why then", "/feed.xml"):
        assert word in shown.out
    assert monitor("sources", "show", "newsroom", "--json").json["title"] == "Newsroom"


def test_times_are_the_settings_zones() -> None:
    at = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
    assert minute_of(at, ZoneInfo("Asia/Shanghai")) == "11-29 07:30"
    assert minute_of(at.isoformat(), ZoneInfo("America/New_York")) == "11-28 18:30"
    assert minute_of(None, ZoneInfo("Etc/UTC")) == ""


def test_options_that_share_a_few_letters_are_not_offered(monitor: Monitor, harness: Path) -> None:
    ran = monitor("sources", "add", "https://a.example/feed", "--kind", "page")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Error: No such option: --kind")


def test_a_text_may_be_explained_without_naming_the_option(monitor: Monitor, harness: Path) -> None:
    assert monitor("explain", "快手可灵发布2.0").out == monitor("explain", "--text", "快手可灵发布2.0").out
