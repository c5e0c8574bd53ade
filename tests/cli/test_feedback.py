"""``monitor feedback``: a manual verdict, the rule it proposes, and the yes that writes it."""

import getpass
from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor


@pytest.fixture
def told(harness: Path, monitor: Monitor, fake_site: FakeSite) -> int:
    """A story that is about something else."""
    fake_site.items = [("城市天气", "多云")]
    monitor("once")
    fake_site.items = [("可灵汽车工厂开工", "可灵汽车今天开工，可灵汽车的工厂很大。"), *fake_site.items]
    monitor("once", "--force")
    (story,) = monitor("stories", "--json").json
    return int(story["id"])


def test_a_verdict_proposes_and_a_yes_writes(told: int, harness: Path, monitor: Monitor) -> None:
    assert monitor("feedback", "--json").json == {"verdicts": [], "proposals": []}
    assert "Nobody has judged a story yet." in monitor("feedback").out
    watchlist = harness / "watchlists" / "first.yaml"
    before = watchlist.read_text("utf-8")

    ran = monitor("feedback", "add", told, "--topic", "kling", "--verdict", "not-relevant", "--word", "汽车")
    assert ran.code == 0
    assert "proposal 1: kling excludes 可灵汽车; would have removed 1 mention in 30 days, of which 0 judged" in ran.out
    assert watchlist.read_text("utf-8") == before

    listed = monitor("feedback", "--json").json
    (verdict,), (proposal,) = listed["verdicts"], listed["proposals"]
    assert (verdict["story"], verdict["topic"], verdict["verdict"]) == (told, "kling", "not-relevant")
    assert (verdict["word"], verdict["who"], verdict["delivery"]) == ("汽车", getpass.getuser(), None)
    assert (proposal["kind"], proposal["words"], proposal["state"]) == ("exclude", ["可灵汽车"], "open")
    assert proposal["effect"]["removed"] == 1
    shown = monitor("feedback").out
    assert "kling excludes 可灵汽车" in shown
    assert "not-relevant" in shown

    ran = monitor("feedback", "accept", 1)
    assert ran.code == 0
    assert f"{watchlist}: kling excludes 可灵汽车" in ran.out
    assert "a running monitor takes it up by itself" in ran.out
    changed = watchlist.read_text("utf-8")
    assert "exclude: [可灵汽车]" in changed
    assert changed.startswith("# A comment that every edit keeps.")
    assert monitor("check").code == 0
    again = monitor("feedback", "accept", 1)
    assert (again.code, again.out) == (2, "")
    assert f"proposal 1 was accepted by {getpass.getuser()}" in again.err


def test_a_no_is_remembered(told: int, harness: Path, monitor: Monitor) -> None:
    words = ("feedback", "add", told, "--topic", "kling", "--verdict", "not-relevant")
    assert "nothing changes without a yes: monitor feedback accept 1" in monitor(*words).out
    assert "nothing was changed" in monitor("feedback", "reject", 1).out
    assert "no change of rules is proposed" in monitor(*words).out
    assert [one["state"] for one in monitor("feedback", "--json").json["proposals"]] == ["rejected"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", 99, "--topic", "kling", "--verdict", "relevant"), "has no story 99"),
        (("add", 1, "--topic", "sora", "--verdict", "relevant"), "does not mention “sora”; it mentions kling"),
        (
            ("add", 1, "--topic", "kling", "--verdict", "bad"),
            'no verdict "bad"; say yes (relevant) or no (not relevant)',
        ),
        (("accept", 7), "there is no proposal 7"),
        (("reject", 7), "there is no proposal 7"),
    ],
)
def test_mistakes_are_one_line(told: int, monitor: Monitor, words: tuple[object, ...], why: str) -> None:
    ran = monitor("feedback", *words)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_check_says_what_the_stored_hits_of_an_everyday_name_tell(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    watchlist = harness / "watchlists" / "first.yaml"
    text = watchlist.read_text("utf-8")
    watchlist.write_text(
        text.replace("topics:\n", "topics:\n  - {id: shell, name: Shell, aliases: [Shell]}\n", 1), "utf-8"
    )
    fake_site.items = [("Weather", "rain")]
    assert "“Shell” is" in monitor("check").err  # There is no store yet.
    monitor("once")
    news = ["Shell opens a field", "Shell pays a dividend", "Shell sells stations", "a shell script", "an egg shell"]
    fake_site.items = [*((title, "") for title in news), *fake_site.items]
    monitor("once", "--force")
    told = monitor("check").err
    assert (
        "2 of its last 5 hits are not meant (2 in small letters); `case_sensitive: true` would keep the other 3" in told
    )
