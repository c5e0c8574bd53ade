"""What the tests of the pages share: a story that was told, and its links."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.core.model.settings import WebSettings
from tests.app.harness import NOON, HarnessRules, rss
from tests.web.conftest import Pages

BASE = "https://news.example.org"
FEED = "https://a.example/feed"
WEB = WebSettings(base_url=BASE, password="secret")
AUTH = ("me", "secret")
TITLE = "可灵汽车工厂<script>alert(1)</script>开工"
TEXT = "可灵汽车今天开工，可灵汽车的工厂很大。"
OLD = ("旧闻", "与此无关。", NOON - timedelta(days=3))


def feed(*items: tuple[str, str, datetime | None]) -> dict[str, Any]:
    """A first look at a feed: what is old owes nothing."""
    return {FEED: rss(*items, OLD)}


async def told(pages: Pages, title: str = TITLE, text: str = TEXT) -> dict[str, str]:
    """Let the harness tell a new story to the team; returns the links in the message, without the site's address."""
    await pages.harness.round()
    number = len(pages.harness.team.envelopes)
    pages.harness.documents[FEED] = rss((title, text, pages.harness.clock.now()), OLD)
    await pages.harness.round()
    assert len(pages.harness.team.envelopes) == number + 1
    links: dict[str, str] = pages.harness.team.payloads[-1]["data"]["story"]["links"]
    return {name: url.removeprefix(BASE) for name, url in links.items()}


def rules(**changes: Any) -> HarnessRules:
    """The rules of the harness, changed."""
    return replace(HarnessRules(), **changes)
