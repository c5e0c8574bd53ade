"""D.7: marks that turn the direction of text never reach a page, a feed or a document for programs as they are."""

import pytest

from tests.app.harness import NOON, rss
from tests.web.conftest import OpenPages
from tests.web.harness import FEED, OLD, feed

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TITLE = "".join(f"可灵{mark}汽车" for mark in MARKS)
PATHS = (
    "/", "/?topic=kling", "/search?q=可灵", "/topics", "/topics/kling", "/stories/1", "/sources", "/sources/1",
    "/deliveries", "/deliveries/1", "/deliveries/preview?name=story:1", "/deliveries/preview.html?name=story:1",
    "/digests", "/feedback", "/settings", "/watch?name=可灵\u202e汽车", "/feeds/all.atom",
    "/feeds/all.rss", "/feeds/all.json",
    "/api/v1/stories", "/api/v1/stories/1", "/api/v1/sources", "/api/v1/search?q=可灵", "/api/stories", "/healthz",
    "/export/mentions.csv", "/export/mentions.jsonl", "/export/stories.jsonl", "/metrics",
)  # fmt: skip


@pytest.mark.parametrize("path", [f"/{MARKS}", f"/search?q={MARKS}", f"/stories/{MARKS}", f"/sources?q={MARKS}"])
async def test_what_is_asked_for_comes_back_without_them(path: str, open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        answer = await pages.http.get(path, headers={"Accept": "text/html"})
        assert not set(MARKS) & set(answer.text)


async def test_titles_texts_and_names_are_shown_without_them(open_pages: OpenPages) -> None:
    documents = {FEED: rss((TITLE, f"{TITLE}今天开工。", NOON), OLD)}
    async with open_pages(feed()) as pages:
        await pages.harness.round()
        documents[FEED] = rss((TITLE, f"{TITLE}今天开工。", pages.harness.clock.now()), OLD)
        pages.harness.documents.update(documents)
        await pages.harness.round()
        seen = 0
        for path in PATHS:
            answer = await pages.http.get(path, headers={"Accept": "text/html" if "." not in path else "*/*"})
            assert answer.status_code < 500 or path == "/healthz", path
            assert not set(MARKS) & set(answer.text), path
            seen += "可灵" in answer.text
        assert seen >= 10
