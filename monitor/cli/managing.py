"""``monitor sources … | topics … | mute | import | export``: small changes without an editor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from ruamel.yaml import YAML

from monitor.app.feedback import mute as mute_until
from monitor.cli import listing
from monitor.cli.context import Loaded, in_store, loaded, with_app
from monitor.cli.output import say
from monitor.cli.values import duration
from monitor.clock import SystemClock
from monitor.config.edit import add_source, add_sources, add_topic, remove_source
from monitor.config.formats import Malformed
from monitor.config.links import WEB, split
from monitor.config.opml import read_opml, write_opml
from monitor.config.settings import read_bytes
from monitor.config.watchlists import watchlist_files
from monitor.errors import ConfigError, MonitorError, Problem, UserError
from monitor.match.trendradar import convert
from monitor.ports import Transaction
from monitor.text.urls import canonical_url
from monitor.types.sources import Source, SourceSpec, SourceState

sources_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
topics_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Url = Annotated[str, typer.Argument(help="The source's address, as in the watchlist.")]
Into = Annotated[str, typer.Option("--watchlist", help="File name of the watchlist (without .yaml).")]


@sources_cli.callback()
def sources(
    context: typer.Context,
    topic: Annotated[str, typer.Option("--topic", help="Only those that mentioned this topic.")] = "",
    since: Annotated[str, typer.Option("--since", help="Only those with news (of the topic) since then.")] = "",
    state: Annotated[str, typer.Option("--state", help="A state or health: paused, failing, silent …")] = "",
    limit: listing.Limit = 1000,
    as_json: listing.AsJson = False,
) -> None:
    """List the sources with their health and the next poll. Example: monitor sources --state paused"""
    if context.invoked_subcommand is None:
        listing.sources(topic=topic, since=since, state=state, limit=limit, as_json=as_json)


@sources_cli.command("add")
def add(
    url: Url,
    title: Annotated[str, typer.Option("--title", help="What to call it; else what the feed calls itself.")] = "",
    watchlist: Into = "",
    as_is: Annotated[bool, typer.Option("--as-is", help="Add the address unseen, without asking it.")] = False,
) -> None:
    """Add a feed, or the one a web site names, to a watchlist; comments stay. Example: monitor sources add https://example.org/feed.xml"""
    here = loaded()
    path = _watchlist(here, watchlist)
    known = any(canonical_url(spec.url) == canonical_url(url) for spec in here.watchlists.sources)
    if not as_is and not known and _is_web_address(url):
        url = _feed_at(here, url)
    with _edited(path):
        add_source(path, url, title=title)
    say(f"{url} added to {path}; a running monitor reads it after SIGHUP")


def _feed_at(here: Loaded, url: str) -> str:
    """The feed at this address: itself, or the one that the web site there names; a silent one is believed."""
    # Only here is more needed than files and the store.
    from monitor.app.looking import look_for_feed
    from monitor.cli.looking import feed_lines

    seen = with_app(here, lambda app: look_for_feed(app, SourceSpec(url=url)))
    for line in feed_lines(seen):
        say(line)
    if seen.document is not None:
        return seen.url if seen.site else url
    if seen.body:
        raise UserError(f"nothing was changed: {url}: {seen.error}; to add it all the same: --as-is")
    say(f"{url} cannot be read now: {seen.error}; it is added as it is")
    return url


@sources_cli.command("remove")
def remove(url: Url) -> None:
    """Take a source out of its watchlist; what it brought is kept. Example: monitor sources remove URL"""
    here = loaded()
    spec = next((one for one in here.watchlists.sources if canonical_url(one.url) == canonical_url(url)), None)
    if spec is None or spec.place is None:
        raise UserError(f"no watchlist has {url}")
    if spec.search_topic:
        raise UserError(f"{url} comes from a search in {spec.place.file}:{spec.place.line}; take the search out there")
    with _edited(Path(spec.place.file)):
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
    if not all(one.strip() for one in (name, *alias)):
        raise UserError("a topic and its aliases need a name each; got an empty one")
    topic = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in name.lower()).split())
    with _edited(path):
        add_topic(path, topic or f"topic-{len(here.watchlists.topics) + 1}", name, alias)
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

    in_store(here, lambda tx: mute_until(tx, topic, until, who="cli", now=now), write=True)
    say(f"{topic} is muted until {until.astimezone():%Y-%m-%d %H:%M}" if until > now else f"{topic} is no longer muted")


