"""How fast pages are over a large store: python -m bench.pages [ENTRIES] [FOLDER] [polls]

Makes a SQLite store of a million entries, 50,000 mentions and 20,000 stories (kept in FOLDER for the next run), asks
every page over the real application without a socket, and searches with words of every kind. Prints the server's time
per page (p50, p95), the weight of each page, and what polls cost beside 20 page loads a second. Writes
``bench/results/pages.json``.
"""

import asyncio
import logging
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import httpx
import structlog
import wordfreq
from sqlalchemy import insert, select

from bench.machine import about_machine, write_result
from bench.polls_beside_pages import measure_polls, percentile
from monitor.adapters.clock import SteppedClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store import tables
from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.app.context import AppContext
from monitor.app.queries.search import SearchWish, read_search
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import prepare_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.matches import Alias, Topic
from monitor.core.model.settings import ChannelSettings, DigestSettings, Settings, Watchlists, WebSettings
from monitor.core.model.sources import SourceSpec
from monitor.web.context import Context
from monitor.web.site import make_site

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
DAYS = 90
SOURCES, MENTIONS, STORIES = 500, 50_000, 20_000
_BATCH = 5_000
NAMES = ("Solara", "海鸥动力", "Kestrel", "云雀模型", "索拉拉", "Haiou", "Nimbus", "红隼", "Quillfeather", "羽笔")
TOPICS = tuple(
    Topic(id=f"t{number}", name={"en": f"{name} {number // len(NAMES)}"}, aliases=(Alias(text=name),), watchlist="w")
    for number, name in enumerate(NAMES * 3)
)
PLANTED = (("海鸥", 0.006), ("大模型", 0.04), ("视频生成", 0.015), ("发布", 0.2))
"""What is asked for in Chinese, and the part of the Chinese entries that say it: as in feeds about technology."""
QUERIES = (
    "海鸥",
    "大模型",
    "视频生成",
    "海鸥动力",
    "电池",
    "发布",
    "library",
    "energy",
    "inver*",
    "solara OR 海鸥",
    "harbour -ferry",
    "energy price",
    '"prime minister"',
    "title:bridge",
    "lang:zh 电池",
    "people",
    "the",
)


