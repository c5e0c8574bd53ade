"""``monitor sources``: list the sources with their health; add, remove, pause, resume and refresh one."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.edit.items import add_source, remove_source
from monitor.adapters.config.schema.urls import without_user
from monitor.adapters.config.watchlists.source_keys import refused_address
from monitor.app.sources import SourceErrand, change_source
from monitor.cli.arguments.choices import find_source
from monitor.cli.arguments.options import AsJson, Into, Limit, Url, Wide, current_time, one_of_states
from monitor.cli.arguments.values import moment_ago
from monitor.cli.console.json_forms import documented_rows
from monitor.cli.console.output import print_json, print_labelled, print_table, say, say_error
from monitor.cli.console.times import relative_time
from monitor.cli.context import Loaded, load_for_command, with_app
from monitor.cli.readers import Listing, document_in, make_change, open_reader, parse_time
from monitor.cli.watchlist_edits import (
    checked_edit,
    find_spec,
    is_web_address,
    loaded_for_edit,
    say_new_file,
    watchlist_file,
    when_taken_over,
)
from monitor.core.model.sources import Health, SourceSpec, SourceState
from monitor.core.render.json_documents import Json
from monitor.core.text.urls import feed_address, place_of
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.values import dataclass

if TYPE_CHECKING:
    from monitor.adapters.remote.api_client import ApiClient

_ALL = 1_000_000

sources_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@sources_cli.callback()
def sources(
    context: typer.Context,
    topic: Annotated[str, typer.Option("--topic", help="Only those that mentioned this topic.")] = "",
    since: Annotated[str, typer.Option("--since", help="Only those with news (of the topic) since then.")] = "",
    state: Annotated[str, typer.Option("--state", help="A state or health: paused, failing, silent …")] = "",
    limit: Limit = 1000,
    wide: Wide = False,
    as_json: AsJson = False,
) -> None:
    """List the sources with their health and the next poll. Example: monitor sources --state paused"""
    if context.invoked_subcommand is None:
        list_sources(topic=topic, since=since, state=state, limit=limit, wide=wide, as_json=as_json)


@sources_cli.command("show")
def show(url: Url, as_json: AsJson = False) -> None:
    """Show all that is known of a source. Example: monitor sources show Verge"""
    with open_reader() as reader:
        rows = reader.sources(Listing(limit=_ALL))
        zone = reader.zone
    found = find_source([_named_source(row) for row in rows], url)
    row = next(row for row in rows if row["id"] == found.id)
    if as_json:
        print_json(documented_rows("source", [row])[0])
        return
    cells = zip(_WIDE, _wide_cells(row, zone), strict=True)
    print_labelled([(head, str(cell)) for head, cell in cells if cell not in (None, "")])


_REFERENCES = ("env:", "file:")
"""What stands for an address that is a secret."""


@sources_cli.command("add")
def add(
    url: Url,
    title: Annotated[str, typer.Option("--title", help="What to call it; else what the feed calls itself.")] = "",
    watchlist: Into = "",
    as_is: Annotated[bool, typer.Option("--as-is", help="Add the address unseen, without asking it.")] = False,
) -> None:
    """Add a feed, or the one a web site names, to a watchlist; comments stay. Example: monitor sources add https://example.org/feed.xml"""
    if not url.startswith(_REFERENCES) and (why := refused_address(url)):
        raise UserError(f"nothing was changed: {without_user(url) or 'the address'}: {why}")
    here = loaded_for_edit()
    path = watchlist_file(here, watchlist)
    known = any(feed_address(spec.url) == feed_address(url) for spec in here.watchlists.sources)
    if not as_is and not known and is_web_address(url):
        url, found_title = _feed_at(here, url)
        title = title or found_title
    say_new_file(path, watchlist, here)
    with checked_edit(path):
        add_source(path, url, title=title)
    say(f"{title or url} added to {path}; {when_taken_over(here.settings)}")


def _feed_at(here: Loaded, url: str) -> tuple[str, str]:
    """Address and title of the feed there, or of the one that a web site names; what cannot be read is refused."""
    # Only here is more needed than files and the store.
    from monitor.app.polling.preview import preview_site
    from monitor.cli.setup.answers import is_private
    from monitor.cli.source_preview import feed_lines, preview_lines

    seen = with_app(here, lambda app: preview_site(app, SourceSpec(url=url)))
    for line in (*feed_lines(seen), *preview_lines(seen, ZoneInfo(here.settings.timezone), now=current_time())):
        say(line)
    if seen.document is not None:
        return (seen.url if seen.site else url), seen.document.title
    if seen.body:
        raise UserError(f"nothing was changed: {url}: {seen.error}; to add it all the same: --as-is")
    say_error(f"nothing was changed: {url} cannot be read: {seen.error}; to add it unseen: --as-is")
    if is_private(url) and place_of(url) not in here.settings.fetch.allow:
        say_error(f'a source on your own network needs a line in monitor.yaml: fetch: {{allow: ["{place_of(url)}"]}}')
    raise typer.Exit(1)


