"""The pages over the whole program: asked in this process, without a socket."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.fetch import FetchOutcome
from monitor.core.model.settings import WebSettings
from monitor.web.site import Context, make_site
from tests.app.harness import Harness, HarnessRules, opener


@dataclass(kw_only=True)
class Pages:
    """A running program and a browser at its pages."""

    harness: Harness
    heartbeat: Heartbeat
    http: httpx.AsyncClient
    reloads: list[None]


OpenPages = Callable[..., AbstractAsyncContextManager[Pages]]


@pytest.fixture
def open_pages(tmp_path: Path) -> OpenPages:
    """Opens the program with ``web`` settings; requests go to ``http://127.0.0.1:8765``."""

    @asynccontextmanager
    async def opened(
        documents: dict[str, bytes | FetchOutcome] | None = None,
        rules: HarnessRules | None = None,
        *,
        web: WebSettings | None = None,
    ) -> AsyncIterator[Pages]:
        rules = replace(rules or HarnessRules(), web=web or WebSettings())
        async with opener(tmp_path)(documents or {}, rules) as harness:
            heartbeat, reloads = Heartbeat(harness.clock), list[None]()
            site = make_site(Context(app=harness.app, heartbeat=heartbeat, reload=lambda: reloads.append(None)))
            transport = httpx.ASGITransport(app=site)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as http:
                yield Pages(harness=harness, heartbeat=heartbeat, http=http, reloads=reloads)

    return opened
