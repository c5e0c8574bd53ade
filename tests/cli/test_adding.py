"""Adding and removing topics and sources: what is missing is made, what is found is shown, names are understood."""

from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor

LOCAL = 'timezone: UTC\nfetch: {allow_networks: ["127.0.0.0/8"], per_host_delay: 0s}\n'


@pytest.fixture
def bare(monitor: Monitor, tmp_path: Path) -> Path:
    """A folder with settings and nothing else."""
    (tmp_path / "monitor.yaml").write_text(LOCAL, "utf-8")
    return tmp_path


def test_a_first_topic_makes_the_folder_and_the_file_that_it_needs(bare: Path, monitor: Monitor) -> None:
    ran = monitor("topics", "add", "Vidu")
    assert (ran.code, "added to" in ran.out, "monitor sources add" in ran.out) == (0, True, True), ran.err
    assert (bare / "watchlists" / "mine.yaml").read_text("utf-8") == (
        "watchlist: mine\n\ntopics:\n  - {id: vidu, name: Vidu, aliases: [Vidu]}\n"
    )
    assert monitor("topics", "--json").json[0]["id"] == "vidu"


@pytest.mark.parametrize("text", ["", "# To be filled.\n", "topics: []\nsources: []\n", "watchlist: mine\n"])
def test_a_file_that_says_nothing_yet_can_be_filled_by_command(
    bare: Path, monitor: Monitor, fake_site: FakeSite, text: str
) -> None:
    (bare / "watchlists").mkdir()
    (bare / "watchlists" / "mine.yaml").write_text(text, "utf-8")
    assert monitor("topics", "add", "Vidu").code == 0
    assert monitor("sources", "add", f"{fake_site.base}/feed.xml").code == 0
    checked = monitor("check", "--json").json
    assert (checked["topics"], checked["sources"], checked["errors"]) == (1, 1, [])


def test_empty_lists_are_warnings_that_say_how_to_fill_them(bare: Path, monitor: Monitor) -> None:
    (bare / "watchlists").mkdir()
    (bare / "watchlists" / "mine.yaml").write_text("topics: []\nsources: []\n", "utf-8")
    ran = monitor("check")
    assert (ran.code, "monitor topics add NAME" in ran.err, "monitor sources add ADDRESS" in ran.err) == (0, True, True)


def test_a_file_cut_down_to_nothing_is_still_an_error_for_what_would_watch_nothing(
    bare: Path, monitor: Monitor
) -> None:
    (bare / "watchlists").mkdir()
    (bare / "watchlists" / "mine.yaml").write_text("", "utf-8")
    assert monitor("check").code == 2


def test_a_source_is_shown_before_it_is_added_and_keeps_its_own_title(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("Market report", "Prices of onions"), ("Kling AI gets a new price", "Kling AI costs less")]
    fake_site.pages["/other.xml"] = fake_site.feed().replace("<title>Newsroom<", "<title>Volt Weekly<")
    ran = monitor("sources", "add", f"{fake_site.base}/other.xml")
    assert ran.code == 0, ran.err
    assert "Volt Weekly: 2 entries; 1 of them names what you watch" in ran.out
    assert "Kling AI gets a new price · kling" in ran.out
    assert "Market report" not in ran.out, "entries that match come first"
    assert f'  - {{url: "{fake_site.base}/other.xml", title: Volt Weekly}}\n' in (
        harness / "watchlists" / "first.yaml"
    ).read_text("utf-8")


def test_a_source_is_removed_by_id_and_by_a_part_of_its_title_and_comes_back_in_block_style(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    watchlist = harness / "watchlists" / "first.yaml"
    fake_site.pages["/volt.xml"] = fake_site.feed().replace("<title>Newsroom<", "<title>Volt Weekly<")
    assert monitor("sources", "add", f"{fake_site.base}/volt.xml").code == 0
    assert monitor("sources", "remove", "volt week").code == 0, "not polled yet: the store does not know it"
    assert "Volt Weekly" not in watchlist.read_text("utf-8")
    monitor("once")
    number = monitor("sources").out.splitlines()[1].split()[0]
    ran = monitor("sources", "remove", number)
    assert (ran.code, ran.out.startswith("Newsroom removed from")) == (0, True), ran.err
    assert monitor("sources", "add", f"{fake_site.base}/volt.xml").code == 0
    assert watchlist.read_text("utf-8").endswith(
        f'sources:\n  - {{url: "{fake_site.base}/volt.xml", title: Volt Weekly}}\n'
    )


def test_a_new_watchlist_is_made_and_a_name_near_to_one_there_is_questioned(harness: Path, monitor: Monitor) -> None:
    ran = monitor("topics", "add", "Vidu", "--watchlist", "firsd")
    assert (ran.code, "firsd.yaml is a new watchlist; did you mean first?" in ran.err) == (0, True)
    assert (harness / "watchlists" / "firsd.yaml").exists()


def test_what_check_would_say_of_a_new_topic_is_said_at_once(harness: Path, monitor: Monitor) -> None:
    ran = monitor("topics", "add", "Rivian R2", "--alias", "R2")
    assert ran.code == 0
    assert "rivian-r2: " in ran.err


def test_the_first_poll_already_calls_an_outlet_by_the_name_that_its_feed_gives(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("快手可灵发布2.0", "可灵发布2.0")]
    watchlist = harness / "watchlists" / "first.yaml"
    watchlist.write_text(watchlist.read_text("utf-8").replace("title: Newsroom, ", ""), "utf-8")
    assert monitor("once").code == 0
    (story,) = monitor("stories", "--json").json
    assert [report["source"] for report in story["outlets"]] == ["Newsroom"]


def test_an_address_of_ones_own_network_is_refused_with_the_line_that_allows_it(
    monitor: Monitor, fake_site: FakeSite, tmp_path: Path
) -> None:
    (tmp_path / "monitor.yaml").write_text("timezone: UTC\n", "utf-8")
    ran = monitor("sources", "add", f"{fake_site.base}/feed.xml")
    line = f'fetch: {{allow: ["{fake_site.base.removeprefix("http://")}"]}}'
    assert (ran.code, line in ran.err) == (1, True), ran.err
    (tmp_path / "monitor.yaml").write_text(f"timezone: UTC\n{line}\n", "utf-8")
    assert monitor("sources", "add", f"{fake_site.base}/feed.xml").code == 0
