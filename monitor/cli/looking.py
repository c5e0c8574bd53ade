"""``monitor fetch | parse | explain | match | backtest``: look before you rely on a source or a rule."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.app.looking import Look, look, look_for_feed
from monitor.cli.comparing import compared, comparison_text, edits, edits_text
from monitor.cli.context import Loaded, in_store, loaded, with_app
from monitor.cli.evaluating import read_rows
from monitor.cli.output import local, print_json, print_lines, print_table, say
from monitor.clock import SystemClock
from monitor.config.watchlists import load_watchlists
from monitor.errors import MonitorError, ParseError, UserError
from monitor.match.backtest import backtest as compare
from monitor.match.evaluate import document_of, match_rows
from monitor.match.explain import explain as explain_document
from monitor.match.matcher import Matcher, compile_matcher
from monitor.parse.cli_rows import error_row, parse_row
from monitor.parse.document import parse_document
from monitor.parse.suggest import suggest_selectors
from monitor.text.urls import canonical_url
from monitor.types.entries import Entry
from monitor.types.matching import Document
from monitor.types.queries import EntryFilter
from monitor.types.settings import Watchlists
from monitor.types.sources import SourceSpec

_ALL = 1_000_000
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


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
    here = loaded()
    spec = _spec(here, url)
    # Selectors are proposed for the page itself, whatever feeds it names.
    seen = with_app(here, lambda app: look(app, spec) if suggest else look_for_feed(app, spec))
    if suggest and seen.body:
        if as_json:
            print_json([asdict(proposal) for proposal in suggest_selectors(seen.body, seen.url)])
        else:
            _say_suggestions(seen)
        return
    if as_json:
        print_json(_look_json(seen))
    else:
        _tell_look(seen)
    raise typer.Exit(1 if seen.error else 0)


def parse(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders (recursive).", exists=True)],
    url: Annotated[str, typer.Option("--url", help="Address the documents count as fetched from.")] = "",
    content_type: Annotated[str, typer.Option("--content-type", help="Content-Type they count as served with.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document a line and file.")] = False,
) -> None:
    """Parse feed documents on disk. Example: monitor parse feed.xml --json"""
    now = SystemClock().now()
    failed = 0
    for file in _files(paths):
        try:
            document = parse_document(_read(file), url=url, content_type=content_type, now=now)
        except ParseError as error:
            failed += 1
            print_json(error_row(str(file), error)) if as_json else say(f"{file}: {error}")
            continue
        if as_json:
            print_json(parse_row(str(file), document))
        else:
            say(f"{file}: {document.format} ({document.path}), {len(document.entries)} entries, {document.title}")
    raise typer.Exit(1 if failed else 0)


def explain(
    url: Annotated[str, typer.Option("--url", help="A stored entry's address, or a feed to fetch.")] = "",
    text: Annotated[str, typer.Option("--text", help="A text of your own.")] = "",
    title: Annotated[str, typer.Option("--title", help="Its title.")] = "",
    entry: Annotated[int, typer.Option("--entry", help="Id of a stored entry; its edits are shown, too.")] = 0,
    other: Annotated[
        int, typer.Option("--and", help="With --entry: a second one; says why the two are, or are not, one story.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Say why each topic matched or did not, step by step. Example: monitor explain --text "座椅可灵活调节" """
    if sum(map(bool, (url, text or title, entry))) != 1:
        raise UserError("give one of --url, --text (with --title if you like) or --entry")
    if other and not entry:
        raise UserError("--and takes --entry, too: it compares two stored entries")
    here = loaded()
    if other:
        row = in_store(here, lambda tx: compared(tx, entry, other))
        print_json(row) if as_json else say(comparison_text(row))
        return
    matcher = _matcher(here)
    documents = [Document(title=title, body=text)] if text or title else list(_documents(here, url, entry))
    explained = [explain_document(matcher, document) for document in documents]
    edited = in_store(here, lambda tx: edits(tx, entry)) if entry else []
    if as_json:
        rows = [dict(one.as_json()) | ({"edits": edited} if entry else {}) for one in explained]
        print_json(rows[0] if len(rows) == 1 else rows)
        return
    for one in explained:
        say(one.as_text(here.settings.language))
    if edited:
        say(edits_text(edited))


