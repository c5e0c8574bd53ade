"""``monitor doctor``: one screen that says what is well, what is not, and what to do about it."""

import asyncio
import os
import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.adapters.channels.smtp import server_of
from monitor.adapters.clock import SystemClock
from monitor.adapters.probes import check_machine, check_mail_server, check_network
from monitor.app.admin.doctor import check_store_content, worst_of
from monitor.cli.arguments.options import AsJson
from monitor.cli.console.output import counted, print_json, say_error
from monitor.cli.context import Loaded, load_for_command, read_store, settings_of, way_back
from monitor.core.model.filters import EntryFilter
from monitor.core.model.operations.administration import CheckResult, fault, fine
from monitor.core.model.settings import ChannelSettings, Settings, Watchlists
from monitor.errors import ConfigError, MonitorError, StoreError
from monitor.ports import Transaction

_HOSTS = 8
"""So many hosts of sources are looked up: enough to tell one dead name from a dead name server."""
_MARKS = {"ok": ("ok", "green"), "warning": ("warning", "yellow"), "fault": ("FAULT", "bold red")}
_UNFOLDED = 10_000
_NAME_WIDTH = 16


def doctor(
    send: Annotated[bool, typer.Option("--send", help="Also send a test message through every channel.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check this installation and say what to do; exit 1 on a fault. Example: monitor doctor"""
    now = SystemClock().now()
    settings, here, results = _load_configuration()
    if settings is not None:
        results += _collect_results(settings, here.watchlists if here else Watchlists(), now)
    if here is not None and send:
        results += _sent_tests(here)
    if as_json:
        print_json({"state": worst_of(results), "checks": [_check_json(result) for result in results]})
    else:
        _show_results(results)
    raise typer.Exit(1 if worst_of(results) == "fault" else 0)


def _load_configuration() -> tuple[Settings | None, Loaded | None, list[CheckResult]]:
    """The settings alone where a watchlist or a template is wrong: the rest is looked at all the same."""
    section, mend = "configuration", "mend it, then: monitor check"
    try:
        here = load_for_command()
    except MonitorError as error:
        problems = error.problems if isinstance(error, ConfigError) else [error]
        results = [fault(section, "files", str(problem), mend) for problem in problems]
        try:
            return settings_of(), None, results
        except MonitorError:
            return None, None, results
    says = f"{here.settings.file or 'defaults (no monitor.yaml)'}: {counted(len(here.watchlists.topics), 'topic')}, "
    says += f"{counted(len(here.watchlists.sources), 'source')}, {counted(len(here.templates), 'template')}"
    return here.settings, here, [fine(section, "files", says)]


def _collect_results(settings: Settings, watchlists: Watchlists, now: datetime) -> list[CheckResult]:
    from monitor.adapters.store.checkup import check_database, check_state_dir, minutes_of_reading

    if warned := minutes_of_reading(settings.database):
        say_error(warned)
    store = [
        *check_state_dir(Path(settings.state_dir)),
        *check_database(settings.database, way_back=way_back(settings)),
    ]
    content, newest = _check_content(settings, now) if worst_of(store) == "ok" else ([], None)
    network = asyncio.run(_check_network(settings, watchlists))
    return [*check_machine(settings.timezone, now=now, newest_known=newest), *store, *network, *content]


def _check_content(settings: Settings, now: datetime) -> tuple[list[CheckResult], datetime | None]:
    def work(tx: Transaction) -> tuple[list[CheckResult], datetime | None]:
        newest = tx.entries.find(EntryFilter(limit=1))
        return list(check_store_content(tx, settings, now=now)), newest[0].first_seen_at if newest else None

    try:
        return read_store(settings, work)
    except StoreError as error:
        return [fault("store", "database", str(error), "see the message; monitor restore FILE")], None


async def _check_network(settings: Settings, watchlists: Watchlists) -> list[CheckResult]:
    hosts = sorted({host for source in watchlists.sources if (host := urlsplit(source.url).hostname)})
    asked = random.sample(hosts, min(len(hosts), _HOSTS))
    found = await check_network(asked, proxy=settings.fetch.proxy or "", environment=os.environ)
    mail = await asyncio.gather(*(_check_mail(channel) for channel in settings.channels if channel.kind == "email"))
    return [*found, *mail]


async def _check_mail(channel: ChannelSettings) -> CheckResult:
    server = server_of(str(channel.options.get("smtp", "")), "")
    return await check_mail_server(channel.name, server.host, server.port, tls=server.security == "tls")


def _sent_tests(here: Loaded) -> Iterator[CheckResult]:
    from monitor.app.delivery.on_demand import send_test
    from monitor.cli.context import with_app

    for channel in here.settings.channels:
        ended = with_app(here, partial(send_test, channel=channel.name), as_json=True)
        for delivery in ended:
            says = f"{delivery.recipient or channel.kind}: {delivery.state} {delivery.answer}".strip()
            if delivery.state == "sent":
                yield fine("test messages", channel.name, says)
            else:
                yield fault("test messages", channel.name, says, "docs/channels.md says what the answers mean")


def _check_json(result: CheckResult) -> dict[str, object]:
    return {
        "section": result.section,
        "name": result.name,
        "state": result.state,
        "says": result.says,
        "mend": result.mend or None,
    }


def _show_results(results: Sequence[CheckResult]) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        # In a file or a pipe a sentence stays whole.
        console.width = _UNFOLDED
    section = ""
    for result in results:
        if result.section != section:
            section = result.section
            console.print(Text(section.capitalize(), style="bold"))
        word, style = _MARKS[result.state]
        row = Table.grid(padding=(0, 1))
        row.add_column(width=9)
        row.add_column(width=_NAME_WIDTH)
        row.add_column(overflow="fold")
        row.add_row(Text(f"  {word}", style=style), result.name, result.says)
        if result.mend:
            row.add_row("", "", Text(f"→ {result.mend}", style="" if result.state == "fault" else "dim"))
        console.print(row)
    counts = {state: sum(result.state == state for result in results) for state in _MARKS}
    console.print(f"{counted(counts['fault'], 'fault')}, {counted(counts['warning'], 'warning')}, {counts['ok']} ok")