@sources_cli.command("remove")
def remove(url: Url) -> None:
    """Take a source out of its watchlist; what it brought is kept. Example: monitor sources remove Verge"""
    here = load_for_command()
    spec = find_spec(here, url)
    name = spec.title or spec.url
    if spec.place is None:
        raise UserError(f"no watchlist has {url}")
    if spec.search_topic:
        raise UserError(f"{name} comes from a search in {spec.place.file}:{spec.place.line}; take the search out there")
    with checked_edit(Path(spec.place.file)):
        remove_source(Path(spec.place.file), spec.url)
    say(f"{name} removed from {spec.place.file}; {when_taken_over(here.settings)}")


@sources_cli.command("pause")
def pause(url: Url) -> None:
    """Stop polling a source until it is resumed. Example: monitor sources pause https://example.org/feed.xml"""
    _run_errand(url, "pause")


@sources_cli.command("resume")
def resume(url: Url) -> None:
    """Poll a paused or gone source again. Example: monitor sources resume https://example.org/feed.xml"""
    _run_errand(url, "resume")


@sources_cli.command("refresh")
def refresh(url: Url) -> None:
    """Make a source due now; a running monitor polls it at its next tick. Example: monitor sources refresh URL"""
    _run_errand(url, "refresh")


def _run_errand(url: str, errand: SourceErrand) -> None:
    now: datetime = SystemClock().now()

    def locally(_here: Loaded, tx: Transaction, who: str) -> str:
        found = change_source(tx, find_source(tx.sources.all(), url).id, errand, who=who, now=now)
        return found.title or found.url

    def elsewhere(client: "ApiClient") -> str:
        rows = client.rows("/sources", limit=_ALL)
        found = find_source([_named_source(row) for row in rows], url)
        client.post(f"/sources/{found.id}/{errand}")
        return found.title or found.url

    name, _ = make_change(locally, elsewhere)
    say(f"{name}: paused" if errand == "pause" else f"{name}: active, due now")


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source of another monitor, as it is looked up."""

    id: int
    url: str
    title: str


def _named_source(row: Json) -> NamedSource:
    return NamedSource(int(f"{row['id']}"), f"{row['url']}", f"{row['title']}")


STATES_OF_SOURCES: tuple[str, ...] = tuple(dict.fromkeys((*get_args(SourceState), *get_args(Health))))


def list_sources(
    *, topic: str = "", since: str = "", state: str = "", limit: int = 1000, wide: bool = False, as_json: bool = False
) -> None:
    """See ``sources``."""
    one_of_states(state, STATES_OF_SOURCES)
    with open_reader() as reader:
        rows = reader.sources(Listing(topic=topic, since=moment_ago(since), state=state, limit=limit))
        zone = reader.zone
    if as_json:
        print_json(documented_rows("source", rows))
        return
    empty = "No such source in the store."
    if not (rows or topic or since or state):
        empty = "No sources in the store yet: `monitor once` or `monitor run` reads the watchlists into it."
    if wide:
        print_table(_WIDE, [_wide_cells(row, zone) for row in rows], empty=empty)
    else:
        print_table(_NARROW, [_narrow_cells(row, zone) for row in rows], empty=empty)
        _say_what_is_wrong(rows)


_SHOWN = 5
"""Troubled sources that the short list explains."""


def _say_what_is_wrong(rows: Sequence[Json]) -> None:
    wrong = [row for row in rows if row["error"]]
    for row in wrong[:_SHOWN]:
        say(f"{row['id']}: {row['error']}")
    more = f"{len(wrong) - _SHOWN} more: " if len(wrong) > _SHOWN else ""
    if wrong:
        say(f"{more}monitor sources show ID, or --wide, says all that is known")


_NARROW = ("id", "source", "health", "last read", "next", "a day")
_WIDE = (
    "id", "source", "kind", "health", "what is wrong", "last read", "next", "why then", "a day", "busiest hours",
    "median delay", "requests a day", "share of budget", "push", "address",
)  # fmt: skip


def _health_of(row: Json) -> object:
    """In a word or two; a source that nobody asked yet is not "ok"."""
    if row["state"] != "active":
        return row["state"]
    return row["health"] if row["last_polled_at"] is not None else "not asked yet"


def _when(row: Json, name: str, zone: ZoneInfo) -> str:
    return relative_time(parse_time(row[name]), zone, now=current_time())


def _figure(row: Json, name: str, form: str) -> str:
    """A figure that polling learnt; empty while nothing is."""
    value = row[name]
    return format(value, form) if row["is_learnt"] and isinstance(value, int | float) else ""


def _narrow_cells(row: Json, zone: ZoneInfo) -> Sequence[object]:
    return (
        row["id"],
        row["title"] or row["url"],
        _health_of(row),
        _when(row, "last_success_at", zone),
        _when(row, "next_due_at", zone) if row["state"] == "active" else "",
        _figure(row, "posts_per_day", ".1f"),
    )


def _wide_cells(row: Json, zone: ZoneInfo) -> Sequence[object]:
    delay, waits = _figure(row, "median_delay_minutes", ".0f"), row["state"] == "active"
    return (
        row["id"],
        row["title"] or row["url"],
        row["kind"],
        _health_of(row),
        row["error"],
        _when(row, "last_success_at", zone),
        _when(row, "next_due_at", zone) if waits else "",
        row["why_then"] if waits else "",
        _figure(row, "posts_per_day", ".1f"),
        row["busiest_hours"] or "",
        f"{delay} min" if delay else "",
        _figure(row, "requests_24h", ".0f"),
        _figure(row, "budget_share", ".1%"),
        document_in(row, "push").get("said", ""),
        row["url"],
    )
