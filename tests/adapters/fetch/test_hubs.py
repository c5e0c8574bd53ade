"""What hubs answer to a request, as one sentence or none."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from monitor.adapters.clock import SystemClock
from monitor.adapters.fetch.websub_client import HttpHubs
from monitor.adapters.net.client import open_client
from monitor.core.model.settings import FetchSettings

ANSWERS = {
    "/accepts": (202, {}, ""),
    "/at-once": (204, {}, ""),
    "/busy": (503, {}, "come\nback later" + "!" * 500),
    "/page": (400, {}, "<html><body>Bad request</body></html>"),
    "/moved": (308, {"location": "/accepts"}, ""),
    "/for-now": (307, {"location": "/moved"}, ""),
    "/circle": (307, {"location": "/circle"}, ""),
    "/found": (302, {"location": "/accepts"}, ""),
    "/away": (307, {"location": "ftp://hub.example/"}, ""),
}
ALLOWED = FetchSettings(allow_networks=("127.0.0.0/8",))


@pytest.fixture
async def base() -> AsyncIterator[str]:
    """A hub that answers by the path; it wants the form it is to get."""

    async def take(request: web.Request) -> web.Response:
        form = await request.post()
        assert form["hub.topic"] == "https://a.example/?a=1&b=可灵"
        status, headers, body = ANSWERS[request.path]
        return web.Response(status=status, headers=headers, text=body)

    site = web.Application()
    site.router.add_post("/{path}", take)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def asked(url: str, settings: FetchSettings = ALLOWED) -> str:
    """What came of asking."""
    async with open_client(settings, user_agent="test") as client:
        hubs = HttpHubs(client, clock=SystemClock(), per_host_delay=timedelta(0))
        return await hubs.ask(url, {"hub.topic": "https://a.example/?a=1&b=可灵"})


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/accepts", ""),
        ("/at-once", ""),
        ("/moved", ""),
        ("/for-now", ""),
        ("/busy", "the hub refuses (503): come back later!!!"),
        ("/page", "the hub refuses (400)"),
        ("/found", "the hub refuses (302)"),
        ("/circle", "the hub redirects more than 3 times"),
        ("/away", "the hub sends us elsewhere"),
    ],
)
async def test_an_answer_is_one_sentence_or_none(base: str, path: str, said: str) -> None:
    answer = await asked(base + path)
    assert answer.startswith(said)
    assert bool(answer) == bool(said)
    assert len(answer) < 250
    assert answer.isprintable()


async def test_a_hub_inside_is_asked_only_where_that_is_allowed(base: str) -> None:
    assert "allow it under fetch.allow_networks" in await asked(base + "/accepts", FetchSettings())
    assert await asked("not an address") != ""
