"""Daily and weekly digests of real weeks: the news stream through the whole program, the mails as files to look at.

    python -m bench.weeks 2026-04-20 2026-06-22 2026-06-08 [--days 7] [--warm-up 14] [--language zh] [--out FOLDER]

For each first day the stream of ``$MONITOR_DATA/news/items.jsonl.xz`` is played from ``--warm-up`` days before it, each
feed polled at the end of each hour in which it had news, and before the digests; a daily digest goes out at 08:30 in
Shanghai and a weekly one on Mondays, as files (the page that the channel ``file`` writes: the mail's own templates) and
as mails, whose parts and bytes are told.
"""

import argparse
import asyncio
import logging
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import structlog

from bench.stream import _SHOWN, Item, batches, feed, items, poll_all, program
from monitor.adapters.channels.fake import ListChannel
from monitor.adapters.clock import SteppedClock
from monitor.app.context import AppContext
from monitor.app.delivery.waiting import send_due
from monitor.app.digests.open import open_due
from monitor.app.runtime.start import start_round
from monitor.core.model.languages import Language
from monitor.core.model.settings import AlertSettings, ChannelSettings, DigestSettings

_HOUR = timedelta(hours=1)
_FIRE = timedelta(minutes=30)
"""08:30 in Shanghai is half past midnight UTC."""


async def play(  # noqa: PLR0917 — a week has this many sides
    stream: Sequence[Item], first: datetime, days: int, language: Language, out: Path, folder: Path
) -> None:
    """One week, its mails written to ``out``."""
    names = sorted({item.row["source"] for item in stream})
    addresses = {name: f"https://feeds.example/{number}.xml" for number, name in enumerate(names)}
    before = stream[0].at - timedelta(hours=2)
    nothing = Item(-1, before, {"title": "-", "url": "https://feeds.example/first", "body": "-"})
    shown = {name: [nothing] for name in names}
    documents = {addresses[name]: feed(name, shown[name]) for name in names}
    clock = SteppedClock(before)
    wishes: dict[str, Any] = {
        "language": language,
        "alerts": AlertSettings(routes=()),
        "channels": (
            ChannelSettings(name="page", kind="file"),
            ChannelSettings(name="mail", kind="email", recipients=("reader@example.org",)),
        ),
        "digests": (
            DigestSettings(name="daily", at="08:30", channels=("page", "mail")),
            DigestSettings(name="weekly", at="Mon 08:30", channels=("page", "mail")),
        ),
    }
    news = dict(batches(stream, _HOUR))
    async with program(folder, addresses, documents, clock, **wishes) as app:
        await start_round(app)
        await poll_all(app, names, Counter())
        while clock.now() < first + timedelta(days=days) + _HOUR:
            clock.jump_to(max(at := clock.now().replace(minute=0, second=0, microsecond=0) + _HOUR, clock.now()))
            if by_source := news.get(at):
                for name, fresh in by_source.items():
                    shown[name] = [*shown[name][-_SHOWN:], *fresh]
                    documents[addresses[name]] = feed(name, shown[name])
                await poll_all(app, list(by_source), Counter())
            if at.hour == 0:
                await poll_all(app, names, Counter())
                clock.jump_to(at + _FIRE)
                await open_due(app)
                await send_due(app)
        write(app, first, out)


def write(app: AppContext, first: datetime, out: Path) -> None:
    """The digests of the week as files; what the mails weigh."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("page", "mail"):
        for sent in cast("ListChannel", app.channels[name]).envelopes:
            if sent.at < first + timedelta(hours=1):
                continue
            rendered, kind = (
                sent.rendered,
                "weekly" if "weekly" in sent.rendered.subject or "周报" in sent.rendered.subject else "daily",
            )
            if name == "mail":
                weight = len(rendered.html.encode())
                print(f"{sent.at:%m-%d} {kind}: {rendered.subject} · part {sent.part}/{sent.parts}, {weight:,} bytes")
                continue
            stem = f"{sent.at:%m-%d}-{kind}"
            (out / f"{stem}.html").write_text(rendered.html, encoding="utf-8")
            (out / f"{stem}.txt").write_text(rendered.text, encoding="utf-8")


def main() -> None:
    """Every week that is asked for."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", nargs="+", type=datetime.fromisoformat, help="first day of a week, such as 2026-04-20")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--warm-up", type=int, default=14, help="days played before, so that running stories are known")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "weeks")
    asked = parser.parse_args()
    data = Path(os.environ.get("MONITOR_DATA", "../shared/data"))
    everything = items(data / "news" / "items.jsonl.xz")
    for day in asked.first:
        first = day.replace(tzinfo=UTC)
        since, until = first - timedelta(days=asked.warm_up), first + timedelta(days=asked.days)
        stream = [item for item in everything if since <= item.at < until]
        print(f"{day:%Y-%m-%d}: {sum(item.at >= first for item in stream)} items in {asked.days} days")
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(stream, first, asked.days, asked.language, asked.out / f"{day:%Y-%m-%d}", Path(folder)))


if __name__ == "__main__":
    main()
