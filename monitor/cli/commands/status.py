"""``monitor status``: is all well? Asked of the store, beside a running monitor or without one."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.adapters.clock import SystemClock
from monitor.adapters.disk import DiskOf
from monitor.adapters.store.lock import LockHolder, lock_holder
from monitor.adapters.store.read_only import open_for_reading
from monitor.app.queries.store_facts import limits_of, store_facts
from monitor.cli.context import load_for_reading, settings_file, settings_of
from monitor.cli.global_options import CONFIG_VARIABLE
from monitor.cli.options import AsJson
from monitor.cli.output import counted, harmless_text, print_json, say
from monitor.cli.times import relative_time
from monitor.core.model.settings import Settings
from monitor.core.render.json_documents import time_json
from monitor.core.status.conditions import MonitorStatus, State, status_of
from monitor.core.status.facts import Holder, StatusFacts, StoreFacts
from monitor.errors import MonitorError, StoreError, UserError
from monitor.version import VERSION

EXIT_CODES: dict[State, int] = {"ok": 0, "degraded": 1, "failing": 2}
"""As monitoring plug-ins count: ok, warning, critical."""
_UNFOLDED = 10_000
_STYLES: dict[State, str] = {"ok": "green", "degraded": "yellow", "failing": "bold red"}


def status(
    as_json: AsJson = False,
    brief: Annotated[bool, typer.Option("--brief", help="One line.")] = False,
) -> None:
    """Say whether all is well; exit 0 ok, 1 degraded, 2 failing. Example: monitor status --json"""
    _refuse_empty_folder()
    settings = settings_of(needs_secrets=False)
    holder = lock_holder(Path(settings.state_dir))
    found = read_status(settings, holder)
    if as_json:
        print_json(_document(found, holder))
    elif brief:
        say(f"{found.state}: {found.headline}")
    else:
        _show(found, holder, settings)
    raise typer.Exit(EXIT_CODES[found.state])


def _refuse_empty_folder() -> None:
    if settings_file() is None and not os.environ.get(CONFIG_VARIABLE) and not Path("watchlists").exists():
        load_for_reading()


def read_status(settings: Settings, holder: LockHolder | None) -> MonitorStatus:
    """The state as files and store show it; what only a running daemon knows, it has noted in the store."""
    now = SystemClock().now()
    store, fault = _store_facts(settings)
    facts = StatusFacts(
        now=now,
        zone=ZoneInfo(settings.timezone),
        holder=_holder_word(holder),
        store=store,
        store_fault=fault,
        troubles=_configuration_trouble(holder),
        room=DiskOf(folder=Path(settings.state_dir)).room(),
        limits=limits_of(settings),
    )
    return status_of(facts)


def _holder_word(holder: LockHolder | None) -> Holder:
    if holder is None:
        return ""
    words: dict[str, Holder] = {"run": "daemon", "once": "round"}
    return words.get(holder.doing, "other")


def _store_facts(settings: Settings) -> tuple[StoreFacts | None, str]:
    try:
        opened = open_for_reading(settings.database)
    except StoreError as error:
        return None, str(error)
    try:
        if not opened.is_there:
            return None, ""
        with opened.store.read() as tx:
            return store_facts(tx, settings, now=SystemClock().now()), ""
    except StoreError as error:
        return None, str(error)
    finally:
        opened.store.close()


def _configuration_trouble(holder: LockHolder | None) -> dict[str, str]:
    """What stands on disk and cannot be used: a running daemon goes on with what it has, a start would refuse it."""
    try:
        load_for_reading()
    except UserError as error:
        problems = getattr(error, "problems", ()) or (error,)
        sentence = str(problems[0]) + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else "")
        return {"reload" if holder is not None else "configuration": sentence}
    except MonitorError as error:
        return {"configuration": str(error)}
    return {}


def _document(found: MonitorStatus, holder: LockHolder | None) -> dict[str, object]:
    facts = found.facts
    store = facts.store or StoreFacts()
    tally, note = store.sources, store.last_run
    return {
        "status": found.state,
        "says": found.headline,
        "problems": [
            {
                "kind": one.kind,
                "level": one.level,
                "about": one.about or None,
                "since": time_json(one.since),
                "sentence": one.reason,
                "command": one.command or None,
            }
            for one in found.conditions
        ],
        "version": VERSION,
        "running": facts.holder == "daemon",
        "process": holder.process if holder else None,
        "last_seen_at": time_json(note.seen_at) if note else None,
        "sources": {
            "watched": tally.watched, "asked": tally.asked, "seen": tally.seen, "failing": tally.failing,
            "gone": tally.gone,
        },
        "failing_sources": [
            {"id": one.id, "name": one.name, "error": one.error, "since": time_json(one.since),
             "next_at": time_json(one.next_at)}
            for one in tally.troubles
        ],
        "stories_today": store.stories,
        "sent_today": store.sent,
        "waiting": sum(queue.count for queue in store.channels.queues.values()),
        "next_poll_at": time_json(tally.next_at),
        "next_digest_at": time_json(store.next_digest_at),
        "disk_free_bytes": facts.room.free if facts.room else None,
    }  # fmt: skip


def _show(found: MonitorStatus, holder: LockHolder | None, settings: Settings) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        # In a file or a pipe a sentence stays whole.
        console.width = _UNFOLDED
    say_line = "" if found.conditions else f"  {found.headline}"
    console.print(Text.assemble((found.state, _STYLES[found.state]), say_line))
    problems = Table.grid(padding=(0, 1))
    for condition in found.conditions:
        level = Text(f"  {condition.level}", style=_STYLES[condition.level])
        problems.add_row(level, harmless_text(condition.reason))
        if condition.command:
            problems.add_row("", Text(f"→ {harmless_text(condition.command)}", style="dim"))
    if found.conditions:
        console.print(problems)
    figures = Table.grid(padding=(0, 2))
    for name, value in _figures(found, holder, settings):
        figures.add_row(Text(name, style="bold"), value)
    console.print(figures)


def _figures(found: MonitorStatus, holder: LockHolder | None, settings: Settings) -> list[tuple[str, str]]:
    facts, zone = found.facts, ZoneInfo(settings.timezone)
    rows = [("process", _process_line(found, holder, zone))]
    if facts.store is None:
        return rows
    store, tally = facts.store, facts.store.sources

    def at(moment: datetime | None) -> str:
        return relative_time(moment, zone, now=facts.now) or "none"

    waiting = sum(queue.count for queue in store.channels.queues.values())
    due = "due " if tally.next_at is not None and tally.next_at < facts.now else ""
    rows += [
        ("sources", f"{tally.seen} of {tally.watched} seen within a day, next poll {due}{at(tally.next_at)}"),
        (
            "today",
            f"{counted(store.stories, 'story', 'stories')}, {counted(store.sent, 'message')} sent, {waiting} waiting",
        ),
        ("next digest", at(store.next_digest_at)),
    ]
    return rows


def _process_line(found: MonitorStatus, holder: LockHolder | None, zone: ZoneInfo) -> str:
    note = found.facts.store.last_run if found.facts.store else None
    if holder is not None:
        what = {"run": "the daemon runs", "once": "a round is under way"}.get(holder.doing, "a process is at work")
        return f"{what} (process {holder.process or 'unknown'})"
    if note is None:
        return "none; the monitor has not run here yet"
    what = "daemon" if note.by == "run" else "round"
    return f"none; the last {what} was at work {relative_time(note.seen_at, zone, now=found.facts.now)}"
