"""``/healthz``: fine while the daemon ticks, whatever the sources do."""

from datetime import timedelta

from monitor.core.model.fetch import Unavailable
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
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "problem": None,
        "version": VERSION,
        "last_tick_at": "2026-11-23T13:00:00Z",
        "sources": 2,
        "sources_seen": 1,
    }


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
        assert "the proxy does not answer; 1 source waiting" in answer.json()["problem"]
        pages.heartbeat.note("store", "database x: the disk is full")
        answer = await pages.http.get("/healthz")
        assert (answer.status_code, answer.json()["problem"]) == (503, "database x: the disk is full")


async def test_every_answer_keeps_browsers_from_foreign_things(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        for path in ("/healthz", "/nowhere"):
            headers = (await pages.http.get(path)).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["x-robots-tag"] == "noindex, nofollow"
            assert headers["cache-control"] == "no-store"