def match(
    file: Annotated[Path, typer.Argument(help="JSON Lines with title and/or body.", exists=True, dir_okay=False)],
    refused: Annotated[bool, typer.Option("--refused", help="Show refused hits, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Match rows against the watchlists, a line a mention. Example: monitor match rows.jsonl --json"""
    here = loaded()
    rows = list(match_rows(read_rows(file), _matcher(here), refused=refused))
    if as_json:
        print_lines(rows)
        return
    print_table(
        ("row", "topic", "field", "surface", "score", "signals", "snippet", "reason"),
        [
            (r["row"], r["topic"], r["field"], r["surface"], f"{r['score']:.2f}", ",".join(r["signals"]),
             r["snippet"], r["reason"])
            for r in rows
        ],
        empty="No mentions.",
    )  # fmt: skip


def backtest(
    watchlists: Annotated[
        Path | None,
        typer.Argument(
            help="Changed watchlists: a folder, or one file (its topics alone); default: those in force.", exists=True
        ),
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, help="How far back.")] = 30,
    against: Annotated[
        Path | None,
        typer.Option("--rows", help="Use these JSON Lines, not the stored history.", exists=True, dir_okay=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Try changed rules on stored history: +new −lost =same. Example: monitor backtest new-rules/ --days 30"""
    here = loaded()
    changed = _changed(here, watchlists)
    since = SystemClock().now() - timedelta(days=days)
    documents = (
        [(f"row {n}", document_of(row, n)) for n, row in enumerate(read_rows(against))]
        if against
        else [(entry.title, _document(entry)) for entry in in_store(here, lambda tx: tx.entries.find(_since(since)))]
    )
    result = compare(_in_force(here, changed, watchlists), compile_matcher(changed.topics, changed.signals), documents)
    if as_json:
        print_json(asdict(result))
        return
    say(f"{result}  ({result.documents} documents)")
    for change in result.topics:
        say(f"  {change}")


def _changed(here: Loaded, path: Path | None) -> Watchlists:
    if path is None:
        return here.watchlists
    return load_watchlists(path, settings=replace(here.settings, watchlists=str(path)), env=os.environ)


def _in_force(here: Loaded, changed: Watchlists, path: Path | None) -> Matcher:
    """The rules in force; of a file alone, those of its topics."""
    if path is None or path.is_dir():
        return _matcher(here)
    ids = {topic.id for topic in changed.topics}
    return compile_matcher([topic for topic in here.watchlists.topics if topic.id in ids], here.watchlists.signals)


def _matcher(here: Loaded) -> Matcher:
    return compile_matcher(here.watchlists.topics, here.watchlists.signals)


def _since(at: datetime) -> EntryFilter:
    return EntryFilter(since=at, limit=_ALL)


def _spec(here: Loaded, url: str) -> SourceSpec:
    if url.startswith("rsshub:/"):
        url = here.settings.rsshub + url.removeprefix("rsshub:")
    if not url.lower().startswith(("http://", "https://")):
        raise UserError(
            f"{url}: expected an address with http:// or https://, or rsshub:/path; monitor parse reads files"
        )
    known = (spec for spec in here.watchlists.sources if canonical_url(spec.url) == canonical_url(url))
    return next(known, SourceSpec(url=url))


def _documents(here: Loaded, url: str, entry_id: int) -> Iterator[Document]:
    if entry_id:
        entry = in_store(here, lambda tx: tx.entries.get(entry_id))
        if entry is None:
            raise UserError(f"the store has no entry {entry_id}")
        yield _document(entry)
        return
    stored = in_store(here, lambda tx: tx.entries.find(EntryFilter(url=canonical_url(url), limit=1)))
    if stored:
        yield _document(stored[0])
        return
    seen = with_app(here, lambda app: look(app, _spec(here, url)))
    if seen.document is None:
        raise MonitorError(f"{url}: {seen.error}")
    for parsed in seen.document.entries:
        yield Document(title=parsed.title, body=parsed.text, url=parsed.url, author=parsed.author, lang=parsed.lang)


def _document(entry: Entry) -> Document:
    return Document(
        title=entry.title,
        body=entry.text,
        url=entry.url,
        author=entry.author,
        source=entry.source_title,
        lang=entry.lang,
    )


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            yield path


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ParseError(f"it cannot be read: {error.strerror}") from error


def _look_json(seen: Look) -> dict[str, Any]:
    found: dict[str, Any] = {"site": seen.site} if seen.site else {}
    if seen.feeds:
        found["other_feeds" if seen.site else "feeds"] = [{"url": one.url, "title": one.title} for one in seen.feeds]
    if seen.document is None:
        return {"url": seen.url, "error": seen.error} | found
    row = dict(parse_row(seen.url, seen.document))
    for shown, matching in zip(row["entries"], seen.matchings, strict=True):
        shown["mentions"] = [
            {"topic": one.topic, "section": one.section, "surface": one.surface, "score": round(one.score, 3),
             "signals": list(one.signals), "snippet": one.snippet, "reason": one.reason}
            for one in matching.found
        ]  # fmt: skip
        shown["refused"] = [{"topic": r.topic, "surface": r.surface, "reason": r.reason} for r in matching.refused]
    return row | {"warnings": list(seen.document.warnings)} | found


def _tell_look(seen: Look) -> None:
    document = seen.document
    if document is None:
        say(f"{seen.url}: {seen.error}")
        return
    for line in feed_lines(seen):
        say(line)
    say(f"{document.title or seen.url}: {document.format} ({document.path}), {len(document.entries)} entries")
    for warning in document.warnings:
        say(f"  ! {warning}")
    print_table(
        ("published", "title", "topics"),
        [
            (local(entry.published_at), entry.title, ", ".join(sorted({one.topic for one in matching.found})))
            for entry, matching in zip(document.entries, seen.matchings, strict=True)
        ],
        empty="No entries.",
    )


def feed_lines(seen: Look) -> Iterator[str]:
    """Which feed of a web site was taken, and which others it names."""
    if seen.site:
        yield f"{seen.site} is a web page; its feed {seen.url} was taken"
        for other in seen.feeds:
            yield f"  it also names {other.url}" + (f" ({other.title})" if other.title else "")


def _say_suggestions(seen: Look) -> None:
    proposals = suggest_selectors(seen.body, seen.url)
    for proposal in proposals:
        say(str(proposal))
    if not proposals:
        say("No repeated structure was found; the page may be built by JavaScript, or have a feed.")
