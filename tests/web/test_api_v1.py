"""``/api/v1``: held to its own description, in pages, with tags, problems and limits; reading changes nothing."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from monitor.app.tokens import add_token
from monitor.core.model.deliveries import Refused
from monitor.core.model.filters import DeliveryFilter, StoryFilter
from monitor.core.model.operations.audit import AuditFilter
from monitor.web.api.v1.openapi import openapi_document
from monitor.web.api.v1.operations import OPERATIONS
from monitor.web.security import rate_limit
from tests.app.harness import rss
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import AUTH, FEED, OLD, WEB, feed

V1 = "/api/v1"
DOCUMENT: dict[str, Any] = openapi_document("https://news.example.org")


def holds(name: str, document: object) -> None:
    """The document is what the description says of ``name``."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(document)


async def newsroom(pages: Pages) -> None:
    """Three stories that were told to the team."""
    await pages.harness.round()
    now = pages.harness.clock.now()
    titles = ("可灵开源新模型", "即梦开放下载", "可灵与影视公司签约")
    pages.harness.documents[FEED] = rss(*((title, f"{title}。", now) for title in titles), OLD)
    await pages.harness.round()
    pages.heartbeat.beat()
    stories = await pages.harness.app.in_store.read(lambda tx: tx.stories.find(StoryFilter()))
    assert len(stories) == 3


async def got(pages: Pages, path: str, status: int = 200) -> Any:
    """The JSON of an answer."""
    answer = await pages.http.get(f"{V1}{path}", auth=AUTH)
    assert answer.status_code == status, answer.text
    return answer.json()


async def posted(pages: Pages, path: str, document: object, status: int = 200) -> Any:
    """The JSON of the answer to a change."""
    answer = await pages.http.post(f"{V1}{path}", json=document, auth=AUTH)
    assert answer.status_code == status, answer.text
    return answer.json()


