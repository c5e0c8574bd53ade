"""Many loopback sources at once: one story in fifty outlets, and a first start over sixty feeds of old entries.

    python -m bench.newsstand

Prints the messages a web hook received; the program says what it expects and fails when it is not so.
"""

import asyncio
import logging
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import structlog
from aiohttp import web

from bench.replay import SECRET, SETTINGS
from bench.shipped import shipped_topics
from demo.sinks import Chat
from monitor.adapters.clock import SteppedClock
from monitor.app.runtime.run_once import Round, run_once
from monitor.app.runtime.start import start_round
from monitor.cli.context import Loaded, load_all
from monitor.core.model.filters import StoryFilter
from monitor.wiring import open_context

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
NAMES = ("可灵", "即梦", "混元", "通义万相", "Seedance", "OpenAI Sora", "DeepSeek", "豆包", "文心一言", "ChatGPT")
LAUNCH = ("快手可灵 3.1 正式发布，单次生成 45 秒视频", "快手旗下可灵今天发布 3.1 版本，单次可生成 45 秒视频。", NOW)
Item = tuple[str, str, datetime]


class Newsstand:
    """Serves ``/feed/N.xml`` and takes web hooks in."""

    def __init__(self, feeds: dict[int, list[Item]]) -> None:
        self.feeds = feeds
        self.chat = Chat(SECRET)

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application()
        app.router.add_get("/feed/{number}.xml", self._feed)
        app.router.add_post("/hook", self.chat.take)
        return app

    async def _feed(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        rows = enumerate(self.feeds[number])
        items = "".join(
            f"<item><title>{title}</title><guid isPermaLink='false'>{number}/{len(self.feeds[number]) - n}</guid>"
            f"<link>http://outlet{number}.example/{len(self.feeds[number]) - n}</link><description>{text}</description>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for n, (title, text, at) in rows
        )
        head = f"<title>Outlet {number}</title><link>http://outlet{number}.example/</link><description>x</description>"
        body = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'
        return web.Response(body=body.encode(), content_type="application/rss+xml")


def old_entries(number: int, count: int) -> list[Item]:
    """Entries of the past, each naming a topic; one of them is fresh."""
    items = [(LAUNCH[0], LAUNCH[1], NOW - timedelta(hours=2))]
    for n in range(count - 1):
        name = NAMES[(number + n) % len(NAMES)]
        title = f"{name} 第 {number}-{n} 号旧闻：第 {n} 季回顾"
        items.append((title, f"{name} 视频大模型的第 {number * 100 + n} 篇旧文。", NOW - timedelta(days=3 + n)))
    return items


async def fifty_outlets(folder: Path) -> dict[str, object]:
    """One story in fifty sources in the same instant, after a quiet first poll."""
    quiet = ("旧闻一则", "天气晴。", NOW - timedelta(days=9))
    stand = Newsstand({n: [quiet] for n in range(50)})

    async def play(here: Loaded, clock: SteppedClock) -> dict[str, object]:
        await _round(here, clock)
        for feed in stand.feeds.values():
            feed.insert(0, LAUNCH)
        clock.jump_to(clock.now() + timedelta(hours=1))
        done = await _round(here, clock)
        async with open_context(here.settings, here.watchlists, here.templates, clock=clock) as app:
            stories = await app.in_store.read(lambda tx: tx.stories.find(StoryFilter()))
        return {
            "new entries": done.as_json()["entries_new"],
            "stories": len(stories),
            "outlets": [len(story.outlets) for story in stories],
            "messages": len(stand.chat.alerts),
        }

    return await _on_stage(stand, folder, len(stand.feeds), play)


async def first_start(folder: Path) -> dict[str, object]:
    """Sixty feeds of fifty old entries on an empty store, and a second start."""
    stand = Newsstand({n: old_entries(n, 50) for n in range(60)})

    async def play(here: Loaded, clock: SteppedClock) -> dict[str, object]:
        done = await _round(here, clock)
        first = len(stand.chat.alerts)
        topics = Counter(topic for alert in stand.chat.alerts for topic in alert["data"]["topics"])
        clock.jump_to(clock.now() + timedelta(hours=1))
        await _round(here, clock)
        return {
            "entries": done.as_json()["entries_new"],
            "mentions": done.as_json()["mentions"],
            "messages": first,
            "messages by topic": dict(topics),
            "second start": len(stand.chat.alerts) - first,
        }

    return await _on_stage(stand, folder, len(stand.feeds), play)


async def _round(here: Loaded, clock: SteppedClock) -> Round:
    async with open_context(here.settings, here.watchlists, here.templates, clock=clock, patient=False) as app:
        await start_round(app)
        return await run_once(app, force=True)


Play = Callable[[Loaded, SteppedClock], Awaitable[dict[str, object]]]


async def _on_stage(stand: Newsstand, folder: Path, count: int, play: Play) -> dict[str, object]:
    runner = web.AppRunner(stand.app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    lists = shipped_topics(folder)
    sources = "\n".join(f'  - {{url: "http://127.0.0.1:{port}/feed/{n}.xml", title: Outlet {n}}}' for n in range(count))
    (lists / "stand.yaml").write_text(f"watchlist: stand\nsources:\n{sources}\n", encoding="utf-8")
    (folder / "monitor.yaml").write_text(SETTINGS.replace("PORT", str(port)), encoding="utf-8")
    try:
        return await play(load_all(folder / "monitor.yaml", {"REPLAY_SECRET": SECRET}), SteppedClock(NOW))
    finally:
        await runner.cleanup()


def main() -> None:
    """Play both and check what must hold."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        fifty = asyncio.run(fifty_outlets(Path(folder)))
    print("fifty outlets, one story:", fifty)
    with tempfile.TemporaryDirectory() as folder:
        sixty = asyncio.run(first_start(Path(folder)))
    print("first start over sixty feeds:", sixty)
    assert (fifty["stories"], fifty["messages"]) == (1, 1)
    assert sixty["second start"] == 0
    assert isinstance(sixty["messages by topic"], dict)
    assert max(sixty["messages by topic"].values()) <= 1


if __name__ == "__main__":
    main()
