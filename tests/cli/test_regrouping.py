"""Stories shown whole, and wrong groupings corrected manually."""

from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor


@pytest.fixture
def two(harness: Path, monitor: Monitor, fake_site: FakeSite) -> list[int]:
    """Two stories in the store, the older first."""
    fake_site.items = [("城市天气", "多云")]
    monitor("once")
    fake_site.items = [
        ("快手可灵团队成立新的研究院", "研究院设在北京。"),
        ("可灵 3.1 发布 月费 66 元", "可灵今天发布。"),
        *fake_site.items,
    ]
    monitor("once", "--force")
    ids = sorted(story["id"] for story in monitor("stories", "--json").json)
    assert len(ids) == 2
    return ids


def reports(monitor: Monitor, story: int) -> list[int]:
    return [outlet["report"] for outlet in monitor("stories", "show", story, "--json").json["outlets"]]


def test_a_story_is_shown_with_its_reports_and_facts(monitor: Monitor, two: list[int]) -> None:
    shown = [monitor("stories", "show", number) for number in two]
    assert [ran.code for ran in shown] == [0, 0]
    both = "".join(ran.out for ran in shown)
    assert "Newsroom" in both
    assert "66 cny" in both
    assert "It told no version" in both
    assert str(reports(monitor, two[0])[0]) in shown[0].out


def test_stories_are_merged_and_split_by_hand(monitor: Monitor, two: list[int]) -> None:
    first, second = two
    (moved,) = reports(monitor, second)
    ran = monitor("stories", "merge", first, second)
    assert (ran.code, ran.out.partition(":")[0]) == (0, f"story {first} has 2 reports now")
    assert [story["id"] for story in monitor("stories", "--json").json] == [first]
    assert len(reports(monitor, second)) == 2, "the old number means the merged story"
    ran = monitor("stories", "split", moved)
    assert ran.code == 0
    after = {story["id"] for story in monitor("stories", "--json").json}
    (new,) = after - {first}
    assert reports(monitor, new) == [moved]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("merge", "1"), "two or more stories"),
        (("merge", "1", "1"), "two or more stories"),
        (("merge", "1", "99"), "the store has no story 99"),
        (("merge", "1", "99999999999999999999"), "the store has no story 99999999999999999999"),
        (("split", "99"), "no report has the number 99"),
        (("split", "1"), "these are all the reports of story"),
        (("split", "0"), "no report has the number 0"),
        (("split", "99999999999999999999"), "no report has the number 99999999999999999999"),
        (("show", "99"), "the store has no story 99"),
    ],
)
def test_wrong_numbers_change_nothing_and_are_named(
    monitor: Monitor, two: list[int], words: tuple[str, ...], line: str
) -> None:
    ran = monitor("stories", *words)
    assert ran.code == 2
    assert line in ran.err
    assert sorted(story["id"] for story in monitor("stories", "--json").json) == two
