"""``/healthz``: 200 while the daemon ticks, "ok" only while nothing at all is wrong."""

from datetime import timedelta

from monitor.core.model.fetch import Unavailable
from monitor.core.model.settings import WebSettings
from monitor.version import VERSION
from tests.app.harness import rss
from tests.web.conftest import OpenPages


async def test_a_ticking_daemon_is_well_and_says_what_it_sees(open_pages: OpenPages) -> None:
    documents = {
        "https://a.example/feed": rss(("城市天气", "多云", None)),
        "https://b.example/feed": Unavailable(reason="no"),
    }
    async with open_pages(documents) as pages:
        await pages.harness.round()
        pages.heartbeat.beat()
        answer = await pages.http.get("/healthz")
        pages.harness.documents["https://b.example/feed"] = rss(("城市天气", "多云", None))
        await pages.harness.round()
        pages.heartbeat.beat()
        mended = await pages.http.get("/healthz")
    sentence = "1 of 2 sources fails: https://b.example/feed, since 21:00: no"
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "problem": sentence,
        "problems": [
            {"kind": "sources", "level": "degraded", "since": "2026-11-23T13:00:00Z", "sentence": sentence},
        ],
        "version": VERSION,
        "last_tick_at": "2026-11-23T13:00:00Z",
        "sources": 2,
        "sources_seen": 1,
    }
    assert (mended.json()["status"], mended.json()["problems"], mended.json()["sources_seen"]) == ("ok", [], 2)


async def test_a_daemon_that_ticks_no_more_is_not(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        pages.heartbeat.beat()
        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(minutes=3))
        answer = await pages.http.get("/healthz")
        assert (answer.status_code, answer.json()["problem"]) == (503, "no tick for 180 s")
        assert (await pages.http.head("/healthz")).status_code == 503


async def test_what_is_wrong_is_said_and_only_what_stops_the_work_is_a_503(open_pages: OpenPages) -> None:
    async with open_pages(
        {"https://a.example/feed": Unavailable(reason="the proxy does not answer", unreached="us")}
    ) as pages:
        pages.heartbeat.beat()
        pages.heartbeat.note("reload", "monitor.yaml:3:1: unknown key x")
        answer = await pages.http.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        assert "monitor.yaml:3:1" in answer.json()["problem"]
        pages.heartbeat.note("reload", "")
        await pages.harness.round()
        pages.heartbeat.beat()
        answer = await pages.http.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        assert "offline since 21:00" in answer.json()["problem"]
        assert "the proxy does not answer; next try 21:01" in answer.json()["problem"]
        pages.heartbeat.note("store", "database x: the disk is full")
        answer = await pages.http.get("/healthz")
        assert (answer.status_code, answer.json()["problem"]) == (503, "database x: the disk is full")


async def test_every_answer_keeps_browsers_from_foreign_things(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        for path in ("/healthz", "/nowhere"):
            headers = (await pages.http.get(path)).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["referrer-policy"] == "same-origin"
            assert headers["x-robots-tag"] == "noindex, nofollow"
            assert headers["cache-control"] == "no-store"


async def test_where_pages_have_a_password_the_open_health_check_names_no_source(open_pages: OpenPages) -> None:
    documents = {"https://inside.example/feed": Unavailable(reason="the door of inside.example is shut")}
    async with open_pages(documents, web=WebSettings(password="secret")) as pages:
        await pages.harness.round()
        pages.heartbeat.beat()
        answer = await pages.http.get("/healthz")
    assert answer.json()["problem"] == "1 of 1 source fails"
    assert "inside" not in answer.text
