"""``monitor status``: is all well? Asked of the store, beside a running monitor or without one."""

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
from monitor.adapters.store.locks.state_lock import LockHolder, lock_holder
from monitor.app.queries.status_document import status_document
from monitor.app.queries.store_facts import limits_of, store_facts
from monitor.cli.arguments.options import AsJson
from monitor.cli.console.output import counted, harmless_text, print_json, say, say_error
from monitor.cli.console.times import relative_time
from monitor.cli.context import load_for_reading, refuse_bare_folder, settings_of
from monitor.cli.readers import document_in, open_client, parse_time, rows_in
from monitor.core.model.settings import Settings
from monitor.core.render.json_documents import Json
from monitor.core.status.conditions import MonitorStatus, State, status_of
from monitor.core.status.facts import Holder, StatusFacts, StoreFacts
from monitor.errors import MonitorError, RemoteError, StoreError, UserError

EXIT_CODES: dict[State, int] = {"ok": 0, "starting": 0, "degraded": 1, "failing": 2}
"""As monitoring plug-ins count: ok, warning, critical."""
_UNFOLDED = 10_000
_STYLES: dict[State, str] = {"ok": "green", "starting": "green", "degraded": "yellow", "failing": "bold red"}


def status(
    as_json: AsJson = False,
    brief: Annotated[bool, typer.Option("--brief", help="One line.")] = False,
) -> None:
    """Say whether all is well; exit 0 ok or starting, 1 degraded, 2 failing. Example: monitor status --json"""
    settings = settings_of(needs_secrets=False)
    document, doing = _status_there(settings) if settings.remote.server else _status_here(settings)
    state = next(known for known in EXIT_CODES if known == document["status"])
    if as_json:
        print_json(document)
    elif brief:
        say(f"{state}: {document['says']}")
    else:
        _show(document, state, doing, ZoneInfo(settings.timezone))
    raise typer.Exit(EXIT_CODES[state])


def _status_here(settings: Settings) -> tuple[Json, str]:
    """The state, and what is at work here."""
    refuse_bare_folder()
    holder = lock_holder(Path(settings.state_dir))
    found = read_status(settings, holder)
    return status_document(found, process=holder.process if holder else None), holder.doing if holder else ""


def _status_there(settings: Settings) -> tuple[Json, str]:
    """The same of another monitor; who does not answer is failing."""
    try:
        with open_client(settings) as client:
            return dict(document_in(client.get("/status"), "report")), "run"
    except RemoteError as error:
        say_error(f"monitor: {error}")
        raise typer.Exit(EXIT_CODES["failing"]) from error


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
        began_at=_beginning_of(holder, store),
    )
    return status_of(facts)


def _beginning_of(holder: LockHolder | None, store: StoreFacts | None) -> datetime | None:
    """When the daemon that runs began, as it noted itself; ``None`` where none runs or another noted something last."""
    note = store.last_run if store else None
    return note.began_at if note and note.by == "run" and _holder_word(holder) == "daemon" else None


def _holder_word(holder: LockHolder | None) -> Holder:
    if holder is None:
        return ""
    words: dict[str, Holder] = {"run": "daemon", "once": "round"}
    return words.get(holder.doing, "other")


def _store_facts(settings: Settings) -> tuple[StoreFacts | None, str]:
    from monitor.adapters.store.read_only import open_for_reading

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


def _show(document: Json, state: State, doing: str, zone: ZoneInfo) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        # In a file or a pipe a sentence stays whole.
        console.width = _UNFOLDED
    conditions = rows_in(document, "problems")
    say_line = "" if conditions else f"  {document['says']}"
    console.print(Text.assemble((state, _STYLES[state]), say_line))
    problems = Table.grid(padding=(0, 1))
    for condition in conditions:
        level = next(known for known in _STYLES if known == condition["level"])
        problems.add_row(Text(f"  {level}", style=_STYLES[level]), harmless_text(str(condition["sentence"])))
        if condition["command"]:
            problems.add_row("", Text(f"→ {harmless_text(str(condition['command']))}", style="dim"))
    if conditions:
        console.print(problems)
    figures = Table.grid(padding=(0, 2))
    for name, value in _figures(document, doing, zone):
        figures.add_row(Text(name, style="bold"), value)
    console.print(figures)


def _figures(document: Json, doing: str, zone: ZoneInfo) -> list[tuple[str, str]]:
    now, next_poll = SystemClock().now(), parse_time(document["next_poll_at"])
    rows = [("process", _process_line(document, doing, zone, now))]
    if not document["is_read"]:
        return rows

    def at(name: str) -> str:
        return relative_time(parse_time(document[name]), zone, now=now) or "none"

    tally = document_in(document, "sources")
    due = "due " if next_poll is not None and next_poll < now else ""
    stories, sent = (int(str(document[name])) for name in ("stories_today", "sent_today"))
    today = f"{counted(stories, 'story', 'stories')}, {counted(sent, 'message')} sent, {document['waiting']} waiting"
    rows += [
        ("sources", f"{tally['seen']} of {tally['watched']} seen within a day, next poll {due}{at('next_poll_at')}"),
        ("today", today),
        ("next digest", at("next_digest_at")),
    ]
    return rows


def _process_line(document: Json, doing: str, zone: ZoneInfo, now: datetime) -> str:
    seen_at = parse_time(document["last_seen_at"])
    if doing or document["process"]:
        what = {"run": "the daemon runs", "once": "a round is under way"}.get(doing, "a process is at work")
        return f"{what} (process {document['process'] or 'unknown'})"
    if seen_at is None:
        return "none; the monitor has not run here yet"
    what = "daemon" if document["last_run_by"] == "run" else "round"
    when = relative_time(seen_at, zone, now=now)
    return f"none; the last {what} was at work {'just now' if when == 'now' else when}"
