"""Feeds that drop and return their entries, move their titles and renew their ids tell each thing once."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from monitor.core.model.filters import EntryFilter
from tests.app.fake_feeds import DAY, Item, feed, items, moving, reissued, some, under_one_link
from tests.app.harness import NOON, Harness, OpenHarness, rss

FEED = "https://outlet.example/feed.xml"
OLD = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
EVENTS = 12


def told(harness: Harness) -> Counter[str]:
    """How often each event was alerted, by the last word of its headline."""
    alerts = [payload["data"] for payload in harness.team.payloads if payload["type"] == "alert"]
    stories = [story for data in alerts for story in data.get("stories") or [data["story"]]]
    return Counter(item.text for story in stories for item in items(EVENTS) if item.title in story["title"])


async def kept(harness: Harness) -> int:
    return len(await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter(limit=1000))))


async def begun(harness: Harness, shown: Sequence[Item]) -> None:
    """A first sight of something else, then the news."""
    await harness.round()
    harness.documents[FEED] = feed(shown)
    await harness.round()
    assert told(harness) == {item.text: 1 for item in items(EVENTS)}


RESTLESS: dict[str, tuple[Callable[[Sequence[Item], int], list[Item]], Callable[[Sequence[Item]], list[Item]]]] = {
    "drops and returns": (lambda shown, _: list(shown), list),
    "renews its ids": (reissued, list),
    "gives all one link": (lambda shown, _: list(shown), under_one_link),
    "moves its titles": (moving, list),
    "moves its titles under one link": (moving, under_one_link),
}


POLLS = [20, pytest.param(60, marks=pytest.mark.slow)]
"""Over half a year, in which the real retention removes entries after 90 days."""


@pytest.mark.parametrize("polls", POLLS)
@pytest.mark.parametrize("habit", RESTLESS)
async def test_a_restless_feed_tells_each_event_once_within_and_beyond_retention(
    open_harness: OpenHarness, habit: str, polls: int
) -> None:
    change, prepared = RESTLESS[habit]
    chance = random.Random(habit)  # noqa: S311 a shuffle
    shown = prepared(items(EVENTS))
    async with open_harness({FEED: rss(OLD)}) as harness:
        await begun(harness, change(shown, 0))
        new = 0
        for poll in range(1, polls + 1):
            now = change(shown, poll)
            # A feed that renews its ids is known by that from its whole document.
            harness.documents[FEED] = feed(now if habit == "renews its ids" else some(now, chance))
            new += (await harness.round(after=180 * DAY / polls)).as_json()["entries_new"]
        assert told(harness) == {item.text: 1 for item in items(EVENTS)}
        assert new == 0
        assert await kept(harness) == 0, "retention has removed every entry, and yet they are known"


async def test_what_is_really_new_in_a_restless_feed_is_told(open_harness: OpenHarness) -> None:
    """Habits that were learnt hide nothing."""
    first, later = items(EVENTS)[:8], items(EVENTS)[8:]
    async with open_harness({FEED: rss(OLD)}) as harness:
        await harness.round()
        for poll, item in enumerate([first[0], *later]):
            shown = [item, *first] if item in later else first
            harness.documents[FEED] = feed(moving(reissued(shown, poll), poll))
            await harness.round(after=timedelta(hours=3))
        assert told(harness) == {item.text: 1 for item in [*first, *later]}


@pytest.mark.parametrize("polls", POLLS)
async def test_an_idle_feed_stays_silent(open_harness: OpenHarness, polls: int) -> None:
    async with open_harness({FEED: rss(OLD)}) as harness:
        await begun(harness, items(EVENTS))
        for _ in range(polls):
            done = (await harness.round(after=180 * DAY / polls)).as_json()
            assert (done["entries_new"], done["entries_updated"], done["mentions"]) == (0, 0, 0)
        assert len([one for one in harness.team.payloads if one["type"] == "alert"]) == EVENTS


async def test_another_article_under_a_link_whose_entry_is_long_gone_is_news(open_harness: OpenHarness) -> None:
    """A topic page keeps one address for years."""
    async with open_harness({FEED: rss(OLD)}) as harness:
        await harness.round()
        first, second = items(2)
        harness.documents[FEED] = feed([first])
        await harness.round()
        harness.documents[FEED] = rss(OLD)
        await harness.round(after=200 * DAY)
        at = harness.clock.now()
        again = Item(
            number=0, title=second.title, text=second.text, guid=first.guid, link=first.link, at=at + timedelta(hours=1)
        )
        harness.documents[FEED] = feed([again])
        await harness.round(after=timedelta(hours=2))
        assert told(harness) == {first.text: 1, second.text: 1}
