"""The API: the JSON of the listing commands, and stories merged and split."""

import pytest

from monitor.core.model.filters import StoryFilter
from monitor.core.render.json_documents import story_json
from tests.app.harness import rss
from tests.web.conftest import OpenPages
from tests.web.harness import AUTH, FEED, OLD, WEB, feed, told


async def test_listings_are_those_of_the_commands(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        (source,) = (await pages.http.get("/api/sources", auth=AUTH)).json()
        assert (source["url"], source["health"], source["entries"]) == (FEED, "ok", 2)
        assert {"posts_per_day", "busiest_hours", "budget_share"} <= source.keys()
        stories = (await pages.http.get("/api/stories", auth=AUTH)).json()
        kept = await pages.harness.app.in_store.read(lambda tx: tx.stories.find(StoryFilter()))
        assert stories == [story_json(story) for story in kept]
        one = (await pages.http.get("/api/stories/1", auth=AUTH)).json()
        assert one["outlets"][0]["report"] == 1
        assert one["mentions"][0]["topic"] == "kling"
        assert (await pages.http.get("/api/stories?topic=jimeng", auth=AUTH)).json() == []
        assert len((await pages.http.get("/api/stories?since=24h&limit=5", auth=AUTH)).json()) == 1


@pytest.mark.parametrize(
    ("path", "status", "what"),
    [
        ("/api/stories?since=soon", 400, "expected a duration"),
        ("/api/stories?limit=0", 400, "from 1 to 1000"),
        ("/api/stories?limit=99999999999999999999", 400, "from 1 to 1000"),
        ("/api/stories?limit=x", 400, "from 1 to 1000"),
        ("/api/stories/99", 404, "no story 99"),
        ("/api/stories/x", 404, "Not Found"),
        ("/api/nothing", 404, "Not Found"),
    ],
)
async def test_mistakes_are_json_with_the_reason(open_pages: OpenPages, path: str, status: int, what: str) -> None:
    async with open_pages() as pages:
        answer = await pages.http.get(path)
        assert answer.status_code == status
        assert what in answer.json()["error"]


async def test_stories_are_merged_and_split(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages, "快手可灵 3.1 发布", "快手可灵 3.1 今天发布。")
        now = pages.harness.clock.now()
        pages.harness.documents[FEED] = rss(
            ("即梦降价一半", "字节的即梦从今天起降价一半。", now),
            ("快手可灵 3.1 发布", "快手可灵 3.1 今天发布。", now),
            OLD,
        )
        await pages.harness.round()
        merged = (await pages.http.post("/api/stories/merge", json={"ids": [1, 2]}, auth=AUTH)).json()
        assert (merged["id"], len(merged["outlets"])) == (1, 2)
        moved = await pages.http.get("/stories/2", auth=AUTH)
        assert (moved.status_code, moved.headers["location"]) == (302, "/stories/1")
        second = merged["outlets"][1]["report"]
        split = (await pages.http.post("/api/stories/split", json={"reports": [second]}, auth=AUTH)).json()
        assert (split["id"], len(split["outlets"])) == (3, 1)


@pytest.mark.parametrize(
    ("path", "document", "status"),
    [
        ("/api/stories/merge", {"ids": [1]}, 400),
        ("/api/stories/merge", {"ids": [1, 1]}, 400),
        ("/api/stories/merge", {"ids": [1, 99]}, 400),
        ("/api/stories/merge", {"ids": [1, "2"]}, 400),
        ("/api/stories/merge", {"ids": [1, True]}, 400),
        ("/api/stories/merge", {"ids": [1, 2**70]}, 400),
        ("/api/stories/merge", {"ids": []}, 400),
        ("/api/stories/merge", [1, 2], 400),
        ("/api/stories/split", {"reports": [99]}, 400),
        ("/api/stories/split", {}, 400),
    ],
)
async def test_wrong_changes_are_refused_with_the_reason(
    open_pages: OpenPages, path: str, document: object, status: int
) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        answer = await pages.http.post(path, json=document, auth=AUTH)
        assert answer.status_code == status
        assert answer.json()["error"]


async def test_only_json_changes_something(open_pages: OpenPages) -> None:
    async with open_pages(web=WEB) as pages:
        form = await pages.http.post("/api/stories/merge", data={"ids": "1"}, auth=AUTH)
        assert form.status_code == 415
        media = {"Content-Type": "application/json"}
        for body in (b"{", b"[" * 40_000, b"\xff"):
            broken = await pages.http.post("/api/stories/merge", content=body, headers=media, auth=AUTH)
            assert broken.status_code == 400
        large = await pages.http.post("/api/stories/merge", content=b"[" + b"1," * 50_000, headers=media, auth=AUTH)
        assert large.status_code == 413
