"""D.4: page templates that are the user's print in another process; what they do wrong is named, and stays there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx

from monitor.adapters.config.bundled import read_shipped
from monitor.adapters.sandbox.worker import Limits, WorkerSandbox
from monitor.app.delivery.render import OwnTemplates
from monitor.core.channels.rendering import prepare_templates
from monitor.web.site import Context, make_site
from monitor.wiring import open_printing
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import feed

_DIGITS = "{% set digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}"
ENDLESS = f"{_DIGITS}\n{'{% for a in digits %}' * 14}\n{{% if a > 9 %}}x{{% endif %}}\n{'{% endfor %}' * 14}"


@asynccontextmanager
async def with_own(pages: Pages, *, seconds: float = 40, **own: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the same program with templates of the user's, of which each may take so many ``seconds``."""
    theirs = {f"web/{name}.html": text for name, text in own.items()}
    shipped = read_shipped()
    limits = Limits(wall=timedelta(minutes=5), cpu_seconds=60, warning=timedelta(seconds=seconds))
    sandbox = WorkerSandbox(workers=1, limits=limits, preload=("monitor.core.channels.rendering",))
    templates = OwnTemplates(
        files=tuple(sorted((shipped | theirs).items())),
        names=frozenset(theirs),
        sandbox=sandbox,
        page_sandbox=sandbox,
    )
    app = replace(pages.harness.app, own_templates=templates, templates=prepare_templates(shipped, trusts_pages=True))
    site = make_site(Context(app=app, heartbeat=pages.heartbeat, reload=lambda: None))
    transport = httpx.ASGITransport(app=site)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as http:
        yield http
    await sandbox.close()


async def test_a_page_prints_by_the_users_template_in_another_process(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        await pages.harness.round()
        async with with_own(pages, sources="<h1>{{ page.title }}</h1> {{ say('app') }} {{ page.rows|length }}") as http:
            mine = await http.get("/sources")
            shipped = await pages.http.get("/sources")
    assert (mine.status_code, mine.text) == (200, "<h1>来源</h1> 新闻监测 1")
    assert "<h1>来源</h1>" in shipped.text
    assert int(mine.headers["content-length"]) == len(mine.content)
    assert "default-src 'none'" in mine.headers["content-security-policy"]


async def test_every_shipped_page_prints_the_same_there(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        await pages.harness.round()
        async with with_own(pages, login="mine") as http:
            for path in ("/topics", "/sources/1", "/settings", "/search?q=x"):
                here, there = await pages.http.get(path), await http.get(path)
                assert here.status_code == there.status_code == 200
                assert without_tokens(here.text) == without_tokens(there.text)


def without_tokens(text: str) -> list[str]:
    """The lines of a page but for those with a form's token, which is another each time."""
    return [line for line in text.splitlines() if 'name="csrf"' not in line]


async def test_a_page_that_does_not_end_is_stopped_at_its_line_and_the_note_prints_as_shipped(
    open_pages: OpenPages,
) -> None:
    async with (
        open_pages(feed()) as pages,
        with_own(pages, seconds=4, sources=ENDLESS, message="{{ page.title.nothing }}") as http,
    ):
        answer = await http.get("/sources")
        assert answer.status_code == 400
        assert "web/sources.html:" in answer.text
        assert "took longer than 4 s" in answer.text
        assert (await http.get("/topics")).status_code == 200


async def test_the_users_style_is_printed_before_the_pages_open() -> None:
    async with open_printing(read_shipped() | {"web/style.css": "body{color:{{ say('app')|length }}px}"}) as printed:
        assert printed.own is not None
        assert printed.own.page_sandbox is None
        assert printed.style.startswith("body{color:1")
