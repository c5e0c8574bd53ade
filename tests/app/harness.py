"""The whole program over documents in memory, an in-memory store and channels that keep what they are given."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from monitor.adapters.channels.fake import ListChannel
from monitor.adapters.clock import SteppedClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store.database import open_store
from monitor.app.context import AppContext
from monitor.app.runtime.run_once import Round, run_once
from monitor.app.runtime.start import start_round
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.fetch import FetchOutcome
from monitor.core.model.matches import Alias, Topic
from monitor.core.model.settings import (
    AlertSettings,
    ChannelSettings,
    DigestSettings,
    Route,
    Settings,
    Watchlists,
    WebSettings,
)
from monitor.core.model.sources import SourceSpec
from monitor.ports import Embedder

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

TOPICS = (
    Topic(id="kling", name={"zh": "可灵", "en": "Kling"}, aliases=(Alias(text="可灵"), Alias(text="Kling"))),
    Topic(id="jimeng", name={"zh": "即梦", "en": "Jimeng"}, aliases=(Alias(text="即梦"), Alias(text="Jimeng"))),
)
TEAM = ChannelSettings(name="team", kind="webhook")
SIGNALS = {"launch": ("发布", "上线", "released"), "pricing": ("降价", "price")}


def rss(*items: tuple[str, str, datetime | None], link: str = "https://outlet.example") -> bytes:
    """A feed with an item for each (title, text, published); the guid is the title's place from the end.

    Another ``link`` is another outlet, and is called so.
    """
    count = len(items)
    title = "Outlet" if link == "https://outlet.example" else link
    parts = [
        f"<item><title>{escape(title)}</title><guid isPermaLink='false'>{escape(link)}#{count - n}</guid>"
        f"<link>{link}/{count - n}</link><description>{escape(text)}</description>"
        + (f"<pubDate>{format_datetime(at)}</pubDate>" if at else "")
        + "</item>"
        for n, (title, text, at) in enumerate(items)
    ]
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>{title}</title><link>{link}/</link><description>x</description>{''.join(parts)}</channel></rss>"
    ).encode()


@dataclass(kw_only=True)
class Harness:
    """A running program with its documents, clock and channel at hand."""

    app: AppContext
    clock: SteppedClock
    documents: dict[str, bytes | FetchOutcome]
    team: ListChannel
    mail: ListChannel

    async def round(self, *, after: timedelta = timedelta(hours=1), force: bool = True) -> Round:
        """Let time pass, then poll everything and send what is owed."""
        self.clock.jump_to(self.clock.now() + after)
        return await run_once(self.app, force=force)


@cache
def empty_database() -> bytes:
    """A database file with the tables of this version and no rows: made once, as each test begins with one."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "monitor.db"
        open_store(f"sqlite:///{file}").close()
        return file.read_bytes()


OpenHarness = Callable[..., AbstractAsyncContextManager[Harness]]


@dataclass(kw_only=True)
class HarnessRules:
    """What a test may change."""

    topics: tuple[Topic, ...] = TOPICS
    routes: tuple[Route, ...] = (Route(channels=("team",)),)
    digests: tuple[DigestSettings, ...] = (DigestSettings(name="daily", at="08:30", channels=("mail",)),)
    specs: Mapping[str, SourceSpec] = field(default_factory=dict)
    team: ChannelSettings = TEAM
    web: WebSettings = field(default_factory=WebSettings)
    patient: bool = False
    embedder: Embedder | None = None


def opener(folder: Path) -> OpenHarness:
    """Opens the program; the store is a file in ``folder``, so that it can be opened again."""

    @asynccontextmanager
    async def opened(
        documents: dict[str, bytes | FetchOutcome], rules: HarnessRules | None = None, *, at: datetime = NOON
    ) -> AsyncIterator[Harness]:
        rules = rules or HarnessRules()
        settings = Settings(
            state_dir=str(folder),
            database=f"sqlite:///{folder}/monitor.db",
            timezone="Asia/Shanghai",
            watchlists=str(folder),
            templates=str(folder),
            channels=(rules.team, ChannelSettings(name="mail", kind="email", recipients=("a@example.org",))),
            alerts=AlertSettings(routes=rules.routes),
            digests=rules.digests,
            web=rules.web,
        )
        sources = tuple(rules.specs.get(url, SourceSpec(url=url)) for url in documents)
        if not (folder / "monitor.db").exists():
            (folder / "monitor.db").write_bytes(empty_database())
        clock, team, mail = SteppedClock(at), ListChannel(), ListChannel()
        store = open_store(settings.database)
        in_store = StoreThread(store)
        app = AppContext(
            clock=clock,
            in_store=in_store,
            fetcher=MemoryFetcher(documents),
            sandbox=InlineSandbox(),
            matcher=compile_matcher(rules.topics, SIGNALS),
            templates=compile_templates(read_templates(bundled_folder("templates"))),
            channels={"team": team, "mail": mail},
            settings=settings,
            watchlists=Watchlists(topics=rules.topics, signals=SIGNALS, sources=sources),
            patient=rules.patient,
            embedder=rules.embedder,
        )
        try:
            await start_round(app)
            yield Harness(app=app, clock=clock, documents=documents, team=team, mail=mail)
        finally:
            in_store.close()
            store.close()

    return opened
