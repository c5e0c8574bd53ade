"""What is said of a source is the same on every page, in the API and on the command line."""

import re
from datetime import timedelta

from monitor.app.queries.sources import source_rows
from tests.app.harness import NOON, rss
from tests.web.conftest import OpenPages

LIVELY, SILENT = "https://lively.example/feed", "https://silent.example/feed"
ENGLISH = {"Accept-Language": "en"}


async def test_a_silent_source_is_silent_wherever_one_looks(open_pages: OpenPages) -> None:
    posts = [(f"News {n}", f"Text {n}.", NOON - timedelta(hours=n)) for n in range(3)]
    old = [(title, text, at - timedelta(days=700)) for title, text, at in posts]
    async with open_pages({LIVELY: rss(*posts), SILENT: rss(*old)}) as pages:
        await pages.harness.round()
        app, now = pages.harness.app, pages.harness.clock.now()
        rows = await app.in_store.read(lambda tx: source_rows(tx, app.settings, now=now))
        health = {row.source.url: (row.source.health, str(row.source.error)) for row in rows}
        assert health[LIVELY] == ("ok", "")
        assert health[SILENT] == ("silent", "silent: 700 days without a post"), "what is usual of it nobody knows"
        for row in rows:
            detail = (await pages.http.get(f"/api/v1/sources/{row.source.id}")).json()
            assert (detail["health"], detail["error"]) == health[row.source.url]
            page = (await pages.http.get(f"/sources/{row.source.id}", headers=ENGLISH)).text
            assert ("without a post" in page) == (row.source.url == SILENT)
        listed = (await pages.http.get("/sources", headers=ENGLISH)).text
        assert listed.count("without a post") == 1
        alone = (await pages.http.get("/sources?state=silent", headers=ENGLISH)).text
        assert re.findall(r"https://\w+\.example/feed", alone.partition("<main")[2]) == [SILENT]
        none = (await pages.http.get("/sources?state=silent&q=lively", headers=ENGLISH)).text
        assert "example/feed" not in none.partition("<main")[2]