class Writer:
    """Texts of words that come as often as they do in their language (``wordfreq``)."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._words = {lang: wordfreq.top_n_list(lang, 30_000) for lang in ("en", "zh")}
        self._weights = {
            lang: list(accumulate(wordfreq.get_frequency_dict(lang)[word] for word in words))
            for lang, words in self._words.items()
        }

    def write(self, length: int, *, chinese: bool) -> str:
        """About so many characters."""
        lang, each = ("zh", 1.6) if chinese else ("en", 5.3)
        many = max(2, round(length / each))
        words = self._chance.choices(self._words[lang], cum_weights=self._weights[lang], k=many)
        if not chinese:
            return " ".join(words).capitalize()
        words += [word for word, share in PLANTED if length > 100 and self._chance.random() < share]
        return "".join(words)


def fill(store: DatabaseStore, entries: int) -> None:
    """Sources, entries, stories with their reports and mentions, and messages about some."""
    chance = random.Random(16)
    writer = Writer(chance)
    with store.write() as tx:
        db: Any = tx._connection  # noqa: SLF001 a million rows go in as SQL
        specs = [
            SourceSpec(url=f"https://s{n}.example/feed", title=f"Source {n}", lang="zh" if n % 2 else "en")
            for n in range(SOURCES)
        ]
        tx.sources.sync(specs, now=NOW - timedelta(days=DAYS))
        db.execute(
            tables.source.update().values(
                last_polled_at=NOW, last_success_at=NOW, first_success_at=NOW - timedelta(days=DAYS)
            )
        )
    for start in range(0, entries, _BATCH):
        with store.write() as tx:
            tx._connection.execute(  # noqa: SLF001 as above
                insert(tables.entry), list(_entries(writer, chance, start, min(start + _BATCH, entries), entries))
            )
    _fill_stories(store, writer, chance, entries)


def _entries(writer: Writer, chance: random.Random, start: int, end: int, entries: int) -> Iterator[dict[str, object]]:
    for number in range(start, end):
        chinese = chance.random() < 0.5
        named = f"{chance.choice(NAMES)} " if chance.random() < 0.06 else ""
        at = NOW - timedelta(days=DAYS) * (1 - number / entries)
        yield {
            "id": number + 1,
            "source_id": chance.randint(1, SOURCES),
            "key": str(number),
            "url": f"https://x.example/{number}",
            "canonical": f"https://x.example/{number}",
            "title": named + writer.write(34, chinese=chinese),
            "text": named + writer.write(181, chinese=chinese),
            "author": "",
            "published_at": at - timedelta(minutes=9),
            "trust": "stated",
            "precision": "second",
            "first_seen_at": at,
            "content_hash": str(number),
            "lang": "",
            "first_sight": False,
        }


def _fill_stories(store: DatabaseStore, writer: Writer, chance: random.Random, entries: int) -> None:
    per = MENTIONS / STORIES
    with store.write() as tx:
        db: Any = tx._connection  # noqa: SLF001 a million rows go in as SQL
        sources = dict(db.execute(select(tables.entry.c.id, tables.entry.c.source_id)).all())
        stories, reports, mentions, topics, facts, deliveries, told = [], [], [], [], [], [], []
        number = 0
        for story in range(1, STORIES + 1):
            first = NOW - timedelta(days=DAYS) * (1 - story / STORIES)
            topic = f"t{min(int(chance.expovariate(0.25)), len(TOPICS) - 1)}"
            many = max(1, round(chance.expovariate(1 / per)))
            stories.append(
                {
                    "id": story,
                    "title": f"Story {story} " + writer.write(40, chinese=story % 2 == 0),
                    "url": f"https://x.example/{story}",
                    "lang": "en",
                    "snippet": "Solara " + writer.write(120, chinese=False),
                    "highlights": [[0, 6]],
                    "score": 0.9,
                    "topics": [topic],
                    "signals": ["launch"] if story % 3 == 0 else [],
                    "first_seen_at": first,
                    "last_seen_at": first + timedelta(hours=many),
                    "created_at": first,
                }
            )
            topics.append({"story_id": story, "topic": topic, "last_seen_at": first + timedelta(hours=many)})
            if story % 4 == 0:
                facts.append(
                    {
                        "story_id": story,
                        "kind": "version",
                        "value": f"v {story}",
                        "surface": f"{story % 9}.{story % 7}",
                        "reported_at": first,
                    }
                )
            for place in range(many):
                number += 1
                entry = min(max(int(entries * story / STORIES) - place, 1), entries)
                seen = first + timedelta(hours=place)
                reports.append(
                    {
                        "story_id": story,
                        "entry_id": entry,
                        "section": 0,
                        "place": f"{number}",
                        "title": f"Report {number}",
                        "url": f"https://x.example/{number}",
                        "source": f"Source {number % SOURCES}",
                        "tier": "press",
                        "lang": "en",
                        "topics": [topic],
                        "signals": [],
                        "surfaces": ["Solara"],
                        "snippet": "",
                        "highlights": [],
                        "score": 0.9,
                        "published_at": seen,
                        "precision": "second",
                        "seen_at": seen,
                        "digest": False,
                        "duplicate": place > 2,
                        "why": "",
                        "features": {"keys": [], "payload": {}},
                        "created_at": seen,
                    }
                )
                mentions.append(
                    {
                        "entry_id": entry,
                        "source_id": sources[entry],
                        "section_key": f"{number}",
                        "topic": topic,
                        "story_id": story,
                        "section": 0,
                        "status": "duplicate" if place else "new",
                        "surface": "Solara",
                        "snippet": "Solara " + writer.write(100, chinese=False),
                        "highlights": [[0, 6]],
                        "score": 0.9,
                        "signals": ["launch"] if story % 3 == 0 else [],
                        "reason": "a name of its own",
                        "spans": [],
                        "evidence": [],
                        "seen_at": seen,
                        "created_at": seen,
                    }
                )
            deliveries.append(
                {
                    "key": f"{story:032x}",
                    "kind": "alert",
                    "subject": f"story:{story}",
                    "channel": "team",
                    "recipient": "",
                    "state": "sent",
                    "attempts": 1,
                    "parts_sent": 1,
                    "send_at": first,
                    "provider_code": "",
                    "answer": "",
                    "possible_repeat": False,
                    "sent_at": first,
                    "changed_at": first,
                    "created_at": first,
                    "severity": "",
                    "topic": "",
                    "topics": [topic],
                }
            )
            told.append({"delivery_id": story, "position": 0, "story_id": story})
        for table, rows in (
            (tables.story, stories),
            (tables.story_topic, topics),
            (tables.fact, facts),
            (tables.report, reports),
            (tables.mention, mentions),
            (tables.delivery, deliveries),
            (tables.delivery_story, told),
        ):
            for start in range(0, len(rows), _BATCH):
                db.execute(insert(table), rows[start : start + _BATCH])
        print(f"{len(stories):,} stories, {len(mentions):,} mentions, {len(reports):,} reports")


def index(store: DatabaseStore) -> None:
    """Fill the search index, as the daemon does beside its polls."""
    begun, rows = time.perf_counter(), 0
    while True:
        with store.write() as tx:
            done = tx.search_index.index_more(limit=2_000)
        if not done:
            break
        rows += done
    print(f"indexed {rows:,} entries in {time.perf_counter() - begun:.0f} s")


@asynccontextmanager
async def opened(folder: Path) -> Any:
    """The application and its pages over the store in ``folder``."""
    settings = Settings(
        state_dir=str(folder),
        database=f"sqlite:///{folder}/monitor.db",
        timezone="Asia/Shanghai",
        language="en",
        watchlists=str(folder / "watchlists"),
        templates=str(folder),
        channels=(ChannelSettings(name="team", kind="webhook", options={"url": "http://127.0.0.1:9/hook"}),),
        digests=(DigestSettings(name="daily", at="08:30"),),
        web=WebSettings(listen="127.0.0.1:0"),
    )
    store = open_store(settings.database, check=False)
    in_store = StoreThread(store)
    clock = SteppedClock(NOW)
    documents: dict[str, Any] = {}
    specs = tuple(
        SourceSpec(url=f"https://s{n}.example/feed", title=f"Source {n}", lang="zh" if n % 2 else "en")
        for n in range(SOURCES)
    )
    app = AppContext(
        clock=clock,
        in_store=in_store,
        fetcher=MemoryFetcher(documents),
        sandbox=InlineSandbox(),
        matcher=compile_matcher(TOPICS, {}),
        templates=prepare_templates(read_templates(bundled_folder("templates")), trusts_pages=True),
        channels={},
        settings=settings,
        watchlists=Watchlists(topics=TOPICS, sources=specs, names=("w",)),
        patient=False,
    )
    site = make_site(Context(app=app, heartbeat=Heartbeat(clock), reload=lambda: None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://127.0.0.1:8765") as http:
        yield app, http, documents
    in_store.close()
    store.close()


PAGES: tuple[str, ...] = (
    "/",
    "/?topic=t1",
    "/search",
    "/search?q=%E6%B5%B7%E9%B8%A5",
    "/search?q=library",
    "/search?topic=t1",
    "/topics",
    "/topics/t0",
    "/topics/t0?days=90",
    "/topics/t0?with=t1&with=t2",
    "/sources",
    "/sources/7",
    "/sources?state=fruitless",
    "/deliveries",
    "/deliveries/77",
    "/digests",
    "/watchlists",
    "/watch",
    "/feedback",
    "/settings",
    "/stories/19990",
    "/stories/5",
)


async def measure(what: str, work: Callable[[], Awaitable[int]], times: int = 40) -> dict[str, float | str]:
    """Time one kind of request, on the clock and in processor time; the first, which fills caches, is told apart."""
    spent, worked, size, first = [], [], 0, 0.0
    for number in range(times + 1):
        begun, busy = time.perf_counter(), time.process_time()
        size = await work()
        took, cost = (time.perf_counter() - begun) * 1000, (time.process_time() - busy) * 1000
        if number:
            spent.append(took)
            worked.append(cost)
        else:
            first = took
    print(
        f"{what:42} first {first:7.1f}  p50 {statistics.median(spent):6.1f}  p95 {percentile(spent, 0.95):6.1f} ms"
        f"  of it processor p50 {statistics.median(worked):6.1f}  p95 {percentile(worked, 0.95):6.1f} ms"
        f"  {size / 1000:6.1f} kB"
    )
    return {
        "what": what,
        "p50_ms": round(statistics.median(spent), 2),
        "p95_ms": round(percentile(spent, 0.95), 2),
        "kb": round(size / 1000, 1),
    }


def prepare(entries: int, folder: Path) -> None:
    """Fill the store, unless an earlier run did."""
    if not (folder / "monitor.db").exists():
        folder.mkdir(parents=True, exist_ok=True)
        store = open_store(f"sqlite:///{folder}/monitor.db")
        fill(store, entries)
        index(store)
        store.maintain()
        store.close()


async def main(entries: int, folder: Path, only: str) -> None:
    """Measure every page, every kind of search, and polls beside them; ``only`` = "polls": those alone."""
    print(f"{entries:,} entries, {(folder / 'monitor.db').stat().st_size / 1e6:,.0f} MB")
    async with opened(folder) as (app, http, documents):
        if only == "polls":
            await measure_polls(app, http, documents)
            return
        rows = []
        for path in PAGES:

            async def ask(path: str = path) -> int:
                answer = await http.get(path, headers={"Accept": "text/html", "Accept-Language": "en"})
                assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
                return len(answer.content)

            rows.append(await measure(path, ask))
        for query in QUERIES:
            wanted, _ = read_search(SearchWish(query=query), topics=[])
            wanted = replace(wanted, limit=50)

            async def find(wanted: Any = wanted) -> int:
                _, count = await app.in_store.look(lambda tx: (tx.search.find(wanted), tx.search.count(wanted)))
                return int(count) * 1000

            rows.append(await measure(f"search {query} (kB = hits)", find))
        polls = await measure_polls(app, http, documents)
    write_result("pages", {"entries": entries, "rows": rows, "polls": polls, **about_machine()})


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    where = Path(sys.argv[2] if len(sys.argv) > 2 else "news-monitor-pages")
    prepare(how_many, where)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(main(how_many, where, sys.argv[3] if len(sys.argv) > 3 else ""))
