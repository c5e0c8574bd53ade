"""``monitor sources … | topics … | mute | import | export``: small changes without an editor."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import listing
from monitor.cli.context import Loaded, in_store, loaded
from monitor.cli.output import say
from monitor.cli.values import duration
from monitor.clock import SystemClock
from monitor.config.edit import add_source, add_sources, add_topic, remove_source
from monitor.config.opml import read_opml, write_opml
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.text.urls import canonical_url
from monitor.types.sources import Source, SourceState

sources_cli = typer.Typer(help="List the sources, or change one.", invoke_without_command=True, rich_markup_mode=None)
topics_cli = typer.Typer(help="List the topics, or add one.", invoke_without_command=True, rich_markup_mode=None)

Url = Annotated[str, typer.Argument(help="The source's address, as in the watchlist.")]
Into = Annotated[str, typer.Option("--watchlist", help="File name of the watchlist (without .yaml).")]


@sources_cli.callback()
def sources(
    context: typer.Context,
    state: Annotated[str, typer.Option("--state", help="active, paused, gone or removed.")] = "",
    limit: listing.Limit = 1000,
    as_json: listing.AsJson = False,
) -> None:
    """List the sources with their health and the next poll. Example: monitor sources --state paused"""
    if context.invoked_subcommand is None:
        listing.sources(state=state, limit=limit, as_json=as_json)


@sources_cli.command("add")
def add(url: Url, title: Annotated[str, typer.Option("--title")] = "", watchlist: Into = "") -> None:
    """Add a feed to a watchlist; comments in it are kept. Example: monitor sources add https://example.org/feed.xml"""
    here = loaded()
    path = _watchlist(here, watchlist)
    add_source(path, url, title=title)
    loaded()
    say(f"{url} added to {path}; a running monitor reads it after SIGHUP")


@sources_cli.command("remove")
def remove(url: Url) -> None:
    """Take a source out of its watchlist; what it brought is kept. Example: monitor sources remove URL"""
    here = loaded()
    spec = next((one for one in here.watchlists.sources if canonical_url(one.url) == canonical_url(url)), None)
    if spec is None or spec.place is None:
        raise UserError(f"no watchlist has {url}")
    remove_source(Path(spec.place.file), url)
    say(f"{url} removed from {spec.place.file}")


@sources_cli.command("pause")
def pause(url: Url) -> None:
    """Stop polling a source until it is resumed. Example: monitor sources pause https://example.org/feed.xml"""
    _set_state(url, "paused")


@sources_cli.command("resume")
def resume(url: Url) -> None:
    """Poll a paused or gone source again. Example: monitor sources resume https://example.org/feed.xml"""
    _set_state(url, "active")


@sources_cli.command("refresh")
def refresh(url: Url) -> None:
    """Make a source due now; a running monitor polls it at its next tick. Example: monitor sources refresh URL"""
    _set_state(url, "active", only="active")


@topics_cli.callback()
def topics(context: typer.Context, as_json: listing.AsJson = False) -> None:
    """List the topics with their mentions of the last 7 days. Example: monitor topics --json"""
    if context.invoked_subcommand is None:
        listing.topics(as_json=as_json)


@topics_cli.command("add")
def add_one(
    name: Annotated[str, typer.Argument(help="What to call it; the id is made from it.")],
    alias: Annotated[list[str], typer.Option("--alias", help="A name it goes by; give it several times.")],
    watchlist: Into = "",
) -> None:
    """Add a topic to a watchlist; comments in it are kept. Example: monitor topics add Vidu --alias Vidu"""
    here = loaded()
    path = _watchlist(here, watchlist)
    topic = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in name.lower()).split())
    add_topic(path, topic or f"topic-{len(here.watchlists.topics) + 1}", name, alias)
    loaded()
    say(f"{name} added to {path}; a running monitor reads it after SIGHUP")


def mute(
    topic: Annotated[str, typer.Argument(help="Topic id.")],
    time: Annotated[str, typer.Argument(help='For how long: "1d", "6h"; "0s" ends it.')],
) -> None:
    """Send no alerts of a topic for a while; digests still tell. Example: monitor mute kling 1d"""
    here = loaded()
    if topic not in {one.id for one in here.watchlists.topics}:
        raise UserError(f'no topic "{topic}"')
    now = SystemClock().now()
    until = now + duration(time)

    def note(tx: Transaction) -> None:
        tx.memory.keep(f"mute:{topic}", until.isoformat(), now=now)
        tx.memory.audit(f"mute {topic} until {until.isoformat()}", who="cli", now=now)

    in_store(here, note, write=True)
    say(f"{topic} is muted until {until.astimezone():%Y-%m-%d %H:%M}" if until > now else f"{topic} is no longer muted")


def import_file(
    file: Annotated[Path, typer.Argument(help="An OPML file.", exists=True, dir_okay=False)],
    watchlist: Into = "imported",
) -> None:
    """Add the feeds of an OPML file to a watchlist; known ones are passed over. Example: monitor import feeds.opml"""
    here = loaded()
    known = {canonical_url(spec.url) for spec in here.watchlists.sources}
    path = _watchlist(here, watchlist, create=True)
    feeds = read_opml(file.read_bytes())
    fresh = {canonical_url(feed.url): feed for feed in feeds if canonical_url(feed.url) not in known}
    add_sources(path, [{"url": feed.url, "title": feed.title, "lang": feed.lang} for feed in fresh.values()])
    loaded()
    say(f"{len(fresh)} of {len(feeds)} feeds added to {path}; {len(feeds) - len(fresh)} were known")


def export(opml: Annotated[bool, typer.Option("--opml", help="As OPML (the only form).")] = True) -> None:
    """Write all feeds as OPML to stdout. Example: monitor export --opml > feeds.opml"""
    if not opml:
        raise UserError("OPML is the only form")
    typer.echo(write_opml(loaded().watchlists.sources), nl=False)


def _set_state(url: str, state: SourceState, *, only: SourceState | None = None) -> None:
    here = loaded()
    now: datetime = SystemClock().now()

    def change(tx: Transaction) -> Source:
        found = next((one for one in tx.sources.all() if canonical_url(one.url) == canonical_url(url)), None)
        if found is None:
            raise UserError(f"the store has no source {url}; `monitor sources` lists them")
        if only is not None and found.state != only:
            raise UserError(f"{url} is {found.state}; `monitor sources resume` makes it active")
        tx.sources.set_state(found.id, state, now=now)
        tx.memory.audit(f"source {found.url}: {state}", who="cli", now=now)
        return found

    source = in_store(here, change, write=True)
    say(f"{source.title or source.url}: {state}" + (", due now" if state == "active" else ""))


def _watchlist(here: Loaded, name: str, *, create: bool = False) -> Path:
    folder = Path(here.settings.watchlists)
    if not name:
        name = here.watchlists.names[0] if len(here.watchlists.names) == 1 else "mine"
        create = True
    path = folder / f"{name}.yaml"
    if not path.is_file():
        if not create:
            have = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
            raise UserError(f"no watchlist {path}; there are: {have or 'none'}")
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(f"watchlist: {name}\n", encoding="utf-8")
    return path
