"""The feeds for other readers, read back by three of them; and the exports."""

import csv
import io
import json
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import fastfeedparser
import feedparser
import jsonschema
import pytest

from monitor.app.queries import exports
from monitor.app.tokens import add_token, revoke_token
from monitor.core.model.filters import MentionFilter, StoryFilter
from monitor.core.model.matches import Alias, Topic
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import time_json, whole_story_json
from tests.app.harness import rss
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import AUTH, BASE, FEED, OLD, WEB, feed, rules

TOPICS = (
    Topic(id="kling", name={"zh": "可灵"}, aliases=(Alias(text="可灵"),), watchlist="video"),
    Topic(id="jimeng", name={"zh": "即梦"}, aliases=(Alias(text="即梦"),), watchlist="pictures"),
)
HOSTILE = "可灵 <script>alert('x')</script> & ]]> \"引号\" 上新"
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "pattern": "^https?://"},
        "feed_url": {"type": "string", "pattern": "^https?://"},
        "language": {"type": "string"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title", "content_html", "date_published", "date_modified"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "title": {"type": "string", "minLength": 1},
                    "content_html": {"type": "string"},
                    "date_published": {"type": "string", "format": "date-time", "pattern": "Z$"},
                    "date_modified": {"type": "string", "format": "date-time", "pattern": "Z$"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "authors": {
                        "type": "array",
                        "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
                    },
                },
            },
        },
    },
    "additionalProperties": False,
}


async def newsroom(pages: Pages) -> list[Story]:
    """Two stories, one of them hostile; as the store has them, latest first."""
    await pages.harness.round()
    now = pages.harness.clock.now()
    pages.harness.documents[FEED] = rss(
        ("即梦开放下载", "即梦今天开放下载。", now), (HOSTILE, "可灵今天上新，可灵用户很多。", now), OLD
    )
    await pages.harness.round()
    stories = list(await pages.harness.app.in_store.read(lambda tx: tx.stories.find(StoryFilter())))
    assert len(stories) == 2
    return stories


async def read(pages: Pages, path: str) -> str:
    """A feed's text."""
    answer = await pages.http.get(path, auth=AUTH)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("form", ["atom", "rss"])
async def test_feeds_are_read_back_equal_by_two_readers(open_pages: OpenPages, form: str) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        stories = await newsroom(pages)
        text = await read(pages, f"/feeds/everything.{form}")
    known: Any = feedparser.parse(text.encode(), sanitize_html=False)
    assert not known.bozo
    assert known.feed.title == "全部报道"
    assert f"{BASE}/feeds/everything.{form}" in {link.href for link in known.feed.links}
    fast: Any = fastfeedparser.parse(text)
    assert len(known.entries) == len(fast.entries) == 2
    for story, entry, other in zip(stories, known.entries, fast.entries, strict=True):
        content = entry.content[0].value if form == "atom" else entry.description
        assert entry.title == other.title == story.title
        assert entry.link == other.link == story.url
        assert entry.id == other.id
        assert entry.id.endswith(f":story:{story.id}")
        assert (entry.author, [tag.term for tag in entry.tags]) == (
            "Outlet",
            ["可灵" if "可灵" in story.title else "即梦"],
        )
        assert datetime.fromtimestamp(timegm(entry.published_parsed), UTC) == story.first_seen_at
        assert datetime.fromisoformat(other.published) == story.first_seen_at
        assert datetime.fromtimestamp(timegm(entry.updated_parsed), UTC) == story.last_seen_at
        assert story.snippet in content
        assert "<script" not in content


async def test_a_json_feed_is_one(open_pages: OpenPages) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        stories = await newsroom(pages)
        document = json.loads(await read(pages, "/feeds/everything.json"))
        empty = json.loads(await read(pages, "/feeds/topics/kling.json"))
    jsonschema.validate(document, JSON_FEED, format_checker=jsonschema.FormatChecker())
    assert [(item["title"], item["url"], item["date_modified"]) for item in document["items"]] == [
        (story.title, story.url, time_json(story.last_seen_at)) for story in stories
    ]
    assert "<script" not in "".join(item["content_html"] for item in document["items"])
    assert [item["title"] for item in empty["items"]] == [story.title for story in stories if "kling" in story.topics]


async def test_topics_and_watchlists_have_their_own(open_pages: OpenPages) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        await newsroom(pages)
        titles = {}
        for path in ("topics/kling", "topics/jimeng", "watchlists/video", "watchlists/pictures"):
            found: Any = feedparser.parse((await read(pages, f"/feeds/{path}.rss")).encode())
            titles[path] = (found.feed.title, ["即梦" if "即梦" in entry.title else "可灵" for entry in found.entries])
        for path in ("topics/nobody.atom", "watchlists/none.rss", "topics/kling.pdf", "everything.csv"):
            assert (await pages.http.get(f"/feeds/{path}", auth=AUTH)).status_code == 404
    assert titles == {
        "topics/kling": ("可灵", ["可灵"]),
        "topics/jimeng": ("即梦", ["即梦"]),
        "watchlists/video": ("关注列表 video", ["可灵"]),
        "watchlists/pictures": ("关注列表 pictures", ["即梦"]),
    }