def _routes(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield from ((method.lower(), route.path) for method in sorted(route.methods or ()))
        yield from _routes(getattr(getattr(route, "original_router", None), "routes", ()))


async def test_the_description_names_every_route_and_no_other(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        site: Any = pages.http._transport
        there = {(method, path) for method, path in _routes(site.app.routes) if path.startswith(V1)}
    assert there == {(operation.method, f"{V1}{operation.path}") for operation in OPERATIONS}
    known = [operation["operationId"] for path in DOCUMENT["paths"].values() for operation in path.values()]
    assert len(set(known)) == len(known) == len(OPERATIONS)


def test_every_example_holds() -> None:
    seen = 0
    for path in DOCUMENT["paths"].values():
        for operation in path.values():
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    holds(content["schema"]["$ref"].rpartition("/")[2], content["example"])
                    seen += 1
            for content in operation.get("requestBody", {}).get("content", {}).values():
                jsonschema.validate(content["example"], content["schema"])
    assert seen > 50


async def test_answers_are_what_the_description_says(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        await pages.harness.round(after=timedelta(hours=20))
        wrong = next(row for row in (await got(pages, "/stories"))["items"] if "公司" in row["title"])
        said = {"topic": wrong["topics"][0], "word": "公司"}
        await posted(pages, f"/stories/{wrong['id']}/not-relevant", said)
        await posted(pages, "/tokens", {"name": "bot", "scope": "read"})
        for operation in OPERATIONS:
            if operation.method == "get":
                document = await got(pages, operation.path.replace("{number}", "1").replace("{topic}", "kling"))
                holds(operation.answer, document)
                if "items" in document:
                    assert document["items"], operation.path
        assert (await got(pages, "/openapi.json"))["openapi"] == "3.1.0"


@pytest.mark.parametrize("no_text", ["half \ud83d", "\0"], ids=["half a character", "NUL"])
@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/explain", {"text": "…"}),
        ("/explain", {"url": "https://a.example/…"}),
        ("/explain", {"…": 1}),
        ("/stories/1/not-relevant", {"topic": "kling", "word": "…"}),
        ("/stories/1/not-relevant", {"topic": "…"}),
        ("/tokens", {"name": "…", "scope": "read"}),
        ("/topics/kling/mute", {"for": ["…"]}),
    ],
)
async def test_what_no_text_has_is_refused_in_words(
    open_pages: OpenPages, path: str, document: object, no_text: str
) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        sent = json.dumps(document).replace("\\u2026", json.dumps(no_text)[1:-1])
        answer = await pages.http.post(
            f"{V1}{path}", content=sent, headers={"content-type": "application/json"}, auth=AUTH
        )
        assert (answer.status_code, "or half a character" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    "path", ["/api/v1/mentions?topic=%00", "/deliveries?channel=%00", "/websub/%00", "/topics/%00"]
)
async def test_an_address_with_a_nul_is_refused(open_pages: OpenPages, path: str) -> None:
    """PostgreSQL keeps none, and its refusal was told as a fault of the store."""
    async with open_pages(feed(), web=WEB) as pages:
        assert (await pages.http.get(path, auth=AUTH)).status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/search?query=", "/feeds/search.atom?q=", "/search?q="])
async def test_a_query_is_asked_whole_or_not_at_all(open_pages: OpenPages, path: str) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        shown, refused = [
            await pages.http.get(f"{path}{'可灵 OR ' * times}可灵", auth=AUTH, headers={"Accept-Language": "en"})
            for times in (83, 84)
        ]
        assert (shown.status_code, refused.status_code) == (200, 400)
        assert "at most 500 letters" in refused.text


@pytest.mark.parametrize("path", ["/stories", "/mentions", "/deliveries", "/sources"])
async def test_pages_hold_every_row_once(open_pages: OpenPages, path: str) -> None:
    documents = feed() | {f"https://{name}.example/feed": rss(OLD) for name in "bc"}
    async with open_pages(documents, web=WEB) as pages:
        await newsroom(pages)
        whole = [row["id"] for row in (await got(pages, path))["items"]]
        walked, cursor = [], ""
        while True:
            found = await got(pages, f"{path}?limit=1&cursor={cursor}")
            walked += [row["id"] for row in found["items"]]
            if not (cursor := found["next"] or ""):
                break
        assert walked == whole
        assert len(set(whole)) == len(whole) >= 3


async def test_lists_are_narrowed(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        assert len((await got(pages, "/stories?topic=kling"))["items"]) == 2
        assert len((await got(pages, "/mentions?topic=jimeng&status=new&since=24h"))["items"]) == 1
        assert (await got(pages, "/mentions?since=2026-12-24T00:00:00%2B08:00"))["items"] == []
        assert len((await got(pages, "/deliveries?state=sent&channel=team"))["items"]) >= 1
        assert (await got(pages, "/deliveries?state=dead"))["items"] == []


@pytest.mark.parametrize(
    ("path", "status", "what"),
    [
        ("/stories?limit=0", 400, "from 1 to 200"),
        ("/stories?limit=201", 400, "from 1 to 200"),
        ("/stories?cursor=x", 400, "cursor"),
        ("/mentions?cursor=-1", 400, "cursor"),
        ("/mentions?status=old", 400, "baseline"),
        ("/mentions?since=2026-12-24T00:00:00", 400, "duration"),
        ("/deliveries?state=lost", 400, "deferred"),
        ("/stories?topic=a&topic=b", 400, "more than once"),
        ("/search?source=&query=x", 400, "expected a number"),
        ("/tokens?x=1&x=2", 400, "more than once"),
        ("/stories/99", 404, "no story 99"),
        ("/stories/1e3", 404, "Not Found"),
        ("/nothing", 404, "Not Found"),
    ],
)
async def test_mistakes_are_problems(open_pages: OpenPages, path: str, status: int, what: str) -> None:
    async with open_pages(web=WEB) as pages:
        answer = await pages.http.get(f"{V1}{path}", auth=AUTH)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    holds("Problem", answer.json())
    assert what in answer.json()["detail"]
    assert answer.json()["instance"] == f"{V1}{path}".partition("?")[0]


@pytest.mark.parametrize(
    ("path", "methods"),
    [("/stories/merge", "POST"), ("/stories/1", "GET"), ("/sending", "GET, POST"), ("/tokens", "GET, POST"),
     ("/sources/1/pause", "POST"), ("/topics", "GET")],
)  # fmt: skip
async def test_what_may_be_asked_at_a_path_is_named(open_pages: OpenPages, path: str, methods: str) -> None:
    async with open_pages(web=WEB) as pages:
        answer = await pages.http.request("DELETE", f"{V1}{path}", auth=AUTH)
        assert (answer.status_code, answer.headers["allow"]) == (405, methods)
        if methods == "POST":
            assert (await pages.http.get(f"{V1}{path}", auth=AUTH)).status_code == 405


async def test_an_answer_that_did_not_change_is_not_sent_again(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        first = await pages.http.get(f"{V1}/stories", auth=AUTH)
        tag = {"If-None-Match": first.headers["etag"]}
        again = await pages.http.get(f"{V1}/stories", auth=AUTH, headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert (await pages.http.get(f"{V1}/stories?limit=1", auth=AUTH, headers=tag)).status_code == 200


async def test_changes_are_made_and_noted_with_who_made_them(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        app, team = pages.harness.app, pages.harness.team
        team.answers = [Refused(reason="no such room")] * 3
        await newsroom(pages)
        made = await app.in_store.write(lambda tx: add_token(tx, "bot", "write", who="test", now=app.clock.now()))
        header = {"Authorization": f"Bearer {made}"}
        muted = await pages.http.post(f"{V1}/topics/kling/mute", json={"for": "1d"}, headers=header)
        holds("Muted", muted.json())
        assert muted.json()["muted_until"]
        assert next(row for row in (await got(pages, "/topics"))["items"] if row["id"] == "kling")["muted_until"]
        assert (await posted(pages, "/topics/kling/mute", {"for": "0s"}))["muted_until"] is None
        said = await posted(pages, "/stories/1/not-relevant", {"topic": (await got(pages, "/stories/1"))["topics"][0]})
        holds("Verdict", said)
        for change, state in (("pause", "paused"), ("resume", "active")):
            holds("SourceState", changed := await posted(pages, f"/sources/1/{change}", {}))
            assert changed["state"] == (await got(pages, "/sources"))["items"][0]["state"] == state
        (dead, *_) = await app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(state="dead")))
        again = await posted(pages, f"/deliveries/{dead.id}/retry", {})
        holds("Delivery", again)
        assert (again["state"], again["attempts"]) == ("pending", 0)
        notes = await app.in_store.read(lambda tx: tx.audit.find(AuditFilter(words="mute kling")))
        assert [str(note.who) for note in notes] == ["api", "token bot"]


@pytest.mark.parametrize(
    ("path", "document", "status"),
    [
        ("/topics/nobody/mute", {"for": "1d"}, 404),
        ("/topics/kling/mute", {"for": "soon"}, 400),
        ("/topics/kling/mute", {"for": "99999999999d"}, 400),
        ("/topics/kling/mute", {}, 400),
        ("/topics/kling/mute", {"for": "1d", "more": 1}, 400),
        ("/stories/99/not-relevant", {"topic": "kling"}, 404),
        ("/stories/1/not-relevant", {"topic": "nobody"}, 409),
        ("/stories/1/not-relevant", {"topic": 5}, 400),
        ("/stories/1/not-relevant", {"topic": "kling", "word": "x" * 81}, 400),
        ("/sources/99/pause", {}, 404),
        ("/sources/x/pause", {}, 404),
        ("/sources/1/pause", [], 400),
        ("/deliveries/99/retry", {}, 404),
        ("/deliveries/1/retry", {"now": True}, 400),
        ("/deliveries/1/retry", {}, 409),
    ],
)
async def test_wrong_changes_are_problems(open_pages: OpenPages, path: str, document: object, status: int) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        holds("Problem", await posted(pages, path, document, status))
        form = await pages.http.post(f"{V1}{path}", data={"for": "1d"}, auth=AUTH)
        assert form.status_code in {415, 404}


async def test_what_is_left_of_the_limit_is_said_and_kept_to(
    open_pages: OpenPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "PER_WINDOW", 3)
    async with open_pages(web=WEB) as pages:
        answers = [await pages.http.get(f"{V1}/topics", auth=AUTH) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
        holds("Problem", answers[-1].json())
        wait = int(answers[-1].headers["retry-after"])
        assert 0 < wait <= 60
        assert (await pages.http.get(f"{V1}/topics")).status_code == 401
        assert (await pages.http.get("/api/stories", auth=AUTH)).status_code == 200
        pages.harness.clock.jump_to(pages.harness.clock.now() + rate_limit_window())
        assert (await pages.http.get(f"{V1}/topics", auth=AUTH)).status_code == 200


def rate_limit_window() -> Any:
    """A whole window."""
    from datetime import timedelta

    return timedelta(seconds=rate_limit.WINDOW)


async def test_a_search_goes_on_and_says_how_much_there_is(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        found = await got(pages, "/search?query=可灵 -公司&limit=1")
        assert (found["found"], len(found["items"]), found["exact"]) == (1, 1, True)
        assert found["items"][0]["sentence"]
        whole = [row["entry"] for row in (await got(pages, "/search"))["items"]]
        first = await got(pages, "/search?limit=2")
        rest = await got(pages, f"/search?limit=200&cursor={first['next']}")
        assert [row["entry"] for row in (*first["items"], *rest["items"])] == whole
        assert (await got(pages, "/search?topic=jimeng&order=best&lang=zh&source=1"))["found"] <= 1
        holds("Problem", await got(pages, "/search?query=(可灵", 400))
        holds("Problem", await got(pages, "/search?source=one", 400))


async def test_a_text_and_an_entry_are_explained_by_a_reading_token(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        app = pages.harness.app
        made = await app.in_store.write(lambda tx: add_token(tx, "bot", "read", who="test", now=app.clock.now()))
        header = {"Authorization": f"Bearer {made}"}
        answer = await pages.http.post(f"{V1}/explain", json={"text": "快手可灵发布了新版本"}, headers=header)
        holds("Explanation", answer.json())
        assert [row["topic"] for row in answer.json()["topics"] if row["matched"]] == ["kling"]
        assert "可灵" in answer.json()["text"]
        stored = await posted(pages, "/explain", {"entry": 2})
        holds("Explanation", stored)
        assert (stored["entry"], stored["edits"]) == (2, [])
        for wrong, status in (({}, 400), ({"text": "x", "url": "y"}, 400), ({"entry": 0}, 400), ({"entry": 99}, 404),
                              ({"url": "https://else.example/"}, 404)):  # fmt: skip
            holds("Problem", await posted(pages, "/explain", wrong, status))
        refused = await pages.http.post(f"{V1}/sources/1/refresh", json={}, headers=header)
        assert refused.status_code == 403


async def test_what_pages_change_programs_change_too(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        team = pages.harness.team
        team.answers = [Refused(reason="no such room")] * 3
        await newsroom(pages)
        holds("SourceState", await posted(pages, "/sources/1/refresh", {}))
        await posted(pages, "/sources/1/pause", {})
        holds("Problem", await posted(pages, "/sources/1/refresh", {}, 409))
        holds("Sending", off := await posted(pages, "/sending", {"on": False}))
        assert (off["on"], (await got(pages, "/sending"))["on"]) == (False, False)
        assert (await posted(pages, "/sending", {"on": True}))["on"]
        (first, second, *_) = [row["id"] for row in (await got(pages, "/stories"))["items"]]
        kept = await posted(pages, "/stories/merge", {"ids": [float(first), second]})
        holds("Story", kept)
        report = kept["outlets"][0]["report"]
        holds("Story", await posted(pages, "/stories/split", {"reports": [report]}))
        holds("Problem", await posted(pages, "/stories/merge", {"ids": [first]}, 409))
        holds("Problem", await posted(pages, "/stories/split", {"reports": []}, 400))
        dead = (await got(pages, "/deliveries?state=dead"))["items"][0]["id"]
        assert (await posted(pages, f"/deliveries/{dead}/retry", {}))["state"] == "pending"
        holds("Delivery", gone := await posted(pages, f"/deliveries/{dead}/cancel", {}))
        assert gone["state"] == "dead"


async def test_tokens_are_made_and_taken_back_by_administrators_alone(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        holds("NewToken", made := await posted(pages, "/tokens", {"name": "bot", "scope": "write"}))
        header = {"Authorization": f"Bearer {made['token']}"}
        assert (await pages.http.get(f"{V1}/topics", headers=header)).status_code == 200
        assert (await pages.http.get(f"{V1}/tokens", headers=header)).status_code == 403
        another = {"name": "x", "scope": "admin"}
        assert (await pages.http.post(f"{V1}/tokens", json=another, headers=header)).status_code == 403
        holds("TokenPage", listed := await got(pages, "/tokens"))
        assert made["token"] not in str(listed)
        holds("Problem", await posted(pages, "/tokens", {"name": "bot", "scope": "read"}, 409))
        holds("Problem", await posted(pages, "/tokens", {"name": "<b>", "scope": "read"}, 400))
        holds("Problem", await posted(pages, "/tokens", {"name": "new", "scope": "all"}, 400))
        holds("Token", await posted(pages, "/tokens/bot/revoke", {}))
        assert (await pages.http.get(f"{V1}/topics", headers=header)).status_code == 401
        holds("Problem", await posted(pages, "/tokens/bot/revoke", {}, 404))


async def test_no_secret_is_among_the_settings(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        found = {row["name"]: row for row in (await got(pages, "/settings"))["items"]}
        assert (found["web.password"]["value"], found["web.password"]["set"]) == (None, True)
        assert WEB.password not in [row["value"] for row in found.values()]


def _content(file: Path) -> list[str]:
    database = sqlite3.connect(file)
    try:
        return list(database.iterdump())
    finally:
        database.close()


async def test_no_reading_changes_the_store(open_pages: OpenPages, tmp_path: Path) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await newsroom(pages)
        # The first log-in from an address is noted; looking afterwards is not.
        await pages.http.get("/", auth=AUTH)
        site: Any = pages.http._transport
        paths = {path for method, path in _routes(site.app.routes) if method == "get"} - {"/events"}
        assert len(paths) > 20
        before = _content(tmp_path / "monitor.db")
        for path in sorted(paths):
            asked = re.sub(r"\{(topic|name)\}", "kling.atom", path)
            asked = asked.replace("{form}", "csv").replace("{number}", "1").replace("{token}", "x")
            await pages.http.get(asked, auth=AUTH)
        assert _content(tmp_path / "monitor.db") == before