def import_file(
    file: Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)],
    watchlist: Annotated[
        str, typer.Option("--watchlist", help='Into this one (without .yaml); default "imported" or "trendradar".')
    ] = "",
    trendradar: Annotated[
        bool, typer.Option("--trendradar", help="The file is TrendRadar's frequency_words.txt.")
    ] = False,
) -> None:
    """Add the feeds of an OPML file to a watchlist; known ones are passed over. Example: monitor import feeds.opml"""
    here = loaded()
    if trendradar:
        _import_words(here, file, watchlist or "trendradar")
        return
    known = {canonical_url(spec.url) for spec in here.watchlists.sources}
    path = _watchlist(here, watchlist or "imported", create=True)
    feeds = read_opml(read_bytes(file))
    wrong = [feed.url for feed in feeds if not _is_web_address(feed.url)]
    fresh = {
        canonical_url(feed.url): feed
        for feed in feeds
        if feed.url not in wrong and canonical_url(feed.url) not in known
    }
    with _edited(path):
        add_sources(path, [{"url": feed.url, "title": feed.title, "lang": feed.lang} for feed in fresh.values()])
    say(f"{len(fresh)} of {len(feeds)} feeds added to {path}; {len(feeds) - len(wrong) - len(fresh)} were known")
    for url in wrong:
        say(f"  left out, no web address: {url}")


def _is_web_address(url: str) -> bool:
    try:
        split(url, WEB)
    except Malformed:
        return False
    return True


def _import_words(here: Loaded, file: Path, name: str) -> None:
    """TrendRadar's rules as a new watchlist, with a report of what means something else here."""
    path = _watchlist(here, name, create=True)
    if path.exists():
        raise UserError(f"{path} is there already; name another with --watchlist")
    try:
        imported = convert(read_bytes(file).decode("utf-8-sig"), watchlist=name)
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    if not imported.watchlist["topics"]:
        raise UserError(f"{file}: no word groups in it")
    with _edited(path), path.open("w", encoding="utf-8") as out:
        YAML().dump(imported.watchlist, out)
    say(f"written: {path} with {len(imported.watchlist['topics'])} topics")
    for line in imported.report:
        say(f"  {line}")


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
    """The file of that name; without a name the only one there is, else ``mine.yaml``. It need not exist yet."""
    folder = Path(here.settings.watchlists)
    files = sorted(watchlist_files(folder))
    if not name:
        return files[0] if len(files) == 1 else folder / "mine.yaml"
    if Path(name).name != name or name.startswith("."):
        raise UserError(f'"{name}" is no file name; write it without folder and without .yaml')
    found = next((file for file in files if file.stem == name), None)
    if found is None and not create:
        raise UserError(f"no watchlist {name} in {folder}; there are: {', '.join(file.stem for file in files)}")
    return found or folder / f"{name}.yaml"


@contextmanager
def _edited(path: Path) -> Iterator[None]:
    """Around an edit: one after which the configuration would be wrong is taken back."""
    before = read_bytes(path) if path.exists() else None
    try:
        yield
        loaded()
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from error
    except MonitorError as error:
        if before is None:
            path.unlink(missing_ok=True)
        elif read_bytes(path) != before:
            path.write_bytes(before)
        if isinstance(error, ConfigError):
            raise UserError("nothing was changed: " + "\n".join(map(_without_place, error.problems))) from None
        raise


def _without_place(problem: Problem) -> str:
    """The line it names is gone again."""
    got = f"; got {problem.got}" if problem.got else ""
    expected = f"; expected {problem.expected}" if problem.expected else ""
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"{problem.what}{got}{expected}{hint}"
