"""One server over a replayed month and one Chromium for all browser tests of a process."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.browser.live import Live, prepare, served

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

AXE = Path(__file__).parent / "axe" / "axe.min.js"
ELSEWHERE = "monitor.lan"
"""A name under which the pages are reached as from another machine: browsers trust it less than a loopback address."""
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a month of news; of several processes one makes it."""
    own = tmp_path_factory.getbasetemp()
    # Of several processes each has a folder of its own in that of the run.
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "month-of-news"
    try:
        shared.mkdir()
    except FileExistsError:
        for _ in range(1200):
            if (shared / "done").exists():
                return shared
            time.sleep(0.1)  # noqa: TID251 another process makes it
        raise
    # In a thread, where no loop of a browser runs.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(prepare, shared / "room").result()
    (shared / "done").touch()
    return shared


@pytest.fixture(scope="session")
def live(month: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The pages over a copy of the month."""
    folder = tmp_path_factory.mktemp("live") / "room"
    shutil.copytree(month / "room", folder)
    with served(folder) as live:
        yield live


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Its driver runs a loop in this thread, so it ends before other tests need theirs."""
    path = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if path is None:
        pytest.skip("no Chromium here: sudo apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"],
        )
        yield browser
        browser.close()


@dataclass(kw_only=True)
class Visitor:
    """A browser window at the pages that remembers whatever went wrong in it."""

    live: Live
    page: Page
    wrong: list[str] = field(default_factory=list)
    expected: list[int] = field(default_factory=list)
    """Statuses of answers that the test is about: Chromium notes each from 400 on as an error."""
    foreign: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Page:
        """Open a page of ours."""
        self.page.goto(f"{self.live.address}{path}")
        return self.page

    def violations(self) -> list[str]:
        """What axe finds serious or critical in the page that is open."""
        # Straight into the page: its own policy lets no foreign script in.
        self.page.evaluate(AXE.read_text("utf-8"))
        options = json.dumps({"runOnly": _RULES, "resultTypes": ["violations"]})
        found: dict[str, Any] = self.page.evaluate(f"axe.run(document, {options})")
        return [
            f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]


OpenWindow = Callable[..., Visitor]
Serve = Callable[..., Live]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves the pages over a folder of a test's own: ``serve(folder, web=WebSettings(…))``.

    The windows depend on it, so they are closed while the server still answers what they are loading.
    """
    with ExitStack() as servers:
        yield lambda folder, **options: servers.enter_context(served(folder, **options))


@pytest.fixture
def window(live: Live, chromium: Browser, serve: Serve) -> Iterator[OpenWindow]:
    """Opens windows: ``window(width=360, colours="dark", scripts=False)``. What went wrong in one fails the test."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def opened(
        *, width: int = 1280, height: int = 900, colours: Any = "light", scripts: bool = True, at: Live | None = None
    ) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=colours,
            java_script_enabled=scripts,
            locale="en-GB",
        )
        contexts.append(context)
        visitor = Visitor(live=at or live, page=context.new_page())
        visitor.page.set_default_timeout(20_000)
        _listen(visitor, context)
        visitors.append(visitor)
        return visitor

    yield opened
    for context in contexts:
        context.close()
    for visitor in visitors:
        assert visitor.wrong == []
        assert visitor.foreign == []


def _listen(visitor: Visitor, context: BrowserContext) -> None:
    address = visitor.live.address

    def noticed(message: Any) -> None:
        if any(f"with a status of {status} " in message.text for status in visitor.expected):
            return
        if message.type in ("error", "warning"):
            visitor.wrong.append(f"{visitor.page.url}: {message.text}")

    context.on("console", noticed)
    context.on("weberror", lambda error: visitor.wrong.append(str(error.error)))
    context.on(
        "request",
        lambda asked: None if asked.url.startswith((address, "data:")) else visitor.foreign.append(asked.url),
    )
