"""``make demo``: a day of a newsroom on loopback, in seconds, and what the monitor made of it."""

import asyncio
import logging
import shutil
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from demo.newsroom import Newsroom
from demo.sinks import Chat, Mailbox
from demo.telling import tell
from monitor.adapters.clock import SteppedClock
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import drive_clock
from monitor.app.runtime.start import start_round
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.cli.context import Loaded, load_all
from monitor.web.serving.server import PageServer
from monitor.wiring import open_context

SECRET = "whsec_ZGVtby1zZWNyZXQtb2YtdGhlLW5ld3Nyb29t"  # noqa: S105 made up, for loopback only
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOURS = 28
OUT = Path("demo-out")
NEXT = """
Look at it
  demo-out/digest-2.html                  the second morning's digest, as its reader got it
  make demo KEEP=1                        the same day, and its pages in your browser
  .venv/bin/monitor -c demo-out/config/monitor.yaml stories
                                          what it found; also mentions, deliveries, sources
  .venv/bin/monitor -c demo-out/config/monitor.yaml explain --text "座椅可灵活调节"
                                          why this is no news of 可灵 (Kling)
Make it yours
  source .venv/bin/activate && mkdir my-monitor && cd my-monitor && monitor init
"""


async def _nothing(_app: AppContext) -> None:
    """Nobody looks."""


async def play(
    out: Path, *, at_the_end: Callable[[AppContext], Awaitable[None]] = _nothing
) -> tuple[AppContext, Mailbox, Chat, Newsroom]:
    """Run the day; what arrived is in the mailbox and the chat. ``at_the_end`` sees the program before it closes."""
    clock = SteppedClock(MORNING)
    newsroom, mailbox, chat = Newsroom(clock.now, MORNING), Mailbox(), Chat(SECRET)
    web_app = newsroom.app()
    web_app.router.add_post("/chat", chat.take)
    runner = web.AppRunner(web_app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    smtp = await asyncio.start_server(mailbox.serve, "127.0.0.1", 0)
    port = runner.addresses[0][1]
    here = configure(out, port=port, smtp_port=smtp.sockets[0].getsockname()[1])
    try:
        async with open_context(here.settings, here.watchlists, here.templates, clock=clock, echo=_silent) as app:
            await start_round(app)
            await drive_clock(app, clock, until=MORNING + timedelta(hours=HOURS))
            await tell(app, mailbox, chat, newsroom, out)
            await at_the_end(app)
            return app, mailbox, chat, newsroom
    finally:
        smtp.close()
        await runner.cleanup()


def _silent(_line: str) -> None:
    """The demo says at its end what happened."""


def configure(out: Path, *, port: int, smtp_port: int) -> Loaded:
    """The demo's own settings and sources; its topics are the shipped ones."""
    folder = out / "config"
    (folder / "watchlists").mkdir(parents=True)
    shipped = Path(__file__).resolve().parents[1] / "watchlists"
    for name in ("video-models", "models-and-apps"):
        shutil.copy(shipped / f"{name}.yaml", folder / "watchlists")
    here = Path(__file__).parent
    (folder / "watchlists" / "newsroom.yaml").write_text(
        (here / "newsroom.yaml").read_text(encoding="utf-8").replace("PORT", str(port)), encoding="utf-8"
    )
    settings = (here / "monitor.yaml").read_text(encoding="utf-8")
    (folder / "monitor.yaml").write_text(
        settings.replace("SMTP_PORT", str(smtp_port)).replace("PORT", str(port)), encoding="utf-8"
    )
    (folder / "secret").touch(mode=0o600)
    (folder / "secret").write_text(SECRET, encoding="utf-8")
    return load_all(folder / "monitor.yaml", {})


async def serve_pages(app: AppContext) -> None:
    """The pages of the demo's day, until Ctrl-C."""
    pages = PageServer(reload=lambda: None)
    pages.listen(app)
    await pages.start(app, Heartbeat(app.clock))
    sys.stdout.write(f"\nThe pages of that day: {pages.address} (Ctrl-C ends them)\n")
    try:
        await asyncio.Event().wait()
    finally:
        await pages.stop(within=timedelta(seconds=2))
        pages.close()


def main() -> None:
    """Run it in a fresh folder; ``--keep`` serves the pages afterwards."""
    keep = "--keep" in sys.argv[1:]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    shutil.rmtree(OUT, ignore_errors=True)
    with suppress(KeyboardInterrupt):
        _, mailbox, chat, _ = asyncio.run(play(OUT, at_the_end=serve_pages if keep else _nothing))
        kinds = Counter(alert["type"] for alert in chat.alerts)
        if not mailbox.messages or not kinds["alert"]:
            sys.exit("the demo's day ended without an alert or without a digest: something is broken")
    sys.stdout.write(NEXT)


if __name__ == "__main__":
    main()
