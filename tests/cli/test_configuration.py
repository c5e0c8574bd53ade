"""From nothing to a configuration, small edits to it, and what is said of one that is wrong."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor


def test_check_live_asks_every_source_and_stores_nothing(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    fake_site.items = [("城市天气", "多云")]
    ran = monitor("check", "--live", "--json")
    assert ran.json["live"] == [{"url": f"{fake_site.base}/feed.xml", "entries": 1, "error": None}]
    assert monitor("sources", "--json").json == []


def test_check_tells_wrong_examples_and_wrong_files_as_lines_and_as_json(harness: Path, monitor: Monitor) -> None:
    watchlist = harness / "watchlists" / "first.yaml"
    watchlist.write_text("topics: [{id: a, aliases: [可灵], examples: {match: [foo]}}]\n", "utf-8")
    ran = monitor("check")
    assert ran.code == 2
    assert "first.yaml:1:" in ran.err
    watchlist.write_text("topics: [{id: a, alias: [可灵]}]\nnonsense: 1\n", "utf-8")
    ran = monitor("check", "--json")
    assert ran.code == 2
    assert len(ran.json["errors"]) >= 2, "every mistake at once"
    (harness / "monitor.yaml").write_text("zzz: 1\n", "utf-8")
    assert "zzz" in monitor("check", "--json").json["errors"][0]["message"]
    assert monitor("check", "--schemas", "/proc/x").code == 2


def test_watchlists_in_a_folder_inside_the_folder_are_told(harness: Path, monitor: Monitor) -> None:
    for name in ("team", ".git", "..data"):
        (harness / "watchlists" / name).mkdir()
        (harness / "watchlists" / name / "own.yaml").write_text("topics: []\n", "utf-8")
    told = monitor("check")
    assert told.code == 0
    lines = [line for line in (told.out + told.err).splitlines() if "own.yaml" in line]
    assert len(lines) == 1
    assert "team/own.yaml: it lies in a folder inside" in lines[0]


def test_watchlists_with_endings_of_other_systems_are_read_or_told(harness: Path, monitor: Monitor) -> None:
    folder = harness / "watchlists"
    for name in ("SHOUTED.YAML", "short.Yml", "notepad.yaml.txt", "notes.txt", "old.yaml.bak"):
        (folder / name).write_text(f"topics: [{{id: {name[:5].lower()}, aliases: [{name[:5]}xyz]}}]\n", "utf-8")
    found = monitor("check")
    assert found.code == 0
    assert f"{folder}/notepad.yaml.txt: its name ends with .txt, so it is not read; call it notepad.yaml" in found.err
    assert "notes.txt" not in found.err
    (folder / "mounted.yaml").mkdir()
    assert f"{folder}/mounted.yaml: this is a folder" in monitor("check").err
    assert {topic["id"] for topic in monitor("topics", "--json").json} == {"kling", "shout", "short"}


@pytest.mark.parametrize(("how", "told"), [("folder", "this is a folder"), ("link", "no such file"), ("loop", "links")])
def test_a_settings_file_that_is_none_is_told_and_does_not_mean_the_defaults(
    harness: Path, monitor: Monitor, how: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harness)
    settings = harness / "monitor.yaml"
    settings.unlink()
    if how == "folder":
        settings.mkdir()
    else:
        settings.symlink_to(harness / "nowhere.yaml" if how == "link" else settings)
    for command in ("check", "once", "run"):
        refused = monitor(command)
        assert refused.code == 2
        assert told in refused.err


def test_a_secret_that_kept_its_quotes_or_a_blank_is_told_without_showing_it(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("FIRST", '"open sesame"'), ("SECOND", "open sesame "), ("THIRD", "open 'sesame'")):
        monkeypatch.setenv(name, value)
    settings = harness / "monitor.yaml"
    written = settings.read_text("utf-8")
    for name, told in (("FIRST", "in quotation marks"), ("SECOND", "ends with a blank"), ("THIRD", "")):
        address = "from: a@example.org, to: [b@example.org], smtp: 'smtps://u@mail.example.org'"
        mail = f"channels:\n  mail: {{type: email, {address}, password: 'env:{name}'}}\n"
        settings.write_text(written.replace("channels:\n", mail, 1), "utf-8")
        found = monitor("check")
        lines = [line for line in found.err.splitlines() if line.startswith(f"{name}:")]
        assert len(lines) == bool(told), found.err
        assert all(told in line for line in lines)
        assert "sesame" not in found.out + found.err


def test_schemas_leave_the_json_alone(harness: Path, monitor: Monitor) -> None:
    ran = monitor("check", "--json", "--schemas", "schemas")
    assert ran.json["errors"] == []
    assert list((harness / "schemas").iterdir())


def test_edits_keep_comments_and_a_wrong_one_is_taken_back(harness: Path, monitor: Monitor) -> None:
    watchlist = harness / "watchlists" / "first.yaml"
    assert monitor("sources", "add", "https://example.org/feed.xml", "--title", "Example", "--as-is").code == 0
    assert monitor("topics", "add", "Vidu", "--alias", "Vidu", "--alias", "生数").code == 0
    assert {topic["id"] for topic in monitor("topics", "--json").json} == {"kling", "vidu"}
    assert watchlist.read_text("utf-8").startswith("# A comment that every edit keeps.")
    before = watchlist.read_bytes()
    for words, line in (
        (("sources", "add", "notanaddress"), "notanaddress: no address with http:// or https://"),
        (("sources", "add", "htp://a.example"), "htp://a.example: did you mean http://a.example"),
        (("sources", "add", "https://me:hunter2@a.example/"), "https://***@a.example/: a user or password goes into"),
        (("sources", "add", "https://example.org/feed.xml"), "already has the source"),
        (("sources", "add", "https://x.example/", "--watchlist", "../x"), "is not a valid file name"),
        (("sources", "remove", "https://nowhere.example/"), "no watchlist has"),
        (("topics", "add", "Vidu", "--alias", "Vidu"), "already has a topic vidu"),
        (("topics", "add", "", "--alias", ""), "got an empty one"),
        (("topics", "add", "X", "--alias", "灵"), "nothing was changed"),
    ):
        ran = monitor(*words)
        assert (ran.code, ran.out, line in ran.err) == (2, "", True), ran.err
        assert watchlist.read_bytes() == before
    assert monitor("sources", "remove", "https://example.org/feed.xml").code == 0
    assert monitor("check").code == 0


def test_feed_lists_go_in_and_out_and_one_bad_address_spoils_nothing(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    (harness / "feeds.opml").write_text(
        '<opml><body><outline xmlUrl="https://a.example/f" title="A"/><outline xmlUrl="nonsense"/>'
        f'<outline xmlUrl="{fake_site.base}/feed.xml"/></body></opml>',
        "utf-8",
    )
    ran = monitor("import", "feeds.opml")
    assert ran.out.splitlines()[1:] == ["  left out: nonsense: no address with http:// or https://"]
    assert ran.out.startswith("1 of 3 feeds added to")
    assert monitor("import", "feeds.opml").out.startswith("0 of 3 feeds added to")
    assert 'xmlUrl="https://a.example/f"' in monitor("export", "--opml").out
    for name, line in (("nofile", "does not exist"), ("monitor.yaml", "the OPML file is broken at line 1")):
        ran = monitor("import", name)
        assert (ran.code, line in ran.err) == (2, True)


def test_trendradar_rules_become_a_watchlist(harness: Path, monitor: Monitor) -> None:
    (harness / "words.txt").write_text("[混元组]\n混元\n+腾讯\n+\n!招聘\n!…\n\n海螺\n!\n字\n", "utf-8")
    ran = monitor("import", "--trendradar", "words.txt")
    assert (ran.code, "with 2 topics" in ran.out, "“字” is left out" in ran.out) == (0, True, True)
    assert monitor("check").code == 0
    assert "is there already" in monitor("import", "--trendradar", "words.txt").err
    (harness / "gbk.txt").write_bytes("海螺".encode("gbk"))
    assert "not UTF-8" in monitor("import", "--trendradar", "gbk.txt", "--watchlist", "two").err
    assert not (harness / "watchlists" / "two.yaml").exists()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("mentions", "--topic", "nope"), 'no topic "nope"; there are: kling'),
        (("mentions", "--state", "nope"), 'no state "nope"; one of new, baseline'),
        (("stories", "--since", "last monday"), '"last monday" is neither a duration'),
        (("stories", "--since", "7"), "did you mean 7d?"),
        (("mute", "kling", "1day"), "did you mean 1d?"),
        (("stories", "--since", "99999999999d"), "is too long"),
        (("deliveries", "--state", "nope"), 'no state "nope"; one of pending'),
        (("sources", "--state", "nope"), 'no state "nope"; one of active'),
        (("digest", "nope"), 'no digest "nope"; there are: daily'),
        (("digest", "daily", "--json", "--send"), "give one of --preview, --send or --json"),
        (("digest", "daily", "--preview", "daily.txt"), "name the HTML file"),
        (("digest", "daily", "--preview", "/proc/x/daily.html"), "cannot be written"),
        (("send-test", "nope"), 'no channel "nope"; there are: team'),
        (("mute", "nope", "1d"), 'no topic "nope"'),
        (("mute", "kling", "soon"), '"soon" is not a valid duration'),
        (("--config", "nofile.yaml", "mentions"), "nofile.yaml: no such settings file"),
        (("sources", "pause", "https://nowhere.example/"), 'no source "https://nowhere.example/" in the store'),
    ],
)
def test_unknown_names_are_answered_with_the_known_ones(
    harness: Path, monitor: Monitor, words: tuple[str, ...], line: str
) -> None:
    ran = monitor(*words)
    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("state_dir: notes.txt\n", "monitor.yaml:1:12: state directory"),
        ("state_dir: notes.txt/deep\n", "notes.txt is not a folder"),
        ("state_dir: unmounted/state\n", "unmounted is a link to /media/away, and nothing is there"),
        ("backup: {dir: notes.txt}\n", "monitor.yaml:1:15: backup folder"),
        ("channels:\n  box: {type: file, path: notes.txt}\n", "monitor.yaml:2:8: channel box: path /"),
        ("database: sqlite:///watchlists\n", "monitor.yaml:1:11: database"),
        ("database: sqlite:///no/such/folder/x.db\n", "its folder does not exist"),
    ],
)
def test_a_folder_that_can_never_be_made_is_an_error_before_anything_runs(
    harness: Path, monitor: Monitor, settings: str, line: str
) -> None:
    # The harness's source is on this machine, which none of these settings allows.
    (harness / "watchlists" / "first.yaml").write_text("topics: [{id: kling, aliases: [可灵大模型]}]\n", "utf-8")
    (harness / "notes.txt").write_text("a list of things to do\n", "utf-8")
    (harness / "unmounted").symlink_to("/media/away")
    (harness / "monitor.yaml").write_text(settings, "utf-8")
    ran = monitor("check")
    assert ran.code == 2
    assert line in ran.err
    (harness / "100% news").mkdir()
    for right in ("channels: {box: {type: file, path: box}}\n", "database: sqlite:///100%25 news/x.db\n"):
        (harness / "monitor.yaml").write_text(right, "utf-8")
        assert monitor("check").code == 0


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (b"state_dir: [", "broken.yaml:1:13: not valid YAML"),
        (b"\xff\xfe\x00\x01", "the file is UTF-16; expected UTF-8"),
        (b"timezone: Mars/X\n", "expected an IANA time zone"),
        (
            b"watchlists: nowhere\n",
            "nowhere:1:1: no such file or directory; monitor init or monitor topics add writes one",
        ),
        (b"database: mysql://x/y\n", "expected sqlite:///path or postgresql://"),
        (b"state_dir: /proc/nope/state\n", "state directory /proc/nope/state: it cannot be created"),
        (b"state_dir: monitor.yaml\n", "it cannot be created: /"),
        (b"database: sqlite:///text.db\n", "it is not a database of this program"),
        (b"database: sqlite:///noise.db\n", "it is not a database of this program"),
        (b"database: sqlite:///other.db\n", "it holds the tables of another program (t)"),
        (b"database: sqlite:///watchlists\n", "this is a folder; a file is expected"),
        (b"database: sqlite:///no/such/folder/x.db\n", "its folder does not exist"),
    ],
)
def test_settings_that_cannot_be_used_are_exit_2_with_the_reason(
    harness: Path, monitor: Monitor, settings: bytes, line: str
) -> None:
    # The harness's source is on this machine, which none of these settings allows.
    (harness / "watchlists" / "first.yaml").write_text("topics: [{id: kling, aliases: [可灵大模型]}]\n", "utf-8")
    (harness / "broken.yaml").write_bytes(settings)
    (harness / "text.db").write_text("this is no database\n", "utf-8")
    (harness / "noise.db").write_bytes(b"x" * 5000)
    with sqlite3.connect(harness / "other.db") as other:
        other.execute("create table t(a)")
    other.close()
    # Looking makes nothing, so only what would make the place can find that it cannot be made.
    made = "cannot be created" in line or "does not exist" in line
    ran = monitor("--config", "broken.yaml", *(("mute", "kling", "1d") if made else ("mentions", "--json")))
    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err
