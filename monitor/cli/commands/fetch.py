"""``monitor fetch``: what a source gives, nothing stored."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from monitor.app.context import AppContext
from monitor.app.polling.preview import SourcePreview, fetch_whole, preview_site
from monitor.app.polling.try_selectors import suggestions_in
from monitor.cli.arguments.options import AsJson, source_spec
from monitor.cli.commands.parse_rows import parse_row
from monitor.cli.console.output import print_json, print_table, say, say_error
from monitor.cli.console.times import minute_of
from monitor.cli.context import load_for_command, with_app
from monitor.cli.source_preview import feed_lines
from monitor.core.model.sources import SourceSpec
from monitor.core.parse.suggest_selectors import Suggestion


def fetch(
    url: Annotated[
        str, typer.Argument(help="A feed, page or web site; a source of the watchlists keeps its settings.")
    ],
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Propose CSS selectors for a page without a feed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch a source, or the feed a web site names, and show it; store nothing. Example: monitor fetch https://example.org/feed.xml"""
    here = load_for_command()
    spec = source_spec(here, url)
    if suggest:
        _show_suggestions(with_app(here, lambda app: _suggest(app, spec)), url=spec.url, as_json=as_json)
        return
    seen = with_app(here, lambda app: preview_site(app, spec))
    if as_json:
        print_json(_look_json(seen))
    else:
        _tell_look(seen, ZoneInfo(here.settings.timezone))
    raise typer.Exit(1 if seen.error else 0)


def _look_json(seen: SourcePreview) -> dict[str, Any]:
    found: dict[str, Any] = {"site": seen.site} if seen.site else {}
    if seen.feeds:
        found["other_feeds" if seen.site else "feeds"] = [{"url": feed.url, "title": feed.title} for feed in seen.feeds]
    if seen.document is None:
        return {"url": seen.url, "error": seen.error} | found
    read = parse_row(seen.url, seen.document)
    row = {"url": seen.url, "parser": read["path"]} | {key: read[key] for key in ("format", "title", "entries")}
    for shown, matching in zip(row["entries"], seen.matchings, strict=True):
        shown["mentions"] = [
            {"topic": match.topic, "section": match.section, "surface": match.surface, "score": round(match.score, 3),
             "signals": list(match.signals), "snippet": match.snippet, "reason": match.reason}
            for match in matching.found
        ]  # fmt: skip
        shown["refused"] = [{"topic": r.topic, "surface": r.surface, "reason": r.reason} for r in matching.refused]
    return row | {"warnings": list(seen.document.warnings)} | found


def _tell_look(seen: SourcePreview, zone: ZoneInfo) -> None:
    document = seen.document
    if document is None:
        say_error(f"{seen.url}: {seen.error}")
        return
    for line in feed_lines(seen):
        say(line)
    say(f"{document.title or seen.url}: {document.format} ({document.path}), {len(document.entries)} entries")
    for warning in document.warnings:
        say(f"  ! {warning}")
    print_table(
        ("published", "title", "topics"),
        [
            (
                minute_of(entry.published_at, zone),
                entry.title,
                ", ".join(sorted({match.topic for match in matching.found})),
            )
            for entry, matching in zip(document.entries, seen.matchings, strict=True)
        ],
        empty="No entries.",
    )


async def _suggest(app: AppContext, spec: SourceSpec) -> Sequence[Suggestion] | str:
    """For the page itself, whatever feeds it names; or why there is none."""
    fetched = await fetch_whole(app, spec)
    return fetched if isinstance(fetched, str) else await suggestions_in(app, fetched)


def _show_suggestions(found: Sequence[Suggestion] | str, *, url: str, as_json: bool) -> None:
    if isinstance(found, str):
        if as_json:
            print_json({"url": url, "error": found})
        else:
            say_error(f"{url}: {found}")
        raise typer.Exit(1)
    if as_json:
        print_json([asdict(proposal) for proposal in found])
        return
    for proposal in found:
        say(str(proposal))
    if not found:
        say("No repeated structure was found; the page may be built by JavaScript, or have a feed.")
