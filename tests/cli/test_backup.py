"""A rehearsal of the worst day: everything is lost but one file."""

import shutil
from pathlib import Path

from monitor.adapters.store.lock import only_instance
from tests.cli.harness import FakeSite, Monitor


def test_everything_comes_back_from_one_file_and_nothing_is_sent_twice(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("快手可灵发布2.0", "可灵")]
    assert monitor("once").code == 0
    sent = len(fake_site.hooks)
    assert sent
    before = (monitor("mentions", "--json").json, monitor("deliveries", "--json").json)
    made = monitor("backup", "b.tar.gz")
    assert made.code == 0, made.err
    assert "entries: 1" in made.out

    shutil.rmtree(harness / "state")
    shutil.rmtree(harness / "watchlists")
    (harness / "monitor.yaml").unlink()
    back = monitor("restore", "b.tar.gz")
    assert back.code == 0, back.err
    assert (monitor("mentions", "--json").json, monitor("deliveries", "--json").json) == before
    assert monitor("once").code == 0
    assert len(fake_site.hooks) == sent


def test_an_archive_can_be_verified_and_is_not_overwritten_by_accident(harness: Path, monitor: Monitor) -> None:
    assert harness
    monitor("once")
    assert monitor("backup", "b.tar.gz").code == 0
    assert "is whole" in monitor("backup", "--verify", "b.tar.gz").out
    refused = monitor("backup", "b.tar.gz")
    assert refused.code == 2
    assert "--force" in refused.err
    assert monitor("backup", "b.tar.gz", "--force").code == 0
    (harness / "b.tar.gz").write_bytes((harness / "b.tar.gz").read_bytes()[:-100])
    broken = monitor("backup", "--verify", "b.tar.gz")
    assert broken.code == 2
    assert "take an older one" in broken.err


def test_a_running_monitor_is_not_restored_under_its_feet(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    monitor("backup", "b.tar.gz")
    with only_instance(harness / "state"):
        refused = monitor("restore", "b.tar.gz")
    assert refused.code != 0
    assert "another instance" in refused.err


def test_files_that_differ_are_kept_aside(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    monitor("backup", "b.tar.gz")
    watchlist = harness / "watchlists" / "first.yaml"
    watchlist.write_text(watchlist.read_text("utf-8") + "# since then\n", "utf-8")
    done = monitor("restore", "b.tar.gz", "--json")
    assert done.json["written"] == [str(watchlist)]
    assert "since then" not in watchlist.read_text("utf-8")
    (aside,) = harness.glob("watchlists/first.yaml.before-restore-*")
    assert "since then" in aside.read_text("utf-8")


def test_a_store_alone_leaves_the_configuration_as_it_is(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    monitor("backup", "b.tar.gz")
    watchlist = harness / "watchlists" / "first.yaml"
    watchlist.write_text(watchlist.read_text("utf-8") + "# since then\n", "utf-8")
    assert monitor("restore", "b.tar.gz", "--store-only").code == 0
    assert "since then" in watchlist.read_text("utf-8")
