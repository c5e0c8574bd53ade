"""What Today says of how many are new is true of the whole store, however little of it one page shows."""

import re
from datetime import timedelta

import httpx

from tests.app.harness import NOON, rss
from tests.web.conftest import OpenPages
from tests.web.harness import FEED, OLD, feed

MANY = 50


def _plants(number: int) -> bytes:
    """So many plants, each of its own: the newest first, as feeds have them."""
    towns = [f"{chr(65 + n // 26)}{chr(97 + n % 26)}town" for n in range(number)]
    titles = [f"可灵 opens its plant in {town}" for town in towns]
    return rss(*[(title, f"可灵: {title}.", NOON - timedelta(minutes=n)) for n, title in enumerate(titles)], OLD)


async def test_the_number_of_new_stories_is_that_of_the_store(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        await pages.harness.round()
        pages.harness.documents[FEED] = _plants(MANY)
        await pages.harness.round()
        first = await pages.http.get("/", headers={"Accept-Language": "en"})
        assert f"{MANY} new stories in 24 hours" in first.text
        assert '<span class="count">40+</span>' in first.text, "the page shows no more"
        older = re.search(r'href="(/\?before=[^"]+)"', first.text)
        assert older is not None
        # Without the cookie of the first look, which would begin a visit.
        pages.http.cookies = httpx.Cookies()
        second = await pages.http.get(older[1].replace("&amp;", "&"), headers={"Accept-Language": "en"})
        assert f"{MANY} new stories in 24 hours" in second.text, "the same on every page"
        assert "+</span>" not in second.text, "here they end"


async def test_of_one_poll_the_newest_report_stands_first(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        await pages.harness.round()
        pages.harness.documents[FEED] = _plants(3)
        await pages.harness.round()
        shown = (await pages.http.get("/")).text
        places = [shown.index(f"plant in {town}") for town in ("Aatown", "Abtown", "Actown")]
        assert places == sorted(places)


async def test_what_was_there_before_a_first_look_is_shown_and_is_not_new(open_pages: OpenPages) -> None:
    """Under a heading of its own, each with its own day; what came on the day of the look is new."""
    shelf = [(f"可灵 in year {n}", f"可灵 opens plant {n}.", NOON - timedelta(days=400 + n)) for n in range(3)]
    async with open_pages({FEED: rss(("可灵 opens a plant today", "可灵 opens a plant.", NOON), *shelf)}) as pages:
        await pages.harness.round()
        page = (await pages.http.get("/", headers={"Accept-Language": "en"})).text
        assert "1 new story in 24 hours" in page
        new, _, before = page.partition('<h2 class="dayhead">Before you came</h2>')
        assert "opens a plant today" in new
        assert [f"in year {n}" in before for n in range(3)] == [True, True, True]
        assert "in year" not in new.partition('id="stream"')[2]
        assert len(re.findall(r">\d+ Oct 2025</time>", before)) == 3
        assert page.count('class="story fresh"') == 1
        assert "usually" not in page, "of one day nothing is usual"
        assert "▲" not in page, "nor is there a week before"
        status = await pages.harness.app.in_store.read(
            lambda tx: tx.figures.new_stories(since=NOON - timedelta(days=1))
        )
        assert status == 1
