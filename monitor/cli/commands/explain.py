"""``monitor fetch | parse | explain | match | backtest``: look before you rely on a source or a rule."""

from collections.abc import Iterator, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.app.queries.entry_edits import entry_edits
from monitor.app.queries.trial import read_stored_document
from monitor.cli.arguments.options import AsJson, matcher_of, source_spec
from monitor.cli.console.output import print_json, say
from monitor.cli.context import Loaded, in_store, load_for_command, load_for_reading, settings_of, with_app
from monitor.cli.readers import open_client, rows_in
from monitor.core.match.document import document_of, document_of_text
from monitor.core.match.explain import explain_document as explain_document
from monitor.core.model.entries import Entry
from monitor.core.model.filters import EntryFilter
from monitor.core.model.matches import Document
from monitor.core.model.settings import Settings
from monitor.core.text.urls import canonical_url
from monitor.errors import MonitorError, UserError
from monitor.ports import Transaction


def explain(
    url: Annotated[str, typer.Option("--url", help="A stored entry's address, or a feed to fetch.")] = "",
    text: Annotated[str, typer.Option("--text", help="A text of your own.")] = "",
    title: Annotated[str, typer.Option("--title", help="Its title.")] = "",
    entry: Annotated[int, typer.Option("--entry", help="Id of a stored entry; its edits are shown, too.")] = 0,
    other: Annotated[
        int, typer.Option("--and", help="With --entry: a second one; says why the two are, or are not, one story.")
    ] = 0,
    as_json: AsJson = False,
    words: Annotated[str, typer.Argument(metavar="[TEXT]", help="The same as --text.")] = "",
) -> None:
    """Say why each topic matched or did not, step by step. Example: monitor explain --text "座椅可灵活调节" """
    if words and text:
        raise UserError("give the text once: as --text, or without an option")
    text = text or words
    if sum(map(bool, (url, text or title, entry))) != 1:
        raise UserError("give one of --url, --text (with --title if you like) or --entry")
    if other and not entry:
        raise UserError("--and takes --entry, too: it compares two stored entries")
    settings = settings_of(needs_secrets=False)
    if settings.remote.server:
        if other:
            raise UserError("--and compares on the machine of the monitor only")
        _explain_there(settings, {"url": url, "text": text, "title": title, "entry": entry}, as_json=as_json)
        return
    here = load_for_command() if url else load_for_reading()
    if other:
        _compare(here, entry, other, as_json=as_json)
        return
    matcher = matcher_of(here)
    documents = [document_of_text(title, text)] if text or title else list(_documents_for(here, url, entry))
    explained = [explain_document(matcher, document) for document in documents]
    edited = in_store(here, lambda tx: entry_edits(tx, entry)) if entry else []
    if as_json:
        rows = [dict(explanation.as_json()) | ({"edits": edited} if entry else {}) for explanation in explained]
        print_json(rows[0] if len(rows) == 1 else rows)
        return
    for explanation in explained:
        say(explanation.as_text(here.settings.language))
    _say_edits(edited, here.settings)


def _explain_there(settings: Settings, asked: dict[str, object], *, as_json: bool) -> None:
    """By the rules of another monitor; it fetches nothing for this."""
    with open_client(settings) as client:
        found = client.post("/explain", **{name: value for name, value in asked.items() if value})
    said = str(found.pop("text"))
    found.pop("entry", None)
    if as_json:
        print_json(found)
        return
    say(said)
    _say_edits([dict(edit) for edit in rows_in(found, "edits")], settings)


def _compare(here: Loaded, entry: int, other: int, *, as_json: bool) -> None:
    # Imported here, as below: help texts load nothing that compares or reads feeds.
    from monitor.cli.commands.compare_entries import compare_entries, comparison_text

    row = in_store(here, lambda tx: compare_entries(tx, entry, other))
    print_json(row) if as_json else say(comparison_text(row))


def _say_edits(edits: Sequence[dict[str, object]], settings: Settings) -> None:
    from monitor.cli.commands.compare_entries import edits_text

    if edits:
        say(edits_text(edits, ZoneInfo(settings.timezone)))


def _documents_for(here: Loaded, url: str, entry_id: int) -> Iterator[Document]:
    if entry_id:
        entry = in_store(here, lambda tx: tx.entries.get(entry_id))
        if entry is None:
            raise UserError(f"the store has no entry {entry_id}; `monitor mentions` lists them")
        yield in_store(here, lambda tx: _stored(here, tx, entry))
        return
    stored = in_store(here, lambda tx: tx.entries.find(EntryFilter(url=canonical_url(url), limit=1)))
    if stored:
        yield in_store(here, lambda tx: _stored(here, tx, stored[0]))
        return
    from monitor.app.polling.preview import preview_source

    spec = source_spec(here, url)
    seen = with_app(here, lambda app: preview_source(app, spec))
    if seen.document is None:
        raise MonitorError(f"{url}: {seen.error}")
    for parsed in seen.document.entries:
        yield document_of(parsed, lang=spec.lang or seen.document.lang, topics=spec.topics)


def _stored(here: Loaded, tx: Transaction, entry: Entry) -> Document:
    return read_stored_document(tx, entry, lambda source: source_spec(here, source.configured_url or source.url))
