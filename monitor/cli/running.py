"""``monitor run | once``: the daemon, and one round of it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from monitor.app.daemon import Signals
from monitor.app.daemon import run as run_daemon
from monitor.app.once import once as one_round
from monitor.app.parts import App
from monitor.cli.context import Loaded, load, loaded, settings_file, with_app
from monitor.cli.output import complain, print_json, progress_bar, say
from monitor.store.instance import only_instance
from monitor.wiring import running


def run() -> None:
    """Run the daemon: schedule, fetch, alert, digest. SIGTERM stops it, SIGHUP reloads. Example: monitor -v run"""
    here = loaded()
    with only_instance(Path(here.settings.state_dir)):
        asyncio.run(_run(here, settings_file()))


async def _run(here: Loaded, path: Path | None) -> None:
    # Imported here: a round of ``once`` serves no pages.
    from monitor.web.server import PageServer

    signals = Signals(stop=asyncio.Event(), reload=asyncio.Event())
    pages = PageServer(reload=signals.reload.set)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signals.stop.set)
    loop.add_signal_handler(signal.SIGHUP, signals.reload.set)

    @asynccontextmanager
    async def open_app() -> AsyncIterator[App]:
        fresh = load(path, os.environ)
        async with running(fresh.settings, fresh.watchlists, fresh.templates, echo=say, reachable=True) as app:
            yield app

    async def ready(app: App) -> None:
        watched = f"{len(app.watchlists.topics)} topics in {len(app.watchlists.sources)} sources"
        where = f"pages on {pages.address}" if pages.address else "no pages"
        complain(f"news-monitor runs: {watched}; {where}; state in {here.settings.state_dir}; Ctrl-C stops it")

    await run_daemon(open_app, signals, pages, ready=ready)


def once(
    force: Annotated[bool, typer.Option("--force", help="Poll every source, due or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Poll what is due, send what is owed; exit 1 when all failed or one went dead. Example: monitor once --force"""
    here = loaded()
    with only_instance(Path(here.settings.state_dir)), progress_bar() as bar:
        task = bar.add_task("polling", total=None)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        result = with_app(here, lambda app: one_round(app, force=force, progress=show), patient=False, as_json=as_json)
    document = result.as_json()
    if as_json:
        print_json(document)
    else:
        _tell(document)
    raise typer.Exit(1 if result.failed else 0)


def _tell(document: dict[str, object]) -> None:
    say(
        "{polled} sources polled ({not_modified} unchanged, {failed} failed), {entries_new} new entries, "
        "{entries_updated} updated, {mentions} mentions, {stories} new stories".format(**document)
    )
    say("deliveries: {sent} sent, {deferred} waiting, {held} held, {dead} dead".format(**_counts(document)))
    failures = document["errors"]
    for failure in failures if isinstance(failures, list) else ():
        say(f"  {failure['source']}: {failure['error']}")


def _counts(document: dict[str, object]) -> dict[str, object]:
    counts = document["deliveries"]
    return counts if isinstance(counts, dict) else {}
