"""``monitor import`` and ``monitor export``: OPML."""

from pathlib import Path
from typing import Annotated

import typer
from ruamel.yaml import YAML

from monitor.adapters.config.edit.items import add_sources
from monitor.adapters.config.importers.opml import read_opml, write_opml
from monitor.adapters.config.importers.trendradar import convert_rules
from monitor.adapters.config.refused_sources import why_private
from monitor.adapters.config.schema.urls import without_user
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.config.watchlists.source_keys import refused_address
from monitor.cli.console.output import say
from monitor.cli.context import Loaded, load_for_reading, settings_of
from monitor.cli.readers import open_client
from monitor.cli.watchlist_edits import checked_edit, loaded_for_edit, watchlist_file
from monitor.core.text.urls import feed_address
from monitor.errors import UserError


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
    here = loaded_for_edit()
    if trendradar:
        _import_words(here, file, watchlist or "trendradar")
        return
    known = {feed_address(spec.url) for spec in here.watchlists.sources}
    path = watchlist_file(here, watchlist or "imported")
    feeds = read_opml(read_bytes(file))
    named = [feed for feed in feeds if feed.url]
    wrong = {
        feed.url: reason
        for feed in named
        if (reason := refused_address(feed.url) or why_private(here.settings, feed.url))
    }
    fresh = {
        feed_address(feed.url): feed for feed in named if feed.url not in wrong and feed_address(feed.url) not in known
    }
    with checked_edit(path):
        add_sources(path, [{"url": feed.url, "title": feed.title, "lang": feed.lang} for feed in fresh.values()])
    say(f"{len(fresh)} of {len(feeds)} feeds added to {path}; {len(named) - len(wrong) - len(fresh)} were known")
    for url, reason in wrong.items():
        say(f"  left out: {without_user(url)[:300]}: {reason}")
    for feed in feeds:
        if not feed.url:
            say(f"  left out: {feed.title[:300] or 'an outline without a name'}: it names no address of a feed")


def _import_words(here: Loaded, file: Path, name: str) -> None:
    """TrendRadar's rules as a new watchlist, with a report of what means something else here."""
    path = watchlist_file(here, name)
    if path.exists():
        raise UserError(f"{path} is there already; name another with --watchlist")
    try:
        imported = convert_rules(read_bytes(file).decode("utf-8-sig"), watchlist=name)
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    if not imported.watchlist["topics"]:
        raise UserError(f"{file}: no word groups in it")
    with checked_edit(path), path.open("w", encoding="utf-8") as out:
        YAML().dump(imported.watchlist, out)
    say(f"wrote {path} with {len(imported.watchlist['topics'])} topics")
    for line in imported.report:
        say(f"  {line}")


def export(opml: Annotated[bool, typer.Option("--opml", help="As OPML (the only form).")] = True) -> None:
    """Write all feeds as OPML to stdout. Example: monitor export --opml > feeds.opml"""
    if not opml:
        raise UserError("OPML is the only form")
    settings = settings_of(needs_secrets=False)
    if settings.remote.server:
        with open_client(settings) as client:
            typer.echo(client.text("/sources.opml"), nl=False)
        return
    typer.echo(write_opml(load_for_reading().watchlists.sources), nl=False)
