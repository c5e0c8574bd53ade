"""Stored entries explained: their edits, and why two are or are not one story."""

from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor


@pytest.fixture
def told(harness: Path, monitor: Monitor, fake_site: FakeSite) -> FakeSite:
    """Three entries: 1 about the weather, 2 and 3 about two different events."""
    fake_site.items = [("城市天气", "多云")]
    monitor("once")
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    monitor("once", "--force")
    fake_site.items = [("可灵团队在北京成立新的研究院", "研究院有两百人。"), *fake_site.items]
    monitor("once", "--force")
    return fake_site


def test_two_entries_are_compared_in_words(monitor: Monitor, told: FakeSite) -> None:
    row = monitor("explain", "--entry", 2, "--and", 3, "--json").json
    assert (set(row), row["why"][0].split(":")[0]) == ({"entries", "stories", "why"}, "not one story")
    assert len({number for stories in row["stories"] for number in stories}) == 2
    assert "not stored as one story" in monitor("explain", "--entry", 2, "--and", 3).out
    monitor("stories", "merge", *(number for stories in row["stories"] for number in stories))
    assert "stored as one story, " in monitor("explain", "--entry", 2, "--and", 3).out
    assert "it names no watched topic" in monitor("explain", "--entry", 1, "--and", 3).out
    assert (
        monitor("explain", "--entry", 2, "--and", 99).err
        == "monitor: the store has no entry 99; `monitor mentions` lists them\n"
    )
    assert monitor("explain", "--text", "x", "--and", 2).code == 2


def test_edits_are_shown_as_a_diff(monitor: Monitor, told: FakeSite) -> None:
    assert monitor("explain", "--entry", 2, "--json").json["edits"] == []
    told.items[1] = ("快手可灵 3.1 发布", "可灵今天发布 3.1 版本,明天开放。")
    monitor("once", "--force")
    (edit,) = monitor("explain", "--entry", 2, "--json").json["edits"]
    assert edit["diff"] == ["-可灵今天发布 3.1 版本。", "+可灵今天发布 3.1 版本,明天开放。"]
    assert "+可灵今天发布 3.1 版本,明天开放。" in monitor("explain", "--entry", 2).out


def test_topics_that_a_source_is_not_asked_for_are_named_instead_of_judged(
    harness: Path, monitor: Monitor, told: FakeSite
) -> None:
    """A poll would make no mention of them, whatever the entry says."""
    watchlist = harness / "watchlists" / "first.yaml"
    assert monitor("explain", "--entry", 2, "--json").json["topics"][0]["matched"]
    text = watchlist.read_text("utf-8").replace("topics:\n", "topics:\n  - {id: weather, aliases: [天气预报]}\n", 1)
    watchlist.write_text(text.replace("title: ", "topics: [weather], title: ", 1), "utf-8")
    explained = monitor("explain", "--entry", 2, "--json").json
    assert ([row["topic"] for row in explained["topics"]], explained["not_asked"]) == (["weather"], ["kling"])
    assert "该来源不查这些主题（见其关注清单中的 `topics:`）：kling" in monitor("explain", "--entry", 2).out
    assert monitor("explain", "--text", "快手可灵发布", "--json").json["not_asked"] == []