async def test_a_feed_token_in_the_address_reads_feeds_until_it_is_revoked(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        app = pages.harness.app
        made = await app.in_store.write(lambda tx: add_token(tx, "reader", "feeds", who="test", now=app.clock.now()))
        path = f"/feeds/everything.atom?token={made}"
        answer = await pages.http.get(path)
        assert answer.status_code == 200
        assert made not in answer.text
        assert (await pages.http.get("/feeds/everything.atom")).status_code == 401
        assert (await pages.http.get(f"/export/stories.csv?token={made}")).status_code == 401
        header = {"Authorization": f"Bearer {made}"}
        assert (await pages.http.get("/export/stories.csv", headers=header)).status_code == 403
        await app.in_store.write(lambda tx: revoke_token(tx, "reader", who="test", now=app.clock.now()))
        assert (await pages.http.get(path)).status_code == 401


async def test_an_unchanged_feed_is_not_sent_again(open_pages: OpenPages) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        first = await pages.http.get("/feeds/everything.atom", auth=AUTH)
        tag = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
        again = await pages.http.get("/feeds/everything.atom", auth=AUTH, headers=tag)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        await newsroom(pages)
        assert (await pages.http.get("/feeds/everything.atom", auth=AUTH, headers=tag)).status_code == 200


async def test_exports_hold_every_row_once(open_pages: OpenPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PIECE", 1)
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        stories = await newsroom(pages)
        mentions = await pages.harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter()))
        lines = [json.loads(line) for line in (await read(pages, "/export/stories.jsonl")).splitlines()]
        assert lines == [whole_story_json(story) for story in sorted(stories, key=lambda story: story.id)]
        told = [json.loads(line) for line in (await read(pages, "/export/mentions.jsonl")).splitlines()]
        assert [row["id"] for row in told] == sorted(mention.id for mention in mentions)
        kling = await read(pages, "/export/mentions.jsonl?topic=kling")
        assert [json.loads(line)["topic"] for line in kling.splitlines()] == ["kling"]
        assert await read(pages, "/export/mentions.jsonl?since=2026-12-01T00:00:00Z") == ""
        wrong = await pages.http.get("/export/mentions.csv?since=soon", auth=AUTH)
        assert (wrong.status_code, "expected a duration" in wrong.json()["error"]) == (400, True)


async def test_a_table_runs_nothing_and_opens_in_a_spreadsheet(open_pages: OpenPages) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        await pages.harness.round()
        now = pages.harness.clock.now()
        pages.harness.documents[FEED] = rss(('=HYPERLINK("x") 可灵\n上新', "可灵, 今天", now), OLD)
        await pages.harness.round()
        answer = await pages.http.get("/export/stories.csv", auth=AUTH)
        assert answer.headers["content-disposition"] == 'attachment; filename="stories.csv"'
        (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert answer.content.startswith(b"\xef\xbb\xbf")
    assert row["title"] == '\'=HYPERLINK("x") 可灵 上新'
    assert (row["topics"], row["reports"], row["sources"]) == ("kling", "1", "Outlet")


SEARCH = "/feeds/search.{form}?q=%E5%8F%AF%E7%81%B5+OR+%E5%8D%B3%E6%A2%A6"


async def test_a_search_is_a_feed_of_entries(open_pages: OpenPages) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        await newsroom(pages)
        for form in ("atom", "rss"):
            text = await read(pages, SEARCH.format(form=form))
            found = feedparser.parse(text)
            assert not found.bozo
            assert "即梦开放下载" in {entry.title for entry in found.entries}
            assert len({entry.id for entry in found.entries}) == len(found.entries) == 2
            assert all(entry.link.startswith("https://outlet.example/") for entry in found.entries)
            assert "<script" not in found.entries[0].summary + found.entries[1].summary
            assert len(fastfeedparser.parse(text).entries) == 2
        document = json.loads(await read(pages, SEARCH.format(form="json")))
        jsonschema.validate(document, JSON_FEED)
        assert {tuple(item["tags"]) for item in document["items"]} == {("可灵",), ("即梦",)}
        narrowed = json.loads(await read(pages, f"{SEARCH.format(form='json')}&topic=kling&lang=zh&source=1"))
        assert len(narrowed["items"]) <= 1
        everything = json.loads(await read(pages, "/feeds/search.json"))
        assert len(everything["items"]) == 3
        wrong = await pages.http.get("/feeds/search.atom?q=(", auth=AUTH)
        assert (wrong.status_code, "column" in wrong.json()["error"]) == (400, True)
        assert (await pages.http.get("/feeds/search.html", auth=AUTH)).status_code == 404


async def test_a_search_feed_takes_a_token_of_its_own_and_never_shows_it(open_pages: OpenPages) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        app = pages.harness.app
        made = await app.in_store.write(lambda tx: add_token(tx, "reader", "feeds", who="test", now=app.clock.now()))
        answer = await pages.http.get(f"{SEARCH.format(form='atom')}&token={made}")
        assert answer.status_code == 200
        assert made not in answer.text
        assert (await pages.http.get(SEARCH.format(form="atom"))).status_code == 401


async def test_the_search_page_names_its_feed_and_the_topic_it_would_become(open_pages: OpenPages) -> None:
    async with open_pages(feed(), rules(topics=TOPICS), web=WEB) as pages:
        await newsroom(pages)
        page = await read(pages, "/search?q=kling&lang=zh&topic=kling&days=7")
        assert "/feeds/search.atom?q=kling&amp;topic=kling&amp;lang=zh" in page
        assert "/watch?query=%28kling%29+lang%3Azh+%40kling" in page
        by_signal = await read(pages, "/search?q=kling&signal=launch")
        assert "/watch?query" not in by_signal
